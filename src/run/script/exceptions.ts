/** The exceptions that programs raise and catch by name. */
import type { ClassValue, InstanceValue, Value } from './values.ts';

const BASES: readonly (readonly [name: string, base: string])[] = [
	['BaseException', ''],
	['Exception', 'BaseException'],
	['ArithmeticError', 'Exception'],
	['ZeroDivisionError', 'ArithmeticError'],
	['OverflowError', 'ArithmeticError'],
	['FloatingPointError', 'ArithmeticError'],
	['AssertionError', 'Exception'],
	['AttributeError', 'Exception'],
	['ImportError', 'Exception'],
	['ModuleNotFoundError', 'ImportError'],
	['LookupError', 'Exception'],
	['IndexError', 'LookupError'],
	['KeyError', 'LookupError'],
	['NameError', 'Exception'],
	['UnboundLocalError', 'NameError'],
	['RuntimeError', 'Exception'],
	['NotImplementedError', 'RuntimeError'],
	['RecursionError', 'RuntimeError'],
	['StopIteration', 'Exception'],
	['GeneratorExit', 'BaseException'],
	['SystemExit', 'BaseException'],
	['KeyboardInterrupt', 'BaseException'],
	['MemoryError', 'Exception'],
	['BufferError', 'Exception'],
	['EOFError', 'Exception'],
	['UnicodeError', 'ValueError'],
	// JavaScript's own derive from Error.
	['Error', 'Exception'],
	['TypeError', 'Error'],
	['ValueError', 'Exception'],
	['LinAlgError', 'ValueError'],
	['OSError', 'Exception'],
	['FileNotFoundError', 'OSError'],
	['TimeoutError', 'OSError'],
	['IOError', 'OSError'],
	['Warning', 'Exception'],
	['UserWarning', 'Warning'],
	['DeprecationWarning', 'Warning'],
	['RuntimeWarning', 'Warning'],
	['FutureWarning', 'Warning'],
	['RangeError', 'Error'],
	['ReferenceError', 'Error'],
	['SyntaxError', 'Error'],
];

function makeAll(): Map<string, ClassValue> {
	const made = new Map<string, ClassValue>();
	for (const [name, base] of BASES) {
		const order: ClassValue[] = [];
		const type: ClassValue = { kind: 'class', name, order, attributes: new Map(), native: 'exception' };
		order.push(type, ...(made.get(base)?.order ?? []));
		made.set(name, type);
	}
	return made;
}

/** What JavaScript calls what goes wrong. */
const IN_JAVASCRIPT: ReadonlyMap<string, string> = new Map([
	['NameError', 'ReferenceError'],
	['UnboundLocalError', 'ReferenceError'],
	['AttributeError', 'TypeError'],
	['RecursionError', 'RangeError'],
	['MemoryError', 'RangeError'],
	['IndexError', 'RangeError'],
	['ValueError', 'RangeError'],
]);

/** By name. Programs may not change them: a run gets its own. */
export class Exceptions {
	readonly #classes = makeAll();
	readonly #javascript: boolean;

	constructor(javascript: boolean) {
		this.#javascript = javascript;
	}

	get(name: string): ClassValue | undefined {
		return this.#classes.get(name);
	}

	/** An instance of an exception with its arguments. An unknown name is an Exception. */
	make(name: string, args: readonly Value[]): InstanceValue {
		const called = this.#javascript ? (IN_JAVASCRIPT.get(name) ?? name) : name;
		const type = this.#classes.get(called) ?? this.#classes.get('Exception')!;
		return { kind: 'instance', class: type, attributes: new Map(), payload: args };
	}
}
