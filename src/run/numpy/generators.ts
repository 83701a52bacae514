/** Random generators as values of a program: `np.random` itself, `np.random.RandomState(7)`, `np.random.default_rng(7)`, and Python's `random`. */
import { Generator, RandomState, sequenceOf, type NumpyRandom } from '../random/numpy-random.ts';
import { SeedSequence } from '../random/seed-sequence.ts';
import { PythonRandom } from '../random/python-random.ts';
import { builtin } from '../script/library.ts';
import {
	float,
	int,
	list,
	NONE,
	wholeOf,
	type BuiltinValue,
	type ClassValue,
	type InstanceValue,
	type Value,
} from '../script/values.ts';
import { Arguments } from './arguments.ts';
import { Kit } from './kit.ts';
import { bind, readSignature } from './parameters.ts';
import { randomFunctions, reorder } from './random.ts';
import { declare, type Declaration } from './table.ts';
import { nativeClass } from './types.ts';
import type { World } from './world.ts';

/** A seed's whole numbers: one, or those of a list or an array. */
function seedsOf(k: Kit, value: Value): number | readonly number[] {
	const single = wholeOf(value);
	if (single !== undefined) return single;
	if (value.kind === 'float' && Number.isInteger(value.value)) return value.value;
	return Array.from(k.data(k.array(value)));
}

function legacyOf(k: Kit, value: Value | undefined): RandomState {
	if (value === undefined) return new RandomState(k.world.seedFor(k.call));
	const seed = seedsOf(k, value);
	const numbers = typeof seed === 'number' ? [seed] : seed;
	if (numbers.length === 0 || numbers.some((number) => !(number >= 0 && number < 2 ** 32))) {
		k.call.raise('ValueError', ['a seed is a whole number from 0 to {0}', 2 ** 32 - 1]);
	}
	return new RandomState(seed);
}

function generatorOf(k: Kit, value: Value | undefined): Generator {
	return new Generator(sequenceFrom(k, value));
}

/** A sequence of seeds: given as one, or by whole numbers. */
function sequenceFrom(k: Kit, value: Value | undefined): SeedSequence {
	if (value?.kind === 'instance' && value.payload instanceof SeedSequence) return value.payload;
	const seed = value === undefined ? k.world.seedFor(k.call) : seedsOf(k, value);
	const numbers = typeof seed === 'number' ? [seed] : seed;
	if (numbers.some((number) => !(Number.isSafeInteger(number) && number >= 0))) {
		k.call.raise('ValueError', ['a seed is a whole number from 0 to {0}', Number.MAX_SAFE_INTEGER]);
	}
	return sequenceOf(numbers);
}

/** The functions of `np.random`, which share one state. */
export const numpyRandom: readonly Declaration[] = [
	...randomFunctions.flatMap(({ legacy, signature, draw }) =>
		legacy.map((name) => declare(`np.random.${name}`, signature, (k, a) => draw(k, a, k.world.legacy(k.call)))),
	),
	declare('np.random.seed', 'seed=None', (k, a) => {
		k.world.seedLegacy(legacyOf(k, a.maybe('seed')));
		return NONE;
	}),
	declare('np.random.default_rng', 'seed=None', (k, a) => {
		const seed = a.maybe('seed');
		if (seed?.kind === 'instance' && seed.payload instanceof Generator) return seed;
		return k.call.instantiate(generatorClass(k.world, 'Generator'), generatorOf(k, seed));
	}),
	declare('np.random.Generator', 'bit_generator', (k, a) =>
		k.call.instantiate(generatorClass(k.world, 'Generator'), generatorOf(k, a.value('bit_generator'))),
	),
	declare('np.random.PCG64', 'seed=None', (k, a) => seedInstance(k, 'PCG64', sequenceFrom(k, a.maybe('seed')))),
	declare('np.random.SeedSequence', 'entropy=None, *, spawn_key=(), pool_size=4', (k, a) =>
		seedInstance(k, 'SeedSequence', sequenceFrom(k, a.maybe('entropy'))),
	),
	declare('np.random.RandomState', 'seed=None', (k, a) =>
		k.call.instantiate(generatorClass(k.world, 'RandomState'), legacyOf(k, a.maybe('seed'))),
	),
	declare('np.random.get_state np.random.set_state', '*args, **', (k, a) => k.call.unsupported(a.name)),
];

