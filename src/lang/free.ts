/**
 * The free names of statements: variables and functions that they use before they set or define them, in the order of the text.
 */
import type { Range } from '../protocol.ts';
import type { Expression, Statement } from './program.ts';

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
		if (statement.kind === 'broken') continue;
		const parameters = new Set(
			statement.kind === 'define' && statement !== lastDefinition ? statement.parameters.map(({ name }) => name) : [],
		);
		const work: Expression[] = [statement.kind === 'define' ? statement.body : statement.value];
		if (statement === lastDefinition) for (const { name, range } of statement.parameters) variables.set(name, range);
		for (let node = work.pop(); node !== undefined; node = work.pop()) {
			if (node.kind === 'name') {
				if (!bound.has(node.name) && !parameters.has(node.name) && !variables.has(node.name))
					variables.set(node.name, node.range);
				continue;
			}
			if (node.kind === 'number') continue;
			if (node.kind === 'call' && !defined.has(node.callee.name) && !functions.has(node.callee.name))
				functions.set(node.callee.name, node.callee.range);
			const operands = node.kind === 'conditional' ? [node.test, node.then, node.otherwise] : node.operands;
			for (let index = operands.length - 1; index >= 0; index--) work.push(operands[index]!);
		}
		if (statement.kind === 'bind') bound.add(statement.target.name);
	}
	return { variables, functions };
}

/** Where a program does nothing but define functions, its last one is what steps, its parameters being inputs. */
function onlyDefines(statements: readonly Statement[]): Extract<Statement, { kind: 'define' }> | undefined {
	let last: Extract<Statement, { kind: 'define' }> | undefined;
	for (const statement of statements) {
		if (statement.kind === 'define') last = statement;
		else if (statement.kind !== 'broken') return undefined;
	}
	return last;
}
