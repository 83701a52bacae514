/**
 * Mathematics over arrays: what a product, a power, a transpose or a norm of what is no number is written as. Vectors have one axis; whether one lies or
 * stands is remembered of those that were transposed, so that `xᵀx` is a number and `xxᵀ` a matrix.
 */
import { opCode, TENSOR_OPS } from '../core/ops/index.ts';
import type { Attributes } from '../core/ops/tensor/row.ts';
import { shapeText } from '../core/tensor/shape.ts';
import type { Tape } from '../core/tape.ts';
import { isByEntries, type Apply, type Expression, type Index, type Matrix } from '../lang/program.ts';
import type { Problem, Range } from '../protocol.ts';
import { Ones } from './ones.ts';

/** What writes gates for an expression. A gate that cannot be written is told, and null. */
export interface Writer {
	readonly tape: Tape;
	gate(
		op: number,
		expression: Expression,
		nodes: readonly number[],
		from: readonly number[],
		attributes?: Attributes,
	): number | null;

	fail(code: string, range: Range, message: Problem['message']): void;

	/** Says how something was read that could be read otherwise. */
	note(range: Range, message: Problem['message']): void;
}

/** What an index takes of an axis: one entry, or a part of it. */
export type Taken = number | { readonly start: number; readonly count: number };

const NOWHERE: readonly number[] = [-1, -1];
const ALL: Attributes = { axes: null };

const ROWS: ReadonlyMap<string, number> = new Map(TENSOR_OPS.map((row) => [row.name, row.arity]));
/** Functions that are written as more than one row, or as one of several. */
const OWN: ReadonlySet<string> = new Set(['trace', 'diag', 'vec', 'tensor']);

/** Whether a program's operator is a function of whole arrays. */
export function isOfArrays(op: string): boolean {
	return OWN.has(op) || ROWS.has(op);
}

export class Arrays {
	readonly #write: Writer;
	/** Vectors that lie: those that were transposed. */
	readonly #lying = new Set<number>();
	readonly ones: Ones;

	constructor(write: Writer) {
		this.#write = write;
		this.ones = new Ones(write);
	}

