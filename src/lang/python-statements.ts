/**
 * Python's statements: lines with their indentation become blocks. Indentation that Python would refuse, as selections have it, is read as well as it can
 * be; a head that cannot be read costs its own block, and nothing else.
 */
import type { Range } from '../protocol.ts';
import { PythonHeads, type Compound, type Opening } from './python-heads.ts';
import { logical, patternTest } from './python-match.ts';
import type { Line, PythonScan } from './python-scan.ts';
import type { Building } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { BrokenStmt, DefineStmt, Expr, NameExpr, Stmt, Target, TryStmt } from './script.ts';

interface Block {
	readonly body: Stmt[];
	readonly owner?: Compound;
	readonly skipped?: boolean;
	/** Of the block of a `match`: what its cases look at. */
	readonly subject?: Expr;
	indent: number;
	/** The function that the block is in. */
	readonly inside?: Building<DefineStmt>;
}

const HEADS: ReadonlySet<string> = new Set('if elif else for while try except finally with def class async'.split(' '));

const CLAUSES: ReadonlySet<string> = new Set('elif else except finally'.split(' '));

export class PythonStatements extends PythonHeads {
	private readonly lines: readonly Line[];
	private readonly blocks: Block[];
	/** The block that the last line has opened. */
	private opening: (Opening & { readonly colon: Token }) | undefined;
	private decorators: Expr[] = [];
	private decorated: Range | undefined;

	constructor(text: string, scan: PythonScan, shift: number, nesting: number) {
		super(text, scan.tokens, shift, nesting);
		this.lines = scan.lines;
		this.blocks = [{ body: [], indent: scan.lines[0]?.indent ?? 0 }];
		for (const found of scan.problems) this.complain(found);
	}

	/** All statements. */
	statements(): readonly Stmt[] {
		for (const line of this.lines) this.line(line);
		this.enter(-1);
		this.noDecorators();
		while (this.blocks.length > 1) this.leave();
		return this.blocks[0]!.body;
	}

	private get block(): Block {
		return this.blocks.at(-1)!;
	}

	/** Finds the block of a line by its indentation. */
	private enter(indent: number): void {
		const { opening } = this;
		this.opening = undefined;
		if (opening !== undefined) {
			if (indent > this.block.indent) {
				const inside = opening.owner.kind === 'define' ? opening.owner : this.block.inside;
				const skipped = opening.skipped === true || this.block.skipped === true;
				const { body, owner, subject } = opening;
				this.blocks.push({
					body,
					owner,
					indent,
					skipped,
					...(inside !== undefined && { inside }),
					...(subject !== undefined && { subject }),
				});
				return;
			}
			if (opening.skipped !== true)
				this.complain(
					problem('missing-value', opening.colon, 'hint', 'Something is missing after {0}', opening.colon.text),
				);
		}
		if (indent < 0) return;
		while (this.blocks.length > 1 && indent < this.block.indent) this.leave();
		if (indent < this.block.indent) this.block.indent = indent;
	}

	/** Ends the innermost block: its statement reaches to the end of its last one. */
	private leave(): void {
		const { owner, body } = this.blocks.pop()!;
		const last = body.at(-1);
		if (owner !== undefined && last !== undefined) this.extend(owner, last.range.end);
	}

	private extend(owner: Compound, end: number): void {
		if (end > owner.range.end) owner.range = { start: owner.range.start, end };
	}

	private line(line: Line): void {
		this.enter(line.indent);
		const { block } = this;
		const range = { start: line.start + this.shift, end: line.end + this.shift };
		if (block.skipped === true) {
			this.extend(block.owner!, range.end);
			return;
		}
		if (line.magic === true) {
			this.complain(problem('passed-over', line, 'hint', 'Passed over: {0}', this.source(line.start, line.end)));
			block.body.push({ kind: 'ignored', range });
			return;
		}
		this.at = line.from;
		if (line.tooDeep !== undefined || this.blocks.length > this.nesting) {
			const at = line.tooDeep ?? this.tokens[line.from]!;
			this.tooDeep(at);
			this.breakHead(line, range);
			return;
		}
		this.noteYields(line);
		const first = this.tokens[line.from]!;
		if (first.kind === 'op' && first.text === '@') this.decorator(line, range);
		else if (first.kind === 'keyword' && HEADS.has(first.text)) this.head(first, line, range);
		else if (this.isMatch(first, line) || (block.subject !== undefined && first.text === 'case'))
			this.head(first, line, range);
		else if (block.subject !== undefined) {
			this.unexpected(line.to);
			this.breakHead(line, range);
		} else {
			this.noDecorators();
			this.simples(line.to, block.body);
		}
	}

	/** `match subject:`; `match` is an ordinary name elsewhere. */
	private isMatch(first: Token, { from, to }: Line): boolean {
		if (first.kind !== 'name' || first.text !== 'match' || !this.is(to, ':', to - 1)) return false;
		const second = this.tokens[from + 1]!;
		return second.kind !== 'op' || ['-', '+', '~', '*'].includes(second.text);
	}

