/** Sequences and the functions on them: convolution, differences, slopes, integrals, interpolation, polynomials; and the products of several arrays. */
import { normalizeAxis } from '../../core/tensor/shape.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import { float, list, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import { add, asKind, both, div, mul, num, sub, sum } from './nn-compose.ts';
import { part } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { selected } from './torch-shaping.ts';
import { broadcasted, reshapedTo } from './views.ts';

const MODES = ['full', 'same', 'valid'] as const;
type Mode = (typeof MODES)[number];

function modeOf(k: Kit, a: Arguments): Mode {
	const value = a.value('mode');
	const mode = value.kind === 'int' ? (['valid', 'same', 'full'] as const)[value.value] : a.choice('mode', MODES);
	return mode ?? k.call.unsupported(`${a.name}(mode=…)`);
}

/** What part of all the products is wanted, of vectors with n ≥ m entries. */
function section(n: number, m: number, mode: Mode): { readonly start: number; readonly length: number } {
	if (mode === 'full') return { start: 0, length: n + m - 1 };
	return mode === 'same' ? { start: (m - 1) >> 1, length: n } : { start: m - 1, length: n - m + 1 };
}

function convolve(k: Kit, a: Arguments): Value {
	const given = [a.array('a'), a.array('v')] as const;
	const [x, y] = given[1].size > given[0].size ? [given[1], given[0]] : given;
	return k.apply('convolve', [x, y], section(x.size, y.size, modeOf(k, a)));
}

/** NumPy correlates with the longer vector in front, and turns the result round where it had to swap. */
function correlate(k: Kit, a: Arguments): Value {
	const given = [a.array('a'), a.array('v')] as const;
	const swap = given[1].size > given[0].size;
	const [x, y] = swap ? [given[1], given[0]] : given;
	const result = k.apply('convolve', [x, y], { ...section(x.size, y.size, modeOf(k, a)), reverse: true });
	return swap ? k.move('flip', [k.array(result)], { axes: [0] }) : result;
}

/** Convolution of planes: a layer's convolution with one channel and the weights turned round. */
function convolve2d(k: Kit, a: Arguments, turn: boolean): Value {
	const boundary = a.text('boundary') ?? 'fill';
	if (boundary !== 'fill' || a.number('fillvalue') !== 0) k.call.unsupported(`${a.name}(boundary=…)`);
	const [x, w] = [a.array('in1'), a.array('in2')];
	const mode = modeOf(k, a);
	const padding = w.shape.map((extent): readonly [number, number] => {
		if (mode === 'valid') return [0, 0];
		if (mode === 'full') return [extent - 1, extent - 1];
		const before = turn ? extent - 1 - ((extent - 1) >> 1) : (extent - 1) >> 1;
		return [before, extent - 1 - before];
	});
	const taps = turn ? k.move('flip', [w], { axes: [0, 1] }) : w;
	const image = reshapedTo(k, x, [1, 1, ...x.shape]);
	const result = k.array(k.apply('conv', [image, reshapedTo(k, taps, [1, 1, ...w.shape])], { padding }));
	return reshapedTo(k, result, result.shape.slice(2));
}

function differences(k: Kit, array: NdArray, axis: number): Value {
	const size = array.shape[axis]!;
	return sub(k, part(k, array, axis, 1, size), part(k, array, axis, 0, Math.max(0, size - 1)));
}

function diff(k: Kit, a: Arguments): Value {
	let array = a.array('a');
	const axis = normalizeAxis(a.whole('axis'), array.shape.length);
	const joined = ['prepend', 'append'].map((name) => {
		const value = a.maybe(name);
		if (value === undefined) return null;
		const own = k.array(value);
		return own.shape.length > 0
			? own
			: broadcasted(
					k,
					own,
					array.shape.map((extent, index) => (index === axis ? 1 : extent)),
				);
	});
	const parts = [joined[0], array, joined[1]].filter((own): own is NdArray => own !== null && own !== undefined);
	if (parts.length > 1) array = k.move('concatenate', parts, { axis });
	const times = a.whole('n');
	for (let turn = 0; turn < times; turn++) {
		array = k.array(
			array.dtype === 'bool'
				? k.map('ne', [part(k, array, axis, 1, array.shape[axis]!), part(k, array, axis, 0, array.shape[axis]! - 1)])
				: differences(k, array, axis),
		);
	}
	return array;
}

