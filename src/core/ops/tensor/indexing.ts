/**
 * Entries taken out of an array, and their gradients put back where they came from.
 */
import { arrayType } from '../../elements.ts';
import { gatherFlat, sliceShape, sliceView, type SliceItem } from '../../tensor/indexing.ts';
import { readWritten, write, type Where } from '../../tensor/storing.ts';
import { ShapeError, sameShape, shapeText, sizeOf } from '../../tensor/shape.ts';
import {
	copied,
	dataOf,
	eachRow,
	elementAtFlat,
	fromNested,
	makeTensor,
	scalarTensor,
	zeros,
	type Tensor,
} from '../../tensor/tensor.ts';
import { form, call, callLatex, only, operator } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface SliceAttributes {
	readonly items: readonly SliceItem[];
	readonly [other: string]: unknown;
}

interface FlatAttributes {
	/** Places in C order of the array that is read or written. */
	readonly flat: Int32Array;
	/** The shape of what comes out. */
	readonly shape: readonly number[];
	readonly [other: string]: unknown;
}

interface StoreAttributes {
	readonly where: Where;
	readonly [other: string]: unknown;
}

const { atom } = LEVEL;
const bracket = form('$0[…]', atom, atom);
const bracketLatex = form('$0_{[\\dots]}', atom, atom);

/** A view of zeros in C order, written to through strides. */
function scatterView(up: Tensor, items: readonly SliceItem[], shape: readonly number[]): Tensor {
	const out = zeros(shape, up.element);
	const view = sliceView(out, items);
	eachRow(up.shape, [up.strides, view.strides], [up.offset, view.offset], (n, [from, to], [df, dt]) => {
		for (let i = 0, k = from!, l = to!; i < n; i++, k += df!, l += dt!) out.data[l] = up.data[k]!;
	});
	return out;
}

const MATRIX = fromNested([
	[1, -2, 3.5],
	[0.5, 4, -1],
]);
const COLUMN: readonly SliceItem[] = [
	{ kind: 'range', start: 1, step: -1, count: 2 },
	{ kind: 'at', index: 2 },
];

