/** VS Code's own debugger over Backstep shares one session with everything else, started and moved by VS Code's own commands. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { backstep, closeAll, openExample, openText, opened, unitOf, until } from './kit.ts';
import type { Session } from '../../../src/session/session.ts';
import { dynamicConfigurations } from '../../../src/views/debug.ts';

const SMALL = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';
const run = (command: string): Thenable<unknown> => vscode.commands.executeCommand(command);

interface Running {
	readonly debugging: vscode.DebugSession;
	readonly session: Session;
}

/** Waits until VS Code debugs and stands. */
async function standing(): Promise<Running> {
	const debugging = await until('the debug session', () => vscode.debug.activeDebugSession);
	await until('a frame in focus', () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
	const session = (await backstep()).host.sessions.active;
	assert.ok(session);
	return { debugging, session };
}

async function stop(): Promise<void> {
	await vscode.debug.stopDebugging();
	await until('the end of debugging', () => vscode.debug.activeDebugSession === undefined);
}

/** Runs one of VS Code's commands, which leads to a position, and waits for the frame there. */
async function moved({ session }: Running, command: string, position: number): Promise<void> {
	const before = vscode.debug.activeStackItem;
	await run(`workbench.action.debug.${command}`);
	await until(`position ${position}`, () => session.view.position === position);
	await until('the frame of it', () => {
		const now = vscode.debug.activeStackItem;
		return now instanceof vscode.DebugStackFrame && now !== before;
	});
}

async function evaluated({ debugging }: Running, expression: string): Promise<string> {
	const answer: unknown = await debugging.customRequest('evaluate', { expression, context: 'clipboard' });
	return (answer as { result: string }).result;
}

describe('Debugging gradients', () => {
	afterEach(async () => {
		vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
		await stop();
		await closeAll();
	});

	it('F5 on an annotated file needs no launch.json; steps, breakpoints and expressions are VS Code’s own', async function () {
		// A session of VS Code's own from its start to its end: seconds, and many of them on a busy machine.
		this.timeout(60_000);
		const { editor, analysis } = await openExample('02-add-mul.txt');
		const { document } = editor;
		const text = document.getText();
		const line = document.positionAt(unitOf(analysis).range.start).line;
		editor.selection = new vscode.Selection(line, 0, line, 0);
		await run('workbench.action.debug.start');
		const running = await standing();
		const { session } = running;
		assert.equal(session.position, 0);
		const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
		assert.ok(
			tabs.every(({ input }) => !(input instanceof vscode.TabInputWebview)),
			'no graph was asked for',
		);
		await moved(running, 'stepInto', 1);
		await moved(running, 'stepInto', 2);
		await moved(running, 'stepBack', 1);
		assert.equal(await evaluated(running, 'x + y'), '3');

		const breakpoint = new vscode.SourceBreakpoint(
			new vscode.Location(document.uri, new vscode.Position(line, 0)),
			true,
			'grad(f) == 1',
		);
		vscode.debug.addBreakpoints([breakpoint]);
		await until('the breakpoint at the debugger', async () => running.debugging.getDebugProtocolBreakpoint(breakpoint));
		await moved(running, 'continue', session.info.forwardSteps + 2);
		await moved(running, 'reverseContinue', 0);
		await run('backstep.runToEnd');
		await until('the debugger’s own view of another’s step', async () => (await evaluated(running, 'grad(z)')) === '3');
		await running.debugging.customRequest('setExpression', { expression: 'z', value: '10' });
		assert.equal(await evaluated(running, 'f'), '30');
		assert.equal(session.position, session.lastPosition);
		assert.equal(document.getText(), text);
	});

	it('columns, operators, hit counts and log messages stop as VS Code sets them', async function () {
		this.timeout(60_000);
		const { document } = await opened(SMALL);
		const at = (character: number, hit?: string, log?: string): vscode.SourceBreakpoint =>
			new vscode.SourceBreakpoint(
				new vscode.Location(document.uri, new vscode.Position(0, character)),
				true,
				undefined,
				hit,
				log,
			);
		const sum = at(SMALL.indexOf('+'));
		const product = new vscode.FunctionBreakpoint('mul');
		vscode.debug.addBreakpoints([sum, product]);
		await run('backstep.debugGradients');
		const running = await standing();
		await until('the breakpoint at the debugger', async () => running.debugging.getDebugProtocolBreakpoint(sum));
		await moved(running, 'continue', 1);
		await moved(running, 'continue', 2);
		await moved(running, 'continue', 4);
		await moved(running, 'continue', 5);
		vscode.debug.removeBreakpoints([sum, product]);
		const second = at(SMALL.indexOf('+'), '2');
		vscode.debug.addBreakpoints([second, at(SMALL.indexOf('*'), undefined, 'f is {f}')]);
		await until('the hit count at the debugger', async () => running.debugging.getDebugProtocolBreakpoint(second));
		await moved(running, 'reverseContinue', 0);
		await moved(running, 'continue', 5);
	});

	it('a selection without an annotation is debugged as it stands in the editor, and nothing is saved', async function () {
		this.timeout(60_000);
		const text = 'loss = (p + 1) * r';
		const editor = await openText(`${text}\n`);
		const { document } = editor;
		editor.selection = new vscode.Selection(0, 0, 0, text.length);
		await run('backstep.debugGradients');
		const { session } = await standing();
		assert.equal(session.info.unit.target, 'loss');
		assert.deepEqual(
			session.info.unit.inputs.map(({ name, source }) => [name, source]),
			[
				['p', 'guessed'],
				['r', 'guessed'],
			],
		);
		assert.ok(document.isUntitled && document.isDirty, 'what was typed is not saved');
	});

	it('each annotated program is offered as a configuration, which debugs it', async function () {
		this.timeout(60_000);
		const { document } = await opened(`${SMALL}\n\ng = a * a   # @grad a=3\n`);
		const offered = dynamicConfigurations((await backstep()).host);
		assert.deepEqual(
			offered.map((each) => [each['line'] as number, /\b[fg]\b/.exec(each.name)?.[0]]),
			[
				[1, 'f'],
				[3, 'g'],
			],
		);
		// A text without a name would be asked one.
		assert.ok(await vscode.debug.startDebugging(undefined, offered[1]!, { suppressSaveBeforeStart: true }));
		const { session } = await standing();
		assert.equal(session.info.unit.target, 'g');
		assert.equal(session.uri, document.uri.toString());
	});

	it('ending the stepping ends the debugging', async () => {
		await opened(SMALL);
		await run('backstep.debugGradients');
		await standing();
		await run('backstep.stop');
		await until('the end of debugging', () => vscode.debug.activeDebugSession === undefined);
	});
});
