/**
 * Arrays at run time. Their elements stand in a storage, which several arrays may share: the whole, and views of it. A storage holds its current version,
 * a node of the tape, so that a store through any of them is seen by all.
 *
 * Elements that no gate computed stay off the tape until a gate needs them: whole numbers and masks that only index never get there.
 */
import { opCode } from '../../core/ops/index.ts';
import type { Attributes } from '../../core/ops/tensor/row.ts';
import { sizeOf, stridesOf } from '../../core/tensor/shape.ts';
import { contiguous, copied, isContiguous, makeTensor, type Tensor } from '../../core/tensor/tensor.ts';
import { write, type Where } from '../../core/tensor/storing.ts';
import type { Range } from '../../protocol.ts';
import type { Recorder } from '../recorder.ts';
import type { ArrayValue, Value } from '../script/values.ts';
import { converter, isFloatType, type DType } from './dtypes.ts';

export class Storage {
	readonly recorder: Recorder;
	readonly shape: readonly number[];
	readonly dtype: DType;
	/** Counts changes of the current version. */
	version = 0;
	/** The node of the current version; −1 while the elements are off the tape. */
	#node: number;
	#tensor: Tensor | null;
	/** Whether somebody else may hold the elements that are off the tape. */
	#shared = true;
	/** The name that it becomes an input under. */
	#name: { readonly name: string; readonly at: Range } | null = null;
	/** Where it was made: the place of the constant that it becomes. */
	readonly #range: number;
	readonly #frame: number;

	constructor(recorder: Recorder, dtype: DType, held: Tensor | number) {
		this.recorder = recorder;
		this.dtype = dtype;
		this.#node = typeof held === 'number' ? held : -1;
		this.#tensor = typeof held === 'number' ? null : held;
		this.shape = typeof held === 'number' ? recorder.tape.type(held).shape : held.shape;
		this.#range = recorder.range();
		this.#frame = recorder.frame;
	}

	/** Whether the current version is on the tape. */
	get recorded(): boolean {
		return this.#node >= 0;
	}

