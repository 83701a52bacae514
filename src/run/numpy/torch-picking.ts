/** Functions of torch that pick elements by tensors of positions or masks, and that put values there; and functions that work in place. */
import { broadcastShapes, normalizeAxis, ShapeError, shapeText, stridesOf } from '../../core/tensor/shape.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import { numberOf, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { getItem, store } from './indexing.ts';
import type { Kit } from './kit.ts';
import { add, both, div, mul, sub } from './nn-compose.ts';
import { replace } from './operators.ts';
import { part, takenAlong } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { clamped } from './torch.ts';
import { broadcasted, copyOf, reshapedTo } from './views.ts';

/** A tensor of positions: whole numbers. */
function positionsOf(k: Kit, a: Arguments): NdArray {
	const index = a.array('index');
	if (index.isFloat)
		k.call.raise('IndexError', ['An array is indexed by whole numbers or by True and False, not by floats.']);
	return index;
}

/** Where `index` points along an axis: the places in C order of a tensor of that shape, one for each entry of the index. */
function placesAlong(k: Kit, shape: readonly number[], axis: number, index: NdArray): Int32Array {
	const own = index.shape;
	if (own.length !== shape.length || own.some((extent, at) => at !== axis && extent > shape[at]!)) {
		throw new ShapeError('an index of shape {0} does not fit an array of shape {1}', shapeText(own), shapeText(shape));
	}
	const strides = stridesOf(shape);
	const entries = dataOf(index.look());
	const extent = shape[axis]!;
	const at = own.map(() => 0);
	const places = new Int32Array(entries.length);
	for (let entry = 0; entry < entries.length; entry++) {
		const wanted = entries[entry]!;
		const position = wanted < 0 ? wanted + extent : wanted;
		if (position < 0 || position >= extent) {
			k.call.raise('IndexError', [
				'index {0} is outside axis {1} of {2}, which has {3} entries',
				wanted,
				axis,
				shapeText(shape),
				extent,
			]);
		}
		let place = 0;
		for (let each = 0; each < own.length; each++) place += (each === axis ? position : at[each]!) * strides[each]!;
		places[entry] = place;
		for (let each = own.length - 1; each >= 0; each--) {
			if (++at[each]! < own[each]!) break;
			at[each] = 0;
		}
	}
	return places;
}

function axisOf(a: Arguments, array: NdArray): number {
	return normalizeAxis(a.whole('dim'), Math.max(1, array.shape.length));
}

function gather(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const index = positionsOf(k, a);
	return k.move('index', [x], { flat: placesAlong(k, x.shape, axisOf(a, x), index), shape: index.shape });
}

/** What is put at places: a tensor of at least their shape, of which the first entries are taken, or one number for all. */
function source(k: Kit, value: Value, shape: readonly number[]): NdArray {
	let array = k.array(value);
	if (array.shape.length !== shape.length) return broadcasted(k, array, shape);
	shape.forEach((extent, axis) => {
		if (array.shape[axis]! > extent && extent > 0) array = part(k, array, axis, 0, extent);
	});
	return broadcasted(k, array, shape);
}

/** A copy with values put at places. */
function putAt(k: Kit, x: NdArray, places: Int32Array, shape: readonly number[], value: Value): NdArray {
	const copy = copyOf(k, x);
	store(k, copy, { flat: places }, shape, numberOf(value) === undefined ? source(k, value, shape) : value);
	return copy;
}

/** The same with values added at places: those that come more than once get every value. */
function addAt(k: Kit, x: NdArray, places: Int32Array, shape: readonly number[], value: Value): Value {
	return add(k, x, k.apply('scatter_add', [source(k, value, shape)], { flat: places, shape: x.shape }));
}

function scatter(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const index = positionsOf(k, a);
	const value = a.has('src') ? a.value('src') : a.value('value');
	const places = placesAlong(k, x.shape, axisOf(a, x), index);
	const reduce = a.text('reduce');
	if (reduce === undefined) return putAt(k, x, places, index.shape, value);
	return reduce === 'add' || reduce === 'sum'
		? addAt(k, x, places, index.shape, value)
		: k.call.unsupported(`${a.name}(reduce='${reduce}')`);
}

