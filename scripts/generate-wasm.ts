/**
 * Writes engine/kernels/module.generated.ts: the two passes as a WebAssembly module made from the same formulas as the plain loops, operation for
 * operation, so that both give the same bits. Plain arithmetic is native; everything else is imported from the functions that the plain loops call.
 */
import type { Formula } from '../src/core/ops/formula.ts';
import { OPS, opByName } from '../src/core/ops/index.ts';
import { INTRINSICS, type IntrinsicName } from '../src/core/ops/intrinsics.ts';
import { formulaValue, type OpRow } from '../src/core/ops/row.ts';
import { isConstant, isCostly, isOwn, localFormula, usesSlot } from './generate-kernels.ts';
import {
	double,
	F64,
	I,
	I32,
	integer,
	moduleBytes,
	unsigned,
	VOID,
	type Bytes,
	type FunctionType,
	type ModuleFunction,
} from './wasm-binary.ts';

/** Intrinsics that are one instruction; what they leave is a double. */
const NATIVE = new Map<IntrinsicName, number>([
	['add', I.f64Add],
	['sub', I.f64Sub],
	['mul', I.f64Mul],
	['div', I.f64Div],
	['neg', I.f64Neg],
	['abs', I.f64Abs],
	['min', I.f64Min],
	['max', I.f64Max],
	['sqrt', I.f64Sqrt],
	['floor', I.f64Floor],
	['ceil', I.f64Ceil],
	['trunc', I.f64Trunc],
	['rint', I.f64Nearest],
]);

/** Comparisons leave a truth value. */
const COMPARE = new Map<string, number>([
	['lt', I.f64Lt],
	['le', I.f64Le],
	['gt', I.f64Gt],
	['ge', I.f64Ge],
	['eq', I.f64Eq],
	['ne', I.f64Ne],
]);

const LOGIC: ReadonlySet<string> = new Set(['and', 'or', 'not']);

function doubles(count: number): FunctionType {
	return { parameters: Array.from({ length: count }, () => F64), results: [F64] };
}

/** Everything that a call needs to know: which import or helper has which index. */
class Linker {
	readonly imports: IntrinsicName[] = [];
	readonly helpers: OpRow[] = [];

	importIndex(name: IntrinsicName): number {
		const found = this.imports.indexOf(name);
		return found >= 0 ? found : this.imports.push(name) - 1;
	}

	/** Helpers follow the imports; their number is known only at the end, so bodies are written twice. */
	helperIndex(row: OpRow): number {
		const found = this.helpers.indexOf(row);
		return this.imports.length + (found >= 0 ? found : this.helpers.push(row) - 1);
	}
}

interface Scope {
	readonly row: OpRow;
	/** Locals of the operands, and of the row's own value where it is there. */
	readonly operands: readonly number[];
	readonly out: number | null;
	readonly linker: Linker;
}

function get(local: number): Bytes {
	return [I.get, unsigned(local)];
}

/** Leaves the formula's value. */
function value(formula: Formula, scope: Scope): Bytes {
	if (isConstant(formula)) return double(formulaValue(formula, [], opByName));
	if (formula.kind === 'variable') return get(scope.operands[formula.slot]!);
	if (formula.kind === 'number') return double(formula.value);
	if (scope.out !== null && isOwn(formula, scope.row)) return get(scope.out);
	return applied(opByName(formula.op), formula.operands, scope);
}

function applied(row: OpRow, operands: readonly Formula[], scope: Scope): Bytes {
	if (COMPARE.has(row.name) || LOGIC.has(row.name)) return [truthOf(row.name, operands, scope), I.f64ConvertI32u];
	if (row.name === 'where') {
		const [test, then, otherwise] = operands;
		return [truth(test!, scope), I.if, F64, value(then!, scope), I.else, value(otherwise!, scope), I.end];
	}
	const pieces = operands.map((operand) => value(operand, scope));
	if (!('intrinsic' in row.forward)) return [...pieces, I.call, unsigned(scope.linker.helperIndex(row))];
	const native = NATIVE.get(row.forward.intrinsic);
	return native === undefined
		? [...pieces, I.call, unsigned(scope.linker.importIndex(row.forward.intrinsic))]
		: [...pieces, native];
}

/** Leaves 1 or 0 as an integer. */
function truth(formula: Formula, scope: Scope): Bytes {
	if (formula.kind === 'apply' && (COMPARE.has(formula.op) || LOGIC.has(formula.op)))
		return truthOf(formula.op, formula.operands, scope);
	return [value(formula, scope), double(0), I.f64Ne];
}

