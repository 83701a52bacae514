/** Modules that are no mathematics: what of Python's own library programs of mathematics lean on, and what is passed over. */
import { big, float, int, list, NONE, tuple, type ModuleValue, type Value } from './values.ts';
import { builtin } from './library.ts';
import { classTools } from './modules-classes.ts';
import { collections } from './modules-collections.ts';
import { functions, made } from './modules-make.ts';
import { tools } from './modules-tools.ts';

/** Drawing, logging, files and the like: they take no part in the computation, and what is done with them is passed over. */
const PASSED_OVER = new Set([
	'IPython',
	'PIL',
	'argparse',
	'bokeh',
	'cv2',
	'csv',
	'datetime',
	'doctest',
	'gc',
	'glob',
	'gzip',
	'imageio',
	'inspect',
	'ipywidgets',
	'json',
	'logging',
	'matplotlib',
	'mpl_toolkits',
	'os',
	'pathlib',
	'pdb',
	'pickle',
	'platform',
	'plotly',
	'pprint',
	'pylab',
	'pytest',
	'seaborn',
	'shutil',
	'subprocess',
	'sys',
	'tempfile',
	'tensorboardX',
	'textwrap',
	'time',
	'timeit',
	'traceback',
	'unittest',
	'urllib',
	'wandb',
	'warnings',
	'zipfile',
]);

/** Members of such modules that do take part, made anew each time: a number that was put on one tape is not to be found on another. */
function knownMember(name: string): Value | undefined {
	switch (name) {
		case 'sys.maxsize':
			return big(9223372036854775807n);
		case 'sys.argv':
			return list([]);
		case 'sys.version_info':
			return tuple([int(3), int(12), int(0)]);
		case 'sys.float_info':
			return made(name, {
				epsilon: float(Number.EPSILON),
				max: float(Number.MAX_VALUE),
				min: float(2.2250738585072014e-308),
			});
		case 'sys.exit':
			return builtin(name, (call) => call.raise('SystemExit', ['The program ends here.']));
		default:
			return undefined;
	}
}

/** Bars that show how far a loop is: the loop is what they are given. */
const progress = functions('tqdm', {
	tqdm: (_, [items = NONE]) => items,
	trange: (_, bounds) => {
		const [a = int(0), b] = bounds;
		const value = (of: Value): number => (of.kind === 'int' ? of.value : 0);
		return { kind: 'range', start: b === undefined ? 0 : value(a), stop: value(b ?? a), step: 1 };
	},
});

const MODULES: readonly ModuleValue[] = [
	...tools,
	...classTools,
	collections,
	made('__future__', {
		print_function: NONE,
		division: NONE,
		absolute_import: NONE,
		annotations: NONE,
		unicode_literals: NONE,
	}),
	...['tqdm', 'tqdm.auto', 'tqdm.notebook'].map((name) => made(name, progress)),
	made('builtins', {}),
];

const BY_NAME: ReadonlyMap<string, ModuleValue> = new Map(MODULES.map((module) => [module.name, module]));

/** Whether a module of this name is known here, or passed over. */
export function isPythonModule(name: string): boolean {
	return BY_NAME.has(name) || PASSED_OVER.has(name.split('.')[0] ?? name);
}

/** A module of Python's own library, one that is passed over, or one of which nothing is known: its members can be imported, not used. */
export function pythonModule(name: string): ModuleValue {
	const known = BY_NAME.get(name);
	if (known !== undefined) return known;
	if (PASSED_OVER.has(name.split('.')[0] ?? name))
		return {
			kind: 'module',
			name,
			member: (key) => knownMember(`${name}.${key}`) ?? { kind: 'nothing', name: `${name}.${key}` },
			all: () => [],
		};
	return {
		kind: 'module',
		name,
		member: (key) => {
			const full = `${name}.${key}`;
			// What begins with a capital is a class or a constant; either way nothing is known of it until it is used.
			return builtin(full, (call) => call.unsupported(full));
		},
	};
}
