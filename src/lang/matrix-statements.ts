/**
 * Blocks of Julia and MATLAB, which an `end` ends: loops, branches, functions. They are kept on a stack of their own; a head that cannot be read costs its
 * own block, and nothing else.
 */
import type { Range } from '../protocol.ts';
import type { MatrixLanguage } from './matrix-lexicon.ts';
import { MatrixHeads, type Owner } from './matrix-heads.ts';
import { applied } from './matrix-operands.ts';
import { NEW_LINE, type MatrixScan } from './matrix-scan.ts';
import type { Building } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { DefineStmt, Expr, Stmt } from './script.ts';

const CLAUSES: ReadonlySet<string> = new Set(
	'else elseif case otherwise catch finally unwind_protect_cleanup'.split(' '),
);

export class MatrixStatements extends MatrixHeads {
	/** Functions that no `end` ends, as MATLAB lets them be: the next one ends them. */
	private readonly endless: boolean;
	private readonly functions: Building<DefineStmt>[] = [];

	constructor(text: string, { list }: MatrixScan, shift: number, nesting: number, language: MatrixLanguage) {
		super(text, list.tokens, shift, nesting, language);
		for (const found of list.problems) this.complain(found);
		this.endless = language.dialect === 'matlab' && this.leavesOpen();
	}

	/** Whether more blocks begin than end. */
	private leavesOpen(): boolean {
		let depth = 0;
		for (let index = 0; index < this.tokens.length; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			if (token.kind !== 'keyword') continue;
			if (this.language.openers.has(token.text)) depth++;
			else if (this.language.ends.has(token.text)) depth--;
		}
		return depth > 0;
	}

	/** All statements. */
	statements(): readonly Stmt[] {
		const to = this.tokens.length;
		while (this.at < to) {
			const token = this.tokens[this.at]!;
			if (isSeparator(token)) this.at++;
			else if (token.kind === 'keyword' && this.language.ends.has(token.text)) this.close(token);
			else if (token.kind === 'keyword' && CLAUSES.has(token.text)) this.clause(token);
			else if (token.kind === 'keyword' && this.language.openers.has(token.text)) this.begin(token);
			else this.plain();
		}
		while (this.blocks.length > 1) this.leave(this.block.open ?? null);
		if (!this.julia) this.copyAliases();
		return this.blocks[0]!.body;
	}

	/** The end of the statement that begins at `at`: a separator, or a word that begins or ends a block. */
	private statementEnd(from = this.at): number {
		const { language } = this;
		for (let index = from; index < this.tokens.length; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (token.kind === 'op' && (token.text === NEW_LINE || token.text === ';')) return index;
			else if (token.kind === 'op' && token.text === ',' && !this.julia) return index;
			else if (
				token.kind === 'keyword' &&
				index > from &&
				(language.ends.has(token.text) || CLAUSES.has(token.text) || language.openers.has(token.text))
			)
				return index;
		}
		return this.tokens.length;
	}

	private plain(): void {
		const to = this.statementEnd();
		const { body, skipped } = this.block;
		if (skipped === true) {
			this.at = to;
			return;
		}
		const next = this.tokens[to];
		if (this.julia && next?.kind === 'keyword' && this.language.openers.has(next.text)) {
			if (next.text === 'do') return this.doBlock(to, next);
			if (this.is(to, '=', to - 1) && this.valueBlock(to, next)) return;
		}
		for (const statement of this.simple(to)) body.push(this.returning(statement));
	}

	/** `f(x) = begin … end`, `y = if … end`. */
	private valueBlock(to: number, next: Token): boolean {
		if (next.text !== 'begin' && next.text !== 'if' && next.text !== 'let') return false;
		const { at } = this;
		const first = this.tokens[at]!;
		const definition = this.shortDefinition(to - 1);
		if (definition !== null) {
			const range = this.span(first, next);
			const owner = this.define(definition.name, definition.parameters, range);
			this.block.body.push(owner);
			this.push({ owner, body: owner.body, open: first, returns: 'last' });
		} else {
			this.at = at;
			const target = this.target(to - 1);
			this.drain();
			if (target?.kind !== 'name') {
				this.at = at;
				return false;
			}
			this.gives = target;
		}
		this.at = to;
		if (definition === null || next.text === 'if') this.begin(next, definition !== null);
		else this.at++;
		return true;
	}

