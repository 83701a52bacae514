/**
 * JavaScript's classes: methods, and fields, which move into the constructor.
 */
import type { Range } from '../protocol.ts';
import { MODIFIERS } from './javascript-groups.ts';
import { JavaScriptSwitch } from './javascript-switch.ts';
import type { Building } from './script-build.ts';
import type { Token } from './script-tokens.ts';
import type { AssignStmt, ClassStmt, DefineStmt, Expr, NameExpr, Parameter, Stmt } from './script.ts';

/** A class while it is read: its fields move into its constructor. */
interface Members {
	readonly body: Stmt[];
	readonly fields: Stmt[];
	constructor_: Building<DefineStmt> | undefined;
}

export abstract class JavaScriptClasses extends JavaScriptSwitch {
	class(first: Token, to: number): Stmt[] | null {
		this.at++;
		const name = this.peek(to);
		if (name?.kind !== 'name') return this.unexpected(to);
		this.at++;
		if (this.is(to, '<')) this.skipAngles(to);
		const bases: Expr[] = [];
		if (this.accept(to, 'extends')) {
			const base = this.heritage(to);
			if (base === null) return null;
			bases.push(base);
		}
		if (this.isWord(to, 'implements')) {
			do {
				this.at++;
				this.skipType(to);
			} while (this.is(to, ','));
		}
		if (!this.opens(to, '{')) return this.unexpected(to);
		const members: Members = { body: [], fields: [], constructor_: undefined };
		const open = this.at;
		this.at = this.tokens[open]!.match + 1;
		const range = this.whole(first);
		this.inBrackets(open, (end) => {
			while (this.at < end) this.member(end, members);
			return () => this.intoConstructor(members, bases.length > 0, range);
		});
		const statement: ClassStmt = {
			kind: 'class',
			name: { kind: 'name', name: name.text, range: this.place(name) },
			bases,
			body: members.body,
			decorators: [],
			range,
		};
		return [statement];
	}

	/** What a class extends: `Base`, `module.Base<T>`. */
	private heritage(to: number): Expr | null {
		let base: Expr | undefined;
		for (;;) {
			const token = this.peek(to);
			if (token?.kind !== 'name') return this.unexpected(to);
			this.at++;
			const operator = this.place(token);
			base =
				base === undefined
					? { kind: 'name', name: token.text, range: operator }
					: {
							kind: 'attribute',
							object: base,
							name: token.text,
							operator,
							range: { start: base.range.start, end: operator.end },
						};
			if (!this.accept(to, '.')) break;
		}
		if (this.is(to, '<')) this.skipAngles(to);
		return base;
	}

	/** One member of a class; what cannot be read is a broken one. */
	private member(to: number, members: Members): void {
		if (this.accept(to, ';')) return;
		const from = this.at;
		if (this.memberRead(to, members) !== null) return;
		this.at = Math.max(this.at, from + 1);
		this.skip(to);
		members.body.push({ kind: 'broken', range: this.since(this.tokens[from]!.start + this.shift) });
	}

	private memberRead(to: number, members: Members): true | null {
		const first = this.tokens[this.at]!;
		let role: 'method' | 'get' | 'set' = 'method';
		let isStatic = false;
		let isAsync = false;
		for (let token = this.peek(to); token?.kind === 'name'; token = this.peek(to)) {
			const next = this.peek(to, this.at + 1);
			// `get`, `static` … are names of members, too.
			if (next === undefined || next.kind === 'op' ? next?.text !== '*' : next.text === '(' && next.kind === 'open')
				break;
			if (token.text === 'async') {
				this.refuse(token);
				isAsync = true;
			}
			if (token.text === 'static') isStatic = true;
			else if (token.text === 'get' || token.text === 'set') role = token.text;
			else if (!isAsync && !MODIFIERS.has(token.text)) break;
			this.at++;
		}
		if (this.opens(to, '{')) return this.refuse(first);
		const generator = this.accept(to, '*');
		if (this.isIndexSignature(to)) {
			this.at = this.tokens[this.at]!.match + 1;
			this.skipAnnotation(to);
			return true;
		}
		const keyToken = this.peek(to);
		const key = this.key(to);
		if (key === null || keyToken === undefined) return null;
		if (key.kind !== 'string') return this.refuse(keyToken);
		const name: NameExpr = { kind: 'name', name: key.value, range: key.range };
		this.accept(to, '?');
		this.accept(to, '!');
		if (this.opens(to, '(') || this.is(to, '<')) {
			if (this.isOverload(to)) return true;
			const made = this.callable(to);
			if (made === null) return null;
			const method: Building<DefineStmt> = {
				kind: 'define',
				name,
				...made,
				decorators: [],
				generator,
				member: isStatic ? 'static' : role,
				range: this.since(first.start + this.shift),
			};
			if (isAsync) {
				members.body.push({ kind: 'broken', range: method.range });
				return true;
			}
			if (key.value === 'constructor') members.constructor_ = method;
			members.body.push(method);
			return true;
		}
		return this.fieldOf(first, name, isStatic, to, members);
	}

