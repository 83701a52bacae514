/**
 * What lies between the brackets of Julia and MATLAB: matrices, arguments, subscripts, tuples, comprehensions. Brackets are read from a list of work, the
 * inner ones before what is around them is finished.
 */
import { MatrixExpressions } from './matrix-expressions.ts';
import { PASSES_END } from './matrix-lexicon.ts';
import { applied, type EndPlace, type Group } from './matrix-operands.ts';
import { NEW_LINE } from './matrix-scan.ts';
import { fill, hole, outerOf, type Building } from './script-build.ts';
import type { Argument, BinaryOp, CallExpr, ComprehensionExpr, Expr, SequenceExpr, Target } from './script.ts';

type Work = Group | { readonly kind: 'finish'; readonly finish: () => void };

/** Operators of whole matrices, and what `@.` makes of them. */
const EACH: ReadonlyMap<BinaryOp, BinaryOp> = new Map<BinaryOp, BinaryOp>([
	['@', '*'],
	['@+', '+'],
	['@-', '-'],
	['@/', '/'],
	['@\\', '\\'],
	['@**', '**'],
]);

export class MatrixGroups extends MatrixExpressions {
	/** Reads all brackets that expressions have left. */
	drain(): void {
		const { at, end } = this;
		this.eachLater();
		const work: Work[] = this.groups.splice(0);
		for (let item = work.pop(); item !== undefined; item = work.pop()) {
			if (item.kind === 'finish') {
				item.finish();
				continue;
			}
			const finish = this.read(item);
			const each = this.eachOf.splice(0);
			work.push({
				kind: 'finish',
				finish: () => {
					for (const of of each) makeEach(of);
					finish?.();
				},
			});
			for (const group of this.groups.splice(0)) work.push(group);
		}
		for (const of of this.waiting.splice(0)) makeEach(of);
		this.at = at;
		this.end = end;
	}

	/** What `@.` of the statement itself makes elementwise, once its brackets are read. */
	private readonly waiting: Expr[] = [];

	private eachLater(): void {
		for (const of of this.eachOf.splice(0)) this.waiting.push(of);
	}

	/** Reads what stands between two brackets: what is left to do once the brackets in it are read, or null where it cannot be read. */
	private read(group: Group): (() => void) | null {
		this.at = group.open + 1;
		this.end = group.end;
		const to = this.tokens[group.open]!.match;
		switch (group.kind) {
			case 'parentheses':
			case 'matrix': {
				const node = group.kind === 'matrix' ? this.matrix(group.place, to) : this.parentheses(group.place, to);
				return node === null || !this.finished(to) ? null : () => fill(group.place, node);
			}
			case 'arguments': {
				const { owner } = group;
				const args = this.list(to, this.callEnd(owner, group.end));
				if (args === null || !this.finished(to))
					owner.args.push({ value: hole(this.inside(group.open) ?? this.place(this.tokens[to]!)) });
				else for (const argument of args) owner.args.push(argument);
				return null;
			}
			case 'subscript': {
				const { owner } = group;
				const items = this.list(to, { owner, of: { axes: 1 } });
				if (items === null || !this.finished(to)) return null;
				const [only] = items;
				if (items.length === 1) owner.index = only!.value;
				else owner.index = { kind: 'tuple', items: items.map(({ value }) => value), range: owner.index.range };
				return null;
			}
		}
	}

	/** Where `end` in the arguments of a call speaks of what is called: an array of MATLAB is called. */
	private callEnd(owner: Building<CallExpr>, outer: EndPlace | null): Omit<EndPlace, 'axis'> | EndPlace | null {
		const { callee } = owner;
		if (this.julia || (callee.kind === 'name' && PASSES_END.has(callee.name))) return outer;
		return { owner, of: { axes: 1 } };
	}

	/** Arguments or subscripts up to `to`. */
	private list(to: number, place: Omit<EndPlace, 'axis'> | EndPlace | null): Argument[] | null {
		const args: Argument[] = [];
		for (let axis = 0; this.at < to;) {
			if (this.is(to, NEW_LINE) || this.is(to, ';')) {
				this.at++;
				continue;
			}
			this.end = place === null || 'axis' in place ? place : { ...place, axis };
			const argument = this.argument(to);
			if (argument === null) return null;
			args.push(argument);
			axis++;
			if (!this.is(to, ',')) {
				if (this.is(to, ';') || this.is(to, NEW_LINE)) continue;
				break;
			}
			this.at++;
		}
		if (place !== null && !('axis' in place)) place.of.axes = Math.max(1, args.length);
		return args;
	}

	private argument(to: number): Argument | null {
		const token = this.tokens[this.at]!;
		if (token.kind === 'name' && this.is(to, '=', this.at + 1)) {
			this.at += 2;
			const value = this.expression(to);
			return value === null ? null : { value, name: token.text, nameRange: this.place(token) };
		}
		const value = this.expression(to);
		if (value === null) return null;
		if (this.is(to, '...')) {
			this.at++;
			return { value, spread: 'positional' };
		}
		if (!this.is(to, 'for')) return { value };
		const generator = this.comprehension(value, to);
		return generator === null ? null : { value: generator };
	}

