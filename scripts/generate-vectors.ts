/**
 * Writes engine/kernels/vectors.generated.ts: elementwise rows over stretches of arrays, two doubles an instruction, made from the same formulas as the
 * plain loops, operation for operation, so that both give the same bits. Rows that need more than plain arithmetic are left out.
 */
import { substitute, type Formula } from '../src/core/ops/formula.ts';
import { OPS, opByName } from '../src/core/ops/index.ts';
import { formulaValue, type OpRow } from '../src/core/ops/row.ts';
import { PLACES, STRETCH } from '../src/engine/kernels/vectors-layout.ts';
import { isConstant, isOwn, localFormula } from './generate-kernels.ts';
import {
	doubles,
	I,
	I32,
	integer,
	moduleBytes,
	SIMD,
	unsigned,
	VOID,
	type Bytes,
	type ModuleFunction,
} from './wasm-binary.ts';

const NATIVE = new Map<string, Bytes>([
	['add', SIMD.f64x2Add],
	['sub', SIMD.f64x2Sub],
	['mul', SIMD.f64x2Mul],
	['div', SIMD.f64x2Div],
	['neg', SIMD.f64x2Neg],
	['abs', SIMD.f64x2Abs],
	['min', SIMD.f64x2Min],
	['max', SIMD.f64x2Max],
	['sqrt', SIMD.f64x2Sqrt],
	['floor', SIMD.f64x2Floor],
	['ceil', SIMD.f64x2Ceil],
	['trunc', SIMD.f64x2Trunc],
	['rint', SIMD.f64x2Nearest],
]);

/** Comparisons and their like leave ones or zeros in all bits of a lane. */
const TRUTHS = new Map<string, Bytes>([
	['lt', SIMD.f64x2Lt],
	['le', SIMD.f64x2Le],
	['gt', SIMD.f64x2Gt],
	['ge', SIMD.f64x2Ge],
	['eq', SIMD.f64x2Eq],
	['ne', SIMD.f64x2Ne],
	['and', SIMD.and],
	['or', SIMD.or],
	['not', SIMD.not],
]);
const LOGIC: ReadonlySet<string> = new Set(['and', 'or', 'not']);

type Place = keyof typeof PLACES;
const OPERANDS: readonly Place[] = ['x', 'y', 'z'];

/** A formula as instructions, with the operands that it reads; null where a function is missing. */
class Writer {
	readonly #row: OpRow;
	readonly #withOut: boolean;
	/** Which vector of a turn is written. */
	readonly #vector: number;
	readonly reads = new Set<Place>();

	constructor(row: OpRow, withOut: boolean, vector: number) {
		this.#row = row;
		this.#withOut = withOut;
		this.#vector = vector;
	}

