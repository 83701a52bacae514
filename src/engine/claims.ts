/** Tries the claims of an annotation (`expect df/dx = -4`) against what was computed. */
import { formatNumber, formatExact, plainNumber } from '../core/format.ts';
import { quantityOf } from '../core/quantity.ts';
import { shapeText, sizeOf } from '../core/tensor/shape.ts';
import { dataOf, elementAtFlat, filled, scalarTensor, viewTensor, zeros, type Tensor } from '../core/tensor/tensor.ts';
import { Trace } from '../core/trace.ts';
import { namesSaid } from '../lang/annotation-spelling.ts';
import { writtenTolerance } from '../lang/annotation-parts.ts';
import type { Claim, Element } from '../lang/directive.ts';
import { loose } from '../lang/names.ts';
import type { ClaimResult, Problem, Text } from '../protocol.ts';
import type { Run } from '../run/run.ts';
import { arrayOf } from './array-values.ts';
import { indexOfPlace } from './windows.ts';

export interface Tried {
	readonly results: readonly ClaimResult[];
	readonly problems: readonly Problem[];
}

/** What a claim speaks of, found in the program; or what stands in the way. */
type Found = { readonly actual: Tensor; readonly label: string } | { readonly trouble: Problem };

export interface Circumstances {
	/** Some input's value is a guess, in which case nothing is asserted. */
	readonly guessed: boolean;
	/** Nodes that no gradient goes through. */
	readonly stops: readonly number[];
	/** What the first entry is counted as, in the document's language. */
	readonly base: 0 | 1;
	/** The seed of random values, and how many entries an array may have. */
	readonly seed: number;
	readonly elements: number;
}

/** `trace` is the unit's own. */
export function tryClaims(claims: readonly Claim[], run: Run, trace: Trace, how: Circumstances): Tried {
	const { guessed } = how;
	const traces = new Traces(run, trace, how.stops);
	const results: ClaimResult[] = [];
	const problems: Problem[] = [];
	for (const claim of claims) {
		const { range, text, tolerance } = claim;
		const found = subjectOf(claim, run, trace, traces, how.base);
		const expected = expectedOf(claim, found, how);
		const failed = { range, text, tolerance, holds: false, guessed };
		if ('trouble' in expected) {
			problems.push('trouble' in found ? found.trouble : expected.trouble);
			continue;
		}
		if ('trouble' in found) {
			problems.push(found.trouble);
			results.push({ ...failed, expected: quantityOf(expected.tensor), actual: null });
			continue;
		}
		const { actual } = found;
		const off = firstOff(actual, expected.tensor, tolerance);
		results.push({
			...failed,
			expected: quantityOf(expected.tensor),
			actual: quantityOf(actual),
			holds: off === null,
		});
		if (off !== null && !guessed) problems.push(falseClaim(claim, expected.tensor, found, off, how.base));
	}
	return { results, problems };
}

/** The array that is claimed. A number claimed of an array is claimed of each of its entries. */
function expectedOf(
	{ expected }: Claim,
	found: Found,
	{ seed, elements }: Circumstances,
): { readonly tensor: Tensor } | { readonly trouble: Problem } {
	const shape = 'trouble' in found ? undefined : found.actual.shape;
	if (expected.kind === 'scalar')
		return { tensor: shape === undefined ? scalarTensor(expected.value) : filled(shape, expected.value) };
	if (expected.kind === 'matrix' && shape !== undefined && !fits(expected.shape, shape)) {
		const message: Text = [
			'{0} has the shape {1}, and not {2}',
			'label' in found ? found.label : '',
			shapeText(shape),
			shapeText(expected.shape),
		];
		return { trouble: problem('claim-shape', expected.range, message) };
	}
	const array = arrayOf(expected, shape ?? (expected.kind === 'matrix' ? expected.shape : []), seed, elements);
	return 'problem' in array ? { trouble: array.problem } : { tensor: array };
}

/** Whether an array written in one shape can stand for one of another: axes of one entry do not count, so that a column may be written as a row. */
function fits(written: readonly number[], shape: readonly number[]): boolean {
	const long = (axes: readonly number[]): string => axes.filter((extent) => extent !== 1).join();
	return long(written) === long(shape);
}

