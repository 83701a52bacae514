/**
 * What lies between Python's brackets: tuples, lists, dicts, comprehensions, arguments, subscripts, the fields of f-strings. Brackets are read from a list
 * of work, the inner ones before what is around them is finished.
 */
import { PythonExpressions } from './python-expressions.ts';
import type { Group } from './python-operands.ts';
import { FORMAT } from './python-lexicon.ts';
import { fill, hole, outerOf, type Building } from './script-build.ts';
import { problem } from './script-tokens.ts';
import type { Argument, ComprehensionExpr, DictExpr, Expr, SliceExpr, Target, TemplateField } from './script.ts';

type Clauses = ComprehensionExpr['clauses'];

/** Groups to read, and what to do when all groups within one are read. */
type Work = Group | { readonly kind: 'finish'; readonly finish: () => void };

export class PythonGroups extends PythonExpressions {
	/** Reads all brackets that expressions have left. */
	drain(): void {
		const { at } = this;
		const work: Work[] = this.groups.splice(0);
		for (let item = work.pop(); item !== undefined; item = work.pop()) {
			if (item.kind === 'finish') {
				item.finish();
				continue;
			}
			const finish = this.read(item);
			if (finish !== null) work.push({ kind: 'finish', finish });
			for (const group of this.groups.splice(0)) work.push(group);
		}
		this.at = at;
	}

	/** Reads what stands between two brackets: what is left to do once the brackets in it are read, or null where it cannot be read. */
	private read(group: Group): (() => void) | null {
		this.at = group.open + 1;
		const to = this.tokens[group.open]!.match;
		switch (group.kind) {
			case 'parentheses':
			case 'list': {
				const node = group.kind === 'list' ? this.list(group.place, to) : this.parentheses(group.place, to);
				return node === null || !this.finished(to) ? null : () => this.finish(group.place, node);
			}
			case 'braces': {
				const node = this.braces(group.place, to);
				return node === null || !this.finished(to) ? null : () => this.finish(group.place, node);
			}
			case 'subscript': {
				const node = this.subscripts(group.owner.index, to);
				if (node === null || !this.finished(to)) return null;
				group.owner.index = node;
				return () => this.checkComprehension(node);
			}
			case 'field': {
				this.field(group.owner, to);
				return null;
			}
			case 'arguments': {
				const args = this.argumentsUntil(to);
				if (args === null || !this.finished(to)) {
					group.args.push({ value: hole(this.inside(group.open) ?? this.place(this.tokens[to]!)) });
					return null;
				}
				for (const argument of args) group.args.push(argument);
				return () => {
					for (const { value } of args) this.checkComprehension(value);
				};
			}
		}
	}

	private finish(place: Expr, node: Expr): void {
		fill(place, node);
		this.checkComprehension(place);
	}

	/** An element of a tuple, list or set: an expression, or `*rest`. */
	private element(to: number): Expr | null {
		if (!this.is(to, '*')) return this.expression(to);
		const star = this.tokens[this.at++]!;
		const value = this.expression(to);
		if (value === null) return null;
		return { kind: 'spread', value, range: { start: star.start + this.shift, end: outerOf(value).end } };
	}

	/** `a, b` without brackets, or a single expression, or `yield a, b`. Stops where the list cannot go on. */
	expressions(to: number): Expr | null {
		const first = this.peek(to);
		if (first?.kind === 'keyword' && first.text === 'yield') return this.yielded(to);
		const element = this.element(to);
		if (element === null || !this.is(to, ',')) return element;
		const items = this.rest(element, to);
		if (items === null) return null;
		return {
			kind: 'tuple',
			items,
			range: { start: outerOf(element).start, end: this.tokens[this.at - 1]!.end + this.shift },
		};
	}

	/** The elements behind the first one, at a comma. */
	private rest(first: Expr, to: number): Expr[] | null {
		const items = [first];
		while (this.is(to, ',')) {
			this.at++;
			if (!this.startsElement(to)) break;
			const element = this.element(to);
			if (element === null) return null;
			items.push(element);
		}
		return items;
	}

