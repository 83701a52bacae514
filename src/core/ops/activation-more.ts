/**
 * More activations: those with pieces and bounds, and smooth ones that are used less.
 */
import { call, callLatex, only, operator, scales, scalesEach } from './authoring.ts';
import type { Convention, OpDefinition } from './row.ts';

const smooth = { pattern: 'scaler', jacobian: 'diagonal', conventions: [], decomposition: null } as const;

/** Kinks at the points where `when` is 1, where the rule gives the slope 0. */
function kinks(name: string, when: string, ...samples: readonly number[][]): readonly Convention[] {
	return [{ when, text: ['{0} has a kink here: the slope used is 0', name], samples }];
}

/** An activation that is straight between two bounds and flat outside. */
function bounded(
	definition: Pick<OpDefinition, 'name' | 'symbol' | 'names' | 'forward' | 'latex' | 'samples'> & {
		readonly low: string;
		readonly high: string;
		readonly slope: string;
		readonly at: readonly number[];
		readonly shown?: string;
	},
): OpDefinition {
	const { low, high, slope, at, shown, ...rest } = definition;
	return {
		...smooth,
		...rest,
		parameters: ['x'],
		...(shown === undefined ? {} : { definition: shown }),
		derivatives: [`${low} < x && x < ${high} ? ${slope} : 0`],
		conventions: kinks(definition.name, `x == ${low} || x == ${high}`, ...at.map((x) => [x])),
		decomposition: 'formula' in definition.forward ? definition.forward.formula : null,
		sentence: [
			'{0}: lets the upstream gradient through while the input is between its bounds, and stops it outside',
			definition.name,
		],
		text: call(definition.name),
	};
}

