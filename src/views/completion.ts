/** Completes annotations: clauses, names, generators and shapes, where one of them may stand. Asks the engine only within a comment that has a tag. */
import {
	CompletionItem,
	CompletionItemKind,
	CompletionTriggerKind,
	Disposable,
	MarkdownString,
	SnippetString,
	languages,
} from 'vscode';
import type { CompletionContext, TextDocument } from 'vscode';
import type { Completion, Completions } from '../protocol-completion.ts';
import { documentText, textRange } from './documents.ts';
import { mentionsGrad } from './mention.ts';
import { translate } from './text.ts';
import type { View } from './view.ts';

/** What opens the list by itself: in comments VS Code does not offer words while they are typed. */
const TRIGGERS = ['@', ' ', ':', '=', ',', '/'];
/** An annotation's tag is looked for so far above the cursor, in lines. */
const LINES_ABOVE = 60;

export const completion: View = {
	register(host) {
		return Disposable.from(
			languages.registerCompletionItemProvider(
				'*',
				{
					async provideCompletionItems(document, position, token, context) {
						if (!mayAnnotate(document, position.line, position.character)) return undefined;
						const asked = documentText(document);
						const answer = await host.engine.latest('completion', 'complete', {
							document: asked,
							offset: document.offsetAt(position),
						});
						if (answer === undefined || answer === null || token.isCancellationRequested) return undefined;
						return isWelcome(answer, context) ? itemsOf(document, answer) : undefined;
					},
				},
				...TRIGGERS,
			),
		);
	},
};

/** Cheap, since every space in every text asks: an `@` before the cursor on its line, or a tag in the lines above. */
function mayAnnotate(document: TextDocument, line: number, character: number): boolean {
	if (/[@＠]/.test(document.lineAt(line).text.slice(0, character))) return true;
	for (let above = line - 1; above >= Math.max(0, line - LINES_ABOVE); above--) {
		const { text } = document.lineAt(above);
		if (text.trim() === '') return false;
		if (mentionsGrad(text)) return true;
	}
	return false;
}

/** A list that opens by itself is for what has to follow: with any other one, Enter would write a word that nobody asked for. */
function isWelcome(answer: Completions, context: CompletionContext): boolean {
	return answer.needed || context.triggerKind !== CompletionTriggerKind.TriggerCharacter;
}

function itemsOf(document: TextDocument, { typed, word, items }: Completions): CompletionItem[] {
	const range = { inserting: textRange(document, typed), replacing: textRange(document, word) };
	return items.map((offered, index) => {
		const item = new CompletionItem(offered.label, KINDS[offered.kind]);
		item.insertText = new SnippetString(offered.insert);
		if (offered.filter !== undefined) item.filterText = offered.filter;
		item.range = range;
		item.sortText = String(index).padStart(4, '0');
		if (offered.form !== '' && offered.form !== offered.label) item.detail = offered.form;
		const meaning = translate(offered.meaning);
		if (meaning !== '') item.documentation = new MarkdownString().appendText(meaning);
		// The next part is offered at once.
		if (offered.kind === 'tag' || offered.kind === 'clause')
			item.command = { title: '', command: 'editor.action.triggerSuggest' };
		return item;
	});
}

const KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
	tag: CompletionItemKind.Keyword,
	clause: CompletionItemKind.Keyword,
	name: CompletionItemKind.Variable,
	claim: CompletionItemKind.Property,
	generator: CompletionItemKind.Function,
	shape: CompletionItemKind.Struct,
	type: CompletionItemKind.TypeParameter,
};
