/**
 * Convolutions of images and sequences, as networks mean them: channels, strides, padding, dilation, groups, in any number of dimensions. Three rows, each
 * the derivative of the other two.
 */
import { arrayType, promoteAll, toFloat } from '../../elements.ts';
import { cleared } from '../../tensor/memory.ts';
import { ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import { outputSizes, tapPlaces, type ConvAttributes } from '../../tensor/taps.ts';
import { dataOf, makeTensor, reshaped, type Tensor } from '../../tensor/tensor.ts';
import type { NodeType } from '../../types.ts';
import { form, only } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import { floats } from './batches.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

const { product, power } = LEVEL;

/** `size`: the spatial extents of what a transposed convolution gives. */
type InputAttributes = ConvAttributes & { readonly size: readonly number[] };
/** `kernel`: the spatial extents of the weights. */
type WeightAttributes = ConvAttributes & { readonly kernel: readonly number[] };

/** One application's extents: batch, groups, channels of input and output in a group, taps, places of input and output. */
interface Plan {
	readonly batch: number;
	readonly groups: number;
	readonly inner: number;
	readonly outer: number;
	readonly taps: number;
	readonly places: number;
	readonly out: number;
	readonly map: Int32Array;
}

/** `size` and `channels` are those of the input, `out` the spatial extents of the output. */
function plan(
	batch: number,
	channels: number,
	size: readonly number[],
	weights: readonly number[],
	out: readonly number[],
	attributes: ConvAttributes,
): Plan {
	const groups = attributes.groups ?? 1;
	const kernel = weights.slice(2);
	return {
		batch,
		groups,
		inner: channels / groups,
		outer: weights[0]! / groups,
		taps: sizeOf(kernel),
		places: sizeOf(size),
		out: sizeOf(out),
		map: tapPlaces(size, kernel, out, attributes),
	};
}

/** Calls `each` for every image, output channel, input channel of its group, and tap, with where their lines start. */
function eachLine(
	{ batch, groups, inner, outer, taps, places, out }: Plan,
	each: (input: number, weight: number, output: number, map: number) => void,
): void {
	for (let n = 0; n < batch; n++) {
		for (let channel = 0; channel < groups * outer; channel++) {
			const group = Math.floor(channel / outer);
			const output = (n * groups * outer + channel) * out;
			for (let c = 0; c < inner; c++) {
				const input = (n * groups * inner + group * inner + c) * places;
				for (let tap = 0; tap < taps; tap++) each(input, (channel * inner + c) * taps + tap, output, tap * out);
			}
		}
	}
}

/** Checks that input and weights are of one rank and that channels fit. */
function fits(
	name: string,
	input: readonly number[],
	channels: number,
	weights: readonly number[],
	groups: number,
): void {
	const ranks = input.length === weights.length && input.length > 2;
	if (!ranks || channels % groups !== 0 || weights[0]! % groups !== 0) {
		throw new ShapeError(
			'{0} of {1} with weights {2}: (batch, channels, …) and (outputs, channels / groups, …) are needed',
			name,
			shapeText(input),
			shapeText(weights),
		);
	}
}

function convolvedType([x, w]: readonly NodeType[], attributes: ConvAttributes): NodeType {
	const groups = attributes.groups ?? 1;
	fits('conv', x!.shape, x!.shape[1] ?? 0, w!.shape, groups);
	if (x!.shape[1] !== w!.shape[1]! * groups) {
		throw new ShapeError('conv: the input has {0} channels, the weights want {1}', x!.shape[1]!, w!.shape[1]! * groups);
	}
	const out = outputSizes(x!.shape.slice(2), w!.shape.slice(2), attributes);
	return arrayType(toFloat(promoteAll([x!, w!])), [x!.shape[0]!, w!.shape[0]!, ...out]);
}

function elementOf(a: Tensor, b: Tensor): 'float32' | 'float64' {
	return a.element === 'float32' && b.element === 'float32' ? 'float32' : 'float64';
}

/** 0.5, −1, 1.5 … by a rule: samples need no more than that their entries differ. */
function sample(...shape: number[]): Tensor {
	const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 7 + 3) % 11) - 5) / 4);
	return reshaped(makeTensor(data, [data.length]), shape);
}

