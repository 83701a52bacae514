/**
 * The operator table: every row, its op code, and how to find it by a notation's name.
 */
import { activation } from './activation.ts';
import { moreActivation } from './activation-more.ts';
import { arithmetic } from './arithmetic.ts';
import { comparison } from './comparison.ts';
import { exponential } from './exponential.ts';
import { hyperbolic } from './hyperbolic.ts';
import { numbers } from './numbers.ts';
import { powers } from './powers.ts';
import { reciprocal } from './reciprocal.ts';
import { rounding } from './rounding.ts';
import { makeRow, NOTATIONS, type Notation, type OpRow } from './row.ts';
import { special } from './special.ts';
import { statistics } from './statistics.ts';
import { bilinear } from './tensor/bilinear.ts';
import { conv } from './tensor/conv.ts';
import { cumulative } from './tensor/cumulative.ts';
import { decompositions } from './tensor/decompositions.ts';
import { indexing } from './tensor/indexing.ts';
import { joining } from './tensor/joining.ts';
import { linalg } from './tensor/linalg.ts';
import { loss } from './tensor/loss.ts';
import { products } from './tensor/matmul.ts';
import { diagonals } from './tensor/diagonals.ts';
import { nn } from './tensor/nn.ts';
import { order } from './tensor/order.ts';
import { quantile } from './tensor/quantile.ts';
import { reductions } from './tensor/reductions.ts';
import { makeTensorRow, type TensorRow } from './tensor/row.ts';
import { shapes } from './tensor/shapes.ts';
import { sorting } from './tensor/sorting.ts';
import { spreads } from './tensor/spreads.ts';
import { windows } from './tensor/windows.ts';
import { trigonometric } from './trigonometric.ts';

/** The elementwise rows; the index is the op code. Adding an operator is one row in a topic file. */
export const OPS: readonly OpRow[] = [
	...arithmetic,
	...powers,
	...exponential,
	...trigonometric,
	...hyperbolic,
	...reciprocal,
	...comparison,
	...activation,
	...rounding,
	...special,
	...statistics,
	...numbers,
	...moreActivation,
].map(makeRow);

/** Op codes of rows over whole arrays start here, so that a new elementwise row moves none of them. */
export const TENSOR_START = 160;

/** The rows over whole arrays; the op code is TENSOR_START + the index. Adding a topic is one line. */
export const TENSOR_OPS: readonly TensorRow[] = [
	// One topic a line.
	...shapes,
	...products,
	...reductions,
	...spreads,
	...cumulative,
	...indexing,
	...joining,
	...sorting,
	...diagonals,
	...linalg,
	...decompositions,
	...bilinear,
	...conv,
	...windows,
	...nn,
	...quantile,
	...order,
	...loss,
].map((definition, index) => makeTensorRow(definition, TENSOR_START + index));

/** A row of either kind; `kind` tells. */
export type AnyRow = OpRow | TensorRow;

const byName = new Map(OPS.map((row) => [row.name, row]));
const allByName = new Map<string, AnyRow>([...OPS, ...TENSOR_OPS].map((row) => [row.name, row]));
if (allByName.size !== OPS.length + TENSOR_OPS.length) throw new Error('two rows of core/ops have one name');
if (OPS.length > TENSOR_START) throw new Error('elementwise rows reach into the op codes of rows over arrays');

/** The elementwise row of that name. Throws an Error when there is none: names of rows are fixed in our own source. */
export function opByName(name: string): OpRow {
	const row = byName.get(name);
	if (!row) throw new Error(`core/ops has no row ${name}`);
	return row;
}

/** Whether an elementwise row has that name. */
export function isOp(name: string): boolean {
	return byName.has(name);
}

/** The row of that name, elementwise or over whole arrays. Throws an Error when there is none. */
export function rowByName(name: string): AnyRow {
	const row = allByName.get(name);
	if (!row) throw new Error(`core/ops has no row ${name}`);
	return row;
}

/** The op code of the row of that name, for `tape.apply`. */
export function opCode(name: string): number {
	return rowByName(name).code;
}

/** The row that reads one entry of an array. On a tape its array stands in the column `first`, and the entry's place in `second`. */
export const ELEMENT = opCode('element');

/** The row of an op code; undefined for an input, a constant or a code that no row has. */
export function rowOf(code: number): AnyRow | undefined {
	return code < TENSOR_START ? OPS[code] : TENSOR_OPS[code - TENSOR_START];
}

/** Notation → name → rows of different arity. Full names come before bare ones (`exp` for `np.exp`). */
const byNotation = new Map<Notation, Map<string, OpRow[]>>();
for (const notation of NOTATIONS) {
	const names = new Map<string, OpRow[]>();
	const put = (name: string, row: OpRow): void => {
		const rows = names.get(name);
		if (!rows) names.set(name, [row]);
		else if (!rows.includes(row)) rows.push(row);
	};
	for (const row of OPS) for (const name of row.names[notation]) put(name, row);
	for (const row of OPS) {
		for (const name of row.names[notation])
			if (/^[\w.]+\.\w+$/.test(name)) put(name.slice(name.lastIndexOf('.') + 1), row);
	}
	byNotation.set(notation, names);
}

/**
 * The row that a notation's name means with that many operands. `max`, `min`, `add`, `mul` and `hypot` of more than two operands answer with the row
 * of two: the caller chains gates, which `row.arity` tells.
 */
export function findOp(notation: Notation, name: string, operandCount: number): OpRow | undefined {
	const rows = byNotation.get(notation)?.get(name);
	return (
		rows?.find((row) => row.arity === operandCount) ??
		(operandCount > 2 ? rows?.find((row) => row.arity === 2 && CHAINS.has(row.name)) : undefined)
	);
}

/** Rows of two operands that may be written with more, as a chain of gates. */
const CHAINS: ReadonlySet<string> = new Set(['max', 'min', 'add', 'mul', 'hypot', 'and', 'or']);

/** Every sentence and convention of the table as an English template, for translators and their tests. */
export function tableTexts(): readonly string[] {
	const texts = new Set<string>();
	for (const row of OPS) {
		texts.add(row.sentence[0]);
		for (const convention of row.conventions()) texts.add(convention.text[0]);
	}
	return [...texts];
}