	private isIndexSignature(to: number): boolean {
		const open = this.peek(to);
		return open?.kind === 'open' && open.text === '[' && this.is(open.match, ':', this.at + 2);
	}

	private fieldOf(first: Token, name: NameExpr, isStatic: boolean, to: number, members: Members): true | null {
		this.skipAnnotation(to);
		let value: Expr | null = null;
		if (this.accept(to, '=')) {
			value = this.expression(to);
			if (value === null) return null;
		}
		if (!this.ended(to)) return null;
		const range = this.whole(first);
		if (isStatic) {
			if (value !== null) members.body.push({ kind: 'assign', targets: [name], value, range });
		} else members.fields.push(this.ofThis(name, value ?? { kind: 'constant', value: 'undefined', range }, range));
		return true;
	}

	/** `this.name = value`. */
	private ofThis(name: NameExpr, value: Expr, range: Range): AssignStmt {
		const { start, end } = name.range;
		const target: Expr = {
			kind: 'attribute',
			object: { kind: 'name', name: 'this', range: { start, end: start } },
			name: name.name,
			operator: name.range,
			range: { start, end },
		};
		return { kind: 'assign', targets: [target], value, range };
	}

	/** Fields are set where an object is made: at the beginning of its constructor, behind the call of its base's. */
	private intoConstructor(members: Members, derived: boolean, range: Range): void {
		let made = members.constructor_;
		const properties = made === undefined ? [] : (this.properties.get(made.parameters) ?? []);
		const first = [...members.fields, ...properties.map((name) => this.ofThis(name, name, name.range))];
		if (first.length === 0) return;
		const at = { start: range.start, end: range.start };
		if (made === undefined) {
			const rest: NameExpr = { kind: 'name', name: '(rest)', range: at };
			const parameters: Parameter[] = derived ? [{ name: rest.name, range: at, kind: 'rest' }] : [];
			const base: Expr = {
				kind: 'call',
				callee: { kind: 'name', name: 'super', range: at },
				args: [{ value: rest, spread: 'positional' }],
				operator: at,
				range: at,
			};
			made = {
				kind: 'define',
				name: { kind: 'name', name: 'constructor', range: at },
				parameters,
				body: derived ? [{ kind: 'expression', value: base, range: at }] : [],
				decorators: [],
				generator: false,
				member: 'method',
				range: at,
			};
			members.body.unshift(made);
		}
		const { body } = made;
		const call = body.findIndex(
			(statement) =>
				statement.kind === 'expression' &&
				statement.value.kind === 'call' &&
				statement.value.callee.kind === 'name' &&
				statement.value.callee.name === 'super',
		);
		body.splice(call + 1, 0, ...first);
	}

	/** Passes over a function that TypeScript declares without its body; nothing is passed where it has one. */
	isOverload(to: number): boolean {
		const { at } = this;
		if (this.is(to, '<')) this.skipAngles(to);
		if (this.opens(to, '(')) {
			this.at = this.tokens[this.at]!.match + 1;
			this.skipAnnotation(to);
			const next = this.peek(to);
			if (next === undefined || this.is(to, ';') || (next.fresh === true && !this.opens(to, '{'))) {
				this.accept(to, ';');
				return true;
			}
		}
		this.at = at;
		return false;
	}
}
