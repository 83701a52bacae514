/**
 * The heads of Python's compound statements, up to the colon.
 */
import type { Range } from '../protocol.ts';
import { PythonSimple } from './python-simple.ts';
import type { Building } from './script-build.ts';
import type { Token } from './script-tokens.ts';
import type {
	BrokenStmt,
	ClassStmt,
	DefineStmt,
	Expr,
	ForStmt,
	IfStmt,
	Parameter,
	Stmt,
	Target,
	TryStmt,
	WhileStmt,
	WithStmt,
} from './script.ts';

export type Compound = Building<
	IfStmt | ForStmt | WhileStmt | DefineStmt | ClassStmt | TryStmt | WithStmt | BrokenStmt
>;

/** A block that a head opens: what its statements are appended to, and the statement they belong to. */
export interface Opening {
	readonly body: Stmt[];
	readonly owner: Compound;
	/** The block of a head that could not be read is passed over. */
	readonly skipped?: boolean;
	/** Of a `match`: what its cases look at. */
	readonly subject?: Expr;
}

export class PythonHeads extends PythonSimple {
	loop(to: number, range: Range): Opening | null {
		const until = this.find(to, 'in');
		if (until < 0) {
			if (this.expressions(to) !== null) this.unexpected(to);
			return null;
		}
		const target = this.expressions(until);
		if (target === null || !this.finished(until)) return null;
		this.at++;
		const iterable = this.expressions(to);
		if (iterable === null) return null;
		const body: Stmt[] = [];
		return { body, owner: { kind: 'for', target: target as Target, iterable, body, otherwise: [], range } };
	}

	with(to: number, range: Range): Opening | null {
		const open = this.tokens[this.at];
		const grouped =
			this.at < to &&
			open?.kind === 'open' &&
			open.text === '(' &&
			this.is(to, ':', open.match + 1) &&
			this.isGroup(open.match);
		const end = grouped ? open.match : to;
		if (grouped) this.at++;
		const items: Building<WithStmt>['items'] = [];
		do {
			if (items.length > 0) this.at++;
			if (grouped && this.at >= end) break;
			const context = this.expression(end);
			if (context === null) return null;
			let target: Expr | null = null;
			if (this.is(end, 'as')) {
				this.at++;
				target = this.expression(end);
				if (target === null) return null;
			}
			items.push({ context, ...(target !== null && { target: target as Target }) });
		} while (this.is(end, ','));
		if (grouped) {
			if (!this.finished(end)) return null;
			this.at = end + 1;
		}
		const body: Stmt[] = [];
		return { body, owner: { kind: 'with', items, body, range } };
	}

	/** Whether the parentheses behind `with` hold several contexts, or name one. */
	private isGroup(to: number): boolean {
		for (let index = this.at + 1; index < to; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (this.is(to, ',', index) || this.is(to, 'as', index)) return true;
			else if (token.kind === 'keyword' && (token.text === 'for' || token.text === 'yield')) return false;
		}
		return false;
	}

	/** The name behind `def` or `class`, and past what stands in square brackets behind it. */
	private definedName(to: number): Token | null {
		const name = this.peek(to);
		if (name?.kind !== 'name') return this.unexpected(to);
		this.at++;
		const types = this.peek(to);
		if (types?.kind === 'open' && types.text === '[') this.at = types.match + 1;
		return name;
	}

	define(to: number, range: Range, decorators: Expr[]): Opening | null {
		const name = this.definedName(to);
		if (name === null) return null;
		const open = this.peek(to);
		if (open?.kind !== 'open' || open.text !== '(') return this.unexpected(to);
		const parameters = this.parameters(open.match);
		if (parameters === null) return null;
		this.at = open.match + 1;
		if (this.is(to, '->')) this.skipAnnotation(to);
		const body: Stmt[] = [];
		const owner: Building<DefineStmt> = {
			kind: 'define',
			name: { kind: 'name', name: name.text, range: this.place(name) },
			parameters,
			body,
			decorators,
			generator: false,
			range,
		};
		return { body, owner };
	}

	private parameters(to: number): Parameter[] | null {
		const list = { parameters: [] as Building<Parameter>[], keywordOnly: false };
		this.at++;
		while (this.at < to) {
			if (this.parameter(to, list) === null) return null;
			if (this.is(to, ':')) this.skipAnnotation(to);
			if (this.is(to, '=')) {
				this.at++;
				const value = this.expression(to);
				if (value === null) return null;
				list.parameters.at(-1)!.default = value;
			}
			if (!this.is(to, ',')) break;
			this.at++;
		}
		return this.finished(to) ? list.parameters : null;
	}

	/** Passes over an annotation: up to a comma, a colon or a default outside brackets. */
	private skipAnnotation(to: number): void {
		this.at++;
		for (; this.at < to; this.at++) {
			const token = this.tokens[this.at]!;
			if (token.kind === 'open') this.at = token.match;
			else if (token.kind === 'op' && (token.text === ',' || token.text === ':' || token.text === '=')) return;
		}
	}

	class(to: number, range: Range, decorators: Expr[]): Opening | null {
		const name = this.definedName(to);
		if (name === null) return null;
		const bases: Expr[] = [];
		const open = this.peek(to);
		if (open?.kind === 'open' && open.text === '(') {
			this.at++;
			const args = this.argumentsUntil(open.match);
			if (args === null) return null;
			for (const argument of args)
				if (argument.name === undefined && argument.spread === undefined) bases.push(argument.value);
			this.at = open.match + 1;
		}
		const body: Stmt[] = [];
		const owner: Building<ClassStmt> = {
			kind: 'class',
			name: { kind: 'name', name: name.text, range: this.place(name) },
			bases,
			body,
			decorators,
			range,
		};
		return { body, owner };
	}
}