function scatterAdd(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const index = positionsOf(k, a);
	return addAt(k, x, placesAlong(k, x.shape, axisOf(a, x), index), index.shape, a.value('src'));
}

/** All places of the lines that an index of one axis names. */
function linePlaces(
	k: Kit,
	x: NdArray,
	axis: number,
	index: NdArray,
): { readonly places: Int32Array; readonly shape: readonly number[] } {
	const shape = x.shape.toSpliced(axis, 1, index.size);
	const wide = broadcasted(
		k,
		reshapedTo(
			k,
			k.fresh(index.share()),
			x.shape.map((_, at) => (at === axis ? index.size : 1)),
		),
		shape,
	);
	return { places: placesAlong(k, x.shape, axis, wide), shape };
}

function indexSelect(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const axis = axisOf(a, x);
	const extent = x.shape[axis]!;
	const positions = Array.from(dataOf(positionsOf(k, a).look()), (position) => {
		if (position >= 0 && position < extent) return position;
		return k.call.raise('IndexError', [
			'index {0} is outside axis {1} of {2}, which has {3} entries',
			position,
			axis,
			shapeText(x.shape),
			extent,
		]);
	});
	return takenAlong(k, x, positions, axis);
}

/** `index_copy`, `index_add`, `index_fill`: whole lines along an axis. */
function lines(
	put: (k: Kit, x: NdArray, places: Int32Array, shape: readonly number[], a: Arguments) => Value,
): Declaration['body'] {
	return (k, a) => {
		const x = a.array('x');
		const { places, shape } = linePlaces(k, x, axisOf(a, x), positionsOf(k, a));
		return put(k, x, places, shape, a);
	};
}

const indexCopy = lines((k, x, places, shape, a) => putAt(k, x, places, shape, a.value('source')));
const indexFill = lines((k, x, places, shape, a) => putAt(k, x, places, shape, a.value('value')));
const indexAdd = lines((k, x, places, shape, a) => {
	const given = a.operand('source');
	return addAt(k, x, places, shape, numberOf(a.value('alpha')) === 1 ? given : mul(k, a.operand('alpha'), given));
});

function maskedFill(k: Kit, a: Arguments): Value {
	const x = a.operand('x');
	return k.map('where', [a.operand('mask'), a.operand('value'), x]);
}

/** The values, one after another, at the places where a mask holds. */
function maskedScatter(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const mask = dataOf(broadcasted(k, k.fresh(a.array('mask').share()), x.shape).look());
	const places = Int32Array.from(Array.from(mask).flatMap((value, place) => (value === 0 ? [] : [place])));
	const given = reshapedTo(k, a.array('source'), [-1]);
	return putAt(k, x, places, [places.length], part(k, given, 0, 0, places.length));
}

/** Elements by their places in the flattened tensor. */
function take(k: Kit, a: Arguments): Value {
	const index = positionsOf(k, a);
	const flat = reshapedTo(k, a.array('x'), [-1]);
	const line = reshapedTo(k, index, [index.size]);
	return k.move('index', [flat], { flat: placesAlong(k, flat.shape, 0, line), shape: index.shape });
}

/** Positions are repeated along axes of one. */
function takeAlong(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const index = positionsOf(k, a);
	if (!a.has('dim')) return take(k, a);
	const axis = axisOf(a, x);
	const common = broadcastShapes(x.shape.with(axis, 1), index.shape.with(axis, 1)).with(axis, index.shape[axis]!);
	const wide = broadcasted(k, k.fresh(index.share()), common);
	return k.move('index', [broadcasted(k, x, common.with(axis, x.shape[axis]!))], {
		flat: placesAlong(k, common.with(axis, x.shape[axis]!), axis, wide),
		shape: common,
	});
}

/** A function that puts its result in the place of its first argument. */
function inPlace(names: string, signature: string, of: Declaration['body']): Declaration {
	return declare(names, signature, (k, a) => {
		const held = a.value('x');
		if (!k.isArray(held)) return k.call.unsupported(a.name);
		const result = k.array(of(k, a));
		return replace(k, held, k.cast(result, held.dtype), a.name);
	});
}

