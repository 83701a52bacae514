/** `torch.distributions`: the log densities that SciPy's distributions are, as objects with torch's names and parameters. */
import { builtin, type Call, type Named } from '../script/library.ts';
import { float, NONE, str, type ClassValue, type Value } from '../script/values.ts';
import { Arguments } from './arguments.ts';
import { Kit } from './kit.ts';
import { add, div, mul, neg, num, sub, sum } from './nn-compose.ts';
import { instanceOf, nativeClass } from './nn-module.ts';
import { bind, readSignature } from './parameters.ts';
import * as density from './scipy-densities.ts';
import { randomTensor } from './torch-creation.ts';
import type { World } from './world.ts';

/** A parameter by its name; undefined where it was left out. */
type Read = (name: string) => Value | undefined;

interface Distribution {
	readonly name: string;
	readonly signature: string;
	readonly logProb: (k: Kit, x: Value, of: Read) => Value;
	readonly cdf?: (k: Kit, x: Value, of: Read) => Value;
	readonly mean?: (k: Kit, of: Read) => Value;
	readonly variance?: (k: Kit, of: Read) => Value;
	readonly entropy?: (k: Kit, of: Read) => Value;
	/** A draw made of standard normal numbers, so that gradients go through it. */
	readonly sample?: (k: Kit, z: Value, of: Read) => Value;
}

const square = (k: Kit, x: Value): Value => k.map('square', [x]);
const log = (k: Kit, x: Value): Value => k.map('log', [x]);

/** A category by its score, less the logarithm of all. */
function categorical(k: Kit, x: Value, of: Read): Value {
	const given = of('logits');
	const scores = given ?? log(k, of('probs')!);
	const logp = k.array(k.apply('log_softmax', [scores], { axes: [-1] }));
	const hot = k.apply('one_hot', [k.cast(k.array(x), 'int64')], { classes: logp.shape.at(-1)! });
	return sum(k, mul(k, hot, logp), [-1]);
}

export const DISTRIBUTIONS: readonly Distribution[] = [
	{
		name: 'Normal',
		signature: 'loc, scale, validate_args=',
		logProb: (k, x, of) => density.normal(k, x, of('loc'), of('scale')),
		cdf: (k, x, of) => k.map('ndtr', [div(k, sub(k, x, of('loc')!), of('scale')!)]),
		mean: (_, of) => of('loc')!,
		variance: (k, of) => square(k, of('scale')!),
		entropy: (k, of) => add(k, float(0.5 + Math.log(2 * Math.PI) / 2), log(k, of('scale')!)),
		sample: (k, z, of) => add(k, of('loc')!, mul(k, z, of('scale')!)),
	},
	{
		name: 'LogNormal',
		signature: 'loc, scale, validate_args=',
		logProb: (k, x, of) => sub(k, density.normal(k, log(k, x), of('loc'), of('scale')), log(k, x)),
	},
	{
		name: 'Beta',
		signature: 'concentration1, concentration0, validate_args=',
		logProb: (k, x, of) => density.beta(k, x, of('concentration1')!, of('concentration0')!),
		mean: (k, of) => div(k, of('concentration1')!, add(k, of('concentration1')!, of('concentration0')!)),
	},
	{
		name: 'Gamma',
		signature: 'concentration, rate, validate_args=',
		logProb: (k, x, of) => add(k, density.gamma(k, mul(k, of('rate')!, x), of('concentration')!), log(k, of('rate')!)),
		mean: (k, of) => div(k, of('concentration')!, of('rate')!),
	},
	{
		name: 'Exponential',
		signature: 'rate, validate_args=',
		logProb: (k, x, of) => sub(k, log(k, of('rate')!), mul(k, of('rate')!, x)),
		mean: (k, of) => k.map('reciprocal', [of('rate')!]),
	},
	{
		name: 'StudentT',
		signature: 'df, loc=, scale=, validate_args=',
		logProb: (k, x, of) => density.moved(k, (z) => density.studentT(k, z, of('df')!), x, of('loc'), of('scale')),
	},
	{
		name: 'Laplace',
		signature: 'loc, scale, validate_args=',
		logProb: (k, x, of) => density.moved(k, (z) => density.laplace(k, z), x, of('loc'), of('scale')),
		mean: (_, of) => of('loc')!,
	},
	{
		name: 'Cauchy',
		signature: 'loc, scale, validate_args=',
		logProb: (k, x, of) => density.moved(k, (z) => density.cauchy(k, z), x, of('loc'), of('scale')),
	},
	{
		name: 'Uniform',
		signature: 'low, high, validate_args=',
		logProb: (k, x, of) => {
			const inside = k.map('and', [k.map('ge', [x, of('low')!]), k.map('lt', [x, of('high')!])]);
			return k.map('where', [inside, neg(k, log(k, sub(k, of('high')!, of('low')!))), float(-Infinity)]);
		},
	},
	{
		name: 'Poisson',
		signature: 'rate, validate_args=',
		logProb: (k, x, of) => density.poisson(k, x, of('rate')!),
		mean: (_, of) => of('rate')!,
	},
	{
		name: 'Bernoulli',
		signature: 'probs=None, logits=None, validate_args=',
		logProb: (k, x, of) =>
			of('logits') === undefined
				? density.bernoulli(k, x, of('probs')!)
				: density.bernoulliOfScore(k, x, of('logits')!),
	},
	{
		name: 'Binomial',
		signature: 'total_count=1, probs=None, logits=None, validate_args=',
		logProb: (k, x, of) => density.binomial(k, x, of('total_count')!, of('probs') ?? k.map('sigmoid', [of('logits')!])),
	},
	{
		name: 'Geometric',
		signature: 'probs, validate_args=',
		logProb: (k, x, of) => density.geometric(k, add(k, x, num(1)), of('probs')!),
	},
	{ name: 'Categorical', signature: 'probs=None, logits=None, validate_args=', logProb: categorical },
	{
		name: 'Dirichlet',
		signature: 'concentration, validate_args=',
		logProb: (k, x, of) => density.dirichlet(k, x, of('concentration')!),
	},
	{
		name: 'MultivariateNormal',
		signature: 'loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=',
		logProb: (k, x, of) => {
			const factor = of('scale_tril');
			const precision = of('precision_matrix');
			const covariance = precision === undefined ? of('covariance_matrix') : k.apply('inv', [precision]);
			const lower = factor ?? k.apply('cholesky', [covariance!]);
			return density.multivariateNormal(k, x, of('loc')!, k.array(lower));
		},
	},
];

