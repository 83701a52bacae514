/**
 * Plain mathematics → Program: mathjs reads, the token scan places. A statement that cannot be read costs that statement only, and no text, however
 * deep, long or broken, makes this throw.
 */
import type { Problem, Range } from '../protocol.ts';
import { tooDeep } from './brackets.ts';
import type { Macros } from './latex-macros.ts';
import { withBrackets } from './left-out-brackets.ts';
import { CONSTANTS, isFunction } from './names.ts';
import type { Expression, Name, Parsed, Reading, Statement } from './program.ts';
import { scan, type Token } from './scan.ts';
import { shapeOf } from './shape.ts';
import { isRaisedT, withRaised } from './raised.ts';
import { factorsOf } from './run-together.ts';
import { problemAt } from './trouble.ts';
import { buildTree, type BuiltTree } from './tree.ts';

/** Names that can be asked for one at a time: a document knows thousands, a formula asks for a few. */
export type NameTest = Pick<ReadonlySet<string>, 'has'>;

export interface MathContext {
	/** Names that have values, so that `x(y + 1)` is a product. */
	readonly known: NameTest;
	/** Those of them whose values are arrays; absent where nobody can tell. */
	readonly arrays?: NameTest;
	/** Functions defined before this text. */
	readonly functions?: NameTest;
	/** The commands that a LaTeX document defines. */
	readonly macros?: Macros;
	/** How deep brackets, powers, signs and conditionals may nest. */
	readonly nesting: number;
	/** UTF-16 units a program may have. */
	readonly length?: number;
}

const LEADING_WORDS = new Set(['const', 'let', 'var', 'local', 'return', 'export', 'global']);
/** Letters by which mathematicians call functions rather than numbers. */
const FUNCTION_LETTERS = new Set(['f', 'g', 'h', 'F', 'G', 'H', 'φ', 'ψ', 'Γ', 'Φ', 'Ψ']);
const LONGEST_READING = 60;
const MOST_READINGS = 100;

/**
 * Reads `text`, whose characters stand at `range` of the document. Ranges in the result are the document's.
 */
export function parseMath(text: string, range: Range, context: MathContext): Parsed {
	if (context.length !== undefined && text.length >= context.length) {
		const problem = problemAt('too-long', range, 'A program has fewer than {0} characters', context.length);
		return { program: { statements: [{ kind: 'broken', range }], readings: [] }, problems: [problem] };
	}
	const deep = deepBracket(text, context.nesting);
	if (deep >= 0) {
		const at = { start: range.start + deep, end: range.start + deep + 1 };
		const problem = problemAt('too-deep', at, 'Nested deeper than {0} levels', context.nesting);
		return { program: { statements: [{ kind: 'broken', range }], readings: [] }, problems: [problem] };
	}
	return new MathReader(text, range.start, context).read();
}

/** The offset of the first bracket nested too deeply, or -1: looked for before anything else is done with a hundred thousand of them. */
function deepBracket(text: string, nesting: number): number {
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if ((code === 40 /* ( */ || code === 91) /* [ */ && ++depth > nesting) return at;
		if ((code === 41 /* ) */ || code === 93) /* ] */ && depth > 0) depth--;
		if (code === 35 /* # */) {
			const end = text.indexOf('\n', at);
			if (end < 0) return -1;
			at = end;
		}
	}
	return -1;
}

/** A statement's parts before its expression is read. */
interface Head {
	readonly name?: Token;
	readonly parameters?: readonly Token[];
	/** `+=` and its like. */
	readonly update?: Token;
	readonly body: readonly Token[];
}

class MathReader {
	private readonly text: string;
	private readonly shift: number;
	private readonly context: MathContext;
	private readonly statements: Statement[] = [];
	private readonly problems: Problem[] = [];
	private readonly readings: Reading[] = [];
	private readonly variables = new Set<string>();
	/** Names that the text gives values to itself. */
	private readonly bound = new Set<string>();
	/** Functions that the text defines itself. */
	private readonly own = new Set<string>();
	private readonly functions: NameTest;

