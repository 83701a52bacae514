/**
 * What the rows of linear algebra share: shape rules of square matrices, and a function of one matrix applied to each of a batch.
 */
import { toFloat } from '../../elements.ts';
import { ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import { dataOf, makeTensor, type Tensor } from '../../tensor/tensor.ts';
import type { ElementType, NodeType } from '../../types.ts';

/** Checks that the operand of `name` is a matrix, or a batch of them; gives the number of rows and columns. */
export function matrixSizes(name: string, shape: readonly number[]): readonly [rows: number, columns: number] {
	if (shape.length < 2) throw new ShapeError('{0} of {1}: a matrix is needed', name, shapeText(shape));
	return [shape.at(-2)!, shape.at(-1)!];
}

/** The same for a square one; gives its size. */
export function squareSize(name: string, shape: readonly number[]): number {
	const [rows, columns] = matrixSizes(name, shape);
	if (rows !== columns) throw new ShapeError('{0} of {1}: a square matrix is needed', name, shapeText(shape));
	return rows;
}

/** The type of a result of real arithmetic on that operand. */
export function floatType({ element }: Pick<NodeType, 'element'>, shape: readonly number[]): NodeType {
	return { element: toFloat(element), shape, size: sizeOf(shape) };
}

/** A tensor of floats, rounded in place where they are float32. */
export function floats(data: Float64Array, shape: readonly number[], element: ElementType): Tensor {
	const made = toFloat(element);
	if (made === 'float32') for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i]!);
	return makeTensor(data, shape, made);
}

/** Applies a function of one matrix, entries row by row, to each matrix of a batch; `shape` is that of one result. */
export function mapMatrices(
	x: Tensor,
	shape: readonly number[],
	each: (entries: Float64Array) => Float64Array,
): Tensor {
	const [rows, columns] = [x.shape.at(-2)!, x.shape.at(-1)!];
	const batch = x.shape.slice(0, -2);
	const size = sizeOf(shape);
	const entries = dataOf(x);
	const out = new Float64Array(sizeOf(batch) * size);
	for (let i = 0; i < sizeOf(batch); i++) {
		out.set(each(entries.subarray(i * rows * columns, (i + 1) * rows * columns)), i * size);
	}
	return floats(out, [...batch, ...shape], x.element);
}

/** A constant matrix from a rule for its entries. */
export function matrixOf(rows: number, columns: number, entry: (i: number, j: number) => number): Tensor {
	const data = new Float64Array(rows * columns);
	for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = entry(i, j);
	return makeTensor(data, [rows, columns]);
}
