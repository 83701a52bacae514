/** Linear algebra: products of many, inverses, solutions, decompositions and norms of matrices, by NumPy's, SciPy's and torch's names. */
import { normalizeAxis, ShapeError, shapeText } from '../../core/tensor/shape.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import { int, numberOf, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import { add, div, mul, num, results, sub, sum, turned } from './nn-compose.ts';
import { matmul } from './operators.ts';
import { declare, type Declaration } from './table.ts';
import { reshapedTo, transposed } from './views.ts';

/** The singular values along the last axis. */
function singular(k: Kit, array: NdArray): NdArray {
	return k.array(k.apply('svd', [array], { output: 's' }));
}

/** The identity of that size. */
function identity(k: Kit, size: number): NdArray {
	k.reserve(size * size);
	const data = new Float64Array(size * size);
	for (let row = 0; row < size; row++) data[row * size + row] = 1;
	return k.fromNumbers(data, [size, size]);
}

function square(array: NdArray, name: string): number {
	const { shape } = array;
	const size = shape.at(-1);
	if (size === undefined || shape.length < 2 || shape.at(-2) !== size) {
		throw new ShapeError('{0}: {1} is no square matrix', name, shapeText(shape));
	}
	return size;
}

/** A matrix times itself so many times, by squaring; the inverse's for a negative power. */
export function matrixPower(k: Kit, matrix: NdArray, power: number): Value {
	const size = square(matrix, 'matrix_power');
	if (power === 0) return identity(k, size);
	let base: Value = power < 0 ? k.apply('inv', [matrix]) : matrix;
	let left = Math.abs(power);
	let result: Value | null = null;
	while (left > 0) {
		if (left % 2 === 1) result = result === null ? base : matmul(k, result, base);
		left = Math.floor(left / 2);
		if (left > 0) base = matmul(k, base, base);
	}
	return result!;
}

/** What a norm is asked by: a number, or the name of one of matrices. */
type Order = number | 'fro' | 'nuc' | null;

function orderOf(k: Kit, value: Value | undefined, name: string): Order {
	if (value === undefined) return null;
	if (value.kind === 'str') {
		if (value.value === 'fro' || value.value === 'nuc') return value.value;
		return value.value === 'inf' ? Infinity : k.call.unsupported(`${name}(ord='${value.value}')`);
	}
	return k.number(value, 'ord');
}

/** A norm of vectors along axes. */
export function vectorNorm(k: Kit, x: NdArray, ord: number, axes: readonly number[] | null, keepdims: boolean): Value {
	return k.apply('norm', [x], { ord, axes, keepdims });
}

/** A norm of the matrices that two axes make. */
export function matrixNorm(
	k: Kit,
	x: NdArray,
	ord: Order,
	axes: readonly number[],
	keepdims: boolean,
	name: string,
): Value {
	const rank = x.shape.length;
	const [row, column] = axes.map((axis) => normalizeAxis(axis, rank));
	if (ord === null || ord === 'fro') return vectorNorm(k, x, 2, [row!, column!], keepdims);
	const kept = (value: Value): Value =>
		keepdims
			? reshapedTo(
					k,
					k.array(value),
					x.shape.map((extent, axis) => (axis === row || axis === column ? 1 : extent)),
				)
			: value;
	if (ord === 'nuc' || Math.abs(ord) === 2) {
		const order = [...x.shape.keys()].filter((axis) => axis !== row && axis !== column);
		const values = singular(k, transposed(k, x, [...order, row!, column!]));
		const fold = ord === 'nuc' ? 'sum' : ord > 0 ? 'amax' : 'amin';
		return kept(k.apply(fold, [values], { axes: [-1], keepdims: false }));
	}
	const summed = Math.abs(ord) === 1 ? row! : Math.abs(ord) === Infinity ? column! : -1;
	if (summed < 0) return k.call.unsupported(`${name}(ord=${ord})`);
	const lines = sum(k, k.map('abs', [x]), [summed]);
	const other = summed === row ? column! : row!;
	const rest = [other > summed ? other - 1 : other];
	return kept(k.apply(ord > 0 ? 'amax' : 'amin', [lines], { axes: rest, keepdims: false }));
}