	load(place: Place): Bytes {
		this.reads.add(place);
		return [I.get, unsigned(AT), access(place, SIMD.load, this.#vector)];
	}

	value(formula: Formula): Bytes | null {
		if (isConstant(formula)) return doubles(formulaValue(formula, [], opByName));
		if (formula.kind === 'variable') return this.load(OPERANDS[formula.slot]!);
		if (formula.kind === 'number') return doubles(formula.value);
		if (this.#withOut && isOwn(formula, this.#row)) return this.load('out');
		return this.#applied(formula.op, formula.operands);
	}

	#applied(op: string, operands: readonly Formula[]): Bytes | null {
		if (TRUTHS.has(op)) return joined([this.#truth({ kind: 'apply', op, operands }), doubles(1), SIMD.and]);
		if (op === 'where') {
			const [test, then, otherwise] = operands;
			return joined([this.value(then!), this.value(otherwise!), this.#truth(test!), SIMD.bitselect]);
		}
		const native = NATIVE.get(op);
		if (native !== undefined) return joined([...operands.map((operand) => this.value(operand)), native]);
		const row = opByName(op);
		return 'intrinsic' in row.forward ? null : this.value(substitute(row.value(), operands));
	}

	#truth(formula: Formula): Bytes | null {
		if (formula.kind !== 'apply' || !TRUTHS.has(formula.op))
			return joined([this.value(formula), doubles(0), SIMD.f64x2Ne]);
		const { op, operands } = formula;
		const parts = operands.map((operand) => (LOGIC.has(op) ? this.#truth(operand) : this.value(operand)));
		return joined([...parts, TRUTHS.get(op)!]);
	}
}

function joined(parts: readonly (Bytes | null)[]): Bytes | null {
	const all = parts.filter((part) => part !== null);
	return all.length === parts.length ? all : null;
}

const END = 0;
const AT = 1;

/** Vectors a turn of a loop. */
const UNROLL = 2;

function access(place: Place, instruction: Bytes, vector: number): Bytes {
	return [instruction, 4, unsigned(PLACES[place] * STRETCH * 8 + vector * 16)];
}

/** `loop(end)`: what `write` leaves goes to the result, vector after vector up to `end` bytes. Stretches end where a turn does. */
function loop(
	exported: string,
	row: OpRow,
	withOut: boolean,
	write: (writer: Writer, vector: number) => Bytes | null,
): Kernel | null {
	const reads = new Set<Place>();
	const turn = joined(
		Array.from({ length: UNROLL }, (_, vector) => {
			const writer = new Writer(row, withOut, vector);
			const value = write(writer, vector);
			for (const place of writer.reads) reads.add(place);
			return value && [I.get, unsigned(AT), value, access('result', SIMD.store, vector)];
		}),
	);
	if (turn === null) return null;
	const type = { parameters: [I32], results: [] };
	return { loop: { exported, type, locals: [I32], body: turns(turn) }, reads: [...reads] };
}

/** A turn again and again, until its vectors have passed the end. */
function turns(turn: Bytes): Bytes {
	const next: Bytes = [I.get, unsigned(AT), integer(UNROLL * 16), I.i32Add, I.tee, unsigned(AT)];
	return [I.loop, VOID, turn, next, I.get, unsigned(END), I.i32LtS, I.brIf, unsigned(0), I.end];
}

interface Kernel {
	readonly loop: ModuleFunction;
	readonly reads: readonly Place[];
}

function forward(row: OpRow): Kernel | null {
	const own = NATIVE.has(row.name) || TRUTHS.has(row.name) || row.name === 'where';
	if ('intrinsic' in row.forward && !own) return null;
	return loop(`forward${row.code}`, row, false, (writer) => writer.value(row.value()));
}

function share(row: OpRow, slot: number): Kernel | null {
	if (!row.differentiable(slot)) return null;
	const local = localFormula(row, slot);
	const factor = isConstant(local) ? formulaValue(local, [], opByName) : null;
	return loop(`share${row.code}_${slot}`, row, true, (writer, vector) => {
		const before: Bytes = [I.get, unsigned(AT), access('result', SIMD.load, vector)];
		const up = writer.load('up');
		if (factor === 1) return [before, up, SIMD.f64x2Add];
		if (factor === -1) return [before, up, SIMD.f64x2Sub];
		return joined([before, up, writer.value(local), SIMD.f64x2Mul, SIMD.f64x2Add]);
	});
}

/** `times(end)`: the first entry of x times those of y. A sum starts at 0, so that there is no −0. */
function times(): ModuleFunction {
	const turn = Array.from({ length: UNROLL }, (_, vector): Bytes => {
		const factor: Bytes = [integer(0), SIMD.load64Splat, 3, unsigned(PLACES.x * STRETCH * 8)];
		const entry: Bytes = [I.get, unsigned(AT), access('y', SIMD.load, vector)];
		const value: Bytes = [factor, entry, SIMD.f64x2Mul, doubles(0), SIMD.f64x2Add];
		return [I.get, unsigned(AT), value, access('result', SIMD.store, vector)];
	});
	return { exported: 'times', type: { parameters: [I32], results: [] }, locals: [I32], body: turns(turn) };
}

export function vectorsSource(): string {
	const kernels = OPS.flatMap((row) => [forward(row), ...row.parameters.map((_, slot) => share(row, slot))]).filter(
		(kernel) => kernel !== null,
	);
	const bytes = moduleBytes([], [...kernels.map((kernel) => kernel.loop), times()]);
	return `/**
 * Elementwise rows over stretches of arrays as a WebAssembly module, made by scripts/generate.ts from the formulas of core/ops. Do not edit.
 */
import type { PLACES } from './vectors-layout.ts';

/** ${bytes.length} bytes in base64. Needs vectors of 128 bits. */
export const VECTORS = '${Buffer.from(bytes).toString('base64')}';

/** What each of its functions reads. */
export const READS: ReadonlyMap<string, readonly (keyof typeof PLACES)[]> = new Map([
${kernels.map((kernel) => `['${kernel.loop.exported}', [${kernel.reads.map((place) => `'${place}'`).join(', ')}]]`).join(',\n')}
]);
`;
}
