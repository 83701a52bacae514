import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import {
	beta,
	gumbel,
	laplace,
	logistic,
	standardGamma,
	standardT,
	triangular,
} from '../../../../src/run/random/continuous.ts';
import { binomial, multinomial, poisson } from '../../../../src/run/random/discrete.ts';
import { Generator, RandomState, type NumpyRandom } from '../../../../src/run/random/numpy-random.ts';
import { PythonRandom } from '../../../../src/run/random/python-random.ts';
import { choose } from '../../../../src/run/random/sampling.ts';
import type { Width } from '../../../../src/run/random/bounded.ts';

/** What NumPy 2.4.6 and Python 3.11 drew: `draw` names the function and its arguments. */
interface Case {
	readonly family: 'legacy' | 'generator' | 'python';
	readonly seed: number;
	readonly draw: string;
	readonly values: readonly number[];
}

const cases = readFileSync(new URL('distributions.jsonl', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line) as Case);

const P = [0.1, 0, 0.2, 0.3, 0.25, 0.15];

type Draw = (random: NumpyRandom, a: number, b: number, count: number, words: readonly string[]) => ArrayLike<number>;

function each(draw: (random: NumpyRandom, a: number, b: number) => number): Draw {
	return (random, a, b, count) => Array.from({ length: count }, () => draw(random, a, b));
}

const DRAWS = new Map<string, Draw>([
	['gamma', each((random, a) => standardGamma(random, a))],
	['beta', each((random, a, b) => beta(random, a, b))],
	['poisson', each((random, a) => poisson(() => random.double(), a))],
	['binomial', each((random, a, b) => binomial(() => random.double(), a, b))],
	['laplace', each((random) => laplace(random, 1, 2))],
	['gumbel', each((random) => gumbel(random, 1, 2))],
	['logistic', each((random) => logistic(random, 1, 2))],
	['standard_t', each((random) => standardT(random, 3.5))],
	['triangular', each((random) => triangular(random, -1, 0.5, 3))],
	['normalSingle', each((random) => random.normalSingle())],
	['single', each((random) => random.single())],
	['multinomial', (random) => multinomial(() => random.double(), 20, [0.2, 0.3, 0.1, 0.4])],
	['ints', (random, width, low, count, words) => random.integers(low, BigInt(words[3] ?? '0'), count, width as Width)],
	['shuffle', (random, _a, _b, count) => choose(random, { population: 50, count, replace: false, shuffle: false })],
	[
		'choice',
		(random, _a, _b, count, words) => {
			const replace = !words.includes('noreplace');
			return words.includes('p')
				? choose(random, { population: 6, count, replace, probabilities: P, shuffle: true })
				: choose(random, { population: 50, count, replace, shuffle: true });
		},
	],
]);

type PythonDraw = (random: PythonRandom, a: number, b: number, words: readonly string[]) => number | number[];

const PYTHON = new Map<string, PythonDraw>([
	['random', (random) => random.random()],
	['uniform', (random) => random.uniform(-2, 3)],
	['below', (random, _a, _b, words) => random.below(words[1] === '10' ? 10 : 2 ** 40 + 1)],
	['gauss', (random) => random.gauss(1, 2)],
	['normalvariate', (random) => random.normalvariate(1, 2)],
	['expovariate', (random) => random.expovariate(2)],
	['triangular', (random) => random.triangular(-1, 3, 0.5)],
	['shuffle', (random) => random.shuffledOrder(100)],
	['sample', (random, a, b) => random.sample(a, b)],
	['choices', (random, _a, _b, words) => random.choices(6, 20, words[1] === 'w' ? [1, 3, 6, 10, 15, 21] : undefined)],
]);

function draws({ family, seed, draw, values }: Case): ArrayLike<number> {
	const words = draw.split(' ');
	const [name = '', a = '', b = ''] = words;
	if (family === 'python') {
		const python = PYTHON.get(name);
		assert.ok(python, name);
		const random = new PythonRandom(seed);
		const got = Array.from({ length: values.length }, () => python(random, Number(a), Number(b), words));
		const [first] = got;
		return Array.isArray(first) ? first : got.map(Number);
	}
	const make = DRAWS.get(name);
	assert.ok(make, name);
	const random = family === 'legacy' ? new RandomState(seed) : new Generator([seed]);
	return make(random, Number(a), Number(b), values.length, words);
}

describe('distributions as NumPy and Python draw them', () => {
	for (const sample of cases) {
		test(`${sample.family} ${sample.draw}, seed ${sample.seed}`, () => {
			const got = draws(sample);
			for (const [index, wanted] of sample.values.entries()) {
				const error = Math.abs(got[index]! - wanted);
				assert.ok(error <= 4 * 2 ** -52 * (1 + Math.abs(wanted)), `${index}: ${got[index]}, not ${wanted}`);
			}
		});
	}

	test('a seed of several words is not its first word', () => {
		assert.notEqual(new RandomState([1, 2]).double(), new RandomState([1]).double());
		assert.notEqual(new Generator([1, 2]).double(), new Generator([1]).double());
	});
});
