/** VS Code's own debugger over Backstep: started as a user starts it, stepped both ways, sharing one cursor with everything else. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { backstep, closeAll, openText, opened, until } from './kit.ts';
import type { Session } from '../../../src/session/session.ts';

const SMALL = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';
const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

interface Running {
	readonly debugging: vscode.DebugSession;
	readonly session: Session;
}

/** Waits until VS Code debugs and stands. */
async function standing(): Promise<Running> {
	const { host } = await backstep();
	const debugging = await until('the debug session', () => vscode.debug.activeDebugSession);
	await until('a frame in focus', () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
	const session = host.sessions.active;
	assert.ok(session);
	return { debugging, session };
}

async function moved({ session }: Running, command: string, position: number): Promise<void> {
	await run(command);
	await until(`position ${position}`, () => session.view.position === position);
	await until('the frame of it', () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
}

async function stop(): Promise<void> {
	await vscode.debug.stopDebugging();
	await until('the end of debugging', () => vscode.debug.activeDebugSession === undefined);
	vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
}

interface Variable {
	readonly name: string;
	readonly value: string;
}

async function variables({ debugging }: Running, scope: string): Promise<string[]> {
	const { stackFrames } = (await debugging.customRequest('stackTrace', { threadId: 1 })) as {
		stackFrames: { id: number }[];
	};
	const { scopes } = (await debugging.customRequest('scopes', { frameId: stackFrames[0]?.id })) as {
		scopes: { name: string; variablesReference: number }[];
	};
	const reference = scopes.find(({ name }) => name === scope)?.variablesReference;
	const answer = (await debugging.customRequest('variables', { variablesReference: reference })) as {
		variables: Variable[];
	};
	return answer.variables.map(({ name, value }) => `${name} = ${value}`);
}

describe('Debugging gradients', () => {
	afterEach(async () => {
		await stop();
		await closeAll();
	});

	it('F5 on an annotated text needs no launch.json, changes no file and opens no graph', async () => {
		const { document } = await opened(SMALL);
		await run('workbench.action.debug.start');
		const running = await standing();
		assert.equal(running.session.position, 0);
		assert.equal(document.getText(), SMALL);
		const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
		assert.ok(tabs.every(({ input }) => !(input instanceof vscode.TabInputWebview)));
	});

	it('steps both ways with VS Code’s commands, and other moves take the debugger along', async () => {
		await opened(SMALL);
		await run('backstep.debugGradients');
		const running = await standing();
		for (let position = 1; position <= 5; position++) await moved(running, 'workbench.action.debug.stepInto', position);
		assert.deepEqual(await variables(running, 'Gradients'), ['x = -4', 'y = -4', 'z = 3', 'f = 1', 'x + y = -4']);
		await moved(running, 'workbench.action.debug.stepBack', 4);
		await moved(running, 'workbench.action.debug.reverseContinue', 0);
		await run('backstep.nextStep');
		await until('the debugger’s own view of it', async () =>
			(await variables(running, 'Values')).includes('x + y = 3'),
		);
	});

	it('stops at breakpoints set in the editor, and evaluates there', async () => {
		const { document } = await opened('# @grad f at x=-2, y=5, z=-4\nq = x + y\nf = q * z\n');
		vscode.debug.addBreakpoints([
			new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(2, 0)), true, 'z < 0'),
		]);
		await run('workbench.action.debug.start');
		const running = await standing();
		await moved(running, 'workbench.action.debug.continue', 2);
		await moved(running, 'workbench.action.debug.continue', 4);
		const answer: unknown = await running.debugging.customRequest('evaluate', {
			expression: 'grad(q) * 2',
			context: 'watch',
		});
		assert.equal((answer as { result: string }).result, '-8');
		await running.debugging.customRequest('setExpression', { expression: 'z', value: '10' });
		assert.ok((await variables(running, 'Values')).includes('f = 30'));
	});

	it('a selection is debugged in a text without annotations, also by a configuration', async () => {
		const text = 'area = (w + 1) * height\n';
		const editor = await openText(text, 'python');
		editor.selection = new vscode.Selection(0, 0, 0, text.length - 1);
		await run('backstep.debugGradients');
		const running = await standing();
		assert.equal(running.session.info.unit.forwardSteps, 2);
		await stop();
		const annotated = await opened(SMALL);
		await openText('nothing here', 'plaintext');
		const { uri } = annotated.document;
		const program = uri.scheme === 'file' ? uri.fsPath : uri.toString();
		const configuration = { type: 'backstep', request: 'launch', name: 'test', program, pass: 'backward' };
		assert.ok(await vscode.debug.startDebugging(undefined, configuration));
		assert.equal((await standing()).session.position, 2);
	});

	it('ending the stepping ends the debugging', async () => {
		await opened(SMALL);
		await run('backstep.debugGradients');
		await standing();
		await run('backstep.stop');
		await until('the end of debugging', () => vscode.debug.activeDebugSession === undefined);
	});
});
