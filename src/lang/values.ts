/**
 * Reads a unit into a Program and finds a value for each of its inputs: from the panel, its annotation, an assignment in it, the nearest earlier one,
 * a line of values beside it, the values used last, or a guess; and always says which it was.
 */
import type { Tensor } from '../core/tensor/tensor.ts';
import type { DocumentText, Limits, Problem, Range, ValueSource } from '../protocol.ts';
import { namesSaid } from './annotation-spelling.ts';
import { mayGrow } from './annotation-typing.ts';
import { assignmentsOf, type Assignment } from './assignments.ts';
import { constantAt, shapesBeside, valueOf, valuesBeside, type ValueAt } from './beside.ts';
import { lineStart } from './comments.ts';
import type { Binding } from './directive.ts';
import { valueBefore } from './earlier.ts';
import { outlineOf, type Outline } from './outline.ts';
import { freeNames } from './free.ts';
import { expectedArrays, guessValues, indexedNames, membersOf, oddDeclarations, type Situation } from './guess.ts';
import { notationNamed, notationOf } from './index.ts';
import { CONSTANTS, loose } from './names.ts';
import { macrosOf } from './notes.ts';
import type { Expression, Parsed, Program, Statement } from './program.ts';
import { isCode } from './syntax.ts';
import type { Unit } from './unit.ts';
import { constantNames, shapesIn, spelledAs } from './unit-names.ts';

export interface InputValue {
	readonly value: number | Tensor;
	readonly source: ValueSource;
	/** The characters of the value in the document, where it has any. */
	readonly at?: Range;
}

/** A unit that can be run. */
export interface ReadUnit {
	/** Earlier assignments it needs, in the order of the text, then its own statements. */
	readonly program: Program;
	/** One entry for each name whose value comes from outside the program, or that the program sets from a literal. */
	readonly inputs: ReadonlyMap<string, InputValue>;
	/** The variable asked for by the annotation; absent: the last assignment, else the expression. */
	readonly target?: string;
	/** Names that take no gradient: not in `wrt`, or excluded by `no-grad`. */
	readonly constants: ReadonlySet<string>;
	readonly problems: readonly Problem[];
}

export interface ReadOptions {
	/** Values changed in the panel. */
	readonly changed?: ReadonlyMap<string, number>;
	readonly lastUsed?: ReadonlyMap<string, number>;
	/** What the annotation's arrays and random values came to, by the names it gives them. */
	readonly arrays?: ReadonlyMap<string, Tensor>;
	readonly limits: Limits;
}

const MOST_PRELUDE = 500;

/** Reads a unit. Never throws: what is wrong is among the problems, and what can be run is in the program. */
export function readUnit(document: DocumentText, unit: Unit, options: ReadOptions): ReadUnit {
	return new UnitReader(document, unit, options).read();
}

class UnitReader {
	private readonly outline: Outline;
	private readonly unit: Unit;
	private readonly options: ReadOptions;
	private readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
	private readonly beside: ReadonlyMap<string, ValueAt>;
	private declared: ReadonlyMap<string, readonly (number | string)[]> = new Map();
	private readonly annotated = new Map<string, Binding>();
	private readonly problems: Problem[] = [];
	private readonly inputs = new Map<string, InputValue>();
	private readonly prelude: { readonly at: number; readonly statements: readonly Statement[] }[] = [];
	/** Names that the formula uses as arrays: numbers from far away are not meant for them. */
	private expected: ReadonlySet<string> = new Set();

	constructor(document: DocumentText, unit: Unit, options: ReadOptions) {
		this.outline = outlineOf(document);
		this.unit = unit;
		this.options = options;
		this.assignments = assignmentsOf(this.outline);
		this.beside = valuesBeside(this.outline, unit.range);
		for (const binding of unit.directive?.at ?? []) this.annotated.set(binding.name, binding);
	}

