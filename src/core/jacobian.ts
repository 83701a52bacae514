/**
 * The Jacobian of a gate along one operand: described, and read entry by entry or block by block; never stored. Its axes are the output's entries and the
 * operand's entries, both in C order.
 */
import { localOne } from './kernels.generated.ts';
import type { AnyRow } from './ops/index.ts';
import type { OpRow } from './ops/row.ts';
import type { TensorRow } from './ops/tensor/row.ts';
import { NO_ATTRIBUTES } from './compute.ts';
import type { JacobianSummary } from './quantity.ts';
import { sharesOf } from './shares.ts';
import { Accumulator } from './accumulator.ts';
import type { Tape } from './tape.ts';
import { normalizeAxes, sizeOf, stridesOf } from './tensor/shape.ts';
import { dataOf, elementAtFlat, makeTensor, placeOfFlat, zeros, type Tensor } from './tensor/tensor.ts';
import type { Text } from './text.ts';

/** Why the backward pass gets along without the matrix, by its structure. */
const REASONS: ReadonlyMap<string, Text> = new Map([
	['identity', ['The product with an identity is the upstream gradient itself']],
	['signed identity', ['The product with a signed identity is the upstream gradient, its sign flipped']],
	['diagonal', ['Only its diagonal is not 0: the product is one multiplication for each entry']],
	['0/1 diagonal', ['Only its diagonal is not 0, and there it is 0 or 1: the product keeps entries or drops them']],
	['zero', ['It is 0 everywhere, and so is the product']],
	['none', ['No gradient goes through it: the product is never asked for']],
	['permutation', ['Each row and each column has a single 1: the product puts the entries in another order']],
	['selection', ['Each row has one 1 at most: the product puts entries back where they were taken from']],
	['repetition', ['Each row has a single 1, and rows repeat: the product adds up what went to copies of one entry']],
	['sum', ['All entries of a row are equal: the product repeats one number']],
	['block diagonal', ['It falls apart into blocks that do not touch: each is multiplied by itself']],
	['Kronecker', ['It is one operand repeated along a diagonal: the product is a product with that operand']],
	['triangular', ['It is 0 on one side of its diagonal: the product is a running sum']],
	['dense', ['It is full, but the product can be had from the parts that it is made of']],
]);

/** Puts the rows that were computed last at hand, as far as so many entries. */
const MOST_KEPT = 1 << 20;

export class Jacobian implements JacobianSummary {
	/** The sizes of the output's axes, and those of the operand's. */
	readonly output: readonly number[];
	readonly input: readonly number[];
	readonly rows: number;
	readonly columns: number;
	/** What it would take in float64. */
	readonly bytes: number;
	readonly structure: string;
	/** Why the backward pass never needs it. */
	readonly reason: Text;
	readonly #tape: Tape;
	readonly #gate: number;
	readonly #slot: number;
	readonly #row: AnyRow;
	readonly #kept = new Map<number, Float64Array>();
	#entry: ((row: number, column: number) => number) | null = null;

	/** Throws a RangeError on what is no gate, and on a slot that it does not have. */
	constructor(tape: Tape, gate: number, slot: number) {
		const row = tape.rowAt(gate);
		const output = tape.type(gate);
		const input = tape.type(tape.inputAt(gate, slot));
		this.output = output.shape;
		this.input = input.shape;
		this.rows = output.size;
		this.columns = input.size;
		this.bytes = output.size * input.size * 8;
		this.structure =
			row.kind === 'scalar' ? scalarStructure(row, slot) : row.jacobian[Math.min(slot, row.jacobian.length - 1)]!;
		this.reason = REASONS.get(this.structure)!;
		this.#tape = tape;
		this.#gate = gate;
		this.#slot = slot;
		this.#row = row;
	}

	/** ∂out[row]/∂operand[column]. Throws a RangeError outside the matrix. */
	entry(row: number, column: number): number {
		if (!(row >= 0 && row < this.rows && column >= 0 && column < this.columns)) {
			throw new RangeError(`no entry (${row}, ${column}) in ${this.rows} × ${this.columns}`);
		}
		this.#entry ??= this.#closedForm() ?? ((i, j) => this.#rowAt(i)[j]!);
		return this.#entry(row, column);
	}

	/** The entries of some rows and columns, `from` included and `to` not. */
	block(rowFrom: number, rowTo: number, columnFrom: number, columnTo: number): Tensor {
		const out = zeros([rowTo - rowFrom, columnTo - columnFrom]);
		let at = 0;
		for (let i = rowFrom; i < rowTo; i++) for (let j = columnFrom; j < columnTo; j++) out.data[at++] = this.entry(i, j);
		return out;
	}