/** `np.linalg.norm`: of all entries, of vectors along one axis, of matrices along two. */
function norm(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const ord = orderOf(k, a.maybe('ord'), a.name);
	const axes = a.axes();
	const keepdims = a.flag('keepdims');
	if (axes === null) {
		if (ord === null) return vectorNorm(k, x, 2, null, keepdims);
		if (x.shape.length === 2) return matrixNorm(k, x, ord, [0, 1], keepdims, a.name);
		if (x.shape.length !== 1) {
			k.call.raise('ValueError', ['the norm of an array of {0} axes needs to be told the axis', x.shape.length]);
		}
	} else if (axes.length === 2) return matrixNorm(k, x, ord, axes, keepdims, a.name);
	if (typeof ord === 'string') k.call.raise('ValueError', ['{0} is a norm of matrices', ord]);
	return vectorNorm(k, x, ord ?? 2, axes, keepdims);
}

/** `torch.norm`: p = 'fro' and numbers look at the entries, however many axes they fill. */
function torchNorm(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const ord = orderOf(k, a.maybe('p'), a.name);
	const axes = a.axes();
	if (ord === 'nuc') return matrixNorm(k, x, ord, axes ?? [0, 1], a.flag('keepdim'), a.name);
	return vectorNorm(k, x, typeof ord === 'number' ? ord : 2, axes, a.flag('keepdim'));
}

function rankOf(k: Kit, matrix: NdArray, tolerance: number | undefined): Value {
	const values = Array.from(dataOf(k.look(singularOff(k, matrix))));
	const most = Math.max(0, ...values);
	const limit = tolerance ?? most * Math.max(...matrix.shape.slice(-2)) * Number.EPSILON;
	return int(values.filter((value) => value > limit).length);
}

/** Singular values that are only looked at. */
function singularOff(k: Kit, matrix: NdArray): Value {
	return singular(k, k.fresh(matrix.share()));
}

function svd(k: Kit, a: Arguments, full: boolean, names: readonly [string, string, string]): Value {
	const x = a.array('a');
	const part = (output: string): Value => k.apply('svd', [x], { output, full });
	return results(k, [
		[names[0], () => part('u')],
		[names[1], () => part('s')],
		[names[2], () => part('vh')],
	]);
}

function eigh(k: Kit, a: Arguments): Value {
	const x = a.array('a');
	const uplo = a.text('UPLO') ?? 'L';
	return results(k, [
		['eigenvalues', () => k.apply('eigh', [x], { output: 'values', uplo })],
		['eigenvectors', () => k.apply('eigh', [x], { output: 'vectors', uplo })],
	]);
}

function qr(k: Kit, a: Arguments): Value {
	const x = a.array('a');
	const mode = a.text('mode') ?? 'reduced';
	if (mode === 'r') return k.apply('qr', [x], { output: 'r' });
	if (mode !== 'reduced' && mode !== 'economic') k.call.unsupported(`${a.name}(mode='${mode}')`);
	return results(k, [
		['Q', () => k.apply('qr', [x], { output: 'q' })],
		['R', () => k.apply('qr', [x], { output: 'r' })],
	]);
}

/** What is left of the right side, squared and summed by columns; nothing where the equations can all be met. */
function residuals(k: Kit, x: NdArray, b: NdArray, solution: Value): Value {
	const [rows = 0, columns = 0] = x.shape;
	if (rows <= columns) return k.fromNumbers(new Float64Array(0), [0]);
	return sum(k, k.map('square', [sub(k, matmul(k, x, solution), b)]), [0], b.shape.length === 1);
}