/** A method of a generator that is a value: its name, its signature, and what it does with the state that the instance carries. */
type Method = readonly [name: string, signature: string, draw: (k: Kit, a: Arguments, state: unknown) => Value];

function drawingClass(world: World, name: string, methods: readonly Method[]): ClassValue {
	const known = world.classes.get(name);
	if (known) return known;
	const type = nativeClass(name, {}, world);
	for (const [method, signature, draw] of methods) {
		const read = readSignature(signature);
		const title = `${name}.${method}`;
		const call: BuiltinValue['call'] = (call, args, named) => {
			const k = new Kit(call, world);
			const { bound, rest, given } = bind(call, title, read, args.slice(1), named);
			const own = new Arguments(k, title, bound, rest);
			const drawn = draw(k, own, (args[0] as InstanceValue).payload);
			own.refuseUnread(given);
			return drawn;
		};
		type.attributes.set(method, builtin(title, call));
	}
	type.attributes.set(
		'seed',
		builtin(`${name}.seed`, (call, [self, seed]) => {
			const k = new Kit(call, world);
			const given = seed === undefined || seed.kind === 'none' ? undefined : seed;
			(self as InstanceValue).payload = name === 'Random' ? pythonOf(k, given) : legacyOf(k, given);
			return NONE;
		}),
	);
	world.classes.set(name, type);
	return type;
}

/** A sequence of seeds, or a source of bits that starts with one, as a value. */
function seedInstance(k: Kit, name: string, sequence: SeedSequence): Value {
	const known = k.world.classes.get(name);
	const type = known ?? nativeClass(name, {}, k.world);
	if (known === undefined) {
		k.world.classes.set(name, type);
		const of = (self: Value | undefined): SeedSequence => (self as InstanceValue).payload as SeedSequence;
		type.attributes.set(
			'spawn',
			builtin(`${name}.spawn`, (call, [self, count]) => {
				const own = new Kit(call, k.world);
				return list(
					of(self)
						.spawn(own.whole(count ?? int(0), 'n_children'))
						.map((child) => seedInstance(own, name, child)),
				);
			}),
		);
		if (name === 'SeedSequence') {
			type.attributes.set(
				'generate_state',
				builtin(`${name}.generate_state`, (call, [self, count]) => {
					const own = new Kit(call, k.world);
					const words = of(self).words(own.whole(count ?? int(0), 'n_words'));
					return own.fromNumbers(Float64Array.from(words), [words.length], 'uint32');
				}),
			);
		}
	}
	return k.call.instantiate(type, sequence);
}

/** The class of `RandomState` or `Generator`. */
function generatorClass(world: World, name: 'Generator' | 'RandomState'): ClassValue {
	const methods = randomFunctions.flatMap(({ legacy, generator, signature, draw }) =>
		(name === 'Generator' ? generator : legacy).map((method): Method => [
			method,
			signature,
			(k, a, state) => draw(k, a, state as NumpyRandom),
		]),
	);
	if (name === 'Generator') {
		methods.push([
			'spawn',
			'n_children',
			(k, a, state) =>
				list(
					(state as Generator)
						.spawn(a.whole('n_children'))
						.map((child) => k.call.instantiate(generatorClass(world, name), child)),
				),
		]);
	}
	return drawingClass(world, name, methods);
}

type PythonDraw = (k: Kit, a: Arguments, random: PythonRandom) => Value;

interface PythonFunction {
	readonly name: string;
	readonly signature: string;
	readonly draw: PythonDraw;
}

function own(name: string, signature: string, draw: PythonDraw): PythonFunction {
	return { name, signature, draw };
}

/** A generator of Python's from a seed, which is a whole number here. */
function pythonOf(k: Kit, seed: Value | undefined): PythonRandom {
	const whole = seed === undefined ? k.world.seedFor(k.call) : wholeOf(seed);
	// A float or a string is hashed by Python in ways of its own.
	return whole === undefined ? k.call.unsupported(`random.seed(${k.call.repr(seed!)})`) : new PythonRandom(whole);
}

