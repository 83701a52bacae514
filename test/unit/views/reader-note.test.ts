/**
 * A note as a reader of the lecture wrote it, without one annotation, opened as Markdown: each formula has its lens and steps. It is a note of our
 * own, and where it lies beside the project, a reader's, which is read where it is and is no part of the project.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRoot } from '../../../scripts/paths.ts';
import type { Input, Quantity, SessionInfo, StepView } from '../../../src/protocol.ts';
import { History } from '../../../src/views/history.ts';
import { sceneFrom } from '../../../src/views/scene.ts';
import { Scenes } from '../../../src/views/scenes.ts';
import { scalar } from '../../scalar.ts';
import { LocalEngine, PLAIN, doc } from '../engine/helper.ts';

/** What has to step in such a note: how its text is known, spaces and braces left out, and how many gates it has at least. */
const PARTS: readonly (readonly [what: string, text: RegExp, gates: number])[] = [
	['the sum and the product', /^f\(x,y,z\)=\(x\+y\)z$/, 2],
	['the sigmoid neuron', /^f\(\w,x\)=\\frac11\+e\^-\(w_0x_0\+w_1x_1\+w_2\)$/i, 8],
	['the squared norm', /^f\(x,W\)=(?:\|\||\\\|)W\\cdotx/, 2],
	['the linear score', /^f=W_1x$/, 1],
	['two layers', /^f=W_2\\max\(0,W_1x\)$/, 3],
	['three layers', /^f=W_3\\max\(0,W_2\\max\(0,W_1x\)\)$/, 5],
	['the NumPy fragment', /=lambda.*np\.dot\(W3,h2\)/s, 10],
];

interface Stepped {
	readonly info: SessionInfo;
	readonly last: StepView;
	readonly gradients: ReadonlyMap<string, Quantity | null>;
}

/** Opens a note, presses every lens, and checks what it leads to. */
async function readNote(text: string): Promise<void> {
	const engine = new LocalEngine();
	const document = doc(text, 'markdown');
	// Once to get going: what is offered depends on the time that reading takes.
	await engine.request('analyze', { document, lastUsed: [] });
	const analysis = await engine.request('analyze', {
		document: { ...document, version: document.version + 1 },
		lastUsed: [],
	});
	assert.deepEqual(analysis.units, []);
	assert.deepEqual(analysis.problems, []);
	const seen = new Map<string, Stepped>();
	for (const { range } of analysis.offers) {
		const [what, , gates] = partAt(text.slice(range.start, range.end));
		assert.ok(!seen.has(what), `${what} has one lens`);
		const opened = await engine.request('open', {
			document: { ...document, version: analysis.version },
			selection: range,
			changed: [],
			lastUsed: [],
			options: PLAIN,
		});
		assert.ok(opened.ok, `${what}: ${JSON.stringify(opened)}`);
		const { info } = opened;
		assert.ok(info.forwardSteps >= gates, `${what} has ${info.forwardSteps} gates`);
		const position = info.forwardSteps + info.backwardSteps;
		const last = await engine.request('at', { id: info.id, position });
		const gradients = new Map<string, Quantity | null>();
		for (const { name, node, differentiable } of info.unit.inputs) {
			const card = await engine.request('card', { id: info.id, position, node });
			gradients.set(name, differentiable ? (card?.upstream ?? null) : null);
		}
		for (const input of info.unit.inputs) arrived(what, input, gradients.get(input.name) ?? null);
		const stepping = { info, view: last, concealed: false };
		const { rest, steps } = new Scenes().draw(analysis, stepping, new History(), LINES, OPTIONS);
		const scene = sceneFrom(rest, steps);
		assert.ok(
			scene.chips.some(({ value, gradient }) => value.text.trim() !== '' && gradient?.text.includes('∂')),
			`${what}: its value and gradients are shown`,
		);
		seen.set(what, { info, last, gradients });
	}
	assert.deepEqual(
		PARTS.map(([what]) => what).filter((what) => !seen.has(what)),
		[],
		'every part has a lens',
	);
	product(seen.get('the sum and the product')!);
	neuron(seen.get('the sigmoid neuron')!);
}