/** The first entry in C order that is off by more than the tolerance; null where all agree. */
function firstOff(actual: Tensor, expected: Tensor, tolerance: number): number | null {
	const [a, b] = [dataOf(actual), dataOf(expected)];
	for (let place = 0; place < a.length; place++) if (!agrees(a[place]!, b[place]!, tolerance)) return place;
	return null;
}

/** Equal within the tolerance, or the same infinity, or both not a number. The last digits that binary fractions lose do not count. */
export function agrees(actual: number, expected: number, tolerance: number): boolean {
	if (Object.is(actual, expected) || actual === expected || (Number.isNaN(actual) && Number.isNaN(expected)))
		return true;
	const rounding = 4 * Number.EPSILON * Math.max(Math.abs(actual), Math.abs(expected));
	return Math.abs(actual - expected) <= tolerance + rounding;
}

/** The backward passes that claims speak of, each run once. */
class Traces {
	readonly #run: Run;
	readonly #trace: Trace;
	readonly #stops: readonly number[];
	readonly #known = new Map<string, Trace>();

	constructor(run: Run, trace: Trace, stops: readonly number[]) {
		this.#run = run;
		this.#trace = trace;
		this.#stops = stops;
	}

	/** The pass from one node that tells the gradient of another. What `wrt` and `no-grad` leave out of the stepping has a derivative all the same. */
	get(from: number, node: number): Trace {
		const { bindings, inputs } = this.#run;
		const { tape, target } = this.#trace;
		if (from === target && this.#trace.reaches(node)) return this.#trace;
		const key = this.#stops.includes(node) ? `${from} ${node}` : String(from);
		let known = this.#known.get(key);
		if (known === undefined) {
			const wrt = [...new Set([...inputs.values(), ...bindings.map((binding) => binding.node)])];
			known = new Trace(tape, from, {
				wrt: this.#stops.length === 0 ? wrt : wrt.filter((other) => other === node || !this.#stops.includes(other)),
				stops: this.#stops.filter((other) => other !== from),
				upstream: from === target ? this.#trace.upstreamTensor : 1,
			});
			this.#known.set(key, known);
		}
		return known;
	}
}

function subjectOf(claim: Claim, run: Run, trace: Trace, traces: Traces, base: 0 | 1): Found {
	const { subject } = claim;
	if (subject.kind === 'derivative') return derivative(subject.target, subject.of, claim, run, traces, base);
	const node = nodeOf(subject.of.name, run);
	if (node !== null) return entryOf(trace.tape.tensor(node), subject.of, subject.of.name, base);
	if (subject.derivativeOf !== undefined && nodeOf(subject.derivativeOf.name, run) !== null) {
		return derivative(undefined, subject.derivativeOf, claim, run, traces, base);
	}
	return { trouble: unknown(subject.of, run) };
}

function derivative(
	target: string | undefined,
	of: Element,
	claim: Claim,
	run: Run,
	traces: Traces,
	base: 0 | 1,
): Found {
	const node = nodeOf(of.name, run);
	if (node === null) return { trouble: unknown(of, run) };
	let from = run.target;
	if (target !== undefined && target !== run.targetName) {
		const named = nodeOf(target, run);
		// A formula without a name goes by whatever name the claim gives it.
		if (named !== null) from = named;
		else if (run.targetName !== '')
			return { trouble: problem('unknown-name', claim.range, ['The program has no variable {0}.', target]) };
	}
	if (from === null) return { trouble: problem('no-target', claim.range, ['The target could not be computed.']) };
	const known = traces.get(from, node);
	const label = `d${target ?? (run.targetName || 'f')}/d${of.name}`;
	return entryOf(known.gradientTensor(node) ?? zeros(run.tape.type(node).shape), of, label, base);
}

/** The whole, or the entry that the claim names by its indices. */
function entryOf(whole: Tensor, { index, range, name }: Element, label: string, base: 0 | 1): Found {
	if (index === undefined) return { actual: whole, label };
	const { shape } = whole;
	const places = index.map((position, axis) => (position < 0 ? position + (shape[axis] ?? 0) : position - base));
	const inside = places.every((place, axis) => place >= 0 && place < (shape[axis] ?? 0));
	if (!inside || index.length > shape.length) {
		const written = `[${index.join(', ')}]`;
		return {
			trouble: problem('no-entry', range, [
				'{0} has the shape {1}: it has no entry {2}',
				name,
				shapeText(shape),
				written,
			]),
		};
	}
	const rest = shape.slice(index.length);
	const offset = places.reduce((at, place, axis) => at + place * whole.strides[axis]!, whole.offset);
	const actual = viewTensor(whole, rest, whole.strides.slice(index.length), offset);
	return { actual, label: `${label}[${index.join(', ')}]` };
}

/** The node of a variable: what was bound to the name last, or an input. */
export function nodeOf(name: string, run: Run): number | null {
	const exact =
		run.bindings.findLast((binding) => binding.name === name)?.node ??
		run.inputs.get(name) ??
		(name === run.targetName && name !== '' ? run.target : null);
	if (exact !== null) return exact;
	// `w0` in an annotation is `w_0` in a formula.
	const same = loose(name);
	const binding = run.bindings.findLast((other) => loose(other.name) === same);
	return binding?.node ?? [...run.inputs].find(([other]) => loose(other) === same)?.[1] ?? null;
}

function falseClaim(
	claim: Claim,
	expected: Tensor,
	found: { readonly actual: Tensor; readonly label: string },
	off: number,
	base: 0 | 1,
): Problem {
	const [actual, wanted] = [elementAtFlat(found.actual, off), elementAtFlat(expected, off)];
	const { shape } = found.actual;
	const index = indexOfPlace(off, shape).map((place) => place + base);
	const message: Text = [
		'{0} is {1}, not {2}: off by {3}.',
		shape.length === 0 ? found.label : `${found.label}[${index.join(', ')}]`,
		near(actual, wanted),
		formatExact(wanted),
		formatNumber(Math.abs(actual - wanted)),
	];
	const replacement = replacementOf(claim, found.actual);
	return {
		code: 'claim-false',
		severity: 'error',
		range: claim.range,
		message,
		...(replacement !== null && {
			fixes: [{ title: ['Replace by {0}', replacement], edits: [{ range: claim.expected.range, text: replacement }] }],
		}),
	};
}

/** Entries of an array that is written out as a whole. */
const MOST_WRITTEN = 64;

/** What the claim is to say instead; null where that is too long to be read. */
function replacementOf(claim: Claim, actual: Tensor): string | null {
	const { shape } = actual;
	if (shape.length === 0) return asWritten(claim, elementAtFlat(actual, 0));
	if (shape.length > 2 || sizeOf(shape) > MOST_WRITTEN) return null;
	const entries = Array.from(dataOf(actual), (entry) => asWritten(claim, entry));
	const columns = shape.at(-1) ?? 1;
	const rows = Array.from({ length: entries.length / Math.max(1, columns) }, (_, row) =>
		entries.slice(row * columns, (row + 1) * columns).join(', '),
	);
	return `[${rows.join('; ')}]`;
}

/** The actual number, with as many digits as it takes to tell it from the expected one. */
function near(actual: number, expected: number): string {
	const short = formatNumber(actual);
	return short === formatNumber(expected) ? formatExact(actual) : short;
}

/** The number as an author would write it: the shortest that is true with the tolerance that its own decimals give it. */
function asWritten(claim: Claim, actual: number): string {
	if (!Number.isFinite(actual) || Number.isInteger(actual)) return plainNumber(actual);
	const most = Math.max(2, Math.min(12, Math.round(-Math.log10(2 * claim.tolerance))));
	for (let decimals = most; decimals <= 12; decimals++) {
		const text = actual.toFixed(decimals);
		if (Number(text) !== 0 && agrees(actual, Number(text), Math.min(claim.tolerance, writtenTolerance(text))))
			return text;
	}
	return plainNumber(actual);
}

function unknown({ name, range }: Element, { inputs, bindings }: Run): Problem {
	const said = namesSaid(name, [...inputs.keys(), ...bindings.map((binding) => binding.name)]);
	return problem(
		'unknown-name',
		range,
		said === ''
			? ['The program has no variable {0}.', name]
			: ['The program has no variable {0}; it has {1}.', name, said],
	);
}

function problem(code: string, range: Problem['range'], message: Text): Problem {
	return { code, severity: 'error', range, message };
}
