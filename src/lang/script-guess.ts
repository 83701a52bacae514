/**
 * Guesses what names hold that a program uses and nothing sets: small arrays that fit with each other where it uses arrays. The statements are gone through
 * as if they ran, with shapes for values; the program's own functions are gone into.
 */
import { scalarTensor, makeTensor, type Tensor } from '../core/tensor/tensor.ts';
import { guessEntries } from './guess-entries.ts';
import { partsOf } from './guess-parts.ts';
import { blocksOf } from './script-blocks.ts';
import { namesOf } from './script-names.ts';
import { shapeSaid } from './said-shapes.ts';
import { knownCall, MODULES, type CalledFunction } from './script-shape-calls.ts';
import { NOTHING, NUMBER, Shapes, type Known } from './script-shapes.ts';
import type { Expr, IndexExpr, Parameter, Stmt, Target } from './script.ts';

const ROUNDS = 4;
/** Work is bounded, not the text. */
const MOST_NODES = 50_000;
const MOST_CALLS = 4;
/** Extents for axes of which nothing is known, in the order in which they are met. */
const EXTENTS = [3, 4, 2, 5];
/** No guess is longer than this. */
const MOST_ENTRIES = 10_000;

interface Own {
	readonly parameters: readonly Parameter[];
	readonly body: Expr | readonly Stmt[];
}

type Values = Map<string, Known | { readonly own: Own }>;

/** Values for the missing names that the program uses as arrays, as extents or as places in arrays; the others are numbers, as ever. `text` is where they stand. */
export function guessForScript(
	statements: readonly Stmt[],
	missing: readonly string[],
	given: ReadonlyMap<string, number | Tensor>,
	text = '',
): ReadonlyMap<string, number | Tensor> {
	return new Guesser(missing, given, text).guess(statements);
}

class Guesser {
	readonly #missing: readonly string[];
	readonly #text: string;
	readonly #names: ReadonlySet<string>;
	readonly #shapes = new Shapes();
	readonly #given: Values = new Map();
	#values: Values = new Map();
	#nodes = 0;
	#calls = 0;

	constructor(missing: readonly string[], given: ReadonlyMap<string, number | Tensor>, text: string) {
		this.#missing = missing;
		this.#text = text;
		this.#names = new Set(missing);
		for (const [name, value] of given) {
			const shape = typeof value === 'number' ? [] : value.shape;
			const whole = typeof value === 'number' && Number.isSafeInteger(value) ? { whole: value } : {};
			this.#given.set(name, { axes: shape.map((extent) => this.#shapes.axis(extent)), ...whole });
		}
	}