/** An item of a sequence by its place. */
function itemsIn(k: Kit, a: Arguments, name: string): readonly Value[] {
	const items = a.items(name);
	if (items.length === 0) k.call.raise('IndexError', ['There is nothing to choose from.']);
	return items;
}

function span(k: Kit, start: number, stop: number, step: number): number {
	const count = Math.ceil((stop - start) / step);
	if (!(count > 0)) k.call.raise('ValueError', ['low is not below high: {0}, {1}', start, stop]);
	return count;
}

/** The functions of Python's `random` module, which its class `Random` has as methods. */
const PYTHON: readonly PythonFunction[] = [
	own('random', '', (_k, _a, random) => float(random.random())),
	own('uniform', 'a, b', (_, a, random) => float(random.uniform(a.number('a'), a.number('b')))),
	own('randint', 'a, b', (k, a, random) =>
		int(a.whole('a') + random.below(span(k, a.whole('a'), a.whole('b') + 1, 1))),
	),
	own('randrange', 'start, stop=None, step=1', (k, a, random) => {
		const [start, stop] = a.has('stop') ? [a.whole('start'), a.whole('stop')] : [0, a.whole('start')];
		const step = a.whole('step');
		return int(start + step * random.below(span(k, start, stop, step)));
	}),
	own('getrandbits', 'k', (_, a, random) => int(random.bits(a.whole('k')))),
	own('gauss', 'mu=0.0, sigma=1.0', (_, a, random) => float(random.gauss(a.number('mu'), a.number('sigma')))),
	own('normalvariate', 'mu=0.0, sigma=1.0', (_, a, random) =>
		float(random.normalvariate(a.number('mu'), a.number('sigma'))),
	),
	own('expovariate', 'lambd=1.0', (_, a, random) => float(random.expovariate(a.number('lambd')))),
	own('triangular', 'low=0.0, high=1.0, mode=None', (_, a, random) => {
		const [low, high] = [a.number('low'), a.number('high')];
		return float(random.triangular(low, high, a.maybeNumber('mode') ?? (low + high) / 2));
	}),
	own('choice', 'seq', (k, a, random) => {
		const items = itemsIn(k, a, 'seq');
		return items[random.below(items.length)]!;
	}),
	own('choices', 'population, weights=None, *, cum_weights=None, k=1', (k, a, random) => {
		const items = itemsIn(k, a, 'population');
		let sum = 0;
		const weights = a.has('weights')
			? a.items('weights').map((weight) => (sum += k.number(weight, 'weights')))
			: a.has('cum_weights')
				? a.items('cum_weights').map((weight) => k.number(weight, 'cum_weights'))
				: undefined;
		return list(random.choices(items.length, a.whole('k'), weights).map((index) => items[index]!));
	}),
	own('sample', 'population, k, *, counts=', (k, a, random) => {
		const items = a.items('population');
		const count = a.whole('k');
		if (count > items.length)
			k.call.raise('ValueError', ['{0} of {1} cannot be chosen without repetition', count, items.length]);
		return list(random.sample(items.length, count).map((index) => items[index]!));
	}),
	own('shuffle', 'x', (k, a, random) => {
		const value = a.value('x');
		if (value.kind !== 'list') return k.call.raise('TypeError', ['A list is needed here.']);
		reorder(value, random.shuffledOrder(value.items.length));
		return NONE;
	}),
];

/** Python's `random` module. */
export const pythonRandom: readonly Declaration[] = [
	...PYTHON.map(({ name, signature, draw }) =>
		declare(`random.${name}`, signature, (k, a) => draw(k, a, k.world.python(k.call))),
	),
	declare('random.seed', 'a=None, version=', (k, a) => {
		k.world.seedPython(pythonOf(k, a.maybe('a')));
		return NONE;
	}),
	declare('random.Random', 'x=None', (k, a) => {
		const methods = PYTHON.map(({ name, signature, draw }): Method => [
			name,
			signature,
			(own, args, state) => draw(own, args, state as PythonRandom),
		]);
		return k.call.instantiate(drawingClass(k.world, 'Random', methods), pythonOf(k, a.maybe('x')));
	}),
];
