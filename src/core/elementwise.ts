/**
 * Elementwise rows over whole arrays: the type of the result, and the loops over it.
 */
import { FORWARD_LOOPS, LOCAL_LOOPS } from './loops.generated.ts';
import type { OpRow } from './ops/row.ts';
import { promote } from './elements.ts';
import { broadcastShapes, sameShape, sizeOf } from './tensor/shape.ts';
import { rounded } from './tensor/map.ts';
import { unset } from './tensor/memory.ts';
import { broadcastTo, eachRow, inCommonOrder, isContiguous, makeTensor, type Tensor } from './tensor/tensor.ts';
import type { ElementType, NodeType } from './types.ts';

/** Rows whose result is a yes or a no. */
const TESTS: ReadonlySet<string> = new Set('lt le gt ge eq ne and or not isnan isinf isfinite signbit'.split(' '));
/** Rows that make integers of integers; all others make floats of them. */
const WHOLE: ReadonlySet<string> = new Set(
	'add sub mul neg abs sign mod fmod floordiv square cube pow max min fmax fmin clip where cond wire relu floor ceil round rint round_to trunc'.split(
		' ',
	),
);

/**
 * The element type of an elementwise result. `weak` marks literals, which take the type of what they meet: a float32 array times 2 stays float32.
 */
export function elementOf(row: OpRow, operands: readonly NodeType[], weak: readonly boolean[] = []): ElementType {
	if (TESTS.has(row.name)) return 'bool';
	let element: ElementType | null = null;
	const firstValue = row.name === 'where' || row.name === 'cond' ? 1 : 0;
	for (let slot = firstValue; slot < operands.length; slot++) {
		if (weak[slot] === true) continue;
		const own = operands[slot]!.element;
		element = element === null ? own : promote(element, own);
	}
	if (element === null) return 'float64';
	if (element === 'float64' || element === 'float32') return element;
	if (!WHOLE.has(row.name)) return 'float64';
	// A literal among integers: whole or not is the caller's to say (`attributes.element`).
	if (weak.some((own, slot) => own && slot >= firstValue)) return 'float64';
	return element === 'bool' && !KEEPS_BOOL.has(row.name) ? 'int64' : element;
}

const KEEPS_BOOL: ReadonlySet<string> = new Set(['mul', 'max', 'min', 'where', 'cond', 'wire']);

/** A loop of loops.generated.ts: `n` results, each operand read from its start on with its step. */
export type ForwardLoop = (
	n: number,
	out: Float64Array,
	at: number,
	xs: Float64Array,
	xi: number,
	xd: number,
	ys: Float64Array,
	yi: number,
	yd: number,
	zs: Float64Array,
	zi: number,
	zd: number,
) => void;

/** The same for shares of a gradient: `up` is the upstream gradient, `os` the gate's value. */
export type LocalLoop = (
	n: number,
	gradient: Float64Array,
	at: number,
	up: Float64Array,
	ui: number,
	ud: number,
	os: Float64Array,
	oi: number,
	od: number,
	xs: Float64Array,
	xi: number,
	xd: number,
	ys: Float64Array,
	yi: number,
	yd: number,
	zs: Float64Array,
	zi: number,
	zd: number,
) => void;

/** Entries one after another from a start on; with the step 0 one number for all. */
export interface Entries {
	readonly data: Float64Array;
	readonly start: number;
	readonly step: 0 | 1;
}

/** Faster loops over large arrays, to the same bits. Each says false, and has done nothing, where it does not know the row. */
export interface ArrayLoops {
	forward(op: number, out: Float64Array, operands: readonly Entries[]): boolean;
	/** `first`: what the gradient holds is not looked at, as if it were 0. */
	share(
		op: number,
		slot: number,
		gradient: Float64Array,
		first: boolean,
		up: Entries,
		out: Entries,
		operands: readonly Entries[],
	): boolean;
}

let faster: ArrayLoops | null = null;
/** Below this many entries the plain loops are as fast. */
const LARGE = 4096;

/** Puts faster loops beside the plain ones; null takes them away. */
export function useArrayLoops(loops: ArrayLoops | null): void {
	faster = loops;
}

function entriesOf(operand: Tensor, step: number): Entries {
	return { data: operand.data, start: operand.offset, step: step === 0 ? 0 : 1 };
}

