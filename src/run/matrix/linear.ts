/** Linear algebra by the names of Julia and MATLAB, and the operators by theirs. */
import { int, numberOf, type Value } from '../script/values.ts';
import { binary, elementwise, product, transpose, unary } from './operators.ts';
import { inOrder } from './reductions.ts';
import { arrayIn, fitted, operand, shaped, type Fn, type Work } from './values.ts';

/** The sum of the products of all entries; of matrices of MATLAB, column by column. */
function dot(w: Work, args: readonly Value[]): Value {
	const [first, second, third] = args;
	if (third !== undefined) return dot(w, [first!, product(w, operand(w, second), operand(w, third))]);
	const x = operand(w, first);
	const y = operand(w, second);
	const { k } = w;
	if (!k.isArray(x) || !k.isArray(y)) return k.map('mul', [x, y]);
	const matrices = [x, y].every(({ shape }) => shape.filter((extent) => extent !== 1).length > 1);
	if (matrices && w.matlab) return k.apply('sum', [k.map('mul', [x, y])], { axes: [0], keepdims: true });
	return k.apply('dot', [inOrder(w, x), inOrder(w, y)]);
}

function cross(w: Work, args: readonly Value[]): Value {
	const [x, y] = [arrayIn(w, args[0]), arrayIn(w, args[1])];
	const result = w.k.array(w.k.apply('cross', [inOrder(w, x), inOrder(w, y)], {}));
	return shaped(w.k, result, x.shape);
}

function of(row: string, attributes: Readonly<Record<string, number>> = {}): Fn {
	return (w, args) => w.k.apply(row, [arrayIn(w, args[0])], attributes);
}

function inverse(w: Work, args: readonly Value[]): Value {
	const x = operand(w, args[0]);
	return w.k.isArray(x) ? w.k.apply('inv', [x]) : w.k.map('div', [int(1), x]);
}

function kron(w: Work, args: readonly Value[]): Value {
	return w.k.apply('kron', [arrayIn(w, args[0]), arrayIn(w, args[1])]);
}

/** How many times it goes in, towards 0. */
function quotient(w: Work, args: readonly Value[]): Value {
	return w.k.map('trunc', [elementwise(w, 'div', operand(w, args[0]), operand(w, args[1]))]);
}

function operator(op: Parameters<typeof binary>[1]): Fn {
	return (w, args) => args.slice(1).reduce<Value>((sum, next) => binary(w, op, sum, next) ?? sum, operand(w, args[0]));
}

/** Elementwise rows of two operands under the names that these languages give them. */
export function rowOfTwo(row: string): Fn {
	return (w, args) => w.k.map(row, [...fitted(w, operand(w, args[0]), operand(w, args[1]))]);
}

export const linear: Readonly<Record<string, Fn>> = {
	dot,
	cross,
	kron,
	inv: inverse,
	pinv: of('pinv'),
	det: of('det'),
	'.dot': dot,
	'.cross': cross,
	'.kron': kron,
	'.div': quotient,
	transpose: (w, args) => transpose(w, operand(w, args[0])),
	svd: (w, args) => {
		const values = w.k.array(w.k.apply('svd', [arrayIn(w, args[0])], { output: 's' }));
		return w.matlab ? shaped(w.k, values, [values.size, 1]) : values;
	},
};

export const juliaLinear: Readonly<Record<string, Fn>> = {
	tr: of('trace', { offset: 0 }),
	adjoint: (w, args) => transpose(w, operand(w, args[0])),
	logdet: (w, args) => w.k.map('log', [w.k.apply('det', [arrayIn(w, args[0])])]),
	svdvals: (w, args) => w.k.apply('svd', [arrayIn(w, args[0])], { output: 's' }),
	eigvals: (w, args) => w.k.apply('eigh', [arrayIn(w, args[0])], { output: 'values', uplo: 'L' }),
	mul: operator('@'),
	div: quotient,
	'.plus': operator('@+'),
	abs2: (w, args) => w.k.map('square', [operand(w, args[0])]),
	ifelse: where,
};

export const matlabLinear: Readonly<Record<string, Fn>> = {
	trace: of('trace', { offset: 0 }),
	chol: (w, args) => transpose(w, w.k.apply('cholesky', [arrayIn(w, args[0])])),
	plus: operator('@+'),
	minus: operator('@-'),
	times: operator('*'),
	rdivide: operator('/'),
	ldivide: operator('\\'),
	power: operator('**'),
	mtimes: operator('@'),
	mrdivide: operator('@/'),
	mldivide: operator('@\\'),
	mpower: operator('@**'),
	ctranspose: (w, args) => transpose(w, operand(w, args[0])),
	uminus: (w, args) => unary(w, '-', operand(w, args[0])) ?? w.k.map('neg', [operand(w, args[0])]),
	ifelse: where,
	merge: where,
	eq: comparison('eq'),
	ne: comparison('ne'),
	lt: comparison('lt'),
	le: comparison('le'),
	gt: comparison('gt'),
	ge: comparison('ge'),
};

function comparison(row: string): Fn {
	return rowOfTwo(row);
}

/** One of two values by a test, element by element. */
function where(w: Work, args: readonly Value[]): Value {
	const [test, then, otherwise] = args.map((value) => operand(w, value));
	const { k } = w;
	if (!k.isArray(test!) && !k.isArray(then!) && !k.isArray(otherwise!) && numberOf(test!) !== undefined)
		return k.map('where', [test!, then!, otherwise!]);
	const rank = [then!, otherwise!].reduce((wide, next) => fitted(w, wide, next)[0], test!);
	return k.map('where', [rank, fitted(w, then!, rank)[0], fitted(w, otherwise!, rank)[0]]);
}