export const conv: readonly TensorDefinition[] = [
	tensorOp<ConvAttributes>({
		name: 'conv',
		symbol: '∗',
		parameters: ['x', 'w'],
		names: only({
			torch: ['F.conv1d', 'F.conv2d', 'F.conv3d', 'nn.Conv1d', 'nn.Conv2d', 'nn.Conv3d'],
			julia: ['conv'],
		}),
		pattern: 'switcher',
		sentence: [
			'convolution: each entry of the input gets the upstream gradients of all places it was seen from, through the same weights; a weight gets those of all places it was laid on',
		],
		jacobian: ['dense', 'dense'],
		conventions: [],
		text: form('$0 ∗ $1', product, product, power),
		latex: form('$0 * $1', product, product, power),
		type: convolvedType,
		forward: ([x, w], attributes) => {
			const [input, weights] = [dataOf(x!), dataOf(w!)];
			const sizes = outputSizes(x!.shape.slice(2), w!.shape.slice(2), attributes);
			const shape = [x!.shape[0]!, w!.shape[0]!, ...sizes];
			const made = plan(x!.shape[0]!, x!.shape[1]!, x!.shape.slice(2), w!.shape, sizes, attributes);
			const data = cleared(sizeOf(shape));
			eachLine(made, (from, weight, to, line) => {
				const factor = weights[weight]!;
				for (let k = 0; k < made.out; k++) {
					const place = made.map[line + k]!;
					if (place >= 0) data[to + k]! += factor * input[from + place]!;
				}
			});
			return floats(data, shape, elementOf(x!, w!));
		},
		vjp: (o, up, [x, w], _out, attributes) => [
			() => o.apply('conv_transpose', [up, w!], { ...attributes, size: o.shape(x!).slice(2) }),
			() => o.apply('conv_weight', [x!, up], { ...attributes, kernel: o.shape(w!).slice(2) }),
		],
		samples: [
			{ operands: [sample(2, 2, 5), sample(3, 2, 2)] },
			{
				operands: [sample(1, 2, 5, 4), sample(2, 2, 3, 2)],
				attributes: {
					stride: [2, 1],
					padding: [
						[1, 1],
						[0, 1],
					],
					dilation: [1, 2],
				},
			},
			{ operands: [sample(1, 4, 3, 3), sample(2, 2, 2, 2)], attributes: { groups: 2 } },
			{ operands: [sample(1, 1, 3, 2, 2), sample(1, 1, 2, 2, 1)] },
		],
	}),
	tensorOp<InputAttributes>({
		name: 'conv_transpose',
		symbol: '∗ᵀ',
		parameters: ['u', 'w'],
		names: only({
			torch: ['F.conv_transpose1d', 'F.conv_transpose2d', 'F.conv_transpose3d', 'nn.ConvTranspose2d'],
		}),
		pattern: 'switcher',
		sentence: [
			'transposed convolution: each entry was spread over the places the weights cover, and gets their upstream gradients back through the same weights',
		],
		jacobian: ['dense', 'dense'],
		conventions: [],
		text: form('$0 ∗ᵀ $1', product, product, power),
		latex: form('$0 *^{\\top} $1', product, product, power),
		type: ([u, w], attributes) => {
			const groups = attributes.groups ?? 1;
			fits('conv_transpose', u!.shape, u!.shape[1] ?? 0, w!.shape, groups);
			if (u!.shape[1] !== w!.shape[0]) {
				throw new ShapeError(
					'conv_transpose: the input has {0} channels, the weights want {1}',
					u!.shape[1]!,
					w!.shape[0]!,
				);
			}
			const back = outputSizes(attributes.size, w!.shape.slice(2), attributes);
			if (back.some((extent, axis) => extent !== u!.shape[axis + 2])) {
				throw new ShapeError(
					'conv_transpose: a convolution of {0} gives {1}, not {2}',
					shapeText(attributes.size),
					shapeText(back),
					shapeText(u!.shape.slice(2)),
				);
			}
			return arrayType(toFloat(promoteAll([u!, w!])), [u!.shape[0]!, w!.shape[1]! * groups, ...attributes.size]);
		},
		forward: ([u, w], attributes) => {
			const [output, weights] = [dataOf(u!), dataOf(w!)];
			const channels = w!.shape[1]! * (attributes.groups ?? 1);
			const shape = [u!.shape[0]!, channels, ...attributes.size];
			const made = plan(u!.shape[0]!, channels, attributes.size, w!.shape, u!.shape.slice(2), attributes);
			const data = cleared(sizeOf(shape));
			eachLine(made, (to, weight, from, line) => {
				const factor = weights[weight]!;
				for (let k = 0; k < made.out; k++) {
					const place = made.map[line + k]!;
					if (place >= 0) data[to + place]! += factor * output[from + k]!;
				}
			});
			return floats(data, shape, elementOf(u!, w!));
		},
		vjp: (o, up, [u, w], _out, { size: _size, ...attributes }) => [
			() => o.apply('conv', [up, w!], attributes),
			() => o.apply('conv_weight', [up, u!], { ...attributes, kernel: o.shape(w!).slice(2) }),
		],
		samples: [
			{ operands: [sample(1, 2, 3), sample(2, 1, 2)], attributes: { stride: [2], size: [6] } },
			{ operands: [sample(1, 1, 2, 2), sample(1, 2, 2, 2)], attributes: { size: [3, 3] } },
			{ operands: [sample(1, 2, 2, 2), sample(2, 1, 2, 2)], attributes: { size: [3, 3], groups: 2 } },
		],
	}),
	tensorOp<WeightAttributes>({
		name: 'conv_weight',
		symbol: '∗ʷ',
		parameters: ['x', 'u'],
		names: only({ torch: ['torch.nn.grad.conv2d_weight'] }),
		pattern: 'switcher',
		sentence: [
			'gradient of the weights: each tap collected the products of input and output along its places, and hands its upstream gradient back to both',
		],
		jacobian: ['dense', 'dense'],
		conventions: [],
		text: form('$0 ∗ʷ $1', product, product, power),
		latex: form('$0 *_{w} $1', product, product, power),
		type: ([x, u], attributes) => {
			const groups = attributes.groups ?? 1;
			const shape = [u!.shape[1]!, x!.shape[1]! / groups, ...attributes.kernel];
			fits('conv_weight', x!.shape, x!.shape[1] ?? 0, shape, groups);
			return arrayType(toFloat(promoteAll([x!, u!])), shape);
		},
		forward: ([x, u], attributes) => {
			const [input, output] = [dataOf(x!), dataOf(u!)];
			const shape = [u!.shape[1]!, x!.shape[1]! / (attributes.groups ?? 1), ...attributes.kernel];
			const made = plan(x!.shape[0]!, x!.shape[1]!, x!.shape.slice(2), shape, u!.shape.slice(2), attributes);
			const data = cleared(sizeOf(shape));
			eachLine(made, (from, weight, to, line) => {
				let sum = 0;
				for (let k = 0; k < made.out; k++) {
					const place = made.map[line + k]!;
					if (place >= 0) sum += output[to + k]! * input[from + place]!;
				}
				data[weight]! += sum;
			});
			return floats(data, shape, elementOf(x!, u!));
		},
		vjp: (o, up, [x, u], _out, { kernel: _kernel, ...attributes }) => [
			() => o.apply('conv_transpose', [u!, up], { ...attributes, size: o.shape(x!).slice(2) }),
			() => o.apply('conv', [x!, up], attributes),
		],
		samples: [
			{ operands: [sample(2, 2, 4), sample(2, 1, 3)], attributes: { kernel: [2] } },
			{ operands: [sample(1, 2, 4, 4), sample(1, 2, 2, 2)], attributes: { kernel: [2, 2], stride: [2, 2] } },
		],
	}),
];
