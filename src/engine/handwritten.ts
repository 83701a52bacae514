/**
 * Gradients that a program computes by hand (`grad_w1`, `dW`) beside the true ones: checked without being asked, because that is what they are there for.
 */
import { formatNumber } from '../core/format.ts';
import { quantityOf } from '../core/quantity.ts';
import { sameShape } from '../core/tensor/shape.ts';
import { dataOf } from '../core/tensor/tensor.ts';
import { Trace } from '../core/trace.ts';
import { GRADIENT_NAMES } from '../lang/script-blocks.ts';
import type { ClaimResult, Problem } from '../protocol.ts';
import type { Run } from '../run/run.ts';
import type { Tried } from './claims.ts';

/** Rounding in two ways of computing the same gradient, relative to its largest entry. */
const TOLERANCE = 1e-7;

/**
 * Each variable that is named as the gradient of another one and has its shape. `guessed` says that values nobody wrote down take part: then nothing is
 * asserted. A variable that is set more than once may have been meant at any of its values: it is right where it is right of one.
 */
export function checkHandwritten(run: Run, trace: Trace, guessed: boolean): Tried {
	const results: ClaimResult[] = [];
	const problems: Problem[] = [];
	const { tape, target } = trace;
	if (run.targetName === '' || !tape.isScalar(target)) return { results, problems };
	const versions = new Map<string, number[]>();
	for (const [name, node] of run.inputs) versions.set(name, [node]);
	for (const { name, node } of run.bindings) {
		const known = versions.get(name);
		if (known === undefined) versions.set(name, [node]);
		else if (!known.includes(node)) known.push(node);
	}
	const last = new Map(run.bindings.map((binding) => [binding.name, binding]));
	let all: Trace | null = null;
	for (const [name, binding] of last) {
		const of = variableOf(name, versions);
		if (of === null || binding.node === target) continue;
		const shape = tape.type(binding.node).shape;
		const fitting = (versions.get(of) ?? []).filter((node) => sameShape(tape.type(node).shape, shape));
		if (fitting.length === 0) continue;
		// Gradients of variables on the way, whatever the unit asks for.
		all ??= new Trace(tape, target, { wrt: [...new Set([...versions.values()].flat())] });
		const written = dataOf(tape.tensor(binding.node));
		const off = fitting.map((node) => difference(written, gradientOf(all!, node)));
		const least = Math.min(...off.map(({ error }) => error));
		const { range } = binding;
		const holds = least <= TOLERANCE;
		const text = `${name} = ∂${run.targetName}/∂${of}`;
		// One of several values may not have been meant at all: only a plain disagreement is told.
		if (!holds && (fitting.length > 1 || guessed)) continue;
		const actual = quantityOf(tape.tensor(binding.node));
		const expected = quantityOf(all.gradientTensor(fitting[0]!) ?? tape.tensor(binding.node));
		results.push({ range, text, expected, actual, tolerance: TOLERANCE, holds, guessed });
		if (holds) continue;
		const message: Problem['message'] = [
			'{0} is not ∂{1}/∂{2}: off by up to {3}.',
			name,
			run.targetName,
			of,
			formatNumber(off[0]!.absolute),
		];
		problems.push({ code: 'handwritten-gradient', severity: 'warning', range, message });
	}
	return { results, problems };
}

/** The variable whose gradient a name says it is. */
function variableOf(name: string, versions: ReadonlyMap<string, unknown>): string | null {
	for (const pattern of GRADIENT_NAMES) {
		const of = pattern.exec(name)?.[1];
		if (of !== undefined && of !== name && versions.has(of)) return of;
	}
	return null;
}

function gradientOf(trace: Trace, node: number): Float64Array | null {
	const gradient = trace.gradientTensor(node);
	return gradient === null ? null : dataOf(gradient);
}

/** The largest difference, by itself and relative to the largest entry. A gradient that does not arrive is 0. */
function difference(
	written: Float64Array,
	actual: Float64Array | null,
): { readonly error: number; readonly absolute: number } {
	let absolute = 0;
	let scale = 1e-12;
	for (const [k, value] of written.entries()) {
		const other = actual?.[k] ?? 0;
		const off = Math.abs(value - other);
		if (!(off <= absolute)) absolute = Number.isNaN(off) ? Infinity : off;
		scale = Math.max(scale, Math.abs(value), Math.abs(other));
	}
	return { absolute, error: absolute / scale };
}
