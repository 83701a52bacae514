/**
 * Reductions over axes: sums, means, products, extremes, yes or no.
 */
import { toCount, toFloat } from '../../elements.ts';
import { mapTensor, zipTensors } from '../../tensor/map.ts';
import { every, largest, needEntries, prod, smallest, some, sum } from '../../tensor/reduce.ts';
import { normalizeAxes } from '../../tensor/shape.ts';
import { fromNested, type Tensor } from '../../tensor/tensor.ts';
import { only } from '../authoring.ts';
import { productOfOthers } from './cumulative.ts';
import {
	axesOf,
	bigLatex,
	countOf,
	namedLatex,
	reducedType,
	REDUCTION_SAMPLES,
	reductionText,
	spread,
	type ReductionAttributes,
} from './reducing.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

/** The mean, from the sum as NumPy has it. */
export function mean(x: Tensor, axes: readonly number[], keepdims: boolean): Tensor {
	const element = toFloat(x.element);
	const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
	return mapTensor(sum(x, axes, keepdims, element), (total) => total / count, element);
}

function extreme(
	name: 'amax' | 'amin',
	of: (x: Tensor, axes: readonly number[], keepdims: boolean) => Tensor,
): TensorDefinition {
	const plain = name.slice(1);
	return tensorOp<ReductionAttributes>({
		name,
		symbol: plain,
		parameters: ['x'],
		names: only({
			latex: [`\\${plain}`],
			numpy: [`np.${plain}`, `np.${name}`],
			torch: [`torch.${name}`],
			julia: [plain === 'max' ? 'maximum' : 'minimum'],
			matlab: [plain],
		}),
		pattern: 'router',
		sentence: [
			name === 'amax'
				? 'max: routes the upstream gradient to the largest entry, 0 to the others'
				: 'min: routes the upstream gradient to the smallest entry, 0 to the others',
		],
		jacobian: ['selection'],
		conventions: [
			{
				when: ([x], attributes) => {
					const axes = axesOf(x!, attributes);
					const best = of(x!, axes, true);
					const rank = x!.shape.length;
					const wide = {
						...best,
						strides: best.strides.map((stride, axis) => (axes.includes(axis) ? 0 : stride)),
						shape: x!.shape,
					};
					const ties = rank === 0 ? x! : sum(equal(x!, wide), axes, true, 'float64');
					return rank > 0 && ties.data.some((count) => count > 1);
				},
				text: ['{0} at a tie: the entries that are equal share the upstream gradient evenly', plain],
				samples: [
					{
						operands: [
							fromNested([
								[1, 3, 3],
								[2, 2, 2],
							]),
						],
						attributes: { axes: [1] },
					},
				],
			},
		],
		text: reductionText(plain),
		latex: bigLatex(`\\${plain}`),
		type: ([x], attributes) => {
			needEntries(x!, axesOf(x!, attributes));
			return reducedType(x!, attributes, x!.element);
		},
		forward: ([x], attributes) => of(x!, axesOf(x!, attributes), attributes.keepdims === true),
		vjp: (o, up, [x], out, attributes) => [
			() => {
				const shape = o.shape(x!);
				const chosen = o.eq(x!, spread(o, out, x!, attributes));
				const axes = normalizeAxes(attributes.axes, shape.length);
				const share = o.div(o.restore(up, shape, axes), o.sum(chosen, axes, true));
				return o.mul(chosen, o.broadcast(share, shape));
			},
		],
		samples: REDUCTION_SAMPLES,
	});
}

function equal(x: Tensor, y: Tensor): Tensor {
	return zipTensors(x, y, (a, b) => (a === b ? 1 : 0));
}

