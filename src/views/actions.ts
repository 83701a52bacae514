/** What can be done about the text at the cursor: a problem's fixes, guessed values written down, a formula split into stages. */
import { CodeAction, CodeActionKind, Disposable, WorkspaceEdit, l10n, languages } from 'vscode';
import type { TextDocument } from 'vscode';
import type { Range, UnitSummary } from '../protocol.ts';
import { textRange } from './documents.ts';
import { diagnosticOf, problemsOf } from './problems.ts';
import { translate } from './text.ts';
import type { Host, View } from './view.ts';

const KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite];

export const actions: View = {
	register(host) {
		return Disposable.from(
			languages.registerCodeActionsProvider(
				'*',
				{
					provideCodeActions(document, range) {
						const selection = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
						return [...fixes(host, document, selection), ...rewrites(host, document, selection)];
					},
				},
				{ providedCodeActionKinds: KINDS },
			),
		);
	},
};

function fixes(host: Host, document: TextDocument, selection: Range): CodeAction[] {
	const found: CodeAction[] = [];
	for (const problem of problemsOf(host, document)) {
		if (!meets(problem.range, selection)) continue;
		const own = problem.fixes ?? [];
		for (const fix of own) {
			const action = new CodeAction(translate(fix.title), CodeActionKind.QuickFix);
			action.edit = new WorkspaceEdit();
			for (const edit of fix.edits) action.edit.replace(document.uri, textRange(document, edit.range), edit.text);
			action.diagnostics = [diagnosticOf(document, problem)];
			action.isPreferred = own.length === 1;
			found.push(action);
		}
	}
	return found;
}

function rewrites(host: Host, document: TextDocument, selection: Range): CodeAction[] {
	const unit = unitAt(host, document, selection);
	if (unit === null) return [];
	const found: CodeAction[] = [];
	const uri = document.uri.toString();
	if (unit.inputs.some((input) => input.source !== 'annotation')) {
		const title = l10n.t('Insert Values Annotation');
		const guessed = unit.inputs.some((input) => input.source === 'guessed');
		const action = new CodeAction(title, guessed ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite);
		action.command = { title, command: 'backstep.insertValues', arguments: [{ uri, offset: unit.range.start }] };
		found.push(action);
	}
	if ((unit.style === 'code' || unit.notation === 'latex') && unit.forwardSteps > 1) {
		const title = l10n.t('Split into Stages');
		// A quick fix, so that it is offered where one looks for it; never preferred, since nothing is wrong.
		const action = new CodeAction(title, CodeActionKind.QuickFix);
		action.command = { title, command: 'backstep.splitStages', arguments: [{ uri, offset: unit.range.start }] };
		found.push(action);
	}
	return found;
}

/** The unit that a selection is in: that of the active session first, else an annotated one. */
function unitAt(host: Host, document: TextDocument, selection: Range): UnitSummary | null {
	const uri = document.uri.toString();
	const session = host.sessions.active;
	if (session?.uri === uri && session.info.version === document.version && meets(session.info.unit.range, selection))
		return session.info.unit;
	const known = host.sessions.known(uri);
	if (known === null || known.version !== document.version) return null;
	return (
		known.units.find(
			(unit) => meets(unit.range, selection) || (unit.annotation !== undefined && meets(unit.annotation, selection)),
		) ?? null
	);
}

function meets(range: Range, selection: Range): boolean {
	return range.start <= selection.end && selection.start <= range.end;
}