	read(): ReadUnit {
		const { unit } = this;
		const parsed = this.parse(unit.text, unit.range);
		for (const problem of parsed.problems) this.problems.push(problem);
		const { statements: own } = parsed.program;
		const free = freeNames(own, true);
		this.literals(own);
		this.declared = new Map([...shapesBeside(this.outline, unit.range), ...shapesIn(own)]);
		this.expected = this.arraysExpected(free.variables, own);
		for (const name of oddDeclarations(this.situation(own, new Map()))) {
			const at = free.variables.get(name);
			const message: Problem['message'] = [
				'{0} is declared a vector where a matrix usually stands: computed as it is written',
				name,
			];
			if (at !== undefined) this.complain('odd-shape', 'hint', at, message);
		}
		const guessed = this.resolve(free.variables, free.functions, unit.range.start, indexedNames(own));
		const statements = [...this.prelude.toSorted((a, b) => a.at - b.at).flatMap((piece) => piece.statements), ...own];
		this.guess(guessed, statements);
		const computed = new Set(
			statements.flatMap((statement) => (statement.kind === 'bind' ? [statement.target.name] : [])),
		);
		const target = spelledAs(unit.directive?.target?.name, statements);
		this.checkAnnotation(computed, statements, target);
		return {
			program: { statements, readings: parsed.program.readings },
			inputs: this.inputs,
			...(target !== undefined && { target }),
			constants: constantNames(unit.directive, this.inputs),
			problems: this.problems,
		};
	}

	private parse(text: string, range: Range, notation: string = this.unit.notation): Parsed {
		const { changed, lastUsed, limits } = this.options;
		const isAssigned = (name: string, kind: Assignment['kind']): boolean =>
			this.earlier(this.assignments.get(name), range.start)?.kind === kind;
		const { nesting, programLength } = limits;
		const { parse } = notation === 'math' ? notationOf(this.outline.document.languageId) : notationNamed(notation);
		return parse(text, range, {
			known: {
				has: (name) =>
					this.annotated.has(name) ||
					this.beside.has(name) ||
					changed?.has(name) === true ||
					lastUsed?.has(name) === true ||
					isAssigned(name, 'bind'),
			},
			functions: { has: (name) => isAssigned(name, 'define') },
			arrays: {
				has: (name) =>
					this.arrayOf(name) !== undefined ||
					typeof this.beside.get(name)?.value === 'object' ||
					(this.declared.get(name)?.length ?? 0) > 0,
			},
			macros: macrosOf(this.outline),
			nesting,
			length: programLength,
		});
	}

	/** Variables that the unit itself sets from a literal are inputs: their gradient is asked for, and their value can be changed. */
	private literals(statements: readonly Statement[]): void {
		const seen = new Set<string>();
		const used = new Set<string>();
		for (const statement of statements) {
			if (statement.kind === 'bind') {
				const { name } = statement.target;
				const literal = statement.value.kind === 'matrix' ? valueOf(statement.value) : literalOf(statement.value);
				if (literal !== undefined && !seen.has(name) && !used.has(name)) {
					this.inputs.set(
						name,
						this.given(name) ?? { value: literal, source: 'assignment', at: statement.value.range },
					);
				}
				seen.add(name);
			}
			for (const name of freeNames([statement]).variables.keys()) used.add(name);
		}
	}

	/** What the panel or the annotation says of a name. */
	private given(name: string): InputValue | undefined {
		const binding = this.annotated.get(name) ?? this.looselyAnnotated(name);
		const at = binding?.value?.kind === 'scalar' ? binding.value.range : undefined;
		const changed = this.options.changed?.get(name);
		if (changed !== undefined) return { value: changed, source: 'panel', ...(at !== undefined && { at }) };
		const array = this.arrayOf(name);
		if (array !== undefined) {
			const range = binding?.value?.range;
			// Given by its shape alone, the entries are drawn.
			return { value: array, ...(range ? { source: 'annotation', at: range } : { source: 'guessed' }) };
		}
		if (binding?.value?.kind !== 'scalar') return undefined;
		return { value: binding.value.value, source: 'annotation', at: binding.value.range };
	}

	private arrayOf(name: string): Tensor | undefined {
		const binding = this.annotated.get(name) ?? this.looselyAnnotated(name);
		return binding === undefined ? undefined : this.options.arrays?.get(binding.name);
	}

	/** `w_0`, `w0` and `w₀` meet where no name meets exactly. */
	private looselyAnnotated(name: string): Binding | undefined {
		const wanted = loose(name);
		for (const [other, binding] of this.annotated) if (loose(other) === wanted) return binding;
		return undefined;
	}

