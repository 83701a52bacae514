/**
 * JavaScript's statements: where each ends, with or without semicolons, and what it declares, assigns and repeats. What cannot be read costs its own
 * statement.
 */
import type { Range } from '../protocol.ts';
import { JavaScriptGroups } from './javascript-groups.ts';
import { hole, outerOf, type Building } from './script-build.ts';
import type { Token } from './script-tokens.ts';
import type { AssignStmt, Expr, Stmt, Target } from './script.ts';

type Declaration = 'const' | 'let' | 'var';

export abstract class JavaScriptStatements extends JavaScriptGroups {
	/** Statements that modules, classes and TypeScript have besides; `other` where it is none of them. */
	abstract declaration(first: Token, to: number): Stmt[] | 'other' | null;
	abstract switch(first: Token, to: number): Stmt[] | null;
	/** Statements that hold others. */
	abstract if(first: Token, to: number): Stmt[] | null;
	abstract for(first: Token, to: number): Stmt[] | null;
	abstract while(first: Token, to: number): Stmt[] | null;
	abstract do(first: Token, to: number): Stmt[] | null;
	abstract try(first: Token, to: number): Stmt[] | null;
	abstract alone(to: number): Stmt[] | null;

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
	skip(to: number): void {
		for (; this.at < to; this.at++) {
			const token = this.tokens[this.at]!;
			// An operator on a new line goes on with what is before it.
			if ((token.fresh === true && token.kind !== 'op') || (token.kind === 'op' && token.text === ';')) return;
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
			this.at += 2;
			if (this.at >= to) return this.unexpected(to);
			return this.alone(to)?.map((statement) => ({ ...statement, label: first.text })) ?? null;
		}
		return this.expressionStatement(first, to);
	}

	/** Which declaration a token begins; null where none. */
	declares(first: Token, to: number): Declaration | null {
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
				return this.delete(to);
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

	variables(first: Token, to: number): Stmt[] | null {
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
		if (value !== null && (next === undefined || next.fresh === true || this.is(to, ',') || this.is(to, ';')))
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

	expressionStatement(first: Token, to: number): Stmt[] | null {
		const items = this.list(to);
		if (items === null || !this.ended(to)) return null;
		const range = this.whole(first);
		return items.map((item): Stmt => {
			const statement = this.asStatement(item, items.length === 1 ? range : outerOf(item));
			if (statement.kind === 'augment') this.checkTarget(statement, statement.target);
			else if (statement.kind === 'assign') for (const target of statement.targets) this.checkTarget(statement, target);
			return statement;
		});
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
		if (next === undefined || next.fresh === true || this.is(to, ';')) {
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
		const labelled = label?.kind === 'name' && label.fresh !== true;
		if (labelled) this.at++;
		return this.ended(to) ? [{ kind, range: this.place(first), ...(labelled && { label: label.text }) }] : null;
	}

	private delete(to: number): Stmt[] | null {
		const found: Stmt[] = [];
		do {
			const start = this.tokens[this.at]!;
			const deletes = this.accept(to, 'delete');
			const value = this.expression(to);
			if (value === null) return null;
			const range = this.since(start.start + this.shift);
			const statement: Stmt = deletes
				? { kind: 'delete', targets: [value as Target], range }
				: this.asStatement(value, range);
			if (deletes) this.checkTarget(statement, value);
			found.push(statement);
		} while (this.accept(to, ',') && this.at < to);
		return this.ended(to) ? found : null;
	}
}
