/** VS Code's own debugger over Backstep shares one session with everything else. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { backstep, closeAll, opened, until } from './kit.ts';

const SMALL = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';
const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

/** Waits until VS Code debugs and stands. */
async function standing(): Promise<void> {
	await until('the debug session', () => vscode.debug.activeDebugSession);
	await until('a frame in focus', () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
	assert.ok((await backstep()).host.sessions.active);
}

async function stop(): Promise<void> {
	await vscode.debug.stopDebugging();
	await until('the end of debugging', () => vscode.debug.activeDebugSession === undefined);
}

describe('Debugging gradients', () => {
	afterEach(async () => {
		await stop();
		await closeAll();
	});

	it('ending the stepping ends the debugging', async () => {
		await opened(SMALL);
		await run('backstep.debugGradients');
		await standing();
		await run('backstep.stop');
		await until('the end of debugging', () => vscode.debug.activeDebugSession === undefined);
	});
});