	/** Simple statements up to `to`, with semicolons between them. */
	private simples(to: number, body: Stmt[]): void {
		while (this.at < to) {
			let end = this.at;
			for (; end < to; end++) {
				const token = this.tokens[end]!;
				if (token.kind === 'open') end = token.match;
				else if (token.kind === 'op' && token.text === ';') break;
			}
			if (end > this.at) for (const statement of this.simple(end)) body.push(statement);
			this.at = end + 1;
		}
	}

	/** A function that yields somewhere is a generator. */
	private noteYields({ from, to }: Pick<Line, 'from' | 'to'>): void {
		const { inside } = this.block;
		if (inside === undefined || inside.generator) return;
		for (let index = from; index < to && !inside.generator; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'keyword' && token.text === 'yield') inside.generator = true;
		}
	}

	/** A statement that cannot be read; the block that it would have opened is passed over with it. */
	private breakHead(line: Line, range: Range): void {
		const owner: Building<BrokenStmt> = { kind: 'broken', range: this.withDecorators(range) };
		this.block.body.push(owner);
		this.opening = { body: [], owner, skipped: true, colon: this.tokens[line.to - 1]! };
	}

	private decorator(line: Line, range: Range): void {
		this.at++;
		const expression = this.expression(line.to);
		this.drain();
		if (expression !== null && this.finished(line.to)) this.decorators.push(expression);
		this.decorated ??= range;
	}

	/** What decorators began, with what they stand before. */
	private withDecorators(range: Range): Range {
		const start = this.decorated?.start ?? range.start;
		this.decorated = undefined;
		this.decorators = [];
		return { start, end: range.end };
	}

	/** Decorators that stand before nothing. */
	private noDecorators(): void {
		const { decorated } = this;
		if (decorated === undefined) return;
		this.block.body.push({ kind: 'broken', range: this.withDecorators(decorated) });
	}

	private head(first: Token, line: Line, range: Range): void {
		const { at } = this;
		const before = this.block.body.at(-1) as Compound | undefined;
		const isClause = CLAUSES.has(first.text);
		if (before?.kind === 'broken' && isClause) {
			// What the clause belongs to was not understood.
			this.passOver(before, first, range);
			return;
		}
		if (first.text !== 'def' && first.text !== 'class' && first.text !== 'async') this.noDecorators();
		this.at++;
		const { decorated } = this;
		const opening = this.compound(first, line.to, range);
		this.drain();
		const atEnd = this.at === line.to;
		const isSound = opening !== null && this.isHeadSound(opening.owner);
		const ends = atEnd || this.is(line.to, ':');
		if (!isSound || !ends) {
			if (isSound) this.unexpected(line.to);
			this.at = at;
			this.decorated = decorated;
			if (isClause && before !== undefined && 'otherwise' in before) {
				Object.assign(before, { kind: 'broken' });
				this.passOver(before, first, range);
			} else this.breakHead(line, range);
			return;
		}
		const { owner, body } = opening;
		if (this.block.body.at(-1) !== owner) this.block.body.push(owner);
		this.extend(owner, range.end);
		if (atEnd) {
			const last = this.tokens[line.to - 1]!;
			this.complain(problem('missing-value', last, 'hint', 'Something is missing after {0}', last.text));
			this.opening = { ...opening, colon: last };
			return;
		}
		const colon = this.tokens[this.at++]!;
		if (this.at === line.to) this.opening = { ...opening, colon };
		else this.inline(line.to, body, owner);
	}

	/** Passes over a clause, with its block, of a statement that is broken. */
	private passOver(owner: Compound, first: Token, range: Range): void {
		this.extend(owner, range.end);
		this.opening = { body: [], owner, skipped: true, colon: first };
	}

	/** Statements behind the colon of a head, on its line. */
	private inline(to: number, body: Stmt[], owner: Compound): void {
		const outer = this.block;
		const inside = owner.kind === 'define' ? owner : outer.inside;
		this.blocks.push({ body, indent: outer.indent, ...(inside !== undefined && { inside }) });
		this.noteYields({ from: this.at, to });
		this.simples(to, body);
		this.blocks.pop();
	}

	private isHeadSound(owner: Compound): boolean {
		if (owner.kind === 'for') return this.isTarget(owner.target);
		return owner.kind !== 'with' || owner.items.every(({ target }) => target === undefined || this.isTarget(target));
	}

	/** Reads the head of a compound statement up to its colon. */
	private compound(first: Token, to: number, range: Range): Opening | null {
		const { decorators } = this;
		switch (first.text) {
			case 'if': {
				const test = this.expression(to);
				if (test === null) return null;
				const body: Stmt[] = [];
				return { body, owner: { kind: 'if', branches: [{ test, body }], otherwise: [], range } };
			}
			case 'while': {
				const test = this.expression(to);
				if (test === null) return null;
				const body: Stmt[] = [];
				return { body, owner: { kind: 'while', test, body, otherwise: [], range } };
			}
			case 'for':
				return this.loop(to, range);
			case 'try': {
				const body: Stmt[] = [];
				return { body, owner: { kind: 'try', body, handlers: [], otherwise: [], final: [], range } };
			}
			case 'with':
				return this.with(to, range);
			case 'def':
				return this.define(to, this.withDecorators(range), decorators);
			case 'class':
				return this.class(to, this.withDecorators(range), decorators);
			case 'match':
				return this.match(to, range);
			case 'case':
				return this.case(to);
			case 'async':
				return this.refuse(first);
			default:
				return this.clause(first, to, range);
		}
	}

	/** `match subject:` is an `if` whose branches are its cases; a subject that is computed gets a name, so that it is computed once. */
	private match(to: number, range: Range): Opening | null {
		const read = this.expressions(to);
		if (read === null) return null;
		const isPlace = read.kind === 'name' || read.kind === 'attribute' || read.kind === 'index';
		const hidden: NameExpr = { kind: 'name', name: 'match subject', range: read.range };
		if (!isPlace) this.block.body.push({ kind: 'assign', targets: [hidden], value: read, range: read.range });
		return { body: [], owner: { kind: 'if', branches: [], otherwise: [], range }, subject: isPlace ? read : hidden };
	}

	/** `case pattern if guard:`: a branch of the `match` that the block belongs to. */
	private case(to: number): Opening | null {
		const { subject, owner } = this.block;
		if (subject === undefined || owner?.kind !== 'if') return null;
		const start = this.at;
		const items: Expr[] = [];
		let several = false;
		do {
			if (items.length > 0) {
				this.at++;
				several = true;
			}
			if (this.is(to, ':') || this.is(to, 'if')) break;
			const item = this.expression(to, false);
			if (item === null) return null;
			items.push(item);
		} while (this.is(to, ','));
		this.drain();
		const range = { start: this.place(this.tokens[start]!).start, end: items.at(-1)?.range.end ?? 0 };
		const pattern: Expr = several || items[0] === undefined ? { kind: 'tuple', items, range } : items[0];
		let test = patternTest(pattern, subject);
		if ('refused' in test) {
			const at = { start: test.refused.start - this.shift, end: test.refused.end - this.shift };
			return this.complain(problem('not-supported', at, 'error', 'Not supported: {0}', this.source(at.start, at.end)));
		}
		if (this.is(to, 'as')) {
			const name = this.peek(to, ++this.at);
			if (name?.kind !== 'name') return this.unexpected(to);
			this.at++;
			const target: Target = { kind: 'name', name: name.text, range: this.place(name) };
			const kept: Expr = { kind: 'assign-expr', target, value: subject, operator: target.range, range: target.range };
			test = logical('and', test, { kind: 'list', items: [kept], range: target.range });
		}
		if (this.is(to, 'if')) {
			this.at++;
			const guard = this.expression(to);
			if (guard === null) return null;
			test = logical('and', test, guard);
		}
		const body: Stmt[] = [];
		owner.branches.push({ test, body });
		return { body, owner };
	}

	/** `elif`, `else`, `except`, `finally`: they belong to the statement before. */
	private clause(first: Token, to: number, range: Range): Opening | null {
		const owner = this.block.body.at(-1) as Compound | undefined;
		const body: Stmt[] = [];
		if (owner?.kind === 'if' && first.text === 'elif') {
			const test = this.expression(to);
			if (test === null) return null;
			owner.branches.push({ test, body });
			return { body, owner };
		}
		if (
			first.text === 'else' &&
			(owner?.kind === 'if' || owner?.kind === 'for' || owner?.kind === 'while' || owner?.kind === 'try')
		)
			return { body: owner.otherwise, owner };
		if (owner?.kind === 'try' && first.text === 'finally') return { body: owner.final, owner };
		if (owner?.kind === 'try' && first.text === 'except') return this.handler(owner, to, range);
		return this.complain(
			problem('stands-alone', first, 'error', 'There is nothing above that {0} belongs to', first.text),
		);
	}

	private handler(owner: Building<TryStmt>, to: number, range: Range): Opening | null {
		const body: Stmt[] = [];
		if (this.is(to, '*')) this.at++;
		const type = this.is(to, ':') ? undefined : this.expression(to);
		if (type === null) return null;
		let name: Token | undefined;
		if (this.is(to, 'as') || this.is(to, ',')) {
			name = this.peek(to, ++this.at);
			if (name?.kind !== 'name') return this.unexpected(to);
			this.at++;
		}
		owner.handlers.push({
			...(type !== undefined && { type }),
			...(name !== undefined && { name: { kind: 'name', name: name.text, range: this.place(name) } }),
			body,
			range,
		});
		return { body, owner };
	}
}