	constructor(text: string, shift: number, context: MathContext) {
		this.text = text;
		this.shift = shift;
		this.context = context;
		this.functions = { has: (name) => this.own.has(name) || context.functions?.has(name) === true };
	}

	read(): Parsed {
		const tokens = scan(this.text);
		const statements = splitStatements(tokens);
		this.collectNames(tokens, statements);
		for (const statement of statements) this.readStatement(statement);
		return { program: { statements: this.statements, readings: this.readings }, problems: this.problems };
	}

	/** Functions that are defined anywhere in the text, and names that stand somewhere without a bracket behind them. */
	private collectNames(tokens: readonly Token[], statements: readonly (readonly Token[])[]): void {
		for (const statement of statements) {
			const head = headOf(statement);
			if (head.parameters !== undefined) this.own.add(head.name!.text);
			else if (head.name !== undefined) this.bound.add(head.name.text);
		}
		for (let index = 0; index < tokens.length; index++) {
			const token = tokens[index]!;
			if (token.kind !== 'name' || tokens[index + 1]?.kind === 'open' || isFunction(token.text)) continue;
			if (!isRaisedT(token, tokens[index - 1])) this.variables.add(token.text);
		}
	}

	private readStatement(tokens: readonly Token[]): void {
		const whole = this.place(tokens[0]!.start, tokens.at(-1)!.end);
		const head = headOf(tokens);
		const expression = this.readExpression(head, tokens);
		if (expression === undefined) {
			this.statements.push({ kind: 'broken', range: whole });
			return;
		}
		if (head.name === undefined) {
			this.statements.push({ kind: 'evaluate', value: expression, range: whole });
		} else if (head.parameters !== undefined) {
			this.statements.push({
				kind: 'define',
				name: this.name(head.name),
				parameters: head.parameters.map((parameter) => this.name(parameter)),
				body: expression,
				range: whole,
			});
		} else {
			const target = this.name(head.name);
			this.variables.add(target.name);
			const value: Expression =
				head.update === undefined
					? expression
					: {
							kind: 'apply',
							op: UPDATES.get(head.update.text)!,
							operands: [target, expression],
							operator: this.place(head.update.start, head.update.start + 1),
							range: whole,
						};
			this.statements.push({ kind: 'bind', target, value, range: whole });
		}
	}

	private readExpression(head: Head, tokens: readonly Token[]): Expression | undefined {
		const last = tokens.at(-1)!;
		if (head.body.length === 0) {
			this.complain({
				...problemAt('missing-value', last, 'Something is missing after {0}', last.text),
				severity: 'hint',
			});
			return undefined;
		}
		// Looked for before anything else is done with ten thousand powers.
		const deep = tooDeep(head.body, this.context.nesting);
		if (deep !== undefined) {
			this.complain(deep);
			return undefined;
		}
		const parameters = new Set(head.parameters?.map((parameter) => parameter.text));
		const apart = this.withFactors(head.body, parameters);
		const bracketed = withBrackets(apart, this.text, (name) => this.isBareFunction(name));
		const body = withRaised(bracketed, (name) => this.isVariable(name));
		const bare = body.find((token, index) => this.lacksBrackets(token, body[index + 1]));
		if (bare !== undefined) {
			this.complain(problemAt('missing-brackets', bare, 'Write the operand of {0} in brackets', bare.text));
			return undefined;
		}
		const shape = shapeOf(body, this.context.nesting, (name, operands) => this.isCall(name, operands, parameters));
		if ('code' in shape) {
			this.complain(shape);
			return undefined;
		}
		const built = buildTree(shape, this.shift, this.functions);
		if ('code' in built) {
			this.complain(built);
			return undefined;
		}
		this.noteReadings(built);
		return built.expression;
	}

