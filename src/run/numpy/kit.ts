/**
 * What the bodies of the library's functions work with during one call: arrays out of any value, operators of the table over numbers and arrays, and
 * values out of what they gave. Whether an operator becomes a gate is decided here: it does as soon as an operand is a float or on the tape; whole
 * numbers and masks among themselves are only computed.
 */
import { gateType, gateValue } from '../../core/compute.ts';
import { promoteAll } from '../../core/elements.ts';
import { elementOf as resultElement } from '../../core/elementwise.ts';
import { rowByName, type AnyRow } from '../../core/ops/index.ts';
import type { Attributes } from '../../core/ops/tensor/row.ts';
import { broadcastShapes, sizeOf } from '../../core/tensor/shape.ts';
import {
	broadcastTo,
	dataOf,
	makeTensor,
	onlyElement,
	scalarTensor,
	typeOf,
	type Tensor,
} from '../../core/tensor/tensor.ts';
import type { ElementType, NodeType } from '../../core/types.ts';
import type { Recorder } from '../recorder.ts';
import type { Call } from '../script/library.ts';
import { bool, float, int, numberOf, typeName, wholeOf, type Value } from '../script/values.ts';
import { converted, NdArray, Storage } from './array.ts';
import { converter, dtypeOfValue, elementOf, isFloatType, promoteTypes, type DType } from './dtypes.ts';
import { arrayOf } from './nested.ts';
import { workOf } from './work.ts';
import type { World } from './world.ts';

/** A number or an array. */
export type Operand = Value;

export class Kit {
	readonly call: Call;
	readonly world: World;

	constructor(call: Call, world: World) {
		this.call = call;
		this.world = world;
	}

	get recorder(): Recorder {
		return this.call.recorder;
	}

	// Reading values.

	number(value: Value, name: string): number {
		const number = value.kind === 'array' ? this.single(value as NdArray) : numberOf(value);
		if (number === undefined) this.call.raise('TypeError', ['{0} must be a number, not {1}', name, typeName(value)]);
		return number;
	}

	whole(value: Value, name: string): number {
		let number = value.kind === 'array' ? this.single(value as NdArray) : wholeOf(value);
		if (value.kind === 'float') number = this.index(value) ?? undefined;
		if (number === undefined || !Number.isInteger(number)) {
			this.call.raise('TypeError', ['{0} must be a whole number, not {1}', name, typeName(value)]);
		}
		return number;
	}

	/** The number in an array of one element, else undefined. */
	single(array: NdArray): number | undefined {
		return array.size === 1 ? onlyElement(array.look()) : undefined;
	}

	wholes(value: Value, name: string): number[] {
		return this.items(value).map((item) => this.whole(item, name));
	}

	/** A shape: a whole number or several. */
	shapeFrom(value: Value, name: string): readonly number[] {
		return value.kind === 'int' || value.kind === 'float' ? [this.whole(value, name)] : this.wholes(value, name);
	}

	dtype(value: Value): DType {
		const dtype = value.kind === 'array' ? (value as NdArray).dtype : dtypeOfValue(value);
		if (dtype === undefined) this.call.unsupported(`dtype=${this.call.string(value)}`);
		return dtype;
	}

	/**
	 * An array as it indexes: whole numbers or truths. Values from outside that were written without a point are floats, but index as the whole numbers that
	 * they are. Null for floats that do not index.
	 */
	indices(array: NdArray): NdArray | null {
		if (!array.isFloat) return array;
		const whole =
			array.size === 0 || (array.recorded && this.#isGiven(array.node()) && this.data(array).every(Number.isInteger));
		return whole ? this.fresh(converted(array.share(), 'int64'), 'int64', array.torch) : null;
	}

	/** The whole number that a float from outside indexes with; null for another float. */
	index(value: Extract<Value, { kind: 'float' }>): number | null {
		return value.node >= 0 && Number.isInteger(value.value) && this.#isGiven(value.node) ? value.value : null;
	}

	/** Whether a node holds entries of an input, moved or picked out but not computed with. */
	#isGiven(node: number): boolean {
		const { tape } = this.recorder;
		let at = node;
		while (tape.isGate(at)) {
			if (!PICKS.has(tape.rowAt(at).name)) return false;
			at = tape.inputAt(at, 0);
		}
		return tape.isInput(at);
	}

