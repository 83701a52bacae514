import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../../src/protocol.ts';
import type { Analysis, DocumentText, SessionInfo, StepView } from '../../../src/protocol.ts';
import { LINE_COLUMNS, chipColumns } from '../../../src/views/chips.ts';
import type { Detail, Lines } from '../../../src/views/chips.ts';
import { columns } from '../../../src/views/columns.ts';
import { History } from '../../../src/views/history.ts';
import { sceneFrom } from '../../../src/views/scene.ts';
import { Scenes } from '../../../src/views/scenes.ts';
import type { Scene, Stepping } from '../../../src/views/scene.ts';

const SIGMOID = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))  # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3';
const SMALL = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';

function documentOf(text: string, languageId = 'plaintext'): DocumentText {
	return { uri: 'untitled:Untitled-1', version: 1, languageId, text };
}

function linesOf(text: string): Lines {
	const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
	const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset);
	return {
		tabSize: 4,
		lineAt,
		textOf: (line, upTo) => text.slice(starts[line], upTo ?? (starts[line + 1] ?? text.length + 1) - 1),
	};
}

interface Bench {
	readonly text: string;
	readonly analysis: Analysis;
	readonly info: SessionInfo;
	readonly views: readonly StepView[];
}

/** A text, analysed and stepped through from its first position to its last. */
function bench(text: string, languageId = 'plaintext', selection?: { start: number; end: number }): Bench {
	const engine = new Engine();
	engine.handle('configure', { limits: DEFAULT_LIMITS });
	const document = documentOf(text, languageId);
	const analysis = engine.handle('analyze', { document, lastUsed: [] });
	const opened = engine.handle('open', {
		document,
		...(selection === undefined ? { unit: analysis.units[0]?.id ?? '' } : { selection }),
		changed: [],
		lastUsed: [],
		options: { unfoldLiterals: false, foldedGroups: [] },
	});
	assert.ok(opened.ok);
	const { info } = opened;
	const views: StepView[] = [];
	for (let position = 0; position <= info.forwardSteps + info.backwardSteps; position++)
		views.push(engine.handle('at', { id: info.id, position }));
	return { text, analysis, info, views };
}

function draw(
	on: Bench,
	stepping: Stepping | null,
	options: { detail?: Detail; gradients?: boolean; history?: History } = {},
): Scene {
	const { detail = 'auto', gradients = true, history = new History() } = options;
	const { rest, steps } = new Scenes().draw(on.analysis, stepping, history, linesOf(on.text), { detail, gradients });
	return sceneFrom(rest, steps);
}

const layout = (scene: Scene): unknown =>
	scene.chips.map(({ range, value, gradient }) => [range, value.width, gradient?.width ?? null]);
const texts = (scene: Scene, text: string): string[] =>
	scene.chips.map(({ range, value, gradient }) =>
		`${text.slice(range.start, range.end)} ${value.text.trim()} ${gradient?.text.trim() ?? ''}`.trim(),
	);

test('at rest a short formula shows every subexpression behind its name or operator', () => {
	const on = bench(SMALL);
	assert.deepEqual(texts(draw(on, null), SMALL), [
		'f −12 ∂1',
		'x −2 ∂−4',
		'+ 3 ∂−4'.replace('+', 'x +'),
		'y 5 ∂−4',
		'z −4 ∂3',
	]);
});

test('a long line keeps the chips of its names and results', () => {
	const on = bench(SIGMOID);
	const scene = draw(on, null);
	assert.deepEqual(
		scene.chips.map(({ range }) => SIGMOID.slice(range.start, range.end)),
		['f', 'w0', 'x0', 'w1', 'x1', 'w2'],
	);
	assert.ok(draw(on, null, { detail: 'all' }).chips.length > scene.chips.length);
	assert.equal(draw(on, null, { detail: 'off' }).chips.length, 0);
	assert.equal(draw(on, null, { detail: 'step' }).chips.length, 0);
	assert.equal(draw(bench(SMALL), null, { detail: 'names' }).chips.length, 4);
});

const LAYER =
	'# @grad loss at X: (5, 3) = randn seed=1, W: (3, 4) = randn seed=2, b: (4,) = zeros\nloss = np.sum(X @ W + b)';

