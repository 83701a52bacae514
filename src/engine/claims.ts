/** Tries the claims of an annotation (`expect df/dx = -4`) against what was computed. */
import { formatNumber, formatExact, plainNumber } from '../core/format.ts';
import { Trace } from '../core/trace.ts';
import { writtenTolerance } from '../lang/annotation-parts.ts';
import type { Claim, Element } from '../lang/directive.ts';
import type { ClaimResult, Problem, Text } from '../protocol.ts';
import type { Run } from '../run/run.ts';

export interface Tried {
	readonly results: readonly ClaimResult[];
	readonly problems: readonly Problem[];
}

/** What a claim speaks of, found in the program; or what stands in the way. */
type Found = { readonly actual: number; readonly label: string } | { readonly trouble: Problem };

export interface Circumstances {
	/** Some input's value is a guess, in which case nothing is asserted. */
	readonly guessed: boolean;
	/** Nodes that no gradient goes through. */
	readonly stops: readonly number[];
}

/** `trace` is the unit's own. */
export function tryClaims(claims: readonly Claim[], run: Run, trace: Trace, { guessed, stops }: Circumstances): Tried {
	const traces = new Traces(run, trace, stops);
	const results: ClaimResult[] = [];
	const problems: Problem[] = [];
	for (const claim of claims) {
		const { range, text, expected, tolerance } = claim;
		if (expected.kind !== 'scalar') {
			problems.push(problem('tensors', expected.range, ['Not supported yet: arrays and random values ({0})', text]));
			continue;
		}
		const found = subjectOf(claim, run, trace, traces);
		if ('trouble' in found) {
			problems.push(found.trouble);
			results.push({ range, text, expected: expected.value, actual: null, tolerance, holds: false, guessed });
			continue;
		}
		const { actual } = found;
		const holds = agrees(actual, expected.value, tolerance);
		results.push({ range, text, expected: expected.value, actual, tolerance, holds, guessed });
		if (!holds && !guessed) problems.push(falseClaim(claim, expected.value, actual, found.label));
	}
	return { results, problems };
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
				upstream: from === target ? this.#trace.gradient(from) : 1,
			});
			this.#known.set(key, known);
		}
		return known;
	}
}

function subjectOf(claim: Claim, run: Run, trace: Trace, traces: Traces): Found {
	const { subject } = claim;
	if (subject.kind === 'derivative') return derivative(subject.target, subject.of, claim, run, traces);
	if (subject.of.index !== undefined)
		return {
			trouble: problem('tensors', subject.of.range, [
				'Not supported yet: arrays and random values ({0})',
				subject.of.name,
			]),
		};
	const node = nodeOf(subject.of.name, run);
	if (node !== null) return { actual: trace.tape.value(node), label: subject.of.name };
	if (subject.derivativeOf !== undefined && nodeOf(subject.derivativeOf.name, run) !== null) {
		return derivative(undefined, subject.derivativeOf, claim, run, traces);
	}
	return { trouble: unknown(subject.of) };
}

function derivative(target: string | undefined, of: Element, claim: Claim, run: Run, traces: Traces): Found {
	if (of.index !== undefined)
		return { trouble: problem('tensors', of.range, ['Not supported yet: arrays and random values ({0})', of.name]) };
	const node = nodeOf(of.name, run);
	if (node === null) return { trouble: unknown(of) };
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
	return { actual: known.reaches(node) ? known.gradient(node) : 0, label };
}

/** The node of a variable: what was bound to the name last, or an input. */
export function nodeOf(name: string, run: Run): number | null {
	return (
		run.bindings.findLast((binding) => binding.name === name)?.node ??
		run.inputs.get(name) ??
		(name === run.targetName && name !== '' ? run.target : null)
	);
}

function falseClaim(claim: Claim, expected: number, actual: number, label: string): Problem {
	const difference = Math.abs(actual - expected);
	const replacement = asWritten(claim, actual);
	const message: Text = [
		'{0} is {1}, not {2}: off by {3}.',
		label,
		near(actual, expected),
		formatExact(expected),
		formatNumber(difference),
	];
	return {
		code: 'claim-false',
		severity: 'error',
		range: claim.range,
		message,
		fixes: [{ title: ['Replace by {0}', replacement], edits: [{ range: claim.expected.range, text: replacement }] }],
	};
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

function unknown(element: Element): Problem {
	return problem('unknown-name', element.range, ['The program has no variable {0}.', element.name]);
}

function problem(code: string, range: Problem['range'], message: Text): Problem {
	return { code, severity: 'error', range, message };
}
