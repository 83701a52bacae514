/**
 * The heads of blocks of Julia and MATLAB: what `for`, `if`, `function` and their like say before their first statement.
 */
import type { Range } from '../protocol.ts';
import { MatrixSimple } from './matrix-simple.ts';
import type { Building } from './script-build.ts';
import type { Token } from './script-tokens.ts';
import type {
	AssignStmt,
	BlockStmt,
	BrokenStmt,
	DefineStmt,
	Expr,
	ExpressionStmt,
	ForStmt,
	IfStmt,
	NameExpr,
	Parameter,
	Stmt,
	TryStmt,
	WhileStmt,
} from './script.ts';

export type Owner = Building<
	IfStmt | ForStmt | WhileStmt | DefineStmt | TryStmt | BlockStmt | BrokenStmt | AssignStmt | ExpressionStmt
>;

/** A block that is open. */
export interface Block {
	/** The statement it belongs to; null: none. */
	readonly owner: Owner | null;
	/** Other statements that end with it: the inner loops of one head. */
	readonly also?: readonly Owner[];
	/** What its statements are appended to. */
	body: Stmt[];
	/** The word that opened it. */
	readonly open?: Token;
	/** The block of a head that could not be read is passed over. */
	skipped?: boolean;
	/** What `switch` compares. */
	readonly subject?: Expr;
	/** What a function of MATLAB hands out, standing at a place. */
	readonly outputs?: (at: Range) => Expr;
	/** A function of Julia returns its last value. */
	readonly returns?: 'last';
	/** The variable that the block's last value is assigned to. */
	readonly gives?: NameExpr;
	/** Ends the block around it as well. */
	readonly inner?: boolean;
}

export class MatrixHeads extends MatrixSimple {
	readonly blocks: Block[] = [{ owner: null, body: [] }];
	/** The variable that the block to come gives its value. */
	gives: NameExpr | null = null;

	get block(): Block {
		return this.blocks.at(-1)!;
	}

	push(block: Block): void {
		this.blocks.push(block);
	}

	/** Reads the head behind its word, up to `to`; null where it cannot be read, or is not supported. */
	head(word: Token, to: number): Block | null {
		const range = this.place(word);
		switch (word.text) {
			case 'if': {
				const test = this.expression(to);
				if (test === null) return null;
				const body: Stmt[] = [];
				return { owner: { kind: 'if', branches: [{ test, body }], otherwise: [], range }, body, open: word };
			}
			case 'while': {
				const test = this.expression(to);
				if (test === null) return null;
				const body: Stmt[] = [];
				return { owner: { kind: 'while', test, body, otherwise: [], range }, body, open: word };
			}
			case 'for':
			case 'parfor':
				return this.loop(word, to);
			case 'switch': {
				const subject = this.expression(to);
				if (subject === null) return null;
				return { owner: { kind: 'if', branches: [], otherwise: [], range }, body: [], open: word, subject };
			}
			case 'try': {
				const body: Stmt[] = [];
				return { owner: { kind: 'try', body, handlers: [], otherwise: [], final: [], range }, body, open: word };
			}
			case 'begin':
			case 'let': {
				const body: Stmt[] = [];
				return { owner: { kind: 'block', body, range }, body, open: word };
			}
			case 'module': {
				const body: Stmt[] = [];
				this.at = to;
				return { owner: { kind: 'block', body, range }, body, open: word };
			}
			case 'function':
				return this.julia ? this.juliaFunction(word, to) : this.matlabFunction(word, to);
			default:
				return this.refuse(word);
		}
	}

	/** `for i in xs`, `for i = 1:n, j = 1:m`, `for (i = 1:n)`. */
	private loop(word: Token, to: number): Block | null {
		let end = to;
		const open = this.peek(to);
		const grouped = open?.kind === 'open' && open.text === '(' && this.isGrouped(open);
		if (grouped) {
			end = open.match;
			this.at++;
		}
		const loops: Building<ForStmt>[] = [];
		let body: Stmt[] = [];
		do {
			const target = this.clauseTarget(end);
			if (target === null) return null;
			const iterable = this.expression(end);
			if (iterable === null) return null;
			const inner: Stmt[] = [];
			const loop: Building<ForStmt> = {
				kind: 'for',
				target,
				iterable,
				body: inner,
				otherwise: [],
				range: this.place(word),
			};
			if (loops.length > 0) body.push(loop);
			loops.push(loop);
			body = inner;
		} while (this.julia && this.accept(end, ','));
		if (grouped) {
			if (!this.finished(end)) return null;
			this.at = end + 1;
		}
		const [owner, ...also] = loops;
		return { owner: owner!, also, body, open: word };
	}

	/** Whether the parentheses behind `for` hold its head rather than a tuple that it sets. */
	private isGrouped(open: Token): boolean {
		for (let index = this.at + 1; index < open.match; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (this.is(open.match, '=', index) || this.is(open.match, 'in', index)) return true;
		}
		return false;
	}

	/** `function f(x, y = 1; z = 2)`. */
	private juliaFunction(word: Token, to: number): Block | null {
		const name = this.peek(to);
		if (name?.kind !== 'name') return this.unexpected(to);
		this.at++;
		const open = this.peek(to);
		if (open?.kind !== 'open' || open.text !== '(') return this.unexpected(to);
		const parameters = this.parameters(this.at);
		if (parameters === null) return null;
		this.at = open.match + 1;
		this.skipType(to);
		if (this.is(to, 'where')) this.at = to;
		const owner = this.define(name, parameters, this.place(word));
		return { owner, body: owner.body, open: word, returns: 'last' };
	}

	/** `function y = f(x)`, `function [a, b] = f(x)`, `function f(x)`. */
	private matlabFunction(word: Token, to: number): Block | null {
		const outputs: Token[] = [];
		const sign = this.signOf(to);
		if (sign >= 0) {
			for (let index = this.at; index < sign; index++)
				if (this.tokens[index]!.kind === 'name') outputs.push(this.tokens[index]!);
			this.at = sign + 1;
		}
		const name = this.peek(to);
		if (name?.kind !== 'name') return this.unexpected(to);
		this.at++;
		const open = this.peek(to);
		let parameters: readonly Parameter[] | null = [];
		if (open?.kind === 'open' && open.text === '(') {
			parameters = this.parameters(this.at);
			if (parameters === null) return null;
			this.at = open.match + 1;
		}
		const owner = this.define(name, parameters, this.place(word));
		const handsOut = (at: Range): Expr => {
			const items = outputs.map((output): NameExpr => ({ kind: 'name', name: output.text, range: at }));
			return items.length === 1 ? items[0]! : { kind: 'tuple', items, range: at };
		};
		return { owner, body: owner.body, open: word, ...(outputs.length > 0 && { outputs: handsOut }) };
	}

	define(name: Token, parameters: readonly Parameter[], range: Range): Building<DefineStmt> {
		return {
			kind: 'define',
			name: { kind: 'name', name: name.text, range: this.place(name) },
			parameters: [...parameters],
			body: [],
			decorators: [],
			generator: false,
			range,
		};
	}

	/** The parameters of a `do`, up to the end of its line. */
	names(to: number): Parameter[] | null {
		const list: Parameter[] = [];
		while (this.at < to) {
			const token = this.tokens[this.at]!;
			if (token.kind === 'name') list.push({ name: token.text, range: this.place(token), kind: 'positional' });
			else if (!this.is(to, ',')) return null;
			this.at++;
		}
		return list;
	}
}