	/** The tokens with `mx` taken for m·x where only the letters have values. */
	private withFactors(tokens: readonly Token[], parameters: ReadonlySet<string>): readonly Token[] {
		const isKnown = (name: string): boolean =>
			parameters.has(name) || this.bound.has(name) || this.context.known.has(name);
		return tokens.flatMap((token) => {
			// One letter is no product.
			if (token.kind !== 'name' || token.text.length < 2) return [token];
			if (isKnown(token.text) || this.functions.has(token.text)) return [token];
			if (isFunction(token.text) || CONSTANTS.has(token.text)) return [token];
			const factors = factorsOf(token, isKnown);
			if (factors === null) return [token];
			if (this.readings.length < MOST_READINGS)
				this.readings.push({
					range: this.place(token.start, token.end),
					as: factors.map((factor) => factor.text).join('·'),
				});
			return factors;
		});
	}

	/** `sin x`: a function's name directly before its operand. */
	private lacksBrackets(token: Token, next: Token | undefined): boolean {
		if (token.kind !== 'name' || next === undefined) return false;
		if (next.kind !== 'name' && next.kind !== 'number' && next.kind !== 'superscript') return false;
		return this.isBareFunction(token);
	}

	/** A function of mathematics' own, whose name says so also without a bracket behind it. */
	private isBareFunction({ text }: Token): boolean {
		return isFunction(text) && !this.isVariable(text) && !this.functions.has(text);
	}

	private isVariable(name: string): boolean {
		return this.variables.has(name) || this.context.known.has(name);
	}

	private isCall(name: string, operands: number, parameters: ReadonlySet<string>): boolean {
		if (operands !== 1) return true;
		if (parameters.has(name)) return false;
		if (this.functions.has(name)) return true;
		if (this.context.known.has(name) || CONSTANTS.has(name)) return false;
		if (isFunction(name)) return true;
		if (this.variables.has(name)) return false;
		const letters = Array.from(name.replace(/[\p{Nd}_₀-₉′]/gu, ''));
		return letters.length > 1 || FUNCTION_LETTERS.has(letters[0] ?? '');
	}

	private noteReadings(built: BuiltTree): void {
		for (const { node, kind } of built.readings) {
			if (this.readings.length >= MOST_READINGS || node.range.end - node.range.start > LONGEST_READING) continue;
			const [left, right] = node.operands as [Expression, Expression];
			if (kind === 'half') {
				this.readings.push({ range: node.range, as: `(${this.slice(left)})·${this.slice(right)}` });
				continue;
			}
			const reading = `${this.slice(left)}/(${this.slice(right)})`;
			this.readings.push({ range: node.range, as: reading });
			this.problems.push({
				code: 'ambiguous-product',
				severity: 'info',
				range: node.range,
				message: ['Read as {0}: a product without a sign binds tighter than the division', reading],
				fixes: [
					{
						title: ['Write {0}', reading],
						edits: [
							{ range: { start: right.range.start, end: right.range.start }, text: '(' },
							{ range: { start: right.range.end, end: right.range.end }, text: ')' },
						],
					},
				],
			});
		}
	}

	private slice(expression: Expression): string {
		const { start, end } = expression.outer ?? expression.range;
		return this.text.slice(start - this.shift, end - this.shift).trim();
	}

	private place(start: number, end: number): Range {
		return { start: start + this.shift, end: end + this.shift };
	}

	private name(token: Token): Name {
		return { kind: 'name', name: token.text, range: this.place(token.start, token.end) };
	}

	/** Records a problem whose range is still in the scanned text. */
	private complain(problem: Problem): void {
		this.problems.push({ ...problem, range: this.place(problem.range.start, problem.range.end) });
	}
}

const UPDATES: ReadonlyMap<string, string> = new Map([
	['+', 'add'],
	['-', 'sub'],
	['*', 'mul'],
	['/', 'div'],
]);