/** The class of a distribution. */
export function distributionClass(world: World, own: Distribution): ClassValue {
	const read = readSignature(own.signature);
	const values = (k: Kit, self: Value | undefined): Read => {
		const { attributes } = instanceOf(self);
		return (name) => {
			const value = attributes.get(name);
			return value === undefined || value.kind === 'none' ? undefined : k.operand(value);
		};
	};
	type Body = (k: Kit, of: Read, args: readonly Value[], named: Named) => Value;
	const method =
		(body: Body) =>
		(call: Call, [self, ...args]: readonly Value[], named: Named): Value => {
			const k = new Kit(call, world);
			return body(k, values(k, self), args, named);
		};
	const type = nativeClass(own.name, null, {
		__init__: (call, [self, ...args], named) => {
			const k = new Kit(call, world);
			const { bound, rest } = bind(call, own.name, read, args, named);
			const a = new Arguments(k, own.name, bound, rest);
			for (const name of bound.keys()) instanceOf(self).attributes.set(name, a.value(name));
			return NONE;
		},
		log_prob: method((k, of, [x = NONE]) => own.logProb(k, k.operand(x), of)),
		__repr__: () => str(`${own.name}()`),
	});
	const { cdf, mean, variance, entropy, sample } = own;
	if (cdf)
		type.attributes.set(
			'cdf',
			builtin(
				'cdf',
				method((k, of, [x = NONE]) => cdf(k, k.operand(x), of)),
			),
		);
	if (entropy)
		type.attributes.set(
			'entropy',
			builtin(
				'entropy',
				method((k, of) => entropy(k, of)),
			),
		);
	if (sample) {
		const draw = method((k, of, [shape], named) => {
			const wanted = shape ?? named.get('sample_shape');
			const lead = wanted === undefined ? [] : k.shapeFrom(wanted, 'sample_shape');
			const common = k.commonShape(['loc', 'scale'].map((name) => of(name)!));
			return sample(k, randomTensor(k, [...lead, ...common], 'normal'), of);
		});
		for (const name of ['rsample', 'sample']) type.attributes.set(name, builtin(name, draw));
	}
	for (const [name, of] of [
		['mean', mean],
		['variance', variance],
	] as const) {
		if (of === undefined) continue;
		const get = builtin(
			name,
			method((k, read) => of(k, read)),
		);
		type.attributes.set(name, { kind: 'descriptor', role: 'property', get });
	}
	return type;
}
