/** What the suites share: the extension's test access, documents with text, and waiting for what happens in its own time. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestAccess } from '../../../src/activate.ts';
import type { Analysis, Quantity, UnitSummary } from '../../../src/protocol.ts';
import { documentText } from '../../../src/views/documents.ts';
import type { Scene } from '../../../src/views/scene.ts';
import type { Session } from '../../../src/session/session.ts';
import { scalar } from '../../scalar.ts';

export const EXTENSION = 'backstep.backstep';

/** Activates the extension, as opening a file of one of its languages does, and hands out its test access. */
export async function backstep(): Promise<TestAccess> {
	const extension = vscode.extensions.getExtension<TestAccess>(EXTENSION);
	assert.ok(extension, 'the extension is installed');
	return extension.activate();
}

/** Asks again until the answer is something; fails after `limit` milliseconds with what was waited for. */
export async function until<T>(
	what: string,
	ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
	limit = 15_000,
): Promise<T> {
	const end = Date.now() + limit;
	for (;;) {
		const answer = await ask();
		if (answer !== null && answer !== undefined && answer !== false) return answer;
		if (Date.now() > end) throw new Error(`Waited ${limit} ms in vain for ${what}.`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

export async function openText(content: string, language = 'plaintext'): Promise<vscode.TextEditor> {
	const document = await vscode.workspace.openTextDocument({ language, content });
	const editor = await vscode.window.showTextDocument(document, { preview: false });
	if (document.getText() !== content) {
		// VS Code has given the new text an old one's name, and that one's backup with it.
		const all = new vscode.Range(0, 0, document.lineCount, 0);
		assert.ok(await editor.edit((edit) => edit.replace(all, content)));
	}
	return editor;
}

/**
 * Opens a file of examples/ from the workspace. The browser's workspace begins empty, so the file is put there first, as it is served with the
 * extension under development.
 */
export async function openExample(name: string): Promise<{ editor: vscode.TextEditor; analysis: Analysis }> {
	const folder = vscode.workspace.workspaceFolders?.[0];
	const extension = vscode.extensions.getExtension(EXTENSION);
	assert.ok(folder && extension, 'a folder is open and the extension is installed');
	const uri = vscode.Uri.joinPath(folder.uri, name);
	if (folder.uri.scheme === 'tmp') {
		const source = vscode.Uri.joinPath(extension.extensionUri, 'examples', name);
		await vscode.workspace.fs.writeFile(uri, await vscode.workspace.fs.readFile(source));
	}
	const document = await vscode.workspace.openTextDocument(uri);
	const editor = await vscode.window.showTextDocument(document, { preview: false });
	return { editor, analysis: await analysed(document) };
}

/** The analysis of the document as it is now. */
export async function analysed(document: vscode.TextDocument): Promise<Analysis> {
	const { host } = await backstep();
	return until(`the analysis of version ${document.version}`, () => {
		const known = host.sessions.known(document.uri.toString());
		return known !== null && known.version === document.version && known;
	});
}

/** Opens a text and waits for its numbers. */
export async function opened(
	content: string,
	language = 'plaintext',
): Promise<{ editor: vscode.TextEditor; document: vscode.TextDocument; analysis: Analysis }> {
	const editor = await openText(content, language);
	return { editor, document: editor.document, analysis: await analysed(editor.document) };
}

export async function sceneNow(document: vscode.TextDocument): Promise<Scene> {
	const access = await backstep();
	return access.sceneOf(access.host, document);
}

/** Starts stepping on the selection or the unit at `offset` of the active editor. */
export async function step(editor: vscode.TextEditor, offset: number, end = offset): Promise<Session> {
	const { host } = await backstep();
	editor.selection = new vscode.Selection(editor.document.positionAt(offset), editor.document.positionAt(end));
	await vscode.commands.executeCommand('backstep.stepSelection');
	const session = host.sessions.active;
	assert.ok(session, 'a session is active');
	assert.equal(session.uri, editor.document.uri.toString());
	return session;
}

/** Starts stepping on a unit as a bare cursor at its beginning does, but without the graph, which takes longer to come and go than most tests do. */
export async function stepQuietly(editor: vscode.TextEditor, unit: UnitSummary): Promise<Session> {
	const { host } = await backstep();
	const { start } = unit.range;
	const outcome = await host.sessions.open(documentText(editor.document), {
		selection: { start, end: start },
		quiet: true,
	});
	assert.ok(outcome.ok, JSON.stringify(outcome));
	assert.equal(host.sessions.active, outcome.session);
	return outcome.session;
}

/** The whole gradient of an input, as the session's end of the backward pass has it. */
export async function gradients(session: Session): Promise<Map<string, number>> {
	await session.runToEnd();
	const found = new Map<string, number>();
	for (const input of session.info.unit.inputs) {
		const card = await session.card(input.node);
		found.set(input.name, scalar(card?.upstream));
	}
	return found;
}

export function unitOf(analysis: Analysis, index = 0): UnitSummary {
	const unit = analysis.units[index];
	assert.ok(unit, `unit ${index}, problems: ${JSON.stringify(analysis.problems)}`);
	return unit;
}

/** Equal to six significant digits, as the lecture's numbers are printed. */
export function close(actual: Quantity | null | undefined, expected: number, what: string): void {
	assert.ok(typeof actual === 'number', `${what} is there`);
	const error = Math.abs(actual - expected);
	assert.ok(error <= 1e-6 * Math.max(1, Math.abs(expected)), `${what}: ${actual} instead of ${expected}`);
}

/** Equal to every decimal that is written: within half a unit of the last one, and exact where the number is whole. */
export function printed(actual: Quantity | null | undefined, expected: number, what: string): void {
	assert.ok(typeof actual === 'number', `${what} is there`);
	const decimals = String(expected).split('.')[1]?.length;
	const tolerance = decimals === undefined ? 1e-9 : 0.5001 * 10 ** -decimals;
	assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} instead of ${expected}`);
}

/** What a session shows, without its id, to compare one visit of a position with another. The graph of a long run comes with the step that moved it. */
export function shown({ info, view }: Session): unknown {
	const { id: _, graph = info.graph, ...rest } = view;
	return JSON.parse(JSON.stringify({ ...rest, graph })) as unknown;
}

/** Ends stepping and closes every editor. Changed texts are reverted first: closing them would ask whether to save. */
export async function closeAll(): Promise<void> {
	const { host } = await backstep();
	await host.sessions.close();
	for (const tab of vscode.window.tabGroups.all.flatMap((group) => group.tabs)) {
		if (!tab.isDirty || !(tab.input instanceof vscode.TabInputText)) continue;
		await vscode.window.showTextDocument(tab.input.uri, { preview: false });
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	}
	await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