function truthOf(op: string, operands: readonly Formula[], scope: Scope): Bytes {
	const compare = COMPARE.get(op);
	if (compare !== undefined) return [...operands.map((operand) => value(operand, scope)), compare];
	const truths = operands.map((operand) => truth(operand, scope));
	return op === 'not' ? [...truths, I.i32Eqz] : [...truths, op === 'and' ? I.i32And : I.i32Or];
}

function forwardValue(row: OpRow, operands: readonly number[], linker: Linker): Bytes {
	const scope: Scope = { row, operands, out: null, linker };
	const variables = row.parameters.map((_, slot): Formula => ({ kind: 'variable', slot }));
	return 'intrinsic' in row.forward ? applied(row, variables, scope) : value(row.value(), scope);
}

/** One block a row around a jump table: each case's code stands behind its block's end and jumps on to the next node. */
function dispatch(cases: readonly Bytes[], opLocal: number, indexLocal: number): Bytes {
	const count = cases.length;
	const opens = Array.from({ length: count }, (): Bytes => [I.block, VOID]);
	const table: Bytes = [
		[I.get, unsigned(opLocal), I.get, unsigned(indexLocal), I.i32Add, I.i32Load8u, 0, 0],
		[I.brTable, unsigned(count), cases.map((_, index) => unsigned(index)), unsigned(count)],
	];
	// Inside the code of case k, count − 1 − k blocks of other cases are still open; then comes the one that means "next node".
	const code = cases.map((one, index): Bytes => [I.end, one, I.br, unsigned(count - 1 - index)]);
	return [I.block, VOID, opens, table, code, I.end];
}

/** Loads `base[index]` of a column of 32-bit numbers. */
function load32(base: number, index: number, offset = 0): Bytes {
	return [get(base), get(index), integer(2), I.i32Shl, I.i32Add, I.i32Load, 2, unsigned(offset)];
}

const FORWARD = { op: 0, first: 1, second: 2, more: 3, value: 4, i: 5, to: 6, e: 7, x: 8, y: 9, z: 10 };

function forwardFunction(linker: Linker): ModuleFunction {
	const L = FORWARD;
	const locals = [L.x, L.y, L.z];
	const cases = OPS.map((row): Bytes => {
		const operand = (node: Bytes): Bytes => [get(L.value), node, integer(3), I.i32Shl, I.i32Add, I.f64Load, 3, 0];
		const nodes =
			row.arity < 3
				? [load32(L.first, L.i), load32(L.second, L.i)]
				: [load32(L.first, L.i), load32(L.more, L.e), load32(L.more, L.e, 4)];
		const loads = row.parameters.map((_, slot): Bytes =>
			'intrinsic' in row.forward || usesSlot(row.value(), slot)
				? [operand(nodes[slot]!), I.set, unsigned(locals[slot]!)]
				: [],
		);
		return [
			row.arity === 3 ? [load32(L.second, L.i), I.set, unsigned(L.e)] : [],
			loads,
			[get(L.value), get(L.i), integer(3), I.i32Shl, I.i32Add],
			forwardValue(row, locals, linker),
			[I.f64Store, 3, 0],
		];
	});
	return {
		exported: 'forward',
		type: { parameters: [I32, I32, I32, I32, I32, I32, I32], results: [] },
		locals: [I32, F64, F64, F64],
		body: [
			[I.block, VOID, I.loop, VOID],
			[get(L.i), get(L.to), I.i32GeS, I.brIf, unsigned(1)],
			dispatch(cases, L.op, L.i),
			[get(L.i), integer(1), I.i32Add, I.set, unsigned(L.i), I.br, unsigned(0)],
			[I.end, I.end],
		],
	};
}

const BACKWARD = {
	op: 0,
	first: 1,
	second: 2,
	more: 3,
	value: 4,
	gradient: 5,
	flags: 6,
	i: 7,
	to: 8,
	e: 9,
	a: 10,
	b: 11,
	c: 12,
	g: 13,
	x: 14,
	y: 15,
	z: 16,
	out: 17,
};