	/** Whether another element follows a comma, rather than the end of the list. */
	private startsElement(to: number): boolean {
		const token = this.peek(to);
		if (token === undefined || token.kind === 'bad') return token !== undefined;
		if (token.kind === 'op') return token.text !== ':' && !token.text.endsWith('=');
		return token.kind !== 'keyword' || (token.text !== 'in' && token.text !== 'for' && token.text !== 'if');
	}

	private yielded(to: number): Expr | null {
		const keyword = this.tokens[this.at++]!;
		const from = this.is(to, 'from');
		if (from) this.at++;
		const start = keyword.start + this.shift;
		const next = this.peek(to);
		if (next === undefined && !from) return { kind: 'yield', from, range: this.place(keyword) };
		if (next?.kind === 'keyword' && next.text === 'yield') return this.unexpected(to);
		const value = this.expressions(to);
		return value === null ? null : { kind: 'yield', value, from, range: { start, end: outerOf(value).end } };
	}

	private parentheses(place: Expr, to: number): Expr | null {
		const { range } = place;
		if (this.at === to) return { kind: 'tuple', items: [], range };
		const node = this.expressions(to);
		if (node === null) return null;
		if (this.is(to, 'for') && node.kind !== 'tuple') return this.comprehension('generator', node, place, to);
		return node.kind === 'tuple' && node.outer === undefined ? { ...node, range } : node;
	}

	private list(place: Expr, to: number): Expr | null {
		const { range } = place;
		if (this.at === to) return { kind: 'list', items: [], range };
		const first = this.element(to);
		if (first === null) return null;
		if (this.is(to, 'for')) return this.comprehension('list', first, place, to);
		const items = this.rest(first, to);
		return items === null ? null : { kind: 'list', items, range };
	}

	private braces(place: Expr, to: number): Expr | null {
		const { range } = place;
		const entries: Building<DictExpr>['entries'] = [];
		let first = true;
		while (this.at < to) {
			if (this.is(to, '**')) {
				this.at++;
				const value = this.expression(to);
				if (value === null) return null;
				entries.push({ value });
			} else {
				const key = this.element(to);
				if (key === null) return null;
				if (!this.is(to, ':')) {
					if (!first) return this.unexpected(to);
					if (this.is(to, 'for')) return this.comprehension('set', key, place, to);
					const items = this.rest(key, to);
					return items === null ? null : { kind: 'set', items, range };
				}
				this.at++;
				const value = this.expression(to);
				if (value === null) return null;
				if (first && this.is(to, 'for')) return this.comprehension('dict', value, place, to, key);
				entries.push({ key, value });
			}
			first = false;
			if (!this.is(to, ',')) break;
			this.at++;
		}
		return { kind: 'dict', entries, range };
	}

	private subscripts(place: Expr, to: number): Expr | null {
		const items: Expr[] = [];
		let commas = 0;
		while (this.at < to) {
			const item = this.indexOrSlice(to);
			if (item === null) return null;
			items.push(item);
			if (!this.is(to, ',')) break;
			this.at++;
			commas++;
		}
		if (items.length === 0) return this.unexpected(to);
		return commas === 0 ? items[0]! : { kind: 'tuple', items, range: place.range };
	}

	/** One subscript: an index or a slice. */
	private indexOrSlice(to: number): Expr | null {
		const first = this.tokens[this.at]!;
		const parts: (Expr | undefined)[] = [];
		for (;;) {
			let part: Expr | undefined;
			if (!this.is(to, ':') && this.peek(to) !== undefined && !this.is(to, ',')) {
				const read = this.element(to);
				if (read === null) return null;
				part = read;
			}
			parts.push(part);
			if (parts.length === 3 || !this.is(to, ':')) break;
			this.at++;
		}
		const [start, stop, step] = parts;
		if (parts.length === 1) return start ?? this.unexpected(to);
		const slice: SliceExpr = {
			kind: 'slice',
			...(start !== undefined && { start }),
			...(stop !== undefined && { stop }),
			...(step !== undefined && { step }),
			range: this.span(first, this.tokens[this.at - 1]!),
		};
		return slice;
	}

