/**
 * Inverses, determinants, linear systems and products of matrices other than the plain one.
 */
import { promote } from '../../elements.ts';
import { cholesky, determinant, identity, lu, signAndLog, solveLu } from '../../numeric/matrix.ts';
import { cofactors, pseudoInverse } from '../../numeric/inverse.ts';
import { broadcastShapes, ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import { broadcastTo, dataOf, fromNested, type Tensor } from '../../tensor/tensor.ts';
import type { NodeType } from '../../types.ts';
import { call, callLatex, form, only, operator } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import type { Builder } from './builder.ts';
import { floatType, mapMatrices, matrixOf, matrixSizes, floats, squareSize } from './batches.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

const { atom, conditional, power, product } = LEVEL;

const SINGULAR = 'the matrix is singular: it has no inverse';

/** The shape rule of a function of square matrices that gives square matrices. */
function squareToSquare(name: string): (types: readonly NodeType[]) => NodeType {
	return ([x]) => {
		squareSize(name, x!.shape);
		return floatType(x!, x!.shape);
	};
}

function squareToNumber(name: string): (types: readonly NodeType[]) => NodeType {
	return ([x]) => {
		squareSize(name, x!.shape);
		return floatType(x!, x!.shape.slice(0, -2));
	};
}

/** A number a matrix, as a 1 × 1 matrix each. */
function wide<V extends object>(o: Builder<V>, number: V): V {
	return o.reshape(number, [...o.shape(number), 1, 1]);
}

/** Whether the right side of a system is one vector a matrix, not a matrix of columns: as PyTorch decides it. */
function isVectorSide(a: readonly number[], b: readonly number[]): boolean {
	return b.length === 1 || (b.length === a.length - 1 && b.every((extent, axis) => extent === a[axis]));
}

function solved(a: Tensor, b: Tensor): Tensor {
	const vector = isVectorSide(a.shape, b.shape);
	const n = a.shape.at(-1)!;
	const columns = vector ? 1 : b.shape.at(-1)!;
	const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, vector ? -1 : -2));
	const matrices = dataOf(broadcastTo(a, [...batch, n, n]));
	const sides = dataOf(broadcastTo(b, [...batch, n, ...(vector ? [] : [columns])]));
	const out = new Float64Array(sides.length);
	for (let i = 0; i < sizeOf(batch); i++) {
		const side = sides.subarray(i * n * columns, (i + 1) * n * columns);
		const x = solveLu(lu(matrices.subarray(i * n * n, (i + 1) * n * n), n), side, columns);
		if (x === null) throw new ShapeError(SINGULAR);
		out.set(x, i * n * columns);
	}
	return floats(out, [...batch, n, ...(vector ? [] : [columns])], promote(a.element, b.element));
}

const matrix = fromNested([
	[2, -1, 0.5],
	[1, 3, -2],
	[0.25, 1, 1.5],
]);
const batch = fromNested([
	[
		[2, -1],
		[1, 3],
	],
	[
		[0.5, 1],
		[-1, 1.5],
	],
]);