	/** `(x)`, `(a, b)`, `(a = 1, b = 2)`, `(x for x in xs)`. */
	private parentheses(place: Expr, to: number): Expr | null {
		const { range } = place;
		if (this.at >= to) return this.julia ? { kind: 'tuple', items: [], range } : this.unexpected(to);
		if (this.is(to, ';')) return this.refuse(this.tokens[this.at]!, '(; …)');
		const first = this.argument(to);
		if (first === null) return null;
		if (first.name === undefined && first.spread === undefined && !this.is(to, ',')) {
			if (this.is(to, ';')) return this.refuse(this.tokens[this.at]!, '(…; …)');
			return first.value;
		}
		const items = [first];
		while (this.is(to, ',')) {
			this.at++;
			if (this.at >= to) break;
			const item = this.argument(to);
			if (item === null) return null;
			items.push(item);
		}
		if (items.some(({ name }) => name !== undefined)) {
			const call = applied('.named', [], { start: range.start, end: range.start }, range);
			return { ...call, args: items };
		}
		return { kind: 'tuple', items: items.map(asItem), range };
	}

	/** Rows, parted by semicolons and lines, of entries, parted by commas and white space; in Julia commas alone make a vector. */
	private matrix(place: Expr, to: number): Expr | null {
		const { range } = place;
		const operator = { start: range.start, end: range.start + 1 };
		const rows: Argument[][] = [[]];
		let commas = false;
		let parted = false;
		while (this.at < to) {
			if (this.is(to, ';') || this.is(to, NEW_LINE)) {
				if (this.is(to, ';')) parted = true;
				if (rows.at(-1)!.length > 0) rows.push([]);
				this.at++;
				continue;
			}
			const item = this.entry(to);
			if (item === null) return null;
			if (this.julia && this.is(to, 'for')) {
				const made = this.comprehension(item.value, to);
				return made === null ? null : applied('.collect', [made], operator, range);
			}
			rows.at(-1)!.push(item);
			if (!this.is(to, ',')) continue;
			commas = true;
			this.at++;
		}
		if (rows.at(-1)!.length === 0) rows.pop();
		if (this.julia && !parted && (commas || rows.length === 0 || (rows.length === 1 && rows[0]!.length === 1)))
			return { ...applied('.vect', [], operator, range), args: rows.flat() };
		const lists = rows.map((row): SequenceExpr => {
			const items = row.map(asItem);
			return { kind: 'list', items, range: { start: items[0]!.range.start, end: items.at(-1)!.range.end } };
		});
		return applied('.matrix', lists, operator, range);
	}

	private entry(to: number): Argument | null {
		const value = this.expression(to, { entries: true });
		if (value === null) return null;
		if (!this.is(to, '...')) return { value };
		this.at++;
		return { value, spread: 'positional' };
	}

	/** `element for x in xs, y in ys if test`. */
	private comprehension(element: Expr, to: number): Expr | null {
		const first = this.tokens[this.at]!;
		const clauses: { target: Target; iterable: Expr; conditions: Expr[] }[] = [];
		let axes = 1;
		while (this.is(to, 'for') || (this.is(to, ',') && clauses.length > 0 && this.startsClause(to))) {
			if (this.is(to, ',')) axes++;
			this.at++;
			const target = this.clauseTarget(to);
			if (target === null) return null;
			const iterable = this.expression(to);
			if (iterable === null) return null;
			const conditions: Expr[] = [];
			while (this.accept(to, 'if')) {
				const condition = this.expression(to);
				if (condition === null) return null;
				conditions.push(condition);
			}
			clauses.push({ target, iterable, conditions });
		}
		const start = outerOf(element).start;
		const range = { start, end: this.tokens[this.at - 1]!.end + this.shift };
		const generator = (made: Expr, own: ComprehensionExpr['clauses'], result: 'list' | 'generator'): Expr => {
			return { kind: 'comprehension', result, element: made, clauses: own, range };
		};
		if (axes === 1) return generator(element, clauses, 'list');
		if (clauses.length > 2 || axes > 2) return this.refuse(first);
		// The first variable runs along the rows.
		return generator(generator(element, [clauses[1]!], 'list'), [clauses[0]!], 'list');
	}

	private startsClause(to: number): boolean {
		const next = this.peek(to, this.at + 1);
		const behind = next?.kind === 'open' ? next.match + 1 : this.at + 2;
		return this.is(to, 'in', behind) || this.is(to, '=', behind) || this.is(to, '∈', behind);
	}

	/** What a loop sets, and past the word or sign behind it. */
	clauseTarget(to: number): Target | null {
		const from = this.at;
		let until = from;
		while (until < to && !this.is(to, 'in', until) && !this.is(to, '=', until) && !this.is(to, '∈', until)) {
			const token = this.tokens[until]!;
			until = (token.kind === 'open' ? token.match : until) + 1;
		}
		if (until >= to) return this.unexpected(to);
		const target = this.expression(until);
		if (target === null || !this.finished(until)) return null;
		this.at = until + 1;
		// What it is becomes clear when its brackets are read.
		return target as Target;
	}
}

function asItem({ value, spread }: Argument): Expr {
	return spread === undefined ? value : { kind: 'spread', value, range: value.range };
}

/** `@.`: every operator and call in the expression goes by elements. Mutates it. */
export function makeEach(of: Expr): void {
	const open: unknown[] = [of];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (typeof next !== 'object' || next === null) continue;
		if (Array.isArray(next)) {
			for (const item of next as unknown[]) open.push(item);
			continue;
		}
		const node = next as Building<Expr>;
		if (node.kind === 'binary') node.op = EACH.get(node.op) ?? node.op;
		else if (node.kind === 'call' && !(node.callee.kind === 'name' && node.callee.name.startsWith('.')))
			Object.assign(node, { each: true });
		for (const [key, value] of Object.entries(node))
			if (key !== 'range' && key !== 'operator' && key !== 'outer' && typeof value === 'object') open.push(value);
	}
}
