/**
 * The numeric library of programs: NumPy, torch, SciPy's functions, `math` and `random`, as far as real programs call them. Everything is a table of
 * declarations by topic; this file puts the tables together and answers what the machine asks of arrays.
 */
import { isMatrixDialect, type Dialect } from '../../lang/script.ts';
import { createMatrices } from '../matrix/index.ts';
import { mathjs } from '../matrix/mathjs.ts';
import type { Library } from '../script/library.ts';
import type { ModuleValue } from '../script/values.ts';
import { signal } from './signal.ts';
import { statistics } from './statistics.ts';
import { creation } from './creation.ts';
import { numpyRandom, pythonRandom } from './generators.ts';
import { iterating } from './iterating.ts';
import { joining } from './joining.ts';
import { linalg } from './linalg.ts';
import { mathModule } from './math.ts';
import { methods } from './methods.ts';
import { npObjects } from './objects.ts';
import { selecting } from './selecting.ts';
import { ArrayHooks, type GradientOf } from './hooks.ts';
import { Modules } from './modules.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { byName, Registry } from './registry.ts';
import { shaping } from './shaping.ts';
import type { Declaration } from './table.ts';
import { scipySpecial } from './scipy-special.ts';
import { spaced } from './spaced.ts';
import { scipyStats } from './scipy-stats.ts';
import { torchCreation } from './torch-creation.ts';
import { torchOrder } from './torch-order.ts';
import { torchShaping } from './torch-shaping.ts';
import { torchGradients } from './torch-gradients.ts';
import { torchPicking } from './torch-picking.ts';
import { torch } from './torch.ts';
import { functional } from './functional.ts';
import { torchObjects } from './nn.ts';
import { nanReductions } from './nan-reductions.ts';
import { numbers } from './numbers.ts';
import { nnCells } from './nn-cells.ts';
import { nnConv } from './nn-conv.ts';
import { nnLosses } from './nn-losses.ts';
import { nnNorm } from './nn-norm.ts';
import { testing } from './testing.ts';
import { World } from './world.ts';

/** The tables. A topic is one file and one line here. */
const TABLES: readonly (readonly Declaration[])[] = [
	creation,
	reductions,
	nanReductions,
	shaping,
	joining,
	methods,
	iterating,
	selecting,
	products,
	linalg,
	signal,
	statistics,
	scipySpecial,
	spaced,
	scipyStats,
	torch,
	torchCreation,
	torchOrder,
	torchShaping,
	torchPicking,
	torchGradients,
	testing,
	functional,
	nnCells,
	nnConv,
	nnLosses,
	nnNorm,
	numbers,
	mathModule,
	numpyRandom,
	pythonRandom,
];

/** The same for every run. */
let declarations: ReadonlyMap<string, Declaration> | null = null;

export interface LibraryOptions {
	/** The language of the program; absent: Python, or JavaScript. */
	readonly dialect?: Dialect;
	/** Where generators start that the program does not seed. */
	readonly seed?: number;
	/** What `.grad` answers with; absent: what the program set it to. */
	readonly gradient?: GradientOf;
}

/** A library for one run: it owns the state of the random generators. */
export function createLibrary(options: LibraryOptions = {}): Library {
	const world = new World(options.seed);
	const registry = new Registry(world, (declarations ??= byName(TABLES)));
	const objects = npObjects(world);
	const torch = torchObjects(world, registry);
	const modules = new Modules(registry, world, { get: (name) => objects.get(name) ?? torch(name) });
	const { dialect } = options;
	let math: ModuleValue | null = null;
	return {
		...(dialect !== undefined && isMatrixDialect(dialect) && { matrices: createMatrices(world, dialect) }),
		arrays: new ArrayHooks(world, registry, options.gradient),
		module: (name: string): ModuleValue | null =>
			dialect === 'javascript' && (name === 'math' || name === 'mathjs')
				? (math ??= mathjs(world))
				: modules.module(name),
	};
}
