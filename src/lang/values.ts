/**
 * Reads a unit into a Program and finds a value for each of its inputs: from the panel, its annotation, an assignment in it, the nearest earlier one,
 * a line of values beside it, the values used last, or a guess; and always says which it was.
 */
import type { Tensor } from '../core/tensor/tensor.ts';
import type { DocumentText, Limits, Problem, Range, ValueSource } from '../protocol.ts';
import { mayGrow } from './annotation-typing.ts';
import { assignmentsIn, assignmentsOf, type Assignment } from './assignments.ts';
import { lineStart } from './comments.ts';
import { constantValue } from './constant.ts';
import type { Binding, Directive } from './directive.ts';
import { outlineOf, type Outline } from './outline.ts';
import { freeNames } from './free.ts';
import { notationOf } from './index.ts';
import { parseMath } from './math.ts';
import { CONSTANTS, loose } from './names.ts';
import type { Expression, Parsed, Program, Statement } from './program.ts';
import { bare, BESIDE_LINES, formulasIn, neighbours } from './prose.ts';
import { isCode } from './syntax.ts';
import type { Unit } from './unit.ts';

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
const NOTHING: ReadonlySet<string> = new Set();

/** Reads a unit. Never throws: what is wrong is among the problems, and what can be run is in the program. */
export function readUnit(document: DocumentText, unit: Unit, options: ReadOptions): ReadUnit {
	return new UnitReader(document, unit, options).read();
}

