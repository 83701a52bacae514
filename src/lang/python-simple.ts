/**
 * Python's simple statements: assignments, imports and what else fits on a line.
 */
import { PythonGroups } from './python-groups.ts';
import { hole } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { BinaryOp, Expr, ImportStmt, Stmt, Target } from './script.ts';
import type { Range } from '../protocol.ts';

const AUGMENTED: ReadonlyMap<string, BinaryOp> = new Map(
	(['+', '-', '*', '/', '//', '%', '**', '@', '<<', '>>', '&', '|', '^'] as const).map((op) => [`${op}=`, op]),
);

export class PythonSimple extends PythonGroups {
	/** Reads one simple statement from `at` up to `to`; one that cannot be read is broken. */
	simple(to: number): readonly Stmt[] {
		const from = this.at;
		const range = this.span(this.tokens[from]!, this.tokens[to - 1]!);
		const read = this.statement(to, range);
		this.drain();
		const ok = read !== null && read.every((statement) => this.isSound(statement));
		return ok ? read : [{ kind: 'broken', range }];
	}

	/** Whether what the statement assigns to can be assigned to. */
	private isSound(statement: Stmt): boolean {
		if (statement.kind === 'assign' || statement.kind === 'delete')
			return statement.targets.every((target) => this.isTarget(target));
		return statement.kind !== 'augment' || this.isTarget(statement.target);
	}

	private statement(to: number, range: Range): readonly Stmt[] | null {
		const first = this.tokens[this.at]!;
		if (first.kind === 'keyword') {
			const read = this.keywordStatement(first, to, range);
			if (read !== 'expression') return read;
		}
		if (first.kind === 'name' && this.isCommand(first, to)) {
			this.complain(problem('passed-over', first, 'hint', 'Passed over: {0}', first.text));
			return [{ kind: 'ignored', range }];
		}
		if (first.kind === 'name' && first.text === 'type' && this.isTypeAlias(to)) return [{ kind: 'pass', range }];
		return this.assignment(to, range);
	}

	/** `print "…" % x`, `print`, `exec code`: statements of Python 2. */
	private isCommand(first: Token, to: number): boolean {
		if (first.text !== 'print' && first.text !== 'exec') return false;
		const next = this.peek(to, this.at + 1);
		if (next === undefined) return first.text === 'print';
		if (next.kind === 'open') return next.text !== '(' && next.text !== '[';
		if (next.kind === 'op') return next.text === '>>' || next.text === '-' || next.text === '~';
		if (next.kind === 'keyword') return ['not', 'lambda', 'None', 'True', 'False'].includes(next.text);
		return next.kind !== 'bad';
	}

	private isTypeAlias(to: number): boolean {
		if (this.peek(to, this.at + 1)?.kind !== 'name') return false;
		return this.is(to, '=', this.at + 2) || this.opens(to, '[', this.at + 2);
	}

	private keywordStatement(first: Token, to: number, range: Range): readonly Stmt[] | 'expression' | null {
		switch (first.text) {
			case 'pass':
			case 'break':
			case 'continue':
				this.at++;
				return this.finished(to) ? [{ kind: first.text, range }] : null;
			case 'return':
			case 'raise':
				return this.returnOrRaise(first.text, to, range);
			case 'global':
			case 'nonlocal':
				return this.scope(first.text, to, range);
			case 'del': {
				this.at++;
				const list = this.expressions(to);
				if (list === null || !this.finished(to)) return null;
				const targets = list.kind === 'tuple' && list.outer === undefined ? list.items : [list];
				return [{ kind: 'delete', targets: targets as readonly Target[], range }];
			}
			case 'assert':
				return this.assert(to, range);
			case 'import':
			case 'from':
				return this.import(first, to, range);
			case 'not':
			case 'lambda':
			case 'yield':
			case 'None':
			case 'True':
			case 'False':
				return 'expression';
			default:
				return this.unexpected(to);
		}
	}

	private returnOrRaise(kind: 'return' | 'raise', to: number, range: Range): readonly Stmt[] | null {
		this.at++;
		if (this.at === to) return [{ kind, range }];
		const from = this.at;
		let value = this.expressions(to);
		if (value !== null && kind === 'raise' && this.is(to, 'from')) {
			this.at++;
			if (this.expressions(to) === null) return null;
		}
		if (value === null || !this.finished(to)) value = hole(this.unread(from, to));
		return [{ kind, value, range }];
	}

	/** The range of tokens that could not be read. */
	private unread(from: number, to: number): Range {
		const last = this.tokens[to - 1]!;
		return from < to
			? this.span(this.tokens[from]!, last)
			: { start: last.end + this.shift, end: last.end + this.shift };
	}

	private scope(kind: 'global' | 'nonlocal', to: number, range: Range): readonly Stmt[] | null {
		const names: string[] = [];
		do {
			this.at++;
			const name = this.peek(to);
			if (name?.kind !== 'name') return this.unexpected(to);
			names.push(name.text);
			this.at++;
		} while (this.is(to, ','));
		return this.finished(to) ? [{ kind, names, range }] : null;
	}

