/** What the operators of Julia and MATLAB do: of whole matrices (`*`, `/`, `\`, `^`), by elements (`.*`), transposes and comparisons. */
import { broadcastShapes, sameShape, ShapeError, shapeText } from '../../core/tensor/shape.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import { matrixPower } from '../numpy/linalg.ts';
import { bitwise, compare as compared, replace } from '../numpy/operators.ts';
import { bool, float, int, numberOf, wholeOf, type Value } from '../script/values.ts';
import type { NdArray } from '../numpy/array.ts';
import { fitted, isScalar, only, operand, shaped, turned, type Work } from './values.ts';

const ROWS: Readonly<Partial<Record<BinaryOp, string>>> = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'div',
	'%': 'fmod',
	'**': 'pow',
	'@+': 'add',
	'@-': 'sub',
	'//': 'floordiv',
};
const LOGIC: Readonly<Partial<Record<BinaryOp, string>>> = { '&': 'and', '|': 'or', '^': 'ne' };

/** Whether a value takes part in arithmetic. */
function computes({ kind }: Value): boolean {
	return ['int', 'float', 'bool', 'array', 'range', 'list', 'tuple'].includes(kind);
}

/** The operator applied; null where an operand is none of numbers. */
export function binary(w: Work, op: BinaryOp, a: Value, b: Value): Value | null {
	if (!computes(a) || !computes(b)) return null;
	const x = operand(w, a);
	const y = operand(w, b);
	switch (op) {
		case '@':
			return product(w, x, y);
		case '@/':
			return isScalar(w, y) ? elementwise(w, 'div', x, y) : rightDivision(w, x, y);
		case '@\\':
			return isScalar(w, x) ? elementwise(w, 'div', y, x) : leftDivision(w, x, y);
		case '\\':
			return elementwise(w, 'div', y, x);
		case '@**':
			return power(w, x, y);
		case '&':
		case '|':
		case '^':
			return logic(w, op, x, y);
		case '<<':
		case '>>':
			return bitwise(w.k, op, x, y);
		default: {
			const row = ROWS[op];
			if (row === undefined) return null;
			if ((op === '@+' || op === '@-') && !w.matlab) needSameShape(w, op, x, y);
			return elementwise(w, row, x, y);
		}
	}
}

/** Julia adds arrays of the same shape only: what it would refuse is computed, and said. */
function needSameShape({ k }: Work, op: BinaryOp, x: Value, y: Value): void {
	const [a, b] = [k.shapeOf(x), k.shapeOf(y)];
	if (sameShape(a, b)) return;
	const sign = op === '@+' ? '+' : '-';
	k.call.note(['Julia wants {0} here, since the shapes are {1} and {2}', `.${sign}`, shapeText(a), shapeText(b)]);
}

/** A row of two operands, element by element. */
export function elementwise(w: Work, row: string, a: Value, b: Value): Value {
	const { k } = w;
	const [x, y] = fitted(w, a, b);
	const [from, to] = [k.shapeOf(x), k.shapeOf(y)];
	try {
		broadcastShapes(from, to);
	} catch (error) {
		if (!(error instanceof ShapeError)) throw error;
		throw new ShapeError('{0} {1} {2}: cannot broadcast', shapeText(from), SIGNS[row] ?? row, shapeText(to));
	}
	const lies = [a, b].every((value) => !k.isArray(value) || w.rows.has(value));
	// Whole numbers are raised to negative powers as floats.
	const exponent = row === 'pow' ? wholeOf(y) : undefined;
	const base = exponent !== undefined && exponent < 0 && x.kind === 'int' && x.lazy === null ? float(x.value) : x;
	return row === 'pow' && isTruth(k.isArray(base) ? base : null)
		? rowOf(w, k.map(row, [k.cast(k.array(base), 'float64'), y]), lies)
		: rowOf(w, k.map(row, [base, y]), lies);
}

function isTruth(array: NdArray | null): boolean {
	return array !== null && array.dtype === 'bool';
}

const SIGNS: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '.*', div: './', pow: '.^', fmod: '%' };

/** Marks a vector that lies. */
export function rowOf(w: Work, value: Value, lies: boolean): Value {
	if (lies && w.k.isArray(value) && !w.matlab) w.rows.add(value);
	return value;
}

function truthOf(w: Work, value: Value): Value {
	const { k } = w;
	if (value.kind === 'bool' || (k.isArray(value) && value.dtype === 'bool')) return value;
	return k.map('ne', [value, int(0)]);
}

function logic(w: Work, op: BinaryOp, a: Value, b: Value): Value {
	const { k } = w;
	const [x, y] = fitted(w, a, b);
	if (!w.matlab && x.kind === 'int' && y.kind === 'int') return bitwise(k, op, x, y);
	return k.map(LOGIC[op]!, [truthOf(w, x), truthOf(w, y)]);
}

