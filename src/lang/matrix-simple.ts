/**
 * Statements of Julia and MATLAB that hold no others: assignments, short definitions of functions, jumps, and what sets the stage and computes nothing.
 */
import type { Range } from '../protocol.ts';
import { MatrixGroups } from './matrix-groups.ts';
import { applied } from './matrix-operands.ts';
import { COMMANDS } from './matrix-lexicon.ts';
import { hole, outerOf, spanOf } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { AssignStmt, Expr, IfStmt, Parameter, SequenceExpr, Stmt, Target } from './script.ts';

/** The value of a tuple whose items are read one by one. */
function tupleOf(items: readonly Expr[]): Expr {
	return items.length === 1 ? items[0]! : { kind: 'tuple', items, range: spanOf(items[0]!, items.at(-1)!) };
}

/** A short definition, up to what it returns. */
export interface ShortDefinition {
	readonly name: Token;
	readonly parameters: readonly Parameter[];
}

export class MatrixSimple extends MatrixGroups {
	/** Names with entries that are set: in MATLAB, whose arrays are values, assigning such a name copies. */
	readonly stored = new Set<string>();
	/** Assignments of a bare name. */
	readonly aliases: AssignStmt[] = [];

	/** The index of the sign that assigns, between `at` and `to`, outside brackets; −1 where none does. */
	signOf(to: number, from = this.at): number {
		for (let index = from; index < to; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (token.kind === 'op' && this.language.assigns.has(token.text)) return index;
		}
		return -1;
	}

	/** `f(x) = …` of Julia: what is defined, with `at` behind the sign; null where it is something else. */
	shortDefinition(sign: number): ShortDefinition | null {
		const name = this.tokens[this.at]!;
		const open = this.tokens[this.at + 1];
		if (!this.julia || name.kind !== 'name' || open?.kind !== 'open' || open.text !== '(' || this.spaced(this.at + 1))
			return null;
		if (this.tokens[sign]!.text !== '=' || open.match >= sign) return null;
		const behind = this.tokens[open.match + 1]!;
		const typed = behind.text === '::' || behind.text === 'where';
		if (open.match + 1 !== sign && !typed) return null;
		const parameters = this.parameters(this.at + 1);
		if (parameters === null) return null;
		this.at = sign + 1;
		return { name, parameters };
	}

	/** Reads one simple statement from `at` up to `to`; one that cannot be read is broken. */
	simple(to: number): readonly Stmt[] {
		const from = this.at;
		const range = this.span(this.tokens[from]!, this.tokens[to - 1]!);
		const read = this.statement(to, range);
		this.drain();
		this.at = to;
		const sound = read !== null && read.every((statement) => this.isSound(statement));
		return sound ? read : [{ kind: 'broken', range }];
	}

	private statement(to: number, range: Range): readonly Stmt[] | null {
		const first = this.tokens[this.at]!;
		if (first.kind === 'keyword') {
			const read = this.keyword(first, to, range);
			if (read !== 'expression') return read;
		}
		if (!this.julia && first.kind === 'name' && COMMANDS.has(first.text) && this.isCommand(to))
			return [{ kind: 'pass', range }];
		if (this.julia) {
			const each = this.is(to, '@') && this.is(to, '.', this.at + 1);
			const sign = this.signOf(to);
			if (each && sign >= 0) {
				this.at += 2;
				return this.assignment(to, sign, range, true);
			}
			const guarded = this.guarded(to, range);
			if (guarded !== 'none') return guarded;
		}
		const sign = this.signOf(to);
		if (sign >= 0) return this.assignment(to, sign, range, false);
		if (!this.julia && (this.is(to, '++', to - 1) || this.is(to, '--', to - 1))) return this.counting(to, range);
		const value = this.expressions(to);
		if (value === null || !this.finished(to)) return null;
		return [{ kind: 'expression', value, range }];
	}

	/** Whether what stands behind a command's name is words, if anything. */
	private isCommand(to: number): boolean {
		const next = this.peek(to, this.at + 1);
		return next === undefined || (next.kind === 'name' && this.spaced(this.at + 1));
	}

	/** `a, b` without brackets, or a single expression. */
	expressions(to: number): Expr | null {
		const items: Expr[] = [];
		do {
			if (items.length > 0 && this.at >= to) break;
			const item = this.expression(to);
			if (item === null) return null;
			items.push(item);
		} while (this.julia && this.accept(to, ','));
		return tupleOf(items);
	}

