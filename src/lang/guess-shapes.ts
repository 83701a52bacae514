/**
 * Guesses the shapes of names that nothing gives a value: small ones that fit. What is known (values, `W ∈ R^{4×3}`, indices, transposes) is carried
 * through the formula; the letters tell the rest, as they do a reader: in `W_1 x` a matrix stands before a vector.
 */
import { Axes } from './axes.ts';
import { isCapital, isMatrixLetter } from './guess-entries.ts';
import {
	isByEntries,
	partsOf,
	expressionOf,
	type Apply,
	type Expression,
	type Fold,
	type Index,
	type Statement,
} from './program.ts';

/** Extents of axes, each a class of equal ones; no axes for a number. */
type Shape = readonly number[];

export interface Known {
	/** Shapes of names that have values. */
	readonly shapes: ReadonlyMap<string, readonly number[]>;
	/** Values of those that are numbers: an index may run up to one. */
	readonly numbers: ReadonlyMap<string, number>;
	/** Shapes that the text declares; an extent may be a name. */
	readonly declared: ReadonlyMap<string, readonly (number | string)[]>;
	/** Whether letters may tell a matrix from a number. */
	readonly letters: boolean;
}

export interface Guessed {
	/** Shapes of names, numbers left out. */
	readonly shapes: ReadonlyMap<string, readonly number[]>;
	/** Names that say how long an axis is. */
	readonly sizes: ReadonlyMap<string, number>;
	/** Those of them that stand nowhere else. */
	readonly bounds: ReadonlySet<string>;
	/** Names that only stand as an index, with what the first entry is called. */
	readonly places: ReadonlyMap<string, number>;
}

const ROUNDS = 6;
const MOST_NODES = 20_000;
/** No guess is longer than this. */
const MOST_ENTRIES = 100;
/** Extents for axes of which nothing is known, in the order in which they are met. */
const EXTENTS = [3, 4, 2, 5];

export function guessShapes(statements: readonly Statement[], names: ReadonlySet<string>, known: Known): Guessed {
	return new Guesser(statements, names, known).guess();
}

class Guesser {
	readonly #expressions: readonly Expression[];
	readonly #statements: readonly Statement[];
	readonly #names: ReadonlySet<string>;
	readonly #letters: boolean;
	readonly #numbers: ReadonlyMap<string, number>;
	readonly #shapes = new Map<string, Shape>();
	readonly #axes = new Axes();
	readonly #sizeNames = new Map<string, number>();
	readonly #places = new Map<string, number>();
	/** Names that stand as numbers, neither as index nor as bound. */
	readonly #elsewhere = new Set<string>();
	readonly #lying = new Set<Expression>();
	/** The axis over which an index of a sum runs, while its body is looked at. */
	readonly #indices = new Map<string, number>();
	#changed = false;

