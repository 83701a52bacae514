/** The cells of a notebook are texts like any other. The browser's workbench of the tests has no notebooks, so the desktop's host alone is asked. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
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
});