function backwardFunction(linker: Linker): ModuleFunction {
	const L = BACKWARD;
	const nodes = [L.a, L.b, L.c];
	const operands = [L.x, L.y, L.z];
	const cases = OPS.map((row): Bytes => {
		const needed = new Set<number>();
		let needsOut = false;
		const watch = (formula: Formula): void => {
			if (isConstant(formula)) return;
			if (formula.kind === 'variable') needed.add(formula.slot);
			else if (formula.kind === 'apply') {
				if (isOwn(formula, row)) needsOut = true;
				else formula.operands.forEach(watch);
			}
		};
		const slots = row.parameters.map((_, slot) => slot).filter((slot) => row.differentiable(slot));
		const shares = slots.map((slot): Bytes => {
			const local = localFormula(row, slot);
			watch(local);
			const gradient: Bytes = [get(L.gradient), get(nodes[slot]!), I.i32Add];
			const constant = isConstant(local) ? formulaValue(local, [], opByName) : null;
			const change: Bytes =
				constant === 1
					? [get(L.g), I.f64Add]
					: constant === -1
						? [get(L.g), I.f64Sub]
						: [get(L.g), value(local, { row, operands, out: L.out, linker }), I.f64Mul, I.f64Add];
			const add: Bytes = [gradient, gradient, I.f64Load, 3, 0, change, I.f64Store, 3, 0];
			if (row.arity === 1 || !isCostly(row, slot)) return add;
			// The address is eight times the node; its flag stands at the node itself.
			const node: Bytes =
				slot === 0 ? load32(L.first, L.i) : row.arity < 3 ? load32(L.second, L.i) : load32(L.more, L.e, (slot - 1) * 4);
			return [get(L.flags), node, I.i32Add, I.i32Load8u, 0, 0, integer(2), I.i32And, I.if, VOID, add, I.end];
		});
		if (shares.length === 0) return [];
		const places =
			row.arity < 3
				? [load32(L.first, L.i), load32(L.second, L.i)]
				: [load32(L.first, L.i), load32(L.more, L.e), load32(L.more, L.e, 4)];
		const address = row.parameters.map((_, slot): Bytes =>
			needed.has(slot) || slots.includes(slot)
				? [places[slot]!, integer(3), I.i32Shl, I.set, unsigned(nodes[slot]!)]
				: [],
		);
		const loads = [...needed].map((slot): Bytes => [
			get(L.value),
			get(nodes[slot]!),
			I.i32Add,
			I.f64Load,
			3,
			0,
			I.set,
			unsigned(operands[slot]!),
		]);
		const loadOut: Bytes = needsOut
			? [get(L.value), get(L.i), integer(3), I.i32Shl, I.i32Add, I.f64Load, 3, 0, I.set, unsigned(L.out)]
			: [];
		return [row.arity === 3 ? [load32(L.second, L.i), I.set, unsigned(L.e)] : [], address, loads, loadOut, shares];
	});
	return {
		exported: 'backward',
		type: { parameters: [I32, I32, I32, I32, I32, I32, I32, I32, I32], results: [] },
		locals: [I32, I32, I32, I32, F64, F64, F64, F64, F64],
		body: [
			[I.block, VOID, I.loop, VOID],
			[get(L.i), get(L.to), I.i32LtS, I.brIf, unsigned(1)],
			[I.block, VOID],
			[get(L.flags), get(L.i), I.i32Add, I.i32Load8u, 0, 0, integer(2), I.i32And, I.i32Eqz, I.brIf, unsigned(0)],
			[get(L.gradient), get(L.i), integer(3), I.i32Shl, I.i32Add, I.f64Load, 3, 0, I.set, unsigned(L.g)],
			dispatch(cases, L.op, L.i),
			I.end,
			[get(L.i), integer(1), I.i32Sub, I.set, unsigned(L.i), I.br, unsigned(0)],
			[I.end, I.end],
		],
	};
}

function helperFunctions(linker: Linker): readonly ModuleFunction[] {
	const functions: ModuleFunction[] = [];
	// Writing one helper may ask for another.
	for (let index = 0; index < linker.helpers.length; index++) {
		const row = linker.helpers[index]!;
		const operands = row.parameters.map((_, slot) => slot);
		functions.push({ type: doubles(row.arity), locals: [], body: forwardValue(row, operands, linker) });
	}
	return functions;
}

/** The module, and the intrinsics that it imports by name. */
export function wasmModule(): { readonly bytes: Uint8Array; readonly imports: readonly IntrinsicName[] } {
	const linker = new Linker();
	const write = (): readonly ModuleFunction[] => {
		const sweeps = [forwardFunction(linker), backwardFunction(linker)];
		return [...helperFunctions(linker), ...sweeps];
	};
	write();
	const functions = write();
	const imports = linker.imports.map((name) => ({ name, type: doubles(INTRINSICS[name].length) }));
	return { bytes: moduleBytes(imports, functions), imports: linker.imports };
}

export function wasmSource(): string {
	const { bytes, imports } = wasmModule();
	return `/**
 * The two passes over a tape's columns as a WebAssembly module, made by scripts/generate.ts from the formulas of core/ops. Do not edit.
 */
import type { IntrinsicName } from '../../core/ops/intrinsics.ts';

/** ${bytes.length} bytes in base64. */
export const MODULE = '${Buffer.from(bytes).toString('base64')}';

/** The functions it imports. */
export const IMPORTS: readonly IntrinsicName[] = [${imports.map((name) => `'${name}'`).join(', ')}];
`;
}
