/**
 * Answers questions about formulas, one JSON object a line in and one out, in order: for teachers' scripts and for holding Backstep
 * against answers computed elsewhere. A question that cannot be answered costs its own line only.
 */
import { ShapeError, sizeOf } from '../core/tensor/shape.ts';
import { hessian, hessianVectorProduct } from '../core/second.ts';
import { dataOf, filled, fromNested, scalarTensor, zeros } from '../core/tensor/tensor.ts';
import type { Nested } from '../core/tensor/tensor.ts';
import { Trace } from '../core/trace.ts';
import { freeNames } from '../lang/free.ts';
import { notationNamed, NOTATIONS } from '../lang/index.ts';
import { canonical, loose, meet } from '../lang/names.ts';
import { PROGRAMS } from './programs.ts';
import { DEFAULT_LIMITS, fill } from '../protocol.ts';
import type { Problem } from '../protocol.ts';
import { Budget } from '../run/budget.ts';
import { interpret } from '../run/interpret.ts';
import { createLibrary } from '../run/numpy/index.ts';
import { runScript, type ScriptRun } from '../run/run-script.ts';
import type { Value } from '../run/machine.ts';
import type { Run } from '../run/run.ts';
import { Lines } from '../engine/lines.ts';
import { isMarkdown } from '../lang/syntax.ts';
import { runNote } from './note.ts';
import { figures } from './figure.ts';
import type { Figures } from './figure.ts';

type Answer = Readonly<Record<string, unknown>>;

/** Why a question has no answer. */
class Refusal extends Error {}

interface Question {
	readonly lang: string;
	readonly src: string;
	readonly values: ReadonlyMap<string, Value>;
	readonly target?: string;
	readonly upstream: Value;
	/** The names as the question spells them. */
	readonly wrt?: readonly string[];
	/** The direction of a Hessian–vector product, by input. */
	readonly v: ReadonlyMap<string, Value>;
	readonly want: ReadonlySet<string>;
}

const WANTS: ReadonlySet<string> = new Set([
	'value',
	'grads',
	'subs',
	'events',
	'outputs',
	'jacobian',
	'hvp',
	'hessian',
]);

