/** Functions of torch that move elements: other shapes, joins, splits, repetitions, windows. */
import { normalizeAxis, ShapeError, shapeText } from '../../core/tensor/shape.ts';
import { int, NONE, tuple, wholeOf, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { concatenated, stacked } from './joining.ts';
import { numberIn } from './indexing.ts';
import type { Kit } from './kit.ts';
import { asKind, asTorch, both } from './nn-compose.ts';
import { nonzero } from './methods.ts';
import { part, repeated, shapeOfRest, splitInto } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { detached, requireGradient, torchState } from './torch-state.ts';
import { broadcasted, copyOf, expanded, reshapedTo, squeezed, transposed } from './views.ts';
import { isFloatType, type DType } from './dtypes.ts';

/** Axes from one to another become one. */
export function flattened(k: Kit, array: NdArray, start: number, end: number): NdArray {
	const { shape } = array;
	if (shape.length === 0) return reshapedTo(k, array, [1]);
	const [from, to] = [normalizeAxis(start, shape.length), normalizeAxis(end, shape.length)];
	const size = shape.slice(from, to + 1).reduce((product, extent) => product * extent, 1);
	return reshapedTo(k, array, [...shape.slice(0, from), size, ...shape.slice(to + 1)]);
}

/** Sizes of −1 keep those of the tensor. */
function expand(k: Kit, array: NdArray, sizes: readonly number[]): NdArray {
	const lead = sizes.length - array.shape.length;
	if (lead < 0) throw new ShapeError('{0} does not expand to {1}', shapeText(array.shape), shapeText(sizes));
	return broadcasted(
		k,
		array,
		sizes.map((size, axis) => (size === -1 ? array.shape[axis - lead]! : size)),
	);
}

/** Dimensions in another order, given one by one or as a tuple. */
function permuted(k: Kit, a: Arguments): NdArray {
	const array = a.array('x');
	const dims = shapeOfRest(k, a.rest.length > 0 ? a.rest : [a.value('dims')]);
	if (dims.length !== array.shape.length) {
		throw new ShapeError(
			'{0} has {1} axes, the order names {2}',
			shapeText(array.shape),
			array.shape.length,
			dims.length,
		);
	}
	return transposed(
		k,
		array,
		dims.map((dim) => normalizeAxis(dim, array.shape.length)),
	);
}

/** Pieces of so many entries, the last one smaller; or of the sizes that are given. */
function split(k: Kit, a: Arguments): Value {
	const array = a.array('x');
	const axis = normalizeAxis(a.whole('dim'), array.shape.length);
	const extent = array.shape[axis]!;
	const size = wholeOf(a.value('size'));
	if (size !== undefined && size <= 0) k.call.raise('ValueError', ['{0} parts', size]);
	const sizes =
		size === undefined
			? k.wholes(a.value('size'), 'split_size')
			: Array.from({ length: Math.ceil(extent / size) }, (_, index) => Math.min(size, extent - index * size));
	let at = 0;
	return tuple(
		sizes.map((count) => {
			const from = at;
			at += count;
			return part(k, array, axis, from, at);
		}),
	);
}

/** At most so many pieces of equal size. */
function chunk(k: Kit, a: Arguments): Value {
	const array = a.array('x');
	const axis = normalizeAxis(a.whole('dim'), array.shape.length);
	const extent = array.shape[axis]!;
	const size = Math.max(1, Math.ceil(extent / a.whole('chunks')));
	const count = Math.ceil(extent / size);
	return tuple(Array.from({ length: count }, (_, index) => part(k, array, axis, index * size, (index + 1) * size)));
}

/** One entry along an axis, which is left out. */
export function selected(k: Kit, array: NdArray, axis: number, index: number): Value {
	const extent = array.shape[axis]!;
	const at = index < 0 ? index + extent : index;
	if (at < 0 || at >= extent) {
		k.call.raise('IndexError', [
			'index {0} is outside axis {1} of {2}, which has {3} entries',
			index,
			axis,
			shapeText(array.shape),
			extent,
		]);
	}
	const line = part(k, array, axis, at, at + 1);
	const entry = reshapedTo(k, line, line.shape.toSpliced(axis, 1));
	return entry.shape.length === 0 ? numberIn(k, entry) : entry;
}

function unbind(k: Kit, a: Arguments): Value {
	const array = a.array('x');
	const axis = normalizeAxis(a.whole('dim'), array.shape.length);
	return tuple(Array.from({ length: array.shape[axis]! }, (_, index) => selected(k, array, axis, index)));
}

/** The shape, or one extent of it. */
function size(k: Kit, a: Arguments): Value {
	const shape = k.shapeOf(k.operand(a.value('x')));
	const dim = a.maybeWhole('dim');
	return dim === undefined ? tuple(shape.map(int)) : int(shape[normalizeAxis(dim, shape.length)]!);
}

/** Another type of elements: floats become the floats of torch here. */
function toType(dtype: DType | 'float'): Declaration['body'] {
	return (k, a) => {
		const array = a.array('x');
		const wanted = dtype === 'float' ? torchState(k.world).float : dtype;
		if (dtype === 'float' && isFloatType(array.dtype)) return asTorch(k, array);
		return asTorch(k, k.cast(array, wanted));
	};
}

/** `x.to('cuda')`, `x.to(torch.float32)`, `x.to(other)`: where a tensor is does not matter here. */
function to(k: Kit, a: Arguments): Value {
	const array = a.value('x');
	const wanted = [...a.rest, a.maybe('dtype')].find((value) => value?.kind === 'type' || (value && k.isArray(value)));
	return wanted === undefined ? array : k.cast(k.array(array), k.dtype(wanted));
}

/** Overlapping windows along one dimension, as a new last one. */
function unfold(k: Kit, a: Arguments): Value {
	const array = a.array('x');
	const axis = normalizeAxis(a.whole('dimension'), array.shape.length);
	return k.apply('windows', [array], { axes: [axis], size: [a.whole('size')], stride: [a.whole('step')] });
}

function tensorsOf(k: Kit, a: Arguments): NdArray[] {
	return a.items('tensors').map((item) => k.array(item));
}

function same(k: Kit, a: Arguments): Value {
	return asTorch(k, a.value('x'));
}

export const torchShaping: readonly Declaration[] = [
	declare('tensor.view tensor.reshape', 'x, *shape, size=', (k, a) => {
		const [first] = a.rest;
		if (first?.kind === 'type') return k.call.unsupported('.view(dtype)');
		return reshapedTo(k, a.array('x'), shapeOfRest(k, a.rest));
	}),
	declare('tensor.view_as tensor.reshape_as', 'x, other', (k, a) =>
		reshapedTo(k, a.array('x'), a.array('other').shape),
	),
	declare(both('flatten'), 'x|input, start_dim=0, end_dim=-1', (k, a) =>
		flattened(k, a.array('x'), a.whole('start_dim'), a.whole('end_dim')),
	),
	declare(both('unflatten'), 'x|input, dim, sizes', (k, a) => {
		const array = a.array('x');
		const axis = normalizeAxis(a.whole('dim'), array.shape.length);
		return reshapedTo(k, array, array.shape.toSpliced(axis, 1, ...a.shape('sizes')));
	}),
	declare(both('unsqueeze'), 'x|input, dim', (k, a) => expanded(k, a.array('x'), [a.whole('dim')])),
	declare(both('squeeze'), 'x|input, dim=None', (k, a) => squeezed(k, a.array('x'), a.axes('dim'), false)),
	declare(both('t'), 'x|input', (k, a) => {
		const array = a.array('x');
		if (array.shape.length > 2) throw new ShapeError('t() turns a matrix, not {0}', shapeText(array.shape));
		return array.shape.length < 2 ? array : transposed(k, array);
	}),
	declare('tensor.permute', 'x, *order, dims=', permuted),
	declare('torch.permute', 'x|input, dims', permuted),
	declare(both('expand'), 'x, *sizes', (k, a) => expand(k, a.array('x'), shapeOfRest(k, a.rest))),
	declare('tensor.expand_as', 'x, other', (k, a) => expand(k, a.array('x'), a.array('other').shape)),
	declare('tensor.repeat tensor.tile', 'x, *sizes', (k, a) =>
		k.move('tile', [a.array('x')], { reps: shapeOfRest(k, a.rest) }),
	),
	declare(both('repeat_interleave'), 'x|input, repeats, dim=None, *, output_size=', (k, a) => {
		const array = a.array('x');
		return repeated(k, array, a.value('repeats'), a.axis(array.shape.length, 'dim'));
	}),
	declare('torch.cat torch.concat torch.concatenate', 'tensors, dim|axis=0, *, out=', (k, a) => {
		// Empty vectors are left out, as torch does.
		const given = tensorsOf(k, a);
		const rank = Math.max(...given.map(({ shape }) => shape.length));
		const kept = given.filter(({ size, shape }) => size > 0 || shape.length === rank);
		return asTorch(k, concatenated(k, kept, a.whole('dim')));
	}),
	declare('torch.stack', 'tensors, dim|axis=0, *, out=', (k, a) =>
		asTorch(k, stacked(k, tensorsOf(k, a), a.whole('dim'))),
	),
	declare(
		both('split split_with_sizes'),
		'x|tensor|input, size|split_size_or_sections|split_size|split_sizes, dim=0',
		split,
	),
	declare(both('chunk'), 'x|input, chunks, dim=0', chunk),
	declare(both('tensor_split'), 'x|input, sections|indices_or_sections|indices, dim=0', (k, a) =>
		tuple(splitInto(k, a.array('x'), a.value('sections'), a.whole('dim'), false)),
	),
	declare(both('unbind'), 'x|input, dim=0', unbind),
	declare(both('narrow'), 'x|input, dim, start, length', (k, a) => {
		const array = a.array('x');
		const start = a.whole('start');
		return part(k, array, normalizeAxis(a.whole('dim'), array.shape.length), start, start + a.whole('length'));
	}),
	declare(both('select'), 'x|input, dim, index', (k, a) => {
		const array = a.array('x');
		return selected(k, array, normalizeAxis(a.whole('dim'), array.shape.length), a.whole('index'));
	}),
	declare(both('flip'), 'x|input, *order, dims=', (k, a) => {
		const array = a.array('x');
		const dims = shapeOfRest(k, a.rest.length > 0 ? a.rest : [a.value('dims')]);
		return k.move('flip', [array], { axes: dims.map((dim) => normalizeAxis(dim, array.shape.length)) });
	}),
	declare('tensor.unfold', 'x, dimension, size, step', unfold),
	declare(both('diag_embed'), 'x|input, offset=0, dim1=-2, dim2=-1', (k, a) =>
		k.apply('diagonal_matrix', [a.array('x')], { offset: a.whole('offset') }),
	),
	declare(both('nonzero argwhere'), 'x|input, *, as_tuple=False', (k, a) => {
		const places = nonzero(k, a.array('x'));
		if (a.flag('as_tuple')) return places;
		return asTorch(
			k,
			stacked(
				k,
				k.items(places).map((own) => k.array(own)),
				1,
			),
		);
	}),
	declare('tensor.size', 'x, dim=None', size),
	declare('tensor.dim tensor.ndimension torch.ndim', 'x', (k, a) => int(k.shapeOf(k.operand(a.value('x'))).length)),
	declare('tensor.float', 'x', toType('float')),
	declare('tensor.double', 'x', toType('float64')),
	declare('tensor.half tensor.bfloat16', 'x', toType('float32')),
	declare('tensor.long', 'x', toType('int64')),
	declare('tensor.int', 'x', toType('int32')),
	declare('tensor.bool', 'x', toType('bool')),
	declare('tensor.type', 'x, dtype=None', (k, a) =>
		a.has('dtype') ? k.cast(a.array('x'), a.dtype()!) : k.call.unsupported('.type()'),
	),
	declare('tensor.type_as', 'x, other', (k, a) => k.cast(a.array('x'), a.array('other').dtype)),
	declare('tensor.to', 'x, *where, dtype=, device=, non_blocking=, copy=', to),
	declare(
		'tensor.cpu tensor.cuda tensor.contiguous tensor.pin_memory tensor.share_memory_ tensor.coalesce',
		'x, *where, **',
		same,
	),
	declare('tensor.numpy', 'x, *, force=', (k, a) => asKind(k, a.array('x'), false)),
	declare('tensor.is_contiguous torch.is_tensor', 'x', (k, a) => ({
		kind: 'bool',
		value: k.isArray(a.value('x')),
		node: -1,
	})),
	declare('torch.is_floating_point tensor.is_floating_point', 'x', (k, a) => ({
		kind: 'bool',
		value: k.isFloat(a.operand('x')),
		node: -1,
	})),
	declare('tensor.requires_grad_', 'x, requires_grad=True', (k, a) =>
		requireGradient(k, a.array('x'), a.flag('requires_grad')),
	),
	declare('tensor.retain_grad', 'x', (k, a) => {
		const value = a.value('x');
		if (k.isArray(value)) requireGradient(k, value);
		return NONE;
	}),
	declare('tensor.detach_', 'x', (k, a) => detached(k, a.value('x'))),
	declare('tensor.new_tensor', 'x, data', (k, a) => copyOf(k, asKind(k, a.array('data'), true))),
];
