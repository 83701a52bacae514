/**
 * Reductions and running sums over axes, in the order in which NumPy adds, so that the digits agree.
 */
import { cleared, unset } from './memory.ts';
import { ShapeError, reducedShape, shapeText, sizeOf, stridesOf } from './shape.ts';
import { dataOf, eachRow, makeTensor, type Tensor } from './tensor.ts';
import type { ElementType } from '../types.ts';

/** Combines one run of a reduction: `n` entries from `xs[xi]` with step `xd`, into `out[at]`, or with step `od` into entries of their own. */
type Run = (n: number, out: Float64Array, at: number, od: number, xs: Float64Array, xi: number, xd: number) => void;

/** Reduces those axes (ascending), which stay as 1 where `keepdims`. `start` is the value of an empty reduction. */
function reduce(
	x: Tensor,
	axes: readonly number[],
	keepdims: boolean,
	element: ElementType,
	start: number,
	run: Run,
): Tensor {
	const shape = reducedShape(x.shape, axes, keepdims);
	const out = cleared(sizeOf(shape));
	if (start !== 0) out.fill(start);
	const kept = stridesOf(reducedShape(x.shape, axes, true));
	// As NumPy's iterator has it: the largest stride outermost.
	const order = x.shape
		.map((extent, axis) => ({ extent, stride: x.strides[axis]!, out: axes.includes(axis) ? 0 : kept[axis]! }))
		.filter(({ extent }) => extent !== 1)
		.sort((a, b) => Math.abs(b.stride) - Math.abs(a.stride));
	const inner = apart(order);
	const outer = order.slice(0, order.length - inner.length);
	if (inner.length < 2) {
		eachRow(
			order.map(({ extent }) => extent),
			[order.map(({ stride }) => stride), order.map((axis) => axis.out)],
			[x.offset, 0],
			(n, [xi, at], [xd, od]) => run(n, out, at!, od!, x.data, xi!, xd!),
		);
		return makeTensor(out, shape, element);
	}
	// Reduced axes that are no single run through memory are gathered first, a buffer at a time.
	const size = inner.reduce((product, { extent }) => product * extent, 1);
	const buffer = new Float64Array(Math.min(size, BUFFER));
	eachRow(
		[...outer.map(({ extent }) => extent), 1],
		[
			[...outer.map(({ stride }) => stride), 0],
			[...outer.map((axis) => axis.out), 0],
		],
		[x.offset, 0],
		(n, [xi, at], [xd, od]) => {
			for (let i = 0; i < n; i++) {
				let filled = 0;
				eachRow(
					inner.map(({ extent }) => extent),
					[inner.map(({ stride }) => stride)],
					[xi! + i * xd!],
					(count, [start], [step]) => {
						for (let k = 0; k < count; k++) {
							buffer[filled++] = x.data[start! + k * step!]!;
							if (filled < buffer.length) continue;
							run(filled, out, at! + i * od!, 0, buffer, 0, 1);
							filled = 0;
						}
					},
				);
				if (filled > 0) run(filled, out, at! + i * od!, 0, buffer, 0, 1);
			}
		},
	);
	return makeTensor(out, shape, element);
}

/** So many entries NumPy gathers at once. */
const BUFFER = 8192;

/** The innermost axes that are reduced, if they are no single run through memory. */
function apart<T extends { readonly extent: number; readonly stride: number; readonly out: number }>(
	order: readonly T[],
): readonly T[] {
	let from = order.length;
	while (from > 0 && order[from - 1]!.out === 0) from--;
	const inner = order.slice(from);
	const oneRun = inner.every((axis, index) => {
		const next = inner[index + 1];
		return next === undefined || axis.stride === next.stride * next.extent;
	});
	return oneRun ? [] : inner;
}

/** Below this many terms they are added in blocks of eight; above, halves are added up by themselves. */
const PAIRWISE = 128;

/** NumPy's pairwise sum, to the bit. */
function pairwise(xs: Float64Array, at: number, n: number, step: number): number {
	if (n < 8) {
		let sum = 0;
		for (let i = 0, k = at; i < n; i++, k += step) sum += xs[k]!;
		return sum;
	}
	if (n <= PAIRWISE) {
		let r0 = xs[at]!;
		let r1 = xs[at + step]!;
		let r2 = xs[at + 2 * step]!;
		let r3 = xs[at + 3 * step]!;
		let r4 = xs[at + 4 * step]!;
		let r5 = xs[at + 5 * step]!;
		let r6 = xs[at + 6 * step]!;
		let r7 = xs[at + 7 * step]!;
		let i = 8;
		let k = at + 8 * step;
		for (; i < n - (n % 8); i += 8, k += 8 * step) {
			r0 += xs[k]!;
			r1 += xs[k + step]!;
			r2 += xs[k + 2 * step]!;
			r3 += xs[k + 3 * step]!;
			r4 += xs[k + 4 * step]!;
			r5 += xs[k + 5 * step]!;
			r6 += xs[k + 6 * step]!;
			r7 += xs[k + 7 * step]!;
		}
		let sum = r0 + r1 + (r2 + r3) + (r4 + r5 + (r6 + r7));
		for (; i < n; i++, k += step) sum += xs[k]!;
		return sum;
	}
	let half = Math.floor(n / 2);
	half -= half % 8;
	return pairwise(xs, at, half, step) + pairwise(xs, at + half * step, n - half, step);
}