	/** Whether any of the operands is an array, or stands for one. */
	concern(nodes: readonly number[]): boolean {
		return nodes.some((node) => this.#rank(node) > 0 || this.ones.has(node));
	}

	/** Writes an operator or function of which an operand is an array, or that is of arrays only. */
	apply(expression: Apply, nodes: readonly number[], from: readonly number[]): number | null {
		const { op } = expression;
		const [a, b] = nodes;
		if (nodes.some((node) => this.ones.has(node))) {
			const written = this.ones.apply(expression, nodes, from, (node) => this.#lying.has(node));
			// The sums of a matrix's columns lie beside each other.
			if (written !== undefined) return this.#mark(written, op === 'mul' && this.ones.has(a!));
		}
		if (op === 'mul' && expression.matrix === true && b !== undefined) return this.#product(expression, a!, b, from);
		if (op === 'pow' && expression.matrix === true && b !== undefined) return this.#power(expression, nodes, from);
		switch (op) {
			case 'transpose':
				return this.#transpose(expression, a!, from);
			case 'norm':
				return this.#norm(expression, a!, from);
			case 'dot':
				return b === undefined ? null : this.#dot(expression, a!, b, from);
			case 'trace': {
				const diagonal = this.#rank(a!) === 0 ? a! : this.#gate('diagonal', expression, [a!], from);
				return diagonal === null ? null : this.#gate('sum', expression, [diagonal], NOWHERE, ALL);
			}
			case 'diag':
				return this.#gate(this.#rank(a!) === 1 ? 'diagonal_matrix' : 'diagonal', expression, [a!], from);
			case 'vec': {
				// Columns one below the other.
				const turned = this.#rank(a!) === 2 ? this.#gate('transpose', expression, [a!], from) : a!;
				return turned === null ? null : this.#reshape(expression, turned, [-1], turned === a ? from : NOWHERE);
			}
			case 'tensor':
				return b === undefined ? null : this.#tensor(expression, a!, b, from);
			case 'abs':
				if (expression.bars !== true || !this.#isSquare(a!)) return this.#elementwise(expression, nodes, from);
				this.#write.note(placeAt(expression), ['Read as the determinant: of a square matrix bars mean that']);
				return this.#gate('det', expression, [a!], from);
			case 'softmax':
			case 'log_softmax':
			case 'logsumexp':
				return this.#rank(a!) === 0
					? this.#reshaped(op, expression, a!, from)
					: this.#gate(op, expression, nodes, from, { axes: [-1] });
			case 'cumsum':
				return this.#rank(a!) === 0 ? a! : this.#gate(op, expression, nodes, from, { axis: 0 });
		}
		const arity = ROWS.get(op);
		if (arity !== undefined) return this.#gate(op, expression, nodes, from, arity === 1 ? ALL : undefined);
		return this.#elementwise(expression, nodes, from);
	}

	/** Everything folded into one number: the sum, product, largest or smallest of the entries. */
	fold(
		expression: Expression,
		op: 'add' | 'mul' | 'max' | 'min',
		node: number,
		from: readonly number[],
	): number | null {
		const row = { add: 'sum', mul: 'prod', max: 'amax', min: 'amin' }[op];
		return this.#gate(row, expression, [node], from, ALL);
	}

	/** A matrix out of its entries, row by row. Entries that are arrays are joined as blocks. */
	matrix(expression: Matrix, nodes: readonly number[], from: readonly number[]): number | null {
		const { rows } = expression;
		if (nodes.length === 0) return this.#told('missing-operand', expression.range, ['These brackets are empty']);
		const list = expression.list === true;
		if (nodes.some((node) => this.#rank(node) > 0)) return this.#blocks(expression, nodes, from);
		const entries = this.#gate('stack', expression, nodes, from, { axis: 0 });
		if (entries === null || list) return entries;
		return this.#reshape(expression, entries, [rows.length, rows[0]?.length ?? 0], NOWHERE);
	}

	#blocks(expression: Matrix, nodes: readonly number[], from: readonly number[]): number | null {
		const vectors: number[] = [];
		for (const [at, node] of nodes.entries()) {
			const vector = this.#rank(node) > 0 ? node : this.#reshape(expression, node, [1], [from[at] ?? -1]);
			if (vector === null) return null;
			vectors.push(vector);
		}
		if (expression.list === true) return this.#gate('concatenate', expression, vectors, from, { axis: 0 });
		const rows: number[] = [];
		let at = 0;
		for (const row of expression.rows) {
			const parts = vectors.slice(at, at + row.length);
			const joined =
				parts.length === 1
					? parts[0]!
					: this.#gate('concatenate', expression, parts, from.slice(at, at + row.length), { axis: 1 });
			if (joined === null) return null;
			rows.push(joined);
			at += row.length;
		}
		return rows.length === 1 ? rows[0]! : this.#gate('concatenate', expression, rows, NOWHERE, { axis: 0 });
	}

	/** An entry of an array, or a part of it: one position an axis, those behind the last one taken whole. */
	entry(expression: Index, node: number, from: readonly number[], taken: readonly Taken[]): number | null {
		const { shape } = this.#write.tape.type(node);
		const digits = this.#digits(expression, shape, taken);
		if (digits !== null) return this.entry(expression, node, from, digits);
		if (taken.length > shape.length)
			return this.#told('shape', expression.range, [
				'{0} indices for an array of {1} axes',
				taken.length,
				shape.length,
			]);
		for (const [axis, item] of taken.entries()) {
			const first = typeof item === 'number' ? item : item.start;
			const last = typeof item === 'number' ? item : item.start + item.count - 1;
			const extent = shape[axis]!;
			if (first >= 0 && last < extent) continue;
			const origin = expression.origins[axis] ?? 1;
			const wrong = (first < 0 ? first : last) + origin;
			return this.#told('index', expression.range, [
				'There is no entry {0}: the entries go from {1} to {2}',
				wrong,
				origin,
				extent - 1 + origin,
			]);
		}
		if (taken.length === shape.length && taken.every((item) => typeof item === 'number')) {
			const at = taken.reduce<number>((flat, item, axis) => flat * shape[axis]! + item, 0);
			return this.#gate('element', expression, [node], from, { at });
		}
		const items = shape.map((extent, axis) => {
			const item = taken[axis];
			if (typeof item === 'number') return { kind: 'at', index: item };
			return { kind: 'range', start: item?.start ?? 0, step: 1, count: item?.count ?? extent };
		});
		return this.#gate('slice', expression, [node], from, { items });
	}

