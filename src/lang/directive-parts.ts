/** What of directives holds for a piece of their formulas, and for several formulas together. */
import type { Directive } from './directive.ts';
import type { Unit } from './unit.ts';

/** The part of a directive that holds for any piece of its formula. */
export function valuesOnly(directive: Directive): Directive {
	const { range, tag, clauses, at, wrt, noGrad, seed, insertAt } = directive;
	return {
		range,
		tag,
		clauses,
		at,
		expects: [],
		insertAt,
		...(wrt !== undefined && { wrt }),
		...(noGrad !== undefined && { noGrad }),
		...(seed !== undefined && { seed }),
	};
}

/** The last unit's directive, with the values that the others give to further names. */
export function merged(touching: readonly Unit[], last: Directive): Directive {
	const at = [...last.at];
	const names = new Set(at.map(({ name }) => name));
	for (const unit of touching.toReversed()) {
		for (const binding of unit.directive?.at ?? []) {
			if (names.has(binding.name)) continue;
			names.add(binding.name);
			at.push(binding);
		}
	}
	return { ...last, at };
}