	guess(statements: readonly Stmt[]): ReadonlyMap<string, number | Tensor> {
		for (let round = 0; round < ROUNDS; round++) {
			this.#shapes.changed = false;
			this.#values = new Map(this.#given);
			this.#run(statements);
			if (!this.#shapes.changed) break;
		}
		return this.#result();
	}

	#result(): ReadonlyMap<string, number | Tensor> {
		const { found, sizes, places, axes } = this.#shapes;
		// Axes that nothing ties together are told apart by how long they are.
		const used = axes.extents();
		const free = EXTENTS.filter((each) => !used.has(each));
		const pool = free.length === 0 ? EXTENTS : free;
		let next = 0;
		const extent = (axis: number): number =>
			axes.extent(axis, () => Math.max(this.#shapes.least(axis), pool[next++ % pool.length]!));
		// Vectors first: their extents are those a reader sees first.
		const lengths = new Map<string, number[]>();
		for (const [name, shape] of [...found].toSorted((a, b) => a[1].length - b[1].length))
			lengths.set(name, shape.map(extent));
		const guessed = new Map<string, number | Tensor>();
		for (const [at, name] of this.#missing.entries()) {
			const size = sizes.get(name);
			const shape = lengths.get(name);
			if (size !== undefined) guessed.set(name, extent(size));
			else if (shape === undefined || shape.length === 0) {
				if (places.has(name)) guessed.set(name, scalarTensor(1, 'int64'));
			} else if (shape.reduce((count, each) => count * each, 1) <= MOST_ENTRIES)
				guessed.set(name, places.has(name) ? wholes(shape) : guessEntries(shape, at));
		}
		return guessed;
	}

	/** Goes through statements in order, each block once; answers what they return. */
	#run(statements: readonly Stmt[]): Known {
		let returned: Known = NOTHING;
		const work: Stmt[] = [...statements].reverse();
		for (let s = work.pop(); s !== undefined && this.#nodes < MOST_NODES; s = work.pop()) {
			this.#nodes++;
			switch (s.kind) {
				case 'assign':
					if (s.value === undefined) break;
					if (s.value.kind === 'lambda')
						for (const target of s.targets)
							for (const name of namesOf(target)) this.#values.set(name, { own: s.value });
					else {
						const value = this.#assigned(s.value, s.targets[0]);
						this.#hear(s, value);
						for (const target of s.targets) this.#bind(target, value);
					}
					break;
				case 'augment': {
					const value = this.#of(s.value);
					if (s.target.kind === 'name')
						this.#bind(s.target, this.#shapes.elementwise(s.op, this.#named(s.target.name), value));
					break;
				}
				case 'expression':
					this.#of(s.value);
					break;
				case 'return':
					if (s.value !== undefined) {
						const value = this.#of(s.value);
						if (returned === NOTHING) returned = value;
					}
					break;
				case 'define':
					this.#values.set(s.name.name, { own: s });
					break;
				case 'class':
					break;
				case 'for':
					this.#turn(s.target, s.iterable);
					for (const each of s.body.toReversed()) work.push(each);
					break;
				default:
					if (s.kind === 'if' || s.kind === 'while')
						for (const test of s.kind === 'if' ? s.branches.map((branch) => branch.test) : [s.test]) this.#of(test);
					for (const block of blocksOf(s).toReversed()) for (const each of block.toReversed()) work.push(each);
			}
		}
		return returned;
	}

	/** A comment that says a shape is believed where nothing else says one. */
	#hear(statement: Stmt, value: Known): void {
		const shape = this.#shapes.of(value);
		if (shape === undefined || shape.length === 0) return;
		const said = shapeSaid(this.#text, statement);
		if (said?.length === shape.length) for (const [at, axis] of shape.entries()) this.#shapes.axes.fix(axis, said[at]!);
	}

	/** What is assigned; `N, D = X.shape` says how many axes X has. */
	#assigned(value: Expr, target: Target | undefined): Known {
		const several = target?.kind === 'tuple' || target?.kind === 'list' ? target.items.length : 0;
		if (several > 0 && value.kind === 'attribute' && value.name === 'shape')
			this.#shapes.rank(this.#of(value.object), several);
		return this.#of(value);
	}

	/** What a loop's target is in each of its turns. */
	#turn(target: Target, iterable: Expr): void {
		const call = iterable.kind === 'call' && iterable.callee.kind === 'name' ? iterable.callee.name : '';
		const args = iterable.kind === 'call' ? iterable.args.map(({ value }) => this.#of(value)) : [];
		if (call === 'range') {
			for (const arg of args) this.#shapes.extent(arg);
			return this.#bind(target, NUMBER);
		}
		if (call === 'zip' || call === 'enumerate') {
			const items = args.map((arg) => this.#entryOf(arg));
			return this.#bind(target, { items: call === 'zip' ? items : [NUMBER, items[0] ?? NOTHING] });
		}
		this.#bind(target, this.#entryOf(this.#of(iterable)));
	}

	#entryOf(what: Known): Known {
		const shape = what.items === undefined ? this.#shapes.rank(what, 1) : undefined;
		return shape === undefined || shape.length === 0 ? NOTHING : { axes: shape.slice(1), part: what.name ?? what.part };
	}

