/** Names that a program may use without setting them: what the language has, and what everybody calls the usual modules. */
import { pythonBuiltins } from './builtins.ts';
import { Exceptions } from './exceptions.ts';

/** Names that everybody gives these modules: a selection may leave the import out. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
	['np', 'numpy'],
	['numpy', 'numpy'],
	['math', 'math'],
	['torch', 'torch'],
	['F', 'torch.nn.functional'],
	['nn', 'torch.nn'],
	['sps', 'scipy.special'],
	['scipy', 'scipy'],
	['random', 'random'],
]);

const EXCEPTIONS = new Exceptions();
let builtins: ReadonlySet<string> | null = null;

export function isKnownName(name: string): boolean {
	builtins ??= new Set([...pythonBuiltins().keys(), 'super', 'NotImplemented']);
	return builtins.has(name) || ALIASES.has(name) || EXCEPTIONS.get(name) !== undefined;
}
