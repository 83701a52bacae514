/**
 * What JavaScript's modules import and export.
 */
import { JavaScriptClasses } from './javascript-classes.ts';
import type { Token } from './script-tokens.ts';
import type { ImportStmt, Stmt } from './script.ts';

export abstract class JavaScriptModules extends JavaScriptClasses {
	import(first: Token, to: number): Stmt[] | null {
		this.at++;
		const names: NonNullable<ImportStmt['names']>[number][] = [];
		let alias: string | undefined;
		const only = this.isWord(to, 'type') && this.peek(to, this.at + 1)?.text !== 'from';
		if (only) this.at++;
		const start = this.peek(to);
		if (start?.kind === 'name' && !this.isWord(to, 'from', this.at)) {
			names.push({ name: 'default', alias: start.text, range: this.place(start) });
			this.at++;
			this.accept(to, ',');
		}
		if (this.accept(to, '*')) {
			const name = this.peek(to, this.at + 1);
			if (!this.isWord(to, 'as') || name?.kind !== 'name') return this.unexpected(to);
			alias = name.text;
			this.at += 2;
		} else if (this.opens(to, '{')) {
			const { match } = this.tokens[this.at]!;
			if (!this.importedNames(match, names)) return null;
			this.at = match + 1;
		}
		if (this.isWord(to, 'from')) this.at++;
		const module = this.peek(to);
		if (module?.kind !== 'string') return this.unexpected(to);
		this.at++;
		// `with { type: 'json' }`
		if (this.is(to, 'with') && this.opens(to, '{', this.at + 1)) this.at = this.tokens[this.at + 1]!.match + 1;
		if (!this.ended(to)) return null;
		const range = this.whole(first);
		if (only) return [{ kind: 'pass', range }];
		const common = { kind: 'import', module: module.text, moduleRange: this.place(module), level: 0, range } as const;
		const found: Stmt[] = [];
		if (alias !== undefined) found.push({ ...common, alias });
		if (names.length > 0) found.push({ ...common, names });
		return found.length > 0 ? found : [{ kind: 'pass', range }];
	}

	private importedNames(to: number, names: NonNullable<ImportStmt['names']>[number][]): boolean {
		for (this.at++; this.at < to;) {
			const isType =
				this.isWord(to, 'type') && this.peek(to, this.at + 1)?.kind === 'name' && !this.isWord(to, 'as', this.at + 1);
			if (isType) this.at++;
			const token = this.tokens[this.at]!;
			if (token.kind !== 'name' && token.kind !== 'keyword') return this.unexpected(to) !== null;
			this.at++;
			let local = token;
			if (this.isWord(to, 'as')) {
				local = this.peek(to, this.at + 1) ?? token;
				this.at += 2;
			}
			if (!isType) names.push({ name: token.text, alias: local.text, range: this.span(token, local) });
			if (!this.accept(to, ',')) break;
		}
		return this.finished(to);
	}

	export(first: Token, to: number): Stmt[] | null {
		this.at++;
		const next = this.peek(to);
		if (next === undefined) return this.unexpected(to);
		if (this.accept(to, 'default')) {
			const value = this.peek(to);
			if (value === undefined) return this.unexpected(to);
			const named = this.peek(to, this.at + 1)?.kind === 'name';
			if ((value.text === 'function' || value.text === 'class') && named) return this.statement(to);
			const expression = this.expression(to);
			if (expression === null || !this.ended(to)) return null;
			return [{ kind: 'expression', value: expression, range: expression.outer ?? expression.range }];
		}
		// `export { a, b }`, `export * from 'm'` compute nothing.
		if (this.opens(to, '{') || this.is(to, '*')) return this.passLine(first, to);
		if (next.text === 'type' && (this.opens(to, '{', this.at + 1) || this.is(to, '*', this.at + 1)))
			return this.passLine(first, to);
		return this.statement(to);
	}

	private passLine(first: Token, to: number): Stmt[] {
		for (; this.at < to; this.at++) {
			const token = this.tokens[this.at]!;
			if (token.kind === 'open') this.at = token.match;
			else if (token.fresh === true || this.is(to, ';')) break;
		}
		const range = this.since(first.start + this.shift);
		this.accept(to, ';');
		return [{ kind: 'pass', range }];
	}
}
