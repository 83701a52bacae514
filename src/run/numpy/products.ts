/** Products of whole arrays and what lies on their diagonals: `np.dot`, `np.einsum`, `np.diag`. */
import { normalizeAxis } from '../../core/tensor/shape.ts';
import type { Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import { matmul } from './operators.ts';
import { deliver } from './reductions.ts';
import { declare, type Declaration } from './table.ts';
import { reshapedTo, transposed } from './views.ts';

/** `np.dot`: a product by numbers, a sum over the last axis of one and the last but one of the other. */
export function dot(k: Kit, x: Value, y: Value): Value {
	const [p, q] = [k.shapeOf(x).length, k.shapeOf(y).length];
	if (p === 0 || q === 0) return k.map('mul', [x, y]);
	// Of matrices it is the matrix product, whose rule says which operand is transposed.
	return k.apply(p <= 2 && q <= 2 && p + q > 2 ? 'matmul' : 'dot', [x, y]);
}

/** Both last axes are summed over. */
function inner(k: Kit, x: Value, y: Value): Value {
	const [p, q] = [k.shapeOf(x).length, k.shapeOf(y).length];
	if (p === 0 || q === 0) return k.map('mul', [x, y]);
	return k.apply('tensordot', [x, y], { axes: [[p - 1], [q - 1]] });
}

function tensordot(k: Kit, a: Arguments): Value {
	const [x, y] = [a.array('a'), a.array('b')];
	const [p, q] = [x.shape.length, y.shape.length];
	const given = a.value('axes');
	if (given.kind === 'int') {
		const count = given.value;
		const last = Array.from({ length: count }, (_, index) => p - count + index);
		return k.apply('tensordot', [x, y], { axes: [last, last.map((_, index) => index)] });
	}
	const [first, second] = k.items(given).map((own) => k.shapeFrom(own, 'axes'));
	if (first === undefined || second === undefined) k.call.raise('ValueError', ['The axes are a number or two lists.']);
	return k.apply('tensordot', [x, y], {
		axes: [first.map((axis) => normalizeAxis(axis, p)), second.map((axis) => normalizeAxis(axis, q))],
	});
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Subscripts as a string, or as lists of numbers between the operands. */
function einsum(k: Kit, a: Arguments): Value {
	const [first, ...others] = a.rest;
	if (first?.kind === 'str') {
		const [list] = others;
		const operands = others.length === 1 && (list?.kind === 'list' || list?.kind === 'tuple') ? list.items : others;
		const arrays = operands.map((value) => k.array(value));
		return deliver(k, a, k.apply('einsum', arrays, { equation: first.value.replaceAll(' ', '') }));
	}
	const letters = (value: Value): string =>
		k
			.items(value)
			.map((item) => (item.kind === 'ellipsis' ? '...' : (LETTERS[k.whole(item, 'einsum')] ?? '?')))
			.join('');
	const operands: NdArray[] = [];
	const subscripts: string[] = [];
	let result = '';
	for (let index = 0; index < a.rest.length; index += 2) {
		if (index + 1 === a.rest.length) result = `->${letters(a.rest[index]!)}`;
		else {
			operands.push(k.array(a.rest[index]!));
			subscripts.push(letters(a.rest[index + 1]!));
		}
	}
	return deliver(k, a, k.apply('einsum', operands, { equation: subscripts.join(',') + result }));
}

/** The entries of a vector on a diagonal, or the diagonal of a matrix. */
export function diag(k: Kit, array: NdArray, offset: number): Value {
	if (array.shape.length === 1) return k.apply('diagonal_matrix', [array], { offset });
	if (array.shape.length !== 2) {
		k.call.raise('ValueError', ['{0} axes: a vector or a matrix is needed', array.shape.length]);
	}
	return k.apply('diagonal', [array], { offset });
}

/** Those two axes put last. */
export function lastAxes(k: Kit, array: NdArray, first: number, second: number): NdArray {
	const rank = array.shape.length;
	const pair = [normalizeAxis(first, rank), normalizeAxis(second, rank)];
	const order = [...array.shape.map((_, axis) => axis).filter((axis) => !pair.includes(axis)), ...pair];
	return order.every((axis, index) => axis === index) ? array : transposed(k, array, order);
}

function triangle(row: 'tril' | 'triu'): Declaration['body'] {
	return (k, a) => k.apply(row, [a.array('m')], { offset: a.whole('k') });
}

function flat(k: Kit, a: Arguments, name: string): NdArray {
	return reshapedTo(k, a.array(name), [-1]);
}

export const products: readonly Declaration[] = [
	declare('np.dot nd.dot', 'a, b, out=None', (k, a) => deliver(k, a, dot(k, a.operand('a'), a.operand('b')))),
	declare('np.matmul', 'x1|a, x2|b, out=None', (k, a) => deliver(k, a, matmul(k, a.operand('x1'), a.operand('x2')))),
	declare('np.inner', 'a, b', (k, a) => inner(k, a.operand('a'), a.operand('b'))),
	declare('np.outer', 'a, b, out=None', (k, a) => deliver(k, a, k.apply('outer', [flat(k, a, 'a'), flat(k, a, 'b')]))),
	declare('np.vdot', 'a, b', (k, a) => dot(k, flat(k, a, 'a'), flat(k, a, 'b'))),
	declare('np.vecdot', 'x1, x2, axis=-1', (k, a) =>
		k.apply('sum', [k.array(k.map('mul', [a.operand('x1'), a.operand('x2')]))], { axes: a.axes(), keepdims: false }),
	),
	declare('np.matvec', 'x1, x2', (k, a) =>
		k.apply('einsum', [a.array('x1'), a.array('x2')], { equation: '...ij,...j->...i' }),
	),
	declare('np.vecmat', 'x1, x2', (k, a) =>
		k.apply('einsum', [a.array('x1'), a.array('x2')], { equation: '...i,...ij->...j' }),
	),
	declare('np.tensordot', 'a, b, axes=2', tensordot),
	declare('np.einsum', '*operands, out=None, optimize=, dtype=, order=, casting=', einsum),
	declare('np.diagonal .diagonal', 'a, offset=0, axis1|dim1=0, axis2|dim2=1', (k, a) =>
		k.apply('diagonal', [lastAxes(k, a.array('a'), a.whole('axis1'), a.whole('axis2'))], { offset: a.whole('offset') }),
	),
	declare('np.diag', 'v, k=0', (k, a) => diag(k, a.array('v'), a.whole('k'))),
	declare('np.diagflat', 'v, k=0', (k, a) => k.apply('diagonal_matrix', [flat(k, a, 'v')], { offset: a.whole('k') })),
	declare('np.tril', 'm, k=0', triangle('tril')),
	declare('np.triu', 'm, k=0', triangle('triu')),
	declare('np.polyfit', 'x, y, deg', (k, a) => {
		const x = a.array('x');
		const degree = a.whole('deg');
		const powers = Float64Array.from({ length: degree + 1 }, (_, index) => degree - index);
		const matrix = k.map('pow', [reshapedTo(k, x, [x.size, 1]), k.fromNumbers(powers, [degree + 1], 'int64')]);
		return matmul(k, k.apply('pinv', [matrix]), a.array('y'));
	}),
];
