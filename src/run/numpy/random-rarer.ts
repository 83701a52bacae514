/** Distributions that programs draw from now and then, by the names that both of NumPy's families have for them. */
import {
	chiSquare,
	fRatio,
	geometric,
	logSeries,
	negativeBinomial,
	noncentralChiSquare,
	power,
	vonMises,
	wald,
	zipf,
} from '../random/rarer.ts';
import type { NumpyRandom } from '../random/numpy-random.ts';
import type { DType } from './dtypes.ts';
import { drawn, shared, type RandomFunction } from './random-drawing.ts';

type Parameters = readonly number[];

/** Distributions whose numbers are each drawn from their parameters alone: the name, the parameters, and the draw. */
const RARER: readonly (readonly [string, string, (random: NumpyRandom, of: Parameters) => number, DType?])[] = [
	['f', 'dfnum dfden', (random, [m, n]) => fRatio(random, m!, n!)],
	['noncentral_chisquare', 'df nonc', (random, [df, nonc]) => noncentralChiSquare(random, df!, nonc!)],
	[
		'noncentral_f',
		'dfnum dfden nonc',
		(random, [m, n, nonc]) => {
			const above = noncentralChiSquare(random, m!, nonc!) * n!;
			return above / (chiSquare(random, n!) * m!);
		},
	],
	['power', 'a', (random, [a]) => power(random, a!)],
	['vonmises', 'mu kappa', (random, [mu, kappa]) => vonMises(random, mu!, kappa!)],
	['wald', 'mean scale', (random, [mean, scale]) => wald(random, mean!, scale!)],
	['geometric', 'p', (random, [p]) => geometric(random, p!), 'int64'],
	['negative_binomial', 'n p', (random, [n, p]) => negativeBinomial(random, n!, p!), 'int64'],
	['zipf', 'a', (random, [a]) => zipf(random, a!), 'int64'],
	['logseries', 'p', (random, [p]) => logSeries(random, p!), 'int64'],
];

export const rarer: readonly RandomFunction[] = RARER.map(([name, parameters, draw, dtype]) => {
	const names = parameters.split(' ');
	return shared(name, `${names.join(', ')}, size=None`, (k, a, random) =>
		drawn(k, a, names, (...of) => draw(random, of), dtype),
	);
});
