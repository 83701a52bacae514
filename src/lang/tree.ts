/**
 * From mathjs' tree, which has no positions, to expressions that have: the tree's leaves and operators come in the order of the tokens, so one walk
 * along both gives every node its exact characters. The walk keeps its own stack: a sum of 100,000 terms is a tree of that depth.
 */
import { create, parseDependencies } from 'mathjs/number';
import type { Apply, Expression } from './program.ts';
import type { Problem, Range } from '../protocol.ts';
import { builtin, isFunction } from './names.ts';
import type { Token } from './scan.ts';
import { problemAt, type Shape } from './shape.ts';

/** What this module reads of mathjs' nodes. */
interface Tree {
	readonly type: string;
	readonly args?: readonly Tree[];
	readonly content?: Tree;
	readonly condition?: Tree;
	readonly trueExpr?: Tree;
	readonly falseExpr?: Tree;
	readonly implicit?: boolean;
}

type Parse = (text: string) => Tree;

let parser: Parse | undefined;

/** mathjs' parser alone, made when first needed; nothing of mathjs ever evaluates. */
function mathjsParse(text: string): Tree {
	parser ??= (create({ parseDependencies: parseDependencies! }) as unknown as { parse: Parse }).parse;
	return parser(text);
}

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

/** Where mathjs complained, as a token's place. */
function complaint(shape: Shape, error: unknown): Problem {
	const last = shape.tokens.at(-1)!;
	if (error instanceof RangeError)
		return problemAt('too-deep', { start: shape.tokens[0]!.start, end: last.end }, 'Nested too deeply to be read');
	const column = (error as { char?: number }).char ?? 1;
	let low = 0;
	let high = shape.offsets.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (shape.offsets[middle]! <= column - 1) low = middle;
		else high = middle - 1;
	}
	const token = shape.tokens[low] ?? last;
	return problemAt('unexpected', token, 'Not understood here: {0}', token.text);
}

/** Reads a spelled expression. Ranges are moved by `shift` into the document. */
export function buildTree(shape: Shape, shift: number, defined: Pick<ReadonlySet<string>, 'has'>): BuiltTree | Problem {
	let tree: Tree;
	try {
		tree = mathjsParse(shape.spelling);
	} catch (error) {
		return complaint(shape, error);
	}
	return new Builder(shape.tokens, shift, defined).build(tree);
}

class Builder {
	private readonly tokens: readonly Token[];
	private readonly shift: number;
	/** Functions that the text defines; they win over mathematics' own. */
	private readonly defined: Pick<ReadonlySet<string>, 'has'>;
	private at = 0;
	private trouble: Problem | undefined;
	private readonly done: Built[] = [];
	private readonly readings: { node: Apply; kind: 'half' | 'under' }[] = [];

	constructor(tokens: readonly Token[], shift: number, defined: Pick<ReadonlySet<string>, 'has'>) {
		this.tokens = tokens;
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
			default:
				return 'unknown';
		}
	}

	private leaf(token: Token): Built {
		const range = this.place(token.start, token.end);
		const expression: Expression =
			token.value === undefined
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
		const node: Apply = {
			kind: 'apply',
			op: operator === undefined ? 'mul' : BINARY.get(operator.kind === 'superscript' ? '^' : operator.text)!,
			operands: [left.expression, right.expression],
			operator: operator === undefined ? this.place(left.end, left.end) : this.place(operator.start, operator.end),
			...(operator === undefined && { implicit: true }),
			range: this.place(left.start, right.end),
		};
		this.noteReading(node);
		this.done.push({ expression: node, start: left.start, end: right.end });
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
		if (row === undefined || (this.defined.has(spelled) && name.kind === 'name')) {
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
