/**
 * What an expression may call without saying where it comes from: NumPy's and torch's functions by their bare names, and the few whose meaning in a
 * language differs from what is meant in front of an array (`max(W)`, `sum(h)`).
 */
import type { Library } from '../../run/script/library.ts';
import { builtin } from '../../run/script/library.ts';
import { ALIASES } from '../../run/script/known-names.ts';
import type { BuiltinValue, Value } from '../../run/script/values.ts';

/** Functions that take an array here, as NumPy's do; of several values, or a list, the language's own. */
const OF_ARRAYS = ['abs', 'all', 'any', 'max', 'min', 'round', 'sum'] as const;

/** Where bare names are looked for, in this order. */
const MODULES = ['numpy', 'numpy.linalg', 'torch', 'torch.nn.functional', 'scipy.special'] as const;

/** What completions offer. */
export const COMMON_FUNCTIONS = [
	...OF_ARRAYS,
	...'argmax argmin clip cos exp isfinite isinf isnan log logsumexp maximum mean minimum norm relu shape sigmoid sign sin'.split(
		' ',
	),
	...'softmax sqrt std tanh transpose var where'.split(' '),
].sort();

/** Methods and properties of arrays that completions offer. */
export const COMMON_MEMBERS = {
	method:
		'all any argmax argmin clip copy cumsum dot flatten max mean min norm prod ravel reshape round std sum transpose var'.split(
			' ',
		),
	property: ['T', 'dtype', 'grad', 'ndim', 'shape', 'size'],
} as const;

/** The function of a bare name; undefined where there is none. `own` is the language's. */
export function functionNamed(name: string, library: Library, own: Value | undefined): Value | undefined {
	const module = ALIASES.get(name);
	if (module !== undefined) return library.module(module) ?? undefined;
	if ((OF_ARRAYS as readonly string[]).includes(name)) return ofArrays(name, library, own);
	if (own !== undefined) return own;
	for (const each of MODULES) {
		const member = library.module(each)?.member(name);
		if (member?.kind === 'builtin' || (member?.kind === 'float' && each === 'numpy')) return member;
	}
	return undefined;
}

function ofArrays(name: string, library: Library, own: Value | undefined): BuiltinValue {
	return builtin(name, (call, args, named) => {
		const numpy = library.module('numpy')!;
		const [first] = args;
		const arrays = args.filter(({ kind }) => kind === 'array').length;
		const pair = name === 'max' || name === 'min' ? numpy.member(`${name}imum`) : undefined;
		// `max(a, b)` of arrays is elementwise; of an array, `max(a)` is its largest entry.
		if (arrays > 0 && args.length > 1 && pair !== undefined && args[1]!.kind !== 'tuple')
			return args.slice(1).reduce((left, right) => call.call(pair, [left, right]), first!);
		const whole = numpy.member(name);
		if (
			first !== undefined &&
			(arrays > 0 || own === undefined || (args.length === 1 && first.kind !== 'list' && first.kind !== 'tuple')) &&
			whole !== undefined
		)
			return call.call(whole, args, named);
		return own === undefined ? call.unsupported(name) : call.call(own, args, named);
	});
}
