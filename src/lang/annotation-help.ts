/**
 * What each word of an annotation is for, said once: completions show it beside the word, hovers over it.
 */
import type { Text } from '../protocol.ts';
import type { Clause } from './annotation-words.ts';

export interface Help {
	/** How it is written, with what goes in. */
	readonly form: string;
	readonly meaning: Text;
}

export const TAG_HELP: Help = {
	form: '@grad f at x = -2, y = 5',
	meaning: [
		'Shows the value and the gradient of everything in the formula that belongs to this comment. A name behind it says of what the gradients are.',
	],
};

/** Names of LaTeX in both spellings. */
const NAMES_IN_LATEX = String.raw`y', \hat{y} = y_hat, y^{\star} = y_star, x^{(2)} = x^(2)`;

export const CLAUSE_HELP: Readonly<Record<Exclude<Clause, 'for'>, Help>> = {
	at: {
		form: 'at x = -2, y = 5',
		meaning: [
			'The values of the inputs. The word itself may be left out. A name is written as in the formula, or plainly: {0}.',
			NAMES_IN_LATEX,
		],
	},
	wrt: {
		form: 'wrt W, b',
		meaning: ['Only these names take gradients.'],
	},
	'no-grad': {
		form: 'no-grad y',
		meaning: [
			'These names take no gradient, and it does not flow on through them. Without a name, no input takes any.',
		],
	},
	expect: {
		form: 'expect df/dx = -4, f ≈ 0.73 ± 0.01',
		meaning: [
			'A claim that is tried: a true one gets a ✓, a false one a problem with the difference. Without ± it may be off by half a unit of the last decimal written, by 1e-9 where it is an integer.',
		],
	},
	upstream: {
		form: 'upstream 2',
		meaning: ['The backward pass starts with this gradient instead of 1, or of ones.'],
	},
	seed: {
		form: 'seed 0',
		meaning: ['The seed of random values: the same seed draws the same values.'],
	},
	tol: {
		form: 'tol 1e-6',
		meaning: ['How far off a claim may be that says no ± of its own.'],
	},
};

/** The help of a clause in any of its spellings. */
export function clauseHelp(clause: Clause): Help {
	return CLAUSE_HELP[clause === 'for' ? 'wrt' : clause];
}

/** The generators by their names, with what they take; of arguments in brackets the later ones, or all, may be left out. */
export const GENERATOR_HELP: ReadonlyMap<string, Help> = new Map([
	['randn', { form: 'randn', meaning: ['Numbers drawn from the standard normal distribution'] }],
	['rand', { form: 'rand', meaning: ['Numbers drawn evenly from 0 to 1'] }],
	['normal', { form: 'normal(mean, deviation)', meaning: ['Numbers drawn from a normal distribution'] }],
	['uniform', { form: 'uniform(low, high)', meaning: ['Numbers drawn evenly from low to high'] }],
	['randint', { form: 'randint(low, high)', meaning: ['Integers drawn from low up to, but not including, high'] }],
	['zeros', { form: 'zeros', meaning: ['Every entry is 0'] }],
	['ones', { form: 'ones', meaning: ['Every entry is 1'] }],
	['full', { form: 'full(value)', meaning: ['Every entry is the same number'] }],
	['eye', { form: 'eye(n)', meaning: ['The identity matrix: 1 on the diagonal, 0 elsewhere'] }],
	[
		'arange',
		{ form: 'arange(start, stop, step)', meaning: ['Numbers from start, step by step, up to but without stop'] },
	],
	['linspace', { form: 'linspace(start, stop, count)', meaning: ['Numbers at even distances from start to stop'] }],
]);

/** Said of every generator behind its own meaning. */
export const GENERATOR_TAIL: Text = [
	'A factor and a seed of its own may follow: {0}. The shape stands before the equals sign: {1}',
	'randn*0.01 seed=1',
	'W: (4, 3) = randn',
];

/** Whether a generator draws its numbers at random. */
export function isRandom(name: string): boolean {
	return /^(?:rand|normal|uniform)/.test(name);
}