export function sum(x: Tensor, axes: readonly number[], keepdims: boolean, element: ElementType): Tensor {
	const result = reduce(x, axes, keepdims, element, 0, (n, out, at, od, xs, xi, xd) => {
		if (od === 0) out[at]! += pairwise(xs, xi, n, xd);
		else for (let i = 0, o = at, k = xi; i < n; i++, o += od, k += xd) out[o]! += xs[k]!;
	});
	if (element === 'float32') for (let i = 0; i < result.data.length; i++) result.data[i] = Math.fround(result.data[i]!);
	return result;
}

export function prod(x: Tensor, axes: readonly number[], keepdims: boolean, element: ElementType): Tensor {
	return reduce(x, axes, keepdims, element, 1, (n, out, at, od, xs, xi, xd) => {
		for (let i = 0, o = at, k = xi; i < n; i++, o += od, k += xd) out[o]! *= xs[k]!;
	});
}

/** The largest entries; NaN wins. Throws a ShapeError where there is no entry to choose from. */
export function largest(x: Tensor, axes: readonly number[], keepdims: boolean): Tensor {
	needEntries(x, axes);
	return reduce(x, axes, keepdims, x.element, -Infinity, (n, out, at, od, xs, xi, xd) => {
		for (let i = 0, o = at, k = xi; i < n; i++, o += od, k += xd) out[o] = Math.max(out[o]!, xs[k]!);
	});
}

/** The smallest entries; NaN wins. */
export function smallest(x: Tensor, axes: readonly number[], keepdims: boolean): Tensor {
	needEntries(x, axes);
	return reduce(x, axes, keepdims, x.element, Infinity, (n, out, at, od, xs, xi, xd) => {
		for (let i = 0, o = at, k = xi; i < n; i++, o += od, k += xd) out[o] = Math.min(out[o]!, xs[k]!);
	});
}

export function some(x: Tensor, axes: readonly number[], keepdims: boolean): Tensor {
	return reduce(x, axes, keepdims, 'bool', 0, (n, out, at, od, xs, xi, xd) => {
		for (let i = 0, o = at, k = xi; i < n; i++, o += od, k += xd) if (xs[k] !== 0) out[o] = 1;
	});
}

export function every(x: Tensor, axes: readonly number[], keepdims: boolean): Tensor {
	return reduce(x, axes, keepdims, 'bool', 1, (n, out, at, od, xs, xi, xd) => {
		for (let i = 0, o = at, k = xi; i < n; i++, o += od, k += xd) if (xs[k] === 0) out[o] = 0;
	});
}

/** Throws a ShapeError where an extreme is asked of nothing. */
export function needEntries(x: { readonly shape: readonly number[] }, axes: readonly number[]): void {
	if (sizeOf(x.shape) === 0 && axes.some((axis) => x.shape[axis] === 0)) {
		throw new ShapeError('{0} has no entries to choose from', shapeText(x.shape));
	}
}

/** The array as (before, along, after) an axis, in C order: what loops along one axis run over. */
export function alongAxis(
	shape: readonly number[],
	axis: number,
): { readonly outer: number; readonly length: number; readonly inner: number } {
	return { outer: sizeOf(shape.slice(0, axis)), length: shape[axis]!, inner: sizeOf(shape.slice(axis + 1)) };
}

/** Where the first largest entry along an axis stands (or the smallest, `sign` −1); the first NaN wins. */
export function argExtreme(x: Tensor, axis: number, keepdims: boolean, sign: 1 | -1): Tensor {
	needEntries(x, [axis]);
	const xs = dataOf(x);
	const { outer, length, inner } = alongAxis(x.shape, axis);
	const out = unset(outer * inner);
	for (let o = 0; o < outer; o++) {
		for (let i = 0; i < inner; i++) {
			const start = o * length * inner + i;
			let best = xs[start]!;
			let place = 0;
			for (let k = 1; k < length && best === best; k++) {
				const next = xs[start + k * inner]!;
				if (next !== next || sign * next > sign * best) {
					best = next;
					place = k;
				}
			}
			out[o * inner + i] = place;
		}
	}
	return makeTensor(out, reducedShape(x.shape, [axis], keepdims), 'int64');
}

/** s[k] = a[k]·s[k − 1] + b[k] along an axis, from the front or, `reverse`, from the back; without `a`, running sums. */
export function scan(a: Tensor | null, b: Tensor, axis: number, reverse: boolean, element: ElementType): Tensor {
	const bs = dataOf(b);
	const as = a === null ? null : dataOf(a);
	const { outer, length, inner } = alongAxis(b.shape, axis);
	const out = unset(bs.length);
	const step = reverse ? -inner : inner;
	for (let o = 0; o < outer; o++) {
		for (let i = 0; i < inner; i++) {
			let at = o * length * inner + i + (reverse ? (length - 1) * inner : 0);
			let state = 0;
			for (let k = 0; k < length; k++, at += step) {
				state = as === null ? state + bs[at]! : as[at]! * state + bs[at]!;
				out[at] = state;
			}
		}
	}
	return makeTensor(out, b.shape, element);
}

/** Running products along an axis. */
export function cumulatedProduct(x: Tensor, axis: number, element: ElementType): Tensor {
	const xs = dataOf(x);
	const { outer, length, inner } = alongAxis(x.shape, axis);
	const out = unset(xs.length);
	for (let o = 0; o < outer; o++) {
		for (let i = 0; i < inner; i++) {
			let at = o * length * inner + i;
			let state = 1;
			for (let k = 0; k < length; k++, at += inner) {
				state *= xs[at]!;
				out[at] = state;
			}
		}
	}
	return makeTensor(out, x.shape, element);
}
