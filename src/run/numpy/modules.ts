/** The modules of the library, by their canonical names, and what they have besides functions: constants, types, modules of their own. */
import { OPS, TENSOR_OPS } from '../../core/ops/index.ts';
import type { ModuleValue, Value } from '../script/values.ts';
import { bool, float, NONE, str } from '../script/values.ts';
import { DISTRIBUTIONS } from './scipy-stats.ts';
import type { Registry } from './registry.ts';
import { namedType } from './types.ts';
import type { World } from './world.ts';

/** Canonical name → how its functions are named in the tables. */
const PREFIXES: ReadonlyMap<string, string> = new Map([
	['numpy', 'np'],
	['numpy.linalg', 'np.linalg'],
	['numpy.random', 'np.random'],
	['numpy.lib', 'np.lib'],
	['numpy.lib.stride_tricks', 'np.lib.stride_tricks'],
	['numpy.testing', 'np.testing'],
	['math', 'math'],
	['numpy.math', 'math'],
	['random', 'random'],
	['torch', 'torch'],
	['torch.nn', 'nn'],
	['torch.nn.functional', 'F'],
	['torch.nn.init', 'nn.init'],
	['torch.nn.utils', 'nn.utils'],
	['torch.linalg', 'torch.linalg'],
	['torch.testing', 'torch.testing'],
	['torch.special', 'torch.special'],
	['torch.optim', 'torch.optim'],
	['torch.optim.lr_scheduler', 'torch.optim.lr_scheduler'],
	['torch.utils', 'torch.utils'],
	['torch.utils.data', 'torch.utils.data'],
	['torch.distributions', 'torch.distributions'],
	['torch.backends', 'torch.backends'],
	['torch.backends.mps', 'torch.backends.mps'],
	['torch.autograd', 'torch.autograd'],
	['torch.cuda', 'torch.cuda'],
	['torch.random', 'torch.random'],
	['scipy', 'scipy'],
	['scipy.special', 'scipy.special'],
	['scipy.stats', 'scipy.stats'],
	...DISTRIBUTIONS.map((name): [string, string] => [name, name]),
	['scipy.linalg', 'scipy.linalg'],
	['scipy.signal', 'scipy.signal'],
	// The same functions under other roofs.
	['jax.numpy', 'np'],
	['jax.numpy.linalg', 'np.linalg'],
	['autograd.numpy', 'np'],
	['autograd.numpy.linalg', 'np.linalg'],
	['autograd.numpy.random', 'np.random'],
	['autograd.scipy.special', 'scipy.special'],
	['jax.scipy.special', 'scipy.special'],
]);

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
	...['np', 'math', 'torch'].flatMap((module): [string, Value][] => [
		[`${module}.pi`, float(Math.PI)],
		[`${module}.e`, float(Math.E)],
		[`${module}.inf`, float(Infinity)],
		[`${module}.nan`, float(NaN)],
	]),
	['math.tau', float(2 * Math.PI)],
	['np.Inf', float(Infinity)],
	['np.infty', float(Infinity)],
	['np.PINF', float(Infinity)],
	['np.NINF', float(-Infinity)],
	['np.NaN', float(NaN)],
	['np.NAN', float(NaN)],
	['np.euler_gamma', float(0.5772156649015329)],
	['np.newaxis', NONE],
	['np.True_', bool(true)],
	['np.False_', bool(false)],
	['np.__version__', str('1.24.0')],
	['torch.__version__', str('2.0.0')],
]);

/** Constants stand in the program: each mention is one of its own. */
function constant(name: string): Value | undefined {
	const value = CONSTANTS.get(name);
	return value?.kind === 'float' ? float(value.value) : value;
}

export class Modules {
	readonly #registry: Registry;
	readonly #world: World;
	/** Members that are neither functions nor constants: `np.r_`, `nn.Linear`. */
	readonly #values: Pick<ReadonlyMap<string, Value>, 'get'>;
	readonly #made = new Map<string, ModuleValue>();

	constructor(registry: Registry, world: World, values: Pick<ReadonlyMap<string, Value>, 'get'>) {
		this.#registry = registry;
		this.#world = world;
		this.#values = values;
	}

	/** The module of that canonical name, or null where there is none. */
	module(name: string): ModuleValue | null {
		const prefix = PREFIXES.get(name) ?? (PARENTS.has(name) ? name : undefined);
		if (prefix === undefined) return null;
		const root = name.split('.')[0]!;
		this.#world.modules.add(prefix === 'np' || prefix.startsWith('np.') ? 'numpy' : root);
		let module = this.#made.get(name);
		if (module === undefined) {
			module = {
				kind: 'module',
				name,
				member: (member) => this.#member(name, prefix, member),
				all: () => this.#all(name, prefix),
			};
			this.#made.set(name, module);
		}
		return module;
	}

	/** What `from numpy import *` brings. */
	#all(module: string, prefix: string): readonly (readonly [string, Value])[] {
		const rows = [...OPS, ...TENSOR_OPS].flatMap(({ names }) => [...names.numpy, ...names.torch]);
		const names = [...this.#registry.names, ...CONSTANTS.keys(), ...rows]
			.filter((full) => full.startsWith(`${prefix}.`))
			.map((full) => full.slice(prefix.length + 1));
		return [...new Set([...names, ...(prefix === 'np' ? OTHERS : [])])].flatMap((name) => {
			if (name.includes('.') || name.startsWith('_') || KEPT.has(name)) return [];
			const value = this.#member(module, prefix, name);
			return value === undefined ? [] : [[name, value] as const];
		});
	}

	#member(module: string, prefix: string, name: string): Value | undefined {
		const full = `${prefix}.${name}`;
		return (
			constant(full) ??
			this.#values.get(full) ??
			this.#registry.find(full) ??
			(prefix === 'np' || prefix === 'torch' ? namedType(this.#world, prefix, name) : undefined) ??
			this.module(`${module}.${name}`) ??
			undefined
		);
	}
}

/** Python's own, which NumPy keeps its hands off. */
const KEPT: ReadonlySet<string> = new Set(['abs', 'bool', 'float', 'int', 'max', 'min', 'pow', 'round', 'str']);
/** Members of NumPy that stand in no table. */
const OTHERS = 'linalg random ndarray dtype float32 float64 int32 int64 uint8 bool_ r_ c_ mgrid ogrid'.split(' ');

/** Names that only lead on to others. */
const PARENTS: ReadonlySet<string> = new Set(['jax', 'autograd', 'autograd.scipy', 'jax.scipy']);
