/** What helps in writing and reading annotations: completion, clauses explained, colours, and the lenses of a note that has none. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { analysed, backstep, closeAll, gradients, openExample, openText, opened, until } from './kit.ts';

async function completions(
	document: vscode.TextDocument,
	offset: number,
	trigger?: string,
): Promise<vscode.CompletionItem[]> {
	const list = await vscode.commands.executeCommand<vscode.CompletionList>(
		'vscode.executeCompletionItemProvider',
		document.uri,
		document.positionAt(offset),
		trigger,
	);
	return list.items.filter(({ sortText }) => /^\d{4}$/.test(sortText ?? ''));
}

const labelOf = ({ label }: vscode.CompletionItem): string => (typeof label === 'string' ? label : label.label);

/** Texts with the place as `¦`, and the first things offered there. */
const OFFERED: readonly (readonly [marked: string, language: string, ...labels: string[]])[] = [
	['f = (x + y) * z  # @¦', 'python', '@grad'],
	['f = (x + y) * z  # @grad at x = 1, ¦', 'python', 'y', 'z'],
	['const f = (x + y) * z; // @grad wrt ¦', 'javascript', 'x', 'y', 'z'],
	['q = x + y\nf = q * z  # @grad f expect ¦', 'plaintext', 'df/dz', 'df/dx'],
	['% @grad at ¦\n\\[ f(x, y) = x y \\]', 'latex', 'x', 'y'],
	['<!-- @grad at ¦\n$ 손실 = (가중치·입력)^2 $\n', 'markdown', '가중치', '입력'],
	['f = W @ x  # @grad W: (2, 3) = ¦', 'python', 'randn', 'rand', 'normal', 'uniform'],
	['f = x * y  # @grad x = 1, y = 2 ¦', 'plaintext', 'at', 'wrt', 'no-grad', 'expect', 'upstream', 'seed', 'tol'],
	['f = x * y  # nothing ¦', 'python'],
	['f = x * ¦y  # @grad x = 1', 'python'],
];

async function hoverText(document: vscode.TextDocument, offset: number): Promise<string> {
	const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
		'vscode.executeHoverProvider',
		document.uri,
		document.positionAt(offset),
	);
	return hovers
		.flatMap(({ contents }) =>
			contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
		)
		.join('\n')
		.replaceAll('&nbsp;', ' ')
		.replace(/\\(.)/g, '$1');
}

async function lenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
	return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
}

describe('Writing annotations', () => {
	afterEach(closeAll);

	for (const [marked, language, ...labels] of OFFERED) {
		it(`offers ${labels.join(', ') || 'nothing'} in ${JSON.stringify(marked)}`, async () => {
			const { document } = await openText(marked.replace('¦', ''), language);
			const items = await completions(document, marked.indexOf('¦'));
			assert.deepEqual(items.map(labelOf).slice(0, Math.max(1, labels.length)), labels);
		});
	}

	it('replaces the word, writes what follows a name, and says what it is for', async () => {
		const { document } = await openText('f = x * yy  # @grad x = 1, yyy', 'python');
		const item = (await completions(document, document.getText().length - 1)).find((each) => labelOf(each) === 'yy');
		assert.ok(item?.range !== undefined && 'inserting' in item.range);
		assert.equal(document.getText(item.range.inserting), 'yy');
		assert.equal(document.getText(item.range.replacing), 'yyy');
		assert.ok(item.insertText instanceof vscode.SnippetString);
		assert.equal(item.insertText.value, 'yy = ');
		assert.ok(item.documentation instanceof vscode.MarkdownString && item.documentation.value !== '');
	});

	it('opens no list by itself where the annotation is complete', async () => {
		const { document } = await openText('f = x * y  # @grad x = 1, y = 2 ', 'python');
		const end = document.getText().length;
		assert.deepEqual(await completions(document, end, ' '), []);
		assert.ok((await completions(document, end)).length > 0);
	});

	it('explains a clause, a generator and a claim', async () => {
		const text = 'f = sum(W * x)  # @grad W: (2,) = uniform(1, 3), x = [1, 2] expect df/dx[1] = 9';
		const { document } = await opened(text, 'plaintext');
		for (const [word, ...expected] of [
			['expect', 'A claim that is tried'],
			['uniform', 'uniform(low, high)', 'W = **'],
			['df/dx', 'The claim does not hold', 'expected **9**', 'actual **', 'difference'],
			['W:', 'value', 'gradient'],
		] as const) {
			const said = await until('the hover', () => hoverText(document, text.indexOf(word)));
			for (const part of expected) assert.ok(said.includes(part), `${word}: ${part} in ${said}`);
		}
	});

	it('no semantic tokens are given, so that nobody else’s are replaced', async () => {
		const { document } = await opened('f = x * y  # @grad x = 1, y = 2');
		const legend = await vscode.commands.executeCommand('vscode.provideDocumentSemanticTokensLegend', document.uri);
		assert.equal(legend, undefined);
	});
});

describe('A note that nobody has annotated', () => {
	afterEach(closeAll);

	it('has a lens at each formula that can be stepped, and at nothing else', async () => {
		const note =
			'- $ f(x,y,z) = (x+y)z $\n- $ x=-2, y=5, z=-4 $\n- $ \\frac{\\partial f}{\\partial x} $\n\n한글 `a/b` 그리고 $x$.\n\n$ f = W_1x $\n';
		const { document } = await opened(note, 'markdown');
		const found = await lenses(document);
		assert.deepEqual(
			found.map(({ command, range }) => [command?.title, range.start.line]),
			[
				['▷ Step · 2 gates', 0],
				['▷ Step · 1 gate', 6],
			],
		);
		const [first] = found;
		await vscode.commands.executeCommand(
			first?.command?.command ?? '',
			...((first?.command?.arguments ?? []) as unknown[]),
		);
		const session = await until('the session', async () => (await backstep()).host.sessions.active);
		assert.deepEqual(
			[...(await gradients(session))],
			[
				['x', -4],
				['y', -4],
				['z', 3],
			],
		);
		assert.deepEqual(
			(await lenses(document)).filter(({ command }) => command?.title.startsWith('▷ Step') === true).length,
			1,
		);
	});

	it('examples/note.md: the formula without a comment beside those with one', async () => {
		const { editor } = await openExample('note.md');
		await analysed(editor.document);
		assert.equal((await lenses(editor.document)).filter(({ command }) => command?.title.startsWith('▷')).length, 3);
	});

	it('a setting turns them off, and then nothing is asked', async () => {
		const configuration = vscode.workspace.getConfiguration('backstep');
		await configuration.update('noteLens', false, vscode.ConfigurationTarget.Global);
		try {
			const editor = await openText('$ f = x^2 $\n', 'markdown');
			await new Promise((resolve) => setTimeout(resolve, 400));
			assert.deepEqual(await lenses(editor.document), []);
			assert.equal((await backstep()).host.sessions.known(editor.document.uri.toString()), null);
		} finally {
			await configuration.update('noteLens', undefined, vscode.ConfigurationTarget.Global);
		}
	});
});
