/**
 * From mathjs' tree, which has no positions, to expressions that have: the tree's leaves and operators come in the order of the tokens, so one walk
 * along both gives every node its exact characters. The walk keeps its own stack: a sum of 100,000 terms is a tree of that depth.
 */
import type { Apply, Expression } from './program.ts';
import type { Problem, Range } from '../protocol.ts';
import { arrayFunction } from './array-functions.ts';
import { builtin, isFunction } from './names.ts';
import { parseShape, type Tree } from './mathjs.ts';
import type { Token } from './scan.ts';
import type { Shape } from './shape.ts';
import { problemAt } from './trouble.ts';

const BINARY: ReadonlyMap<string, string> = new Map([
	['+', 'add'],
	['-', 'sub'],
	['*', 'mul'],
	['/', 'div'],
	['^', 'pow'],
	['mod', 'mod'],
	['<', 'lt'],
	['<=', 'le'],
	['>', 'gt'],
	['>=', 'ge'],
	['==', 'eq'],
	['!=', 'ne'],
	['and', 'and'],
	['or', 'or'],
]);

/** An expression with the characters it takes up, signs and brackets included. */
interface Built {
	readonly expression: Expression;
	readonly start: number;
	readonly end: number;
}

export interface BuiltTree {
	readonly expression: Expression;
	readonly readings: readonly { readonly node: Apply; readonly kind: 'half' | 'under' }[];
}

/** Reads a spelled expression. Ranges are moved by `shift` into the document. */
export function buildTree(shape: Shape, shift: number, defined: Pick<ReadonlySet<string>, 'has'>): BuiltTree | Problem {
	const tree = parseShape(shape);
	if ('code' in tree) return tree;
	return new Builder(shape, shift, defined).build(tree);
}

class Builder {
	private readonly tokens: readonly Token[];
	private readonly rowed: ReadonlySet<Token>;
	/** Rows of matrices, which have no brackets of their own. */
	private readonly rows = new Set<Tree>();
	private readonly shift: number;
	/** Functions that the text defines; they win over mathematics' own. */
	private readonly defined: Pick<ReadonlySet<string>, 'has'>;
	private at = 0;
	private trouble: Problem | undefined;
	private readonly done: Built[] = [];
	private readonly readings: { node: Apply; kind: 'half' | 'under' }[] = [];

	constructor({ tokens, rowed }: Shape, shift: number, defined: Pick<ReadonlySet<string>, 'has'>) {
		this.tokens = tokens;
		this.rowed = rowed;
		this.defined = defined;
		this.shift = shift;
	}

	build(root: Tree): BuiltTree | Problem {
		const nodes: Tree[] = [root];
		const stages: number[] = [0];
		const marks: number[] = [0];
		while (nodes.length > 0) {
			const top = nodes.length - 1;
			const node = nodes[top]!;
			const stage = stages[top]!;
			if (stage === 0) marks[top] = this.at;
			const child = this.step(node, stage, marks, top);
			if (child === 'unknown') {
				return problemAt(
					'not-supported',
					this.tokens[this.at] ?? this.tokens.at(-1)!,
					'Not supported in plain mathematics: {0}',
					node.type,
				);
			}
			stages[top] = stage + 1;
			if (child === null) {
				nodes.pop();
				stages.pop();
				marks.pop();
			} else {
				nodes.push(child);
				stages.push(0);
				marks.push(0);
			}
		}
		if (this.trouble !== undefined) return this.trouble;
		return { expression: this.done[0]!.expression, readings: this.readings };
	}

	private next(): Token {
		return this.tokens[this.at++]!;
	}

	private place(start: number, end: number): Range {
		return { start: start + this.shift, end: end + this.shift };
	}

