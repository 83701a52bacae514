/** What lies between the machine that runs a Script and the libraries it calls: how a builtin is written, and what the machine asks of arrays. */
import type { Text } from '../../protocol.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import type { Recorder } from '../recorder.ts';
import type {
	ArrayValue,
	BuiltinValue,
	ClassValue,
	GeneratorValue,
	IteratorValue,
	ModuleValue,
	Value,
} from './values.ts';

/** Keyword arguments. */
export type Named = ReadonlyMap<string, Value>;

/** What a builtin may ask of the machine while it runs. */
export interface Call {
	readonly recorder: Recorder;
	/** Raises an exception of Python's, by its type's name, which the program may catch. `args` are what it holds where that is not its message. */
	raise(type: string, message: Text, args?: readonly Value[]): never;
	/** "Not supported: X" at the characters of the call. It cannot be caught; the statement is given up. */
	unsupported(what: string): never;
	/** Says that something was passed over. */
	note(message: Text): void;
	/** Calls any callable; user functions run on the same machine, to a bounded depth. */
	call(callable: Value, args: readonly Value[], named?: Named): Value;
	/** All items of an iterable, within the budget. */
	iterate(value: Value): Value[];
	truthy(value: Value): boolean;
	equal(a: Value, b: Value): boolean;
	/** `str(value)`. */
	string(value: Value): string;
	repr(value: Value): string;
	attribute(value: Value, name: string): Value;
	/** The attribute, or null where there is none. */
	lookUp(value: Value, name: string): Value | null;
	setAttribute(value: Value, name: string, to: Value): void;
	/** `object[index]`. */
	item(object: Value, index: Value): Value;
	setItem(object: Value, index: Value, value: Value): void;
	/** What a dict or a set finds the value by; a TypeError of the program's on what cannot be one. */
	key(value: Value): string | number;
	hash(value: Value): Value;
	length(value: Value): number;
	iterator(value: Value): IteratorValue;
	/** The next value of a generator, or null at its end; `sent` is what its `yield` comes to. */
	resume(generator: GeneratorValue, sent?: Value): Value | null;
	/** The next item of an iterator, a generator or an instance with `__next__`, or null at its end. */
	next(iterator: Value): Value | null;
	/** Whether what was thrown is the program's exception of that type, or of one that derives from it. */
	isRaised(error: unknown, type: string): boolean;
	/** Ends a generator where it stands. */
	close(generator: GeneratorValue): void;
	typeOf(value: Value): Value;
	/** The number that an array of one element, or an instance with `__float__`, stands for. */
	element(value: Value): Value;
	/** Arithmetic by the dialect's rules, as the operator would do it. */
	binary(op: BinaryOp, a: Value, b: Value): Value;
	compare(op: CompareOp, a: Value, b: Value): Value;
	/** Whether an instance's class is, or derives from, that class. */
	isInstance(value: Value, type: Value): boolean;
	/** Makes an instance without calling `__init__`. */
	instantiate(type: ClassValue, payload?: unknown): Value;
	/** Marks a node as what the gradient is asked of (`loss.backward()`). */
	target(node: number): void;
	/** Asks for room for so many items, or characters by the dozen, before they are made; a MemoryError of the program's where there is none. */
	reserve(items: number): void;
	/** Asks for time for so many multiplications in one go, before they are done; throws what ends the run where they would take longer than a run may. */
	afford(work: number): void;
	/** Work so far; throws what ends the run when the time is used up. Loops of libraries ask it. */
	tick(): void;
}

/** What the machine asks of the library of arrays. An answer of null says "not mine": the machine then raises a TypeError. */
export interface Arrays {
	/** At least one operand is an array. */
	binary(call: Call, op: BinaryOp, a: Value, b: Value): Value | null;
	unary(call: Call, op: '-' | '+' | '~', a: ArrayValue): Value | null;
	compare(call: Call, op: CompareOp, a: Value, b: Value): Value | null;
	/** `a += b` in place, so that every alias sees it; answers what the name is bound to afterwards. */
	augment(call: Call, op: BinaryOp, a: ArrayValue, b: Value): Value;
	getItem(call: Call, array: ArrayValue, index: Value): Value;
	setItem(call: Call, array: ArrayValue, index: Value, value: Value): void;
	/** An attribute or a bound method of an array, or of a float (`x.sum()` of a NumPy scalar, `x.grad` of a torch one). */
	attribute(call: Call, value: Value, name: string): Value | null;
	setAttribute(call: Call, array: ArrayValue, name: string, value: Value): boolean;
	/** Rows along the first axis. */
	iterate(call: Call, array: ArrayValue): Value[];
	length(call: Call, array: ArrayValue): number;
	/** Raises a ValueError where the truth of several elements is asked. */
	truthy(call: Call, array: ArrayValue): boolean;
	string(array: ArrayValue, repr: boolean): string;
	/** The node that holds the array as it is now; −1 for one that is not on the tape, or not yet. */
	node(array: ArrayValue): number;
	/** The same, putting the array on the tape where it is not there yet: what a Recorder asks. */
	record(array: ArrayValue): number;
	/** True for arrays whose elements are floats. */
	isFloat(array: ArrayValue): boolean;
	/** Makes an array that no gate computed an input of the program under that name; answers its node. Others keep their node. */
	asInput(array: ArrayValue, name: string): number;
	/** An array with that node as its value. */
	fromNode(node: number, recorder: Recorder): ArrayValue;
}

/** What the machine asks where every value is a matrix, numbers too: in Julia and MATLAB. An answer of null says "not mine". */
export interface Matrices {
	binary(call: Call, op: BinaryOp, a: Value, b: Value): Value | null;
	unary(call: Call, op: UnaryOp, a: Value): Value | null;
	compare(call: Call, op: CompareOp, a: Value, b: Value): Value | null;
	/** `a += b`; by elements (`.+=`) into the array that is there. */
	augment(call: Call, op: BinaryOp, a: Value, b: Value): Value | null;
	/** Entries are counted from 1, the first axis first. */
	getItem(call: Call, object: Value, index: Value): Value | null;
	setItem(call: Call, object: Value, index: Value, value: Value): boolean;
	/** Columns of MATLAB, entries of Julia. */
	iterate(call: Call, array: ArrayValue): Value[];
	/** Whether all entries are true. */
	truthy(call: Call, array: ArrayValue): boolean;
	/** Functions and constants by name. */
	readonly globals: ReadonlyMap<string, Value>;
}

/** A library's modules by canonical name, each made when first asked for. */
export interface Library {
	readonly arrays: Arrays;
	/** Present in the languages of matrices. */
	readonly matrices?: Matrices;
	module(name: string): ModuleValue | null;
}

/** A builtin. */
export function builtin(name: string, call: BuiltinValue['call']): BuiltinValue {
	return { kind: 'builtin', name, call };
}

const NO_NAMED: Named = new Map();
export { NO_NAMED };
