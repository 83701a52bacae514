/**
 * Comparisons, logic, and what chooses between values: minimum, maximum, selection, the conditional, the clamp.
 */
import { call, callLatex, everywhere, form, only, operator } from './authoring.ts';
import { LEVEL, type OpDefinition } from './row.ts';
import type { IntrinsicName } from './intrinsics.ts';

const { conditional, comparison: comparisonLevel, sum, and, or, sign, product } = LEVEL;

/** A test: 1 where it holds, 0 where not, and no gradient through it. */
function test(
	name: IntrinsicName,
	symbol: string,
	text: string,
	latex: string,
	names: OpDefinition['names'],
	level: number = comparisonLevel,
	operand: number = sum,
): OpDefinition {
	return {
		name,
		symbol,
		parameters: ['x', 'y'],
		names,
		forward: { intrinsic: name },
		derivatives: [null, null],
		pattern: 'blocker',
		sentence: ['{0}: a yes or no takes no gradient: nothing flows back through a test', symbol],
		jacobian: 'none',
		conventions: [],
		decomposition: null,
		text: form(`$0 ${text} $1`, level, operand, operand),
		latex: form(`$0 ${latex} $1`, level, operand, operand),
		samples: [
			[1, 2],
			[2, 2],
			[3, 2],
			[0, 1],
		],
	};
}

function everyNotation(symbol: string, math: string, latex: readonly string[], numpy: string): OpDefinition['names'] {
	return {
		math: [symbol, math],
		latex,
		numpy: [symbol, `np.${numpy}`],
		torch: [symbol, `torch.${numpy}`],
		js: [symbol],
		julia: [symbol, `.${symbol}`],
		matlab: [symbol],
	};
}

