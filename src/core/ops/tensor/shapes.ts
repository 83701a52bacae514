/**
 * Shapes changed, entries kept: broadcasting, reshaping, and the axes in another order.
 */
import { arrayType } from '../../elements.ts';
import { normalizeAxis, resolveShape, ShapeError, shapeText } from '../../tensor/shape.ts';
import { broadcastTo, fromNested, isContiguous, permuted, reshaped, scalarTensor } from '../../tensor/tensor.ts';
import { call, callLatex, form, only, operator } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

const { atom, power } = LEVEL;

export const shapes: readonly TensorDefinition[] = [
	tensorOp<{ readonly shape: readonly number[] }>({
		name: 'broadcast',
		symbol: '⇉',
		parameters: ['x'],
		names: only({ numpy: ['np.broadcast_to'], torch: ['torch.broadcast_to'] }),
		pattern: 'distributor',
		sentence: ['broadcast: one entry was used many times, so the gradients of its copies are summed back to its shape'],
		jacobian: ['repetition'],
		conventions: [],
		text: call('broadcast'),
		latex: callLatex(operator('broadcast')),
		view: () => true,
		type: ([x], { shape }) => {
			broadcastTo({ ...scalarTensor(0), shape: x!.shape, strides: x!.shape.map(() => 0) }, shape);
			return arrayType(x!.element, shape);
		},
		forward: ([x], { shape }) => broadcastTo(x!, shape),
		vjp: (o, up, [x]) => [() => o.sumTo(up, o.shape(x!))],
		samples: [
			{ operands: [fromNested([1, -2, 3])], attributes: { shape: [2, 3] } },
			{ operands: [fromNested([[1], [2]])], attributes: { shape: [2, 3] } },
			{ operands: [scalarTensor(2.5)], attributes: { shape: [2, 2] } },
		],
	}),
	tensorOp<{ readonly shape: readonly number[] }>({
		name: 'reshape',
		symbol: 'reshape',
		parameters: ['x'],
		names: only({
			numpy: ['np.reshape', 'np.ravel'],
			torch: ['torch.reshape', 'torch.flatten'],
			julia: ['reshape', 'vec'],
			matlab: ['reshape'],
		}),
		pattern: 'distributor',
		sentence: ['reshape: hands the upstream gradient on, in the shape that the entries came in'],
		jacobian: ['identity'],
		conventions: [],
		text: call('reshape'),
		latex: callLatex(operator('reshape')),
		view: ([x]) => isContiguous(x!),
		type: ([x], { shape }) => arrayType(x!.element, resolveShape(shape, x!.size, x!.shape)),
		forward: ([x], { shape }) =>
			reshaped(
				x!,
				resolveShape(
					shape,
					x!.shape.reduce((size, extent) => size * extent, 1),
					x!.shape,
				),
			),
		vjp: (o, up, [x]) => [() => o.reshape(up, o.shape(x!))],
		samples: [
			{
				operands: [
					fromNested([
						[1, 2, 3],
						[4, 5, 6],
					]),
				],
				attributes: { shape: [3, 2] },
			},
			{
				operands: [
					fromNested([
						[1, 2, 3],
						[4, 5, 6],
					]),
				],
				attributes: { shape: [-1] },
			},
		],
	}),
	tensorOp<{ readonly axes?: readonly number[] }>({
		name: 'transpose',
		symbol: 'ᵀ',
		parameters: ['x'],
		names: only({
			latex: ['^T', '^\\top'],
			numpy: ['np.transpose', '.T', 'np.swapaxes', 'np.moveaxis'],
			torch: ['torch.transpose', 'torch.permute', '.T'],
			julia: ['transpose', "'", 'permutedims'],
			matlab: ['transpose', "'", ".'", 'permute'],
		}),
		pattern: 'distributor',
		sentence: ['transpose: hands the upstream gradient on, its axes put back in their order'],
		jacobian: ['permutation'],
		conventions: [],
		text: form('$0ᵀ', power, atom),
		latex: form('$0^{\\top}', power, atom),
		view: () => true,
		type: ([x], { axes }) => {
			const order = transposeAxes(x!.shape, axes);
			return arrayType(
				x!.element,
				order.map((axis) => x!.shape[axis]!),
			);
		},
		forward: ([x], { axes }) => permuted(x!, transposeAxes(x!.shape, axes)),
		vjp: (o, up, [x], _out, { axes }) => [
			() => {
				const order = transposeAxes(o.shape(x!), axes);
				return o.transpose(
					up,
					order.map((_, axis) => order.indexOf(axis)),
				);
			},
		],
		samples: [
			{
				operands: [
					fromNested([
						[1, 2, 3],
						[4, 5, 6],
					]),
				],
			},
			{
				operands: [
					fromNested([
						[
							[1, 2],
							[3, 4],
							[5, 6],
						],
					]),
				],
				attributes: { axes: [1, 2, 0] },
			},
		],
	}),
];

/** The order of axes; reversed where none is given. Throws a ShapeError where it is no order of all axes. */
function transposeAxes(shape: readonly number[], axes: readonly number[] | undefined): readonly number[] {
	if (!axes) return shape.map((_, axis) => shape.length - 1 - axis);
	const order = axes.map((axis) => normalizeAxis(axis, shape.length));
	if (order.length !== shape.length || new Set(order).size !== order.length) {
		throw new ShapeError('({0}) is no order of the axes of {1}', axes.join(', '), shapeText(shape));
	}
	return order;
}
