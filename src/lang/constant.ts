/**
 * The value of an expression that contains no variables: values in annotations are written as mathematics (`pi/4`, `sqrt(2)`) and computed by the
 * operators' own rules, never by mathjs.
 */
import { isOp, opByName } from '../core/ops/index.ts';
import { rowValue } from '../core/ops/row.ts';
import type { Problem } from '../protocol.ts';
import { CONSTANTS } from './names.ts';
import type { Expression } from './program.ts';

/** Computes a constant expression; a name that is no constant, or a call, is a problem at its own characters. */
export function constantValue(expression: Expression): number | Problem {
	const work: { readonly node: Expression; expanded: boolean }[] = [{ node: expression, expanded: false }];
	const values: number[] = [];
	while (work.length > 0) {
		const item = work.at(-1)!;
		const node = item.node;
		if (node.kind === 'number') values.push(node.value);
		else if (node.kind === 'name') {
			const value = CONSTANTS.get(node.name);
			if (value === undefined) return notANumber(node.name, node);
			values.push(value);
		} else if (node.kind === 'call') {
			return notANumber(node.callee.name, node.callee);
		} else if (node.kind !== 'apply' && node.kind !== 'conditional') {
			return notANumber(node.kind === 'hole' ? '?' : '[…]', node);
		} else if (!item.expanded) {
			item.expanded = true;
			const operands = node.kind === 'apply' ? node.operands : [node.test, node.then, node.otherwise];
			for (let slot = operands.length - 1; slot >= 0; slot--) work.push({ node: operands[slot]!, expanded: false });
			continue;
		} else if (node.kind === 'apply') {
			if (!isOp(node.op)) return notANumber(node.op, node);
			const operands = values.splice(values.length - node.operands.length);
			values.push(rowValue(opByName(node.op), operands, opByName));
		} else {
			const [test, then, otherwise] = values.splice(values.length - 3);
			values.push(test !== 0 ? then! : otherwise!);
		}
		work.pop();
	}
	return values[0]!;
}

/** Whether an expression is a number once computed, without any variable in it. */
export function isConstant(expression: Expression): boolean {
	return typeof constantValue(expression) === 'number';
}

function notANumber(name: string, at: Expression): Problem {
	return { code: 'not-a-number', severity: 'error', range: at.range, message: ['Not a number: {0}', name] };
}
