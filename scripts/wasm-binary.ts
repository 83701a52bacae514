/**
 * Just enough of WebAssembly's binary format to write a module of numeric functions: sections, LEB128 numbers and the instructions that kernels need.
 */

export type Bytes = readonly (number | Bytes)[];

/** Instructions by name, as the specification numbers them. */
export const I = {
	block: 0x02,
	loop: 0x03,
	if: 0x04,
	else: 0x05,
	end: 0x0b,
	br: 0x0c,
	brIf: 0x0d,
	brTable: 0x0e,
	call: 0x10,
	get: 0x20,
	set: 0x21,
	tee: 0x22,
	i32Load: 0x28,
	f64Load: 0x2b,
	i32Load8u: 0x2d,
	f64Store: 0x39,
	i32Const: 0x41,
	f64Const: 0x44,
	i32Eqz: 0x45,
	i32GeS: 0x4e,
	i32LtS: 0x48,
	f64Eq: 0x61,
	f64Ne: 0x62,
	f64Lt: 0x63,
	f64Gt: 0x64,
	f64Le: 0x65,
	f64Ge: 0x66,
	i32Add: 0x6a,
	i32Sub: 0x6b,
	i32Mul: 0x6c,
	i32And: 0x71,
	i32Or: 0x72,
	i32Shl: 0x74,
	f64Abs: 0x99,
	f64Neg: 0x9a,
	f64Ceil: 0x9b,
	f64Floor: 0x9c,
	f64Trunc: 0x9d,
	f64Nearest: 0x9e,
	f64Sqrt: 0x9f,
	f64Add: 0xa0,
	f64Sub: 0xa1,
	f64Mul: 0xa2,
	f64Div: 0xa3,
	f64Min: 0xa4,
	f64Max: 0xa5,
	f64ConvertI32u: 0xb8,
} as const;

/** Instructions on two doubles at once; they have a prefix and a number of their own. */
export const SIMD = {
	load: [0xfd, 0x00],
	load64Splat: [0xfd, 0x0a],
	store: [0xfd, 0x0b],
	zero: [0xfd, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
	f64x2Eq: [0xfd, 0x47],
	f64x2Ne: [0xfd, 0x48],
	f64x2Lt: [0xfd, 0x49],
	f64x2Gt: [0xfd, 0x4a],
	f64x2Le: [0xfd, 0x4b],
	f64x2Ge: [0xfd, 0x4c],
	not: [0xfd, 0x4d],
	and: [0xfd, 0x4e],
	or: [0xfd, 0x50],
	/** Of each bit the first operand's where the third has a 1, else the second's. */
	bitselect: [0xfd, 0x52],
	f64x2Ceil: [0xfd, 0x74],
	f64x2Floor: [0xfd, 0x75],
	f64x2Trunc: [0xfd, 0x7a],
	f64x2Nearest: [0xfd, 0x94, 0x01],
	f64x2Abs: [0xfd, 0xec, 0x01],
	f64x2Neg: [0xfd, 0xed, 0x01],
	f64x2Sqrt: [0xfd, 0xef, 0x01],
	f64x2Add: [0xfd, 0xf0, 0x01],
	f64x2Sub: [0xfd, 0xf1, 0x01],
	f64x2Mul: [0xfd, 0xf2, 0x01],
	f64x2Div: [0xfd, 0xf3, 0x01],
	f64x2Min: [0xfd, 0xf4, 0x01],
	f64x2Max: [0xfd, 0xf5, 0x01],
	/** a · b + c, rounded once where the machine can; of the relaxed instructions, which came later than the others. */
	f64x2Madd: [0xfd, 0x87, 0x02],
} as const;

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;
/** The block type of a block that leaves nothing. */
export const VOID = 0x40;

export function unsigned(value: number): readonly number[] {
	const bytes: number[] = [];
	do {
		const rest = value >>> 7;
		bytes.push((value & 0x7f) | (rest === 0 ? 0 : 0x80));
		value = rest;
	} while (value !== 0);
	return bytes;
}

export function signed(value: number): readonly number[] {
	const bytes: number[] = [];
	for (;;) {
		const byte = value & 0x7f;
		value >>= 7;
		if ((value === 0 && (byte & 0x40) === 0) || (value === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
		bytes.push(byte | 0x80);
	}
}

export function double(value: number): readonly number[] {
	return [I.f64Const, ...new Uint8Array(new Float64Array([value]).buffer)];
}

/** A vector of that number twice. */
export function doubles(value: number): Bytes {
	const bytes = [...new Uint8Array(new Float64Array([value]).buffer)];
	return [0xfd, 0x0c, bytes, bytes];
}

export function integer(value: number): readonly number[] {
	return [I.i32Const, ...signed(value)];
}

export function flatten(bytes: Bytes): number[] {
	return bytes.flatMap((byte) => (typeof byte === 'number' ? [byte] : flatten(byte)));
}

function text(value: string): readonly number[] {
	const bytes = [...new TextEncoder().encode(value)];
	return [...unsigned(bytes.length), ...bytes];
}

function vector(items: readonly Bytes[]): Bytes {
	return [unsigned(items.length), ...items];
}

function section(id: number, content: Bytes): Bytes {
	const bytes = flatten(content);
	return [id, unsigned(bytes.length), bytes];
}

export interface FunctionType {
	readonly parameters: readonly number[];
	readonly results: readonly number[];
}

export interface ModuleFunction {
	readonly type: FunctionType;
	/** Types of the locals past the parameters. */
	readonly locals: readonly number[];
	readonly body: Bytes;
	readonly exported?: string;
}

/** A module that imports `m.memory` and the functions `m.<name>`, and exports functions. Imported functions have the first indices. */
export function moduleBytes(
	imports: readonly { readonly name: string; readonly type: FunctionType }[],
	functions: readonly ModuleFunction[],
): Uint8Array {
	const types: FunctionType[] = [];
	const typeIndex = (type: FunctionType): number => {
		const same = (a: readonly number[], b: readonly number[]): boolean =>
			a.length === b.length && a.every((byte, i) => byte === b[i]);
		const found = types.findIndex(
			(other) => same(other.parameters, type.parameters) && same(other.results, type.results),
		);
		return found >= 0 ? found : types.push(type) - 1;
	};
	const importEntries: Bytes[] = [[text('m'), text('memory'), 0x02, 0x00, unsigned(1)]];
	for (const { name, type } of imports) importEntries.push([text('m'), text(name), 0x00, unsigned(typeIndex(type))]);
	const declared = functions.map((one): Bytes => unsigned(typeIndex(one.type)));
	const exported = functions.flatMap((one, index): Bytes[] =>
		one.exported === undefined ? [] : [[text(one.exported), 0x00, unsigned(imports.length + index)]],
	);
	const bodies = functions.map((one): Bytes => {
		const code = flatten([vector(one.locals.map((local): Bytes => [1, local])), one.body, I.end]);
		return [unsigned(code.length), code];
	});
	const typeEntries = types.map((type): Bytes => [
		0x60,
		vector(type.parameters.map((p): Bytes => [p])),
		vector(type.results.map((r): Bytes => [r])),
	]);
	return Uint8Array.from(
		flatten([
			[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
			section(1, vector(typeEntries)),
			section(2, vector(importEntries)),
			section(3, vector(declared)),
			section(7, vector(exported)),
			section(10, vector(bodies)),
		]),
	);
}
