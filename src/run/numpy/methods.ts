/** Methods that only arrays have, and functions that are most used as methods: conversions, copies out, fills, sorts in place. */
import { sizeOf } from '../../core/tensor/shape.ts';
import { bool, float, int, list, NONE, numberOf, str, tuple, type Value } from '../script/values.ts';
import { toLists } from './attributes.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { getItem, numberIn, setItem, store } from './indexing.ts';
import { dtypeOfValue, isFloatType, promoteTypes, type DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { bitwise, matmul, unary } from './operators.ts';
import { deliver } from './reductions.ts';
import { shapeOfRest, takenAlong } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { dtypeObject } from './types.ts';
import { copyOf, reshapedTo } from './views.ts';

function item(k: Kit, a: Arguments): Value {
	const value = a.value('a');
	if (numberOf(value) !== undefined) return value;
	const array = k.array(value);
	if (a.rest.length > 0) {
		const [only] = a.rest;
		const index = a.rest.length === 1 && only!.kind === 'tuple' ? only : tuple(a.rest);
		const flat = a.rest.length === 1 && only!.kind === 'int' ? reshapedTo(k, array, [-1]) : array;
		return getItem(k, flat, index);
	}
	if (array.size !== 1) k.call.raise('ValueError', ['item() needs an array of one element, not of {0}', array.size]);
	return numberIn(k, array);
}

function clip(k: Kit, a: Arguments): Value {
	let value = a.operand('a');
	const low = a.maybe('a_min') ?? a.maybe('min');
	const high = a.maybe('a_max') ?? a.maybe('max');
	if (low !== undefined && high !== undefined) value = k.map('clip', [value, k.operand(low), k.operand(high)]);
	else if (low !== undefined) value = k.map('max', [value, k.operand(low)]);
	else if (high !== undefined) value = k.map('min', [value, k.operand(high)]);
	return deliver(k, a, value);
}

/** Scans along an axis; without one along the flattened array. */
function scan(row: string): Declaration['body'] {
	return (k, a) => {
		const given = a.array('a');
		const axis = a.axis(given.shape.length);
		const dtype = a.dtype();
		const array = axis === null ? reshapedTo(k, given, [-1]) : given;
		return deliver(k, a, k.apply(row, [dtype === undefined ? array : k.cast(array, dtype)], { axis: axis ?? 0 }));
	};
}

/** The positions of elements that are not 0, one array an axis. */
export function nonzero(k: Kit, array: NdArray): Value {
	const { shape } = array;
	const at: number[] = [];
	k.data(array).forEach((value, place) => value !== 0 && at.push(place));
	return tuple(
		shape.map((extent, axis) => {
			const inner = sizeOf(shape.slice(axis + 1));
			const positions = Float64Array.from(at, (place) => Math.floor(place / inner) % extent);
			return k.fromNumbers(positions, [at.length], 'int64');
		}),
	);
}

function round(k: Kit, a: Arguments): Value {
	const decimals = a.whole('decimals');
	const array = a.operand('a');
	if (!k.isFloat(array)) return array;
	return deliver(k, a, decimals === 0 ? k.map('rint', [array]) : k.map('round_to', [array, int(decimals)]));
}

/** The kinds of types that `issubdtype` asks for. */
const KINDS: ReadonlyMap<string, (dtype: DType) => boolean> = new Map([
	['np.floating', isFloatType],
	['np.inexact', isFloatType],
	['np.integer', (dtype: DType): boolean => !isFloatType(dtype) && dtype !== 'bool'],
	['np.signedinteger', (dtype: DType): boolean => dtype.startsWith('int')],
	['np.number', (dtype: DType): boolean => dtype !== 'bool'],
	['float', isFloatType],
	['int', (dtype: DType): boolean => !isFloatType(dtype) && dtype !== 'bool'],
]);

export const methods: readonly Declaration[] = [
	// With a shape it is torch's, of an array that nothing said to be a tensor.
	declare('nd.view', 'a, *shape, dtype=', (k, a) => {
		const array = a.array('a');
		if (a.has('dtype') || a.rest[0]?.kind === 'type') k.call.unsupported('.view(dtype)');
		return reshapedTo(k, array, a.rest.length === 0 ? array.shape : shapeOfRest(k, a.rest));
	}),
	declare('nd.resize', 'a, *new_shape, refcheck=', (k, a) => {
		a.passOver('refcheck');
		const array = a.array('a');
		const shape = shapeOfRest(k, a.rest);
		if (sizeOf(shape) !== array.size || !array.isWhole) k.call.unsupported('.resize()');
		array.adopt(reshapedTo(k, array, shape));
		return NONE;
	}),
	declare('.__len__', 'a', (k, a) =>
		int(a.array('a').shape[0] ?? k.call.raise('TypeError', ['An array without axes has no length.'])),
	),
	declare('.__matmul__', 'a, b', (k, a) => matmul(k, a.array('a'), a.operand('b'))),
	declare('.astype', 'a, dtype, order=, casting=, subok=, copy=True', (k, a) => {
		const array = a.array('a');
		const cast = k.cast(array, a.dtype()!);
		return cast === array && a.flag('copy') ? copyOf(k, array) : cast;
	}),
	declare('.item', 'a, *args', item),
	declare('.tolist', 'a', (k, a) => (numberOf(a.value('a')) === undefined ? listOf(k, a.array('a')) : a.value('a'))),
	declare('.tobytes', 'a', (k, a) => str(k.call.repr(a.value('a')))),
	declare('nd.fill', 'a, value', (k, a) => {
		const array = a.array('a');
		store(k, array, array.where(), array.shape, a.value('value'));
		return NONE;
	}),
	declare('np.clip nd.clip', 'a, a_min|min=None, a_max|max=None, out=None, where=, dtype=None', clip),
	declare('np.cumsum nd.cumsum', 'a, axis=None, dtype=None, out=None', scan('cumsum')),
	declare('np.cumprod nd.cumprod', 'a, axis=None, dtype=None, out=None', scan('cumprod')),
	declare('np.nonzero nd.nonzero', 'a', (k, a) => nonzero(k, a.array('a'))),
	declare('np.flatnonzero', 'a', (k, a) => nonzeroFlat(k, a.array('a'))),
	declare('np.argwhere', 'a', (k, a) => {
		const array = a.array('a');
		const each = k.items(nonzero(k, array)).map((own) => k.array(own));
		return k.move('stack', each, { axis: 1 });
	}),
	declare('np.round np.around np.round_ nd.round', 'a, decimals=0, out=None', round),
	declare('.__abs__', 'a', (k, a) => k.map('abs', [a.operand('a')])),
	declare('nd.itemset', 'a, *args', (k, a) => {
		const value = a.rest.at(-1);
		if (value === undefined) return k.call.raise('TypeError', ['{0}() needs {1}', 'itemset', 'value']);
		setItem(k, a.array('a'), a.rest.length === 2 ? a.rest[0]! : tuple(a.rest.slice(0, -1)), value);
		return NONE;
	}),
	declare('np.real np.real_if_close', 'val', (_, a) => a.operand('val')),
	declare('np.conj np.conjugate .conj .conjugate', 'x', (_, a) => a.operand('x')),
	declare('np.imag', 'val', (k, a) => k.map('mul', [a.operand('val'), int(0)])),
	declare('np.angle', 'z', (k, a) =>
		k.map('where', [k.map('lt', [a.operand('z'), int(0)]), { kind: 'float', value: Math.PI, node: -1 }, int(0)]),
	),
	declare('np.issubdtype np.can_cast', 'arg1, arg2, casting=', (k, a) => {
		const [given, of] = [k.dtype(a.value('arg1')), a.value('arg2')];
		const kind = of.kind === 'type' ? KINDS.get(of.name) : undefined;
		return bool(kind === undefined ? given === k.dtype(of) : kind(given));
	}),
	declare('np.result_type np.promote_types', '*arrays_and_dtypes', (k, a) =>
		dtypeObject(
			k.world,
			a.rest.map((value) => dtypeOfValue(value) ?? k.dtypeOf(k.operand(value))).reduce(promoteTypes),
		),
	),
	declare('np.may_share_memory np.shares_memory', 'a, b', (_, a) =>
		bool(a.array('a').storage === a.array('b').storage),
	),
	declare('np.iterable', 'y', (_, a) => bool(numberOf(a.value('y')) === undefined)),
	declare('np.isscalar', 'element', (_, a) => ({
		kind: 'bool',
		value: numberOf(a.value('element')) !== undefined,
		node: -1,
	})),
	declare('np.iscomplexobj np.iscomplex', 'x', () => ({ kind: 'bool', value: false, node: -1 })),
	declare('np.isreal np.isrealobj', 'x', () => ({ kind: 'bool', value: true, node: -1 })),
	declare('np.bitwise_and', 'x1, x2, out=None', (k, a) =>
		deliver(k, a, bitwise(k, '&', a.operand('x1'), a.operand('x2'))),
	),
	declare('np.bitwise_or', 'x1, x2, out=None', (k, a) =>
		deliver(k, a, bitwise(k, '|', a.operand('x1'), a.operand('x2'))),
	),
	declare('np.bitwise_xor', 'x1, x2, out=None', (k, a) =>
		deliver(k, a, bitwise(k, '^', a.operand('x1'), a.operand('x2'))),
	),
	declare('np.invert np.bitwise_not np.bitwise_invert', 'x, out=None', (k, a) =>
		deliver(k, a, unary(k, '~', a.array('x'))),
	),
	declare('np.left_shift', 'x1, x2, out=None', (k, a) =>
		deliver(k, a, bitwise(k, '<<', a.operand('x1'), a.operand('x2'))),
	),
	declare('np.right_shift', 'x1, x2, out=None', (k, a) =>
		deliver(k, a, bitwise(k, '>>', a.operand('x1'), a.operand('x2'))),
	),
	declare('np.logical_xor', 'x1, x2, out=None', (k, a) => {
		const truth = (name: string): Value => k.map('ne', [a.operand(name), int(0)]);
		return deliver(k, a, k.map('ne', [truth('x1'), truth('x2')]));
	}),
	declare('np.positive', 'x', (_, a) => a.operand('x')),
	declare('np.divmod', 'x1, x2', (k, a) =>
		tuple([k.map('floordiv', [a.operand('x1'), a.operand('x2')]), k.map('mod', [a.operand('x1'), a.operand('x2')])]),
	),
	declare('torch.frac tensor.frac', 'x|input', (k, a) =>
		k.map('sub', [a.operand('x'), k.map('trunc', [a.operand('x')])]),
	),
	declare('torch.float_power tensor.float_power', 'x|input, y|exponent', (k, a) =>
		k.map('pow', [a.operand('x'), a.operand('y')]),
	),
	declare('np.modf', 'x', (k, a) => {
		const whole = k.map('trunc', [a.operand('x')]);
		return tuple([k.map('sub', [a.operand('x'), whole]), whole]);
	}),
	declare('np.nan_to_num', 'x, copy=, nan=None, posinf=None, neginf=None', (k, a) => {
		const x = a.operand('x');
		const names = ['nan', 'posinf', 'neginf'] as const;
		if (!names.some((name) => a.has(name))) return k.map('nan_to_num', [x]);
		const [nan, high, low] = [
			a.maybe('nan') ?? float(0),
			a.maybe('posinf') ?? float(Number.MAX_VALUE),
			a.maybe('neginf') ?? float(-Number.MAX_VALUE),
		];
		const finite = k.map('where', [
			k.map('eq', [x, float(Infinity)]),
			high,
			k.map('where', [k.map('eq', [x, float(-Infinity)]), low, x]),
		]);
		return k.map('where', [k.map('isnan', [x]), nan, finite]);
	}),
	declare('np.fill_diagonal', 'a, val, wrap=False', (k, a) => {
		const array = a.array('a');
		const count = Math.min(...array.shape);
		const places = k.fromNumbers(
			Float64Array.from({ length: count }, (_, index) => index),
			[count],
			'int64',
		);
		setItem(k, array, tuple(array.shape.map(() => places)), a.value('val'));
		return NONE;
	}),
	declare('np.copyto', 'dst, src, casting=, where=', (k, a) => {
		const array = a.array('dst');
		const mask = a.maybe('where');
		const value =
			mask === undefined || mask.kind === 'bool'
				? a.value('src')
				: k.map('where', [k.operand(mask), a.operand('src'), array]);
		store(k, array, array.where(), array.shape, value);
		return NONE;
	}),
	declare('np.put nd.put', 'a, ind, v, mode=', (k, a) => {
		const array = a.array('a');
		setItem(k, reshapedTo(k, array, [-1]), a.value('ind'), a.value('v'));
		return NONE;
	}),
	declare('np.place', 'arr, mask, vals', (k, a) => {
		const array = a.array('arr');
		const at = nonzeroFlat(k, a.array('mask'));
		const given = reshapedTo(k, a.array('vals'), [-1]);
		if (given.size === 0 && at.size > 0) k.call.raise('ValueError', ['There is nothing to place.']);
		const places = Array.from({ length: at.size }, (_, turn) => turn % Math.max(1, given.size));
		setItem(k, array, indicesOf(k, at, array.shape), takenAlong(k, given, places, 0));
		return NONE;
	}),
	declare('np.putmask', 'a, mask, values', (k, a) => {
		const array = a.array('a');
		const at = nonzeroFlat(k, a.array('mask'));
		const given = reshapedTo(k, a.array('values'), [-1]);
		const places = Array.from(k.data(at), (place) => place % Math.max(1, given.size));
		if (at.size > 0) setItem(k, array, indicesOf(k, at, array.shape), takenAlong(k, given, places, 0));
		return NONE;
	}),
	declare('np.ndenumerate', 'arr', (k, a) => {
		const array = a.array('arr');
		return list(
			Array.from({ length: array.size }, (_, place) => {
				k.call.tick();
				const index = indexOf(place, array.shape);
				return tuple([index, getItem(k, array, index)]);
			}),
		);
	}),
	declare('np.ndindex', '*shape', (k, a) => {
		const shape =
			a.rest.length === 1 ? k.shapeFrom(a.rest[0]!, 'shape') : a.rest.map((value) => k.whole(value, 'shape'));
		k.reserve(sizeOf(shape));
		return list(Array.from({ length: sizeOf(shape) }, (_, place) => indexOf(place, shape)));
	}),
	declare('np.unravel_index', 'indices, shape, order=', (k, a) => {
		if (a.text('order') === 'F') a.refuse('order');
		const shape = a.shape('shape');
		const places = a.operand('indices');
		const along = (axis: number): Value => {
			const inner = sizeOf(shape.slice(axis + 1));
			return k.compute([places], k.shapeOf(places), 'int64', (place) => Math.floor(place / inner) % shape[axis]!);
		};
		return tuple(shape.map((_, axis) => along(axis)));
	}),
	declare('np.ravel_multi_index', 'multi_index, dims, mode=, order=', (k, a) => {
		if (a.text('order') === 'F') a.refuse('order');
		const dims = a.shape('dims');
		const each = a.items('multi_index').map((own) => k.operand(own));
		return k.compute(each, k.commonShape(each), 'int64', (...at) =>
			at.reduce((place, own, axis) => place * dims[axis]! + own, 0),
		);
	}),
	declare('np.set_printoptions np.seterr np.warnings.filterwarnings', '*args, **', () => NONE),
	declare('np.array2string np.array_repr np.array_str', 'a, **', (k, a) => str(k.call.string(a.value('a')))),
];

function indexOf(place: number, shape: readonly number[]): Value {
	return tuple(shape.map((extent, axis) => int(Math.floor(place / sizeOf(shape.slice(axis + 1))) % extent)));
}

/** Places in C order as an index: one array of positions an axis. */
function indicesOf(k: Kit, places: NdArray, shape: readonly number[]): Value {
	return tuple(
		shape.map((extent, axis) => {
			const inner = sizeOf(shape.slice(axis + 1));
			return k.compute([places], places.shape, 'int64', (place) => Math.floor(place / inner) % extent);
		}),
	);
}

export function nonzeroFlat(k: Kit, array: NdArray): NdArray {
	const [places] = k.items(nonzero(k, reshapedTo(k, array, [-1])));
	return k.array(places!);
}

/** Lists of Python's numbers; those on the tape stay on it. */
function listOf(k: Kit, array: NdArray): Value {
	if (!array.recorded || !array.isFloat || array.shape.length === 0)
		return array.shape.length === 0 ? numberIn(k, array) : toLists(array);
	const rows = (own: NdArray, depth: number): Value => {
		const items = Array.from({ length: own.shape[0]! }, (_, index) => {
			k.call.tick();
			return getItem(k, own, int(index));
		});
		return list(depth === 1 ? items : items.map((row) => rows(k.array(row), depth - 1)));
	};
	return rows(array, array.shape.length);
}
