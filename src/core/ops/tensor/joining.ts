/**
 * Arrays put together, repeated, widened, turned round.
 */
import { arrayType, promoteAll } from '../../elements.ts';
import { sliceView, type SliceItem } from '../../tensor/indexing.ts';
import { unset } from '../../tensor/memory.ts';
import { normalizeAxes, normalizeAxis, ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import {
	broadcastTo,
	contiguous,
	copyInto,
	eachRow,
	filled,
	fromNested,
	makeTensor,
	reshaped,
	typeOf,
	viewTensor,
	type Tensor,
} from '../../tensor/tensor.ts';
import type { NodeType } from '../../types.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface AxisAttributes {
	readonly axis: number;
	readonly [other: string]: unknown;
}

const MATRIX = fromNested([
	[1, -2, 3.5],
	[0.5, 4, -1],
]);

function all(shape: readonly number[]): SliceItem[] {
	return shape.map((extent) => ({ kind: 'range', start: 0, step: 1, count: extent }));
}

function joinedType(operands: readonly NodeType[], axis: number): NodeType {
	const [first, ...rest] = operands.map((operand) => operand.shape);
	if (first!.length === 0) throw new ShapeError('numbers cannot be put one after another: they have no axes');
	const at = normalizeAxis(axis, first!.length);
	for (const shape of rest) {
		if (shape.length !== first!.length || shape.some((extent, index) => index !== at && extent !== first![index])) {
			throw new ShapeError(
				'{0} and {1} cannot be joined along axis {2}: their other sizes differ',
				shapeText(first!),
				shapeText(shape),
				axis,
			);
		}
	}
	const total = operands.reduce((sum, { shape }) => sum + shape[at]!, 0);
	return arrayType(promoteAll(operands), first!.with(at, total));
}

/** Copies arrays into consecutive parts of a new one along an axis. */
function concatenate(operands: readonly Tensor[], axis: number, type: NodeType): Tensor {
	const out = makeTensor(unset(type.size), type.shape, type.element);
	if (axis === 0) {
		let at = 0;
		for (const operand of operands) {
			copyInto(operand, out.data, at);
			at += sizeOf(operand.shape);
		}
		return out;
	}
	let start = 0;
	for (const operand of operands) {
		const count = operand.shape[axis]!;
		const part = sliceView(out, all(type.shape).with(axis, { kind: 'range', start, step: 1, count }));
		fill(part, operand);
		start += count;
	}
	return out;
}

/** Writes one array over another of its shape. */
function fill(target: Tensor, source: Tensor): void {
	eachRow(source.shape, [source.strides, target.strides], [source.offset, target.offset], (n, [from, to], [df, dt]) => {
		for (let i = 0, k = from!, l = to!; i < n; i++, k += df!, l += dt!) target.data[l] = source.data[k]!;
	});
}

/** The array with a new axis of 1. */
function withAxis(x: Tensor, axis: number): Tensor {
	return viewTensor(x, x.shape.toSpliced(axis, 0, 1), x.strides.toSpliced(axis, 0, 0));
}

const list = { ...call(''), form: '[$*]' };
const listLatex = { ...call(''), form: '\\left[$*\\right]' };