	/** Goes on with a node: the child to visit now, or null when its own expression is on the pile. `marks` keep the token a node works with. */
	private step(node: Tree, stage: number, marks: number[], top: number): Tree | null | 'unknown' {
		switch (node.type) {
			case 'ConstantNode':
			case 'SymbolNode':
				this.done.push(this.leaf(this.next()));
				return null;
			case 'ParenthesisNode':
				if (stage === 0) {
					this.at++;
					return node.content!;
				}
				this.brackets(this.tokens[marks[top]!]!, this.next());
				return null;
			case 'OperatorNode':
				if (node.op === "'") {
					if (stage === 0) return node.args![0]!;
					this.transpose(this.next());
					return null;
				}
				if (node.args!.length === 1) {
					if (stage === 0) {
						this.at++;
						return node.args![0]!;
					}
					this.unary(this.tokens[marks[top]!]!);
					return null;
				}
				if (stage === 0) return node.args![0]!;
				if (stage === 1) {
					marks[top] = this.at;
					if (node.implicit !== true) this.at++;
					return node.args![1]!;
				}
				this.binary(node.implicit === true ? undefined : this.tokens[marks[top]!]!);
				return null;
			case 'FunctionNode': {
				const operands = node.args!;
				if (stage === 0) this.at += 2;
				else if (stage < operands.length) this.at++;
				if (stage < operands.length) return operands[stage]!;
				this.call(this.tokens[marks[top]!]!, operands.length, this.next());
				return null;
			}
			case 'ConditionalNode':
				if (stage === 0) return node.condition!;
				if (stage === 1) {
					marks[top] = this.at++;
					return node.trueExpr!;
				}
				if (stage === 2) {
					this.at++;
					return node.falseExpr!;
				}
				this.conditional(this.tokens[marks[top]!]!);
				return null;
			case 'ArrayNode':
				return this.array(node, stage, marks, top);
			case 'AccessorNode': {
				const places = node.index!.dimensions ?? [];
				if (places.length === 0) return 'unknown';
				if (stage === 0) return node.object!;
				this.at++;
				if (stage <= places.length) return places[stage - 1]!;
				this.entry(places.length, this.tokens[this.at - 1]!);
				return null;
			}
			case 'RangeNode':
				if (stage === 0) return node.start!;
				if (stage === 1) {
					this.at++;
					return node.end!;
				}
				this.span();
				return null;
			default:
				return 'unknown';
		}
	}

	/** `[1, 2; 3, 4]`, `[[1, 2], [3, 4]]`, and the rows of the first, which are lists without brackets. */
	private array(node: Tree, stage: number, marks: number[], top: number): Tree | null {
		const items = node.items!;
		const isRow = this.rows.has(node);
		if (stage === 0 && !isRow && this.rowed.has(this.tokens[this.at]!)) for (const item of items) this.rows.add(item);
		if (stage < items.length) {
			if (stage > 0 || !isRow) this.at++;
			return items[stage]!;
		}
		const entries = this.done.splice(this.done.length - items.length, items.length);
		if (isRow) {
			const { start } = entries[0]!;
			const { end } = entries.at(-1)!;
			const rows = [entries.map(({ expression }) => expression)];
			this.done.push({ expression: { kind: 'matrix', rows, list: true, range: this.place(start, end) }, start, end });
			return null;
		}
		const open = this.tokens[marks[top]!]!;
		const { end } = this.next();
		const range = this.place(open.start, end);
		const expressions = entries.map(({ expression }) => expression);
		const rows = expressions.map((entry) => (entry.kind === 'matrix' && entry.list === true ? entry.rows[0]! : []));
		const isMatrix = rows.every((row) => row.length > 0);
		const expression: Expression = isMatrix
			? { kind: 'matrix', rows, range }
			: { kind: 'matrix', rows: [expressions], list: true, range };
		if (isMatrix && rows.some((row) => row.length !== rows[0]!.length))
			this.trouble ??= problemAt('ragged', { start: open.start, end }, 'The entries of this list differ in shape');
		this.done.push({ expression, start: open.start, end });
		return null;
	}

	private entry(count: number, close: Token): void {
		const indices = this.done.splice(this.done.length - count, count).map(({ expression }) => expression);
		const base = this.done.pop()!;
		const { start } = base;
		const { end } = close;
		const range = this.place(start, end);
		this.done.push({
			expression: { kind: 'index', base: base.expression, indices, origins: indices.map(() => 1), range },
			start,
			end,
		});
	}

	private span(): void {
		const to = this.done.pop()!;
		const from = this.done.pop()!;
		const range = this.place(from.start, to.end);
		const expression: Expression = { kind: 'span', from: from.expression, to: to.expression, range };
		this.done.push({ expression, start: from.start, end: to.end });
	}

	private transpose(sign: Token): void {
		const operand = this.done.pop()!;
		const expression: Expression = {
			kind: 'apply',
			op: 'transpose',
			operands: [operand.expression],
			operator: this.place(sign.start, sign.end),
			range: this.place(operand.start, sign.end),
		};
		this.done.push({ expression, start: operand.start, end: sign.end });
	}

