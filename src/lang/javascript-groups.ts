/**
 * What lies between JavaScript's brackets: arguments, arrays, objects, parameters. Each is read when what stands around it has been.
 */
import { JavaScriptExpressions } from './javascript-expressions.ts';
import { fill, hole, outerOf, spanOf, type Building } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type {
	Argument,
	AssignExpr,
	DictExpr,
	Expr,
	IndexExpr,
	LambdaExpr,
	NameExpr,
	Parameter,
	Target,
	TemplateField,
} from './script.ts';

/** Words that say who may use a member, in a class or before a constructor's parameter. */
export const MODIFIERS: ReadonlySet<string> = new Set(
	'public private protected readonly override abstract declare static accessor'.split(' '),
);

export abstract class JavaScriptGroups extends JavaScriptExpressions {
	/** Parameters of constructors that are properties, by the list they are in. */
	readonly properties = new Map<readonly Parameter[], NameExpr[]>();

	parentheses(open: number, place: Expr): void {
		this.inBrackets(open, (to) => {
			const node = this.expressions(to);
			return node !== null && this.finished(to) ? () => fill(place, node) : undefined;
		});
	}

	field(open: number, owner: Building<TemplateField>): void {
		this.inBrackets(open, (to) => {
			const node = this.expressions(to);
			if (node !== null && this.finished(to)) owner.value = node;
			return undefined;
		});
	}

	subscript(open: number, owner: Building<IndexExpr>): void {
		this.inBrackets(open, (to) => {
			const node = this.expressions(to);
			if (node !== null && this.finished(to)) owner.index = node;
			return undefined;
		});
	}

	argumentsOf(open: number, args: Argument[]): void {
		this.inBrackets(open, (to) => {
			const read: Argument[] = [];
			const all = this.items(to, () => {
				const spread = this.accept(to, '...');
				const value = this.expression(to);
				if (value !== null) read.push({ value, ...(spread && { spread: 'positional' }) });
				return value !== null;
			});
			if (all) for (const argument of read) args.push(argument);
			else args.push({ value: hole(this.inside(open)!) });
			return undefined;
		});
	}

	/** Reads items with commas between them; false where one cannot be read. */
	private items(to: number, item: () => boolean): boolean {
		while (this.at < to) {
			if (!item()) return false;
			if (!this.accept(to, ',')) break;
		}
		return this.finished(to);
	}

	array(open: number, place: Expr): void {
		this.inBrackets(open, (to) => {
			const items: Expr[] = [];
			const all = this.items(to, () => {
				const item = this.is(to, ',') ? this.empty() : this.item(to);
				if (item !== null) items.push(item);
				return item !== null;
			});
			if (all) fill(place, { kind: 'list', items, range: place.range });
			return undefined;
		});
	}

	/** The empty place before the comma at `at`. */
	private empty(): Expr {
		const { start } = this.place(this.tokens[this.at]!);
		return { kind: 'constant', value: 'undefined', range: { start, end: start } };
	}

	/** An item of an array, or `...rest`. */
	private item(to: number): Expr | null {
		const first = this.tokens[this.at]!;
		if (!this.accept(to, '...')) return this.expression(to);
		const value = this.expression(to);
		if (value === null) return null;
		return { kind: 'spread', value, range: { start: first.start + this.shift, end: outerOf(value).end } };
	}

	object(open: number, place: Expr): void {
		this.inBrackets(open, (to) => {
			const entries: Building<DictExpr>['entries'] = [];
			const all = this.items(to, () => {
				const entry = this.entry(to);
				if (entry !== null) entries.push(entry);
				return entry !== null;
			});
			if (all) fill(place, { kind: 'dict', entries, range: place.range });
			return undefined;
		});
	}