/** Least squares: the pseudo-inverse times the right side. */
function lstsq(k: Kit, a: Arguments): Value {
	const x = a.array('a');
	const b = a.array('b');
	const solution = matmul(k, k.apply('pinv', [x]), b);
	return results(k, [
		['solution', () => solution],
		['residuals', () => residuals(k, x, b, solution)],
		['rank', () => rankOf(k, x, undefined)],
		['singular_values', () => singular(k, x)],
	]);
}

function slogdet(k: Kit, a: Arguments): Value {
	const x = a.array('a');
	return results(k, [
		['sign', () => k.apply('slogdet', [x], { output: 'sign' })],
		['logabsdet', () => k.apply('slogdet', [x], { output: 'log' })],
	]);
}

function multiDot(k: Kit, a: Arguments, matrices: readonly Value[]): Value {
	a.refuse('out');
	const [first, ...rest] = matrices.map((item) => k.array(item));
	if (first === undefined) k.call.raise('ValueError', ['There is nothing to join.']);
	return rest.reduce((product: Value, next) => matmul(k, product, next), first);
}

/** SciPy's Cholesky factor is the upper one unless it is asked for the lower. */
function scipyCholesky(k: Kit, a: Arguments): NdArray {
	const lower = k.array(k.apply('cholesky', [a.array('a')]));
	return a.flag('lower') ? lower : turned(k, lower);
}

/** A triangular system: the other half of the matrix is not looked at. */
function solveTriangular(k: Kit, a: Arguments, lower: boolean): Value {
	const unit = a.has('unit_diagonal') && a.flag('unit_diagonal');
	const half = k.apply(lower ? 'tril' : 'triu', [a.array('a')], { offset: unit ? (lower ? -1 : 1) : 0 });
	const matrix = k.array(unit ? add(k, half, identity(k, square(k.array(half), 'solve_triangular'))) : half);
	const trans = a.maybe('trans');
	const across = trans !== undefined && numberOf(trans) !== 0 && !(trans.kind === 'str' && trans.value === 'N');
	return k.apply('solve', [across ? turned(k, matrix) : matrix, a.array('b')]);
}

/** Solves A·x = b where A = L·Lᵀ is given by its factor. */
function choleskySolve(k: Kit, factor: NdArray, lower: boolean, b: NdArray): Value {
	const left = lower ? factor : turned(k, factor);
	return k.apply('solve', [turned(k, left), k.array(k.apply('solve', [left, b]))]);
}

/** The ratio of the largest to the smallest singular value, or of another norm to that of the inverse. */
function condition(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const ord = orderOf(k, a.maybe('p'), a.name);
	if (ord === null || ord === 2) {
		const values = singular(k, x);
		const ends = (fold: string): Value => k.apply(fold, [values], { axes: [-1], keepdims: false });
		return div(k, ends('amax'), ends('amin'));
	}
	const inverse = k.array(k.apply('inv', [x]));
	const of = (matrix: NdArray): Value => matrixNorm(k, matrix, ord, [-2, -1], false, a.name);
	return mul(k, of(x), of(inverse));
}

const NUMPY_AND_TORCH = (name: string): string => `np.linalg.${name} torch.linalg.${name}`;