	/** `map(xs) do x … end`: a function before the other arguments. */
	private doBlock(to: number, word: Token): void {
		const read = this.simple(to);
		const [statement] = read;
		const value = statement?.kind === 'assign' || statement?.kind === 'expression' ? statement.value : undefined;
		for (const each of read) this.block.body.push(each);
		this.at = to + 1;
		const end = this.statementEnd();
		const parameters = this.names(end);
		this.at = end;
		if (value?.kind !== 'call' || parameters === null) {
			this.refuse(word);
			this.push({ owner: null, body: [], open: word, skipped: true });
			return;
		}
		const body: Stmt[] = [];
		const range = this.place(word);
		const made: Extract<Expr, { kind: 'lambda' }> = { kind: 'lambda', parameters, body, range };
		(value as Building<typeof value>).args.unshift({ value: made });
		this.push({ owner: statement as Owner, body, open: word, returns: 'last' });
	}

	/** A `return` of MATLAB's hands out what the function says it does. */
	private returning(statement: Stmt): Stmt {
		if (this.julia || statement.kind !== 'return' || statement.value !== undefined) return statement;
		const outputs = this.blocks.findLast(({ outputs: own }) => own !== undefined)?.outputs;
		return outputs === undefined ? statement : { ...statement, value: outputs(statement.range) };
	}

	private begin(token: Token, counted = false): void {
		if (this.endless && token.text === 'function')
			while (this.blocks.length > 1) this.leave(this.tokens[Math.max(0, this.at - 1)]!);
		if (this.blocks.length > this.nesting) {
			this.tooDeep(token);
			this.at = this.tokens.length;
			return;
		}
		this.at++;
		const to = this.statementEnd();
		const opened = this.block.skipped === true ? null : this.head(token, to);
		this.drain();
		if (opened === null) {
			if (this.block.skipped !== true) this.block.body.push({ kind: 'broken', range: this.place(token) });
			const owner = (this.block.skipped === true ? null : this.block.body.at(-1)) as Owner | null;
			this.push({ owner, body: [], open: token, skipped: true });
			this.at = Math.max(this.at, this.statementEnd());
			return;
		}
		const { gives } = this;
		this.gives = null;
		if (opened.owner !== null) this.block.body.push(opened.owner);
		this.push({ ...opened, ...(gives !== null && { gives }), ...(counted && { inner: true }) });
	}

	/** `else`, `elseif`, `case`, `catch`: another block of the same statement. */
	private clause(token: Token): void {
		const { block } = this;
		this.at++;
		if (block.skipped === true) return;
		const { owner } = block;
		const to = this.statementEnd();
		if (owner?.kind === 'if' && (token.text === 'elseif' || token.text === 'case')) {
			const test = this.expression(to);
			this.drain();
			if (test === null) {
				Object.assign(owner, { kind: 'broken' });
				block.skipped = true;
				this.at = to;
				return;
			}
			const body: Stmt[] = [];
			const { subject } = block;
			owner.branches.push({ test: subject === undefined ? test : equals(subject, test, this.place(token)), body });
			block.body = body;
			return;
		}
		if (owner?.kind === 'if' && (token.text === 'else' || token.text === 'otherwise')) {
			block.body = owner.otherwise;
			return;
		}
		if (owner?.kind === 'try') {
			if (token.text === 'catch') {
				const name = this.peek(to);
				const body: Stmt[] = [];
				const named = name?.kind === 'name' && this.at + 1 === to ? name : null;
				if (named !== null) this.at++;
				owner.handlers.push({
					...(named !== null && { name: { kind: 'name', name: named.text, range: this.place(named) } }),
					body,
					range: this.place(token),
				});
				block.body = body;
			} else block.body = owner.final;
			return;
		}
		this.complain(problem('stands-alone', token, 'error', 'There is nothing above that {0} belongs to', token.text));
	}