export const comparison: readonly OpDefinition[] = [
	test('lt', '<', '<', '<', everyNotation('<', 'smaller', ['<', '\\lt'], 'less')),
	test('le', '≤', '≤', '\\le', everyNotation('<=', 'smallerEq', ['\\le', '\\leq', '\\leqslant'], 'less_equal')),
	test('gt', '>', '>', '>', everyNotation('>', 'larger', ['>', '\\gt'], 'greater')),
	test('ge', '≥', '≥', '\\ge', everyNotation('>=', 'largerEq', ['\\ge', '\\geq', '\\geqslant'], 'greater_equal')),
	test('eq', '=', '=', '=', { ...everyNotation('==', 'equal', ['='], 'equal'), js: ['==', '==='] }),
	test('ne', '≠', '≠', '\\ne', {
		...everyNotation('!=', 'unequal', ['\\ne', '\\neq'], 'not_equal'),
		js: ['!=', '!=='],
		matlab: ['~='],
	}),
	test(
		'and',
		'and',
		'and',
		'\\land',
		{
			math: ['and'],
			latex: ['\\land', '\\wedge'],
			numpy: ['and', '&', 'np.logical_and'],
			torch: ['&', 'torch.logical_and'],
			js: ['&&'],
			julia: ['&&', '&'],
			matlab: ['&&', '&'],
		},
		and,
		and,
	),
	test(
		'or',
		'or',
		'or',
		'\\lor',
		{
			math: ['or'],
			latex: ['\\lor', '\\vee'],
			numpy: ['or', '|', 'np.logical_or'],
			torch: ['|', 'torch.logical_or'],
			js: ['||'],
			julia: ['||', '|'],
			matlab: ['||', '|'],
		},
		or,
		or,
	),
	{
		name: 'not',
		symbol: 'not',
		parameters: ['x'],
		names: {
			math: ['not', '!'],
			latex: ['\\lnot', '\\neg'],
			numpy: ['not', '~', 'np.logical_not'],
			torch: ['~', 'torch.logical_not'],
			js: ['!'],
			julia: ['!'],
			matlab: ['~', 'not'],
		},
		forward: { intrinsic: 'not' },
		derivatives: [null],
		pattern: 'blocker',
		sentence: ['{0}: a yes or no takes no gradient: nothing flows back through a test', 'not'],
		jacobian: 'none',
		conventions: [],
		decomposition: null,
		text: form('not $0', sign, sign),
		latex: form('\\lnot $0', sign, sign),
		samples: [[0], [1]],
	},
	{
		name: 'max',
		symbol: 'max',
		parameters: ['x', 'y'],
		names: everywhere('max', { numpy: ['np.maximum'], torch: ['torch.maximum', 'torch.max'] }),
		forward: { intrinsic: 'max' },
		derivatives: [
			{ computed: 'x < y ? 0 : 1', shown: 'x > y ? 1 : 0' },
			{ computed: 'y < x ? 0 : 1', shown: 'y > x ? 1 : 0' },
		],
		pattern: 'router',
		sentence: ['max: routes the whole upstream gradient to the larger input, 0 to the other'],
		jacobian: '0/1 diagonal',
		conventions: [
			{
				when: 'x == y',
				locals: ['1 / 2', '1 / 2'],
				text: ['{0} at a tie: both inputs are equal, so each gets half of the upstream gradient', 'max'],
				samples: [
					[2, 2],
					[0, -0],
				],
			},
		],
		decomposition: null,
		text: call('max', 2),
		latex: callLatex('\\max', 2),
		samples: [
			[4, 2],
			[-1, 3],
			[0, -2],
		],
	},
	{
		name: 'min',
		symbol: 'min',
		parameters: ['x', 'y'],
		names: everywhere('min', { numpy: ['np.minimum'], torch: ['torch.minimum', 'torch.min'] }),
		forward: { intrinsic: 'min' },
		derivatives: [
			{ computed: 'x > y ? 0 : 1', shown: 'x < y ? 1 : 0' },
			{ computed: 'y > x ? 0 : 1', shown: 'y < x ? 1 : 0' },
		],
		pattern: 'router',
		sentence: ['min: routes the whole upstream gradient to the smaller input, 0 to the other'],
		jacobian: '0/1 diagonal',
		conventions: [
			{
				when: 'x == y',
				locals: ['1 / 2', '1 / 2'],
				text: ['{0} at a tie: both inputs are equal, so each gets half of the upstream gradient', 'min'],
				samples: [
					[2, 2],
					[0, -0],
				],
			},
		],
		decomposition: null,
		text: call('min', 2),
		latex: callLatex('\\min', 2),
		samples: [
			[4, 2],
			[-1, 3],
			[0, -2],
		],
	},
	{
		name: 'clip',
		symbol: 'clip',
		parameters: ['x', 'low', 'high'],
		names: only({
			math: ['clip', 'clamp'],
			numpy: ['np.clip'],
			torch: ['torch.clamp', 'torch.clip'],
			julia: ['clamp'],
			matlab: ['clip'],
		}),
		forward: { formula: 'min(max(x, low), high)' },
		derivatives: [
			'low <= x && x <= high ? 1 : 0',
			{ computed: 'x < low && low <= high ? 1 : 0', shown: 'x < low ? 1 : 0' },
			{ computed: 'x > high || low > high ? 1 : 0', shown: 'x > high ? 1 : 0' },
		],
		pattern: 'router',
		sentence: [
			'clip: passes the upstream gradient while the input is inside its bounds, and hands it to the bound where it is outside',
		],
		jacobian: '0/1 diagonal',
		conventions: [
			{
				when: 'x == low || x == high',
				text: ['clip at its bound: the slope used is 1, the one of the inside'],
				samples: [
					[0, 0, 6],
					[6, 0, 6],
				],
			},
		],
		decomposition: 'min(max(x, low), high)',
		text: call('clip', 3),
		latex: callLatex(operator('clip'), 3),
		samples: [
			[3, 0, 6],
			[-1, 0, 6],
			[8, 0, 6],
		],
	},
	{
		name: 'where',
		symbol: 'where',
		parameters: ['test', 'x', 'y'],
		names: only({ numpy: ['np.where'], torch: ['torch.where'], julia: ['ifelse'] }),
		forward: { intrinsic: 'where' },
		derivatives: [null, 'test ? 1 : 0', 'test ? 0 : 1'],
		pattern: 'router',
		sentence: ['where: routes the whole upstream gradient to the value that was chosen, 0 to the other'],
		jacobian: '0/1 diagonal',
		conventions: [],
		decomposition: null,
		text: form('$1 if $0, else $2', conditional, or, or, conditional),
		latex: form(
			'\\begin{cases} $1 & \\text{if } $0 \\\\ $2 & \\text{else} \\end{cases}',
			LEVEL.atom,
			conditional,
			or,
			conditional,
		),
		samples: [
			[1, 2, 3],
			[0, 2, 3],
		],
	},
	{
		name: 'cond',
		symbol: '?:',
		parameters: ['test', 'x'],
		names: only({}),
		// Only the branch that was taken is computed, so it is the only one there is.
		forward: { formula: 'x' },
		derivatives: [null, '1'],
		pattern: 'router',
		sentence: ['conditional: routes the whole upstream gradient to the branch that was taken; the test takes none'],
		jacobian: 'identity',
		conventions: [],
		decomposition: null,
		text: form('$1 if $0', conditional, or, or),
		latex: form('$1 \\text{ if } $0', conditional, or, or),
		samples: [
			[1, 2.5],
			[0, -3],
		],
	},
	{
		name: 'wire',
		symbol: '',
		parameters: ['x'],
		names: only({}),
		forward: { formula: 'x' },
		derivatives: ['1'],
		pattern: 'wire',
		sentence: ['a name for a value: the gradient passes through as it is'],
		jacobian: 'identity',
		conventions: [],
		decomposition: null,
		text: form('$0', product, product),
		latex: form('$0', product, product),
		samples: [[2.5]],
	},
];