	/** Finds a value, or an earlier statement, for each free name; and for the free names of those statements. */
	private resolve(
		variables: ReadonlyMap<string, Range>,
		functions: ReadonlyMap<string, Range>,
		before: number,
		indexed: ReadonlySet<string>,
	): string[] {
		const queue = [
			...[...variables.keys()].map((name) => ({ name, before, call: false })),
			...[...functions.keys()].map((name) => ({ name, before, call: true })),
		];
		const done = new Set<string>();
		const guessed: string[] = [];
		for (let next = 0; next < queue.length; next++) {
			const { name, before: place, call } = queue[next]!;
			const key = `${call ? 'f' : 'v'} ${name}`;
			if (done.has(key) || (!call && this.inputs.has(name))) continue;
			done.add(key);
			const given = call ? undefined : this.given(name);
			if (given !== undefined) {
				this.inputs.set(name, given);
				continue;
			}
			const earlier = this.earlier(this.assignments.get(name), place);
			const other = this.beside.get(name) ?? this.besideLoosely(name);
			if (!call && other === undefined && earlier === undefined && indexed.has(name)) {
				const members = membersOf(name, this.knownNames());
				for (const member of members) queue.push({ name: member, before: place, call: false });
				if (members.length > 0) continue;
			}
			if (earlier !== undefined && (earlier.kind === 'define') === call) {
				if (this.useAssignment(earlier, queue)) continue;
				const used = variables.get(name) ?? functions.get(name);
				if (used !== undefined && !this.expected.has(name))
					this.complain('unreadable-assignment', 'info', used, [
						'What is assigned to {0} above cannot be read as mathematics',
						name,
					]);
			}
			if (call) continue;
			const last = this.options.lastUsed?.get(name);
			const before = other === undefined ? valueBefore(this.outline.document, name) : undefined;
			if (other !== undefined) this.inputs.set(name, { ...other, source: 'beside' });
			else if (before !== undefined) this.inputs.set(name, { value: before, source: 'beside' });
			else if (CONSTANTS.has(name) && !indexed.has(name)) continue;
			else if (last !== undefined && !this.expected.has(name))
				this.inputs.set(name, { value: last, source: 'last-used' });
			else guessed.push(name);
		}
		return guessed;
	}

	/** Every name that something nearby gives a value. */
	private *knownNames(): Iterable<string> {
		yield* this.annotated.keys();
		yield* this.beside.keys();
		yield* this.assignments.keys();
	}

	private situation(statements: readonly Statement[], values: ReadonlyMap<string, number | Tensor>): Situation {
		return { statements, values, declared: this.declared, letters: this.unit.notation === 'latex' };
	}

	/** The names that the unit's own statements use as arrays, going by what stands near. */
	private arraysExpected(variables: ReadonlyMap<string, Range>, own: readonly Statement[]): ReadonlySet<string> {
		const values = new Map<string, number | Tensor>();
		for (const [name, { value }] of this.inputs) values.set(name, value);
		const names = new Set<string>();
		for (const name of variables.keys()) {
			const near = this.given(name) ?? this.beside.get(name) ?? this.besideLoosely(name);
			if (near === undefined) names.add(name);
			else values.set(name, near.value);
		}
		return expectedArrays(names, this.situation(own, values));
	}

	private guess(names: readonly string[], statements: readonly Statement[]): void {
		const values = new Map(Array.from(this.inputs, ([name, { value }]) => [name, value] as const));
		for (const [name, value] of guessValues(names, this.situation(statements, values)))
			this.inputs.set(name, { value, source: 'guessed' });
	}

	private besideLoosely(name: string): ValueAt | undefined {
		const wanted = loose(name);
		for (const [other, value] of this.beside) if (loose(other) === wanted) return value;
		return undefined;
	}

	/** Takes a value, or a statement to run first, from an earlier assignment; false where it cannot be read as mathematics. */
	private useAssignment(assignment: Assignment, queue: { name: string; before: number; call: boolean }[]): boolean {
		const { code } = this.outline;
		if (assignment.kind === 'bind') {
			const value = constantAt(code, assignment.value);
			if (value !== undefined && this.expected.has(assignment.name)) return false;
			if (value !== undefined) {
				this.inputs.set(assignment.name, { value, source: 'assignment', at: assignment.value });
				return true;
			}
		}
		if (this.prelude.length >= MOST_PRELUDE || assignment.range.start === assignment.value.start) return false;
		const { start, end } = assignment.range;
		const parsed = this.parse(code.slice(start, end), assignment.range, assignment.notation ?? 'math');
		const [statement, another] = parsed.program.statements;
		if (statement === undefined || another !== undefined || (statement.kind !== 'bind' && statement.kind !== 'define'))
			return false;
		this.prelude.push({ at: start, statements: [statement] });
		const free = freeNames([statement]);
		for (const name of free.variables.keys()) queue.push({ name, before: start, call: false });
		for (const name of free.functions.keys()) queue.push({ name, before: start, call: true });
		return true;
	}

