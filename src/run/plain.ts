/**
 * Numbers that are computed beside the tape: indices, bounds and conditions of sums. They choose what is computed and take no gradient.
 */
import { OPS, opByName } from '../core/ops/index.ts';
import { rowValue } from '../core/ops/row.ts';
import { elementAtFlat, type Tensor } from '../core/tensor/tensor.ts';
import { CONSTANTS } from '../lang/names.ts';
import { partsOf, type Expression } from '../lang/program.ts';
import type { Problem, Range } from '../protocol.ts';

const ROWS: ReadonlySet<string> = new Set(OPS.map((row) => row.name));

/** Why there is no number. */
export interface NoNumber {
	readonly range: Range;
	readonly message: Problem['message'];
	/** Set where only a name has no value. */
	readonly unknown?: string;
}

/** The value of an expression, each name of which `lookup` gives the value of. Works with a stack of its own. */
export function plainValue(
	expression: Expression,
	lookup: (name: string) => number | Tensor | undefined,
): number | NoNumber {
	const work: { readonly node: Expression; expanded: boolean }[] = [{ node: expression, expanded: false }];
	const values: (number | Tensor)[] = [];
	for (let item = work.at(-1); item !== undefined; item = work.at(-1)) {
		const { node } = item;
		const parts = partsOf(node);
		if (!item.expanded && parts.length > 0) {
			item.expanded = true;
			for (let at = parts.length - 1; at >= 0; at--) work.push({ node: parts[at]!, expanded: false });
			continue;
		}
		work.pop();
		const operands = parts.length === 0 ? [] : values.splice(values.length - parts.length);
		const value = valueOf(node, operands, lookup);
		if (typeof value === 'object' && 'message' in value) return value;
		values.push(value);
	}
	const [result] = values;
	return typeof result === 'number' ? result : notANumber(expression);
}

function notANumber(node: Expression): NoNumber {
	return { range: node.range, message: ['An index, bound or condition is a number: this is none'] };
}

function valueOf(
	node: Expression,
	operands: readonly (number | Tensor)[],
	lookup: (name: string) => number | Tensor | undefined,
): number | Tensor | NoNumber {
	switch (node.kind) {
		case 'number':
			return node.value;
		case 'name': {
			const value = lookup(node.name) ?? CONSTANTS.get(node.name);
			return value ?? { range: node.range, message: ['Unknown name: {0}', node.name], unknown: node.name };
		}
		case 'apply':
			if (!ROWS.has(node.op) || !operands.every((operand) => typeof operand === 'number')) return notANumber(node);
			return rowValue(opByName(node.op), operands, opByName);
		case 'conditional': {
			const [test, then, otherwise] = operands;
			return test === 0 ? otherwise! : then!;
		}
		case 'index':
			return entryOf(node, operands) ?? notANumber(node);
		default:
			return notANumber(node);
	}
}

function entryOf(
	node: Extract<Expression, { kind: 'index' }>,
	[base, ...indices]: readonly (number | Tensor)[],
): number | undefined {
	if (base === undefined || typeof base === 'number' || indices.length !== base.shape.length) return undefined;
	let flat = 0;
	for (const [axis, index] of indices.entries()) {
		const at = typeof index === 'number' ? index - node.origins[axis]! : -1;
		const extent = base.shape[axis]!;
		if (!(at >= 0 && at < extent)) return undefined;
		flat = flat * extent + at;
	}
	return elementAtFlat(base, flat);
}