	private assert(to: number, range: Range): readonly Stmt[] | null {
		this.at++;
		const test = this.expression(to);
		if (test === null) return null;
		let message: Expr | null = null;
		if (this.is(to, ',')) {
			this.at++;
			message = this.expression(to);
			if (message === null) return null;
		}
		if (!this.finished(to)) return null;
		return [{ kind: 'assert', test, ...(message !== null && { message }), range }];
	}

	private import(first: Token, to: number, range: Range): readonly Stmt[] | null {
		this.at++;
		if (first.text === 'from') return this.importFrom(to, range);
		const found: ImportStmt[] = [];
		for (;;) {
			const from = this.at;
			const module = this.module(to);
			if (module === '') return this.unexpected(to);
			const moduleRange = this.span(this.tokens[from]!, this.tokens[this.at - 1]!);
			let alias: string | undefined;
			if (this.is(to, 'as')) {
				const name = this.peek(to, ++this.at);
				if (name?.kind !== 'name') return this.unexpected(to);
				alias = name.text;
				this.at++;
			}
			const start = found.length === 0 ? range.start : moduleRange.start;
			found.push({
				kind: 'import',
				module,
				moduleRange,
				...(alias !== undefined && { alias }),
				level: 0,
				range: { start, end: this.tokens[this.at - 1]!.end + this.shift },
			});
			if (!this.is(to, ',')) break;
			this.at++;
		}
		return this.finished(to) ? found : null;
	}

	/** `a.b.c`; empty where no name stands. */
	private module(to: number): string {
		const names: string[] = [];
		while (this.peek(to)?.kind === 'name') {
			names.push(this.tokens[this.at++]!.text);
			if (!this.is(to, '.')) break;
			this.at++;
		}
		return names.join('.');
	}

	private importFrom(to: number, range: Range): readonly Stmt[] | null {
		const from = this.at;
		let level = 0;
		for (; this.is(to, '.') || this.is(to, '...'); this.at++) level += this.tokens[this.at]!.text.length;
		const module = this.module(to);
		if ((module === '' && level === 0) || !this.is(to, 'import')) return this.unexpected(to);
		const moduleRange = this.span(this.tokens[from]!, this.tokens[this.at - 1]!);
		this.at++;
		let end = to;
		const open = this.peek(to);
		if (open?.kind === 'open' && open.text === '(') {
			end = open.match;
			this.at++;
		}
		const names = this.importedNames(end);
		if (names === null) return null;
		if (end !== to) this.at = end + 1;
		return this.finished(to) ? [{ kind: 'import', module, moduleRange, names, level, range }] : null;
	}

	private importedNames(to: number): NonNullable<ImportStmt['names']> | null {
		const names: NonNullable<ImportStmt['names']>[number][] = [];
		for (;;) {
			const token = this.peek(to);
			const star = token?.kind === 'op' && token.text === '*';
			if (token === undefined || (token.kind !== 'name' && !star)) return this.unexpected(to);
			this.at++;
			let alias = token;
			if (this.is(to, 'as')) {
				const name = this.peek(to, ++this.at);
				if (name?.kind !== 'name') return this.unexpected(to);
				alias = name;
				this.at++;
			}
			names.push({ name: token.text, alias: alias.text, range: this.span(token, alias) });
			if (!this.is(to, ',')) break;
			this.at++;
			if (this.at >= to) break;
		}
		return this.at < to ? this.unexpected(to) : names;
	}

	/** An expression, or what is assigned where. */
	private assignment(to: number, range: Range): readonly Stmt[] | null {
		const first = this.expressions(to);
		const sign = this.peek(to);
		if (first === null) return null;
		if (sign === undefined) return [{ kind: 'expression', value: first, range }];
		const op = sign.kind === 'op' ? AUGMENTED.get(sign.text) : undefined;
		if (op !== undefined) {
			const value = this.value(to);
			return [{ kind: 'augment', target: first as Target, op, value, operator: this.place(sign), range }];
		}
		if (this.is(to, ':') && first.kind !== 'tuple') {
			const next = this.afterAnnotation(to);
			if (next === null) return null;
			if (next === 'end') return [{ kind: 'assign', targets: [first as Target], range }];
			return [{ kind: 'assign', targets: [first as Target], value: this.value(to), range }];
		}
		if (!this.is(to, '=')) return this.unexpected(to);
		const targets = [first];
		let value = this.value(to, true);
		while (this.is(to, '=')) {
			targets.push(value);
			value = this.value(to, true);
		}
		return [{ kind: 'assign', targets: targets as Target[], value, range }];
	}

	/** Passes over `: annotation`, up to the `=` behind it where there is one. */
	private afterAnnotation(to: number): '=' | 'end' | null {
		this.at++;
		if (this.at >= to) return this.unexpected(to);
		for (; this.at < to; this.at++) {
			const token = this.tokens[this.at]!;
			if (token.kind === 'open') this.at = token.match;
			else if (token.kind === 'op' && token.text === '=') return '=';
		}
		return 'end';
	}

	/** The value behind the sign at `at`: broken where it cannot be read, for the statement still says what it assigns to. */
	private value(to: number, chain = false): Expr {
		const from = ++this.at;
		const value = this.expressions(to);
		if (value !== null && chain && this.is(to, '=')) return value;
		if (value !== null && this.finished(to)) return value;
		this.at = to;
		return hole(this.unread(from, to));
	}
}
