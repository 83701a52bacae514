/** Which parts of an expression a guess of shapes looks at before the expression itself. */
import type { Expr } from './script.ts';

/** The operands of an expression that are looked at first. */
export function partsOf(node: Expr): readonly Expr[] {
	switch (node.kind) {
		case 'unary':
			return [node.operand];
		case 'binary':
		case 'logical':
			return [node.left, node.right];
		case 'compare':
			return node.operands;
		case 'conditional':
			return [node.then, node.otherwise];
		case 'list':
		case 'tuple':
			return node.items;
		case 'attribute':
			return [node.object];
		case 'index':
			return [node.object, ...(node.index.kind === 'tuple' ? node.index.items : [node.index])];
		case 'call':
			return [
				...(node.callee.kind === 'attribute' ? [node.callee.object] : []),
				...node.args.map(({ value }) => value),
			];
		case 'assign-expr':
			return [node.value];
		default:
			return [];
	}
}
