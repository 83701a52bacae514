/** Functions of torch that reduce or order along a dimension, and those that answer with values and their positions. */
import { normalizeAxis } from '../../core/tensor/shape.ts';
import { tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import { both, results } from './nn-compose.ts';
import { part } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import { reshapedTo } from './views.ts';

/** The dimension of a call in an array; the last one where it is left out. */
function dimOf(a: Arguments, array: NdArray, fallback = -1): number {
	return normalizeAxis(a.maybeWhole('dim') ?? fallback, array.shape.length);
}

/** `torch.max` of one tensor, of one along a dimension, and of two. */
function extreme(row: 'amax' | 'amin'): Declaration['body'] {
	const [pair, position] = row === 'amax' ? (['max', 'argmax'] as const) : (['min', 'argmin'] as const);
	return (k, a) => {
		const second = a.maybe('dim') ?? a.maybe('other');
		const x = a.operand('input');
		if (second === undefined) return k.apply(row, [k.array(x)], { axes: null, keepdims: false });
		if (k.isArray(second)) return k.map(pair, [x, second]);
		const array = k.array(x);
		const axis = normalizeAxis(k.whole(second, 'dim'), array.shape.length);
		const keepdims = a.flag('keepdim');
		return results(k, [
			['values', () => k.apply(row, [array], { axes: [axis], keepdims })],
			['indices', () => positions(k, k.apply(position, [array], { axis, keepdims }))],
		]);
	};
}

/** Positions are whole numbers off the tape: they only index. */
function positions(k: Kit, value: Value): Value {
	return k.isArray(value) ? k.fresh(value.share(), 'int64', true) : value;
}

/** Where each entry along a dimension goes; equal ones keep their order. */
function orderOf(k: Kit, array: NdArray, axis: number, descending: boolean): NdArray {
	const off = k.fresh(array.share());
	const key = descending ? k.array(k.compute([off], off.shape, 'float64', (value) => -value)) : off;
	return k.array(positions(k, k.apply('argsort', [key], { axis })));
}

function sorted(k: Kit, array: NdArray, axis: number, descending: boolean): Value {
	const rising = k.array(k.apply('sort', [array], { axis }));
	return descending ? k.move('flip', [rising], { axes: [axis] }) : rising;
}

function sort(k: Kit, a: Arguments): Value {
	const array = a.array('input');
	const axis = dimOf(a, array);
	const descending = a.flag('descending');
	return results(k, [
		['values', () => sorted(k, array, axis, descending)],
		['indices', () => orderOf(k, array, axis, descending)],
	]);
}

function topk(k: Kit, a: Arguments): Value {
	const array = a.array('input');
	const axis = dimOf(a, array);
	const largest = a.flag('largest');
	const count = a.whole('k');
	if (count > array.shape[axis]!) k.call.raise('RuntimeError', ['{0} of {1} entries', count, array.shape[axis]!]);
	return results(k, [
		['values', () => part(k, k.array(sorted(k, array, axis, largest)), axis, 0, count)],
		['indices', () => part(k, orderOf(k, array, axis, largest), axis, 0, count)],
	]);
}

/** The entry that stands at a place when they are in order. */
function ranked(k: Kit, array: NdArray, axis: number, place: number, keepdim: boolean): Value {
	const at = (of: NdArray): Value => {
		const line = part(k, of, axis, place, place + 1);
		return keepdim ? line : reshapedTo(k, line, line.shape.toSpliced(axis, 1));
	};
	return results(k, [
		['values', () => at(k.array(sorted(k, array, axis, false)))],
		['indices', () => at(orderOf(k, array, axis, false))],
	]);
}

/** The middle entry, the lower one of two. */
function median(k: Kit, a: Arguments): Value {
	const array = a.array('input');
	if (!a.has('dim')) return k.apply('quantile', [reshapedTo(k, array, [-1])], { axis: 0, q: 0.5, method: 'lower' });
	const axis = dimOf(a, array);
	return ranked(k, array, axis, (array.shape[axis]! - 1) >> 1, a.flag('keepdim'));
}

/** What `unbiased` and `correction` say together: how much less than the count the sum is divided by. */
function ddofOf(k: Kit, a: Arguments): { readonly axes: readonly number[] | null; readonly ddof: number } {
	const first = a.maybe('dim');
	// `x.var(False)` is not told a dimension, but whether it is unbiased.
	const unbiased = first?.kind === 'bool' ? first : a.maybe('unbiased');
	const correction = a.maybe('correction');
	const ddof = correction !== undefined ? k.whole(correction, 'correction') : 1;
	return {
		axes: first?.kind === 'bool' ? null : a.axes('dim'),
		ddof: unbiased === undefined ? ddof : Number(k.call.truthy(unbiased)),
	};
}

function spread(k: Kit, a: Arguments, row: 'var' | 'std'): Value {
	return k.apply(row, [a.array('input')], { ...ddofOf(k, a), keepdims: a.flag('keepdim') });
}

function spreadAndMean(row: 'var' | 'std'): Declaration['body'] {
	return (k, a) => {
		const { axes } = ddofOf(k, a);
		return tuple([spread(k, a, row), k.apply('mean', [a.array('input')], { axes, keepdims: a.flag('keepdim') })]);
	};
}

/** The largest, or smallest, so far, with where it stands. */
function running(of: 'max' | 'min'): Declaration['body'] {
	return (k, a) => {
		const array = a.array('input');
		const axis = dimOf(a, array);
		return results(k, [
			['values', () => k.apply(`cum${of}`, [array], { axis })],
			['indices', () => positions(k, k.apply('arg_running', [array], { axis, of }))],
		]);
	};
}

/** Reductions with an exponential inside, along the dimensions of a call. */
function exponential(row: string): Declaration['body'] {
	return (k, a) => k.apply(row, [a.array('input')], { axes: a.axes('dim'), keepdims: a.flag('keepdim') });
}

/** Different values in order, how often each is there, and where each entry is among them. */
function unique(k: Kit, a: Arguments): Value {
	a.refuse('dim');
	const array = a.array('input');
	const values = Array.from(dataOf(array.look()));
	const order = [...new Set(values)].sort((x, y) => x - y);
	const found: Value[] = [k.fromNumbers(Float64Array.from(order), [order.length], array.dtype, true)];
	if (a.flag('return_inverse')) {
		const rank = new Map(order.map((value, index) => [value, index]));
		found.push(
			k.fromNumbers(
				Float64Array.from(values, (value) => rank.get(value)!),
				array.shape,
				'int64',
				true,
			),
		);
	}
	if (a.flag('return_counts')) {
		const counts = new Map<number, number>();
		for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
		found.push(
			k.fromNumbers(
				Float64Array.from(order, (value) => counts.get(value)!),
				[order.length],
				'int64',
				true,
			),
		);
	}
	return found.length === 1 ? found[0]! : tuple(found);
}

function quantile(k: Kit, a: Arguments): Value {
	const array = a.array('input');
	const flat = a.has('dim') ? array : reshapedTo(k, array, [-1]);
	const axis = a.has('dim') ? dimOf(a, array) : 0;
	const method = a.choice('interpolation', ['linear', 'lower', 'higher', 'midpoint', 'nearest']);
	const of = (q: number): Value => k.apply('quantile', [flat], { axis, q, keepdims: a.flag('keepdim'), method });
	const q = k.operand(a.value('q'));
	if (!k.isArray(q) || q.shape.length === 0) return of(k.number(q, 'q'));
	const each = k.items(q).map((item) => k.array(of(k.number(item, 'q'))));
	return k.move('stack', each, { axis: 0 });
}

const ALONG = 'input, dim=None, keepdim|keepdims=False, *, out=';
const SPREAD = 'input, dim=None, unbiased=, keepdim|keepdims=False, *, correction=, out=';

export const torchOrder: readonly Declaration[] = [
	declare(both('max'), 'input, dim|axis|other=None, keepdim|keepdims=False, *, out=', extreme('amax')),
	declare(both('min'), 'input, dim|axis|other=None, keepdim|keepdims=False, *, out=', extreme('amin')),
	declare(both('sort msort'), 'input, dim|axis=-1, descending=False, stable=', sort),
	declare(both('argsort'), 'input, dim|axis=-1, descending=False, stable=', (k, a) => {
		const array = a.array('input');
		return orderOf(k, array, dimOf(a, array), a.flag('descending'));
	}),
	declare(both('topk'), 'input, k, dim=-1, largest=True, sorted=', topk),
	declare(both('kthvalue'), 'input, k, dim=-1, keepdim=False', (k, a) => {
		const array = a.array('input');
		return ranked(k, array, dimOf(a, array), a.whole('k') - 1, a.flag('keepdim'));
	}),
	declare(both('median'), ALONG, median),
	declare(both('quantile'), "input, q, dim=None, keepdim=False, *, interpolation='linear', out=", quantile),
	declare(both('var'), SPREAD, (k, a) => spread(k, a, 'var')),
	declare(both('std'), SPREAD, (k, a) => spread(k, a, 'std')),
	declare('torch.var_mean', SPREAD, spreadAndMean('var')),
	declare('torch.std_mean', SPREAD, spreadAndMean('std')),
	declare(both('cummax'), 'input, dim', running('max')),
	declare(both('cummin'), 'input, dim', running('min')),
	declare(both('logsumexp') + ' torch.special.logsumexp', 'input, dim|axis, keepdim=False', exponential('logsumexp')),
	declare(both('logcumsumexp'), 'input, dim', (k, a) => {
		const array = a.array('input');
		return k.apply('logcumsumexp', [array], { axis: dimOf(a, array) });
	}),
	declare(
		both('softmax') + ' F.softmax torch.special.softmax',
		'input, dim|axis=None, *, dtype=, _stacklevel=',
		along('softmax'),
	),
	declare(
		both('log_softmax') + ' F.log_softmax torch.special.log_softmax',
		'input, dim|axis=None, *, dtype=, _stacklevel=',
		along('log_softmax'),
	),
	declare('F.softmin', 'input, dim=None', (k, a) =>
		k.apply('softmax', [k.map('neg', [a.array('input')])], softmaxAxes(a)),
	),
	declare(both('unique'), 'input, sorted=True, return_inverse=False, return_counts=False, dim=None', unique),
	declare('torch.aminmax', 'input, *, dim=None, keepdim=False', (k, a) => {
		const input = a.array('input');
		const told = { axes: a.axes('dim'), keepdims: a.flag('keepdim') };
		return results(
			k,
			['min', 'max'].map((name) => [name, (): Value => k.apply(`a${name}`, [input], told)]),
		);
	}),
	declare('torch.histc', 'input, bins=100, min=0, max=0', (k, a) => {
		const values = Array.from(dataOf(a.array('input').look()));
		let [low, high] = [a.number('min'), a.number('max')];
		if (low === high) [low, high] = [Math.min(...values), Math.max(...values)];
		const bins = a.whole('bins');
		k.reserve(bins);
		const counts = new Float64Array(bins);
		for (const value of values) {
			if (value < low || value > high) continue;
			counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]!++;
		}
		return k.fromNumbers(counts, [bins], 'float64', true);
	}),
];

/** Where torch is not told a dimension it takes the first of one or three, the second of others. */
function softmaxAxes(a: Arguments): { readonly axes: readonly number[] } {
	const rank = a.array('input').shape.length;
	const fallback = rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
	return { axes: [normalizeAxis(a.maybeWhole('dim') ?? fallback, Math.max(1, rank))] };
}

function along(row: string): Declaration['body'] {
	return (k, a) => {
		const dtype = a.dtype();
		const array = a.array('input');
		return k.apply(row, [dtype === undefined ? array : k.cast(array, dtype)], softmaxAxes(a));
	};
}
