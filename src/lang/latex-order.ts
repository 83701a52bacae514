/**
 * Statements of mathematics in an order in which they can be run: "f = qz, where q = x + y" sets q first, "f(x) = g(2x), g(u) = u²" defines g first, "f(x) = x², x = 3" is f at 3. What sets a name
 * more than once, or out of itself, keeps its place.
 */
import { freeNames } from './free.ts';
import { expressionOf, partsOf, type Expression, type Statement } from './program.ts';

const MOST_STATEMENTS = 500;

export function inOrder(statements: readonly Statement[]): readonly Statement[] {
	if (statements.length < 2 || statements.length > MOST_STATEMENTS) return statements;
	return atValues(sorted(statements));
}

/** Moves what sets a name before what uses it, where it stands only once and behind. */
function sorted(statements: readonly Statement[]): readonly Statement[] {
	const setters = new Map<string, Statement[]>();
	for (const statement of statements) {
		if (statement.kind !== 'bind' && statement.kind !== 'define') continue;
		const { name } = statement.kind === 'bind' ? statement.target : statement.name;
		setters.set(name, [...(setters.get(name) ?? []), statement]);
	}
	const uses = new Map(
		statements.map((statement) => {
			const { variables, functions } = freeNames([statement]);
			return [statement, [...variables.keys(), ...functions.keys()]] as const;
		}),
	);
	// Where a name is set out of itself, the order is that of an algorithm.
	for (const [statement, names] of uses)
		if (statement.kind === 'bind' && names.includes(statement.target.name)) return statements;
	const done = new Set<Statement>();
	const order: Statement[] = [];
	for (const statement of statements) {
		// A stack of its own, with those on the way marked: what goes in a circle keeps its place.
		const open: Statement[] = [statement];
		const onTheWay = new Set<Statement>([statement]);
		while (open.length > 0) {
			const top = open.at(-1)!;
			const next = done.has(top)
				? undefined
				: uses
						.get(top)!
						.flatMap((name) => (setters.get(name)?.length === 1 ? setters.get(name)! : []))
						.find((setter) => !done.has(setter) && !onTheWay.has(setter));
			if (next !== undefined) {
				open.push(next);
				onTheWay.add(next);
				continue;
			}
			open.pop();
			if (!done.has(top)) {
				done.add(top);
				order.push(top);
			}
		}
	}
	return order;
}

/** A function that is defined beside the values of its parameters, and called nowhere, is meant at those values. */
function atValues(statements: readonly Statement[]): readonly Statement[] {
	const computing = statements.filter((statement) => expressionOf(statement) !== undefined);
	const definitions = computing.filter((statement) => statement.kind === 'define');
	const [definition, another] = definitions;
	if (definition === undefined || another !== undefined) return statements;
	const rest = computing.filter((statement) => statement !== definition);
	const set = new Set(rest.flatMap((statement) => (statement.kind === 'bind' ? [statement.target.name] : [])));
	if (rest.length === 0 || set.size !== rest.length || rest.some((statement) => calls(statement, definition.name.name)))
		return statements;
	if (!definition.parameters.some(({ name }) => set.has(name))) return statements;
	const { name, body, range } = definition;
	return [
		...statements.filter((statement) => statement !== definition),
		{ kind: 'bind', target: name, value: body, range },
	];
}

function calls(statement: Statement, name: string): boolean {
	const value = expressionOf(statement);
	const work: Expression[] = value === undefined ? [] : [value];
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		if (node.kind === 'call' && node.callee.name === name) return true;
		for (const part of partsOf(node)) work.push(part);
	}
	return false;
}
