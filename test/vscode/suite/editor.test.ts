/** What the editor shows at rest and while text is typed: chips, hovers, lenses, problems, hints. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { analysed, backstep, closeAll, openText, opened, sceneNow, step, unitOf, until } from './kit.ts';

const SMALL = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';

async function chips(document: vscode.TextDocument): Promise<string[]> {
	const { chips: drawn } = await sceneNow(document);
	return drawn.map(({ range, value, gradient }) => {
		const text = document.getText(new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)));
		return `${text} ${value.text} ${gradient?.text ?? ''}`.trim();
	});
}

async function hoverText(document: vscode.TextDocument, offset: number): Promise<string> {
	const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
		'vscode.executeHoverProvider',
		document.uri,
		document.positionAt(offset),
	);
	const markdown = hovers
		.flatMap((hover) =>
			hover.contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')),
		)
		.join('\n');
	return markdown.replaceAll('&nbsp;', ' ');
}

async function lenses(document: vscode.TextDocument): Promise<string[]> {
	const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
	return found.map((lens) => lens.command?.title ?? '');
}

function problems(document: vscode.TextDocument): vscode.Diagnostic[] {
	return vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === 'Backstep');
}

async function type(editor: vscode.TextEditor, offset: number, text: string, remove = 0): Promise<void> {
	const { document } = editor;
	const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + remove));
	assert.ok(await editor.edit((edit) => edit.replace(range, text)));
}

describe('In the text', () => {
	afterEach(closeAll);

	it('names, operators and the result carry their value and gradient', async () => {
		const { document } = await opened(SMALL);
		assert.deepEqual(await chips(document), ['f −12 ∂1', 'x −2 ∂−4', 'x + 3 ∂−4', 'y 5 ∂−4', 'z −4 ∂3']);
	});

	it('the same annotation works in the comments of each language', async () => {
		const texts: readonly (readonly [string, string])[] = [
			['python', SMALL],
			['javascript', 'const f = (x + y) * z; // @grad x=-2, y=5, z=-4'],
			['typescript', '/** @grad f at x = -2, y = 5, z = -4 */\nconst f = (x + y) * z;'],
			['julia', SMALL],
			['matlab', 'f = (x + y) * z % @grad x=-2, y=5, z=-4'],
			['latex', '% @grad x=-2, y=5, z=-4\n$f = (x + y) * z$'],
			['markdown', '<!-- @grad x=-2, y=5, z=-4 -->\n$ f = (x + y) * z $'],
			['plaintext', 'f = (x + y) * z   # @grad x＝−2， y＝5， z＝−4'],
		];
		for (const [language, text] of texts) {
			const { document, analysis } = await opened(text, language);
			const unit = unitOf(analysis);
			const result = unit.chips.find(({ kind }) => kind === 'result' || kind === 'formula');
			assert.equal(result?.value, -12, `${language} (${document.languageId})`);
		}
	});

	it('a note carries one chip, behind its formula', async () => {
		const { document } = await opened('<!-- @grad a=3, b=-1, c=2 -->\n$ f = (a+b)*c $\n', 'markdown');
		const scene = await sceneNow(document);
		assert.equal(scene.chips.length, 1);
		assert.equal(scene.chips[0]?.value.text, 'f = 4');
		assert.equal(scene.chips[0]?.gradient?.text, '∂a 2  ∂b 2  ∂c 2');
	});

	it('Korean names carry chips like any other', async () => {
		const text = '손실 = (가중치·입력 − 정답)^2  # @grad 가중치 = 0.5, 입력 = 2, 정답 = 3';
		const { document } = await opened(text);
		const drawn = await chips(document);
		assert.ok(drawn.includes('손실 4 ∂1'), drawn.join(' | '));
		assert.ok(drawn.includes('가중치 0.50 ∂−8'), drawn.join(' | '));
	});

	it('typing dims chips in place, and fresh ones follow by themselves', async () => {
		const { editor, document } = await opened(SMALL);
		const before = (await sceneNow(document)).chips;
		await type(editor, SMALL.indexOf('-4'), '-5', 2);
		const typed = (await sceneNow(document)).chips;
		assert.deepEqual(
			typed.map(({ value }) => value),
			before.map(({ value }) => value),
		);
		assert.ok(typed.every(({ stale }) => stale));
		await analysed(document);
		assert.deepEqual(await chips(document), ['f −15 ∂1', 'x −2 ∂−5', 'x + 3 ∂−5', 'y 5 ∂−5', 'z −5 ∂3']);
		assert.ok((await sceneNow(document)).chips.every(({ stale }) => !stale));
	});

	it('half-typed annotations and formulas never stop it', async () => {
		const { editor, document } = await opened(SMALL);
		for (let length = SMALL.length - 1; length >= 0; length -= 3) {
			const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
			assert.ok(await editor.edit((edit) => edit.replace(all, SMALL.slice(0, length))));
			if (SMALL.slice(0, length).includes('@grad')) await analysed(document);
		}
		const all = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
		assert.ok(await editor.edit((edit) => edit.replace(all, SMALL)));
		await analysed(document);
		assert.deepEqual((await chips(document))[0], 'f −12 ∂1');
	});

	it('fast typing is answered for the last text only', async () => {
		const { editor, document } = await opened(SMALL);
		for (const digit of '123') await type(editor, SMALL.indexOf('5,') + 1, digit);
		const analysis = await analysed(document);
		assert.equal(unitOf(analysis).inputs.find(({ name }) => name === 'y')?.value, 5321);
	});

	it('true claims get a mark, a false one its problem with the difference', async () => {
		const text = 'f = x * y  # @grad x=4, y=-3 expect df/dx = -3, df/dy = 5';
		const { document } = await opened(text);
		const { ticks } = await sceneNow(document);
		assert.deepEqual(
			ticks.map(({ start, end }) => text.slice(start, end)),
			['df/dx = -3'],
		);
		const [problem] = await until('the problem', () => problems(document).length > 0 && problems(document));
		assert.ok(problem);
		assert.match(document.getText(problem.range), /df\/dy/);
		assert.match(problem.message, /4/);
		assert.equal(typeof problem.code, 'string');
	});

	it('a misspelt tag is a problem at those characters, with a fix', async () => {
		const { document } = await opened('f = x * y  # @garg x=4, y=-3');
		const [problem] = await until('the problem', () => problems(document).length > 0 && problems(document));
		assert.equal(document.getText(problem?.range), '@garg');
		const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
			'vscode.executeCodeActionProvider',
			document.uri,
			problem?.range,
		);
		const fix = actions.find(({ title }) => title === 'Change to @grad');
		assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
		assert.ok(await vscode.workspace.applyEdit(fix.edit));
		assert.match(document.getText(), /# @grad x=4/);
		const fixed = await analysed(document);
		assert.equal(unitOf(fixed).inputs.length, 2);
		await until('the problem to go', () => problems(document).length === 0);
	});

	it('what is not supported is offered to be given its value, and the rest steps', async () => {
		const text = 'import numpy as np\n# @grad x = [1, 2]\nu = np.unheard_of(x)\nf = np.sum(u * x)\n';
		const { document } = await opened(text, 'python');
		const [problem] = await until('the problem', () => problems(document).length > 0 && problems(document));
		assert.equal(document.getText(problem?.range), 'unheard_of');
		const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
			'vscode.executeCodeActionProvider',
			document.uri,
			problem?.range,
		);
		const fix = actions.find(({ title }) => title === 'Give the value of np.unheard_of(x)');
		assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
		assert.ok(await vscode.workspace.applyEdit(fix.edit));
		assert.match(document.getText(), /# @grad x = \[1, 2\], u: \(2,\) = ones\n/);
		const fixed = await analysed(document);
		assert.deepEqual(
			unitOf(fixed).inputs.map(({ name }) => name),
			['u', 'x'],
		);
		await until('the error to go', () =>
			problems(document).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error),
		);
	});

	it('a hover says value, upstream, local gradient, what flows out, and the pattern', async () => {
		const { document } = await opened('f = 1/(1+exp(-(w0*x0+w1*x1+w2))) # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3');
		const text = await until('the hover', () => hoverText(document, document.getText().indexOf('exp') + 1));
		for (const expected of [
			'exp(-(w0*x0+w1*x1+w2))',
			'0.37',
			'−0.53',
			'∂−0.20',
			'exp: scales the upstream gradient by its own output',
			'command:backstep.stepTo',
			'command:backstep.showInGraph',
		]) {
			assert.ok(text.replace(/\\(.)/g, '$1').includes(expected), `${expected} in ${text}`);
		}
		const name = await hoverText(document, document.getText().indexOf('w1'));
		assert.ok(name.includes('−0.39'), name);
	});

	it('a hover over LaTeX shows the formula set, and its source to those who cannot see it', async () => {
		const { document } = await opened('% @grad w_0 = 2, x_0 = 3\n\\[ f = \\frac{1}{w_0 x_0} \\]', 'latex');
		const text = await until('the hover', () => hoverText(document, document.getText().indexOf('frac')));
		const [, alternative, width, height] =
			/^!\[(.*?)\]\(data:image\/svg\+xml;base64,[\w+/=]+\|width=(\d+),height=(\d+)\)/.exec(text) ?? [];
		assert.equal(alternative?.replace(/\\([\\{}_])/g, '$1'), '\\frac{1}{w_0 x_0}', text);
		assert.ok(Number(width) > 20 && Number(height) > 20, text);
		assert.ok(text.includes('w₀ x₀'), text);
	});

	it('a hover in a loop says which turn it shows, with links to the others', async () => {
		const { document } = await opened('# @grad h at x = 1.5\nh = x\nfor k in range(3):\n    h = h * h\n', 'python');
		const text = await until('the hover', () => hoverText(document, document.getText().indexOf('h * h') + 2));
		const [, before = '', told, after] =
			/(?:\[‹\]\(command:backstep\.showEvaluation\?([^)]*)\)|‹) (iteration \d of 3) (›|\[›\])/.exec(text) ?? [];
		assert.deepEqual([told, after], ['iteration 3 of 3', '›'], text);
		const [to] = JSON.parse(decodeURIComponent(before)) as [{ readonly offset: number; readonly time: number }];
		assert.deepEqual([to.offset, to.time], [document.getText().indexOf('h * h'), 1]);
	});

	it('a hover at a fork lists the shares and that they add up', async () => {
		const { document } = await opened('f = x*y + x^2 # @grad x=3, y=-4');
		const text = await until('the hover', () => hoverText(document, document.getText().indexOf('x*y')));
		for (const expected of ['copy: gradients add up', '∂−4', '∂6', '= **2**'])
			assert.ok(text.includes(expected), `${expected} in ${text}`);
	});

	it('names that are markup stay names in a hover', async () => {
		const { document } = await opened('f = a_b_c * __proto__  # @grad a_b_c=2, __proto__=3');
		const text = await until('the hover', () => hoverText(document, document.getText().indexOf('*')));
		assert.ok(text.includes('\\_'), text);
	});

	it('a lens offers to step, and while stepping says where', async () => {
		const { editor, document } = await opened(
			'f = 1/(1+exp(-(w0*x0+w1*x1+w2))) # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3\nnothing = a  # @grad a=1',
		);
		assert.deepEqual(await lenses(document), ['▷ Step · 8 gates', 'Debug']);
		const session = await step(editor, 0);
		assert.deepEqual(await lenses(document), ['◁', '▷', 'forward 8/8', '1/x\u20031.37 → 0.73']);
		await session.goToBackward();
		for (let count = 0; count < 3; count++) await session.next();
		assert.deepEqual(await lenses(document), ['◁', '▷', 'backward 3/8', 'exp\u2003−0.53 × 0.37 = ∂−0.20']);
	});

	it('inlay hints carry the same numbers, by setting', async () => {
		const configuration = vscode.workspace.getConfiguration('backstep');
		const { document } = await opened(SMALL);
		const all = new vscode.Range(0, 0, document.lineCount, 0);
		const hints = async (): Promise<string[]> => {
			const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
				'vscode.executeInlayHintProvider',
				document.uri,
				all,
			);
			return found.map(({ label }) => (typeof label === 'string' ? label : label.map((part) => part.value).join('')));
		};
		assert.deepEqual(await hints(), []);
		await configuration.update('inlayHints', true, vscode.ConfigurationTarget.Global);
		try {
			await until('the hints', async () => (await hints()).length > 0);
			assert.deepEqual(await hints(), ['−12 ∂1', '−2 ∂−4', '3 ∂−4', '5 ∂−4', '−4 ∂3']);
		} finally {
			await configuration.update('inlayHints', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('the gradients in the text can be toggled', async () => {
		const { document } = await opened(SMALL);
		await vscode.commands.executeCommand('backstep.toggleGradients');
		assert.ok((await sceneNow(document)).chips.every(({ gradient }) => gradient === null));
		await vscode.commands.executeCommand('backstep.toggleGradients');
		assert.ok((await sceneNow(document)).chips.every(({ gradient }) => gradient !== null));
		await vscode.workspace
			.getConfiguration('backstep')
			.update('inline.gradients', undefined, vscode.ConfigurationTarget.Global);
	});

	it('a text without @grad is never sent to the engine', async () => {
		const { host } = await backstep();
		const editor = await openText('f = (x + y) * z\n'.repeat(2000));
		await type(editor, 0, 'g');
		await new Promise((resolve) => setTimeout(resolve, 400));
		assert.equal(host.sessions.known(editor.document.uri.toString()), null);
	});

	it('“Try It” opens the formula with its chips', async () => {
		await vscode.commands.executeCommand('backstep.tryIt');
		// The editor of the test before may be the active one for a moment.
		const document = await until('the formula', () => {
			const active = vscode.window.activeTextEditor?.document;
			return active?.isUntitled === true && active.getText().trim() === SMALL ? active : undefined;
		});
		await analysed(document);
		assert.equal((await chips(document)).length, 5);
	});
});