	#bind(target: Target | Expr, value: Known): void {
		if (target.kind === 'name') this.#values.set(target.name, value);
		else if (target.kind === 'index') this.#bindEntry(target, value);
		else if (target.kind === 'tuple' || target.kind === 'list') {
			const items = value.items ?? [];
			for (const [at, name] of target.items.entries())
				if (name.kind === 'name') this.#values.set(name.name, items[at] ?? NOTHING);
		}
	}

	/** `hs[t] = …`: the entries of a dict are alike, so that what is put in first, `hs[-1] = h0`, is like what is put in later. */
	#bindEntry(target: IndexExpr, value: Known): void {
		this.#of(target);
		if (target.object.kind !== 'name') return;
		const name = entriesOf(target.object.name);
		const before = this.#values.get(name);
		const shape = this.#shapes.of(value);
		if (before !== undefined && !('own' in before) && shape !== undefined) this.#shapes.give(before, () => shape);
		this.#values.set(name, shape === undefined && before !== undefined ? before : value);
	}

	#named(name: string): Known {
		const value = this.#values.get(name);
		if (value !== undefined) return 'own' in value ? NOTHING : value;
		return this.#names.has(name) ? { name } : NOTHING;
	}

	/** What an expression comes to. Works with a stack of its own. */
	#of(root: Expr): Known {
		const work: { readonly node: Expr; parts: readonly Expr[] | null }[] = [{ node: root, parts: null }];
		const done: Known[] = [];
		for (let item = work.at(-1); item !== undefined; item = work.at(-1)) {
			if (item.parts === null) {
				if (this.#nodes++ > MOST_NODES) return NOTHING;
				item.parts = partsOf(item.node);
				for (const part of item.parts.toReversed()) work.push({ node: part, parts: null });
				if (item.parts.length > 0) continue;
			}
			work.pop();
			done.push(this.#combine(item.node, done.splice(done.length - item.parts.length)));
		}
		return done[0] ?? NOTHING;
	}

	#combine(node: Expr, parts: readonly Known[]): Known {
		const shapes = this.#shapes;
		const [a = NOTHING, b = NOTHING] = parts;
		switch (node.kind) {
			case 'number':
				return node.integer ? { axes: [], whole: node.value } : NUMBER;
			case 'name':
				return this.#named(node.name);
			case 'unary':
				return node.op === '-' && a.whole !== undefined ? { axes: [], whole: -a.whole } : { axes: shapes.of(a) };
			case 'binary':
				return node.op === '@' ? shapes.product(a, b) : shapes.elementwise(node.op, a, b);
			case 'compare':
				return parts.reduce((left, right) => shapes.elementwise('<', left, right));
			case 'conditional':
			case 'logical':
				return shapes.of(a) === undefined ? b : a;
			case 'list':
			case 'tuple':
				return { items: parts };
			case 'attribute':
				return this.#attribute(node.name, a);
			case 'index':
				return this.#index(node, a, parts.slice(1));
			case 'call':
				return this.#call(node, parts);
			case 'assign-expr':
				this.#bind(node.target, a);
				return a;
			default:
				return NOTHING;
		}
	}

	#attribute(name: string, object: Known): Known {
		const shapes = this.#shapes;
		if (name === 'T') return shapes.transpose(object);
		if (name === 'data' || name === 'grad') return object;
		const shape = name === 'shape' ? shapes.of(object) : undefined;
		return shape === undefined ? NOTHING : { items: shape.map((size) => ({ axes: [], size })) };
	}

	#index(node: IndexExpr, object: Known, places: readonly Known[]): Known {
		const shapes = this.#shapes;
		const items = node.index.kind === 'tuple' ? node.index.items : [node.index];
		const { object: of } = node;
		if (of.kind === 'attribute' && of.name === 'shape' && object.items === undefined)
			return this.#sizeOf(of.object, places[0]);
		if (object.items !== undefined) {
			const whole = places[0]?.whole;
			return whole === undefined ? NOTHING : (object.items.at(whole) ?? NOTHING);
		}
		if (items.some(({ kind }) => kind === 'string' || kind === 'template')) return NOTHING;
		const isNew = ({ kind, ...rest }: Expr): boolean => kind === 'constant' && 'value' in rest && rest.value === 'none';
		for (const place of places) {
			const own = place.name ?? place.part;
			if (own !== undefined) shapes.places.add(own);
		}
		if (of.kind === 'name' && object.name === undefined && shapes.of(object) === undefined) {
			const entry = this.#values.get(entriesOf(of.name));
			return entry === undefined || 'own' in entry || shapes.of(entry) === undefined ? NOTHING : entry;
		}
		const picking = items.filter((item) => !isNew(item) && item.kind !== 'constant');
		const base = shapes.rank(object, picking.length);
		if (base === undefined || items.some((item) => item.kind === 'constant' && !isNew(item))) return NOTHING;
		let axis = 0;
		const left: number[] = [];
		let picked: readonly number[] | undefined;
		for (const [at, item] of items.entries()) {
			if (isNew(item)) {
				left.push(shapes.axis(1));
				continue;
			}
			const own = base[axis++];
			if (own === undefined) return NOTHING;
			if (item.kind === 'slice') {
				left.push(item.start === undefined && item.stop === undefined && item.step === undefined ? own : shapes.axis());
				continue;
			}
			const place = places[at] ?? NOTHING;
			if (place.whole !== undefined) shapes.atLeast(own, place.whole < 0 ? -place.whole : place.whole + 1);
			const shape = shapes.of(place);
			if (place.counts === true && shape?.length === 1) shapes.same(own, shape[0]!);
			// Beside an array of places an unknown name is one as well: `p[np.arange(N), y]`.
			if (shape !== undefined && shape.length > 0)
				picked = picked === undefined ? shape : shapes.together(picked, shape);
			else if (picked !== undefined && place.name !== undefined) shapes.give(place, () => picked!);
		}
		return { axes: [...(picked ?? []), ...left, ...base.slice(axis)], part: object.name ?? object.part };
	}

	/** `x.shape[k]` of a name without a value. */
	#sizeOf(object: Expr, place: Known | undefined): Known {
		const whole = place?.whole;
		if (whole === undefined) return NOTHING;
		const shape = this.#shapes.rank(this.#of(object), whole < 0 ? -whole : Math.max(whole + 1, 2));
		const size = shape?.at(whole);
		return size === undefined ? NOTHING : { axes: [], size };
	}

	#call(node: Extract<Expr, { kind: 'call' }>, parts: readonly Known[]): Known {
		const { callee, args } = node;
		const named = new Map<string, Known>();
		const plain: Known[] = [];
		const given = callee.kind === 'attribute' ? parts.slice(1) : parts;
		for (const [at, arg] of args.entries()) {
			if (arg.spread !== undefined) return NOTHING;
			if (arg.name === undefined) plain.push(given[at]!);
			else named.set(arg.name, given[at]!);
		}
		if (callee.kind === 'name') {
			const own = this.#values.get(callee.name);
			if (own !== undefined && 'own' in own) return this.#ownCall(own.own, plain, named);
		}
		const ofModule = callee.kind === 'attribute' && this.#isModule(callee.object);
		const name = callee.kind === 'attribute' || callee.kind === 'name' ? callee.name : '';
		const called: CalledFunction = {
			name,
			args: callee.kind === 'attribute' && !ofModule ? [parts[0] ?? NOTHING, ...plain] : plain,
			named,
			method: callee.kind === 'attribute' && !ofModule,
			keeps: args.some((arg) => arg.name === 'keepdims' && arg.value.kind === 'constant' && arg.value.value === 'true'),
		};
		return knownCall(this.#shapes, called);
	}

	#isModule(object: Expr): boolean {
		let at = object;
		while (at.kind === 'attribute') at = at.object;
		return at.kind === 'name' && MODULES.has(at.name) && !this.#values.has(at.name);
	}

	/** Goes into one of the program's own functions, with names of its own. */
	#ownCall({ parameters, body }: Own, plain: readonly Known[], named: ReadonlyMap<string, Known>): Known {
		if (this.#calls >= MOST_CALLS) return NOTHING;
		const before = this.#values;
		this.#values = new Map(before);
		let at = 0;
		for (const { name, kind, default: value } of parameters) {
			const passed = named.get(name) ?? (kind === 'positional' ? plain[at++] : undefined);
			this.#values.set(name, passed ?? (value === undefined ? NOTHING : this.#of(value)));
		}
		this.#calls++;
		try {
			return 'kind' in body ? this.#of(body) : this.#run(body);
		} finally {
			this.#calls--;
			this.#values = before;
		}
	}
}

/** What the entries of a dict are kept under: no name of a program has brackets. */
function entriesOf(name: string): string {
	return `${name}[]`;
}

/** Labels, places: 0, 1, 0, 1 … is within every axis that is guessed. */
function wholes(shape: readonly number[]): Tensor {
	const size = shape.reduce((count, extent) => count * extent, 1);
	return makeTensor(
		Float64Array.from({ length: size }, (_, at) => at % 2),
		shape,
		'int64',
	);
}
