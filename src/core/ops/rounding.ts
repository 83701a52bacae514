/**
 * Rounding: flat between jumps, so the gradient that comes through is 0.
 */
import { blocks, call, everywhere, form, only, operator, callLatex } from './authoring.ts';
import { LEVEL, type OpDefinition } from './row.ts';

const flat = {
	pattern: 'blocker',
	jacobian: 'zero',
	derivatives: ['0'],
	decomposition: null,
	parameters: ['x'],
} as const;

/** The convention of a function that jumps at the points where `when` is 1. */
function jumps(name: string, when: string, ...samples: number[]): Pick<OpDefinition, 'conventions'> {
	return {
		conventions: [
			{ when, text: ['{0} jumps here: the slope used is 0', name], samples: samples.map((sample) => [sample]) },
		],
	};
}

export const rounding: readonly OpDefinition[] = [
	{
		...flat,
		...jumps('floor', 'x == floor(x)', 2, -3, 0),
		name: 'floor',
		symbol: '⌊x⌋',
		names: everywhere('floor', { latex: ['\\lfloor', '\\floor'], numpy: ['np.floor', 'math.floor'] }),
		forward: { intrinsic: 'floor' },
		sentence: blocks('floor'),
		text: form('⌊$0⌋', LEVEL.atom, LEVEL.conditional),
		latex: form('\\left\\lfloor $0\\right\\rfloor', LEVEL.atom, LEVEL.conditional),
		samples: [[1.5], [-2.3]],
	},
	{
		...flat,
		...jumps('ceil', 'x == ceil(x)', 2, -3, 0),
		name: 'ceil',
		symbol: '⌈x⌉',
		names: everywhere('ceil', { latex: ['\\lceil', '\\ceil'], numpy: ['np.ceil', 'math.ceil'] }),
		forward: { intrinsic: 'ceil' },
		sentence: blocks('ceil'),
		text: form('⌈$0⌉', LEVEL.atom, LEVEL.conditional),
		latex: form('\\left\\lceil $0\\right\\rceil', LEVEL.atom, LEVEL.conditional),
		samples: [[1.5], [-2.3]],
	},
	{
		...flat,
		...jumps('round', 'x - floor(x) == 1 / 2', 2.5, -0.5),
		name: 'round',
		symbol: 'round',
		names: only({ math: ['round'], matlab: ['round'] }),
		forward: { intrinsic: 'round' },
		sentence: blocks('round'),
		text: call('round'),
		latex: callLatex(operator('round')),
		samples: [[1.6], [-2.3]],
	},
	{
		...flat,
		...jumps('round', 'x - floor(x) == 1 / 2', 2.5, -0.5),
		name: 'rint',
		symbol: 'round',
		names: only({ numpy: ['np.round', 'np.rint', 'np.around', 'round'], torch: ['torch.round'], julia: ['round'] }),
		forward: { intrinsic: 'rint' },
		sentence: blocks('round'),
		text: call('rint'),
		latex: callLatex(operator('round')),
		samples: [[1.6], [-2.3]],
	},
	{
		...flat,
		...jumps('round', 'x - floor(x) == 1 / 2', 2.5, -0.5),
		name: 'round_half_up',
		symbol: 'round',
		names: only({ js: ['Math.round'] }),
		forward: { formula: 'floor(x) + (x - floor(x) >= 1 / 2)' },
		sentence: blocks('round'),
		text: call('round'),
		latex: callLatex(operator('round')),
		samples: [[1.6], [-2.3]],
	},
	{
		...flat,
		...jumps('trunc', 'x == trunc(x) && x != 0', 2, -3),
		name: 'trunc',
		symbol: 'trunc',
		names: everywhere('trunc', {
			math: ['fix', 'trunc'],
			latex: [],
			numpy: ['np.trunc', 'np.fix'],
			torch: ['torch.trunc', 'torch.fix'],
			matlab: ['fix'],
		}),
		forward: { intrinsic: 'trunc' },
		sentence: blocks('trunc'),
		text: call('trunc'),
		latex: callLatex(operator('trunc')),
		samples: [[1.5], [-2.3]],
	},
	{
		...flat,
		name: 'round_to',
		symbol: 'round',
		parameters: ['x', 'd'],
		names: only({
			math: ['round'],
			numpy: ['np.round', 'np.around', 'round'],
			torch: ['torch.round'],
			matlab: ['round'],
		}),
		forward: { formula: 'd >= 0 ? rint(x * 10 ^ d) / 10 ^ d : rint(x / 10 ^ (-d)) * 10 ^ (-d)' },
		definition: 'rint(x * 10 ^ d) / 10 ^ d',
		// The number of digits is a count.
		derivatives: ['0', null],
		conventions: [
			{
				when: 'x * 10 ^ d - floor(x * 10 ^ d) == 1 / 2',
				text: ['{0} jumps here: the slope used is 0', 'round'],
				samples: [[0.25, 1]],
			},
		],
		sentence: blocks('round'),
		text: call('round', 2),
		latex: callLatex(operator('round'), 2),
		samples: [
			[1.26, 1],
			[-2.345, 0],
			[1234, -2],
		],
	},
];