export const linalg: readonly Declaration[] = [
	declare(
		'np.linalg.norm torch.linalg.norm scipy.linalg.norm',
		'x|A|a, ord=None, axis|dim=None, keepdims|keepdim=False, dtype=',
		norm,
	),
	declare('torch.norm tensor.norm', "x|input, p='fro', axis|dim=None, keepdim|keepdims=False, dtype=", torchNorm),
	declare(
		'torch.linalg.vector_norm np.linalg.vector_norm',
		'x, ord=2, axis|dim=None, keepdims|keepdim=False, dtype=',
		(k, a) => vectorNorm(k, a.array('x'), a.number('ord'), a.axes(), a.flag('keepdims')),
	),
	declare(
		'torch.linalg.matrix_norm np.linalg.matrix_norm',
		"x|A, ord='fro', axis|dim=None, keepdims|keepdim=False, dtype=",
		(k, a) =>
			matrixNorm(k, a.array('x'), orderOf(k, a.maybe('ord'), a.name), a.axes() ?? [-2, -1], a.flag('keepdims'), a.name),
	),
	declare(
		`${NUMPY_AND_TORCH('inv')} torch.inverse tensor.inverse scipy.linalg.inv`,
		'a|A|input, out=, overwrite_a=, check_finite=',
		(k, a) => k.apply('inv', [a.array('a')]),
	),
	declare(
		`${NUMPY_AND_TORCH('det')} torch.det tensor.det scipy.linalg.det`,
		'a|A|input, out=, overwrite_a=, check_finite=',
		(k, a) => k.apply('det', [a.array('a')]),
	),
	declare('torch.logdet tensor.logdet', 'a|input', (k, a) => k.apply('slogdet', [a.array('a')], { output: 'log' })),
	declare(`${NUMPY_AND_TORCH('slogdet')} torch.slogdet tensor.slogdet`, 'a|A|input', slogdet),
	declare(
		`${NUMPY_AND_TORCH('solve')} scipy.linalg.solve`,
		'a|A, b|B, lower=, overwrite_a=, overwrite_b=, check_finite=, assume_a=, transposed=False, left=True',
		(k, a) => k.apply('solve', [a.array('a'), a.array('b')]),
	),
	declare(`${NUMPY_AND_TORCH('cholesky')} torch.cholesky tensor.cholesky`, 'a|A|input, *, upper=False', (k, a) => {
		const lower = k.array(k.apply('cholesky', [a.array('a')]));
		return a.flag('upper') ? turned(k, lower) : lower;
	}),
	declare('scipy.linalg.cholesky', 'a, lower=False, overwrite_a=, check_finite=', scipyCholesky),
	declare('scipy.linalg.cho_factor', 'a, lower=False, overwrite_a=, check_finite=', (k, a) =>
		tuple([scipyCholesky(k, a), a.value('lower')]),
	),
	declare('scipy.linalg.cho_solve', 'c_and_lower, b, overwrite_b=, check_finite=', (k, a) => {
		const [factor, lower] = a.items('c_and_lower');
		return choleskySolve(k, k.array(factor!), k.call.truthy(lower!), a.array('b'));
	}),
	declare('torch.cholesky_solve', 'b|input, a|input2|L, upper=False', (k, a) =>
		choleskySolve(k, a.array('a'), !a.flag('upper'), a.array('b')),
	),
	declare(
		'scipy.linalg.solve_triangular',
		'a, b, trans=0, lower=False, unit_diagonal=, overwrite_b=, check_finite=',
		(k, a) => solveTriangular(k, a, a.flag('lower')),
	),
	declare(
		'torch.linalg.solve_triangular',
		'a|A, b|B, *, upper, trans=0, left=True, unitriangular|unit_diagonal=',
		(k, a) => solveTriangular(k, a, !a.flag('upper')),
	),
	declare(`${NUMPY_AND_TORCH('eigh')} scipy.linalg.eigh`, "a|A, UPLO='L', overwrite_a=, check_finite=", eigh),
	declare(`${NUMPY_AND_TORCH('eigvalsh')} scipy.linalg.eigvalsh`, "a|A, UPLO='L'", (k, a) =>
		k.apply('eigh', [a.array('a')], { output: 'values', uplo: a.text('UPLO') ?? 'L' }),
	),
	declare('np.linalg.svd scipy.linalg.svd', 'a, full_matrices=True, compute_uv=True, hermitian=', (k, a) =>
		a.flag('compute_uv') ? svd(k, a, a.flag('full_matrices'), ['U', 'S', 'Vh']) : singular(k, a.array('a')),
	),
	declare('torch.linalg.svd', 'a|A, full_matrices=True', (k, a) =>
		svd(k, a, a.flag('full_matrices'), ['U', 'S', 'Vh']),
	),
	declare('torch.svd tensor.svd', 'a|input, some=True, compute_uv=True', (k, a) => {
		// Here V is given, not its transpose.
		const x = a.array('a');
		const part = (output: string): NdArray => k.array(k.apply('svd', [x], { output, full: !a.flag('some') }));
		return results(k, [
			['U', () => part('u')],
			['S', () => part('s')],
			['V', () => turned(k, part('vh'))],
		]);
	}),
	declare(`${NUMPY_AND_TORCH('svdvals')} scipy.linalg.svdvals`, 'a|A|x', (k, a) => singular(k, a.array('a'))),
	declare(`${NUMPY_AND_TORCH('qr')} scipy.linalg.qr torch.qr`, 'a|A|input, mode=None', qr),
	declare(`${NUMPY_AND_TORCH('pinv')} torch.pinverse scipy.linalg.pinv`, 'a|A|input, rcond|rtol=, hermitian=', (k, a) =>
		k.apply('pinv', [a.array('a')], a.has('rcond') ? { rcond: a.number('rcond') } : {}),
	),
	declare(
		`${NUMPY_AND_TORCH('lstsq')} scipy.linalg.lstsq`,
		'a|A, b|B, rcond|cond=, overwrite_a=, overwrite_b=, check_finite=, lapack_driver|driver=',
		lstsq,
	),
	declare(`${NUMPY_AND_TORCH('matrix_power')} torch.matrix_power tensor.matrix_power`, 'a|A|input, n', (k, a) =>
		matrixPower(k, a.array('a'), a.whole('n')),
	),
	declare(`${NUMPY_AND_TORCH('multi_dot')}`, 'arrays|tensors, out=', (k, a) => multiDot(k, a, a.items('arrays'))),
	declare('torch.chain_matmul', '*matrices', (k, a) => multiDot(k, a, a.rest)),
	declare(`${NUMPY_AND_TORCH('matrix_rank')}`, 'a|A|M, tol=, hermitian=, *, rtol=', (k, a) =>
		rankOf(k, a.array('a'), a.maybeNumber('tol')),
	),
	declare('np.linalg.cond torch.linalg.cond', 'x|A, p=None', condition),
	declare('scipy.linalg.block_diag torch.block_diag', '*arrs', (k, a) => {
		const blocks = a.rest.map((value) => {
			const array = k.array(value);
			return array.shape.length === 2 ? array : reshapedTo(k, array, [1, array.size]);
		});
		const width = blocks.reduce((total, { shape }) => total + shape[1]!, 0);
		let at = 0;
		const rows = blocks.map((block) => {
			const before = at;
			at += block.shape[1]!;
			return k.move('pad', [block], {
				widths: [
					[0, 0],
					[before, width - at],
				],
				value: 0,
			});
		});
		return k.move('concatenate', rows, { axis: 0 });
	}),
	declare('torch.trace tensor.trace torch.linalg.trace', 'a|input', (k, a) => k.apply('trace', [a.array('a')], {})),
	declare('torch.cdist', 'x1, x2, p=2.0', (k, a) => {
		const [x, y] = [a.array('x1'), a.array('x2')];
		const [n, m] = [x.shape.at(-2)!, y.shape.at(-2)!];
		const lead = x.shape.slice(0, -2);
		const wide = reshapedTo(k, x, [...lead, n, 1, x.shape.at(-1)!]);
		const high = reshapedTo(k, y, [...y.shape.slice(0, -2), 1, m, y.shape.at(-1)!]);
		return vectorNorm(k, k.array(sub(k, wide, high)), a.number('p'), [-1], false);
	}),
	declare('torch.pairwise_distance F.pairwise_distance', 'x1, x2, p=2.0, eps=1e-6, keepdim=False', (k, a) => {
		const apart = add(k, sub(k, a.operand('x1'), a.operand('x2')), num(a.number('eps')));
		return vectorNorm(k, k.array(apart), a.number('p'), [-1], a.flag('keepdim'));
	}),
	declare('torch.dist tensor.dist', 'x|input, y|other, p=2', (k, a) =>
		vectorNorm(k, k.array(sub(k, a.operand('x'), a.operand('y'))), a.number('p'), null, false),
	),
];