/** The answer to one line, as one line. Never throws. */
export function answerLine(line: string, number: number): string {
	let asked: unknown;
	try {
		asked = JSON.parse(line);
	} catch (error) {
		return JSON.stringify({
			error: `Line ${number} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
		});
	}
	const fields =
		asked !== null && typeof asked === 'object' && !Array.isArray(asked)
			? new Map<string, unknown>(Object.entries(asked))
			: null;
	if (fields === null) return JSON.stringify({ error: `Line ${number} is not a question: an object was expected.` });
	const id = fields.get('id');
	const head = id === undefined ? {} : { id };
	try {
		return JSON.stringify({ ...head, ...answer(readQuestion(fields)) });
	} catch (error) {
		// Whatever one question does to us, the next one is answered.
		const message = error instanceof Error ? error.message : String(error);
		return JSON.stringify({ ...head, error: error instanceof Refusal ? message : `Backstep failed: ${message}` });
	}
}

function readQuestion(fields: ReadonlyMap<string, unknown>): Question {
	const lang = fields.get('lang') ?? 'math';
	if (typeof lang !== 'string' || !(PROGRAMS.has(lang) || isMarkdown(lang) || NOTATIONS.some(({ id }) => id === lang)))
		throw new Refusal(`Not supported: the notation ${typeof lang === 'string' ? lang : JSON.stringify(lang)}.`);
	const src = fields.get('src');
	if (typeof src !== 'string') throw new Refusal('The question has no text "src".');
	const want = fields.get('want') ?? ['value', 'grads'];
	if (!isTexts(want)) throw new Refusal('"want" is to be a list of names.');
	const unknown = want.filter((name) => !WANTS.has(name));
	if (unknown.length > 0) throw new Refusal(`Not supported: ${unknown.join(', ')}.`);
	const target = fields.get('target');
	if (target !== undefined && typeof target !== 'string') throw new Refusal('"target" is to be a name.');
	const wrt = fields.get('wrt');
	if (wrt !== undefined && !isTexts(wrt)) throw new Refusal('"wrt" is to be a list of names.');
	const given = fields.get('upstream');
	return {
		lang,
		src,
		values: readValues(fields.get('values') ?? {}, fields.get('dtypes') ?? {}),
		upstream: given === undefined || given === null ? 1 : valueOf(given, '"upstream"'),
		v: readValues(fields.get('v') ?? {}, {}),
		want: new Set(want),
		...(target !== undefined && { target: canonical(target) }),
		...(wrt !== undefined && { wrt }),
	};
}

function readValues(given: unknown, dtypes: unknown): Map<string, Value> {
	if (typeof given !== 'object' || given === null || Array.isArray(given))
		throw new Refusal('"values" is to be an object of names and numbers.');
	const types = new Map<string, unknown>(typeof dtypes === 'object' && dtypes !== null ? Object.entries(dtypes) : []);
	return new Map(
		Object.entries(given).map(([name, value]) => [canonical(name), valueOf(value, name, types.get(name))] as const),
	);
}

/** A number, or an array given as a list of lists. */
function valueOf(value: unknown, what: string, dtype?: unknown): Value {
	if (!Array.isArray(value)) return scalar(value, what);
	const element = dtype === 'int64' || dtype === 'bool' || dtype === 'float32' ? dtype : undefined;
	try {
		return fromNested(nested(value, what), element);
	} catch (error) {
		if (error instanceof ShapeError) throw new Refusal(`${what}: ${fill(error.text[0], error.text.slice(1))}`);
		throw error;
	}
}

const MOST_AXES = 32;

function nested(value: readonly unknown[], what: string, depth = 0): Nested {
	if (depth > MOST_AXES) throw new Refusal(`${what} is nested too deeply.`);
	return value.map((entry): Nested => {
		if (Array.isArray(entry)) return nested(entry, what, depth + 1);
		return typeof entry === 'boolean' ? entry : scalar(entry, what);
	});
}

function scalar(value: unknown, what: string): number {
	if (typeof value === 'number') return value;
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
	throw new Refusal(`${what} is not a number.`);
}

function isTexts(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Runs the question's text: a program with what is wrong in it passed over as long as the target is there, a formula as a whole. */
function runOf(question: Question): Run | ScriptRun {
	const { src } = question;
	const limits = DEFAULT_LIMITS;
	const range = { start: 0, end: src.length };
	if (isMarkdown(question.lang)) {
		const note = runNote(src, question.values);
		if (note === null) throw new Refusal('There is no formula in this note.');
		if (note.run.target === null) refuse(note.problems, src);
		return note.run;
	}
	const parseProgram = PROGRAMS.get(question.lang);
	if (parseProgram !== undefined) {
		const { script, problems } = parseProgram(src, range, { nesting: limits.nesting, length: limits.programLength });
		const run = runScript(script, question.values, {
			budget: new Budget(limits),
			target: question.target,
			library: createLibrary({ dialect: script.dialect }),
			text: ({ start, end }) => src.slice(start, end),
		});
		// A program that only draws numbers has no target.
		if (run.target === null && !onlyOutputs(question)) refuse([...problems, ...run.problems], src);
		return run;
	}
	const arrays = new Set([...question.values].filter(([, value]) => typeof value === 'object').map(([name]) => name));
	const parsed = notationNamed(question.lang).parse(src, range, {
		known: new Set(question.values.keys()),
		arrays,
		nesting: limits.nesting,
		length: limits.programLength,
	});
	refuse(parsed.problems, src);
	const values = meet(freeNames(parsed.program.statements, true).variables.keys(), question.values);
	const run = interpret(parsed.program, values, { budget: new Budget(limits), target: question.target });
	refuse(run.problems, src);
	return run;
}

function onlyOutputs({ want }: Question): boolean {
	return want.size === 1 && want.has('outputs');
}

/** What every variable holds at the end. */
function outputsOf(run: Run | ScriptRun): Record<string, Figures> {
	const held =
		'variables' in run
			? run.variables()
			: new Map(run.bindings.map(({ name, node }) => [name, run.tape.tensor(node)] as const));
	return Object.fromEntries([...held].map(([name, tensor]) => [name, figures(tensor)]));
}

function answer(question: Question): Answer {
	const { src, want } = question;
	const run = runOf(question);
	if (onlyOutputs(question)) return { outputs: outputsOf(run) };
	if (run.target === null)
		throw new Refusal(
			question.target === undefined ? 'There is nothing to compute.' : `There is no variable ${question.target}.`,
		);
	const trace = traceOf(run, run.target, question.upstream);
	const spelled = question.wrt ?? [...run.inputs.keys()];
	const gradients = (from: Trace): Record<string, Figures> => {
		const found = new Map<string, Figures>();
		for (const name of spelled) {
			const node = nodeNamed(name, run);
			const unused = node === null ? meet([name], question.values).get(name) : undefined;
			if (node === null && unused === undefined) throw new Refusal(`There is no variable ${name}.`);
			found.set(name, node === null ? zerosLike(unused!) : gradientOf(from, node));
		}
		return Object.fromEntries(found);
	};
	return {
		...(want.has('value') && { value: figures(run.tape.tensor(run.target)) }),
		...(want.has('grads') && { grads: gradients(trace) }),
		...(want.has('jacobian') && { jacobian: jacobianOf(run, run.target, spelled, question) }),
		...(want.has('hvp') && { hvp: productOf(run, run.target, spelled, question) }),
		...(want.has('hessian') && { hessian: hessianOf(run, run.target, spelled, question) }),
		...(want.has('subs') && { subs: subsOf(run, trace) }),
		...(want.has('events') && { events: eventsOf(run, trace, src) }),
		...(want.has('outputs') && { outputs: outputsOf(run) }),
	};
}

function zerosLike(value: Value): Figures {
	return typeof value === 'number' ? 0 : figures(zeros(value.shape));
}

/** The gradient of a node, in its shape; zeros where none reaches it. */
function gradientOf(trace: Trace, node: number): Figures {
	return figures(trace.gradientTensor(node) ?? zeros(trace.tape.type(node).shape));
}

/** ∂target/∂input in the shape of the target's axes, then the input's: a backward pass for each entry of the target. */
function jacobianOf(run: Run, target: number, names: readonly string[], { values }: Question): Record<string, Figures> {
	const { shape, size } = run.tape.type(target);
	const traces = Array.from({ length: size }, (_, entry) => {
		const upstream = zeros(shape);
		upstream.data[entry] = 1;
		return traceOf(run, target, shape.length === 0 ? 1 : upstream);
	});
	return Object.fromEntries(
		names.map((name) => {
			const node = nodeNamed(name, run);
			const unused = node === null ? meet([name], values).get(name) : undefined;
			if (node === null && unused === undefined) throw new Refusal(`There is no variable ${name}.`);
			const own = node === null ? (typeof unused === 'number' ? [] : unused!.shape) : run.tape.type(node).shape;
			const jacobian = zeros([...shape, ...own]);
			const step = sizeOf(own);
			for (const [entry, trace] of traces.entries()) {
				const row = node === null ? null : trace.gradientTensor(node);
				if (row !== null) jacobian.data.set(dataOf(row), entry * step);
			}
			return [name, figures(jacobian)];
		}),
	);
}

/** The inputs that the program used, by the names they are asked for, and the upstream gradient as an array. */
function secondOrder(run: Run, target: number, names: readonly string[], { upstream }: Question) {
	const inputs = names.flatMap((name) => {
		const node = nodeNamed(name, run);
		return node === null ? [] : [{ name, node }];
	});
	const { shape } = run.tape.type(target);
	return { inputs, upstream: typeof upstream === 'number' ? filled(shape, upstream) : upstream };
}

/** H·v, by input; zeros along inputs that the program never used. */
function productOf(run: Run, target: number, names: readonly string[], question: Question): Record<string, Figures> {
	const { inputs, upstream } = secondOrder(run, target, names, question);
	const vectors = inputs.map(({ name, node }) => {
		const vector = meet([name], question.v).get(name);
		if (vector === undefined) return zeros(run.tape.type(node).shape);
		return typeof vector === 'number' ? scalarTensor(vector) : vector;
	});
	const nodes = inputs.map(({ node }) => node);
	const products = hessianVectorProduct(run.tape, target, nodes, vectors, { upstream });
	const found = new Map(inputs.map(({ name }, index) => [name, figures(products[index]!)]));
	return Object.fromEntries(
		names.map((name) => [name, found.get(name) ?? zerosLike(meet([name], question.values).get(name) ?? 0)]),
	);
}

/** The full matrix, inputs in the order asked, each with its entries in C order. */
function hessianOf(run: Run, target: number, names: readonly string[], question: Question): Figures {
	const { inputs, upstream } = secondOrder(run, target, names, question);
	const blocks = hessian(
		run.tape,
		target,
		inputs.map(({ node }) => node),
		{ upstream },
	);
	const sizes = inputs.map(({ node }) => run.tape.type(node).size);
	const total = sizes.reduce((sum, size) => sum + size, 0);
	const matrix = zeros([total, total]);
	let top = 0;
	for (const [row, height] of sizes.entries()) {
		let left = 0;
		for (const [column, width] of sizes.entries()) {
			const block = dataOf(blocks[row]![column]!);
			for (let k = 0; k < height; k++)
				matrix.data.set(block.subarray(k * width, (k + 1) * width), (top + k) * total + left);
			left += width;
		}
		top += height;
	}
	return figures(matrix);
}

/** A trace whose gradients reach literals too, since the gradient of `2/pi` is asked for like any other subexpression's. */
function traceOf(run: Run, target: number, upstream: Value): Trace {
	const { tape } = run;
	const leaves: number[] = [];
	for (let node = 0; node < tape.length; node++) if (!tape.isGate(node)) leaves.push(node);
	try {
		return new Trace(tape, target, { wrt: leaves, upstream });
	} catch (error) {
		if (error instanceof ShapeError) throw new Refusal(fill(error.text[0], error.text.slice(1)));
		throw error;
	}
}

function subsOf(run: Run, trace: Trace): Answer[] {
	return run.places
		.filter(({ expression }) => expression.kind !== 'number')
		.map(({ expression, node, gate, slot }) => {
			const { start, end } = expression.range;
			// An occurrence of a name has its own path's share, any other expression the whole gradient.
			const share =
				expression.kind === 'name' && gate >= 0 ? trace.contributionTensor(gate, slot) : trace.gradientTensor(node);
			const grad = figures(share ?? zeros(run.tape.type(node).shape));
			return { start, end, value: figures(run.tape.tensor(node)), grad };
		});
}

function eventsOf(run: Run, trace: Trace, src: string): Answer[] {
	const lines = new Lines(src);
	return run.bindings.map(({ name, k, node, range }) => ({
		name,
		k,
		line: lines.position(range.start).line,
		value: figures(run.tape.tensor(node)),
		grad: gradientOf(trace, node),
	}));
}

/** The node of a variable, in whichever spelling. */
function nodeNamed(spelled: string, run: Run): number | null {
	const name = canonical(spelled);
	const exact = run.inputs.get(name) ?? run.bindings.findLast((binding) => binding.name === name)?.node;
	if (exact !== undefined) return exact;
	const same = loose(name);
	for (const [other, node] of run.inputs) if (loose(other) === same) return node;
	return run.bindings.findLast((binding) => loose(binding.name) === same)?.node ?? null;
}

function refuse(problems: readonly Problem[], src: string): void {
	const worst = problems.find(({ severity }) => severity === 'error');
	if (worst === undefined) return;
	const { line, column } = new Lines(src).position(worst.range.start);
	const [template, ...args] = worst.message;
	throw new Refusal(`${line}:${column}: ${fill(template, args)}`);
}

/** Answers every line of `input`, one at a time and in order, as fast as `output` takes them. Empty lines are no questions. */
export async function batch(input: AsyncIterable<string>, write: (text: string) => Promise<void>): Promise<void> {
	let rest = '';
	let number = 0;
	const take = async (line: string): Promise<void> => {
		number++;
		const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
		if (text.trim() !== '') await write(`${answerLine(text, number)}\n`);
	};
	for await (const chunk of input) {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) await take(line);
	}
	if (rest !== '') await take(rest);
}