/** Applies an elementwise row; operands are broadcast. */
export function mapTensors(row: OpRow, operands: readonly Tensor[], element: ElementType): Tensor {
	const { shape } = operands.find((operand) => operand.shape.length > 0) ?? operands[0]!;
	if (operands.every((operand) => stepOf(operand, shape) >= 0)) {
		const size = sizeOf(shape);
		const out = unset(size);
		const all = (): readonly Entries[] => operands.map((operand) => entriesOf(operand, stepOf(operand, shape)));
		if (size >= LARGE && faster?.forward(row.code, out, all()) === true)
			return makeTensor(rounded(out, element), shape, element);
		const x = operands[0]!;
		const y = operands[1] ?? x;
		const z = operands[2] ?? x;
		const [xd, yd, zd] = [stepOf(x, shape), stepOf(y, shape), stepOf(z, shape)];
		FORWARD_LOOPS[row.code]!(size, out, 0, x.data, x.offset, xd, y.data, y.offset, yd, z.data, z.offset, zd);
		return makeTensor(rounded(out, element), shape, element);
	}
	const common = broadcastShapes(...operands.map((operand) => operand.shape));
	const wide = operands.map((operand) => broadcastTo(operand, common));
	return inCommonOrder(wide, (own) => mapInOrder(row, own, element));
}

/** The step through an operand of a loop over that shape in C order: 1 where it has its entries so, 0 where it is one number; −1 where one loop is not enough. */
function stepOf(operand: Tensor, shape: readonly number[]): number {
	if (sameShape(operand.shape, shape)) return isContiguous(operand) ? 1 : -1;
	return operand.shape.length === 0 ? 0 : -1;
}

function mapInOrder(row: OpRow, operands: readonly Tensor[], element: ElementType): Tensor {
	const x = operands[0]!;
	const y = operands[1] ?? x;
	const z = operands[2] ?? x;
	const { shape } = x;
	const out = unset(sizeOf(shape));
	const loop = FORWARD_LOOPS[row.code]!;
	let at = 0;
	eachRow(
		shape,
		operands.map((operand) => operand.strides),
		operands.map((operand) => operand.offset),
		(length, [xi, yi = 0, zi = 0], [xd, yd = 0, zd = 0]) => {
			loop(length, out, at, x.data, xi!, xd!, y.data, yi, yd, z.data, zi, zd);
			at += length;
		},
	);
	return makeTensor(rounded(out, element), shape, element);
}

/**
 * Adds to a gradient in C order what the row hands to a slot: upstream × local, entry by entry. All operands have the shape of `up`, or are broadcast to it.
 * `first`: what the gradient holds counts as 0, whatever it is.
 */
export function addShare(
	row: OpRow,
	slot: number,
	gradient: Float64Array,
	up: Tensor,
	out: Tensor,
	operands: readonly Tensor[],
	first = false,
): void {
	const loop = LOCAL_LOOPS[row.code]![slot];
	const { shape } = up;
	// One number for all, as the gradient of a sum is, or entries in C order.
	const upStep = up.strides.every((stride) => stride === 0) ? 0 : stepOf(up, shape);
	const plain = upStep >= 0 && stepOf(out, shape) === 1 && operands.every((own) => stepOf(own, shape) >= 0);
	if (loop && plain && gradient.length >= LARGE && faster !== null) {
		const all = operands.map((own) => entriesOf(own, stepOf(own, shape)));
		const value = entriesOf(out, 1);
		if (faster.share(row.code, slot, gradient, first, entriesOf(up, upStep), value, all)) return;
	}
	if (first) gradient.fill(0);
	if (!loop) return;
	if (plain) {
		const x = operands[0]!;
		const y = operands[1] ?? x;
		const z = operands[2] ?? x;
		const [xd, yd, zd] = [stepOf(x, shape), stepOf(y, shape), stepOf(z, shape)];
		const size = gradient.length;
		// prettier-ignore
		loop(size, gradient, 0, up.data, up.offset, upStep, out.data, out.offset, 1, x.data, x.offset, xd, y.data, y.offset, yd, z.data, z.offset, zd);
		return;
	}
	const wide = operands.map((operand) => broadcastTo(operand, shape));
	const x = wide[0]!;
	const y = wide[1] ?? x;
	const z = wide[2] ?? x;
	let at = 0;
	eachRow(
		shape,
		[up.strides, out.strides, ...wide.map((operand) => operand.strides)],
		[up.offset, out.offset, ...wide.map((operand) => operand.offset)],
		(length, [ui, oi, xi, yi = 0, zi = 0], [ud, od, xd, yd = 0, zd = 0]) => {
			loop(
				length,
				gradient,
				at,
				up.data,
				ui!,
				ud!,
				out.data,
				oi!,
				od!,
				x.data,
				xi!,
				xd!,
				y.data,
				yi,
				yd,
				z.data,
				zi,
				zd,
			);
			at += length;
		},
	);
}