test('arrays are said in brief where their first entries would not fit the line', () => {
	const short = bench('# @grad loss at W: (3, 4) = ones\nloss = np.sum(W)', 'python');
	assert.deepEqual(texts(draw(short, null), short.text), ['loss 12 ∂1', 'W 3×4 [1 1 …] ∂[1 1 …]']);
	const long = bench(
		LAYER.replace('loss = ', `${'v'.repeat(30)} = `).replace('grad loss', `grad ${'v'.repeat(30)}`),
		'python',
	);
	const brief = texts(draw(long, null), long.text).slice(1);
	assert.equal(brief.length, 3);
	for (const [index, name] of ['X 5×3', 'W 3×4', 'b 4'].entries())
		assert.match(brief[index] ?? '', new RegExp(`^${name} ∂‖[\\d.]+‖$`));
	assert.match(texts(draw(long, null, { detail: 'all' }), long.text).join(), /X 5×3 \[/);
});

test('operators disappear exactly where source and chips would reach the limit', () => {
	for (let length = 1; length < 60; length++) {
		const name = 'v'.repeat(length);
		const text = `${name} = (x + y) * z   # @grad x=-2, y=5, z=-4`;
		const on = bench(text);
		const unit = on.analysis.units[0];
		assert.ok(unit);
		const width = columns(`${name} = (x + y) * z`) + unit.chips.reduce((sum, chip) => sum + chipColumns(chip, true), 0);
		const operators = draw(on, null).chips.length - draw(on, null, { detail: 'names' }).chips.length;
		assert.equal(operators > 0, width < LINE_COLUMNS, `${length}: ${width}`);
	}
});

const TEXTS: readonly (readonly [string, string])[] = [
	[SMALL, 'plaintext'],
	[SIGMOID, 'plaintext'],
	['f = x*y + x^2 - x*z  # @grad x=3, y=-4.25, z=1e-7', 'plaintext'],
	['# @grad f at x = 2\nq = x * x * x\nr = x^4\nf = q + r\n', 'plaintext'],
	['기울기 = (가중치·입력 − 정답)^2  # @grad 가중치 = 0.5, 입력 = 2, 정답 = 3', 'plaintext'],
	['<!-- @grad x = 1.5, y = -2 -->\n$ x^2 + x*y + y^2 $\n', 'markdown'],
	['f = log(x) * 1/x # @grad x=0', 'plaintext'],
	[LAYER, 'python'],
];

for (const [text, language] of TEXTS) {
	test(`no source character moves from step to step: ${text.slice(0, 40).replace('\n', ' ')}`, () => {
		const on = bench(text, language);
		for (const detail of ['auto', 'all', 'names'] as const) {
			const rest = layout(draw(on, null, { detail }));
			assert.notDeepEqual(rest, []);
			for (const view of on.views) {
				for (const concealed of [false, true]) {
					const scene = draw(on, { info: on.info, view, concealed }, { detail });
					assert.deepEqual(layout(scene), rest, `position ${view.position}`);
					for (const { value, gradient } of scene.chips) {
						assert.ok(columns(value.text) <= value.width, `“${value.text}” in ${value.width}`);
						assert.ok(value.text !== '');
						if (gradient !== null)
							assert.ok(columns(gradient.text) <= gradient.width, `“${gradient.text}” in ${gradient.width}`);
					}
				}
			}
		}
	});
}

test('a gradient that has not arrived is blank and never 0, a partial sum says that more is to come', () => {
	const text = '# @grad f at x = 2\nq = x * x * x\nr = x^4\nf = q + r\n';
	const on = bench(text);
	const before = draw(on, { info: on.info, view: on.views[on.info.forwardSteps] as StepView, concealed: false });
	for (const { gradient } of before.chips) assert.equal(gradient?.text.trim() ?? '', '');
	const values = draw(on, { info: on.info, view: on.views[0] as StepView, concealed: false });
	const computed = values.chips
		.filter(({ value }) => value.text.trim() !== '')
		.map(({ range }) => text.slice(range.start, range.end));
	assert.deepEqual([...new Set(computed)], ['x']);
	const note = bench('<!-- @grad x = 2 -->\n$ x^2 + x^3 $\n', 'markdown');
	const seen = note.views.map((view) =>
		draw(note, { info: note.info, view, concealed: false }).chips[0]?.gradient?.text.trim(),
	);
	assert.ok(
		seen.some((shown) => shown?.endsWith('+ …')),
		seen.join(' | '),
	);
	assert.equal(seen.at(-1), '∂x 16');
});

test('while stepping, the current subexpression is boxed and its sentence stands at the line’s end', () => {
	const on = bench(SIGMOID);
	const sentences = new Map<string, string>();
	for (const view of on.views) {
		const scene = draw(on, { info: on.info, view, concealed: false });
		if (scene.frame === null || view.pass === 'forward') continue;
		sentences.set(SIGMOID.slice(scene.frame.start, scene.frame.end), scene.sentence?.text ?? '');
	}
	assert.equal(sentences.get('exp(-(w0*x0+w1*x1+w2))'), 'exp  −0.53 × 0.37 = ∂−0.20');
});

test('a sentence says where it ends, so that it can be said elsewhere when that is out of view', () => {
	const on = bench('a+b # @grad a=1, b=2');
	const scene = draw(on, { info: on.info, view: on.views[on.info.forwardSteps] as StepView, concealed: false });
	assert.equal(scene.sentence?.text, '+  1, 2 → 3');
	const chips = [3, 1, 2].length * (0.4 + 1 + 0.6 + 2 + 0.7);
	// The result's chip has an equals sign before it.
	assert.ok(Math.abs((scene.sentence?.column ?? 0) - ('a+b # @grad a=1, b=2'.length + chips + 2 + 3 + 11)) < 1e-9);
});

test('the turning point is an equation', () => {
	const on = bench(SMALL);
	const view = on.views[on.info.forwardSteps + 1] as StepView;
	assert.equal(draw(on, { info: on.info, view, concealed: false }).sentence?.text, '∂f/∂f = 1');
});

test('the result behind a statement’s last name comes second, after an equals sign', () => {
	const text = '(x + y) * z  # @grad x=-2, y=5, z=-4';
	const on = bench(text);
	const end = draw(on, null).chips.filter(({ range }) => range.end === '(x + y) * z'.length);
	assert.deepEqual(
		end.map(({ second, value, gradient }) => [second, value.text, gradient?.text]),
		[
			[false, '−4', '∂3'],
			[true, '= −12', '∂1'],
		],
	);
	assert.deepEqual(
		draw(bench(SMALL), null).chips.filter(({ second }) => second),
		[],
	);
});

test('teacher mode shows ? where the step’s outcome will stand, and the outcome nowhere', () => {
	const on = bench(SMALL);
	const view = on.views[on.info.forwardSteps + 2] as StepView;
	const scene = draw(on, { info: on.info, view, concealed: true });
	const hidden = scene.chips
		.filter(({ gradient }) => gradient?.text === '∂?')
		.map(({ range }) => SMALL.slice(range.start, range.end));
	assert.deepEqual(hidden, ['x +', 'z']);
	assert.match(scene.sentence?.text ?? '', /\?/);
	assert.doesNotMatch(scene.sentence?.text ?? '', /∂−4|∂3/);
});

test('a note has one chip at the formula’s end, with every input’s gradient', () => {
	const text = '<!-- @grad a=3, b=-1, c=2 -->\n$ f = (a+b)*c $\n';
	const on = bench(text, 'markdown');
	const { chips } = draw(on, null);
	assert.equal(chips.length, 1);
	assert.equal(chips[0]?.value.text, 'f = 4');
	assert.equal(chips[0]?.gradient?.text, '∂a 2  ∂b 2  ∂c 2');
	assert.ok((chips[0]?.range.end ?? 0) >= text.indexOf('*c') + 2);
});

test('typing dims the chips of its unit where they stand, and those of other units just move along', () => {
	const text = `${SMALL}\ng = x * 2   # @grad x=3\n`;
	const on = bench(text);
	const rest = draw(on, null);
	const history = new History();
	history.record(2, [{ offset: text.indexOf('y'), length: 0, inserted: 3 }]);
	const typed = draw(on, null, { history });
	assert.equal(typed.chips.length, rest.chips.length);
	const second = text.indexOf('\n');
	for (const [index, chip] of typed.chips.entries()) {
		const before = rest.chips[index];
		assert.ok(before);
		assert.deepEqual([chip.value, chip.gradient], [before.value, before.gradient]);
		assert.equal(chip.stale, before.range.end < second);
		assert.equal(chip.range.end, before.range.end + (before.range.end > text.indexOf('y') ? 3 : 0));
	}
});

test('claims that hold get a mark behind them, others none', () => {
	const text = 'f = x * y  # @grad x=4, y=-3 expect df/dx = -3, df/dy = 5, f = -12';
	const on = bench(text);
	const marked = draw(on, null).ticks.map(({ start, end }) => text.slice(start, end));
	assert.deepEqual(marked, ['df/dx = -3', 'f = -12']);
	assert.ok(on.analysis.problems.some(({ range }) => text.slice(range.start, range.end).includes('df/dy')));
});

test('a selection’s session shows its chips although nothing is annotated', () => {
	const text = 'total = (x + y) * z';
	const on = bench(text, 'python', { start: text.indexOf('('), end: text.length });
	assert.deepEqual(draw(on, null).chips, []);
	const scene = draw(on, { info: on.info, view: on.views.at(-1) as StepView, concealed: false });
	assert.ok(scene.chips.length >= 4);
	assert.ok(scene.chips.some(({ guessed }) => guessed));
});

test('while a step is seen to happen elsewhere its frame is drawn, but numbers and sentence are those of before', () => {
	const on = bench('f = x*x + x  # @grad x=3');
	for (let position = on.info.forwardSteps + 1; position < on.views.length; position++) {
		const [before, view] = [on.views[position - 1], on.views[position]];
		assert.ok(before && view);
		const earlier = draw(on, { info: on.info, view: before, concealed: false });
		const after = draw(on, { info: on.info, view, concealed: false });
		const moving = draw(on, { info: on.info, view, concealed: false, before: { view: before, concealed: false } });
		assert.notDeepEqual(after.chips, earlier.chips);
		assert.deepEqual(moving.chips, earlier.chips);
		assert.deepEqual(moving.sentence, earlier.sentence);
		assert.deepEqual(moving.frame, after.frame);
		assert.deepEqual(layout(moving), layout(after));
	}
	const view = on.views[on.info.forwardSteps + 2] as StepView;
	const revealing = draw(on, { info: on.info, view, concealed: false, before: { view, concealed: true } });
	assert.ok(revealing.chips.some(({ gradient }) => gradient?.text === '∂?'));
});
