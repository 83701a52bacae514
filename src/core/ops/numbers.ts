/**
 * What looks at floating-point numbers as such: NaN, infinities, signs of zero, NumPy's variants of maximum that pass over NaN; and units of angles.
 */
import { blocks, call, callLatex, form, only, operator, scales, scalesEach } from './authoring.ts';
import { LEVEL, type OpDefinition } from './row.ts';

const { conditional, product, atom } = LEVEL;

/** A test of one number. */
function test(name: string, formula: string, names: OpDefinition['names']): OpDefinition {
	return {
		name,
		symbol: name,
		parameters: ['x'],
		names,
		forward: name === 'signbit' ? { intrinsic: 'signbit' } : { formula },
		derivatives: [null],
		pattern: 'blocker',
		sentence: ['{0}: a yes or no takes no gradient: nothing flows back through a test', name],
		jacobian: 'none',
		conventions: [],
		decomposition: null,
		text: call(name),
		latex: callLatex(operator(name)),
		samples: [[1.5], [-2]],
	};
}

/** A maximum or minimum that answers with the other operand where one is NaN. */
function choice(name: 'fmax' | 'fmin', relation: '>=' | '<=', plain: string): OpDefinition {
	const first = `x ${relation} y || y != y`;
	const strictly = `x ${relation[0]!} y`;
	return {
		name,
		symbol: name,
		parameters: ['x', 'y'],
		names: only({ math: [name], numpy: [`np.${name}`], torch: [`torch.${name}`], js: [] }),
		forward: { formula: `${first} ? x : y` },
		definition: `${plain}(x, y)`,
		derivatives: [
			{ computed: `${first} ? 1 : 0`, shown: `${strictly} ? 1 : 0` },
			{ computed: `${first} ? 0 : 1`, shown: `${strictly} ? 0 : 1` },
		],
		pattern: 'router',
		sentence: ['{0}: routes the whole upstream gradient to the input that was chosen, 0 to the other', name],
		jacobian: '0/1 diagonal',
		conventions: [
			{
				when: 'x == y',
				locals: ['1 / 2', '1 / 2'],
				text: ['{0} at a tie: both inputs are equal, so each gets half of the upstream gradient', name],
				samples: [
					[2, 2],
					[0, -0],
				],
			},
		],
		decomposition: `${plain}(x, y)`,
		text: call(name, 2),
		latex: callLatex(operator(name), 2),
		samples: [
			[4, 2],
			[-1, 3],
		],
	};
}

