/**
 * The free names of statements: variables and functions that they use before they set or define them, in the order of the text.
 */
import type { Range } from '../protocol.ts';
import { expressionOf, partsOf, type Expression, type Statement } from './program.ts';

export interface FreeNames {
	/** Each free variable and its first occurrence. */
	readonly variables: ReadonlyMap<string, Range>;
	/** Each function that is called but not defined before. */
	readonly functions: ReadonlyMap<string, Range>;
}

/**
 * Walks with a stack of its own: a sum of 100,000 terms is a deep tree. `whole` says that the statements are a unit, so that the parameters of a
 * definition that stands alone are its inputs.
 */
export function freeNames(statements: readonly Statement[], whole = false): FreeNames {
	const variables = new Map<string, Range>();
	const functions = new Map<string, Range>();
	const bound = new Set<string>();
	const defined = new Set<string>();
	const lastDefinition = whole ? onlyDefines(statements) : undefined;
	for (const statement of statements) if (statement.kind === 'define') defined.add(statement.name.name);
	for (const statement of statements) {
		const value = expressionOf(statement);
		if (value === undefined) continue;
		const parameters = new Set(
			statement.kind === 'define' && statement !== lastDefinition ? statement.parameters.map(({ name }) => name) : [],
		);
		if (statement === lastDefinition) for (const { name, range } of statement.parameters) variables.set(name, range);
		const work: { readonly node: Expression; readonly scope: Scope | null }[] = [{ node: value, scope: null }];
		for (let item = work.pop(); item !== undefined; item = work.pop()) {
			const { node, scope } = item;
			if (node.kind === 'name') {
				if (
					!bound.has(node.name) &&
					!parameters.has(node.name) &&
					!variables.has(node.name) &&
					!isIndex(node.name, scope)
				)
					variables.set(node.name, node.range);
				continue;
			}
			if (node.kind === 'call' && !defined.has(node.callee.name) && !functions.has(node.callee.name))
				functions.set(node.callee.name, node.callee.range);
			const inner = node.kind === 'fold' && node.index !== undefined ? { name: node.index.name, outer: scope } : scope;
			const operands = partsOf(node);
			for (let index = operands.length - 1; index >= 0; index--) work.push({ node: operands[index]!, scope: inner });
		}
		if (statement.kind === 'bind') bound.add(statement.target.name);
	}
	return { variables, functions };
}

/** The indices of the sums around an expression, innermost first. */
interface Scope {
	readonly name: string;
	readonly outer: Scope | null;
}

function isIndex(name: string, scope: Scope | null): boolean {
	for (let at = scope; at !== null; at = at.outer) if (at.name === name) return true;
	return false;
}

/** Where a program does nothing but define functions, its last one is what steps, its parameters being inputs. */
function onlyDefines(statements: readonly Statement[]): Extract<Statement, { kind: 'define' }> | undefined {
	let last: Extract<Statement, { kind: 'define' }> | undefined;
	for (const statement of statements) {
		if (statement.kind === 'define') last = statement;
		else if (expressionOf(statement) !== undefined) return undefined;
	}
	return last;
}
