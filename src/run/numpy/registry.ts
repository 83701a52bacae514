/** Finds what a module, or an array, has under a name: a function declared in a table of this folder, else one of the op table's. */
import { builtin } from '../script/library.ts';
import type { BuiltinValue, Value } from '../script/values.ts';
import { Arguments } from './arguments.ts';
import { Kit } from './kit.ts';
import { bind } from './parameters.ts';
import type { Declaration } from './table.ts';
import { ufuncMethods, type Folded } from './ufunc-methods.ts';
import { universal } from './ufuncs.ts';
import type { World } from './world.ts';

/** The declarations of all tables by their names. */
export function byName(tables: readonly (readonly Declaration[])[]): ReadonlyMap<string, Declaration> {
	const declarations = new Map<string, Declaration>();
	for (const declaration of tables.flat()) {
		for (const name of declaration.names) {
			if (declarations.has(name)) throw new Error(`${name} is declared twice`);
			declarations.set(name, declaration);
		}
	}
	return declarations;
}

export class Registry {
	readonly #world: World;
	readonly #declarations: ReadonlyMap<string, Declaration>;
	readonly #builtins = new Map<string, BuiltinValue | undefined>();

	constructor(world: World, declarations: ReadonlyMap<string, Declaration>) {
		this.#world = world;
		this.#declarations = declarations;
	}

	/** The function of that full name (`np.sum`, `.sum`); undefined where there is none. */
	find(name: string): BuiltinValue | undefined {
		if (!this.#builtins.has(name)) this.#builtins.set(name, this.#make(name));
		return this.#builtins.get(name);
	}

	/** A method of arrays, bound by the caller: torch's own comes first for a tensor of torch, NumPy's for anything else. */
	method(name: string, torch: boolean): BuiltinValue | undefined {
		const [own, other] = torch ? ['tensor', 'nd'] : ['nd', 'tensor'];
		return (
			this.find(`${own}.${name}`) ??
			this.find(`.${name}`) ??
			this.find(`${other}.${name}`) ??
			(METHOD_NAME.test(name) ? this.find(`torch.${name}`) : undefined)
		);
	}

	/** Names that a prefix has among the declarations, for tests. */
	get names(): IterableIterator<string> {
		return this.#declarations.keys();
	}

	#make(name: string): BuiltinValue | undefined {
		const alias = ALIASES.get(name);
		if (alias !== undefined) return this.find(alias);
		const declaration = this.#declarations.get(name);
		if (declaration) {
			const made = builtin(name, this.#call(name, declaration));
			return FOLDED.has(name) ? { ...made, attributes: ufuncMethods(this.#world, foldedBy(name, made)) } : made;
		}
		const notation = /^(?:torch|F|nn)\./.test(name) ? 'torch' : 'numpy';
		return name.startsWith('.') ? undefined : universal(this.#world, notation, name);
	}

	#call(name: string, { signature, body }: Declaration): BuiltinValue['call'] {
		return (call, args, named): Value => {
			const { bound, rest, given } = bind(call, name, signature, args, named);
			const kit = new Kit(call, this.#world);
			const read = new Arguments(kit, name, bound, rest);
			const result = body(kit, read);
			// A body without parameters answers the same whatever it is given.
			if (body.length > 0) read.refuseUnread(given);
			return result;
		};
	}
}

/** NumPy's namespace of linear algebra has these functions as well. */
const ALIASES: ReadonlyMap<string, string> = new Map(
	['outer', 'matmul', 'tensordot', 'cross', 'matrix_transpose', 'vecdot'].map((name) => [
		`np.linalg.${name}`,
		`np.${name}`,
	]),
);

/** Functions of two elements that are no rows of the table. */
const FOLDED: ReadonlySet<string> = new Set(
	['gcd', 'lcm', 'bitwise_and', 'bitwise_or', 'bitwise_xor', 'logical_xor'].map((name) => `np.${name}`),
);

function foldedBy(name: string, made: BuiltinValue): Folded {
	return { name, row: null, apply: (k, x, y) => made.call(k.call, [x, y], new Map()) };
}

/** Functions of torch are methods of its tensors, too: `x.exp()`. Names of functions that make tensors are none. */
const METHOD_NAME =
	/^(?!tensor$|zeros|ones|full|empty|rand|eye|arange|linspace|manual_seed|from_numpy|no_grad|cat$|stack$|is_|load|save)[a-z]\w*$/;