	constructor(
		statements: readonly Statement[],
		names: ReadonlySet<string>,
		{ shapes, numbers, declared, letters }: Known,
	) {
		this.#statements = statements;
		this.#names = names;
		this.#letters = letters;
		this.#numbers = numbers;
		this.#expressions = statements.flatMap((statement) => expressionOf(statement) ?? []);
		for (const [name, shape] of shapes) {
			const axes = shape.map((extent) => this.#axis(extent));
			this.#shapes.set(name, axes);
		}
		for (const [name, shape] of declared) {
			const axes = shape.map((extent) => this.#declaredAxis(extent));
			if (!this.#shapes.has(name)) this.#shapes.set(name, axes);
		}
	}

	guess(): Guessed {
		this.#lookAtIndices();
		for (let round = 0; round < ROUNDS; round++) {
			this.#changed = false;
			for (const statement of this.#statements) {
				const value = expressionOf(statement);
				if (value === undefined) continue;
				const shape = this.#infer(value);
				if (statement.kind === 'bind' && shape !== undefined) this.#give(statement.target.name, shape);
			}
			if (!this.#changed) break;
		}
		return this.#result();
	}

	#result(): Guessed {
		let next = 0;
		const extent = (axis: number): number => this.#axes.extent(axis, () => EXTENTS[next++ % EXTENTS.length]!);
		const shapes = new Map<string, readonly number[]>();
		// Vectors first: their extents are those a reader sees first.
		const found = [...this.#names].flatMap((name) => {
			const shape = this.#shapes.get(name);
			return shape === undefined || shape.length === 0 ? [] : [[name, shape] as const];
		});
		for (const [name, shape] of found.toSorted((a, b) => a[1].length - b[1].length))
			shapes.set(name, shape.map(extent));
		const sizes = new Map<string, number>();
		for (const [name, axis] of this.#sizeNames) sizes.set(name, extent(axis));
		const bounds = new Set([...sizes.keys()].filter((name) => !this.#elsewhere.has(name)));
		return { shapes, sizes, bounds, places: this.#places };
	}

	#axis(extent?: number): number {
		return this.#axes.add(extent);
	}

	#declaredAxis(extent: number | string): number {
		if (typeof extent === 'number') return this.#axis(extent);
		const known = this.#sizeNames.get(extent);
		if (known !== undefined) return known;
		const axis = this.#axis();
		this.#sizeNames.set(extent, axis);
		return axis;
	}

	#same(a: number, b: number): void {
		if (this.#axes.same(a, b)) this.#changed = true;
	}

	#sameShape(a: Shape, b: Shape): void {
		if (a.length === b.length) for (const [at, axis] of a.entries()) this.#same(axis, b[at]!);
	}

	#give(name: string, shape: Shape): void {
		const before = this.#shapes.get(name);
		if (before !== undefined) return this.#sameShape(before, shape);
		this.#shapes.set(name, shape);
		this.#changed = true;
	}

	/** Names that are indices, names that are extents, and how many axes what is indexed has. */
	#lookAtIndices(): void {
		const work: Expression[] = [...this.#expressions];
		const places = new Map<string, number>();
		let count = 0;
		for (let node = work.pop(); node !== undefined && count++ < MOST_NODES; node = work.pop()) {
			if (node.kind === 'name') this.#elsewhere.add(node.name);
			if (node.kind === 'index') {
				const { base } = node;
				if (base.kind === 'name' && this.#names.has(base.name) && !this.#shapes.has(base.name))
					this.#shapes.set(
						base.name,
						node.indices.map(() => this.#axis()),
					);
				else if (base.kind !== 'name') work.push(base);
				for (const [at, place] of node.indices.entries()) {
					if (place.kind === 'name') places.set(place.name, node.origins[at] ?? 1);
					else work.push(place);
				}
			} else if (node.kind === 'fold') {
				for (const part of [node.from, node.body]) if (part !== undefined) work.push(part);
				if (node.to !== undefined && node.to.kind !== 'name') work.push(node.to);
			} else for (const part of partsOf(node)) work.push(part);
		}
		for (const [name, origin] of places)
			if (this.#names.has(name) && !this.#elsewhere.has(name)) this.#places.set(name, origin);
	}

	/** The shape of an expression; undefined where it is not known yet. Works with a stack of its own. */
	#infer(root: Expression): Shape | undefined {
		const work: { readonly node: Expression; expanded: boolean }[] = [{ node: root, expanded: false }];
		const done: (Shape | undefined)[] = [];
		let count = 0;
		for (let item = work.at(-1); item !== undefined; item = work.at(-1)) {
			if (count++ > MOST_NODES) return undefined;
			const { node } = item;
			const parts = node.kind === 'index' ? [node.base] : node.kind === 'fold' ? [node.body] : partsOf(node);
			if (!item.expanded) {
				item.expanded = true;
				if (node.kind === 'fold') this.#enter(node);
				for (let at = parts.length - 1; at >= 0; at--) work.push({ node: parts[at]!, expanded: false });
				if (parts.length > 0) continue;
			}
			work.pop();
			done.push(this.#shapeOf(node, parts.length === 0 ? [] : done.splice(done.length - parts.length)));
		}
		return done[0];
	}

	#enter(fold: Fold): void {
		if (fold.index === undefined) return;
		const axis = this.#indices.get(fold.index.name) ?? this.#axis();
		this.#indices.set(fold.index.name, axis);
		const { to } = fold;
		const last = to?.kind === 'number' ? to.value : to?.kind === 'name' ? this.#numbers.get(to.name) : undefined;
		if (last !== undefined) {
			const extent = last - fold.origin + 1;
			if (extent > 0 && extent <= MOST_ENTRIES) this.#axes.fix(axis, extent);
		} else if (to?.kind === 'name' && this.#names.has(to.name)) {
			const size = this.#sizeNames.get(to.name);
			if (size === undefined) this.#sizeNames.set(to.name, axis);
			else this.#same(size, axis);
		}
	}

	#shapeOf(node: Expression, parts: readonly (Shape | undefined)[]): Shape | undefined {
		switch (node.kind) {
			case 'number':
				return node.ones === true ? [this.#axis()] : [];
			case 'name':
				return this.#indices.has(node.name) || this.#sizeNames.has(node.name) || this.#places.has(node.name)
					? []
					: this.#shapes.get(node.name);
			case 'apply':
				return this.#apply(node, parts);
			case 'index':
				return this.#index(node, parts[0]);
			case 'conditional': {
				const [, then, otherwise] = parts;
				return (then?.length ?? 0) > 0 ? then : (otherwise ?? then);
			}
			case 'fold':
				return parts[0] !== undefined &&
					parts[0].length > 0 &&
					node.index !== undefined &&
					this.#indices.has(node.index.name) &&
					!speaksOf(node)
					? []
					: parts[0];
			case 'matrix': {
				const { rows } = node;
				if (parts.some((part) => part === undefined || part.length > 0)) return undefined;
				return node.list === true
					? [this.#axis(rows.flat().length)]
					: [this.#axis(rows.length), this.#axis(rows[0]?.length ?? 0)];
			}
			default:
				return undefined;
		}
	}

	#index(node: Index, base: Shape | undefined): Shape | undefined {
		if (base === undefined) return undefined;
		for (const [at, place] of node.indices.entries()) {
			const axis = place.kind === 'name' ? this.#indices.get(place.name) : undefined;
			const own = base[at];
			if (axis !== undefined && own !== undefined) this.#same(own, axis);
		}
		return base.slice(node.indices.length);
	}

	/** Gives a name that has no shape yet this one, where the expression is such a name. */
	#assign(node: Expression, shape: Shape): boolean {
		if (node.kind !== 'name' || !this.#names.has(node.name) || this.#shapes.has(node.name)) return false;
		if (this.#sizeNames.has(node.name) || this.#places.has(node.name)) return false;
		this.#shapes.set(node.name, shape);
		this.#changed = true;
		return true;
	}

	#apply(node: Apply, parts: readonly (Shape | undefined)[]): Shape | undefined {
		const [left, right] = node.operands;
		const [a, b] = parts;
		switch (node.op) {
			case 'transpose':
				return this.#transpose(node, left!, a);
			case 'norm':
			case 'sum':
			case 'mean':
			case 'logsumexp':
				if (a === undefined) this.#assign(left!, isCapital(left!) ? [this.#axis(), this.#axis()] : [this.#axis()]);
				return [];
			case 'softmax':
			case 'log_softmax':
				if (a === undefined) this.#assign(left!, [this.#axis()]);
				return a;
			case 'trace':
			case 'det':
			case 'inv': {
				const axis = this.#axis();
				if (a === undefined) this.#assign(left!, [axis, axis]);
				else if (a.length === 2) this.#same(a[0]!, a[1]!);
				return node.op === 'inv' ? a : [];
			}
			case 'dot':
				if (a === undefined && b === undefined && left?.kind === 'name') this.#assign(left, [this.#axis()]);
				if (a === undefined && b !== undefined) this.#assign(left!, b);
				if (b === undefined && a !== undefined) this.#assign(right!, a);
				if (a !== undefined && b !== undefined) this.#sameShape(a, b);
				return [];
			case 'mul':
				return node.matrix === true ? this.#product(node, a, b) : this.#beside(node, a, b, true);
			case 'add':
			case 'sub':
			case 'max':
			case 'min':
				return this.#beside(node, a, b, false);
			case 'div':
				if (b === undefined) this.#assign(right!, []);
				return a;
			case 'pow':
				if (a !== undefined && a.length === 2 && right?.kind === 'apply' && right.op === 'neg')
					this.#same(a[0]!, a[1]!);
				return a;
			default:
				return parts.find((part) => part !== undefined && part.length > 0) ?? a;
		}
	}

	#transpose(node: Apply, operand: Expression, shape: Shape | undefined): Shape | undefined {
		if (shape === undefined) this.#assign(operand, isCapital(operand) ? [this.#axis(), this.#axis()] : [this.#axis()]);
		if (shape?.length === 1) this.#lying.add(node);
		return shape?.length === 2 ? [shape[1]!, shape[0]!] : shape;
	}

	/** Entry by entry: one that is not known is like the other. `arrays` says that both are arrays. */
	#beside(node: Apply, a: Shape | undefined, b: Shape | undefined, arrays: boolean): Shape | undefined {
		const [left, right] = node.operands as [Expression, Expression];
		if (a === undefined && b === undefined) {
			if (arrays) this.#assign(left, [this.#axis()]);
			return undefined;
		}
		if (a === undefined || b === undefined) {
			const shape = (a ?? b)!;
			const other = a === undefined ? left : right;
			if (shape.length > 0) this.#assign(other, shape.length === 2 && !isCapital(other) ? [shape[1]!] : shape);
			return shape.length > 0 ? shape : undefined;
		}
		if (a.length === b.length) this.#sameShape(a, b);
		return a.length >= b.length ? a : b;
	}

	#product(node: Apply, a: Shape | undefined, b: Shape | undefined): Shape | undefined {
		const [left, right] = node.operands as [Expression, Expression];
		if (a === undefined && b === undefined) {
			if (this.#letters && isMatrixLetter(left) && right.kind === 'name' && !isCapital(right))
				this.#assign(left, [this.#axis(), this.#axis()]);
			return undefined;
		}
		if (a === undefined) return this.#withLeft(node, left, b!);
		if (b === undefined) return this.#withRight(node, a, right);
		if (a.length === 0 && this.#lying.has(right)) this.#lying.add(node);
		if (a.length === 0) return b;
		if (b.length === 0) return a;
		if (a.length === 1 && b.length === 1) {
			if (this.#lying.has(right) && !this.#lying.has(left)) return [a[0]!, b[0]!];
			this.#same(a[0]!, b[0]!);
			return !this.#lying.has(left) && isByEntries(node) ? a : [];
		}
		const inner = a.at(-1)!;
		this.#same(inner, b[0]!);
		if (a.length === 1) this.#lying.add(node);
		return [...a.slice(0, -1), ...b.slice(1)];
	}

	#withLeft(node: Apply, left: Expression, b: Shape): Shape | undefined {
		if (b.length === 0) return undefined;
		if (!isCapital(left)) {
			this.#assign(left, []);
			return left.kind === 'name' ? b : undefined;
		}
		const rows = this.#axis();
		this.#assign(left, [rows, b[0]!]);
		return node.operands[0] === left ? [rows, ...b.slice(1)] : undefined;
	}

	#withRight(node: Apply, a: Shape, right: Expression): Shape | undefined {
		if (a.length === 0) return undefined;
		const lies = this.#lying.has(node.operands[0]!);
		if (a.length === 1 && !lies) {
			this.#assign(right, []);
			return right.kind === 'name' ? a : undefined;
		}
		const inner = a.at(-1)!;
		const columns = isCapital(right) ? [this.#axis()] : [];
		if (!this.#assign(right, [inner, ...columns])) return undefined;
		return [...a.slice(0, -1), ...columns];
	}
}

/** Whether the body of a fold speaks of its index. */
function speaksOf(fold: Fold): boolean {
	const work: Expression[] = [fold.body];
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		if (node.kind === 'name' && node.name === fold.index?.name) return true;
		for (const part of partsOf(node)) work.push(part);
	}
	return false;
}