/** Whether a line that ends in (or begins with) this token cannot be over (or new). */
function continues(token: Token | undefined, atLineStart: boolean): boolean {
	if (token === undefined) return false;
	if (token.kind === 'operator') return !atLineStart || !['+', '-', 'not'].includes(token.text);
	return (
		token.kind === 'assign' ||
		token.kind === 'update' ||
		token.kind === 'question' ||
		token.kind === 'colon' ||
		token.kind === 'comma'
	);
}

/** Whether the end of a line between these two ends a row of a matrix. */
function endsRow(before: Token | undefined, after: Token | undefined): boolean {
	if (before === undefined || after === undefined || continues(before, false)) return false;
	if (before.kind === 'list' || before.kind === 'open' || before.kind === 'semicolon') return false;
	return after.kind !== 'listEnd' && after.kind !== 'comma' && after.kind !== 'semicolon' && after.kind !== 'operator';
}

/** Statements end at `;` and at newlines outside brackets; a line that ends in an operator goes on. */
function splitStatements(tokens: readonly Token[]): Token[][] {
	const statements: Token[][] = [];
	let current: Token[] = [];
	/** The brackets that are open. */
	let open: Token[] = [];
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index]!;
		if (token.kind === 'newline') {
			let after = index + 1;
			while (tokens[after]?.kind === 'newline') after++;
			// What is never finished costs its own statement: the next assignment starts afresh.
			const anew = tokens[after]?.kind === 'name' && tokens[after + 1]?.kind === 'assign';
			const inside = open.at(-1);
			if (!anew && inside?.kind === 'list' && endsRow(current.at(-1), tokens[after]))
				current.push({ kind: 'semicolon', start: token.start, end: token.end, text: ';' });
			if (!anew && (inside !== undefined || continues(current.at(-1), false))) continue;
			if (after === index + 1 && current.length > 0 && continues(tokens[after], true)) continue;
		}
		if (token.kind === 'newline' || (token.kind === 'semicolon' && open.length === 0)) {
			if (current.length > 0) statements.push(current);
			current = [];
			open = [];
			continue;
		}
		if (token.kind === 'open' || token.kind === 'list' || token.text === '{') open.push(token);
		else if (token.kind === 'close' || token.kind === 'listEnd' || token.text === '}') open.pop();
		current.push(token);
	}
	if (current.length > 0) statements.push(current);
	return statements;
}

/** Tells `x = …`, `f(x, y) = …` and `x += …` from an expression, and drops the words other languages put before an assignment. */
function headOf(statement: readonly Token[]): Head {
	let at = 0;
	while (statement[at]?.kind === 'name' && LEADING_WORDS.has(statement[at]!.text) && startsOperand(statement[at + 1]))
		at++;
	const first = statement[at];
	if (first?.kind !== 'name') return { body: statement.slice(at) };
	const second = statement[at + 1];
	if (second?.kind === 'assign') return { name: first, body: statement.slice(at + 2) };
	if (second?.kind === 'update') return { name: first, update: second, body: statement.slice(at + 2) };
	if (second?.kind === 'colon' && statement[at + 2]?.kind === 'name' && statement[at + 3]?.kind === 'assign') {
		return { name: first, body: statement.slice(at + 4) };
	}
	if (second?.kind === 'open') {
		const parameters: Token[] = [];
		let next = at + 2;
		while (statement[next]?.kind === 'name') {
			parameters.push(statement[next]!);
			next++;
			if (statement[next]?.kind !== 'comma') break;
			next++;
		}
		if (parameters.length > 0 && statement[next]?.kind === 'close' && statement[next + 1]?.kind === 'assign') {
			return { name: first, parameters, body: statement.slice(next + 2) };
		}
	}
	return { body: statement.slice(at) };
}

function startsOperand(token: Token | undefined): boolean {
	return (
		token !== undefined &&
		(token.kind === 'name' ||
			token.kind === 'number' ||
			token.kind === 'open' ||
			(token.kind === 'operator' && token.text === '-'))
	);
}