const OPTIONS = { detail: 'auto', gradients: true } as const;
const LINES = { tabSize: 4, lineAt: () => 0, textOf: () => '' };

function partAt(text: string): (typeof PARTS)[number] {
	const bare = text.replaceAll(/[\s{}]/g, '');
	const part = PARTS.find(([, pattern]) => pattern.test(bare));
	assert.ok(part, `a lens stands at ${text}`);
	return part;
}

/** Every gradient has arrived, is a number everywhere and has the shape of its variable. */
function arrived(what: string, { name, value, differentiable }: Input, gradient: Quantity | null): void {
	if (!differentiable) return;
	assert.ok(gradient !== null, `${what}: the gradient of ${name} has arrived`);
	const shape = (quantity: Quantity | null): readonly number[] =>
		quantity === null || typeof quantity === 'number' ? [] : quantity.shape;
	assert.deepEqual(shape(gradient), shape(value), `${what}: the shape of ${name}`);
	if (typeof gradient === 'number') assert.ok(Number.isFinite(gradient));
	else assert.ok(gradient.nonFinite === 0 && gradient.norm > 0, `${what}: ${name} has a part in it`);
}

/** Values of the line beside the formula, by name. */
function beside({ info }: Stepped): (name: string) => number {
	for (const { name, source } of info.unit.inputs) assert.equal(source, 'beside', `${name} comes from the line beside`);
	const values = new Map(info.unit.inputs.map(({ name, value }) => [name, scalar(value)]));
	return (name) => values.get(name) ?? NaN;
}

function close(actual: Quantity | null | undefined, expected: number, what: string): void {
	assert.ok(Math.abs(scalar(actual) - expected) <= 1e-12, `${what}: ${scalar(actual)} instead of ${expected}`);
}

/** (x + y) z: the product switches, the sum distributes. */
function product(stepped: Stepped): void {
	const at = beside(stepped);
	const [x, y, z] = [at('x'), at('y'), at('z')];
	assert.deepEqual([x, y, z], [-2, 5, -4]);
	close(stepped.last.active?.value ?? null, x + y, 'the last gate of the way back');
	for (const [name, expected] of [
		['x', z],
		['y', z],
		['z', x + y],
	] as const)
		close(stepped.gradients.get(name), expected, `∂${name}`);
}

/** σ(w·x): the slope (1 − σ)σ, handed on by the products. */
function neuron(stepped: Stepped): void {
	const at = beside(stepped);
	const names = stepped.info.unit.inputs.map(({ name }) => name);
	assert.deepEqual(names.toSorted(), ['w_0', 'w_1', 'w_2', 'x_0', 'x_1']);
	const output = 1 / (1 + Math.exp(-(at('w_0') * at('x_0') + at('w_1') * at('x_1') + at('w_2'))));
	const slope = (1 - output) * output;
	for (const [name, factor] of [
		['w_0', at('x_0')],
		['w_1', at('x_1')],
		['w_2', 1],
		['x_0', at('w_0')],
		['x_1', at('w_1')],
	] as const)
		close(stepped.gradients.get(name), slope * factor, `∂${name}`);
}

test('every formula of examples/plain-note.md, and its code, has a lens and steps', () =>
	readNote(readFileSync(inRoot('examples', 'plain-note.md'), 'utf8')));

/** Where a reader's note is looked for: what BACKSTEP_READER_NOTE names, else the text files beside the project. */
function readersNotes(): string[] {
	const named = process.env['BACKSTEP_READER_NOTE'];
	if (named !== undefined) return [named];
	try {
		return readdirSync(BESIDE)
			.filter((name) => name.endsWith('.txt'))
			.map((name) => join(BESIDE, name));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw error;
	}
}

const BESIDE = inRoot('..', 'shared', 'seed');

test('every formula of a reader’s note, and its code, has a lens and steps', async (t) => {
	const notes = readersNotes();
	if (notes.length === 0) {
		const why = `no reader's note lies in ${BESIDE}; BACKSTEP_READER_NOTE can name one`;
		console.log(`NOT TESTED: ${why}`);
		t.skip(why);
		return;
	}
	for (const path of notes) {
		await readNote(readFileSync(path, 'utf8'));
		t.diagnostic(`read ${path}`);
	}
});
