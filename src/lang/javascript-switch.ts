/**
 * `switch`: a chain of `if`s, where each of its cases ends before the next one begins.
 */
import { JavaScriptHeads } from './javascript-heads.ts';
import { compare, hole, logical, type Building } from './script-build.ts';
import type { Token } from './script-tokens.ts';
import type { BlockStmt, Expr, IfStmt, NameExpr, Stmt } from './script.ts';

/** The statements behind one or several labels. */
interface Case {
	readonly tests: { readonly value: Expr; readonly label: Token }[];
	readonly label: Token;
	isDefault: boolean;
	readonly body: Stmt[];
}

export abstract class JavaScriptSwitch extends JavaScriptHeads {
	switch(first: Token, to: number): Stmt[] | null {
		this.at++;
		const discriminant = this.test(to);
		const open = this.at;
		if (discriminant === null) return null;
		if (!this.opens(to, '{')) return this.unexpected(to);
		this.at = this.tokens[open]!.match + 1;
		const body: Stmt[] = [];
		const owner: Building<BlockStmt> = { kind: 'block', body, range: this.whole(first) };
		this.inBrackets(open, (end) => {
			const cases = this.cases(end);
			return () => {
				if (cases === null || !this.chain(discriminant, cases, body)) Object.assign(owner, { kind: 'broken' });
			};
		});
		return [owner];
	}

	private cases(to: number): Case[] | null {
		const cases: Case[] = [];
		while (this.at < to) {
			const label = this.tokens[this.at]!;
			const value = this.caseLabel(to);
			if (value === null) return null;
			const last = cases.at(-1);
			// Labels one behind the other share what follows them.
			const shared = last !== undefined && last.body.length === 0 ? last : undefined;
			const current = shared ?? { tests: [], label, isDefault: false, body: [] };
			if (value === 'default') current.isDefault = true;
			else current.tests.push({ value, label });
			if (shared === undefined) cases.push(current);
			while (this.at < to && !this.is(to, 'case') && !(this.is(to, 'default') && this.is(to, ':', this.at + 1))) {
				const read = this.statement(to);
				if (read === null) return null;
				for (const statement of read) current.body.push(statement);
			}
		}
		return cases;
	}

	private caseLabel(to: number): Expr | 'default' | null {
		let value: Expr | 'default' | null = 'default';
		if (this.accept(to, 'case')) value = this.expressions(to);
		else if (!this.accept(to, 'default')) return this.unexpected(to);
		if (value === null) return null;
		return this.accept(to, ':') ? value : this.unexpected(to);
	}

	/** Writes the cases as `if`s; false where one runs on into the next, or ends in the middle. */
	private chain(discriminant: Expr, cases: readonly Case[], body: Stmt[]): boolean {
		let subject = discriminant;
		const named = discriminant.kind === 'attribute' ? discriminant.object.kind : discriminant.kind;
		if (named !== 'name') {
			// Computed once, under a name that no program writes.
			const { range } = discriminant;
			const name: NameExpr = { kind: 'name', name: '(switch)', range };
			body.push({ kind: 'assign', targets: [name], value: discriminant, declare: 'const', range });
			subject = name;
		}
		const branches: Building<IfStmt>['branches'] = [];
		let otherwise: readonly Stmt[] = [];
		for (const [index, each] of cases.entries()) {
			const statements = this.withoutBreak(each, index === cases.length - 1);
			if (statements === null) return false;
			if (each.isDefault) otherwise = statements;
			else branches.push({ test: this.oneOf(subject, each), body: statements });
		}
		if (branches.length === 0) for (const statement of otherwise) body.push(statement);
		else {
			const range = { start: branches[0]!.test.range.start, end: this.endOf(cases) };
			body.push({ kind: 'if', branches, otherwise, range });
		}
		return true;
	}

	private endOf(cases: readonly Case[]): number {
		const last = cases.at(-1)!;
		return last.body.at(-1)?.range.end ?? last.label.end + this.shift;
	}

	/** Whether the subject is one of a case's values. */
	private oneOf(subject: Expr, { tests, label }: Case): Expr {
		let all: Expr | undefined;
		for (const { value, label: own } of tests) {
			const operator = this.place(own);
			const test = compare('===', subject, operator, 0, false).build(value);
			// The comparison stands where its value does.
			const placed: Expr = { ...test, range: value.range };
			all = all === undefined ? placed : logical('or', all, operator, 0).build(placed);
		}
		return all ?? hole(this.place(label));
	}

	/** The statements of a case without the `break` that ends them. */
	private withoutBreak({ body, label }: Case, isLast: boolean): readonly Stmt[] | null {
		let statements: readonly Stmt[] = body;
		const only = body[0];
		if (body.length === 1 && only?.kind === 'block') statements = only.body;
		const last = statements.at(-1);
		const ends =
			last?.kind === 'break' || last?.kind === 'return' || last?.kind === 'raise' || last?.kind === 'continue';
		if (!ends && !isLast && statements.length > 0) return this.refuse(label, `${label.text} … ${label.text}`);
		const kept = last?.kind === 'break' && last.label === undefined ? statements.slice(0, -1) : statements;
		return breaksOff(kept) ? this.refuse(label, `${label.text} … break`) : kept;
	}
}

/** Whether a `break` somewhere within leaves the switch. */
function breaksOff(statements: readonly Stmt[]): boolean {
	const work: Stmt[] = [...statements];
	for (let next = work.pop(); next !== undefined; next = work.pop()) {
		if (next.kind === 'break' && next.label === undefined) return true;
		if (next.kind === 'if') for (const { body } of next.branches) for (const each of body) work.push(each);
		if (next.kind === 'if' || next.kind === 'try') for (const each of next.otherwise) work.push(each);
		if (next.kind === 'block' || next.kind === 'try') for (const each of next.body) work.push(each);
		if (next.kind === 'try') for (const { body } of next.handlers) for (const each of body) work.push(each);
	}
	return false;
}