	/** The node of the current version. What is not on the tape yet is put there: as an input where it was given a name, else as a constant. */
	node(): number {
		if (this.#tensor !== null) {
			const { tape } = this.recorder;
			this.#node =
				this.#name === null
					? tape.tensorConstant(this.#tensor, this.#range, this.#frame)
					: this.recorder.tensorInput(this.#name.name, this.#tensor, this.#name.at);
			this.#tensor = this.#name = null;
		}
		return this.#node;
	}

	/**
	 * Makes the elements an input of that name where no gate computed them: floats at once, whole numbers when they are first needed on the tape. Answers
	 * the node, −1 for none.
	 */
	asInput(name: string): number {
		const { tape, site } = this.recorder;
		if (this.#node >= 0 && isFloatType(this.dtype) && tape.isConstant(this.#node)) {
			this.become(this.recorder.tensorInput(name, tape.tensor(this.#node), site.range));
		}
		if (this.#node < 0) this.#name ??= { name, at: site.range };
		return isFloatType(this.dtype) ? this.node() : this.#node;
	}

	/** The elements of the current version, to be looked at and not kept. */
	look(): Tensor {
		return this.#tensor ?? this.recorder.tape.tensor(this.#node);
	}

	/** The elements of the current version, to be kept: a later store does not change them. */
	share(): Tensor {
		this.#shared = true;
		return this.look();
	}

	/** Goes on with another node as the current version. */
	become(node: number): void {
		this.#node = node;
		this.#tensor = null;
		this.version++;
	}

	/**
	 * Writes a value that is not on the tape without a gate: into elements that are off it, or are of a type that takes no gradient. False where a gate
	 * is needed.
	 */
	writeOff(where: Where, value: Tensor): boolean {
		if (this.#tensor === null && isFloatType(this.dtype)) return false;
		const before = this.look();
		if (this.#tensor === null || this.#shared || !isContiguous(before)) {
			this.#tensor = makeTensor(copied(before), before.shape, before.element);
			this.#node = -1;
			this.#shared = false;
		}
		write(contiguous(this.#tensor).data, where, converted(value, this.dtype), this.#tensor.element);
		this.version++;
		return true;
	}
}

/** The elements as that type holds them. */
export function converted(tensor: Tensor, dtype: DType): Tensor {
	const element = dtype === 'float64' || dtype === 'float32' || dtype === 'bool' ? dtype : 'int64';
	if (tensor.element === element && (isFloatType(dtype) || dtype === 'bool' || dtype === 'int64')) return tensor;
	return makeTensor(copied(tensor).map(converter(dtype)), tensor.shape, element);
}

/** One step from an array to a view of it: a row that shares its operand's data, and where in the text the step was taken. */
export interface ViewStep {
	readonly op: string;
	readonly attributes: Attributes;
	readonly range: number;
}

/** Where a view's elements stand in its storage's C order. The data is not looked at. */
type Layout = Tensor;

const NO_DATA = new Float64Array(0);

/** An array of a program: NumPy's ndarray, or torch's tensor. */
export class NdArray implements ArrayValue {
	readonly kind = 'array';
	#storage: Storage;
	#steps: readonly ViewStep[];
	#layout: Layout;
	/** The node of the view, of one version of the storage. */
	#viewNode = -1;
	#viewVersion = -1;
	/** The elements without their history (`x.data`): stores reach the storage, gradients do not go back through reads. */
	#cut = false;
	#cutNode = -1;
	#cutVersion = -1;
	/** A tensor of torch rather than an array of NumPy. */
	torch = false;
	/** Attributes that a program gave it (`requires_grad`, `grad`). */
	attributes: Map<string, Value> | null = null;

	constructor(storage: Storage, steps: readonly ViewStep[] = [], layout?: Layout) {
		this.#storage = storage;
		this.#steps = steps;
		const { shape } = storage;
		this.#layout = layout ?? { element: 'float64', shape, strides: stridesOf(shape), offset: 0, data: NO_DATA };
	}

	get storage(): Storage {
		return this.#storage;
	}

	/** Where its elements stand in its storage's C order. The data of it is not to be looked at. */
	get layout(): Layout {
		return this.#layout;
	}

	get shape(): readonly number[] {
		return this.#layout.shape;
	}

	get size(): number {
		return sizeOf(this.layout.shape);
	}

	get dtype(): DType {
		return this.storage.dtype;
	}

	get isFloat(): boolean {
		return isFloatType(this.storage.dtype);
	}

	/** Whether it is on the tape. */
	get recorded(): boolean {
		return this.storage.recorded;
	}

	/** Whether it is all of its storage, in its order. */
	get isWhole(): boolean {
		return this.#steps.length === 0;
	}

	/** Makes a whole array that no gate computed an input of that name; answers the node, −1 for none. */
	asInput(name: string): number {
		if (this.#cut) return -1;
		if (this.isWhole) return this.storage.asInput(name);
		return this.recorded || this.isFloat ? this.node() : -1;
	}

	/** The node that holds the array as it is now. A view of a storage that was stored into since is taken anew. */
	node(): number {
		let node = this.#cut ? this.#withoutHistory() : this.storage.node();
		if (this.#steps.length === 0) return node;
		const { version, recorder } = this.storage;
		if (this.#viewNode >= 0 && this.#viewVersion === version) return this.#viewNode;
		for (const { op, attributes, range } of this.#steps) {
			node = recorder.tape.apply(opCode(op), [node], attributes, range, recorder.frame);
		}
		this.#viewNode = node;
		this.#viewVersion = version;
		return node;
	}

	#withoutHistory(): number {
		const { version, recorder } = this.storage;
		if (this.#cutNode < 0 || this.#cutVersion !== version) {
			this.#cutNode = recorder.tape.tensorConstant(this.storage.share(), recorder.range(), recorder.frame);
			this.#cutVersion = version;
		}
		return this.#cutNode;
	}

	/** The same elements with their history: those that `a.cut()` came of. */
	uncut(): NdArray {
		if (!this.#cut) return this;
		const alias = new NdArray(this.storage, this.#steps, this.#layout);
		alias.torch = this.torch;
		return alias;
	}

	/** Whether it is the other without its history. */
	isCutOf(other: NdArray): boolean {
		return this.#cut && this.#storage === other.#storage && this.#layout === other.#layout;
	}

	/** The same elements without their history. */
	cut(): NdArray {
		const alias = new NdArray(this.storage, this.#steps, this.#layout);
		alias.torch = this.torch;
		alias.#cut = true;
		return alias;
	}

	/** The elements as they are now, to be looked at and not kept. */
	look(): Tensor {
		if (this.#viewNode >= 0 && this.#viewVersion === this.storage.version) {
			return this.storage.recorder.tape.tensor(this.#viewNode);
		}
		const base = this.storage.look();
		if (this.#steps.length === 0) return base;
		if (isContiguous(base))
			return { ...this.layout, element: base.element, offset: this.layout.offset + base.offset, data: base.data };
		return { ...this.layout, element: base.element, data: copied(base) };
	}

	/** The elements as they are now, to be kept. */
	share(): Tensor {
		this.storage.share();
		return this.look();
	}

	/** A view by a row that shares its operand's data. The node is taken at once where the storage is on the tape: here is where it is read. */
	view(op: string, attributes: Attributes, layout: Layout, node = -1): NdArray {
		const { recorder, version } = this.storage;
		const view = new NdArray(this.storage, [...this.#steps, { op, attributes, range: recorder.range() }], layout);
		view.torch = this.torch;
		view.#cut = this.#cut;
		if (node >= 0) {
			view.#viewNode = node;
			view.#viewVersion = version;
		}
		return view;
	}

	/** Becomes a view of itself: `a.shape = (3, 2)`. */
	adopt(view: NdArray): void {
		this.#steps = view.#steps;
		this.#layout = view.#layout;
		this.#viewNode = view.#viewNode;
		this.#viewVersion = view.#viewVersion;
	}

	/** Goes on with another storage, of another shape: a store past the end of an array of MATLAB makes it larger. */
	adoptStorage(storage: Storage): void {
		const { shape } = storage;
		this.#storage = storage;
		this.#steps = [];
		this.#layout = { element: 'float64', shape, strides: stridesOf(shape), offset: 0, data: NO_DATA };
		this.#viewNode = -1;
	}

	/** Where a store through this array writes. */
	where(layout: Layout = this.layout): Where {
		return { offset: layout.offset, shape: layout.shape, strides: layout.strides };
	}
}
