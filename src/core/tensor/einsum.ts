/**
 * Einstein's sums: read, and computed as matrix products of strided arrays.
 */
import { matmul } from './matmul.ts';
import { ShapeError, shapeText, sizeOf } from './shape.ts';
import { permuted, reshaped, viewTensor, type Tensor } from './tensor.ts';
import { sum } from './reduce.ts';

/** The labels of each operand's axes and of the result's. Axes that `...` stands for have labels of their own. */
export interface Equation {
	readonly operands: readonly (readonly string[])[];
	readonly result: readonly string[];
	/** The size behind each label. */
	readonly sizes: ReadonlyMap<string, number>;
}

/** Reads `ij,jk->ik` against shapes. Without `->`, labels that stand once make the result, in alphabetical order. Throws a ShapeError where it does not fit. */
export function readEquation(text: string, shapes: readonly (readonly number[])[]): Equation {
	const plain = text.replaceAll(/\s/g, '');
	const [left = '', right, ...more] = plain.split('->');
	const parts = left.split(',');
	if (more.length > 0 || !/^[A-Za-z.,]*$/.test(left) || !/^[A-Za-z.]*$/.test(right ?? '')) {
		throw new ShapeError('"{0}" is no sum over indices', text);
	}
	if (parts.length !== shapes.length) {
		throw new ShapeError('"{0}" speaks of {1} arrays, and there are {2}', text, parts.length, shapes.length);
	}
	const rest = Math.max(0, ...parts.map((part, index) => shapes[index]!.length - part.replace('...', '').length));
	const labelled = parts.map((part, index) => {
		const [before, after] = part.split('...');
		const letters = [...(before ?? ''), ...(after ?? '')];
		const open = shapes[index]!.length - letters.length;
		if (letters.includes('.') || (after === undefined ? open !== 0 : open < 0)) {
			throw new ShapeError('"{0}" does not fit an array of shape {1}', part, shapeText(shapes[index]!));
		}
		return after === undefined ? letters : [...before!, ...restLabels(rest).slice(rest - open), ...after];
	});
	const sizes = new Map<string, number>();
	labelled.forEach((labels, index) => {
		labels.forEach((label, axis) => {
			const size = shapes[index]![axis]!;
			const known = sizes.get(label);
			if (known !== undefined && known !== size && known !== 1 && size !== 1) {
				throw new ShapeError('index {0} stands for {1} and for {2} entries', label, known, size);
			}
			sizes.set(label, known === undefined || known === 1 ? size : known);
		});
	});
	let result: readonly string[];
	if (right === undefined) {
		const all = labelled.flat();
		const once = [...new Set(all)].filter(
			(label) => label.length === 1 && all.indexOf(label) === all.lastIndexOf(label),
		);
		result = [...(left.includes('...') ? restLabels(rest) : []), ...once.sort()];
	} else {
		const [before, after] = right.split('...');
		result = after === undefined ? [...before!] : [...before!, ...restLabels(rest), ...after];
	}
	for (const label of result) {
		if (!sizes.has(label)) throw new ShapeError('index {0} of the result stands in no array', label);
	}
	if (new Set(result).size !== result.length) throw new ShapeError('"{0}" names an index of the result twice', text);
	return { operands: labelled, result, sizes };
}

/** Labels that no letter is, for the axes that `...` stands for. */
function restLabels(count: number): string[] {
	return Array.from({ length: count }, (_, axis) => `.${axis}`);
}

/** An array and the labels of its axes, each once. */
interface Labelled {
	readonly tensor: Tensor;
	readonly labels: readonly string[];
}

/** Computes the sum, operand after operand from the left. */
export function einsum(equation: Equation, operands: readonly Tensor[]): Tensor {
	const { result } = equation;
	const parts = operands.map((tensor, index) => diagonal(tensor, equation.operands[index]!, equation.sizes));
	const needed = (from: number): ReadonlySet<string> =>
		new Set([...result, ...parts.slice(from).flatMap(({ labels }) => labels)]);
	let whole = reduceTo(parts[0]!, needed(1));
	for (let index = 1; index < parts.length; index++) {
		const right = reduceTo(parts[index]!, new Set([...needed(index + 1), ...whole.labels]));
		whole = multiply(whole, right, needed(index + 1));
	}
	whole = reduceTo(whole, new Set(result));
	return permuted(
		whole.tensor,
		result.map((label) => whole.labels.indexOf(label)),
	);
}

