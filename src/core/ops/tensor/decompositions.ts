/**
 * Eigenvalues, singular values and QR. Each part of a factorisation is a gate of its own, named by the attribute `output`.
 */
import { qr } from '../../numeric/matrix.ts';
import { completed, eigenSymmetric, svd, transposed } from '../../numeric/spectral.ts';
import { ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import { dataOf, fromNested, type Tensor } from '../../tensor/tensor.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import type { Form } from '../row.ts';
import type { Builder } from './builder.ts';
import { floatType, matrixOf, matrixSizes, floats, squareSize } from './batches.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

/** Remembers what was factorised last for a tensor, so that two gates over its parts do the work once. */
function remembered<T>(make: (x: Tensor, key: string) => T): (x: Tensor, key: string) => T {
	const made = new WeakMap<Tensor, Map<string, T>>();
	return (x, key) => {
		const known = made.get(x) ?? new Map<string, T>();
		made.set(x, known);
		const found = known.get(key) ?? make(x, key);
		known.set(key, found);
		return found;
	};
}

/** Factorises each matrix of a batch; the parts of all, one behind another. */
function factorised<K extends string>(
	x: Tensor,
	sizes: Readonly<Record<K, number>>,
	each: (entries: Float64Array) => Readonly<Record<K, Float64Array>>,
): Readonly<Record<K, Float64Array>> {
	const [rows, columns] = [x.shape.at(-2)!, x.shape.at(-1)!];
	const count = sizeOf(x.shape.slice(0, -2));
	const entries = dataOf(x);
	const names = Object.keys(sizes) as K[];
	const parts = Object.fromEntries(names.map((name) => [name, new Float64Array(count * sizes[name])])) as Record<
		K,
		Float64Array
	>;
	for (let i = 0; i < count; i++) {
		const made = each(entries.subarray(i * rows * columns, (i + 1) * rows * columns));
		for (const name of names) parts[name].set(made[name], i * sizes[name]);
	}
	return parts;
}

const eigen = remembered((x, uplo) => {
	const n = x.shape.at(-1)!;
	return factorised(x, { values: n, vectors: n * n }, (entries) => {
		const { values, vectors } = eigenSymmetric(uplo === 'U' ? transposed(entries, n, n) : entries, n);
		return { values, vectors };
	});
});

const singular = remembered((x) => {
	const [m, n] = [x.shape.at(-2)!, x.shape.at(-1)!];
	const k = Math.min(m, n);
	return factorised(x, { u: m * k, s: k, vh: k * n }, (entries) => {
		const { u, s, vh } = svd(entries, m, n);
		return { u, s, vh };
	});
});

const householder = remembered((x) => {
	const [m, n] = [x.shape.at(-2)!, x.shape.at(-1)!];
	return factorised(x, { q: m * n, r: n * n }, (entries) => {
		const { q, r } = qr(entries, m, n);
		return { q, r };
	});
});

function row<V extends object>(o: Builder<V>, values: V): V {
	const shape = o.shape(values);
	return o.reshape(values, [...shape.slice(0, -1), 1, shape.at(-1)!]);
}

function column<V extends object>(o: Builder<V>, values: V): V {
	return o.reshape(values, [...o.shape(values), 1]);
}

/** 1/x, and 0 where x is 0. */
function inverseOrZero<V extends object>(o: Builder<V>, x: V): V {
	const zero = o.eq(x, 0);
	return o.where(zero, 0, o.div(1, o.where(zero, 1, x)));
}

/** 1/(wⱼ − wᵢ) off the diagonal; 0 on it, and where two are equal. */
function gaps<V extends object>(o: Builder<V>, w: V): V {
	return inverseOrZero(o, o.sub(row(o, w), column(o, w)));
}

function eye<V extends object>(o: Builder<V>, rows: number, columns = rows): V {
	return o.constant(matrixOf(rows, columns, (i, j) => (i === j ? 1 : 0)));
}

/** The half of a gradient that a matrix and its transpose share. */
function symmetric<V extends object>(o: Builder<V>, x: V): V {
	return o.mul(o.add(x, o.t(x)), 0.5);
}

interface SvdAttributes {
	readonly [name: string]: unknown;
	readonly output?: 'u' | 's' | 'vh';
	/** Square u and vh; absent: as many columns and rows as there are singular values. */
	readonly full?: boolean;
}

/** What U hands back: within its columns, and at right angles to them (J. Townsend, "Differentiating the singular value decomposition", 2016). */
function shareOfU<V extends object>(o: Builder<V>, a: V, up: V): V {
	const [m, n] = o.shape(a).slice(-2) as [number, number];
	const u = o.apply('svd', [a], { output: 'u' });
	const s = o.apply('svd', [a], { output: 's' });
	const vh = o.apply('svd', [a], { output: 'vh' });
	const inner = o.matmul(o.t(u), up);
	const turned = o.mul(o.mul(gaps(o, o.mul(s, s)), o.sub(inner, o.t(inner))), row(o, s));
	const within = o.matmul(o.matmul(u, turned), vh);
	if (m <= n) return within;
	const outside = o.sub(up, o.matmul(u, inner));
	return o.add(within, o.matmul(o.mul(outside, row(o, inverseOrZero(o, s))), vh));
}

const general = fromNested([
	[2, -1, 0.5],
	[1, 3, -2],
	[0.25, 1, 1.5],
]);
const tall = fromNested([
	[2, -1],
	[1, 3],
	[0.25, 1],
]);
const wide = fromNested([
	[2, -1, 0.5],
	[1, 3, 1],
]);
const even = fromNested([
	[2, -1, 0.5],
	[-1, 3, -2],
	[0.5, -2, 1.5],
]);

function named(name: string, output: string | undefined): Form {
	return call(output === undefined ? name : `${name}.${output}`);
}

export const decompositions: readonly TensorDefinition[] = [
	tensorOp<{ readonly output?: 'values' | 'vectors'; readonly uplo?: 'L' | 'U' }>({
		name: 'eigh',
		symbol: 'λ',
		parameters: ['A'],
		names: only({
			numpy: ['np.linalg.eigh', 'np.linalg.eigvalsh'],
			torch: ['torch.linalg.eigh', 'torch.linalg.eigvalsh'],
			julia: ['eigvals', 'eigen'],
			matlab: ['eig'],
		}),
		pattern: 'scaler',
		sentence: [
			'eigenvalues: each hands its gradient back along its own eigenvector; eigenvectors turn towards one another, the faster the closer their eigenvalues',
		],
		jacobian: ['dense'],
		conventions: [
			{
				when: ([x], { output, uplo }) => {
					if (output !== 'vectors') return false;
					const { values } = eigen(x!, uplo === 'U' ? 'U' : 'L');
					const n = x!.shape.at(-1)!;
					return values.some((value, index) => index % n > 0 && value === values[index - 1]);
				},
				text: [
					'{0}: two of the values are equal, so their vectors are not determined: the gradient between them is 0',
					'eigh',
				],
				samples: [
					{
						operands: [
							fromNested([
								[2, 0],
								[0, 2],
							]),
						],
						attributes: { output: 'vectors' },
					},
				],
			},
		],
		text: ({ output }) => named('eigh', output),
		latex: ({ output }) => callLatex(operator(output === 'vectors' ? 'eigvec' : 'eig')),
		type: ([x], { output }) => {
			const n = squareSize('eigh', x!.shape);
			return floatType(x!, [...x!.shape.slice(0, -2), ...(output === 'vectors' ? [n, n] : [n])]);
		},
		forward: ([x], { output, uplo }) => {
			const { values, vectors } = eigen(x!, uplo === 'U' ? 'U' : 'L');
			return output === 'vectors'
				? floats(vectors.slice(), x!.shape, x!.element)
				: floats(values.slice(), x!.shape.slice(0, -1), x!.element);
		},
		vjp: (o, up, [x], _out, { output, uplo }) => [
			() => {
				const read = uplo === undefined ? {} : { uplo };
				const v = o.apply('eigh', [x!], { ...read, output: 'vectors' });
				if (output !== 'vectors') return o.matmul(o.mul(v, row(o, up)), o.t(v));
				const w = o.apply('eigh', [x!], { ...read, output: 'values' });
				const turned = o.mul(gaps(o, w), o.matmul(o.t(v), up));
				return symmetric(o, o.matmul(o.matmul(v, turned), o.t(v)));
			},
		],
		samples: [
			{ operands: [even], symmetric: true },
			{ operands: [even], symmetric: true, attributes: { output: 'vectors' } },
			{ operands: [even], symmetric: true, attributes: { output: 'values', uplo: 'U' } },
		],
	}),
	tensorOp<SvdAttributes>({
		name: 'svd',
		symbol: 'σ',
		parameters: ['A'],
		names: only({
			numpy: ['np.linalg.svd', 'scipy.linalg.svd', 'scipy.linalg.svdvals'],
			torch: ['torch.svd', 'torch.linalg.svd', 'torch.linalg.svdvals'],
			julia: ['svd', 'svdvals'],
			matlab: ['svd'],
		}),
		pattern: 'scaler',
		sentence: [
			'singular values: each hands its gradient back along its own pair of singular vectors; the vectors turn towards one another, the faster the closer their values',
		],
		jacobian: ['dense'],
		conventions: [
			{
				when: ([x], { output }) => {
					if (output === undefined || output === 's') return false;
					const { s } = singular(x!, '');
					const k = Math.min(x!.shape.at(-2)!, x!.shape.at(-1)!);
					return s.some((value, index) => value === 0 || (index % k > 0 && value === s[index - 1]));
				},
				text: [
					'{0}: two of the values are equal, so their vectors are not determined: the gradient between them is 0',
					'svd',
				],
				samples: [
					{
						operands: [
							fromNested([
								[2, 0],
								[0, 2],
							]),
						],
						attributes: { output: 'u' },
					},
				],
			},
		],
		text: ({ output }) => named('svd', output ?? 's'),
		latex: ({ output }) => callLatex(output === 'u' ? 'U' : output === 'vh' ? 'V^{\\top}' : '\\sigma'),
		type: ([x], { output, full }) => {
			const [m, n] = matrixSizes('svd', x!.shape);
			const k = Math.min(m, n);
			const shape = output === 'u' ? [m, full ? m : k] : output === 'vh' ? [full ? n : k, n] : [k];
			return floatType(x!, [...x!.shape.slice(0, -2), ...shape]);
		},
		forward: ([x], { output, full }) => {
			const [m, n] = [x!.shape.at(-2)!, x!.shape.at(-1)!];
			const k = Math.min(m, n);
			const batch = x!.shape.slice(0, -2);
			const { u, s, vh } = singular(x!, '');
			if (output !== 'u' && output !== 'vh') return floats(s.slice(), [...batch, k], x!.element);
			const wanted = output === 'u' ? [m, k] : [k, n];
			const part = output === 'u' ? u : vh;
			if (!full || wanted[0] === wanted[1]) return floats(part.slice(), [...batch, ...wanted], x!.element);
			const size = output === 'u' ? m : n;
			const filled = new Float64Array(sizeOf(batch) * size * size);
			for (let i = 0; i < sizeOf(batch); i++) {
				const own = part.subarray(i * size * k, (i + 1) * size * k);
				const whole =
					output === 'u'
						? completed(own, size, k)
						: transposed(completed(transposed(own, k, size), size, k), size, size);
				filled.set(whole, i * size * size);
			}
			return floats(filled, [...batch, size, size], x!.element);
		},
		vjp: (o, up, [a], _out, { output, full }) => [
			() => {
				const [m, n] = o.shape(a!).slice(-2) as [number, number];
				const k = Math.min(m, n);
				if (output === 'u') return shareOfU(o, a!, full && m > k ? o.matmul(up, eye(o, m, k)) : up);
				// V of A is U of Aᵀ.
				if (output === 'vh') return o.t(shareOfU(o, o.t(a!), o.t(full && n > k ? o.matmul(eye(o, k, n), up) : up)));
				const u = o.apply('svd', [a!], { output: 'u' });
				return o.matmul(o.mul(u, row(o, up)), o.apply('svd', [a!], { output: 'vh' }));
			},
		],
		samples: [
			{ operands: [general] },
			{ operands: [tall], attributes: { output: 's' } },
			{ operands: [general], attributes: { output: 'u' } },
			{ operands: [general], attributes: { output: 'vh' } },
			{ operands: [tall], attributes: { output: 'u' } },
			{ operands: [tall], attributes: { output: 'vh' } },
			{ operands: [wide], attributes: { output: 'u' } },
			{ operands: [wide], attributes: { output: 'vh' } },
		],
	}),
	tensorOp<{ readonly output: 'q' | 'r' }>({
		name: 'qr',
		symbol: 'QR',
		parameters: ['A'],
		names: only({
			numpy: ['np.linalg.qr'],
			torch: ['torch.qr', 'torch.linalg.qr'],
			julia: ['qr'],
			matlab: ['qr'],
		}),
		pattern: 'scaler',
		sentence: ['QR: what Q and R get goes back through the triangle R, solved from the right'],
		jacobian: ['dense'],
		conventions: [],
		text: ({ output }) => named('qr', output),
		latex: ({ output }) => callLatex(output === 'q' ? 'Q' : 'R'),
		type: ([x], { output }) => {
			const [m, n] = matrixSizes('qr', x!.shape);
			if (m < n)
				throw new ShapeError(
					'qr of {0}: a matrix with at least as many rows as columns is needed',
					shapeText(x!.shape),
				);
			return floatType(x!, [...x!.shape.slice(0, -2), ...(output === 'q' ? [m, n] : [n, n])]);
		},
		forward: ([x], { output }) => {
			const [m, n] = [x!.shape.at(-2)!, x!.shape.at(-1)!];
			const { q, r } = householder(x!, '');
			const batch = x!.shape.slice(0, -2);
			return output === 'q'
				? floats(q.slice(), [...batch, m, n], x!.element)
				: floats(r.slice(), [...batch, n, n], x!.element);
		},
		// A̅ = (Q̅ + Q·copyltu(R·R̅ᵀ − Q̅ᵀ·Q))·R⁻ᵀ, copyltu the lower triangle mirrored (Seeger et al. 2017).
		vjp: (o, up, [a], _out, { output }) => [
			() => {
				const n = o.shape(a!).at(-1)!;
				const q = o.apply('qr', [a!], { output: 'q' });
				const r = o.apply('qr', [a!], { output: 'r' });
				const upper = o.constant(matrixOf(n, n, (i, j) => (i <= j ? 1 : 0)));
				const m = output === 'q' ? o.neg(o.matmul(o.t(up), q)) : o.matmul(r, o.t(o.mul(up, upper)));
				const lower = o.mul(m, o.constant(matrixOf(n, n, (i, j) => (i >= j ? 1 : 0))));
				const below = o.mul(m, o.constant(matrixOf(n, n, (i, j) => (i > j ? 1 : 0))));
				const mirrored = o.matmul(q, o.add(lower, o.t(below)));
				return o.t(o.apply('solve', [r, o.t(output === 'q' ? o.add(up, mirrored) : mirrored)]));
			},
		],
		samples: [
			{ operands: [tall], attributes: { output: 'q' } },
			{ operands: [tall], attributes: { output: 'r' } },
			{ operands: [general], attributes: { output: 'q' } },
			{ operands: [general], attributes: { output: 'r' } },
		],
	}),
];