	/** The nearest assignment before `place` that can be seen from there. */
	private earlier(list: readonly Assignment[] | undefined, place: number): Assignment | undefined {
		if (list === undefined) return undefined;
		let low = 0;
		let high = list.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (list[middle]!.range.end <= place) low = middle + 1;
			else high = middle;
		}
		if (!isCode(this.outline.document.languageId)) return list[low - 1];
		const from = lineStart(this.outline.code, place);
		let indent = 0;
		while (/[ \t]/.test(this.outline.code[from + indent] ?? '')) indent++;
		for (let index = low - 1; index >= 0 && low - index < 50; index--)
			if (list[index]!.indent <= indent) return list[index];
		return undefined;
	}

	/** Values that nothing uses, values that only tensors can take, names that nothing knows. */
	private checkAnnotation(
		computed: ReadonlySet<string>,
		statements: readonly Statement[],
		targetName: string | undefined,
	): void {
		const { directive, part } = this.unit;
		if (directive === undefined) return;
		// What cannot be read yet may use anything.
		const broken = statements.some((statement) => statement.kind === 'broken');
		for (const binding of directive.at) {
			const { value } = binding;
			if (value !== undefined && part !== true && !broken && !this.isUsed(binding.name)) {
				const message: Problem['message'] = computed.has(binding.name)
					? ['{0} is computed by the formula: this value is not used', binding.name]
					: this.unfound(binding.name, this.inputs.keys());
				this.complain('unused-value', 'warning', binding.nameRange, message);
			}
		}
		if (part === true || broken) return;
		const names = [...(directive.wrt ?? []), ...(directive.noGrad === 'all' ? [] : (directive.noGrad ?? []))];
		for (const { name, range } of names) {
			if (!this.isUsed(name) && !computed.has(spelledAs(name, statements) ?? name))
				this.complain('unknown-name', 'error', range, this.unfound(name, [...this.inputs.keys(), ...computed]));
		}
		const { target } = directive;
		const single =
			statements.filter((statement) => statement.kind !== 'define').length === 1 &&
			statements.some((statement) => statement.kind === 'evaluate');
		const defined = statements.some((statement) => statement.kind === 'define' && statement.name.name === targetName);
		if (target !== undefined && !computed.has(targetName ?? '') && !defined && !single) {
			// `@grad x` is what `@grad x = 2` looks like before it is finished.
			const unfinished = directive.range.end === target.range.end && (this.isUsed(target.name) || mayGrow(target.name));
			const severity = unfinished ? 'hint' : 'error';
			const said = namesSaid(target.name, computed);
			const message: Problem['message'] =
				said === ''
					? ['The formula assigns no {0}', target.name]
					: ['The formula assigns no {0}; it assigns {1}', target.name, said];
			this.complain('unknown-target', severity, target.range, message);
		}
	}

	/** What is said of a name that is nowhere: which ones there are. */
	private unfound(name: string, names: Iterable<string>): Problem['message'] {
		const said = namesSaid(name, names);
		return said === ''
			? ['{0} does not occur in the formula', name]
			: ['{0} does not occur in the formula; its names are {1}', name, said];
	}

	private isUsed(name: string): boolean {
		return this.inputs.has(name) || [...this.inputs.keys()].some((other) => loose(other) === loose(name));
	}

	private complain(code: string, severity: Problem['severity'], range: Range, message: Problem['message']): void {
		this.problems.push({ code, severity, range, message });
	}
}

/** The number that a literal, with its sign, denotes. */
function literalOf(expression: Expression): number | undefined {
	if (expression.kind === 'number') return expression.value;
	if (expression.kind !== 'apply' || expression.op !== 'neg') return undefined;
	const operand = expression.operands[0];
	return operand?.kind === 'number' ? -operand.value : undefined;
}