export const joining: readonly TensorDefinition[] = [
	tensorOp<AxisAttributes>({
		name: 'concatenate',
		symbol: '[ , ]',
		parameters: ['xs…'],
		names: only({
			numpy: ['np.concatenate', 'np.append'],
			torch: ['torch.cat', 'torch.concat'],
			julia: ['cat'],
			matlab: ['cat'],
		}),
		pattern: 'router',
		sentence: ['concatenate: hands each array its part of the upstream gradient'],
		jacobian: ['selection'],
		conventions: [],
		text: list,
		latex: listLatex,
		type: (operands, { axis }) => joinedType(operands, axis),
		forward: (operands, { axis }) =>
			concatenate(operands, normalizeAxis(axis, operands[0]!.shape.length), joinedType(operands.map(typeOf), axis)),
		vjp: (o, up, operands, _out, { axis }) => {
			let start = 0;
			return operands.map((operand) => {
				const shape = o.shape(operand);
				const at = normalizeAxis(axis, shape.length);
				const item: SliceItem = { kind: 'range', start, step: 1, count: shape[at]! };
				start += shape[at]!;
				return () => o.apply('slice', [up], { items: all(shape).with(at, item) });
			});
		},
		samples: [
			{ operands: [MATRIX, fromNested([[7, 8, 9]])], attributes: { axis: 0 } },
			{ operands: [MATRIX, fromNested([[7], [8]]), MATRIX], attributes: { axis: -1 } },
		],
	}),
	tensorOp<AxisAttributes>({
		name: 'stack',
		symbol: '[ ; ]',
		parameters: ['xs…'],
		names: only({ numpy: ['np.stack', 'np.array'], torch: ['torch.stack'], julia: ['stack'] }),
		pattern: 'router',
		sentence: ['stack: hands each array its layer of the upstream gradient'],
		jacobian: ['selection'],
		conventions: [],
		text: list,
		latex: listLatex,
		type: (operands, { axis }) => {
			const shape = operands[0]!.shape;
			for (const operand of operands) {
				if (operand.shape.length !== shape.length || operand.shape.some((extent, index) => extent !== shape[index])) {
					throw new ShapeError(
						'{0} and {1} cannot be stacked: their shapes differ',
						shapeText(shape),
						shapeText(operand.shape),
					);
				}
			}
			return arrayType(
				promoteAll(operands),
				shape.toSpliced(normalizeAxis(axis, shape.length + 1), 0, operands.length),
			);
		},
		forward: (operands, { axis }) => {
			const { shape } = operands[0]!;
			const at = normalizeAxis(axis, shape.length + 1);
			const element = promoteAll(operands.map(typeOf));
			return concatenate(
				operands.map((operand) => withAxis(operand, at)),
				at,
				arrayType(element, shape.toSpliced(at, 0, operands.length)),
			);
		},
		vjp: (o, up, operands, _out, { axis }) =>
			operands.map((operand, index) => () => {
				const shape = o.shape(operand);
				const items = all(shape).toSpliced(normalizeAxis(axis, shape.length + 1), 0, { kind: 'at', index });
				return o.apply('slice', [up], { items });
			}),
		samples: [
			{ operands: [MATRIX, MATRIX], attributes: { axis: 0 } },
			{ operands: [fromNested([1, 2]), fromNested([3, 4]), fromNested([5, 6])], attributes: { axis: -1 } },
			{ operands: [fromNested(1.5), fromNested(-2)], attributes: { axis: 0 } },
		],
	}),
	tensorOp<{ readonly widths: readonly (readonly [number, number])[]; readonly value?: number }>({
		name: 'pad',
		symbol: 'pad',
		parameters: ['x'],
		names: only({ numpy: ['np.pad'], torch: ['F.pad'], matlab: ['padarray'] }),
		pattern: 'router',
		sentence: ['pad: hands on the inner part of the upstream gradient; the rim was put there and takes none'],
		jacobian: ['selection'],
		conventions: [],
		text: call('pad'),
		latex: callLatex(operator('pad')),
		type: ([x], { widths }) => arrayType(x!.element, paddedShape(x!.shape, widths)),
		forward: ([x], { widths, value = 0 }) => {
			const shape = paddedShape(x!.shape, widths);
			const out = filled(shape, value, x!.element);
			fill(sliceView(out, inner(x!.shape, widths)), x!);
			return out;
		},
		vjp: (o, up, [x], _out, { widths }) => [() => o.apply('slice', [up], { items: inner(o.shape(x!), widths) })],
		samples: [
			{
				operands: [MATRIX],
				attributes: {
					widths: [
						[1, 0],
						[0, 2],
					],
					value: 1,
				},
			},
		],
	}),
	tensorOp<{ readonly reps: readonly number[] }>({
		name: 'tile',
		symbol: 'tile',
		parameters: ['x'],
		names: only({ numpy: ['np.tile'], torch: ['torch.tile'], julia: ['repeat'], matlab: ['repmat'] }),
		pattern: 'distributor',
		sentence: ['tile: each entry gets the upstream gradients of its copies, added up'],
		jacobian: ['repetition'],
		conventions: [],
		text: call('tile'),
		latex: callLatex(operator('tile')),
		type: ([x], { reps }) => {
			const { own, times } = tiles(x!.shape, reps);
			return arrayType(
				x!.element,
				own.map((extent, axis) => extent * times[axis]!),
			);
		},
		forward: ([x], { reps }) => {
			const { own, times } = tiles(x!.shape, reps);
			const apart = reshaped(
				x!,
				own.flatMap((extent) => [1, extent]),
			);
			const wide = broadcastTo(
				apart,
				own.flatMap((extent, axis) => [times[axis]!, extent]),
			);
			return contiguous(
				reshaped(
					wide,
					own.map((extent, axis) => extent * times[axis]!),
				),
			);
		},
		vjp: (o, up, [x], _out, { reps }) => [
			() => {
				const { own, times } = tiles(o.shape(x!), reps);
				const apart = o.reshape(
					up,
					own.flatMap((extent, axis) => [times[axis]!, extent]),
				);
				return o.reshape(
					o.sum(
						apart,
						own.map((_, axis) => axis * 2),
					),
					o.shape(x!),
				);
			},
		],
		samples: [
			{ operands: [MATRIX], attributes: { reps: [2] } },
			{ operands: [fromNested([1, 2])], attributes: { reps: [2, 3] } },
		],
	}),
	tensorOp<{ readonly repeats: number; readonly axis: number }>({
		name: 'repeat',
		symbol: 'repeat',
		parameters: ['x'],
		names: only({ numpy: ['np.repeat'], torch: ['torch.repeat_interleave'], matlab: ['repelem'] }),
		pattern: 'distributor',
		sentence: ['repeat: each entry gets the upstream gradients of its copies, added up'],
		jacobian: ['repetition'],
		conventions: [],
		text: call('repeat'),
		latex: callLatex(operator('repeat')),
		type: ([x], { repeats, axis }) => {
			const at = normalizeAxis(axis, x!.shape.length);
			return arrayType(x!.element, x!.shape.with(at, x!.shape[at]! * repeats));
		},
		forward: ([x], { repeats, axis }) => {
			const at = normalizeAxis(axis, x!.shape.length);
			const wide = broadcastTo(withAxis(x!, at + 1), x!.shape.toSpliced(at + 1, 0, repeats));
			return contiguous(reshaped(wide, x!.shape.with(at, x!.shape[at]! * repeats)));
		},
		vjp: (o, up, [x], _out, { repeats, axis }) => [
			() => {
				const shape = o.shape(x!);
				const at = normalizeAxis(axis, shape.length);
				return o.sum(o.reshape(up, shape.toSpliced(at + 1, 0, repeats)), [at + 1]);
			},
		],
		samples: [
			{ operands: [MATRIX], attributes: { repeats: 2, axis: 0 } },
			{ operands: [MATRIX], attributes: { repeats: 3, axis: -1 } },
		],
	}),
	tensorOp<{ readonly axes?: readonly number[] | null }>({
		name: 'flip',
		symbol: '⇄',
		parameters: ['x'],
		names: only({
			numpy: ['np.flip', 'np.fliplr', 'np.flipud'],
			torch: ['torch.flip'],
			julia: ['reverse'],
			matlab: ['flip'],
		}),
		pattern: 'distributor',
		sentence: ['flip: hands the upstream gradient on, turned round again'],
		jacobian: ['permutation'],
		conventions: [],
		text: call('flip'),
		latex: callLatex(operator('flip')),
		view: () => true,
		type: ([x], { axes }) => {
			normalizeAxes(axes, x!.shape.length);
			return x!;
		},
		forward: ([x], { axes }) => {
			const turned = normalizeAxes(axes, x!.shape.length);
			return sliceView(
				x!,
				x!.shape.map((extent, axis) =>
					turned.includes(axis)
						? { kind: 'range', start: extent - 1, step: -1, count: extent }
						: { kind: 'range', start: 0, step: 1, count: extent },
				),
			);
		},
		vjp: (o, up, _operands, _out, attributes) => [() => o.apply('flip', [up], attributes)],
		samples: [{ operands: [MATRIX] }, { operands: [MATRIX], attributes: { axes: [1] } }],
	}),
	tensorOp<{ readonly shifts: readonly number[]; readonly axes: readonly number[] }>({
		name: 'roll',
		symbol: '↻',
		parameters: ['x'],
		names: only({ numpy: ['np.roll'], torch: ['torch.roll'], julia: ['circshift'], matlab: ['circshift'] }),
		pattern: 'distributor',
		sentence: ['roll: hands the upstream gradient on, rolled back'],
		jacobian: ['permutation'],
		conventions: [],
		text: call('roll'),
		latex: callLatex(operator('roll')),
		type: ([x], { axes }) => {
			axes.forEach((axis) => normalizeAxis(axis, x!.shape.length));
			return x!;
		},
		forward: ([x], { shifts, axes }) => {
			let rolled = x!;
			axes.forEach((axis, index) => (rolled = rollAxis(rolled, normalizeAxis(axis, x!.shape.length), shifts[index]!)));
			return rolled;
		},
		vjp: (o, up, _operands, _out, { shifts, axes }) => [
			() => o.apply('roll', [up], { shifts: shifts.map((shift) => -shift), axes }),
		],
		samples: [
			{ operands: [MATRIX], attributes: { shifts: [1], axes: [1] } },
			{ operands: [MATRIX], attributes: { shifts: [1, -2], axes: [0, 1] } },
		],
	}),
];