export const moreActivation: readonly OpDefinition[] = [
	bounded({
		name: 'relu6',
		symbol: 'relu6',
		names: only({
			math: ['relu6', 'ReLU6'],
			latex: ['\\operatorname{ReLU6}'],
			numpy: ['relu6'],
			torch: ['F.relu6', 'nn.ReLU6'],
			julia: ['relu6'],
		}),
		forward: { formula: 'min(max(x, 0), 6)' },
		low: '0',
		high: '6',
		slope: '1',
		at: [0, 6],
		latex: callLatex(operator('ReLU6')),
		samples: [[3], [-2], [8]],
	}),
	bounded({
		name: 'hardtanh',
		symbol: 'hardtanh',
		names: only({
			math: ['hardtanh'],
			numpy: ['hardtanh'],
			torch: ['F.hardtanh', 'nn.Hardtanh'],
			julia: ['hardtanh'],
		}),
		forward: { formula: 'min(max(x, -1), 1)' },
		low: '-1',
		high: '1',
		slope: '1',
		at: [-1, 1],
		latex: callLatex(operator('hardtanh')),
		samples: [[0.3], [-2], [8]],
	}),
	bounded({
		name: 'hardsigmoid',
		symbol: 'hardσ',
		names: only({
			math: ['hardsigmoid'],
			numpy: ['hardsigmoid', 'hard_sigmoid'],
			torch: ['F.hardsigmoid', 'nn.Hardsigmoid'],
			julia: ['hardσ', 'hardsigmoid'],
		}),
		forward: { formula: 'min(max(x + 3, 0), 6) / 6' },
		low: '-3',
		high: '3',
		slope: '1 / 6',
		at: [-3, 3],
		latex: callLatex(operator('hardsigmoid')),
		samples: [[0.3], [-4], [8]],
	}),
	{
		...smooth,
		name: 'hardswish',
		symbol: 'hardswish',
		parameters: ['x'],
		names: only({
			math: ['hardswish'],
			numpy: ['hardswish', 'hard_swish', 'hard_silu'],
			torch: ['F.hardswish', 'nn.Hardswish'],
			julia: ['hardswish'],
		}),
		forward: { formula: 'x * relu6(x + 3) / 6' },
		derivatives: ['x < -3 ? 0 : x > 3 ? 1 : x / 3 + 1 / 2'],
		conventions: [
			{
				when: 'abs(x) == 3',
				text: ['{0} has a kink here: the slope used is the one of the inside', 'hardswish'],
				samples: [[-3], [3]],
			},
		],
		decomposition: 'x * relu6(x + 3) / 6',
		sentence: scales('hardswish'),
		text: call('hardswish'),
		latex: callLatex(operator('hardswish')),
		samples: [[0.3], [-4], [8]],
	},
	{
		...smooth,
		name: 'softshrink',
		symbol: 'shrink',
		parameters: ['x', 'a'],
		names: only({
			math: ['softshrink'],
			numpy: ['softshrink', 'soft_threshold'],
			torch: ['F.softshrink'],
			julia: ['softshrink'],
		}),
		forward: { formula: 'x > a ? x - a : x < -a ? x + a : x != x ? x : 0' },
		definition: 'x > a ? x - a : x < -a ? x + a : 0',
		derivatives: ['abs(x) > a ? 1 : 0', 'x > a ? -1 : x < -a ? 1 : 0'],
		conventions: kinks('softshrink', 'abs(x) == a', [0.5, 0.5], [-0.5, 0.5]),
		decomposition: 'sign(x) * max(abs(x) - a, 0)',
		sentence: [
			'{0}: lets the upstream gradient through where the input is far enough from 0, and stops it where it is not',
			'softshrink',
		],
		text: call('softshrink', 2),
		latex: callLatex(operator('softshrink'), 2),
		samples: [
			[2, 0.5],
			[-2, 0.5],
			[0.3, 0.5],
		],
	},
	{
		...smooth,
		name: 'hardshrink',
		symbol: 'shrink',
		parameters: ['x', 'a'],
		names: only({ math: ['hardshrink'], numpy: ['hardshrink'], torch: ['F.hardshrink'], julia: ['hardshrink'] }),
		forward: { formula: 'abs(x) <= a ? 0 : x' },
		derivatives: ['abs(x) <= a ? 0 : 1', '0'],
		conventions: [
			{
				when: 'abs(x) == a',
				text: ['{0} jumps here: the slope used is 0', 'hardshrink'],
				samples: [
					[0.5, 0.5],
					[-0.5, 0.5],
				],
			},
		],
		sentence: [
			'{0}: lets the upstream gradient through where the input is far enough from 0, and stops it where it is not',
			'hardshrink',
		],
		text: call('hardshrink', 2),
		latex: callLatex(operator('hardshrink'), 2),
		samples: [
			[2, 0.5],
			[-2, 0.5],
			[0.3, 0.5],
		],
	},
	{
		...smooth,
		name: 'threshold',
		symbol: 'threshold',
		parameters: ['x', 'a', 'b'],
		names: only({ math: ['threshold'], torch: ['F.threshold'] }),
		forward: { formula: 'x <= a ? b : x' },
		derivatives: ['x <= a ? 0 : 1', '0', 'x <= a ? 1 : 0'],
		pattern: 'router',
		jacobian: '0/1 diagonal',
		conventions: [
			{ when: 'x == a', text: ['{0} jumps here: the slope used is 0', 'threshold'], samples: [[0.1, 0.1, 20]] },
		],
		sentence: [
			'{0}: passes the upstream gradient on where the input is above the threshold, and hands it to the replacement where it is not',
			'threshold',
		],
		text: call('threshold', 3),
		latex: callLatex(operator('threshold'), 3),
		samples: [
			[1.5, 0.1, 20],
			[-2, 0.1, 20],
		],
	},
	{
		...smooth,
		name: 'tanhshrink',
		symbol: 'tanhshrink',
		parameters: ['x'],
		names: only({
			math: ['tanhshrink'],
			numpy: ['tanhshrink'],
			torch: ['F.tanhshrink', 'nn.Tanhshrink'],
			julia: ['tanhshrink'],
		}),
		forward: { formula: 'x - tanh(x)' },
		derivatives: ['tanh(x)^2'],
		decomposition: 'x - tanh(x)',
		sentence: scales('tanhshrink'),
		text: call('tanhshrink'),
		latex: callLatex(operator('tanhshrink')),
		samples: [[0.3], [-2]],
	},
	{
		...smooth,
		name: 'softsign',
		symbol: 'softsign',
		parameters: ['x'],
		names: only({
			math: ['softsign'],
			numpy: ['softsign', 'soft_sign'],
			torch: ['F.softsign', 'nn.Softsign'],
			julia: ['softsign'],
		}),
		forward: { formula: 'x / (1 + abs(x))' },
		derivatives: ['1 / (1 + abs(x))^2'],
		decomposition: 'x / (1 + abs(x))',
		sentence: scales('softsign'),
		text: call('softsign'),
		latex: callLatex(operator('softsign')),
		samples: [[0.3], [-2]],
	},
	{
		...smooth,
		name: 'celu',
		symbol: 'celu',
		parameters: ['x', 'a'],
		names: only({ math: ['celu'], numpy: ['celu'], torch: ['F.celu'], julia: ['celu'] }),
		forward: { formula: 'x > 0 ? x : a * expm1(x / a)' },
		definition: 'x > 0 ? x : a * (exp(x / a) - 1)',
		// −|x| is x where it matters, and keeps the other side from overflowing.
		derivatives: [
			{ computed: 'x > 0 ? 1 : exp(-abs(x) / a)', shown: 'x > 0 ? 1 : exp(x / a)' },
			{
				computed: 'x > 0 ? 0 : expm1(-abs(x) / a) - x / a * exp(-abs(x) / a)',
				shown: 'x > 0 ? 0 : exp(x / a) - 1 - x / a * exp(x / a)',
			},
		],
		decomposition: 'max(x, 0) + min(0, a * (exp(x / a) - 1))',
		sentence: scalesEach('celu'),
		text: call('celu', 2),
		latex: callLatex(operator('CELU'), 2),
		samples: [
			[1.5, 0.5],
			[-2, 1.5],
		],
	},
	{
		...smooth,
		name: 'selu',
		symbol: 'selu',
		parameters: ['x'],
		names: only({
			math: ['selu', 'SELU'],
			latex: ['\\operatorname{SELU}'],
			numpy: ['selu'],
			torch: ['torch.selu', 'F.selu', 'nn.SELU'],
			julia: ['selu'],
		}),
		forward: { formula: '1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * expm1(x))' },
		definition: '1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (exp(x) - 1))',
		derivatives: [
			{
				computed: '1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * exp(-abs(x)))',
				shown: '1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * exp(x))',
			},
		],
		conventions: [
			{
				when: 'x == 0',
				text: ['{0} has a kink at 0: the slope used there is the one of its left side', 'selu'],
				samples: [[0]],
			},
		],
		sentence: scales('selu'),
		text: call('selu'),
		latex: callLatex(operator('SELU')),
		samples: [[1.5], [-2]],
	},
	{
		...smooth,
		name: 'softplus_beta',
		symbol: 'softplus',
		parameters: ['x', 'b'],
		names: only({ math: ['softplus'], numpy: ['softplus'], torch: ['F.softplus'] }),
		forward: { formula: 'softplus(b * x) / b' },
		definition: 'log(1 + exp(b * x)) / b',
		derivatives: ['sigmoid(b * x)', '(x * sigmoid(b * x) - softplus(b * x) / b) / b'],
		decomposition: 'softplus(b * x) / b',
		sentence: scalesEach('softplus'),
		text: call('softplus', 2),
		latex: callLatex(operator('softplus'), 2),
		samples: [
			[1.5, 3],
			[-2, 0.5],
		],
	},
	{
		...smooth,
		name: 'mish',
		symbol: 'mish',
		parameters: ['x'],
		names: only({
			math: ['mish'],
			latex: ['\\operatorname{mish}'],
			numpy: ['mish'],
			torch: ['F.mish', 'nn.Mish'],
			julia: ['mish'],
		}),
		forward: { formula: 'x * tanh(softplus(x))' },
		derivatives: ['tanh(softplus(x)) + x * sigmoid(x) * (1 - tanh(softplus(x))^2)'],
		decomposition: 'x * tanh(softplus(x))',
		sentence: scales('mish'),
		text: call('mish'),
		latex: callLatex(operator('mish')),
		samples: [[1.5], [-2], [0]],
	},
	{
		...smooth,
		name: 'quick_gelu',
		symbol: 'gelu',
		parameters: ['x'],
		names: only({ math: ['quick_gelu'], numpy: ['quick_gelu', 'gelu_quick'] }),
		forward: { formula: 'x * sigmoid(1.702 * x)' },
		derivatives: ['sigmoid(1.702 * x) * (1 + 1.702 * x * (1 - sigmoid(1.702 * x)))'],
		decomposition: 'x * sigmoid(1.702 * x)',
		sentence: scales('gelu'),
		text: call('quick_gelu'),
		latex: callLatex(operator('GELU')),
		samples: [[1], [-2], [0.3]],
	},
	{
		...smooth,
		name: 'squareplus',
		symbol: 'squareplus',
		parameters: ['x', 'b'],
		names: only({ math: ['squareplus'], numpy: ['squareplus'] }),
		// Of the two equal forms the one in which nothing cancels.
		forward: { formula: 'x > 0 ? (x + sqrt(x^2 + b)) / 2 : b / (2 * (sqrt(x^2 + b) - x))' },
		definition: '(x + sqrt(x^2 + b)) / 2',
		derivatives: ['(1 + x / sqrt(x^2 + b)) / 2', '1 / (4 * sqrt(x^2 + b))'],
		decomposition: '(x + sqrt(x^2 + b)) / 2',
		sentence: scalesEach('squareplus'),
		text: call('squareplus', 2),
		latex: callLatex(operator('squareplus'), 2),
		samples: [
			[1, 4],
			[-2, 4],
			[0.3, 1],
		],
	},
];
