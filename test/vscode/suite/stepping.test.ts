/** Stepping by command: starting anywhere, forward and back, following the text, writing into it. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
	analysed,
	backstep,
	close,
	closeAll,
	gradients,
	openText,
	opened,
	sceneNow,
	shown,
	step,
	unitOf,
	until,
} from './kit.ts';

const SMALL = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';
const NEURON = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2))) # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3';

const run = (command: string, argument?: unknown): Thenable<unknown> =>
	vscode.commands.executeCommand(`backstep.${command}`, argument);

describe('Stepping', () => {
	afterEach(closeAll);

	it('N steps forward and N back give the identical state, at every N', async () => {
		const { editor, document } = await opened(NEURON);
		const session = await step(editor, 0);
		await run('restart');
		assert.equal(session.position, 0);
		const seen: unknown[] = [[shown(session), await sceneNow(document)]];
		while (session.position < session.lastPosition) {
			await run('nextStep');
			seen.push([shown(session), await sceneNow(document)]);
		}
		assert.equal(seen.length, session.info.forwardSteps + session.info.backwardSteps + 1);
		for (let index = seen.length - 2; index >= 0; index--) {
			await run('previousStep');
			assert.deepEqual([shown(session), await sceneNow(document)], seen[index], `position ${index}`);
		}
		await run('previousStep');
		assert.equal(session.position, 0);
	});

	it('no chip changes its place or its width from step to step', async () => {
		const { editor, document } = await opened('f = x*y + x^2  # @grad x=3, y=-4');
		const layout = async (): Promise<unknown> =>
			(await sceneNow(document)).chips.map(({ range, value, gradient }) => [range, value.width, gradient?.width]);
		const rest = await layout();
		const session = await step(editor, 0);
		for (let position = 0; position <= session.lastPosition; position++) {
			await session.go(position);
			assert.deepEqual(await layout(), rest);
		}
	});

	it('the commands lead where their names say', async () => {
		const { editor } = await opened('# @grad f at x=-2, y=5, z=-4\nq = x + y\nf = q * z\n');
		const session = await step(editor, editor.document.getText().indexOf('q ='));
		const { forwardSteps } = session.info;
		assert.equal(session.position, forwardSteps);
		await run('goToBackwardPass');
		assert.equal(session.position, forwardSteps + 1);
		close(session.view.active?.upstream, 1, '∂f/∂f');
		await run('runToEnd');
		assert.equal(session.position, session.lastPosition);
		await run('restart');
		assert.equal(session.position, 0);
		await run('nextLine');
		assert.ok(session.position > 0 && session.position < session.lastPosition);
		await run('stop');
		const { host } = await backstep();
		assert.equal(host.sessions.active, null);
	});

	it('over, out and the next iteration lead past calls and turns of a loop, forward and back', async () => {
		const text =
			'def g(a):\n    b = a * 2\n    return b * x\n# @grad loss at x=1.5\nh = x + 1\nfor i in range(3):\n    h = g(h)\nloss = h * 2\n';
		const editor = await openText(text, 'python');
		await analysed(editor.document);
		const session = await step(editor, text.indexOf('loss = h'));
		const here = (): string => session.view.active?.text ?? '';
		await run('restart');
		await run('stepOver');
		assert.equal(here(), 'x + 1');
		await run('stepOver');
		assert.equal(here(), 'b * x');
		await run('nextIteration');
		assert.equal(here(), 'a * 2');
		await run('stepOut');
		assert.equal(here(), 'a * 2');
		await run('goToBackwardPass');
		await run('stepOver');
		assert.equal(here(), 'h * 2');
		await run('stepOver');
		assert.equal(here(), 'a * 2');
		const before = session.position;
		await run('nextIteration');
		assert.ok(session.position > before);
	});

	it('a selection in any file steps, its missing values guessed and never asserted', async () => {
		const text = 'def area(w):\n    return (w + 1) * height\n';
		const editor = await openText(text, 'python');
		const from = text.indexOf('(w + 1)');
		const session = await step(editor, from, text.indexOf('\n', from));
		assert.equal(session.info.unit.forwardSteps, 2);
		assert.deepEqual(
			session.info.unit.inputs.map(({ name, value, source }) => [name, value, source]),
			[
				['w', 1, 'guessed'],
				['height', 2, 'guessed'],
			],
		);
		const found = await gradients(session);
		assert.deepEqual(
			[...found],
			[
				['w', 2],
				['height', 2],
			],
		);
	});

	it('values come from earlier assignments before anything is guessed', async () => {
		const text = 'x = -2\ny = 5\nz = -4\nf = (x + y) * z\n';
		const editor = await openText(text, 'python');
		const from = text.indexOf('(x');
		const session = await step(editor, from, text.length - 1);
		assert.deepEqual(
			session.info.unit.inputs.map(({ name, value, source }) => [name, value, source]),
			[
				['x', -2, 'assignment'],
				['y', 5, 'assignment'],
				['z', -4, 'assignment'],
			],
		);
	});

	it('the session follows its text, and keeps its values while the text cannot be read', async () => {
		const { editor, document } = await opened(SMALL);
		const session = await step(editor, 0);
		await run('runToEnd');
		const before = session.position;
		const at = SMALL.indexOf('-4');
		await editor.edit((edit) =>
			edit.replace(new vscode.Range(document.positionAt(at), document.positionAt(at + 2)), '7'),
		);
		await until('the session to follow', () => session.info.version === document.version);
		assert.equal(session.position, before);
		const found = await gradients(session);
		close(found.get('x'), 7, 'the gradient of x');
		const sign = document.getText().indexOf('+');
		await editor.edit((edit) =>
			edit.replace(new vscode.Range(document.positionAt(sign), document.positionAt(sign + 1)), '+ ('),
		);
		await analysed(document);
		const { host } = await backstep();
		assert.equal(host.sessions.active, session);
		await editor.edit((edit) =>
			edit.replace(new vscode.Range(document.positionAt(sign), document.positionAt(sign + 3)), '-'),
		);
		await until('the session to follow', () => session.info.version === document.version && !session.stale);
		close((await gradients(session)).get('y'), -7, 'the gradient of y');
	});

	it('lines typed above move everything along', async () => {
		const { editor, document } = await opened(SMALL);
		const session = await step(editor, 0);
		await session.goToBackward();
		const frame = (await sceneNow(document)).frame;
		assert.ok(frame);
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Some words above.\n\n'));
		assert.equal((await sceneNow(document)).frame?.start, frame.start + 19);
		await until('the session to follow', () => session.info.version === document.version);
		assert.equal((await sceneNow(document)).frame?.start, frame.start + 19);
	});

	it('a what-if value is shown at once and can be written back as one undoable edit', async () => {
		const { editor, document } = await opened(SMALL);
		const session = await step(editor, 0);
		await session.change('z', 10);
		assert.equal(session.info.unit.inputs.find(({ name }) => name === 'z')?.source, 'panel');
		const { host } = await backstep();
		const edit = await host.engine.request('writeBack', {
			document: {
				uri: document.uri.toString(),
				version: document.version,
				languageId: document.languageId,
				text: document.getText(),
			},
			id: session.info.id,
			name: 'z',
			value: 10,
		});
		assert.ok(edit !== null && 'text' in edit);
		assert.equal(document.getText().slice(edit.range.start, edit.range.end), '-4');
		assert.equal(edit.text, '10');
		assert.equal(document.getText(), SMALL);
		await run('writeBack', { variable: { name: 'z' } });
		const written = `${SMALL.slice(0, edit.range.start)}10${SMALL.slice(edit.range.end)}`;
		assert.equal(document.getText(), written);
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), SMALL);
	});

	it('Insert Values Annotation writes guessed values down, and undo takes them back', async () => {
		const text = 'total = (w + 1) * height\n';
		const editor = await openText(text, 'python');
		const { document } = editor;
		await step(editor, 0, text.length - 1);
		await run('insertValues');
		const written = document.getText();
		assert.match(written, /# @grad .*w\s*=\s*1.*height\s*=\s*2/);
		const analysis = await analysed(document);
		assert.ok(unitOf(analysis).inputs.every(({ source }) => source === 'annotation'));
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), text);
	});

	it('Split into Stages gives one gate a line with the same value and gradients', async () => {
		const { editor, document } = await opened(
			'f = (x + sigmoid(y)) / (sigmoid(x) + (x + y)^2)    # @grad x = 3, y = -4',
		);
		editor.selection = new vscode.Selection(0, 4, 0, 4);
		await run('splitStages');
		await until('the stages', () => document.lineCount > 6);
		const analysis = await analysed(document);
		assert.deepEqual(
			analysis.problems.filter(({ severity }) => severity === 'error'),
			[],
		);
		const unit = unitOf(analysis);
		close(unit.chips.filter(({ kind }) => kind === 'result').at(-1)?.value, 1.5456449, 'f');
		const session = await step(editor, unit.range.start);
		const found = await gradients(session);
		close(found.get('x'), 2.0595698, 'the gradient of x');
		close(found.get('y'), 1.5922328, 'the gradient of y');
	});

	it('both are offered where the cursor is', async () => {
		const text = 'f = (x + y) * z  # @grad x=-2';
		const { document } = await opened(text);
		const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
			'vscode.executeCodeActionProvider',
			document.uri,
			new vscode.Range(0, 5, 0, 5),
		);
		const titles = actions.map(({ title }) => title);
		assert.ok(titles.includes('Insert Values Annotation'), titles.join(', '));
		assert.ok(titles.includes('Split into Stages'), titles.join(', '));
	});

	it('the first step opens the graph beside and leaves the focus in the editor', async () => {
		const { editor } = await opened(SMALL);
		await step(editor, 0);
		const graph = (): vscode.Tab | undefined =>
			vscode.window.tabGroups.all
				.flatMap(({ tabs }) => tabs)
				.find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('backstep.graph'));
		const tab = await until('the panel', graph);
		assert.equal(vscode.window.activeTextEditor?.document, editor.document);
		assert.notEqual(tab.group, vscode.window.tabGroups.activeTabGroup);
		await vscode.window.tabGroups.close(tab);
		await run('nextStep');
		await new Promise((resolve) => setTimeout(resolve, 200));
		assert.equal(graph(), undefined, 'a closed panel stays closed');
		await run('showGraph');
		await until('the panel', graph);
	});

	it('“Step to here” of a hover moves the session to that gate', async () => {
		const { editor, document } = await opened(NEURON);
		const session = await step(editor, 0);
		const offset = NEURON.indexOf('exp');
		const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
			'vscode.executeHoverProvider',
			document.uri,
			document.positionAt(offset + 1),
		);
		const text = hovers
			.flatMap(({ contents }) =>
				contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
			)
			.join('');
		const link = /command:backstep\.stepTo\?([^)]+)\)/.exec(text)?.[1];
		assert.ok(link, text);
		const [place] = JSON.parse(decodeURIComponent(link)) as [unknown];
		await vscode.commands.executeCommand('backstep.stepTo', place);
		assert.equal(session.view.active?.symbol, 'exp');
	});

	it('a formula that cannot run is refused with its reason, and nothing is active', async () => {
		const { host } = await backstep();
		const editor = await openText('just some words, nothing to compute ((\n');
		editor.selection = new vscode.Selection(0, 0, 0, 38);
		void run('stepSelection');
		await new Promise((resolve) => setTimeout(resolve, 500));
		assert.equal(host.sessions.active, null);
	});

	it('closing the text ends the session', async () => {
		const { host } = await backstep();
		const { editor } = await opened(SMALL);
		const session = await step(editor, 0);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		await until('the session to end', () => host.sessions.active === null && session.closed);
	});
});