export const numbers: readonly OpDefinition[] = [
	choice('fmax', '>=', 'max'),
	choice('fmin', '<=', 'min'),
	{
		name: 'copysign',
		symbol: 'copysign',
		parameters: ['x', 'y'],
		names: only({
			math: ['copysign'],
			numpy: ['np.copysign', 'math.copysign'],
			torch: ['torch.copysign'],
			julia: ['copysign'],
		}),
		forward: { intrinsic: 'copysign' },
		definition: 'abs(x) * sign(y)',
		derivatives: [{ computed: 'sign(x) * copysign(1, y)', shown: 'sign(x) * sign(y)' }, '0'],
		pattern: 'scaler',
		sentence: [
			'{0}: keeps the upstream gradient where the sign stays, flips it where the sign changes; the second input gets 0',
			'copysign',
		],
		jacobian: 'diagonal',
		conventions: [
			{ when: 'x == 0', text: ['{0} has a kink at 0: the slope used there is 0', 'copysign'], samples: [[0, -2]] },
		],
		decomposition: null,
		text: call('copysign', 2),
		latex: callLatex(operator('copysign'), 2),
		samples: [
			[1.5, -2],
			[-1.5, -2],
			[-3, 4],
		],
	},
	{
		name: 'heaviside',
		symbol: 'step',
		parameters: ['x', 'h'],
		names: only({ math: ['heaviside'], numpy: ['np.heaviside'], torch: ['torch.heaviside'] }),
		forward: { formula: 'x < 0 ? 0 : x > 0 ? 1 : x == 0 ? h : x' },
		definition: 'x < 0 ? 0 : x > 0 ? 1 : h',
		derivatives: ['0', 'x == 0 ? 1 : 0'],
		pattern: 'blocker',
		sentence: blocks('step'),
		jacobian: 'zero',
		conventions: [{ when: 'x == 0', text: ['{0} jumps here: the slope used is 0', 'step'], samples: [[0, 0.5]] }],
		decomposition: null,
		text: call('heaviside', 2),
		latex: callLatex(operator('heaviside'), 2),
		samples: [
			[1.5, 0.5],
			[-2, 0.5],
		],
	},
	{
		name: 'nan_to_num',
		symbol: 'finite',
		parameters: ['x'],
		names: only({ math: ['nan_to_num'], numpy: ['np.nan_to_num'], torch: ['torch.nan_to_num'] }),
		forward: { formula: 'x != x ? 0 : min(max(x, -1.7976931348623157e308), 1.7976931348623157e308)' },
		derivatives: [{ computed: 'x - x == 0 ? 1 : 0', shown: 'isfinite(x) ? 1 : 0' }],
		pattern: 'router',
		sentence: [
			'{0}: passes the upstream gradient on where the input is a finite number, and stops it where it is not',
			'nan_to_num',
		],
		jacobian: '0/1 diagonal',
		conventions: [],
		decomposition: null,
		text: call('nan_to_num'),
		latex: callLatex(operator('nan\\_to\\_num')),
		samples: [[1.5], [-2]],
	},
	test(
		'isnan',
		'x != x',
		only({
			math: ['isNaN', 'isnan'],
			numpy: ['np.isnan', 'math.isnan'],
			torch: ['torch.isnan'],
			js: ['Number.isNaN', 'isNaN'],
			julia: ['isnan'],
			matlab: ['isnan'],
		}),
	),
	test(
		'isfinite',
		'x - x == 0',
		only({
			math: ['isfinite'],
			numpy: ['np.isfinite', 'math.isfinite'],
			torch: ['torch.isfinite'],
			js: ['Number.isFinite', 'isFinite'],
			julia: ['isfinite'],
			matlab: ['isfinite'],
		}),
	),
	test(
		'isinf',
		'abs(x) == 1 / 0',
		only({
			math: ['isinf'],
			numpy: ['np.isinf', 'math.isinf'],
			torch: ['torch.isinf'],
			julia: ['isinf'],
			matlab: ['isinf'],
		}),
	),
	test('signbit', '', only({ math: ['signbit'], numpy: ['np.signbit'], torch: ['torch.signbit'], julia: ['signbit'] })),
	{
		name: 'deg2rad',
		symbol: 'rad',
		parameters: ['x'],
		names: only({
			math: ['deg2rad', 'radians'],
			numpy: ['np.deg2rad', 'np.radians', 'math.radians'],
			torch: ['torch.deg2rad'],
			julia: ['deg2rad'],
			matlab: ['deg2rad'],
		}),
		forward: { formula: 'x * (pi / 180)' },
		derivatives: ['pi / 180'],
		pattern: 'scaler',
		sentence: scales('deg2rad'),
		jacobian: 'diagonal',
		conventions: [],
		decomposition: 'x * (pi / 180)',
		text: form('$0·π/180', product, product),
		latex: form('$0 \\cdot \\frac{\\pi}{180}', product, product),
		samples: [[30], [-2]],
	},
	{
		name: 'rad2deg',
		symbol: 'deg',
		parameters: ['x'],
		names: only({
			math: ['rad2deg', 'degrees'],
			numpy: ['np.rad2deg', 'np.degrees', 'math.degrees'],
			torch: ['torch.rad2deg'],
			julia: ['rad2deg'],
			matlab: ['rad2deg'],
		}),
		forward: { formula: 'x * (180 / pi)' },
		derivatives: ['180 / pi'],
		pattern: 'scaler',
		sentence: scales('rad2deg'),
		jacobian: 'diagonal',
		conventions: [],
		decomposition: 'x * (180 / pi)',
		text: form('$0·180/π', product, product),
		latex: form('$0 \\cdot \\frac{180}{\\pi}', product, product),
		samples: [[0.3], [-2]],
	},
	{
		name: 'lerp',
		symbol: 'lerp',
		parameters: ['x', 'y', 't'],
		names: only({ math: ['lerp'], torch: ['torch.lerp'] }),
		forward: { formula: 'x + t * (y - x)' },
		derivatives: ['1 - t', 't', 'y - x'],
		pattern: 'scaler',
		sentence: scalesEach('lerp'),
		jacobian: 'diagonal',
		conventions: [],
		decomposition: 'x + t * (y - x)',
		text: call('lerp', 3),
		latex: form('\\operatorname{lerp}\\left($0, $1, $2\\right)', atom, conditional, conditional, conditional),
		samples: [
			[1, 4, 0.3],
			[-2, 0.5, 1.5],
		],
	},
];
