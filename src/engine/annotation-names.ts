/**
 * The names that an annotation can speak of: those its formula needs, and those it sets. Only read, never run: this is asked while somebody types.
 */
import { lastAssigned } from '../lang/document.ts';
import { freeNames } from '../lang/free.ts';
import { loose } from '../lang/names.ts';
import { outlineOf } from '../lang/outline.ts';
import { expressionOf } from '../lang/program.ts';
import { effectsOf, usesOf } from '../lang/script-names.ts';
import { readPiece } from '../lang/script-parts.ts';
import { readScriptUnit } from '../lang/script-unit.ts';
import type { Unit } from '../lang/unit.ts';
import { readUnit } from '../lang/values.ts';
import type { DocumentText, Limits, ValueSource } from '../protocol.ts';
import { isKnownName } from '../run/script/known-names.ts';

export interface NeededName {
	readonly name: string;
	readonly source: ValueSource;
	/** As the formula writes it. */
	readonly written: string;
	/** The shape that fits the formula, where one was guessed; empty for a number. */
	readonly shape: readonly number[];
}

export interface AnnotationNames {
	/** In the order of the text, those first that nothing gives a value. */
	readonly needed: readonly NeededName[];
	/** What the formula sets itself. */
	readonly set: readonly Pick<NeededName, 'name' | 'written'>[];
	/** What the gradients are of; empty for an expression without a name. */
	readonly target: string;
}

export function annotationNames(document: DocumentText, unit: Unit, limits: Limits): AnnotationNames {
	const isProgram = unit.notation === 'python' || unit.notation === 'javascript';
	const found = isProgram ? program(document, unit, limits) : formula(document, unit, limits);
	const named = unit.directive?.target?.name;
	const last = isProgram ? lastAssigned(unit.text) : found.set.at(-1)?.name;
	const valueless = ({ source }: NeededName): boolean => source === 'guessed' || source === 'last-used';
	return {
		needed: [...found.needed.filter(valueless), ...found.needed.filter((name) => !valueless(name))],
		set: found.set.filter(({ name }, at) => found.set.findIndex((other) => other.name === name) === at),
		target:
			(named === undefined ? last : (found.set.find(({ name }) => loose(name) === loose(named))?.name ?? named)) ?? '',
	};
}

function formula(document: DocumentText, unit: Unit, limits: Limits): Pick<AnnotationNames, 'needed' | 'set'> {
	const { inputs, program } = readUnit(document, unit, { limits });
	const own = program.statements.filter(({ range }) => range.start >= unit.range.start && range.end <= unit.range.end);
	const { variables } = freeNames(own, true);
	const needed = [...inputs].map(([name, { source, value }]): NeededName => {
		const at = variables.get(name);
		const written = at === undefined ? name : document.text.slice(at.start, at.end);
		return { name, written, source, shape: typeof value === 'number' ? [] : value.shape };
	});
	const set = own.flatMap((statement) => {
		if (expressionOf(statement) === undefined) return [];
		const name =
			statement.kind === 'bind' ? statement.target : statement.kind === 'define' ? statement.name : undefined;
		return name === undefined
			? []
			: [{ name: name.name, written: document.text.slice(name.range.start, name.range.end) }];
	});
	return { needed, set };
}

function program(document: DocumentText, unit: Unit, limits: Limits): Pick<AnnotationNames, 'needed' | 'set'> {
	const { notation } = unit;
	if (notation !== 'python' && notation !== 'javascript') return { needed: [], set: [] };
	const known = { has: (name: string): boolean => isKnownName(name, notation) };
	const nothing = {
		changed: new Map<string, number>(),
		lastUsed: new Map<string, number>(),
		arrays: new Map<string, never>(),
	};
	const { inputs } = readScriptUnit(document, unit, notation, { ...nothing, known, limits });
	const { script } = readPiece(outlineOf(document), notation, unit.text, unit.range, limits.programLength);
	const set = script.body.flatMap((statement) => [...effectsOf(statement).binds.keys()]);
	const needed = [...inputs].map(([name, { source }]): NeededName => ({ name, written: name, source, shape: [] }));
	const there = new Set([...inputs.keys(), ...set]);
	// An earlier statement sets these; an annotation may give them other values.
	for (const statement of script.body) {
		for (const [name, range] of usesOf(statement)) {
			if (there.has(name) || known.has(name) || /^\s*\(/.test(document.text.slice(range.end, range.end + 20))) continue;
			there.add(name);
			needed.push({ name, written: name, source: 'assignment', shape: [] });
		}
	}
	return { needed, set: set.map((name) => ({ name, written: name })) };
}