/** How many elements the largest array on the way has that is neither an operand nor the result. */
export function largestStep({ operands, result, sizes }: Equation): number {
	let labels: readonly string[] = operands[0]!;
	let most = 0;
	for (let index = 1; index < operands.length - 1; index++) {
		const needed = new Set([...result, ...operands.slice(index + 1).flat()]);
		labels = [...new Set([...labels, ...operands[index]!])].filter((label) => needed.has(label));
		most = Math.max(most, sizeOf(labels.map((label) => sizes.get(label)!)));
	}
	return most;
}

/** Axes of one label become one axis through their diagonal; axes of 1 are widened to their label's size. */
function diagonal(tensor: Tensor, labels: readonly string[], sizes: ReadonlyMap<string, number>): Labelled {
	const own = [...new Set(labels)];
	const strides = own.map((label) =>
		labels.reduce(
			(total, other, axis) => (other === label && tensor.shape[axis] !== 1 ? total + tensor.strides[axis]! : total),
			0,
		),
	);
	return {
		tensor: viewTensor(
			tensor,
			own.map((label) => sizes.get(label)!),
			strides,
		),
		labels: own,
	};
}

/** Sums over the labels that nobody asks for. */
function reduceTo({ tensor, labels }: Labelled, keep: ReadonlySet<string>): Labelled {
	const axes = labels.flatMap((label, axis) => (keep.has(label) ? [] : [axis]));
	if (axes.length === 0) return { tensor, labels };
	return { tensor: sum(tensor, axes, false, tensor.element), labels: labels.filter((label) => keep.has(label)) };
}

/** Two arrays as one batched matrix product: labels of both that are kept are the batch, those that are not are summed. */
function multiply(a: Labelled, b: Labelled, keep: ReadonlySet<string>): Labelled {
	const both = a.labels.filter((label) => b.labels.includes(label));
	const batch = both.filter((label) => keep.has(label));
	const summed = both.filter((label) => !keep.has(label));
	const left = a.labels.filter((label) => !both.includes(label));
	const right = b.labels.filter((label) => !both.includes(label));
	const ordered = ({ tensor, labels }: Labelled, order: readonly string[]): Tensor =>
		permuted(
			tensor,
			order.map((label) => labels.indexOf(label)),
		);
	const size = (of: Labelled, labels: readonly string[]): number =>
		sizeOf(labels.map((label) => of.tensor.shape[of.labels.indexOf(label)]!));
	const batchShape = batch.map((label) => a.tensor.shape[a.labels.indexOf(label)]!);
	const x = reshaped(ordered(a, [...batch, ...left, ...summed]), [...batchShape, size(a, left), size(a, summed)]);
	const y = reshaped(ordered(b, [...batch, ...summed, ...right]), [...batchShape, size(b, summed), size(b, right)]);
	const shapeOf = (of: Labelled, labels: readonly string[]): readonly number[] =>
		labels.map((label) => of.tensor.shape[of.labels.indexOf(label)]!);
	return {
		tensor: reshaped(matmul(x, y), [...batchShape, ...shapeOf(a, left), ...shapeOf(b, right)]),
		labels: [...batch, ...left, ...right],
	};
}

/** The equation of np.tensordot over those axes. */
export function tensordotEquation(
	a: readonly number[],
	b: readonly number[],
	axes: readonly [readonly number[], readonly number[]],
): string {
	const letter = (index: number): string => {
		const text = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'[index];
		if (text === undefined) throw new ShapeError('{0} axes are more than there are letters for', index + 1);
		return text;
	};
	const left = a.map((_, axis) => letter(axis));
	const right = b.map((_, axis) => {
		const at = axes[1].indexOf(axis);
		return at >= 0 ? left[axes[0][at]!]! : letter(a.length + axis);
	});
	const result = [
		...left.filter((_, axis) => !axes[0].includes(axis)),
		...right.filter((_, axis) => !axes[1].includes(axis)),
	];
	return `${left.join('')},${right.join('')}->${result.join('')}`;
}