/** Slopes by differences of neighbours on both sides, one-sided at the ends, along one axis. */
function slopeAlong(k: Kit, x: NdArray, axis: number, spacing: Value, order: number): Value {
	const size = x.shape[axis]!;
	if (size < order + 1) k.call.raise('ValueError', ['a gradient needs {0} entries along the axis', order + 1]);
	const at = (from: number, to: number): NdArray => part(k, x, axis, from, to);
	const steps = k.operand(spacing);
	const even = !k.isArray(steps) || steps.shape.length === 0;
	if (!even) return slopeUneven(k, x, axis, k.array(steps), order);
	const twice = (value: Value): Value => div(k, value, mul(k, num(2), steps));
	const inner = size > 2 ? twice(sub(k, at(2, size), at(0, size - 2))) : null;
	let first: Value;
	let last: Value;
	if (order === 1) {
		first = div(k, sub(k, at(1, 2), at(0, 1)), steps);
		last = div(k, sub(k, at(size - 1, size), at(size - 2, size - 1)), steps);
	} else {
		const three = (weights: readonly number[], from: number): Value => {
			const terms = weights.map((weight, index) => mul(k, num(weight), at(from + index, from + index + 1)));
			return div(
				k,
				terms.reduce((total, term) => add(k, total, term)),
				steps,
			);
		};
		first = three([-1.5, 2, -0.5], 0);
		last = three([0.5, -2, 1.5], size - 3);
	}
	const parts = [first, inner, last].flatMap((value) => (value === null ? [] : [k.array(value)]));
	return k.move('concatenate', parts, { axis });
}

/** The same over places that are unevenly apart. */
function slopeUneven(k: Kit, x: NdArray, axis: number, places: NdArray, order: number): Value {
	if (order !== 1) k.call.unsupported('np.gradient(edge_order=2)');
	const size = x.shape[axis]!;
	const laid = (array: NdArray): NdArray =>
		reshapedTo(
			k,
			array,
			x.shape.map((_, index) => (index === axis ? array.size : 1)),
		);
	const at = (from: number, to: number): NdArray => part(k, x, axis, from, to);
	const gaps = k.array(differences(k, places, 0));
	const [before, after] = [laid(part(k, gaps, 0, 0, size - 2)), laid(part(k, gaps, 0, 1, size - 1))];
	const both = mul(k, mul(k, before, after), add(k, before, after));
	const terms = [
		mul(k, k.map('square', [before]), at(2, size)),
		mul(k, sub(k, k.map('square', [after]), k.map('square', [before])), at(1, size - 1)),
		k.map('neg', [mul(k, k.map('square', [after]), at(0, size - 2))]),
	];
	const inner = div(
		k,
		terms.reduce((total, term) => add(k, total, term)),
		both,
	);
	const end = (from: number): Value =>
		div(k, sub(k, at(from + 1, from + 2), at(from, from + 1)), laid(part(k, gaps, 0, from, from + 1)));
	return k.move(
		'concatenate',
		[end(0), inner, end(size - 2)].map((value) => k.array(value)),
		{ axis },
	);
}

function gradient(k: Kit, a: Arguments): Value {
	const x = a.array('f');
	const rank = x.shape.length;
	const axes = a.axes()?.map((axis) => normalizeAxis(axis, rank)) ?? x.shape.map((_, axis) => axis);
	const spacing = axes.map((_, index) => a.rest[a.rest.length === 1 ? 0 : index] ?? num(1));
	const order = a.whole('edge_order');
	const slopes = axes.map((axis, index) => slopeAlong(k, x, axis, spacing[index]!, order));
	return slopes.length === 1 ? slopes[0]! : list(slopes);
}

