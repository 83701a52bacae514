/** Binding what a call passes to the parameters of a user's function. */
import type { Code } from './code.ts';
import type { Named } from './library.ts';
import { keyOf, list, str, tuple, UNDEFINED, type DictValue, type FunctionValue, type Value } from './values.ts';

export type Misfit = readonly [template: string, ...args: (string | number)[]];

/** The values of the parameters, in their order, or what does not fit. */
export function bindArguments(
	fn: FunctionValue,
	args: readonly Value[],
	named: Named,
): { readonly values: readonly Value[] } | { readonly misfit: Misfit } {
	const { parameters, javascript } = fn.code;
	const values: (Value | undefined)[] = parameters.map(() => undefined);
	let next = 0;
	let rest = -1;
	let restNamed = -1;
	for (const [index, { kind }] of parameters.entries()) {
		if (kind === 'positional') {
			if (next < args.length) values[index] = args[next++];
		} else if (kind === 'rest') rest = index;
		else if (kind === 'rest-keyword') restNamed = index;
	}
	const left = args.slice(next);
	if (rest >= 0) values[rest] = javascript ? list([...left]) : tuple(left);
	else if (left.length > 0 && !javascript)
		return {
			misfit: ['{0}() takes {1} positional argument(s) but {2} were given', fn.name, positional(fn.code), args.length],
		};
	const others: DictValue = { kind: 'dict', entries: new Map() };
	for (const [name, value] of named) {
		const index = parameters.findIndex(
			(parameter) => parameter.name === name && (parameter.kind === 'positional' || parameter.kind === 'keyword-only'),
		);
		if (index >= 0) {
			if (values[index] !== undefined)
				return { misfit: ["{0}() got multiple values for argument '{1}'", fn.name, name] };
			values[index] = value;
		} else if (restNamed >= 0) others.entries.set(keyOf(str(name))!, { key: str(name), value });
		else return { misfit: ["{0}() got an unexpected keyword argument '{1}'", fn.name, name] };
	}
	if (restNamed >= 0) values[restNamed] = others;
	for (const [index, parameter] of parameters.entries()) {
		if (javascript && values[index]?.kind === 'undefined' && parameter.hasDefault) values[index] = undefined;
		values[index] ??= fn.defaults.get(index) ?? (javascript ? UNDEFINED : undefined);
		if (values[index] === undefined)
			return { misfit: ["{0}() missing a required argument: '{1}'", fn.name, parameter.name] };
	}
	return { values: values as Value[] };
}

function positional(code: Code): number {
	return code.parameters.filter(({ kind }) => kind === 'positional').length;
}