export const indexing: readonly TensorDefinition[] = [
	tensorOp<SliceAttributes>({
		name: 'slice',
		symbol: '[:]',
		parameters: ['x'],
		names: only({ numpy: ['[]'], torch: ['[]'] }),
		pattern: 'router',
		sentence: ['slice: the entries that were taken get the upstream gradient, all others 0'],
		jacobian: ['selection'],
		conventions: [],
		text: bracket,
		latex: bracketLatex,
		view: () => true,
		type: ([x], { items }) => {
			const used = items.filter((item) => item.kind !== 'new').length;
			if (used !== x!.shape.length) {
				throw new ShapeError('{0} indices for an array of {1} axes', used, x!.shape.length);
			}
			return arrayType(x!.element, sliceShape(items));
		},
		forward: ([x], { items }) => sliceView(x!, items),
		vjp: (o, up, [x], _out, { items }) => [() => o.apply('unslice', [up], { items, shape: o.shape(x!) })],
		accumulate: (gradient, up, _slot, [x], { items }) => {
			const target = sliceView(makeTensor(gradient, x!.shape), items);
			eachRow(up.shape, [up.strides, target.strides], [up.offset, target.offset], (n, [from, to], [df, dt]) => {
				for (let i = 0, k = from!, l = to!; i < n; i++, k += df!, l += dt!) gradient[l]! += up.data[k]!;
			});
		},
		samples: [
			{ operands: [MATRIX], attributes: { items: COLUMN } },
			{
				operands: [MATRIX],
				attributes: {
					items: [{ kind: 'at', index: 0 }, { kind: 'new' }, { kind: 'range', start: 0, step: 2, count: 2 }],
				},
			},
			{ operands: [fromNested([1, 2, 3])], attributes: { items: [{ kind: 'range', start: 3, step: 1, count: 0 }] } },
		],
	}),
	tensorOp<SliceAttributes & { readonly shape: readonly number[] }>({
		name: 'unslice',
		symbol: '[:]=',
		parameters: ['x'],
		names: only({}),
		pattern: 'router',
		sentence: ['unslice: hands on the gradients of the places that were written'],
		jacobian: ['selection'],
		conventions: [],
		text: call('put back'),
		latex: callLatex('\\operatorname{put\\ back}'),
		type: ([x], { items, shape }) => {
			if (!sameShape(sliceShape(items), x!.shape)) {
				throw new ShapeError('{0} and {1} are not of one shape', shapeText(x!.shape), shapeText(sliceShape(items)));
			}
			return arrayType(x!.element, shape);
		},
		forward: ([x], { items, shape }) => scatterView(x!, items, shape),
		vjp: (o, up, _operands, _out, { items }) => [() => o.apply('slice', [up], { items })],
		samples: [{ operands: [fromNested([1.5, -2])], attributes: { items: COLUMN, shape: [2, 3] } }],
	}),
	tensorOp<FlatAttributes>({
		name: 'index',
		symbol: '[i]',
		parameters: ['x'],
		names: only({ numpy: ['np.take', 'np.take_along_axis'], torch: ['torch.gather', 'torch.index_select'] }),
		pattern: 'router',
		sentence: [
			'index: each entry that was taken gets the upstream gradients of its copies, added up; all others get 0',
		],
		jacobian: ['selection'],
		conventions: [],
		text: bracket,
		latex: bracketLatex,
		type: ([x], { flat, shape }) => {
			if (sizeOf(shape) !== flat.length) {
				throw new ShapeError(
					'{0} has {1} elements and cannot be given the shape {2}',
					'index',
					flat.length,
					shapeText(shape),
				);
			}
			return arrayType(x!.element, shape);
		},
		forward: ([x], { flat, shape }) => gatherFlat(x!, flat, shape),
		vjp: (o, up, [x], _out, { flat }) => [() => o.apply('scatter_add', [up], { flat, shape: o.shape(x!) })],
		accumulate: (gradient, up, _slot, _operands, { flat }) => {
			const from = dataOf(up);
			for (let i = 0; i < flat.length; i++) gradient[flat[i]!]! += from[i]!;
		},
		samples: [
			{ operands: [MATRIX], attributes: { flat: Int32Array.of(0, 5, 0, 2), shape: [2, 2] } },
			{ operands: [MATRIX], attributes: { flat: Int32Array.of(4), shape: [] } },
		],
	}),
	tensorOp<FlatAttributes>({
		name: 'scatter_add',
		symbol: '[i]+=',
		parameters: ['x'],
		names: only({}),
		pattern: 'router',
		sentence: ['scatter: each entry gets the upstream gradient of the place that it was added to'],
		jacobian: ['selection'],
		conventions: [],
		text: call('scatter'),
		latex: callLatex(operator('scatter')),
		type: ([x], { shape }) => arrayType(x!.element, shape),
		forward: ([x], { flat, shape }) => {
			const out = zeros(shape, x!.element);
			const from = dataOf(x!);
			for (let i = 0; i < flat.length; i++) out.data[flat[i]!]! += from[i]!;
			return out;
		},
		vjp: (o, up, [x], _out, { flat }) => [() => o.apply('index', [up], { flat, shape: o.shape(x!) })],
		samples: [{ operands: [fromNested([1, 2, -3])], attributes: { flat: Int32Array.of(1, 1, 3), shape: [2, 2] } }],
	}),
	tensorOp<{ readonly at: number }>({
		name: 'element',
		symbol: '[i]',
		parameters: ['x'],
		names: only({}),
		pattern: 'router',
		sentence: ['element: the entry that was read gets the upstream gradient, all others 0'],
		jacobian: ['selection'],
		conventions: [],
		text: bracket,
		latex: bracketLatex,
		type: ([x], { at }) => {
			if (!(at >= 0 && at < x!.size)) throw new ShapeError('index {0} is outside an array of {1} entries', at, x!.size);
			return arrayType(x!.element, []);
		},
		forward: ([x], { at }) => scalarTensor(elementAtFlat(x!, at), x!.element),
		vjp: (o, up, [x], _out, { at }) => [
			() => o.apply('scatter_add', [up], { flat: Int32Array.of(at), shape: o.shape(x!) }),
		],
		accumulate: (gradient, up, _slot, _operands, { at }) => {
			gradient[at]! += up.data[up.offset]!;
		},
		samples: [{ operands: [MATRIX], attributes: { at: 4 } }],
	}),
	tensorOp<StoreAttributes>({
		name: 'store',
		symbol: '[i]=',
		parameters: ['x', 'value'],
		names: only({ numpy: ['[]='], torch: ['[]='] }),
		pattern: 'router',
		sentence: [
			'store: the value gets the upstream gradient of the places that it was written to; what stood there before gets 0',
		],
		jacobian: ['diagonal', 'selection'],
		conventions: [],
		text: call('store', 2),
		latex: callLatex(operator('store'), 2),
		type: ([x, value], { where }) => {
			const shape = 'flat' in where ? (where.shape ?? [where.flat.length]) : where.shape;
			if (value!.size !== 1 && value!.size !== sizeOf(shape)) {
				throw new ShapeError(
					'a value of shape {0} does not fit the places of shape {1}',
					shapeText(value!.shape),
					shapeText(shape),
				);
			}
			return arrayType(x!.element, x!.shape);
		},
		forward: ([x, value], { where }) => {
			const out = copied(x!);
			write(out, where, value!, x!.element);
			return makeTensor(out, x!.shape, x!.element);
		},
		vjp: (o, up, [, value], _out, { where }) => [
			() => o.apply('store', [up, o.number(0)], { where }),
			() => {
				const shape = o.shape(value!);
				const places = 'flat' in where ? [where.flat.length] : where.shape;
				const read = (as: readonly number[]) => o.apply('read_back', [up], { where, shape: as });
				// One number that was written to many places gets the sum of theirs.
				return sizeOf(shape) === sizeOf(places) ? read(shape) : o.reshape(o.sum(read(places)), shape);
			},
		],
		samples: [
			{ operands: [MATRIX, fromNested([7, -8])], attributes: { where: { flat: Int32Array.of(1, 5) } } },
			{ operands: [MATRIX, scalarTensor(2.5)], attributes: { where: { offset: 0, shape: [2], strides: [4] } } },
			{ operands: [MATRIX, fromNested([7, -8, 9])], attributes: { where: { flat: Int32Array.of(1, 5, 1) } } },
		],
	}),
	tensorOp<StoreAttributes & { readonly shape: readonly number[] }>({
		name: 'read_back',
		symbol: '[i]',
		parameters: ['x'],
		names: only({}),
		pattern: 'router',
		sentence: ['read: the entries that were taken get the upstream gradient, all others 0'],
		jacobian: ['selection'],
		conventions: [],
		text: bracket,
		latex: bracketLatex,
		type: ([x], { shape }) => arrayType(x!.element, shape),
		forward: ([x], { where, shape }) => readWritten(x!, where, shape),
		vjp: (o, up, [x], _out, { where }) => [
			() => {
				// Of a place that is read twice, only the last one was read at all.
				const empty = o.constant(zeros(o.shape(x!)));
				return o.apply('store', [empty, up], { where });
			},
		],
		samples: [
			{ operands: [MATRIX], attributes: { where: { flat: Int32Array.of(1, 5, 1) }, shape: [3] } },
			{ operands: [MATRIX], attributes: { where: { offset: 0, shape: [2], strides: [4] }, shape: [2] } },
		],
	}),
];