/** The area under the chords: half the sum of neighbours, times their distance. */
function trapezoid(k: Kit, a: Arguments): Value {
	const y = a.array('y');
	const axis = normalizeAxis(a.whole('axis'), y.shape.length);
	const size = y.shape[axis]!;
	const x = a.maybe('x');
	let widths: Value = a.operand('dx');
	if (x !== undefined) {
		const places = k.array(x);
		const gaps = k.array(differences(k, places, places.shape.length === 1 ? 0 : axis));
		widths =
			gaps.shape.length === y.shape.length
				? gaps
				: reshapedTo(
						k,
						gaps,
						y.shape.map((_, index) => (index === axis ? gaps.size : 1)),
					);
	}
	const pairs = add(k, part(k, y, axis, 1, size), part(k, y, axis, 0, size - 1));
	return sum(k, div(k, mul(k, widths, pairs), num(2)), [axis]);
}

function interp(k: Kit, a: Arguments): Value {
	a.refuse('period');
	const x = a.operand('x');
	const [xp, fp] = [a.array('xp'), a.array('fp')];
	let result = k.apply('interp', [x, xp, fp]);
	const table = dataOf(xp.look());
	const outside = (name: string, test: string, bound: number): void => {
		if (a.has(name)) result = k.map('where', [k.map(test, [x, float(bound)]), a.operand(name), result]);
	};
	outside('left', 'lt', table[0] ?? NaN);
	outside('right', 'gt', table.at(-1) ?? NaN);
	return result;
}

/** Horner's rule, from the highest power down. */
function polyval(k: Kit, coefficients: readonly Value[], x: Value): Value {
	const [first, ...rest] = coefficients;
	if (first === undefined) return num(0);
	const start = k.isArray(x) && rest.length === 0 ? broadcasted(k, k.array(first), x.shape) : first;
	return rest.reduce((total, next) => add(k, mul(k, total, x), next), start);
}

/** The coefficients of a polynomial's derivative. */
function polyder(k: Kit, coefficients: NdArray, times: number): NdArray {
	let own = coefficients;
	for (let turn = 0; turn < times; turn++) {
		const degree = own.size - 1;
		const powers = Float64Array.from({ length: Math.max(0, degree) }, (_, index) => degree - index);
		own = k.array(mul(k, part(k, own, 0, 0, degree), k.fromNumbers(powers, [powers.length], 'int64')));
	}
	return own;
}

function crossAxis(a: Arguments): number {
	return a.maybeWhole('axis') ?? -1;
}

/** Of vectors of two only the third entry is not 0: x0·y1 − x1·y0. */
function flatCross(k: Kit, x: NdArray, y: NdArray, axis: number): Value {
	const entry = (array: NdArray, index: number): Value =>
		selected(k, array, normalizeAxis(axis, array.shape.length), index);
	return sub(k, mul(k, entry(x, 0), entry(y, 1)), mul(k, entry(x, 1), entry(y, 0)));
}

/** Vectors of two take a third entry of 0 where the other has three. */
function cross(k: Kit, a: Arguments): Value {
	const axis = crossAxis(a);
	const given = [a.array('a'), a.array('b')];
	const sizes = given.map((array) => array.shape[normalizeAxis(axis, array.shape.length)]!);
	const deep = Math.max(...sizes);
	if (deep === 2) return flatCross(k, given[0]!, given[1]!, axis);
	const vectors = given.map((array, index) => {
		if (sizes[index] === deep || deep !== 3 || sizes[index] !== 2) return array;
		const along = normalizeAxis(axis, array.shape.length);
		return k.move('pad', [array], {
			widths: array.shape.map((_, place) => (place === along ? [0, 1] : [0, 0])),
			value: 0,
		});
	});
	const shape = k.commonShape(vectors);
	return k.apply(
		'cross',
		vectors.map((array) => broadcasted(k, array, shape)),
		{ axis },
	);
}