const UNARY = 'abs neg exp log sqrt rsqrt sigmoid tanh relu floor ceil sin cos square reciprocal erf sign';
const LINES = 'x|input, dim, index, ';

function product(k: Kit, a: Arguments): Value {
	return mul(k, a.operand('x'), a.operand('y'));
}

export const torchPicking: readonly Declaration[] = [
	declare(both('gather'), 'x|input, dim, index, *, sparse_grad=', gather),
	declare(both('scatter'), 'x|input, dim, index, src=, *, value=, reduce=None', scatter),
	inPlace('tensor.scatter_', 'x|input, dim, index, src=, *, value=, reduce=None', scatter),
	declare(both('scatter_add'), 'x|input, dim, index, src', scatterAdd),
	inPlace('tensor.scatter_add_', 'x|input, dim, index, src', scatterAdd),
	declare(both('index_select'), `${LINES}`, indexSelect),
	declare(both('index_copy'), `${LINES}source|tensor`, indexCopy),
	inPlace('tensor.index_copy_', `${LINES}source|tensor`, indexCopy),
	declare(both('index_add'), `${LINES}source|tensor, *, alpha=1`, indexAdd),
	inPlace('tensor.index_add_', `${LINES}source|tensor, *, alpha=1`, indexAdd),
	declare(both('index_fill'), `${LINES}value`, indexFill),
	inPlace('tensor.index_fill_', `${LINES}value`, indexFill),
	declare(both('masked_fill'), 'x|input, mask, value', maskedFill),
	inPlace('tensor.masked_fill_', 'x|input, mask, value', maskedFill),
	declare(both('masked_select'), 'x|input, mask', (k, a) => {
		const x = a.array('x');
		return getItem(k, x, broadcasted(k, k.fresh(a.array('mask').share()), x.shape));
	}),
	declare(both('masked_scatter'), 'x|input, mask, source', maskedScatter),
	declare(both('take'), 'x|input, index', take),
	declare(both('take_along_dim'), 'x|input, index|indices, dim=None', takeAlong),
	...UNARY.split(' ').map((name) =>
		inPlace(`tensor.${name}_ torch.${name}_`, 'x|input', (k, a) => k.map(name, [a.operand('x')])),
	),
	inPlace('tensor.add_', 'x, y|other, *, alpha=1', (k, a) =>
		add(
			k,
			a.operand('x'),
			numberOf(a.value('alpha')) === 1 ? a.operand('y') : mul(k, a.operand('alpha'), a.operand('y')),
		),
	),
	inPlace('tensor.sub_', 'x, y|other, *, alpha=1', (k, a) =>
		sub(
			k,
			a.operand('x'),
			numberOf(a.value('alpha')) === 1 ? a.operand('y') : mul(k, a.operand('alpha'), a.operand('y')),
		),
	),
	inPlace('tensor.mul_', 'x, y|other', product),
	inPlace('tensor.div_', 'x, y|other', (k, a) => div(k, a.operand('x'), a.operand('y'))),
	inPlace('tensor.pow_', 'x, y|exponent', (k, a) => k.map('pow', [a.operand('x'), a.operand('y')])),
	inPlace('tensor.clamp_ tensor.clip_', 'x, min=None, max=None', (k, a) =>
		clamped(
			k,
			a.operand('x'),
			a.has('min') ? a.operand('min') : undefined,
			a.has('max') ? a.operand('max') : undefined,
		),
	),
	inPlace('tensor.addcmul_', 'x, y|tensor1, z|tensor2, *, value=1', (k, a) =>
		add(k, a.operand('x'), mul(k, a.operand('value'), mul(k, a.operand('y'), a.operand('z')))),
	),
	inPlace('tensor.addcdiv_', 'x, y|tensor1, z|tensor2, *, value=1', (k, a) =>
		add(k, a.operand('x'), mul(k, a.operand('value'), div(k, a.operand('y'), a.operand('z')))),
	),
	inPlace('tensor.lerp_', 'x, y|end, weight', (k, a) =>
		k.map('lerp', [a.operand('x'), a.operand('y'), a.operand('weight')]),
	),
];
