/**
 * JavaScript's statements that hold others: choices, loops, `try`.
 */
import { JavaScriptStatements } from './javascript-statements.ts';
import { hole, type Building } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { CountStmt, Expr, ForStmt, IfStmt, Stmt, Target, TryStmt } from './script.ts';

/** How deep statements without braces may nest: `if (a) if (b) …`. */
const MOST_NESTED = 100;

export abstract class JavaScriptHeads extends JavaScriptStatements {
	private depth = 0;

	/** A statement that belongs to a head: its block's statements, or itself. */
	private nested(to: number): Stmt[] | null {
		const first = this.peek(to);
		if (first === undefined) return this.unexpected(to);
		if (first.kind !== 'open' || first.text !== '{') return this.alone(to);
		const body: Stmt[] = [];
		this.block(this.at, body);
		this.at = first.match + 1;
		return body;
	}

	alone(to: number): Stmt[] | null {
		if (this.depth >= MOST_NESTED) return this.tooDeep(this.tokens[this.at]!);
		this.depth++;
		const read = this.statement(to);
		this.depth--;
		return read;
	}

	/** What stands in the parentheses behind a head. */
	test(to: number): Expr | null {
		const open = this.peek(to);
		if (open?.kind !== 'open' || open.text !== '(') return this.unexpected(to);
		const inner = this.inside(this.at);
		if (inner === undefined)
			return this.complain(problem('missing-value', open, 'hint', 'Something is missing after {0}', '('));
		const place = hole(inner, this.span(open, this.tokens[open.match]!));
		this.parentheses(this.at, place);
		this.at = open.match + 1;
		return place;
	}

	if(first: Token, to: number): Stmt[] | null {
		const branches: Building<IfStmt>['branches'] = [];
		let otherwise: Stmt[] = [];
		do {
			this.at++;
			const test = this.test(to);
			const body = test === null ? null : this.nested(to);
			if (test === null || body === null) return null;
			branches.push({ test, body });
			if (!this.accept(to, 'else')) break;
			if (this.is(to, 'if')) continue;
			const rest = this.nested(to);
			if (rest === null) return null;
			otherwise = rest;
			break;
		} while (this.is(to, 'if'));
		return [{ kind: 'if', branches, otherwise, range: this.whole(first) }];
	}

	while(first: Token, to: number): Stmt[] | null {
		this.at++;
		const test = this.test(to);
		const body = test === null ? null : this.nested(to);
		if (test === null || body === null) return null;
		return [{ kind: 'while', test, body, otherwise: [], range: this.whole(first) }];
	}

	do(first: Token, to: number): Stmt[] | null {
		this.at++;
		const body = this.nested(to);
		if (body === null) return null;
		if (!this.accept(to, 'while')) return this.unexpected(to);
		const test = this.test(to);
		if (test === null) return null;
		const range = this.since(first.start + this.shift);
		this.accept(to, ';');
		return [{ kind: 'while', test, body, otherwise: [], testedAfter: true, range }];
	}

	for(first: Token, to: number): Stmt[] | null {
		this.at++;
		const open = this.peek(to);
		if (open?.kind !== 'open' || open.text !== '(') return this.unexpected(to);
		const { match } = open;
		this.at++;
		const head = this.findSemicolon(match) >= 0 ? this.countHead(match) : this.eachHead(match);
		if (head === null) return null;
		this.at = match + 1;
		const body = this.nested(to);
		if (body === null) return null;
		const statement = { ...head, body, range: this.whole(first) };
		if (statement.kind === 'for') this.checkTarget(statement, statement.target);
		return [statement];
	}

	private findSemicolon(to: number): number {
		for (let index = this.at; index < to; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (token.kind === 'op' && token.text === ';') return index;
		}
		return -1;
	}

	/** `init; test; update`. */
	private countHead(to: number): Omit<CountStmt, 'body' | 'range'> | null {
		const first = this.tokens[this.at]!;
		let init: Stmt[] = [];
		const semicolon = this.findSemicolon(to);
		if (semicolon > this.at) {
			const read =
				this.declares(first, semicolon) === null
					? this.expressionStatement(first, semicolon)
					: this.variables(first, semicolon);
			if (read === null || !this.finished(semicolon)) return null;
			init = read;
		}
		this.at = semicolon + 1;
		const second = this.findSemicolon(to);
		if (second < 0) return this.missing(to);
		const test = second > this.at ? this.expressions(second) : undefined;
		if (test === null || !this.finished(second)) return null;
		this.at = second + 1;
		const update = to > this.at ? this.expressions(to) : undefined;
		if (update === null || !this.finished(to)) return null;
		return {
			kind: 'count',
			init,
			...(test !== undefined && { test }),
			...(update !== undefined && { update }),
		};
	}

	/** `const item of items`, `const key in object`. */
	private eachHead(to: number): Omit<ForStmt, 'body' | 'range'> | null {
		const first = this.peek(to);
		if (first === undefined) return this.unexpected(to);
		const declare = this.declares(first, to);
		if (declare !== null) this.at++;
		const keys = this.find(to, 'in');
		const target = declare === null ? this.expression(keys < 0 ? to : keys) : this.declared(to);
		if (target === null) return null;
		if (!this.isWord(to, 'of') && !this.is(to, 'in')) return this.unexpected(to);
		const isKeys = this.is(to, 'in');
		this.at++;
		const iterable = this.expressions(to);
		if (iterable === null || !this.finished(to)) return null;
		return {
			kind: 'for',
			target: target as Target,
			iterable,
			otherwise: [],
			...(declare !== null && { declare }),
			...(isKeys && { keys: true }),
		};
	}

	try(first: Token, to: number): Stmt[] | null {
		this.at++;
		const body = this.braces(to);
		if (body === null) return null;
		const handlers: Building<TryStmt>['handlers'] = [];
		let final: Stmt[] = [];
		const caught = this.peek(to);
		if (caught !== undefined && this.accept(to, 'catch')) {
			let name: Token | undefined;
			if (this.opens(to, '(')) {
				const { match } = this.tokens[this.at]!;
				name = this.peek(match, this.at + 1);
				if (name !== undefined && name.kind !== 'name') return this.refuse(name);
				this.at = match + 1;
			}
			const handled = this.braces(to);
			if (handled === null) return null;
			handlers.push({
				...(name !== undefined && { name: { kind: 'name', name: name.text, range: this.place(name) } }),
				body: handled,
				range: this.since(caught.start + this.shift),
			});
		}
		if (this.accept(to, 'finally')) {
			const last = this.braces(to);
			if (last === null) return null;
			final = last;
		}
		return [{ kind: 'try', body, handlers, otherwise: [], final, range: this.whole(first) }];
	}

	/** A block in braces, as it must be. */
	private braces(to: number): Stmt[] | null {
		return this.opens(to, '{') ? this.nested(to) : this.unexpected(to);
	}
}
