/** Names that a program may use without setting them: what the language has, and what everybody calls the usual modules. */
import { pythonBuiltins } from './builtins.ts';
import { Exceptions } from './exceptions.ts';
import { isMatrixDialect, type Dialect } from '../../lang/script.ts';
import { isMatrixName } from '../matrix/index.ts';
import { javascriptBuiltins } from './javascript.ts';

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

const EXCEPTIONS = new Exceptions(false);
const names = new Map<Dialect, ReadonlySet<string>>();

export function isKnownName(name: string, language: Dialect): boolean {
	if (isMatrixDialect(language)) return isMatrixName(name, language);
	let known = names.get(language);
	if (known === undefined) {
		known =
			language === 'python'
				? new Set([...pythonBuiltins().keys(), 'super', 'NotImplemented'])
				: new Set([...javascriptBuiltins().keys(), 'this', 'super', 'arguments']);
		names.set(language, known);
	}
	return known.has(name) || ALIASES.has(name) || EXCEPTIONS.get(name) !== undefined;
}