export const linalg: readonly TensorDefinition[] = [
	tensorOp<{ readonly infinite?: boolean }>({
		name: 'inv',
		symbol: 'A⁻¹',
		parameters: ['A'],
		names: only({
			math: ['inv'],
			latex: ['^{-1}'],
			numpy: ['np.linalg.inv', 'scipy.linalg.inv'],
			torch: ['torch.inverse', 'torch.linalg.inv'],
			julia: ['inv'],
			matlab: ['inv'],
		}),
		pattern: 'scaler',
		sentence: ['inverse: hands back the upstream gradient between two inverses, transposed, with its sign flipped'],
		jacobian: ['Kronecker'],
		conventions: [],
		text: form('$0⁻¹', power, atom),
		latex: form('$0^{-1}', power, atom),
		type: squareToSquare('inv'),
		forward: ([x], { infinite }) => {
			const n = x!.shape.at(-1)!;
			return mapMatrices(x!, [n, n], (entries) => {
				const found = solveLu(lu(entries, n), identity(n), n);
				if (found) return found;
				if (!infinite) throw new ShapeError(SINGULAR);
				// The limit: cofactors over a determinant of 0.
				return cofactors(entries, n).map((_, index, all) => all[(index % n) * n + Math.floor(index / n)]! / 0);
			});
		},
		vjp: (o, up, _operands, out) => [() => o.neg(o.matmul(o.matmul(o.t(out), up), o.t(out)))],
		samples: [{ operands: [matrix] }, { operands: [batch] }],
	}),
	tensorOp({
		name: 'det',
		symbol: 'det',
		parameters: ['A'],
		names: only({
			math: ['det'],
			latex: ['\\det'],
			numpy: ['np.linalg.det', 'scipy.linalg.det'],
			torch: ['torch.det', 'torch.linalg.det'],
			julia: ['det'],
			matlab: ['det'],
		}),
		pattern: 'scaler',
		sentence: ['det: gives each entry the upstream gradient times its cofactor'],
		jacobian: ['dense'],
		conventions: [],
		text: call('det'),
		latex: callLatex('\\det'),
		type: squareToNumber('det'),
		forward: ([x]) => {
			const n = x!.shape.at(-1)!;
			return mapMatrices(x!, [], (entries) => Float64Array.of(determinant(lu(entries, n))));
		},
		vjp: (o, up, [x]) => [() => o.mul(wide(o, up), o.apply('cofactor', [x!]))],
		samples: [{ operands: [matrix] }, { operands: [batch] }, { operands: [fromNested([[3]])] }],
	}),
	tensorOp({
		name: 'cofactor',
		symbol: 'cof',
		parameters: ['A'],
		names: only({}),
		pattern: 'scaler',
		sentence: ['cofactors: each entry of the result is the determinant of the others, which all take their part'],
		jacobian: ['dense'],
		conventions: [],
		text: call('cof'),
		latex: callLatex(operator('cof')),
		type: squareToSquare('cofactor'),
		forward: ([x]) => {
			const n = x!.shape.at(-1)!;
			return mapMatrices(x!, [n, n], (entries) => cofactors(entries, n));
		},
		// cof A = det A · A⁻ᵀ.
		vjp: (o, up, [x], out) => [
			() => {
				const b = o.t(o.apply('inv', [x!], { infinite: true }));
				const share = o.sum(o.mul(up, b), [o.shape(up).length - 2, o.shape(up).length - 1]);
				const second = o.matmul(o.matmul(b, o.t(up)), b);
				return o.sub(o.mul(wide(o, share), out), o.mul(wide(o, o.apply('det', [x!])), second));
			},
		],
		samples: [{ operands: [matrix] }, { operands: [batch] }],
	}),
	tensorOp<{ readonly output?: 'log' | 'sign' }>({
		name: 'slogdet',
		symbol: 'ln|det|',
		parameters: ['A'],
		names: only({
			numpy: ['np.linalg.slogdet'],
			torch: ['torch.slogdet', 'torch.linalg.slogdet', 'torch.logdet'],
			julia: ['logdet'],
		}),
		pattern: 'scaler',
		sentence: ['ln|det|: gives the matrix the upstream gradient times its inverse, transposed'],
		jacobian: ['dense'],
		conventions: [],
		text: ({ output }) => (output === 'sign' ? call('sign det') : form('ln|det($0)|', product, conditional)),
		latex: ({ output }) =>
			output === 'sign'
				? callLatex('\\operatorname{sgn}\\det')
				: form('\\ln\\left|\\det\\left($0\\right)\\right|', atom, conditional),
		type: squareToNumber('slogdet'),
		forward: ([x], { output }) => {
			const n = x!.shape.at(-1)!;
			return mapMatrices(x!, [], (entries) => {
				const [sign, log] = signAndLog(lu(entries, n));
				return Float64Array.of(output === 'sign' ? sign : log);
			});
		},
		vjp: (o, up, [x], _out, { output }) => [
			// The sign is flat.
			() => o.mul(wide(o, up), output === 'sign' ? o.mul(x!, 0) : o.t(o.apply('inv', [x!], { infinite: true }))),
		],
		samples: [{ operands: [matrix] }, { operands: [batch] }, { operands: [batch], attributes: { output: 'sign' } }],
	}),
	tensorOp({
		name: 'solve',
		symbol: 'A⁻¹b',
		parameters: ['A', 'b'],
		names: only({
			numpy: ['np.linalg.solve', 'scipy.linalg.solve'],
			torch: ['torch.linalg.solve'],
			julia: ['\\'],
			matlab: ['\\', 'mldivide'],
		}),
		pattern: 'scaler',
		sentence: [
			'solve: the right side gets g, the solution of the transposed system for the upstream gradient; the matrix gets −g times the solution, transposed',
		],
		jacobian: ['dense', 'Kronecker'],
		conventions: [],
		text: form('$0⁻¹ @ $1', product, atom, power),
		latex: form('$0^{-1} $1', product, atom, power),
		type: ([a, b]) => {
			const n = squareSize('solve', a!.shape);
			const vector = isVectorSide(a!.shape, b!.shape);
			if (b!.shape.at(vector ? -1 : -2) !== n) {
				throw new ShapeError('solve: {0} and {1} do not fit', shapeText(a!.shape), shapeText(b!.shape));
			}
			const rest = broadcastShapes(a!.shape.slice(0, -2), b!.shape.slice(0, vector ? -1 : -2));
			const shape = [...rest, ...b!.shape.slice(vector ? -1 : -2)];
			return floatType({ element: promote(a!.element, b!.element) }, shape);
		},
		forward: ([a, b]) => solved(a!, b!),
		vjp: (o, up, [a, b], out) => {
			const vector = isVectorSide(o.shape(a!), o.shape(b!));
			const column = (v: ReturnType<typeof o.number>): ReturnType<typeof o.number> =>
				vector ? o.reshape(v, [...o.shape(v), 1]) : v;
			const g = o.apply('solve', [o.t(a!), column(up)]);
			return [
				() => o.sumTo(o.neg(o.matmul(g, o.t(column(out)))), o.shape(a!)),
				() => o.sumTo(o.reshape(g, o.shape(out)), o.shape(b!)),
			];
		},
		samples: [
			{ operands: [matrix, fromNested([1, -2, 0.5])] },
			{
				operands: [
					matrix,
					fromNested([
						[1, 2],
						[-2, 0.5],
						[0.25, 1],
					]),
				],
			},
			{
				operands: [
					batch,
					fromNested([
						[1, 2],
						[-2, 0.5],
					]),
				],
			},
		],
	}),
	tensorOp({
		name: 'cholesky',
		symbol: 'chol',
		parameters: ['A'],
		names: only({
			numpy: ['np.linalg.cholesky'],
			torch: ['torch.cholesky', 'torch.linalg.cholesky'],
			julia: ['cholesky'],
			matlab: ['chol'],
		}),
		pattern: 'scaler',
		sentence: [
			'cholesky: what the factor gets goes back through it, shared evenly between an entry of the matrix and its mirror image',
		],
		jacobian: ['dense'],
		conventions: [],
		text: call('chol'),
		latex: callLatex(operator('chol')),
		type: squareToSquare('cholesky'),
		forward: ([x]) => {
			const n = x!.shape.at(-1)!;
			return mapMatrices(x!, [n, n], (entries) => {
				const factor = cholesky(entries, n);
				if (!factor) throw new ShapeError('cholesky: the matrix is not positive definite');
				return factor;
			});
		},
		// S = L⁻ᵀ·Φ(Lᵀ·up)·L⁻¹, Φ the lower triangle with half the diagonal (I. Murray, "Differentiation of the Cholesky decomposition", 2016).
		vjp: (o, up, _operands, out) => [
			() => {
				const n = o.shape(out).at(-1)!;
				const half = o.constant(matrixOf(n, n, (i, j) => (i > j ? 1 : i === j ? 0.5 : 0)));
				const lt = o.t(out);
				const left = o.apply('solve', [lt, o.mul(o.matmul(lt, up), half)]);
				const s = o.apply('solve', [lt, o.t(left)]);
				return o.mul(o.add(s, o.t(s)), 0.5);
			},
		],
		samples: [
			{
				symmetric: true,
				operands: [
					fromNested([
						[4, 1, 0.5],
						[1, 3, -1],
						[0.5, -1, 2],
					]),
				],
			},
		],
	}),
	tensorOp<{ readonly rcond?: number }>({
		name: 'pinv',
		symbol: 'A⁺',
		parameters: ['A'],
		names: only({
			numpy: ['np.linalg.pinv', 'scipy.linalg.pinv'],
			torch: ['torch.pinverse', 'torch.linalg.pinv'],
			julia: ['pinv'],
			matlab: ['pinv'],
			math: ['pinv'],
		}),
		pattern: 'scaler',
		sentence: [
			'pseudo-inverse: hands back the upstream gradient between two pseudo-inverses, and what lies outside the range and the rows of the matrix',
		],
		jacobian: ['dense'],
		conventions: [],
		text: form('$0⁺', power, atom),
		latex: form('$0^{+}', power, atom),
		type: ([x]) => {
			const [rows, columns] = matrixSizes('pinv', x!.shape);
			return floatType(x!, [...x!.shape.slice(0, -2), columns, rows]);
		},
		forward: ([x], { rcond }) => {
			const [rows, columns] = [x!.shape.at(-2)!, x!.shape.at(-1)!];
			return mapMatrices(x!, [columns, rows], (entries) => pseudoInverse(entries, rows, columns, rcond ?? 1e-15));
		},
		// Golub & Pereyra 1973.
		vjp: (o, up, [a], p) => [
			() => {
				const [rows, columns] = o.shape(a!).slice(-2) as [number, number];
				const eye = (n: number): typeof p => o.constant(matrixOf(n, n, (i, j) => (i === j ? 1 : 0)));
				const pt = o.t(p);
				const ut = o.t(up);
				const between = o.neg(o.matmul(o.matmul(pt, up), pt));
				const range = o.matmul(o.matmul(o.sub(eye(rows), o.matmul(a!, p)), ut), o.matmul(p, pt));
				const other = o.matmul(o.matmul(pt, p), o.matmul(ut, o.sub(eye(columns), o.matmul(p, a!))));
				return o.add(o.add(between, range), other);
			},
		],
		samples: [
			{
				operands: [
					fromNested([
						[2, -1],
						[1, 3],
						[0.25, 1],
					]),
				],
			},
			{
				operands: [
					fromNested([
						[2, -1, 0.5],
						[1, 3, 1],
					]),
				],
			},
		],
	}),
];