	private leaf(token: Token): Built {
		const range = this.place(token.start, token.end);
		const expression: Expression =
			token.kind === 'colon'
				? { kind: 'span', range }
				: token.value === undefined
					? { kind: 'name', name: token.text, range }
					: { kind: 'number', value: token.value, range };
		return { expression, start: token.start, end: token.end };
	}

	private brackets(open: Token, close: Token): void {
		if (open.text === '') return;
		const inner = this.done.pop()!;
		this.done.push({
			expression: { ...inner.expression, outer: this.place(open.start, close.end) },
			start: open.start,
			end: close.end,
		});
	}

	private unary(operator: Token): void {
		const operand = this.done.pop()!;
		if (operator.text === '+') {
			this.done.push({ expression: operand.expression, start: operator.start, end: operand.end });
			return;
		}
		this.done.push({
			expression: {
				kind: 'apply',
				op: operator.text === 'not' ? 'not' : 'neg',
				operands: [operand.expression],
				operator: this.place(operator.start, operator.end),
				range: this.place(operator.start, operand.end),
			},
			start: operator.start,
			end: operand.end,
		});
	}

	private binary(operator: Token | undefined): void {
		const right = this.done.pop()!;
		const left = this.done.pop()!;
		const op = operator === undefined ? 'mul' : BINARY.get(operator.kind === 'superscript' ? '^' : operator.text)!;
		const matrix = (op === 'mul' || op === 'pow') && operator?.elementwise !== true;
		// The 2 of sin²(x) stands within what it raises.
		const end = Math.max(left.end, right.end);
		const node: Apply = {
			kind: 'apply',
			op,
			operands: [left.expression, right.expression],
			operator: operator === undefined ? this.place(left.end, left.end) : this.place(operator.start, operator.end),
			...(operator === undefined && { implicit: true }),
			...(matrix && { matrix }),
			range: this.place(left.start, end),
		};
		this.noteReading(node);
		this.done.push({ expression: node, start: left.start, end });
	}

	/** `1/2 x` and `6/a x` are the two places where juxtaposition and `/` compete. */
	private noteReading(node: Apply): void {
		const [left, right] = node.operands as [Expression, Expression];
		if (node.implicit === true && left.kind === 'apply' && left.op === 'div' && left.outer === undefined)
			this.readings.push({ node, kind: 'half' });
		if (node.op === 'div' && right.kind === 'apply' && right.implicit === true && right.outer === undefined)
			this.readings.push({ node, kind: 'under' });
	}

	private call(name: Token, count: number, close: Token): void {
		const operands = this.done.splice(this.done.length - count, count).map((operand) => operand.expression);
		const start = name.start;
		const range = this.place(start, close.end);
		const operator = this.place(name.start, name.end);
		const spelled = name.kind === 'bar' ? 'abs' : name.text;
		const row = builtin(spelled, count, name.library);
		let expression: Expression;
		const ofArrays =
			this.defined.has(spelled) || name.library !== undefined ? undefined : arrayFunction(spelled, operands);
		if (ofArrays !== undefined) {
			expression = { ...ofArrays, operator, range };
		} else if (row === undefined || (this.defined.has(spelled) && name.kind === 'name')) {
			if (row === undefined && isFunction(spelled) && !this.defined.has(spelled)) {
				this.trouble ??= problemAt(
					'operand-count',
					name,
					'Not a number of operands that {0} takes: {1}',
					spelled,
					count,
				);
			}
			expression = { kind: 'call', callee: { kind: 'name', name: spelled, range: operator }, operands, range };
		} else if (row.arity < count) {
			expression = operands.reduce((chain, operand): Apply => ({
				kind: 'apply',
				op: row.name,
				operands: [chain, operand],
				operator,
				range,
			}));
		} else {
			expression = { kind: 'apply', op: row.name, operands, operator, range };
		}
		this.done.push({ expression, start, end: close.end });
	}

	private conditional(question: Token): void {
		const otherwise = this.done.pop()!;
		const then = this.done.pop()!;
		const test = this.done.pop()!;
		this.done.push({
			expression: {
				kind: 'conditional',
				test: test.expression,
				then: then.expression,
				otherwise: otherwise.expression,
				operator: this.place(question.start, question.end),
				range: this.place(test.start, otherwise.end),
			},
			start: test.start,
			end: otherwise.end,
		});
	}
}
