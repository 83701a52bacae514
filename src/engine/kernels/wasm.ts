/**
 * The parts of WebAssembly used by the kernels: core's and the host's configurations have no DOM types.
 */
export interface Wasm {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
	readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => {
		readonly buffer: ArrayBuffer;
	};
}

const PAGE = 65536;

/** WebAssembly of this world, if it has it. */
export function wasmOfThisWorld(): Wasm | undefined {
	return (globalThis as { WebAssembly?: unknown }).WebAssembly as Wasm | undefined;
}

/** A memory of so many bytes that never grows; null where no address space is left: the plain loops need none of it. */
export function memoryOf(wasm: Wasm, bytes: number): { readonly buffer: ArrayBuffer } | null {
	const pages = Math.ceil(bytes / PAGE);
	try {
		return new wasm.Memory({ initial: pages, maximum: pages });
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return null;
	}
}

/** Compiles a module in base64; null where WebAssembly, or an instruction of the module, is missing or forbidden. */
export function compileModule(wasm: Wasm | undefined, base64: string): object | null {
	try {
		return wasm ? new wasm.Module(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))) : null;
	} catch (error) {
		// A content security policy may forbid it: the plain loops are always there.
		if (!(error instanceof Error)) throw error;
		return null;
	}
}
