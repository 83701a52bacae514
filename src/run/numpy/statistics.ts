/** Statistics of samples: covariances and correlations, counts by bins and by values. */
import { dataOf } from '../../core/tensor/tensor.ts';
import { int, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { linspace } from './spaced.ts';
import type { Kit } from './kit.ts';
import { both, div, mean, mul, num, sub, sum } from './nn-compose.ts';
import { matmul } from './operators.ts';
import { declare, type Declaration } from './table.ts';
import { reshapedTo, squeezed, transposed } from './views.ts';

/** Variables as rows, observations as columns. */
function observations(k: Kit, value: Value, rows: boolean): NdArray {
	const array = k.array(value);
	if (array.shape.length < 2) return reshapedTo(k, array, [1, array.size]);
	return rows || array.shape[0] === 1 ? array : transposed(k, array);
}

/** Products of deviations from the mean, summed over the observations and divided by `count − ddof`. */
function covariance(k: Kit, a: Arguments, ddof: number): NdArray {
	const rows = a.has('rowvar') ? a.flag('rowvar') : true;
	const own = observations(k, a.value('m'), rows);
	const other = a.maybe('y');
	const all = other === undefined ? own : k.move('concatenate', [own, observations(k, other, rows)], { axis: 0 });
	const centred = k.array(sub(k, all, mean(k, all, [1], true)));
	const product = matmul(k, centred, transposed(k, centred));
	return k.array(div(k, product, num(all.shape[1]! - ddof)));
}

function cov(k: Kit, a: Arguments): Value {
	a.refuse('fweights', 'aweights');
	const bias = a.maybe('bias') !== undefined && a.flag('bias');
	const corrected = a.maybe('correction') === undefined ? undefined : a.whole('correction');
	const result = squeezed(k, covariance(k, a, a.maybeWhole('ddof') ?? corrected ?? (bias ? 0 : 1)), null);
	return result.shape.length === 0 ? asNumber(k, result) : result;
}

function asNumber(k: Kit, array: NdArray): Value {
	return array.recorded ? k.wrap(array.node()) : k.value(array.share(), array.dtype);
}

function corrcoef(k: Kit, a: Arguments): Value {
	const c = covariance(k, a, 1);
	if (c.size === 1) return asNumber(k, reshapedTo(k, k.array(div(k, c, c)), []));
	const spread = k.array(k.map('sqrt', [k.apply('diagonal', [c], { offset: 0 })]));
	const size = spread.size;
	const byRow = div(k, c, reshapedTo(k, spread, [size, 1]));
	return div(k, byRow, reshapedTo(k, spread, [1, size]));
}

/** Edges of bins: given as they are, or so many of equal width. */
function edgesOf(k: Kit, a: Arguments, values: Float64Array): Float64Array {
	const bins = k.operand(a.value('bins'));
	if (k.isArray(bins)) return dataOf(bins.look());
	const range = a.maybe('range');
	let [low, high] = range === undefined ? [Infinity, -Infinity] : k.items(range).map((item) => k.number(item, 'range'));
	if (range === undefined) {
		for (const value of values) {
			low = Math.min(low!, value);
			high = Math.max(high!, value);
		}
	}
	if (!(low! <= high!)) [low, high] = [0, 1];
	if (low === high) [low, high] = [low! - 0.5, high! + 0.5];
	const count = k.whole(bins, 'bins');
	k.reserve(count);
	return linspace(low!, high!, count + 1, true);
}

/** The bin of a value: the last one has its right edge in it. −1 outside. */
function binOf(edges: Float64Array, value: number): number {
	const last = edges.length - 1;
	if (!(value >= edges[0]! && value <= edges[last]!)) return -1;
	if (value === edges[last]) return last - 1;
	let low = 0;
	let high = last;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if (edges[middle]! <= value) low = middle;
		else high = middle;
	}
	return low;
}

/** Counts of values in bins. The values are looked at only: a count takes no gradient. Weights are summed with theirs. */
function histogram(k: Kit, a: Arguments): Value {
	const x = a.array('a');
	const values = dataOf(x.look());
	const edges = edgesOf(k, a, values);
	const bins = Array.from(values, (value) => binOf(edges, value));
	const size = edges.length - 1;
	const weights = a.maybe('weights');
	let counts: Value = weights === undefined ? counted(k, bins, size) : summed(k, bins, k.array(weights), size);
	if (a.flag('density')) {
		const widths = Float64Array.from({ length: size }, (_, bin) => edges[bin + 1]! - edges[bin]!);
		counts = div(k, div(k, counts, sum(k, counts)), k.fromNumbers(widths, [size]));
	}
	return tuple([counts, k.fromNumbers(edges.slice(), [edges.length])]);
}

function counted(k: Kit, bins: readonly number[], size: number): NdArray {
	k.reserve(size);
	const counts = new Float64Array(size);
	for (const bin of bins) if (bin >= 0) counts[bin]!++;
	return k.fromNumbers(counts, [size], 'int64');
}

/** Values added up where their bins say. */
function summed(k: Kit, bins: readonly number[], weights: NdArray, size: number): Value {
	const inside = bins.flatMap((bin, place) => (bin < 0 ? [] : [place]));
	const flat = reshapedTo(k, weights, [-1]);
	const taken =
		inside.length === bins.length
			? flat
			: k.move('index', [flat], { flat: Int32Array.from(inside), shape: [inside.length] });
	return k.apply('scatter_add', [taken], { flat: Int32Array.from(inside, (place) => bins[place]!), shape: [size] });
}

