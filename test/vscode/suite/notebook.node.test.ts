/** The cells of a notebook are texts like any other. The browser's workbench of the tests has no notebooks, so the desktop's host alone is asked. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { documentText } from '../../../src/views/documents.ts';
import { backstep, closeAll, unitOf, until } from './kit.ts';

describe('In a notebook', () => {
	afterEach(closeAll);

	it('each cell has its own values, chips and hovers', async () => {
		const cells = [
			new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'f = (x + y) * z  # @grad x=-2, y=5, z=-4', 'python'),
			new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'g = a * b  # @grad a=2, b=3', 'python'),
		];
		const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData(cells));
		await vscode.window.showNotebookDocument(notebook);
		const access = await backstep();
		for (const [index, value] of [-12, 6].entries()) {
			const { document } = notebook.cellAt(index);
			const uri = document.uri.toString();
			const analysis = await until('the analysis of the cell', () => {
				const known = access.host.sessions.known(uri);
				return known?.version === document.version && known;
			});
			assert.equal(unitOf(analysis).chips.find(({ kind }) => kind === 'result')?.value, value);
			assert.ok(access.sceneOf(access.host, document).chips.length >= 3);
			const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
				'vscode.executeHoverProvider',
				document.uri,
				document.positionAt(document.getText().indexOf('*')),
			);
			const text = hovers
				.flatMap(({ contents }) =>
					contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
				)
				.join('');
			assert.ok(text.includes('mul'), text);
		}
	});

	it('a cell takes values and definitions from the cells before it, and follows them', async () => {
		const code = (text: string): vscode.NotebookCellData =>
			new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
		const cells = [
			code('%matplotlib inline\nimport numpy as np\ndef act(z):\n    return np.maximum(0, z)'),
			code('W = np.array([1.0, 2.0])'),
			code('f = np.sum(act(W * 3))  # @grad'),
		];
		const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData(cells));
		await vscode.window.showNotebookDocument(notebook);
		const { sessions } = (await backstep()).host;
		const { document } = notebook.cellAt(2);
		const uri = document.uri.toString();
		const valueIs = (wanted: number): Promise<unknown> =>
			until(`the value ${wanted}`, () => {
				const known = sessions.known(uri);
				return known !== null && known.units[0]?.chips.find(({ kind }) => kind === 'result')?.value === wanted;
			});
		await valueIs(9);
		const earlier = notebook.cellAt(1).document;
		const edit = new vscode.WorkspaceEdit();
		edit.replace(earlier.uri, new vscode.Range(0, 0, earlier.lineCount, 0), 'W = np.array([5.0, 2.0])');
		await vscode.workspace.applyEdit(edit);
		await valueIs(21);
		// Of the steps within the function, which stands in another cell, nothing is drawn here but the call.
		const opened = await sessions.open(documentText(document), { unit: 'f#0' });
		assert.ok(opened.ok);
		const { session } = opened;
		await session.restart();
		await session.next();
		await session.next();
		const { active } = session.view;
		assert.equal(active?.text, 'np.maximum(0, z)');
		assert.equal(active.elsewhere?.uri, notebook.cellAt(0).document.uri.toString());
		assert.equal(document.getText().slice(active.range.start, active.range.end), 'act(W * 3)');
	});
});
