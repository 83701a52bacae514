/**
 * JavaScript's statements: where each ends, with or without semicolons, and what it declares, assigns and repeats. What cannot be read costs its own
 * statement.
 */
import type { Range } from '../protocol.ts';
import { JavaScriptGroups } from './javascript-groups.ts';
import { hole, outerOf, type Building } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { AssignStmt, CountStmt, Expr, ForStmt, IfStmt, Stmt, Target, TryStmt } from './script.ts';

type Declaration = 'const' | 'let' | 'var';

/** How deep statements without braces may nest: `if (a) if (b) …`. */
const MOST_NESTED = 100;

export abstract class JavaScriptStatements extends JavaScriptGroups {
	private depth = 0;

	/** Statements that modules, classes and TypeScript have besides; `other` where it is none of them. */
	abstract declaration(first: Token, to: number): Stmt[] | 'other' | null;
	abstract switch(first: Token, to: number): Stmt[] | null;

	block(open: number, body: Stmt[]): void {
		this.inBrackets(open, (to) => {
			this.statements(to, body);
			return undefined;
		});
	}

	statements(to: number, body: Stmt[]): void {
		while (this.at < to) {
			const from = this.at;
			const read = this.statement(to);
			if (read === null) body.push(this.broken(from, to));
			else for (const statement of read) body.push(statement);
		}
	}

	/** A statement that cannot be read, with its semicolon. */
	private broken(from: number, to: number): Stmt {
		this.at = Math.max(this.at, from + 1);
		this.skip(to);
		this.accept(to, ';');
		return { kind: 'broken', range: this.whole(this.tokens[from]!) };
	}

	/** Passes over what is left of a statement that cannot be read: up to its semicolon, or to the next line. */
	private skip(to: number): void {
		for (; this.at < to; this.at++) {
			const token = this.tokens[this.at]!;
			if (token.fresh === true || (token.kind === 'op' && token.text === ';')) return;
			if (token.kind === 'open') this.at = token.match;
		}
	}

	/** The range of what was passed over from a token on. */
	private skipped(from: number, to: number): Range {
		this.skip(to);
		const end = this.tokens[from - 1]!.end + this.shift;
		return this.at > from ? this.span(this.tokens[from]!, this.tokens[this.at - 1]!) : { start: end, end };
	}

	/** One statement; null where it cannot be read. */
	statement(to: number): Stmt[] | null {
		const first = this.tokens[this.at]!;
		if (first.kind === 'op' && first.text === ';') {
			this.at++;
			return [];
		}
		if (first.kind === 'open' && first.text === '{') {
			const body: Stmt[] = [];
			this.block(this.at, body);
			this.at = first.match + 1;
			return [{ kind: 'block', body, range: this.span(first, this.tokens[first.match]!) }];
		}
		const other = this.declaration(first, to);
		if (other !== 'other') return other;
		if (this.declares(first, to) !== null) return this.variables(first, to);
		if (first.kind === 'keyword') {
			const read = this.keywordStatement(first, to);
			if (read !== 'expression') return read;
		}
		if (first.kind === 'name' && this.is(to, ':', this.at + 1)) {
			// A label; what jumps to it is refused.
			this.at += 2;
			return this.at < to ? this.alone(to) : this.unexpected(to);
		}
		return this.expressionStatement(first, to);
	}

	/** Which declaration a token begins; null where none. */
	private declares(first: Token, to: number): Declaration | null {
		if (first.kind === 'keyword') return first.text === 'const' || first.text === 'var' ? first.text : null;
		if (first.kind !== 'name' || first.text !== 'let') return null;
		const next = this.peek(to, this.at + 1);
		const starts = next?.kind === 'name' || (next?.kind === 'open' && (next.text === '[' || next.text === '{'));
		return starts ? 'let' : null;
	}

	private keywordStatement(first: Token, to: number): Stmt[] | 'expression' | null {
		switch (first.text) {
			case 'if':
				return this.if(first, to);
			case 'for':
				return this.for(first, to);
			case 'while':
				return this.while(first, to);
			case 'do':
				return this.do(first, to);
			case 'return':
			case 'throw':
				return this.returnOrThrow(first, to);
			case 'break':
			case 'continue':
				return this.jump(first.text, first, to);
			case 'try':
				return this.try(first, to);
			case 'switch':
				return this.switch(first, to);
			case 'debugger':
				this.at++;
				return this.ended(to) ? [{ kind: 'pass', range: this.place(first) }] : null;
			case 'delete':
				return this.delete(first, to);
			case 'else':
			case 'case':
			case 'default':
			case 'catch':
			case 'finally':
				return this.standsAlone(first);
			case 'with':
			case 'class':
				return this.refuse(first);
			default:
				return 'expression';
		}
	}

	/** Whether a statement ends here: at a semicolon, which is passed, at the end, or before a new line. */
	ended(to: number): boolean {
		const token = this.peek(to);
		if (token === undefined) return true;
		if (this.accept(to, ';') || token.fresh === true) return true;
		this.unexpected(to);
		return false;
	}