export const signal: readonly Declaration[] = [
	declare('np.convolve', "a, v, mode='full'", convolve),
	declare('np.correlate', "a, v, mode='valid'", correlate),
	declare(
		'scipy.signal.convolve scipy.signal.fftconvolve',
		"in1|a, in2|v, mode='full', boundary=, fillvalue=0, method=",
		(k, a) => (a.array('in1').shape.length === 2 ? convolve2d(k, a, true) : convolveVectors(k, a)),
	),
	declare('scipy.signal.correlate', "in1|a, in2|v, mode='full', boundary=, fillvalue=0, method=", (k, a) =>
		a.array('in1').shape.length === 2 ? convolve2d(k, a, false) : k.call.unsupported(a.name),
	),
	declare('scipy.signal.convolve2d', "in1, in2, mode='full', boundary=, fillvalue=0", (k, a) => convolve2d(k, a, true)),
	declare('scipy.signal.correlate2d', "in1, in2, mode='full', boundary=, fillvalue=0", (k, a) =>
		convolve2d(k, a, false),
	),
	declare('np.diff', 'a, n=1, axis=-1, prepend=, append=', diff),
	declare(both('diff'), 'a|input, n=1, axis|dim=-1, prepend=, append=', (k, a) => diff(k, a)),
	declare('np.ediff1d', 'ary, to_end=None, to_begin=None', (k, a) => {
		const flat = reshapedTo(k, a.array('ary'), [-1]);
		const parts = [a.maybe('to_begin'), differences(k, flat, 0), a.maybe('to_end')].flatMap((value) =>
			value === undefined ? [] : [reshapedTo(k, k.array(value), [-1])],
		);
		return parts.length === 1 ? parts[0]! : k.move('concatenate', parts, { axis: 0 });
	}),
	declare('np.gradient', 'f, *varargs, axis=None, edge_order=1', gradient),
	declare('torch.gradient', 'f|input, *, spacing=, axis|dim=None, edge_order=1, *varargs', gradient),
	declare(
		'np.trapz np.trapezoid torch.trapz torch.trapezoid scipy.integrate.trapezoid',
		'y, x=None, dx=1.0, axis|dim=-1',
		trapezoid,
	),
	declare('np.interp', 'x, xp, fp, left=None, right=None, period=None', interp),
	declare('np.polyval', 'p, x', (k, a) => polyval(k, a.items('p'), a.operand('x'))),
	declare('np.polynomial.polynomial.polyval', 'x, c', (k, a) => polyval(k, a.items('c').toReversed(), a.operand('x'))),
	declare('np.polyder', 'p, m=1', (k, a) => polyder(k, a.array('p'), a.whole('m'))),
	declare('np.polymul', 'a|a1, v|a2', (k, a) => {
		const [x, y] = [a.array('a'), a.array('v')];
		return k.apply('convolve', [x, y], section(x.size, y.size, 'full'));
	}),
	declare(`np.kron ${both('kron')}`, 'a|input, b|other', (k, a) => k.apply('kron', [a.array('a'), a.array('b')])),
	declare('np.cross', 'a, b, axisa=, axisb=, axisc=, axis=None', cross),
	declare(`${both('cross')} torch.linalg.cross`, 'a|input, b|other, axis|dim=None', cross),
	declare('np.trace nd.trace', 'a, offset=0, axis1=0, axis2=1, dtype=, out=', (k, a) =>
		k.apply('trace', [a.array('a')], { offset: a.whole('offset'), axis1: a.whole('axis1'), axis2: a.whole('axis2') }),
	),
	declare('torch.vander', 'x, N=None, increasing=False', (k, a) => {
		const x = a.array('x');
		const count = a.maybeWhole('N') ?? x.size;
		const powers = Float64Array.from({ length: count }, (_, index) =>
			a.flag('increasing') ? index : count - 1 - index,
		);
		return asKind(
			k,
			k.array(k.map('pow', [reshapedTo(k, x, [x.size, 1]), k.fromNumbers(powers, [count], 'int64')])),
			true,
		);
	}),
];

/** SciPy gives the middle of the first operand's length where NumPy gives that of the longer one. */
function convolveVectors(k: Kit, a: Arguments): Value {
	const [x, y] = [a.array('in1'), a.array('in2')];
	const mode = modeOf(k, a);
	const [long, short] = x.size >= y.size ? [x, y] : [y, x];
	if (mode !== 'same') return k.apply('convolve', [long, short], section(long.size, short.size, mode));
	const start = (y.size - 1) >> 1;
	return k.apply('convolve', [x, y], { start, length: x.size });
}