	private keyword(first: Token, to: number, range: Range): readonly Stmt[] | 'expression' | null {
		switch (first.text) {
			case 'return': {
				this.at++;
				if (this.at >= to) return [{ kind: 'return', range }];
				const from = this.at;
				const value = this.expressions(to);
				if (value !== null && this.finished(to)) return [{ kind: 'return', value, range }];
				return [{ kind: 'return', value: hole(this.span(this.tokens[from]!, this.tokens[to - 1]!)), range }];
			}
			case 'break':
			case 'continue':
				this.at++;
				return this.finished(to) ? [{ kind: first.text, range }] : null;
			case 'global':
			case 'local':
			case 'const':
			case 'persistent':
				return this.scope(first, to, range);
			case 'using':
			case 'import':
			case 'export':
				return [{ kind: 'pass', range }];
			default:
				return 'expression';
		}
	}

	/** `global x`, `local x = 1`, `const x = 1`. */
	private scope(first: Token, to: number, range: Range): readonly Stmt[] | null {
		this.at++;
		const names: string[] = [];
		for (let index = this.at; index < to; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'name') names.push(token.text);
			else if (!this.is(to, ',', index)) break;
		}
		const scope: Stmt[] = first.text === 'global' ? [{ kind: 'global', names, range }] : [];
		const sign = this.signOf(to);
		if (sign < 0) return scope.length > 0 ? scope : [{ kind: 'pass', range }];
		const assigned = this.assignment(to, sign, range, false);
		return assigned === null ? null : [...scope, ...assigned];
	}

	/** `test && return x`, `test || break` of Julia: a branch. */
	private guarded(to: number, range: Range): readonly Stmt[] | 'none' | null {
		let at = -1;
		for (let index = this.at + 1; index + 1 < to && at < 0; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (token.kind === 'op' && (token.text === '&&' || token.text === '||') && this.jumps(index + 1)) at = index;
		}
		if (at < 0) return 'none';
		const test = this.expression(at);
		if (test === null || !this.finished(at)) return null;
		this.at = at + 1;
		const jump = this.keyword(this.tokens[this.at]!, to, this.span(this.tokens[at + 1]!, this.tokens[to - 1]!));
		if (jump === null || jump === 'expression') return null;
		const isAnd = this.tokens[at]!.text === '&&';
		const branch: IfStmt = {
			kind: 'if',
			branches: [{ test, body: isAnd ? jump : [{ kind: 'pass', range: outerOf(test) }] }],
			otherwise: isAnd ? [] : jump,
			range,
		};
		return [branch];
	}

	private jumps(index: number): boolean {
		const token = this.tokens[index]!;
		return token.kind === 'keyword' && ['return', 'break', 'continue'].includes(token.text);
	}

	/** `x++` of Octave. */
	private counting(to: number, range: Range): readonly Stmt[] | null {
		const sign = this.tokens[to - 1]!;
		const target = this.expression(to - 1, { target: true });
		if (target === null || !this.finished(to - 1)) return null;
		const operator = this.place(sign);
		const value: Expr = { kind: 'number', value: 1, integer: true, range: operator };
		return [
			{ kind: 'augment', target: target as Target, op: sign.text === '++' ? '@+' : '@-', value, operator, range },
		];
	}

	private assignment(to: number, sign: number, range: Range, each: boolean): readonly Stmt[] | null {
		const token = this.tokens[sign]!;
		const op = this.language.assigns.get(token.text)!;
		const definition = this.shortDefinition(sign);
		if (definition !== null) return this.defined(definition, to, range, each);
		const target = this.target(sign);
		if (target === null) return null;
		this.at = sign + 1;
		const operator = this.place(token);
		if (op !== '' && op !== '.') {
			const value = this.value(to, each);
			this.note(target);
			return [
				{ kind: 'augment', target, op: each ? (op.replace(/^@(?=.)/, '') as typeof op) : op, value, operator, range },
			];
		}
		const targets: Target[] = [op === '.' || each ? this.elements(target, op === '.') : target];
		for (let next = this.signOf(to); next >= 0 && this.tokens[next]!.text === '='; next = this.signOf(to)) {
			const another = this.target(next);
			if (another === null) return null;
			targets.push(another);
			this.at = next + 1;
		}
		const value = this.value(to, each);
		for (const each of targets) this.note(each);
		const [only] = targets;
		const several = !this.julia && only?.kind === 'tuple' && value.kind === 'call';
		const made = several ? this.results(only, value) : value;
		const statement: AssignStmt = { kind: 'assign', targets, value: made, range };
		if (made.kind === 'name') this.aliases.push(statement);
		return [statement];
	}

	/** `x .= …` writes into the elements of x; `@. y = …` alone makes a new y. */
	private elements(target: Target, stores: boolean): Target {
		if (!stores || target.kind !== 'name') return target;
		const { range } = target;
		const index: Expr = { kind: 'constant', value: 'ellipsis', range };
		return { kind: 'index', object: target, index, operator: range, range };
	}

	/** A call that answers with several results. */
	private results(target: SequenceExpr, call: Extract<Expr, { kind: 'call' }>): Expr {
		const count: Expr = { kind: 'number', value: target.items.length, integer: true, range: call.operator };
		const made = applied('.results', [count, call.callee], call.operator, call.range);
		// Its brackets are still to be read.
		this.late.push(() => {
			for (const argument of call.args) made.args.push(argument);
		});
		return made;
	}

	/** What is done once a statement's brackets are read. */
	readonly late: (() => void)[] = [];

	override drain(): void {
		super.drain();
		for (const act of this.late.splice(0)) act();
	}

	/** Remembers that entries of a variable are set. */
	private note(target: Target): void {
		let at: Expr = target;
		while (at.kind === 'index' || at.kind === 'attribute') at = at.object;
		if (at !== target && at.kind === 'name') this.stored.add(at.name);
	}

	private defined({ name, parameters }: ShortDefinition, to: number, range: Range, each: boolean): readonly Stmt[] {
		const value = this.value(to, each);
		return [
			{
				kind: 'define',
				name: { kind: 'name', name: name.text, range: this.place(name) },
				parameters,
				body: [{ kind: 'return', value, range: outerOf(value) }],
				decorators: [],
				generator: false,
				range,
			},
		];
	}

	/** What is assigned to, up to the sign. */
	target(sign: number): Target | null {
		const first = this.tokens[this.at]!;
		if (!this.julia && first.kind === 'open' && first.text === '[' && first.match === sign - 1)
			return this.outputs(sign);
		const items: Expr[] = [];
		do {
			const item = this.expression(sign, { target: true });
			if (item === null) return null;
			this.skipType(sign);
			items.push(item);
		} while (this.julia && this.accept(sign, ',') && this.at < sign);
		if (!this.finished(sign)) return null;
		return tupleOf(items) as Target;
	}

	/** `[a, ~, c] = …` of MATLAB. */
	private outputs(sign: number): Target | null {
		const open = this.tokens[this.at]!;
		const items: Expr[] = [];
		this.at++;
		while (this.at < open.match) {
			if (this.accept(open.match, ',')) continue;
			if (this.is(open.match, '~') || this.is(open.match, '!')) {
				items.push({ kind: 'name', name: '~', range: this.place(this.tokens[this.at++]!) });
				continue;
			}
			const item = this.expression(open.match, { target: true, entries: true });
			if (item === null) return null;
			items.push(item);
		}
		this.at = sign;
		if (items.length === 0) return this.unexpected(sign);
		const range = this.span(open, this.tokens[open.match]!);
		return items.length === 1 ? (items[0] as Target) : { kind: 'tuple', items, range };
	}

	/** The value behind a sign: broken where it cannot be read, for its statement still says what it assigns to. */
	private value(to: number, each: boolean): Expr {
		const from = this.at;
		if (from >= to) {
			this.missing(to);
			const end = this.tokens[to - 1]!.end + this.shift;
			return hole({ start: end, end });
		}
		const value = this.expressions(to);
		if (value !== null && this.finished(to)) {
			if (each) this.eachOf.push(value);
			return value;
		}
		this.at = to;
		return hole(this.span(this.tokens[from]!, this.tokens[to - 1]!));
	}

	/** Whether what the statement assigns to can be assigned to. */
	private isSound(statement: Stmt): boolean {
		const targets =
			statement.kind === 'assign' ? statement.targets : statement.kind === 'augment' ? [statement.target] : [];
		const open: Expr[] = [...targets];
		for (let node = open.pop(); node !== undefined; node = open.pop()) {
			if (node.kind === 'tuple' || node.kind === 'list') for (const item of node.items) open.push(item);
			else if (node.kind === 'broken') return false;
			else if (node.kind !== 'name' && node.kind !== 'attribute' && node.kind !== 'index') {
				const { start, end } = node.range;
				const at = { start: start - this.shift, end: end - this.shift };
				this.complain(problem('not-assignable', at, 'error', 'Nothing can be assigned to this'));
				return false;
			}
		}
		return true;
	}
}
