/**
 * The lecture's staged computation: a program written again with one gate a line, every intermediate result under a name of its own.
 *
 * Each line is cut out of the user's own text, with every operand that is itself computed replaced by its name, so the notation stays.
 */
import { literalValue } from '../run/places.ts';
import type { Result, Run } from '../run/run.ts';
import type { Site } from '../run/sites.ts';
import type { Expression, Program, Statement } from '../lang/program.ts';
import type { Range } from '../protocol.ts';

/** One line of the staged computation. */
export interface Stage {
	/** The assigned name; empty for a line that is kept as it stands (a function's definition). */
	readonly name: string;
	/** What is assigned; for a kept line, all of it. */
	readonly expression: string;
	/** The node computed; null for a kept line. */
	readonly node: number | null;
}

/** The stages of one of the user's statements. */
export interface StagedStatement {
	readonly statement: Statement;
	readonly stages: readonly Stage[];
}

/** How a notation writes what the stages bring: a product, and a name for an intermediate result. */
export interface Writing {
	readonly times: string;
	/** The name number `index`, counted from 1. */
	readonly fresh: (index: number) => string;
	/** A name as it stands where an operand stood, behind what stands before it. */
	readonly inPlace: (name: string, operand: string, before: string) => string;
}

const PLAIN: Writing = { times: '*', fresh: (index) => `q${index}`, inPlace: (name) => name };

/** The stages of statements that ran, in order; null where one could not be read or run. `text` is the document's. */
export function stagesOf(program: Program, run: Run, text: string, writing = PLAIN): StagedStatement[] | null {
	if (run.target === null) return null;
	const writer = new StageWriter(run, text, writing);
	const results = new Map<Statement | { readonly range: Range }, Result>(
		run.results.map((result) => [result.statement, result]),
	);
	const staged: StagedStatement[] = [];
	for (const statement of program.statements) {
		if (statement.kind === 'broken') return null;
		if (statement.kind === 'ask' || statement.kind === 'declare') continue;
		const result = results.get(statement);
		if (statement.kind === 'define') {
			// A definition that is itself what steps has no lines to be staged in.
			if (result !== undefined) return null;
			staged.push({ statement, stages: [writer.keep(statement.range)] });
			continue;
		}
		if (result === undefined) return null;
		const name = statement.kind === 'bind' ? statement.target.name : writer.resultName();
		staged.push({ statement, stages: writer.assign(name, statement.value, result.node) });
	}
	return staged;
}

class StageWriter {
	readonly #text: string;
	readonly #nodes: ReadonlyMap<Site, number>;
	readonly #taken: ReadonlySet<string>;
	readonly #targetName: string;
	readonly #writing: Writing;
	#next = 1;

	constructor(run: Run, text: string, writing: Writing) {
		this.#writing = writing;
		this.#text = text;
		this.#nodes = new Map(run.places.map((place) => [place.expression, place.node]));
		this.#taken = new Set(text.match(/[\p{L}_][\p{L}\p{M}\p{N}_′]*/gu));
		this.#targetName = run.targetName;
	}

	/** A name for an expression that has none: the target's where one was given, else the lecture's `f`, as long as nothing else has it. */
	resultName(): string {
		for (const name of [this.#targetName, 'f', 'out'])
			if (name !== '' && (name === this.#targetName || !this.#taken.has(name))) return name;
		return this.#fresh();
	}

	keep(range: Range): Stage {
		return { name: '', expression: this.#text.slice(range.start, range.end).trim(), node: null };
	}

	assign(name: string, root: Expression, node: number): Stage[] {
		const stages: Stage[] = [];
		/** The names under which computed operands go by now. */
		const names = new Map<Expression, string>();
		const work: Expression[] = [root];
		const order: Expression[] = [];
		for (let expression = work.pop(); expression !== undefined; expression = work.pop()) {
			if (!this.#computed(expression)) continue;
			order.push(expression);
			work.push(...this.#parts(expression));
		}
		// Parents were found before their operands: the other way round every operand has its name in time.
		for (const expression of order.reverse()) {
			if (expression === root) continue;
			const stage = this.#fresh();
			names.set(expression, stage);
			stages.push({
				name: stage,
				expression: this.#line(expression, names),
				node: this.#nodes.get(expression) ?? null,
			});
		}
		stages.push({ name, expression: this.#line(root, names), node });
		return stages;
	}

	/** Whether an expression is a gate of its own, rather than a name or a literal that is written where it is used. */
	#computed(expression: Expression): boolean {
		if (expression.kind === 'name' || literalValue(expression) !== null) return false;
		// A branch that was not taken was not computed and stays as it stands.
		return this.#nodes.has(expression);
	}

	/** The operands that stand in the line of `expression`; of `max(a, b, c)`, which is two gates at one place, those of both. */
	#parts(expression: Expression): Expression[] {
		const parts: Expression[] = [];
		const work = operandsOf(expression).toReversed();
		for (let operand = work.pop(); operand !== undefined; operand = work.pop()) {
			const same = operand.range.start === expression.range.start && operand.range.end === expression.range.end;
			if (same) work.push(...operandsOf(operand).toReversed());
			else parts.push(operand);
		}
		return parts;
	}

	#line(expression: Expression, names: ReadonlyMap<Expression, string>): string {
		const { start, end } = expression.range;
		let line = '';
		let at = start;
		const product = expression.kind === 'apply' && expression.implicit === true;
		for (const [index, operand] of this.#parts(expression).entries()) {
			const name = names.get(operand);
			const range = operand.outer ?? operand.range;
			if (name === undefined && !product) continue;
			const implicit = product && index > 0;
			line += this.#text.slice(at, range.start);
			// `(x + y)z` must not become `q1z`.
			if (implicit) line = `${line.trimEnd()} ${this.#writing.times} `;
			const source = this.#text.slice(range.start, range.end);
			line += name === undefined ? source : this.#writing.inPlace(name, source, line);
			at = range.end;
		}
		return `${line}${this.#text.slice(at, end)}`.replace(/\s+/g, ' ').trim();
	}

	#fresh(): string {
		let name: string;
		do name = this.#writing.fresh(this.#next++);
		while (this.#taken.has(name));
		return name;
	}
}

function operandsOf(expression: Expression): readonly Expression[] {
	switch (expression.kind) {
		case 'apply':
		case 'call':
			return expression.operands;
		case 'conditional':
			return [expression.test, expression.then, expression.otherwise];
		default:
			return [];
	}
}