	/** The arguments from `at` to `to`. */
	argumentsUntil(to: number): Argument[] | null {
		const args: Argument[] = [];
		while (this.at < to) {
			const argument = this.argument(to);
			if (argument === null) return null;
			args.push(argument);
			if (!this.is(to, ',')) break;
			this.at++;
		}
		return args;
	}

	private argument(to: number): Argument | null {
		const token = this.tokens[this.at]!;
		if (this.is(to, '*') || this.is(to, '**')) {
			this.at++;
			const value = this.expression(to);
			return value === null ? null : { value, spread: token.text === '*' ? 'positional' : 'keyword' };
		}
		if (token.kind === 'name' && this.is(to, '=', this.at + 1)) {
			this.at += 2;
			const value = this.expression(to);
			return value === null ? null : { value, name: token.text, nameRange: this.place(token) };
		}
		const value = this.expression(to);
		if (value === null || !this.is(to, 'for')) return value === null ? null : { value };
		const inner = hole({ start: outerOf(value).start, end: this.tokens[to - 1]!.end + this.shift });
		const generator = this.comprehension('generator', value, inner, to);
		return generator === null ? null : { value: generator };
	}

	private comprehension(
		result: ComprehensionExpr['result'],
		element: Expr,
		place: Expr,
		to: number,
		key?: Expr,
	): Expr | null {
		const clauses: Clauses[number][] = [];
		while (this.is(to, 'for')) {
			this.at++;
			const until = this.find(to, 'in');
			const target = until < 0 ? this.unexpected(to) : this.expressions(until);
			if (target === null || !this.finished(until)) return null;
			this.at++;
			const iterable = this.expression(to, false);
			if (iterable === null) return null;
			const conditions: Expr[] = [];
			while (this.is(to, 'if')) {
				this.at++;
				const condition = this.expression(to, false);
				if (condition === null) return null;
				conditions.push(condition);
			}
			// What it is becomes clear when its brackets are read.
			clauses.push({ target: target as Target, iterable, conditions });
		}
		return { kind: 'comprehension', result, ...(key !== undefined && { key }), element, clauses, range: place.range };
	}

	private checkComprehension(node: Expr): void {
		if (node.kind !== 'comprehension') return;
		if (node.clauses.every(({ target }) => this.isTarget(target))) return;
		Object.assign(node, hole(node.range));
	}

	private field(owner: Building<TemplateField>, to: number): void {
		const open = this.at - 1;
		const value = this.expressions(to);
		if (value === null) return;
		if (this.is(to, '=')) {
			const end = this.at + 1 < to ? this.tokens[this.at + 1]!.start : this.tokens[to]!.start;
			owner.label = this.source(this.tokens[open]!.end, end);
			this.at++;
		}
		const conversion = this.peek(to);
		if (conversion?.kind === 'op' && conversion.text.startsWith('!') && conversion.text !== '!=') {
			owner.conversion = conversion.text[1] as 'r' | 's' | 'a';
			this.at++;
		}
		const format = this.peek(to);
		if (format?.kind === 'open' && format.text === FORMAT) {
			const parts: (string | TemplateField)[] = [];
			this.parts(this.at, parts);
			if (parts.every((part) => typeof part === 'string')) owner.format = parts.join('');
			else owner.formatParts = parts;
			this.at = format.match + 1;
		}
		if (this.finished(to)) owner.value = value;
	}

	/** Whether something can be assigned to; a problem tells where not. The brackets in it have been read. */
	isTarget(target: Expr): boolean {
		const work: Expr[] = [target];
		for (let node = work.pop(); node !== undefined; node = work.pop()) {
			if (node.kind === 'tuple' || node.kind === 'list') for (const item of node.items) work.push(item);
			else if (node.kind === 'spread') work.push(node.value);
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