	private entry(to: number): DictExpr['entries'][number] | null {
		if (this.accept(to, '...')) {
			const value = this.expression(to);
			return value === null ? null : { value };
		}
		const first = this.tokens[this.at]!;
		const next = this.peek(to, this.at + 1);
		const alone = next === undefined || next.kind === 'op' || this.opens(to, '(', this.at + 1);
		if (first.kind === 'name' && !alone && (first.text === 'get' || first.text === 'set' || first.text === 'async'))
			return this.refuse(first);
		const generator = this.accept(to, '*');
		const key = this.key(to);
		if (key === null) return null;
		if (this.opens(to, '(') || this.is(to, '<')) {
			const made = this.callable(to);
			if (made === null) return null;
			const name = key.kind === 'string' ? { name: key.value } : {};
			const range = this.since(first.start + this.shift);
			const value: LambdaExpr = {
				kind: 'lambda',
				...made,
				...name,
				...(generator && { generator }),
				ownThis: true,
				range,
			};
			return { key, value };
		}
		if (this.accept(to, ':')) {
			const value = this.expression(to);
			return value === null ? null : { key, value };
		}
		if (first.kind !== 'name') return this.unexpected(to);
		const target: NameExpr = { kind: 'name', name: first.text, range: this.place(first) };
		const sign = this.peek(to);
		if (!this.accept(to, '=')) return { key, value: target };
		// `{ a = 1 }` is a pattern.
		const value = this.expression(to);
		if (value === null) return null;
		const operator = this.place(sign!);
		const assigned: AssignExpr = { kind: 'assign-expr', target, value, operator, range: spanOf(target, value) };
		return { key, value: assigned };
	}

	/** The key of a property or member: a string where it is written, or what is computed in square brackets. */
	key(to: number): Expr | null {
		const token = this.peek(to);
		if (token === undefined) return this.unexpected(to);
		if (token.kind === 'open' && token.text === '[') {
			const inner = this.inside(this.at);
			if (inner === undefined) return this.unexpected(to);
			const place = hole(inner);
			this.parentheses(this.at, place);
			this.at = token.match + 1;
			return place;
		}
		if (token.kind !== 'name' && token.kind !== 'keyword' && token.kind !== 'string' && token.kind !== 'number')
			return this.unexpected(to);
		this.at++;
		const value = token.kind === 'number' ? String(Number(token.text.replace(/_|n$/g, ''))) : token.text;
		return { kind: 'string', value, range: this.place(token) };
	}

	parametersOf(open: number, parameters: Parameter[]): void {
		this.inBrackets(open, (to) => {
			const patterns: Building<Parameter>[] = [];
			this.items(to, () => this.parameterOf(to, parameters, patterns));
			return () => {
				for (const parameter of patterns) if (!this.isTarget(parameter.pattern!)) delete parameter.pattern;
			};
		});
	}

	private parameterOf(to: number, parameters: Parameter[], patterns: Building<Parameter>[]): boolean {
		let isProperty = false;
		for (let token = this.peek(to); token?.kind === 'name' && MODIFIERS.has(token.text); token = this.peek(to)) {
			if (this.peek(to, this.at + 1)?.kind !== 'name') break;
			isProperty = true;
			this.at++;
		}
		const kind = this.accept(to, '...') ? 'rest' : 'positional';
		const token = this.peek(to);
		if (token === undefined) return this.unexpected(to) !== null;
		const parameter: Building<Parameter> = { name: token.text, range: this.place(token), kind };
		if (token.kind === 'open' && (token.text === '[' || token.text === '{')) {
			const place = hole(this.span(token, this.tokens[token.match]!));
			if (token.text === '[') this.array(this.at, place);
			else this.object(this.at, place);
			patterns.push(parameter);
			this.at = token.match + 1;
			// No name of the program is written so.
			parameter.name = `(${parameters.length})`;
			parameter.range = place.range;
			parameter.pattern = place as Expr as Target;
		} else if (token.kind === 'name') this.at++;
		else return this.unexpected(to) !== null;
		this.accept(to, '?');
		this.skipAnnotation(to);
		if (this.accept(to, '=')) {
			const value = this.expression(to);
			if (value === null) return false;
			parameter.default = value;
		}
		// TypeScript's `this` says a type only.
		if (parameter.name !== 'this') parameters.push(parameter);
		if (isProperty) {
			const names = this.properties.get(parameters) ?? [];
			names.push({ kind: 'name', name: parameter.name, range: parameter.range });
			this.properties.set(parameters, names);
		}
		return true;
	}

	/** Leaves the inside of brackets to be read: `read` begins behind the opening one. */
	inBrackets(open: number, read: (to: number) => (() => void) | undefined): void {
		this.later(() => {
			this.at = open + 1;
			return read(this.tokens[open]!.match);
		});
	}

	/** Tells of a keyword that stands where its statement cannot. */
	standsAlone(token: Token): null {
		return this.complain(
			problem('stands-alone', token, 'error', 'There is nothing above that {0} belongs to', token.text),
		);
	}
}