	private close(token: Token): void {
		this.at++;
		if (this.blocks.length > 1) this.leave(token);
		else
			this.complain(problem('stands-alone', token, 'error', 'There is nothing above that {0} belongs to', token.text));
	}

	/** Ends the innermost block. */
	private leave(end: Token | null): void {
		const block = this.blocks.pop()!;
		const { owner, outputs, returns, gives } = block;
		const last = end === null ? undefined : end.end + this.shift;
		for (const each of [owner, ...(block.also ?? [])])
			if (each !== null && last !== undefined && last > each.range.end)
				each.range = { start: each.range.start, end: last };
		if (block.skipped === true) return;
		if (owner?.kind === 'if' && block.subject !== undefined && owner.branches.length === 0)
			Object.assign(owner, { kind: 'pass' });
		if (owner?.kind === 'define') this.functions.push(owner);
		if (outputs !== undefined && owner?.kind === 'define') {
			const at = { start: owner.range.end, end: owner.range.end };
			owner.body.push({ kind: 'return', value: outputs(at), range: at });
		}
		if (returns === 'last') giveLast(block.body, (value, range) => ({ kind: 'return', value, range }));
		if (gives !== undefined && owner !== null)
			giveLast([owner], (value, range) => ({ kind: 'assign', targets: [gives], value, range }));
		if (block.inner === true && this.block.returns === 'last') this.leave(end);
	}

	/** Arrays of MATLAB are values: a second name for one whose entries are set is a copy, and so is a parameter. */
	private copyAliases(): void {
		for (const statement of this.aliases) {
			const { value, targets } = statement;
			if (value?.kind !== 'name') continue;
			if (![value, ...targets].some((each) => each.kind === 'name' && this.stored.has(each.name))) continue;
			Object.assign(statement, { value: applied('.copy', [value], value.range, value.range) });
		}
		for (const { parameters, body } of this.functions)
			for (const { name } of parameters) {
				const [first] = body;
				if (first === undefined || !this.stored.has(name)) continue;
				const range = { start: first.range.start, end: first.range.start };
				const own: Expr = { kind: 'name', name, range };
				body.unshift({ kind: 'assign', targets: [own], value: applied('.copy', [own], range, range), range });
			}
	}
}

function isSeparator({ kind, text }: Token): boolean {
	return kind === 'op' && (text === NEW_LINE || text === ';' || text === ',');
}

function equals(left: Expr, right: Expr, operator: Range): Expr {
	return {
		kind: 'compare',
		operands: [left, right],
		ops: ['=='],
		operators: [operator],
		operator,
		range: right.range,
	};
}

/** Hands the last value of a block on: of a branch, that of each of its blocks. */
export function giveLast(body: Stmt[], give: (value: Expr, range: Range) => Stmt): void {
	const open: Stmt[][] = [body];
	for (let block = open.pop(); block !== undefined; block = open.pop()) {
		const last = block.at(-1);
		switch (last?.kind) {
			case 'expression':
				block[block.length - 1] = give(last.value, last.range);
				break;
			case 'assign':
			case 'augment': {
				const target = last.kind === 'assign' ? last.targets[0] : last.target;
				const at = { start: last.range.end, end: last.range.end };
				if (target?.kind === 'name') block.push(give({ kind: 'name', name: target.name, range: at }, at));
				break;
			}
			case 'if':
				for (const branch of last.branches) open.push(branch.body as Stmt[]);
				open.push(last.otherwise as Stmt[]);
				break;
			case 'block':
				open.push(last.body as Stmt[]);
				break;
			default:
				break;
		}
	}
}