class UnitReader {
	private readonly outline: Outline;
	private readonly unit: Unit;
	private readonly options: ReadOptions;
	private readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
	private readonly beside: ReadonlyMap<string, InputValue>;
	private readonly annotated = new Map<string, Binding>();
	private readonly problems: Problem[] = [];
	private readonly inputs = new Map<string, InputValue>();
	private readonly prelude: { readonly at: number; readonly statements: readonly Statement[] }[] = [];
	private guesses = 0;

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
		const free = freeNames(parsed.program.statements, true);
		this.literals(parsed.program.statements);
		this.resolve(free.variables, free.functions, unit.range.start);
		const statements = [
			...this.prelude.toSorted((a, b) => a.at - b.at).flatMap((piece) => piece.statements),
			...parsed.program.statements,
		];
		const computed = new Set(
			statements.flatMap((statement) => (statement.kind === 'bind' ? [statement.target.name] : [])),
		);
		this.checkAnnotation(computed, statements);
		const target = unit.directive?.target?.name;
		return {
			program: { statements, readings: parsed.program.readings },
			inputs: this.inputs,
			...(target !== undefined && { target }),
			constants: constantNames(unit.directive, this.inputs),
			problems: this.problems,
		};
	}

	private parse(text: string, range: Range): Parsed {
		const { arrays, changed, lastUsed, limits } = this.options;
		const isAssigned = (name: string, kind: Assignment['kind']): boolean =>
			this.earlier(this.assignments.get(name), range.start)?.kind === kind;
		const { nesting, programLength } = limits;
		return notationOf(this.outline.document.languageId).parse(text, range, {
			known: {
				has: (name) =>
					this.annotated.has(name) ||
					this.beside.has(name) ||
					changed?.has(name) === true ||
					lastUsed?.has(name) === true ||
					isAssigned(name, 'bind'),
			},
			functions: { has: (name) => isAssigned(name, 'define') },
			...(arrays !== undefined && arrays.size > 0 && { arrays: { has: (name) => this.arrayOf(name) !== undefined } }),
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
				const literal = literalOf(statement.value);
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
	private resolve(variables: ReadonlyMap<string, Range>, functions: ReadonlyMap<string, Range>, before: number): void {
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
			if (earlier !== undefined && (earlier.kind === 'define') === call) {
				if (this.useAssignment(earlier, queue)) continue;
				const used = variables.get(name) ?? functions.get(name);
				if (used !== undefined)
					this.complain('unreadable-assignment', 'info', used, [
						'What is assigned to {0} above cannot be read as mathematics',
						name,
					]);
			}
			if (call) continue;
			const other = this.beside.get(name) ?? this.besideLoosely(name);
			const last = this.options.lastUsed?.get(name);
			if (other !== undefined) this.inputs.set(name, other);
			else if (CONSTANTS.has(name)) continue;
			else if (last !== undefined) this.inputs.set(name, { value: last, source: 'last-used' });
			else guessed.push(name);
		}
		for (const name of guessed) this.inputs.set(name, { value: ++this.guesses, source: 'guessed' });
	}

	private besideLoosely(name: string): InputValue | undefined {
		const wanted = loose(name);
		for (const [other, value] of this.beside) if (loose(other) === wanted) return value;
		return undefined;
	}

	/** Takes a value, or a statement to run first, from an earlier assignment; false where it cannot be read as mathematics. */
	private useAssignment(assignment: Assignment, queue: { name: string; before: number; call: boolean }[]): boolean {
		const { code } = this.outline;
		if (assignment.kind === 'bind') {
			const value = constantAt(code, assignment.value);
			if (value !== undefined) {
				this.inputs.set(assignment.name, { value, source: 'assignment', at: assignment.value });
				return true;
			}
		}
		if (this.prelude.length >= MOST_PRELUDE || assignment.range.start === assignment.value.start) return false;
		const { start, end } = assignment.range;
		const parsed = this.parse(code.slice(start, end), assignment.range);
		const [statement, another] = parsed.program.statements;
		if (
			statement === undefined ||
			another !== undefined ||
			statement.kind === 'broken' ||
			statement.kind === 'evaluate'
		)
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
	private checkAnnotation(computed: ReadonlySet<string>, statements: readonly Statement[]): void {
		const { directive, part } = this.unit;
		if (directive === undefined) return;
		// What cannot be read yet may use anything.
		const broken = statements.some((statement) => statement.kind === 'broken');
		for (const binding of directive.at) {
			const { value } = binding;
			if (value !== undefined && part !== true && !broken && !this.isUsed(binding.name)) {
				const message: Problem['message'] = computed.has(binding.name)
					? ['{0} is computed by the formula: this value is not used', binding.name]
					: ['{0} does not occur in the formula', binding.name];
				this.complain('unused-value', 'warning', binding.nameRange, message);
			}
		}
		if (part === true || broken) return;
		const names = [...(directive.wrt ?? []), ...(directive.noGrad === 'all' ? [] : (directive.noGrad ?? []))];
		for (const { name, range } of names) {
			if (!this.isUsed(name) && !computed.has(name))
				this.complain('unknown-name', 'error', range, ['{0} does not occur in the formula', name]);
		}
		const { target } = directive;
		const single =
			statements.filter((statement) => statement.kind !== 'define').length === 1 &&
			statements.some((statement) => statement.kind === 'evaluate');
		const defined = statements.some((statement) => statement.kind === 'define' && statement.name.name === target?.name);
		if (target !== undefined && !computed.has(target.name) && !defined && !single) {
			// `@grad x` is what `@grad x = 2` looks like before it is finished.
			const unfinished = directive.range.end === target.range.end && (this.isUsed(target.name) || mayGrow(target.name));
			const severity = unfinished ? 'hint' : 'error';
			this.complain('unknown-target', severity, target.range, ['The formula assigns no {0}', target.name]);
		}
	}

	private isUsed(name: string): boolean {
		return this.inputs.has(name) || [...this.inputs.keys()].some((other) => loose(other) === loose(name));
	}

	private complain(code: string, severity: Problem['severity'], range: Range, message: Problem['message']): void {
		this.problems.push({ code, severity, range, message });
	}
}

/** The value of a constant expression in the text, if it is one. */
function constantAt(text: string, range: Range): number | undefined {
	const slice = text.slice(range.start, range.end).replace(/;+$/, '');
	if (slice.length > 200) return undefined;
	const { program, problems } = parseMath(
		slice,
		{ start: range.start, end: range.start + slice.length },
		{ known: NOTHING, nesting: 50 },
	);
	const [statement, another] = program.statements;
	if (
		problems.some((problem) => problem.severity === 'error') ||
		statement?.kind !== 'evaluate' ||
		another !== undefined
	)
		return undefined;
	const value = constantValue(statement.value);
	return typeof value === 'number' ? value : undefined;
}

/** The number that a literal, with its sign, denotes. */
function literalOf(expression: Expression): number | undefined {
	if (expression.kind === 'number') return expression.value;
	if (expression.kind !== 'apply' || expression.op !== 'neg') return undefined;
	const operand = expression.operands[0];
	return operand?.kind === 'number' ? -operand.value : undefined;
}

function constantNames(directive: Directive | undefined, inputs: ReadonlyMap<string, InputValue>): ReadonlySet<string> {
	const excluded = new Set<string>();
	const { wrt, noGrad } = directive ?? {};
	if (noGrad === 'all' && wrt === undefined) for (const name of inputs.keys()) excluded.add(name);
	else if (noGrad !== undefined && noGrad !== 'all') for (const { name } of noGrad) excluded.add(name);
	if (wrt !== undefined) {
		const wanted = new Set(wrt.map(({ name }) => loose(name)));
		for (const name of inputs.keys()) if (!wanted.has(loose(name))) excluded.add(name);
	}
	return excluded;
}

/** Values written on a line of their own within a few lines of a formula; the nearest line wins, below before above. */
function valuesBeside(outline: Outline, range: Range): ReadonlyMap<string, InputValue> {
	const values = new Map<string, InputValue>();
	const { text } = outline.document;
	const below = neighbours(text, range.end, 1);
	const above = neighbours(text, range.start, -1);
	for (let distance = 0; distance < BESIDE_LINES; distance++) {
		for (const line of [below[distance], above[distance]]) {
			if (line === undefined) continue;
			for (const [name, value] of valueLine(outline, line)) if (!values.has(name)) values.set(name, value);
		}
	}
	return values;
}

/** The values on a line that says nothing but values: `$ x=-2, y=5 $`, `where x = -2 and y = 5`. */
function valueLine(outline: Outline, line: Range): Map<string, InputValue> {
	const values = new Map<string, InputValue>();
	const { text } = outline.document;
	if (
		line.end - line.start > 500 ||
		!text.slice(line.start, line.end).includes('=') ||
		/@/.test(text.slice(line.start, line.end))
	)
		return values;
	const unmarked = bare(text, line);
	const comment = /^(?:#+|\/\/+|%+|--)[ \t]*/.exec(text.slice(unmarked.start, unmarked.end))?.[0].length ?? 0;
	if (comment === 0 && isCode(outline.document.languageId)) return values;
	const inner = { start: unmarked.start + comment, end: unmarked.end };
	const formulas = formulasIn(text, inner);
	const parts = formulas.length > 0 ? formulas.map(({ range }) => range) : [inner];
	for (const part of parts) {
		const found = assignmentsIn(text, part, 0);
		const entries = found.map((assignment) => ({
			assignment,
			value: assignment.kind === 'bind' ? constantAt(text, withoutStop(text, assignment.value)) : undefined,
		}));
		if (entries.some(({ value }) => value === undefined)) continue;
		for (const { assignment, value } of entries) {
			values.set(assignment.name, { value: value!, source: 'beside', at: withoutStop(text, assignment.value) });
		}
	}
	return values;
}

/** Without the full stop (or Korean ending) that closes a sentence. */
function withoutStop(text: string, range: Range): Range {
	const slice = text.slice(range.start, range.end);
	const stop = /[.。;]+$/.exec(slice)?.[0].length ?? 0;
	return { start: range.start, end: range.end - stop };
}
