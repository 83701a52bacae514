/**
 * Functions of single elements, looked up in the op table by their names (`np.exp`, `torch.sigmoid`, `scipy.special.erf`), with what NumPy's universal
 * functions have besides: `out=`, `where=`, `dtype=`.
 */
import { findOp } from '../../core/ops/index.ts';
import { broadcastShapes, sizeOf } from '../../core/tensor/shape.ts';
import { makeTensor } from '../../core/tensor/tensor.ts';
import { builtin, type Call, type Named } from '../script/library.ts';
import { int, type BuiltinValue, type Value } from '../script/values.ts';
import { dtypeOfValue } from './dtypes.ts';
import { Kit } from './kit.ts';
import { arithmetic, needBroadcast, outArray, replace } from './operators.ts';
import { ufuncMethods } from './ufunc-methods.ts';
import type { World } from './world.ts';

/** How an operator that has a symbol is named in a message about shapes. */
const SYMBOLS: ReadonlyMap<string, string> = new Map([
	['add', '+'],
	['sub', '-'],
	['mul', '*'],
	['div', '/'],
	['pow', '**'],
	['mod', '%'],
	['floordiv', '//'],
]);

/** The value of an elementwise row over operands; what NumPy does differently for some types is minded. */
export function applyRow(k: Kit, row: string, operands: readonly Value[], name: string): Value {
	const [x, y] = operands;
	if (operands.length === 2) {
		const symbol = SYMBOLS.get(row);
		if (symbol !== undefined) return arithmetic(k, row, x!, y!, symbol);
		needBroadcast(k, name, x!, y!);
	}
	return k.map(row, operands);
}

/** Names of NumPy 2 for what had others before. */
const ALIASES: ReadonlyMap<string, string> = new Map([
	['np.pow', 'np.power'],
	...['sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'tan2'].map((name): [string, string] => [
		`np.a${name}`,
		`np.arc${name}`,
	]),
]);

/** The arguments that belong to the function, and those that say where the result goes. */
const OPTIONS: ReadonlySet<string> = new Set(['out', 'where', 'dtype', 'casting', 'order', 'subok', 'inplace']);

/** The function of that name, or undefined where the table has none. `notation` says which names are looked up. */
export function universal(world: World, notation: 'numpy' | 'torch', called: string): BuiltinValue | undefined {
	const name = ALIASES.get(called) ?? called;
	const arities = [1, 2, 3].filter((count) => findOp(notation, name, count)?.arity === count);
	if (arities.length === 0) return undefined;
	const call = (call: Call, args: readonly Value[], named: Named): Value => {
		const k = new Kit(call, world);
		const operands = [...args];
		// Slots may be named as the row names them, or as torch does.
		for (const [key, value] of named) {
			if (OPTIONS.has(key)) continue;
			const row = findOp(notation, name, operands.length + 1);
			if (row && SLOT_NAMES.has(key)) operands.push(value);
			else call.unsupported(`${name}(${key}=…)`);
		}
		// The last positional argument beyond the operands is `out`.
		const out = named.get('out') ?? (operands.length > Math.max(...arities) ? operands.pop() : undefined);
		const row = findOp(notation, name, operands.length);
		if (row?.arity !== operands.length) {
			call.raise('TypeError', ['{0}() takes {1} arguments, not {2}', name, arities.join(' / '), operands.length]);
		}
		return finish(
			k,
			row.name,
			operands.map((operand) => k.operand(operand)),
			{ name, out, where: named.get('where'), dtype: named.get('dtype') },
		);
	};
	const binary = findOp(notation, name, 2);
	if (notation === 'torch' || binary?.arity !== 2) return builtin(name, call);
	const folded = {
		name,
		row: binary.name,
		apply: (k: Kit, x: Value, y: Value): Value => applyRow(k, binary.name, [x, y], name),
	};
	return { kind: 'builtin', name, call, attributes: ufuncMethods(world, folded) };
}

/** Names by which torch and SciPy give the second and third operand. */
const SLOT_NAMES: ReadonlySet<string> = new Set([
	'input',
	'other',
	'exponent',
	'x',
	'y',
	'x1',
	'x2',
	'alpha',
	'lambd',
	'beta',
	'negative_slope',
	'weight',
	'end',
	'decimals',
	'values',
	'eps',
]);

interface Finish {
	readonly name: string;
	readonly out?: Value | undefined;
	readonly where?: Value | undefined;
	readonly dtype?: Value | undefined;
}

function finish(k: Kit, row: string, operands: readonly Value[], { name, out, where, dtype }: Finish): Value {
	const target = outArray(k, out);
	const mask = where === undefined || (where.kind === 'bool' && where.value) ? null : k.operand(where);
	let given = operands;
	// Elements that are not asked for are computed of ones, so that they can do no harm.
	if (mask !== null) given = operands.map((operand) => k.map('where', [mask, operand, int(1)]));
	let result = applyRow(k, row, given, name);
	if (mask !== null) {
		const shape = broadcastShapes(...operands.map((operand) => k.shapeOf(operand)), k.shapeOf(mask));
		const rest = target ?? k.fresh(makeTensor(new Float64Array(sizeOf(shape)), shape));
		result = k.map('where', [mask, result, rest]);
	}
	const wanted = dtype === undefined || dtype.kind === 'none' ? undefined : dtypeOfValue(dtype);
	if (wanted !== undefined && k.isArray(result)) result = k.cast(result, wanted);
	return target === null ? result : replace(k, target, result, name);
}