	/** `W_{12}` of a matrix: its entry in row 1 and column 2. Null where the digits are one index. */
	#digits({ indices, origins }: Index, shape: readonly number[], taken: readonly Taken[]): [number, number] | null {
		const [index] = indices;
		if (taken.length !== 1 || shape.length !== 2 || index?.kind !== 'number' || !/^[1-9]\d$/.test(String(index.value)))
			return null;
		const origin = origins[0] ?? 1;
		const row = Math.floor(index.value / 10) - origin;
		const column = (index.value % 10) - origin;
		return row >= 0 && row < shape[0]! && column >= 0 && column < shape[1]! ? [row, column] : null;
	}

	#rank(node: number): number {
		return this.#write.tape.type(node).shape.length;
	}

	#gate(
		op: string,
		expression: Expression,
		nodes: readonly number[],
		from: readonly number[],
		attributes?: Attributes,
	): number | null {
		return this.#write.gate(opCode(op), expression, nodes, from, attributes);
	}

	#reshape(expression: Expression, node: number, shape: readonly number[], from: readonly number[]): number | null {
		return this.#gate('reshape', expression, [node], from, { shape });
	}

	/** A function of vectors, of a number: a vector of one. */
	#reshaped(op: string, expression: Expression, node: number, from: readonly number[]): number | null {
		const vector = this.#reshape(expression, node, [1], from);
		const result = vector === null ? null : this.#gate(op, expression, [vector], NOWHERE, ALL);
		return result === null || this.#rank(result) === 0 ? result : this.#reshape(expression, result, [], NOWHERE);
	}

	/** Remembers whether a vector lies. */
	#mark(node: number | null, lies: boolean): number | null {
		if (node !== null && lies && this.#rank(node) === 1) this.#lying.add(node);
		return node;
	}

	#told(code: string, range: Range, message: Problem['message']): null {
		this.#write.fail(code, range, message);
		return null;
	}

	#product(expression: Apply, a: number, b: number, from: readonly number[]): number | null {
		const left = this.#rank(a);
		const right = this.#rank(b);
		if (left === 0 || right === 0)
			return this.#mark(this.#gate('mul', expression, [a, b], from), this.#lying.has(a) || this.#lying.has(b));
		if (left === 1 && right === 1) {
			// A vector that stands times one that lies is the matrix of all products.
			if (this.#lying.has(b) && !this.#lying.has(a)) return this.#gate('outer', expression, [a, b], from);
			if (expression.cross === true && !this.#lying.has(a)) return this.#cross(expression, a, b, from);
			if (!this.#lying.has(a) && !this.#lying.has(b) && isByEntries(expression))
				return this.#gate('mul', expression, [a, b], from);
			return this.#dot(expression, a, b, from);
		}
		const { shape } = this.#write.tape.type(b);
		if (left === 1 && right === 2 && shape[0] === 1 && this.#write.tape.type(a).shape[0] !== 1)
			return this.#gate('outer', expression, [a, b], from);
		if (left === 2 && right === 1 && this.#lying.has(b)) {
			const row = this.#reshape(expression, b, [1, -1], [from[1] ?? -1]);
			return row === null ? null : this.#gate('matmul', expression, [a, row], [from[0] ?? -1, -1]);
		}
		return this.#mark(this.#gate('matmul', expression, [a, b], from), left === 1);
	}

	/** `u × v`: defined in three dimensions only. */
	#cross(expression: Apply, a: number, b: number, from: readonly number[]): number | null {
		const [left, right] = [this.#write.tape.type(a), this.#write.tape.type(b)];
		if (left.shape[0] === 3 && right.shape[0] === 3) return this.#gate('cross', expression, [a, b], from);
		return this.#told('shape', placeAt(expression), [
			'× between vectors is the cross product, of three entries each: {0} and {1}',
			shapeText(left.shape),
			shapeText(right.shape),
		]);
	}

	/** `a ⊗ b`: of vectors all products of their entries, as a matrix; of matrices the Kronecker product. */
	#tensor(expression: Apply, a: number, b: number, from: readonly number[]): number | null {
		const [left, right] = [this.#rank(a), this.#rank(b)];
		if (left === 0 || right === 0) return this.#gate('mul', expression, [a, b], from);
		if (left === 1 && right === 1) {
			this.#write.note(placeAt(expression), ['Read as the outer product: {0} multiplies entry by entry', '⊙']);
			return this.#gate('outer', expression, [a, b], from);
		}
		if (left === 2 && right === 2) {
			this.#write.note(placeAt(expression), ['Read as the Kronecker product: {0} multiplies entry by entry', '⊙']);
			return this.#gate('kron', expression, [a, b], from);
		}
		const { tape } = this.#write;
		return this.#told('shape', placeAt(expression), [
			'⊗ is computed between two vectors or two matrices: {0} and {1}',
			shapeText(tape.type(a).shape),
			shapeText(tape.type(b).shape),
		]);
	}

	#isSquare(node: number): boolean {
		const { shape } = this.#write.tape.type(node);
		return shape.length === 2 && shape[0] === shape[1];
	}

	#dot(expression: Apply, a: number, b: number, from: readonly number[]): number | null {
		const { tape } = this.#write;
		const [left, right] = [tape.type(a), tape.type(b)];
		if (left.shape.length === 0 && right.shape.length === 0) return this.#gate('mul', expression, [a, b], from);
		if (left.shape.length === 1 && right.shape.length === 1 && left.shape[0] !== right.shape[0]) {
			return this.#told('shape', placeAt(expression), [
				'A product of vectors needs as many entries in both: {0} and {1}',
				shapeText(left.shape),
				shapeText(right.shape),
			]);
		}
		return this.#gate('matmul', expression, [a, b], from);
	}

	/** A whole power of a square matrix is a product of matrices; of anything else, every entry is raised. */
	#power(expression: Apply, nodes: readonly number[], from: readonly number[]): number | null {
		const [a, b] = nodes as [number, number];
		const { tape } = this.#write;
		const { shape } = tape.type(a);
		const exponent = tape.isScalar(b) ? tape.value(b) : NaN;
		const square = shape.length === 2 && shape[0] === shape[1] && shape[0] !== 1;
		if (!square || !Number.isInteger(exponent) || exponent === 0 || Math.abs(exponent) > 64)
			return this.#elementwise(expression, nodes, from);
		const base = exponent < 0 ? this.#gate('inv', expression, [a], from) : a;
		let power = base;
		for (let count = 1; count < Math.abs(exponent) && power !== null && base !== null; count++)
			power = this.#gate(
				'matmul',
				expression,
				[power, base],
				count === 1 && exponent > 0 ? [from[0] ?? -1, from[0] ?? -1] : NOWHERE,
			);
		return power;
	}

	#transpose(expression: Apply, node: number, from: readonly number[]): number | null {
		const rank = this.#rank(node);
		if (rank === 0) return this.#gate('wire', expression, [node], from);
		const turned =
			rank === 1 ? this.#gate('wire', expression, [node], from) : this.#gate('transpose', expression, [node], from);
		return this.#mark(turned, rank === 1 && !this.#lying.has(node));
	}

	#norm(expression: Apply, node: number, from: readonly number[]): number | null {
		const { order = 2 } = expression;
		if (this.#rank(node) === 0) return this.#gate('abs', expression, [node], from);
		return this.#gate('norm', expression, [node], from, { axes: null, ...(order !== 2 && { ord: order }) });
	}

	/** Entry by entry. A vector beside a matrix of one column stands beside it, not across. */
	#elementwise(expression: Apply, nodes: readonly number[], from: readonly number[]): number | null {
		const { tape } = this.#write;
		const columns = nodes.find((node) => {
			const { shape } = tape.type(node);
			return shape.length === 2 && shape[1] === 1 && shape[0] !== 1;
		});
		const operands: number[] = [];
		for (const [slot, node] of nodes.entries()) {
			const { shape } = tape.type(node);
			const stands =
				columns !== undefined &&
				shape.length === 1 &&
				shape[0] === tape.type(columns).shape[0] &&
				!this.#lying.has(node);
			const operand = stands ? this.#reshape(expression, node, [-1, 1], [from[slot] ?? -1]) : node;
			if (operand === null) return null;
			operands.push(operand);
		}
		return this.#mark(
			this.#gate(
				expression.op,
				expression,
				operands,
				operands.map((node, slot) => (node === nodes[slot] ? (from[slot] ?? -1) : -1)),
			),
			nodes.some((node) => this.#lying.has(node)),
		);
	}
}

/** The operator's characters; all of the expression's where the operator has none. */
export function placeAt(expression: Apply): Range {
	const { operator, range } = expression;
	return operator.end > operator.start ? operator : range;
}