function bincount(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	if (x.isFloat && x.size > 0) k.call.raise('TypeError', ['{0} counts whole numbers, not floats', a.name]);
	const values = Array.from(dataOf(x.look()));
	if (values.some((value) => value < 0)) k.call.raise('ValueError', ['{0} of negative numbers', a.name]);
	const size = values.reduce((most, value) => Math.max(most, value + 1), a.whole('minlength'));
	const weights = a.maybe('weights');
	return weights === undefined ? counted(k, values, size) : summed(k, values, k.array(weights), size);
}

/** Where each value belongs in a sorted table; the answers are whole numbers off the tape. */
function places(k: Kit, table: NdArray, value: Value, side: 'left' | 'right'): Value {
	const edges = dataOf(table.look());
	const place = (x: number): number => {
		let low = 0;
		let high = edges.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (side === 'left' ? edges[middle]! < x : edges[middle]! <= x) low = middle + 1;
			else high = middle;
		}
		return low;
	};
	return k.compute([value], k.shapeOf(value), 'int64', place);
}

function digitize(k: Kit, a: Arguments): Value {
	const bins = a.array('bins');
	const edges = dataOf(bins.look());
	const right = a.flag('right');
	const x = a.operand('x');
	if (edges.length < 2 || edges[0]! <= edges.at(-1)!) return places(k, bins, x, right ? 'left' : 'right');
	// Falling edges: counted from the other end.
	const rising = k.fromNumbers(edges.toReversed(), [edges.length]);
	return sub(k, int(edges.length), places(k, rising, x, right ? 'left' : 'right'));
}

/** Standardised values: the distance from the mean in standard deviations. */
function zscore(k: Kit, a: Arguments): Value {
	const x = a.array('a');
	const axes = a.axes();
	const spread = k.apply('std', [x], { axes, keepdims: true, ddof: a.whole('ddof') });
	return div(k, sub(k, x, mean(k, x, axes, true)), spread);
}

/** Powers of deviations: the third over the variance to 3/2, the fourth over its square. */
function moment(k: Kit, a: Arguments, order: number): Value {
	const x = a.array('a');
	const axes = a.axes();
	const apart = sub(k, x, mean(k, x, axes, true));
	const power = mean(k, k.map('pow', [apart, num(order)]), axes);
	const variance = mean(k, k.map('square', [apart]), axes);
	const ratio = div(k, power, k.map('pow', [variance, num(order / 2)]));
	return order === 4 && a.flag('fisher') ? sub(k, ratio, num(3)) : ratio;
}

export const statistics: readonly Declaration[] = [
	declare('np.cov', 'm, y=None, rowvar=True, bias=False, ddof=None, fweights=, aweights=, correction=', cov),
	declare(both('cov'), 'm|input, *, correction=1, fweights=, aweights=, y=, ddof=, bias=, rowvar=', cov),
	declare(`np.corrcoef ${both('corrcoef')}`, 'm|x|input, y=None, rowvar=True', corrcoef),
	declare('np.histogram', 'a, bins=10, range=None, density=False, weights=None', histogram),
	declare('np.bincount', 'x, weights=None, minlength=0', bincount),
	declare(both('bincount'), 'x|input, weights=None, minlength=0', bincount),
	declare('np.digitize', 'x, bins, right=False', digitize),
	declare('torch.bucketize', 'x|input, bins|boundaries, *, right=False', (k, a) =>
		places(k, a.array('bins'), a.operand('x'), a.flag('right') ? 'right' : 'left'),
	),
	declare('np.searchsorted nd.searchsorted', "a, v, side='left', sorter=", (k, a) => {
		a.refuse('sorter');
		return places(k, a.array('a'), a.operand('v'), a.choice('side', ['left', 'right']));
	}),
	declare('torch.searchsorted', 'a|sorted_sequence, v|values|input, *, right=False, side=', (k, a) =>
		places(k, a.array('a'), a.operand('v'), a.flag('right') || a.text('side') === 'right' ? 'right' : 'left'),
	),
	declare('scipy.stats.zscore', 'a, axis=0, ddof=0', zscore),
	declare('scipy.stats.skew', 'a, axis=0', (k, a) => moment(k, a, 3)),
	declare('scipy.stats.kurtosis', 'a, axis=0, fisher=True', (k, a) => moment(k, a, 4)),
	declare('scipy.stats.entropy', 'pk, qk=None, base=None, axis=0', (k, a) => {
		const axes = a.axes();
		const share = (value: Value): Value => div(k, value, sum(k, value, axes, true));
		const p = share(a.array('pk'));
		const other = a.maybe('qk');
		const terms = other === undefined ? k.map('entr', [p]) : k.map('rel_entr', [p, share(k.array(other))]);
		const total = sum(k, terms, axes);
		return a.has('base') ? div(k, total, num(Math.log(a.number('base')))) : total;
	}),
	declare('scipy.stats.pearsonr', 'x, y', (k, a) => {
		const apart = (name: string): Value => sub(k, a.array(name), mean(k, a.array(name)));
		const [x, y] = [apart('x'), apart('y')];
		const size = (value: Value): Value => k.apply('norm', [value], { axes: null });
		return tuple([div(k, sum(k, mul(k, x, y)), mul(k, size(x), size(y))), num(NaN)]);
	}),
];
