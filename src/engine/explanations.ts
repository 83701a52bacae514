/** Says what one word of an annotation is for: a clause, a generator with what it drew, a claim with what it came to. */
import { clauseHelp, GENERATOR_HELP, GENERATOR_TAIL, TAG_HELP } from '../lang/annotation-help.ts';
import type { Directive, GeneratorValue } from '../lang/directive.ts';
import { loose } from '../lang/names.ts';
import type { Range } from '../protocol.ts';
import type { Explanation } from '../protocol-hover.ts';
import type { Outcome, Ran } from './unit-run.ts';

/** Null where an offset is in none of the annotations' words. */
export function explanationAt(outcomes: readonly Outcome[], offset: number, text: string): Explanation | null {
	for (const outcome of outcomes) {
		const { annotationRange, directive } = outcome.unit;
		if (directive === undefined || annotationRange === undefined || !holds(annotationRange, offset)) continue;
		const found = inDirective(outcome, directive, offset, text);
		if (found !== null) return found;
	}
	return null;
}

function inDirective(
	{ summary, ran }: Outcome,
	directive: Directive,
	offset: number,
	text: string,
): Explanation | null {
	if (holds(directive.tag, offset)) return { range: directive.tag, ...TAG_HELP };
	for (const { clause, range } of directive.clauses) if (holds(range, offset)) return { range, ...clauseHelp(clause) };
	const claim = summary.claims.find(({ range }) => holds(range, offset));
	if (claim !== undefined) return { range: claim.range, form: claim.text, meaning: [''], claim };
	for (const { name, value } of directive.at)
		if (value?.kind === 'generator' && holds(value.range, offset))
			return generator(value, offset, text, drawn(ran, name));
	const { upstream } = directive;
	if (upstream?.kind === 'generator' && holds(upstream.range, offset)) return generator(upstream, offset, text, {});
	return null;
}

function generator(
	value: GeneratorValue,
	offset: number,
	text: string,
	more: Pick<Explanation, 'drawn'>,
): Explanation | null {
	if (!holds(value.nameRange, offset)) {
		// `seed=1` behind a generator is its own.
		const tail = text.slice(value.nameRange.end, value.range.end);
		const seed = value.nameRange.end + tail.search(/\bseed\b/);
		const range = { start: seed, end: seed + 'seed'.length };
		return seed >= value.nameRange.end && holds(range, offset) ? { range, ...clauseHelp('seed') } : null;
	}
	const help = GENERATOR_HELP.get(value.name);
	if (help === undefined) return null;
	return { range: value.nameRange, form: help.form, meaning: help.meaning, tail: GENERATOR_TAIL, ...more };
}

function drawn(ran: Ran | null, name: string): Pick<Explanation, 'drawn'> {
	const found = ran === null ? undefined : inputNamed(ran, name);
	return ran === null || found === undefined ? {} : { drawn: { name, value: ran.quantities.value(found) } };
}

/** The node of an input as an annotation spells it. */
export function inputNamed({ run }: Ran, name: string): number | undefined {
	const exact = run.inputs.get(name);
	if (exact !== undefined) return exact;
	for (const [other, node] of run.inputs) if (loose(other) === loose(name)) return node;
	return undefined;
}

/** The name of a formula that an annotation speaks of at an offset. */
export function nameInAnnotation(
	directive: Directive,
	offset: number,
): { readonly name: string; readonly range: Range } | null {
	const { at, target, wrt, noGrad } = directive;
	const names = [
		...at.map(({ name, nameRange }) => ({ name, range: nameRange })),
		...(target === undefined ? [] : [target]),
		...(wrt ?? []),
		...(noGrad === undefined || noGrad === 'all' ? [] : noGrad),
	];
	return names.find(({ range }) => holds(range, offset)) ?? null;
}

function holds(range: Range, offset: number): boolean {
	return offset >= range.start && offset <= range.end;
}
