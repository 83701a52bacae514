/**
 * What JavaScript and TypeScript declare: functions, and the types that are passed over.
 */
import { JavaScriptModules } from './javascript-modules.ts';
import type { Token } from './script-tokens.ts';
import type { Stmt } from './script.ts';

export class JavaScriptDeclarations extends JavaScriptModules {
	declaration(first: Token, to: number): Stmt[] | 'other' | null {
		const next = this.peek(to, this.at + 1);
		if (first.kind === 'keyword') {
			switch (first.text) {
				case 'function':
					return next?.kind === 'name' || next?.text === '*' ? this.functionDeclaration(first, to) : 'other';
				case 'class':
					return this.class(first, to);
				case 'import':
					return this.opens(to, '(', this.at + 1) || this.is(to, '.', this.at + 1) ? 'other' : this.import(first, to);
				case 'export':
					return this.export(first, to);
				case 'enum':
					return this.refuse(first);
				case 'const':
					return next?.text === 'enum' ? this.refuse(next) : 'other';
				default:
					return 'other';
			}
		}
		if (first.kind === 'op' && first.text === '@') return this.refuse(first);
		if (first.kind !== 'name' || next === undefined || next.fresh === true) return 'other';
		switch (first.text) {
			case 'async':
				return next.text === 'function' ? this.asyncFunction(first, to) : 'other';
			case 'abstract':
				if (next.text !== 'class') return 'other';
				this.at++;
				return this.class(next, to);
			case 'type':
				return next.kind === 'name' ? this.typeAlias(first, to) : 'other';
			case 'interface':
			case 'namespace':
			case 'module':
				return next.kind === 'name' ? this.passBlock(first, to) : 'other';
			case 'declare':
				return next.kind === 'name' || next.kind === 'keyword' ? this.passBlock(first, to) : 'other';
			default:
				return 'other';
		}
	}

	private typeAlias(first: Token, to: number): Stmt[] | null {
		this.at += 2;
		if (this.is(to, '<')) this.skipAngles(to);
		if (!this.accept(to, '=')) return this.unexpected(to);
		this.accept(to, '|');
		this.skipType(to);
		return this.ended(to) ? [{ kind: 'pass', range: this.whole(first) }] : null;
	}

	/** Passes over what only says types: to the end of its braces, or of its line. */
	private passBlock(first: Token, to: number): Stmt[] {
		for (this.at++; this.at < to; this.at++) {
			const token = this.tokens[this.at]!;
			if (token.fresh === true && token.kind !== 'open' && token.text !== 'extends') break;
			if (token.kind === 'op' && token.text === ';') break;
			if (token.kind !== 'open') continue;
			this.at = token.match;
			if (token.text === '{') {
				this.at++;
				break;
			}
		}
		const range = this.since(first.start + this.shift);
		this.accept(to, ';');
		return [{ kind: 'pass', range }];
	}

	private functionDeclaration(first: Token, to: number): Stmt[] | null {
		this.at++;
		const generator = this.accept(to, '*');
		const name = this.peek(to);
		if (name?.kind !== 'name') return this.unexpected(to);
		this.at++;
		if (this.isOverload(to)) return [{ kind: 'pass', range: this.whole(first) }];
		const made = this.callable(to);
		if (made === null) return null;
		return [
			{
				kind: 'define',
				name: { kind: 'name', name: name.text, range: this.place(name) },
				...made,
				decorators: [],
				generator,
				range: this.whole(first),
			},
		];
	}

	/** What is asynchronous is not run. */
	private asyncFunction(first: Token, to: number): Stmt[] | null {
		this.refuse(first);
		this.at++;
		const read = this.functionDeclaration(first, to);
		return read === null ? null : [{ kind: 'broken', range: this.whole(first) }];
	}
}