/** A test over axes, through which nothing flows back. */
function quantifier(
	name: 'any' | 'all',
	of: (x: Tensor, axes: readonly number[], keepdims: boolean) => Tensor,
): TensorDefinition {
	return tensorOp<ReductionAttributes>({
		name,
		symbol: name,
		parameters: ['x'],
		names: only({ numpy: [`np.${name}`], torch: [`torch.${name}`], julia: [name], matlab: [name] }),
		pattern: 'blocker',
		sentence: ['{0}: a yes or no takes no gradient: nothing flows back through a test', name],
		jacobian: ['none'],
		conventions: [],
		text: reductionText(name),
		latex: namedLatex(name),
		type: ([x], attributes) => reducedType(x!, attributes, 'bool'),
		forward: ([x], attributes) => of(x!, axesOf(x!, attributes), attributes.keepdims === true),
		vjp: () => [null],
		samples: REDUCTION_SAMPLES,
	});
}

export const reductions: readonly TensorDefinition[] = [
	tensorOp<ReductionAttributes>({
		name: 'sum',
		symbol: 'Σ',
		parameters: ['x'],
		names: only({
			latex: ['\\sum'],
			numpy: ['np.sum'],
			torch: ['torch.sum'],
			julia: ['sum'],
			matlab: ['sum'],
			math: ['sum'],
		}),
		pattern: 'distributor',
		sentence: ['sum: hands the upstream gradient to every entry that went in'],
		jacobian: ['sum'],
		conventions: [],
		text: reductionText('sum'),
		latex: bigLatex('\\sum'),
		type: ([x], attributes) => reducedType(x!, attributes, toCount(x!.element)),
		forward: ([x], attributes) => sum(x!, axesOf(x!, attributes), attributes.keepdims === true, toCount(x!.element)),
		vjp: (o, up, [x], _out, attributes) => [() => spread(o, up, x!, attributes)],
		samples: REDUCTION_SAMPLES,
	}),
	tensorOp<ReductionAttributes>({
		name: 'mean',
		symbol: 'mean',
		parameters: ['x'],
		names: only({ numpy: ['np.mean'], torch: ['torch.mean'], julia: ['mean'], matlab: ['mean'], math: ['mean'] }),
		pattern: 'distributor',
		sentence: ['mean: hands every entry that went in an equal part of the upstream gradient'],
		jacobian: ['sum'],
		conventions: [],
		text: reductionText('mean'),
		latex: namedLatex('mean'),
		type: ([x], attributes) => reducedType(x!, attributes, toFloat(x!.element)),
		forward: ([x], attributes) => mean(x!, axesOf(x!, attributes), attributes.keepdims === true),
		vjp: (o, up, [x], _out, attributes) => [
			() => spread(o, o.div(up, countOf(o.type(x!), attributes)), x!, attributes),
		],
		samples: REDUCTION_SAMPLES,
	}),
	tensorOp<ReductionAttributes>({
		name: 'prod',
		symbol: 'Π',
		parameters: ['x'],
		names: only({
			latex: ['\\prod'],
			numpy: ['np.prod'],
			torch: ['torch.prod'],
			julia: ['prod'],
			matlab: ['prod'],
			math: ['prod'],
		}),
		pattern: 'switcher',
		sentence: ['prod: each entry gets the upstream gradient times the product of all other entries'],
		jacobian: ['block diagonal'],
		conventions: [],
		text: reductionText('prod'),
		latex: bigLatex('\\prod'),
		type: ([x], attributes) => reducedType(x!, attributes, toCount(x!.element)),
		forward: ([x], attributes) => prod(x!, axesOf(x!, attributes), attributes.keepdims === true, toCount(x!.element)),
		shown: ['up * (out / x)'],
		vjp: (o, up, [x], _out, attributes) => [
			() =>
				o.mul(
					spread(o, up, x!, attributes),
					productOfOthers(o, x!, normalizeAxes(attributes.axes, o.shape(x!).length)),
				),
		],
		samples: [
			...REDUCTION_SAMPLES,
			{
				operands: [
					fromNested([
						[2, 0, -1],
						[0, 3, 0],
					]),
				],
				attributes: { axes: [1] },
			},
		],
	}),
	extreme('amax', largest),
	extreme('amin', smallest),
	quantifier('any', some),
	quantifier('all', every),
];
