/**
 * Runs the two passes of large tapes in WebAssembly: the tape's columns move into a memory of their own once, and replays after a changed input stay there.
 */
import { copyColumns, type Accelerator, type Columns, type Runner, type Sweep } from '../../core/columns.ts';
import { INTRINSICS } from '../../core/ops/intrinsics.ts';
import { IMPORTS, MODULE } from './module.generated.ts';
import { compileModule, memoryOf, wasmOfThisWorld, type Wasm } from './wasm.ts';

interface Exports {
	forward(op: number, first: number, second: number, more: number, value: number, from: number, to: number): void;
	backward(
		op: number,
		first: number,
		second: number,
		more: number,
		value: number,
		gradient: number,
		flags: number,
		from: number,
		to: number,
	): void;
}

/** Replays of smaller tapes take less than a fifth of a millisecond in plain JavaScript. */
const MINIMUM = 10_000;

/** Nodes a call: an engine swaps in its optimised code between calls only, so that one long call would stay slow to its end. */
const STRETCH = 65_536;

let compiled: { readonly module: object | null } | null = null;

/** The module, compiled once; null where WebAssembly is missing or forbidden. */
function compile(wasm: Wasm | undefined): object | null {
	compiled ??= { module: compileModule(wasm, MODULE) };
	return compiled.module;
}

/** Moves a tape's columns, with room for one trace's gradients, into a memory of `Wasm`; null where no memory can be had. */
function adopt(wasm: Wasm, module: object, columns: Columns, length: number, moreLength: number): Runner | null {
	let end = 0;
	const place = (bytes: number): number => {
		const at = end;
		end = (end + bytes + 15) & ~15;
		return at;
	};
	const at = {
		value: place(length * 8),
		gradient: place(length * 8),
		op: place(length),
		first: place(length * 4),
		second: place(length * 4),
		range: place(length * 4),
		frame: place(length * 4),
		more: place(Math.max(moreLength, 1) * 4),
		flags: place(length),
	};
	const memory = memoryOf(wasm, end);
	// The plain loops still have their columns.
	if (memory === null) return null;
	const { buffer } = memory;
	const imports = new Map<string, unknown>([['memory', memory]]);
	for (const name of IMPORTS) imports.set(name, native(name));
	const exports = new wasm.Instance(module, { m: Object.fromEntries(imports) }).exports as Exports;
	const moved: Columns = {
		capacity: length,
		op: new Uint8Array(buffer, at.op, length),
		first: new Int32Array(buffer, at.first, length),
		second: new Int32Array(buffer, at.second, length),
		value: new Float64Array(buffer, at.value, length),
		range: new Int32Array(buffer, at.range, length),
		frame: new Int32Array(buffer, at.frame, length),
		more: new Int32Array(buffer, at.more, moreLength),
	};
	copyColumns(columns, moved, length);
	moved.more.set(columns.more.subarray(0, moreLength));
	let own: Sweep | null = {
		gradient: new Float64Array(buffer, at.gradient, length),
		flags: new Uint8Array(buffer, at.flags, length),
	};
	const inMemory = own;
	return {
		columns: moved,
		forward: (from, to) => {
			for (let i = from; i < to; i += STRETCH) {
				exports.forward(at.op, at.first, at.second, at.more, at.value, i, Math.min(to, i + STRETCH));
			}
		},
		makeSweep: () => {
			const sweep = own;
			own = null;
			return sweep;
		},
		backward: (target, sweep) => {
			if (sweep !== inMemory) return false;
			for (let i = target; i >= 0; i -= STRETCH) {
				const to = Math.max(0, i - STRETCH + 1);
				exports.backward(at.op, at.first, at.second, at.more, at.value, at.gradient, at.flags, i, to);
			}
			return true;
		},
	};
}

/** `Math`'s own functions go in as they are, so that the machine may call them directly. */
function native(name: (typeof IMPORTS)[number]): unknown {
	const own: unknown = Object.hasOwn(Math, name) ? Math[name as keyof Math] : undefined;
	return typeof own === 'function' && name !== 'pow' && name !== 'sign' && name !== 'round' ? own : INTRINSICS[name];
}

/** The accelerator of this world; null where it has no WebAssembly. Give it to every tape: small ones do not use it. */
export function wasmAccelerator(minimum: number = MINIMUM): Accelerator | null {
	const wasm = wasmOfThisWorld();
	const module = compile(wasm);
	if (!wasm || !module) return null;
	return { minimum, adopt: (columns, length, moreLength) => adopt(wasm, module, columns, length, moreLength) };
}