	items(value: Value): readonly Value[] {
		return value.kind === 'list' || value.kind === 'tuple' ? value.items : this.call.iterate(value);
	}

	isArray(value: Value): value is NdArray {
		return value.kind === 'array';
	}

	/** As an array: lists of numbers and arrays become one. */
	array(value: Value): NdArray {
		return this.isArray(value) ? value : arrayOf(this, value);
	}

	/** A number stays a number; lists become an array. */
	operand(value: Value): Operand {
		return numberOf(value) === undefined ? this.array(value) : value;
	}

	shapeOf(value: Operand): readonly number[] {
		return this.isArray(value) ? value.shape : [];
	}

	/** The type that NumPy gives the value. */
	dtypeOf(value: Operand): DType {
		if (this.isArray(value)) return value.dtype;
		if (value.kind === 'float' && value.node >= 0) return this.recorder.tape.type(value.node).element;
		return value.kind === 'bool' ? 'bool' : value.kind === 'int' ? 'int64' : 'float64';
	}

	isFloat(value: Operand): boolean {
		return isFloatType(this.dtypeOf(value));
	}

	/** The elements of an array in C order, to be looked at. */
	data(array: NdArray): Float64Array {
		this.#stretched(array);
		return dataOf(array.look());
	}

	/** Asks for room where a view repeats its elements: it may stand for more than could be gone through. */
	#stretched(array: NdArray): void {
		if (array.size > sizeOf(array.storage.shape)) this.reserve(array.size);
	}

	/** The elements of an operand, to be looked at. */
	look(value: Operand): Tensor {
		return this.isArray(value) ? value.look() : scalarTensor(numberOf(value) ?? NaN, elementOf(this.dtypeOf(value)));
	}

	// Making values.

	/** Throws a TapeLimitError where an array of so many elements would not fit: asked before anything is allocated. */
	reserve(elements: number): void {
		this.recorder.tape.reserve(elements);
	}

	/** An array whose elements no gate computed. They must not change. */
	fresh(tensor: Tensor, dtype: DType = tensor.element, torch = false): NdArray {
		const array = new NdArray(new Storage(this.recorder, dtype, tensor));
		array.torch = torch;
		return array;
	}

	/** Elements off the tape as a value: a number where there are no axes. */
	value(tensor: Tensor, dtype: DType = tensor.element, torch = false): Value {
		if (tensor.shape.length > 0) return this.fresh(tensor, dtype, torch);
		const number = onlyElement(tensor);
		return dtype === 'bool' ? bool(number !== 0) : isFloatType(dtype) ? float(number) : int(number);
	}

	/** What a node holds as an array, axes or not. */
	wrapArray(node: number, torch = false): NdArray {
		const array = new NdArray(new Storage(this.recorder, this.recorder.tape.type(node).element, node));
		array.torch = torch;
		return array;
	}

	/** What a node holds as a value: a number where there are no axes. */
	wrap(node: number, torch = false): Value {
		const { tape } = this.recorder;
		const { element, shape } = tape.type(node);
		if (shape.length > 0) return this.wrapArray(node, torch);
		const number = tape.value(node);
		if (element === 'bool') return { kind: 'bool', value: number !== 0, node };
		return element === 'int64' ? int(number) : float(number, node);
	}

	/** Numbers off the tape as an array. */
	fromNumbers(data: Float64Array, shape: readonly number[], dtype: DType = 'float64', torch = false): NdArray {
		const held = dtype === 'float64' ? data : data.map(converter(dtype));
		return this.fresh(makeTensor(held, shape, elementOf(dtype)), dtype, torch);
	}

	/** The shape that values are broadcast to together. */
	commonShape(operands: readonly Operand[]): readonly number[] {
		return broadcastShapes(...operands.map((operand) => this.shapeOf(operand)));
	}

	commonShapeOf(shapes: readonly (readonly number[])[]): readonly number[] {
		return broadcastShapes(...shapes);
	}

	/** A number that nothing on the tape had a part in. */
	isPlainNumber(value: Value): boolean {
		if (value.kind === 'int') return value.lazy === null;
		return (
			(value.kind === 'float' || value.kind === 'bool') && (value.node < 0 || this.recorder.tape.isConstant(value.node))
		);
	}

	// Operators.

	/** Whether the value can be computed with without gates: it is a whole number or a truth, or an array of such, that is not on the tape. */
	isPlain(value: Operand): boolean {
		if (this.isArray(value)) return !value.isFloat && !value.recorded;
		return value.kind === 'int' ? value.lazy === null : value.kind === 'bool' && value.node < 0;
	}

	isTorch(operands: readonly Operand[]): boolean {
		return operands.some((operand) => this.isArray(operand) && operand.torch);
	}

	/** Any row over numbers and arrays. */
	apply(op: string, operands: readonly Operand[], attributes: Attributes | null = null): Value {
		const row = rowByName(op);
		if (row.kind === 'scalar') return this.map(op, operands, attributes);
		const torch = this.isTorch(operands);
		for (const operand of operands) if (this.isArray(operand)) this.#stretched(operand);
		this.call.afford(workOf(row, () => this.#types(operands), attributes ?? {}));
		if (operands.every((operand) => this.isPlain(operand))) return this.#off(row, operands, attributes, torch);
		return this.wrap(this.recorder.apply(op, operands, attributes), torch);
	}

	/** A row that only moves elements: arrays off the tape stay off it, floats too. */
	move(op: string, operands: readonly NdArray[], attributes: Attributes | null = null): NdArray {
		const torch = this.isTorch(operands);
		const value = operands.some(({ recorded }) => recorded)
			? this.wrap(this.recorder.apply(op, operands, attributes), torch)
			: this.#off(rowByName(op), operands, attributes, torch);
		return this.array(value);
	}

	/** An elementwise row. Numbers give way to the types of the arrays that they meet. */
	map(op: string, operands: readonly Operand[], attributes: Attributes | null = null): Value {
		const row = rowByName(op);
		if (operands.every((operand) => this.isPlain(operand))) {
			return this.#off(row, operands, attributes, this.isTorch(operands));
		}
		if (!operands.some((operand) => this.isArray(operand))) return this.#mapNumbers(row, operands);
		const told = attributes ?? this.#element(row, operands);
		return this.wrap(this.recorder.apply(op, operands, told), this.isTorch(operands));
	}

	#types(operands: readonly Operand[]): NodeType[] {
		return operands.map((operand) => ({
			element: elementOf(this.dtypeOf(operand)),
			...(this.isArray(operand) ? { shape: operand.shape, size: operand.size } : { shape: [], size: 1 }),
		}));
	}

	/** A row over numbers only. */
	#mapNumbers(row: AnyRow, operands: readonly Value[]): Value {
		const types = this.#types(operands);
		const element = row.kind === 'scalar' ? resultElement(row, types) : 'float64';
		if (element === 'int64') {
			const whole = operands.filter((operand) => operand.kind === 'int');
			const value = onlyElement(
				gateValue(
					row,
					operands.map((operand) => this.look(operand)),
					{},
					{ element, shape: [], size: 1 },
				),
			);
			return whole.length === operands.length ? this.recorder.lazyOperation(row.name, value, whole) : int(value);
		}
		const gate = this.recorder.gate(row.code, operands);
		return element === 'bool' ? { kind: 'bool', value: gate.value !== 0, node: gate.node } : gate;
	}

	/** The attribute that says the result's type, where not all arrays are of float64: numbers give way to the arrays that they meet. */
	#element(row: AnyRow, operands: readonly Operand[]): Attributes | null {
		const first = row.name === 'where' ? 1 : 0;
		const types = operands.map((operand) => scalarType(elementOf(this.dtypeOf(operand))));
		const isArray = (slot: number): boolean => slot >= first && this.isArray(operands[slot]!);
		const arrays = types.filter((_, slot) => isArray(slot));
		if (row.kind !== 'scalar' || (arrays.length > 0 && arrays.every(({ element }) => element === 'float64')))
			return null;
		const numbers = types.filter((_, slot) => slot >= first && !isArray(slot));
		let meets: ElementType = promoteAll(arrays.length > 0 ? arrays : numbers);
		if (meets !== 'float64' && meets !== 'float32') meets = promoteAll([scalarType(meets), ...numbers]);
		return {
			element: resultElement(
				row,
				types.map((type, slot) => (slot < first ? type : scalarType(meets))),
			),
		};
	}

	/** A row over what is off the tape. */
	#off(row: AnyRow, operands: readonly Operand[], attributes: Attributes | null, torch: boolean): Value {
		const tensors = operands.map((operand) => (this.isArray(operand) ? operand.share() : this.look(operand)));
		const type = gateType(row, tensors.map(typeOf), attributes ?? {});
		this.reserve(sizeOf(type.shape));
		const value = gateValue(row, tensors, attributes ?? {}, type);
		const dtype = SUMS.has(row.name) ? type.element : this.#dtypeOff(type.element, operands);
		return this.value(
			elementOf(dtype) === 'int64' && dtype !== 'int64' ? converted(value, dtype) : value,
			dtype,
			torch,
		);
	}

	/** The type of a result off the tape: among whole numbers the widest of the arrays. */
	#dtypeOff(element: ElementType, operands: readonly Operand[]): DType {
		if (element !== 'int64') return element;
		const arrays = operands.filter((operand) => this.isArray(operand) && !operand.isFloat && operand.dtype !== 'bool');
		if (arrays.length === 0) return 'int64';
		return arrays.map((operand) => this.dtypeOf(operand)).reduce(promoteTypes);
	}

	/** A function of numbers over operands that no gate is needed for; the result is off the tape. */
	compute(
		operands: readonly Operand[],
		shape: readonly number[],
		dtype: DType,
		of: (...values: number[]) => number,
	): Value {
		const size = sizeOf(shape);
		this.reserve(size);
		const wide = operands.map((operand) => dataOf(broadcastTo(this.look(operand), shape)));
		const convert = converter(dtype);
		const data = new Float64Array(size);
		for (let index = 0; index < size; index++) {
			if (index % 4096 === 0) this.call.tick();
			data[index] = convert(of(...wide.map((own) => own[index]!)));
		}
		return this.value(makeTensor(data, shape, elementOf(dtype)), dtype, this.isTorch(operands));
	}

	/** Changes the type of an array's elements. */
	cast(array: NdArray, dtype: DType): NdArray {
		if (array.dtype === dtype) return array;
		if (!array.recorded) return this.fresh(converted(array.share(), dtype), dtype, array.torch);
		const element = elementOf(dtype);
		const node = this.recorder.apply(isFloatType(dtype) ? 'cast' : 'discretize', [array], { element });
		if (dtype === element) return this.array(this.wrap(node, array.torch));
		return this.fresh(converted(this.recorder.tape.tensor(node), dtype), dtype, array.torch);
	}
}

function scalarType(element: ElementType): NodeType {
	return { element, shape: [], size: 1 };
}

/** Rows that only move or pick out entries. */
const PICKS: ReadonlySet<string> = new Set(['wire', 'element', 'slice', 'index', 'reshape', 'transpose', 'broadcast']);

/** Rows whose results are counted in the widest whole numbers. */
const SUMS: ReadonlySet<string> = new Set(['sum', 'prod', 'cumsum', 'cumprod', 'argmax', 'argmin', 'argsort']);