	/** A row, through the derivative rule: what the operand is handed when one entry of the output has the gradient 1. */
	#rowAt(row: number): Float64Array {
		let known = this.#kept.get(row);
		if (known) return known;
		const up = zeros(this.output);
		up.data[row] = 1;
		const into = new Accumulator({ element: 'float64', shape: this.input, size: this.columns });
		if (this.#row.differentiable(this.#slot)) sharesOf(this.#tape, this.#gate, up)(this.#slot, into);
		known = into.sum === null ? new Float64Array(this.columns) : dataOf(into.sum);
		if ((this.#kept.size + 1) * this.columns > MOST_KEPT) this.#kept.clear();
		this.#kept.set(row, known);
		return known;
	}

	/** Entries straight from the structure where that is simple; null where the rule has to be asked. */
	#closedForm(): ((row: number, column: number) => number) | null {
		const row = this.#row;
		if (!row.differentiable(this.#slot)) return () => 0;
		if (row.kind === 'scalar') return this.rows === this.columns ? this.#diagonal(row) : null;
		if (row.name === 'matmul') return this.#product();
		if (row.name === 'sum' || row.name === 'mean') return this.#total();
		const source = this.#source(row);
		return source && ((i, j) => (source(i) === j ? 1 : 0));
	}

	#diagonal(row: OpRow): (row: number, column: number) => number {
		const tape = this.#tape;
		const operands = Array.from({ length: row.arity }, (_, slot) => tape.tensor(tape.inputAt(this.#gate, slot)));
		const out = tape.tensor(this.#gate);
		// A literal stands for all entries.
		const at = (operand: Tensor | undefined, place: number): number =>
			operand === undefined ? 0 : elementAtFlat(operand, sizeOf(operand.shape) === 1 ? 0 : place);
		return (i, j) => {
			if (i !== j) return 0;
			const [x, y, z] = [0, 1, 2].map((slot) => at(operands[slot], i));
			return localOne(row.code, this.#slot, x!, y!, z!, elementAtFlat(out, i));
		};
	}

	/** A product of matrices: the other operand's entry where row, column and batch fit, else 0. */
	#product(): ((row: number, column: number) => number) | null {
		const tape = this.#tape;
		const other = tape.tensor(tape.inputAt(this.#gate, 1 - this.#slot));
		if (this.input.length > 2 || other.shape.length > 2) return null;
		const right = this.#slot === 0 ? other.shape : this.input;
		const columns = right.length === 1 ? 1 : right[1]!;
		const inner = right[0]!;
		if (this.#slot === 0) {
			return (i, j) => {
				if (Math.floor(i / columns) !== Math.floor(j / inner)) return 0;
				return elementAtFlat(other, (j % inner) * columns + (i % columns));
			};
		}
		return (i, j) => {
			if (i % columns !== j % columns) return 0;
			return elementAtFlat(other, Math.floor(i / columns) * inner + Math.floor(j / columns));
		};
	}

	#total(): (row: number, column: number) => number {
		const attributes = this.#tape.attributes(this.#gate) ?? NO_ATTRIBUTES;
		const axes = normalizeAxes(attributes['axes'] as readonly number[] | null | undefined, this.input.length);
		const strides = stridesOf(this.input);
		const kept = stridesOf(this.input.map((extent, axis) => (axes.includes(axis) ? 1 : extent)));
		const share = this.#row.name === 'mean' ? this.rows / this.columns : 1;
		const target = (column: number): number =>
			strides.reduce(
				(place, stride, axis) =>
					axes.includes(axis) ? place : place + (Math.floor(column / stride) % this.input[axis]!) * kept[axis]!,
				0,
			);
		return (i, j) => (target(j) === i ? share : 0);
	}

	/** From which place of the operand an entry of the output was taken. */
	#source(row: TensorRow): ((row: number) => number) | null {
		const attributes = this.#tape.attributes(this.#gate) ?? NO_ATTRIBUTES;
		if (row.name === 'element') return () => attributes['at'] as number;
		if (row.name === 'index') return (i) => (attributes['flat'] as Int32Array)[i]!;
		if (!row.view) return null;
		// A view moves no entries: where one stands in an operand in C order says which it is. No data is looked at.
		const operand = { ...makeTensor(NO_DATA, this.input), data: NO_DATA };
		if (!row.view([operand], attributes)) return null;
		const view = row.forward([operand], attributes);
		return (i) => placeOfFlat(view, i);
	}
}

const NO_DATA = new Float64Array(0);

/** An elementwise row's structure; a slot that takes no gradient has none. */
function scalarStructure(row: OpRow, slot: number): string {
	if (!row.differentiable(slot)) return 'none';
	const local = row.shownLocal(slot);
	if (local.kind === 'number')
		return local.value === 1 ? 'identity' : local.value === -1 ? 'signed identity' : row.jacobian;
	return row.jacobian === 'identity' || row.jacobian === 'signed identity' ? 'diagonal' : row.jacobian;
}

/** Shape, size and structure of a gate's Jacobian along an operand. */
export function describeJacobian(tape: Tape, gate: number, slot: number): JacobianSummary {
	const { output, input, bytes, structure } = new Jacobian(tape, gate, slot);
	return { output, input, bytes, structure };
}