function paddedShape(shape: readonly number[], widths: readonly (readonly [number, number])[]): readonly number[] {
	if (widths.length !== shape.length)
		throw new ShapeError('{0} indices for an array of {1} axes', widths.length, shape.length);
	return shape.map((extent, axis) => extent + widths[axis]![0] + widths[axis]![1]);
}

/** Where the padded array has the entries that were padded. */
function inner(shape: readonly number[], widths: readonly (readonly [number, number])[]): SliceItem[] {
	return shape.map((extent, axis) => ({ kind: 'range', start: widths[axis]![0], step: 1, count: extent }));
}

/** Shape and repetitions, each filled up with ones in front to the same length. */
function tiles(
	shape: readonly number[],
	reps: readonly number[],
): { readonly own: readonly number[]; readonly times: readonly number[] } {
	const rank = Math.max(shape.length, reps.length);
	const fillUp = (sizes: readonly number[]): number[] => [
		...Array.from({ length: rank - sizes.length }, () => 1),
		...sizes,
	];
	return { own: fillUp(shape), times: fillUp(reps) };
}

function rollAxis(x: Tensor, axis: number, shift: number): Tensor {
	const size = x.shape[axis]!;
	const by = size === 0 ? 0 : ((shift % size) + size) % size;
	const part = (start: number, count: number): Tensor =>
		sliceView(x, all(x.shape).with(axis, { kind: 'range', start, step: 1, count }));
	return concatenate([part(size - by, by), part(0, size - by)], axis, arrayType(x.element, x.shape));
}