/** `A * B`: a number times everything, else the product of matrices. */
export function product(w: Work, x: Value, y: Value): Value {
	const { k } = w;
	if (isScalar(w, x) || isScalar(w, y)) return elementwise(w, 'mul', x, y);
	const [a, b] = [k.array(x), k.array(y)];
	const [rank, other] = [a.shape.length, b.shape.length];
	if (rank === 1 && other === 1) return twoVectors(w, a, b);
	// A vector stands; times a row it makes a matrix.
	if (rank === 1) {
		const stands = b.shape[0] === 1 && a.size !== 1;
		return k.apply('matmul', [stands ? shaped(k, a, [a.size, 1]) : a, b]);
	}
	const result = k.apply('matmul', [a, b]);
	if (other === 1 && (w.rows.has(a) || (w.matlab && a.shape[0] === 1))) return only(k, result);
	return rowOf(w, result, w.rows.has(a) && !w.rows.has(b) && other === 2);
}

function twoVectors({ k }: Work, a: NdArray, b: NdArray): never {
	throw new ShapeError(
		'{0} * {1}: two vectors have no product; write {2} for the sum of their products',
		shapeText(k.shapeOf(a)),
		shapeText(k.shapeOf(b)),
		"x' * y",
	);
}

/** The solution of `A x = b`; where A is not square, of least squares. */
function leftDivision({ k }: Work, x: Value, y: Value): Value {
	const a = k.array(x);
	const [rows, columns] = a.shape;
	if (a.shape.length === 2 && rows === columns) return k.apply('solve', [a, k.array(y)]);
	if (a.shape.length < 2) throw new ShapeError('{0}: {1} is no square matrix', '\\', shapeText(a.shape));
	return k.apply('matmul', [k.apply('pinv', [a]), k.array(y)]);
}

/** `B / A` is what solves `x A = B`. */
function rightDivision(w: Work, x: Value, y: Value): Value {
	const { k } = w;
	const [a, b] = [k.array(x), k.array(y)];
	if (b.shape.length < 2) throw new ShapeError('{0}: {1} is no square matrix', '/', shapeText(b.shape));
	if (a.shape.length < 2) return leftDivision(w, turned(k, b), a);
	return rowOf(w, turned(k, k.array(leftDivision(w, turned(k, b), turned(k, a)))), w.rows.has(a));
}

function power(w: Work, x: Value, y: Value): Value {
	const { k } = w;
	if (isScalar(w, x) && isScalar(w, y)) return elementwise(w, 'pow', x, y);
	const exponent = numberOf(only(k, y));
	if (!isScalar(w, y) || exponent === undefined || !Number.isInteger(exponent) || Math.abs(exponent) > 1024)
		return k.call.unsupported('^');
	const matrix = k.array(x);
	if (matrix.shape.length < 2 || matrix.shape[0] !== matrix.shape[1])
		throw new ShapeError('{0}: {1} is no square matrix; {2} goes by elements', '^', shapeText(matrix.shape), '.^');
	return matrixPower(k, matrix, exponent);
}

export function unary(w: Work, op: UnaryOp, a: Value): Value | null {
	const { k } = w;
	if (op === 'typeof' || !computes(a)) return null;
	if (op === 'not' && !k.isArray(a)) return null;
	const x = operand(w, a);
	switch (op) {
		case "'":
			return transpose(w, x);
		case '-':
			if (!k.isArray(x)) return null;
			return rowOf(w, k.map('neg', [x.dtype === 'bool' ? k.cast(x, 'float64') : x]), w.rows.has(x));
		case '+':
			return x;
		case '~':
			return k.isArray(x) ? k.map('not', [truthOf(w, x)]) : bool(!k.call.truthy(x));
		case 'not':
			return k.map('not', [truthOf(w, x)]);
	}
}

export function transpose(w: Work, x: Value): Value {
	const { k } = w;
	if (!k.isArray(x) || x.shape.length === 0) return x;
	if (x.shape.length === 1) return rowOf(w, shaped(k, x, [1, x.size]), true);
	if (w.rows.has(x)) return shaped(k, x, [x.size]);
	return turned(k, x);
}

export function compare(w: Work, op: CompareOp, a: Value, b: Value): Value | null {
	const { k } = w;
	if (!computes(a) || !computes(b)) return null;
	if (op === 'in' || op === 'not in') {
		const found = k.items(b).some((item) => k.call.equal(item, a));
		return bool(found === (op === 'in'));
	}
	if (!k.isArray(a) && !k.isArray(b) && a.kind !== 'range' && b.kind !== 'range') return null;
	const [x, y] = fitted(w, operand(w, a), operand(w, b));
	return compared(k, op, x, y);
}

/** `a += b` gives a new array; `a .+= b` writes into the one that is there. */
export function augment(w: Work, op: BinaryOp, a: Value, b: Value): Value | null {
	const result = binary(w, op, a, b);
	if (result === null || !w.k.isArray(a) || w.matlab || op.startsWith('@')) return result;
	return replace(w.k, a, result, `.${op}=`);
}