	/** The range of a statement from its first token to the last one read, without its semicolon. */
	whole(first: Token): Range {
		const last = this.tokens[this.at - 1]!;
		const semicolon = last.kind === 'op' && last.text === ';' && this.tokens[this.at - 2] !== undefined;
		return this.span(first, semicolon ? this.tokens[this.at - 2]! : last);
	}

	private variables(first: Token, to: number): Stmt[] | null {
		const declare = this.declares(first, to)!;
		this.at++;
		const found: AssignStmt[] = [];
		for (;;) {
			const start = found.length === 0 ? first : this.peek(to);
			const target = start === undefined ? this.unexpected(to) : this.declared(to);
			if (target === null) return null;
			let value: Expr | undefined;
			if (this.accept(to, '=')) value = this.value(to);
			const statement: Building<AssignStmt> = {
				kind: 'assign',
				targets: [target as Target],
				...(value !== undefined && { value }),
				declare,
				range: this.since(start!.start + this.shift),
			};
			this.checkTarget(statement, target);
			found.push(statement);
			if (!this.accept(to, ',')) break;
		}
		return this.ended(to) ? found : null;
	}

	/** The name or pattern that a declaration declares, with its type passed over. */
	declared(to: number): Expr | null {
		const token = this.peek(to);
		if (token === undefined) return this.unexpected(to);
		let target: Expr;
		if (token.kind === 'name') {
			target = { kind: 'name', name: token.text, range: this.place(token) };
			this.at++;
		} else if (token.kind === 'open' && (token.text === '[' || token.text === '{')) {
			target = hole(this.span(token, this.tokens[token.match]!));
			if (token.text === '[') this.array(this.at, target);
			else this.object(this.at, target);
			this.at = token.match + 1;
		} else return this.unexpected(to);
		this.accept(to, '!');
		this.skipAnnotation(to);
		return target;
	}

	/** The value behind a sign: broken where it cannot be read, for its statement still says what it assigns to. */
	private value(to: number): Expr {
		const from = this.at;
		const value = this.expression(to);
		const next = this.peek(to);
		if (value !== null && (next === undefined || next.fresh === true || next.text === ',' || next.text === ';'))
			return value;
		if (value !== null) this.unexpected(to);
		return hole(this.skipped(from, to));
	}

	/** Once all is read: a statement that assigns to what cannot be assigned to is broken. */
	checkTarget(statement: object, target: Expr): void {
		this.checks.push(() => {
			if (!this.isTarget(target)) Object.assign(statement, { kind: 'broken' });
		});
	}

	private expressionStatement(first: Token, to: number): Stmt[] | null {
		const items = this.list(to);
		if (items === null || !this.ended(to)) return null;
		const range = this.whole(first);
		return items.map((item): Stmt => this.asStatement(item, items.length === 1 ? range : outerOf(item)));
	}

	/** An assignment that stands alone is a statement of its own kind. */
	asStatement(value: Expr, range: Range): Stmt {
		if (value.kind !== 'assign-expr' || value.outer !== undefined) return { kind: 'expression', value, range };
		const { op, operator, target } = value;
		if (op !== undefined) return { kind: 'augment', target, op, value: value.value, operator, range };
		const targets = [target];
		let last = value.value;
		while (last.kind === 'assign-expr' && last.op === undefined && last.outer === undefined) {
			targets.push(last.target);
			last = last.value;
		}
		return { kind: 'assign', targets, value: last, range };
	}

	private returnOrThrow(first: Token, to: number): Stmt[] | null {
		this.at++;
		const kind = first.text === 'return' ? 'return' : 'raise';
		const next = this.peek(to);
		if (next === undefined || next.fresh === true || next.text === ';') {
			if (!this.ended(to)) return null;
			return [{ kind, range: this.place(first) }];
		}
		const from = this.at;
		const value = this.expressions(to);
		const read = value !== null && this.ended(to);
		if (!read) {
			const range = this.skipped(from, to);
			this.accept(to, ';');
			return [{ kind, value: hole(range), range: { start: first.start + this.shift, end: range.end } }];
		}
		return [{ kind, value, range: this.whole(first) }];
	}

	private jump(kind: 'break' | 'continue', first: Token, to: number): Stmt[] | null {
		this.at++;
		const label = this.peek(to);
		if (label?.kind === 'name' && label.fresh !== true) return this.refuse(first, `${kind} ${label.text}`);
		return this.ended(to) ? [{ kind, range: this.place(first) }] : null;
	}

	private delete(first: Token, to: number): Stmt[] | null {
		this.at++;
		const target = this.expression(to);
		if (target === null || !this.ended(to)) return null;
		const statement: Stmt = { kind: 'delete', targets: [target as Target], range: this.whole(first) };
		this.checkTarget(statement, target);
		return [statement];
	}

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

	private alone(to: number): Stmt[] | null {
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

	private if(first: Token, to: number): Stmt[] | null {
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

	private while(first: Token, to: number): Stmt[] | null {
		this.at++;
		const test = this.test(to);
		const body = test === null ? null : this.nested(to);
		if (test === null || body === null) return null;
		return [{ kind: 'while', test, body, otherwise: [], range: this.whole(first) }];
	}

	private do(first: Token, to: number): Stmt[] | null {
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

	private for(first: Token, to: number): Stmt[] | null {
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

	private try(first: Token, to: number): Stmt[] | null {
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
