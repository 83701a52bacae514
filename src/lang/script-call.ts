/**
 * A piece of a program that only defines functions steps its last one: here it gets the call that does it, with the function's parameters as its inputs.
 */
import type { Range } from '../protocol.ts';
import { blocksOf } from './script-blocks.ts';
import type { Surroundings } from './script-surroundings.ts';
import type { Argument, DefineStmt, Dialect, Expr, LambdaExpr, NameExpr, Parameter, Stmt } from './script.ts';

/** A function, however it is written. */
interface Defined {
	readonly name: NameExpr;
	readonly parameters: readonly Parameter[];
	readonly body: Expr | readonly Stmt[];
	readonly range: Range;
	readonly method?: DefineStmt;
}

export interface SteppedCall {
	readonly statement: Stmt;
	readonly name: string;
	/** The name of what it returns, where it returns a variable. */
	readonly returned?: string;
	/** The piece's own statements to run before: a method's are its class's. */
	readonly own: readonly Stmt[];
}

/** The call of the last function that a piece defines, where it does nothing else; null where it does. `given` are names with values. */
export function callOf(
	piece: readonly Stmt[],
	dialect: Dialect,
	{ method }: Pick<Surroundings, 'method'>,
	given: { has(name: string): boolean },
): SteppedCall | null {
	const defined: Defined[] = [];
	for (const statement of piece) {
		if (statement.kind === 'import' || statement.kind === 'pass' || statement.kind === 'ignored') continue;
		const each = definedBy(statement);
		if (each === null) return null;
		defined.push(each);
	}
	const last = defined.at(-1);
	if (last === undefined) return null;
	const bound = last.method !== undefined && method !== undefined;
	if (bound && (last.name.name === '__init__' || last.name.name === 'constructor')) return null;
	const args = argumentsOf(
		bound && dialect !== 'javascript' ? last.parameters.slice(1) : last.parameters,
		dialect,
		given,
	);
	const { range } = last.name;
	const callee: Expr = bound
		? {
				kind: 'attribute',
				object: { kind: 'name', name: method.self, range: { start: range.start, end: range.start } },
				name: last.name.name,
				operator: range,
				range,
			}
		: { kind: 'name', name: last.name.name, range };
	const isProperty = bound && last.method?.member === 'get';
	const call: Expr = isProperty ? callee : { kind: 'call', callee, args, operator: range, range };
	const returned = returnedBy(last.body);
	// MATLAB hands out the first one by itself.
	const several =
		dialect !== 'matlab' &&
		returned.length > 0 &&
		returned.every((value) => value.kind === (dialect === 'javascript' ? 'list' : 'tuple'));
	// Of several results, a loss and its gradients usually, the first one is the target.
	const first = dialect === 'julia' ? 1 : 0;
	const value: Expr = several
		? {
				kind: 'index',
				object: call,
				index: { kind: 'number', value: first, integer: true, range },
				operator: range,
				range,
			}
		: call;
	const final = returned.at(-1);
	const opens = (several || dialect === 'matlab') && (final?.kind === 'tuple' || final?.kind === 'list');
	const result = opens ? final.items[0] : final;
	return {
		statement: { kind: 'expression', value, range: last.range },
		name: last.name.name,
		...(result?.kind === 'name' && { returned: result.name }),
		own: bound ? [] : piece,
	};
}

function definedBy(statement: Stmt): Defined | null {
	if (statement.kind === 'define') {
		const { name, parameters, body, range } = statement;
		return { name, parameters, body, range, method: statement };
	}
	if (statement.kind !== 'assign' || statement.targets.length !== 1) return null;
	const [target] = statement.targets;
	const { value } = statement;
	if (target?.kind !== 'name' || value?.kind !== 'lambda') return null;
	const { parameters, body }: LambdaExpr = value;
	return { name: target, parameters, body, range: statement.range };
}

/** A value for each parameter that has none by default, or has one from elsewhere. */
function argumentsOf(
	parameters: readonly Parameter[],
	dialect: Dialect,
	given: { has(name: string): boolean },
): Argument[] {
	const args: Argument[] = [];
	let skipped = false;
	for (const { name, range, kind, default: value } of parameters) {
		if (kind === 'rest' || kind === 'rest-keyword') continue;
		if (value !== undefined && !given.has(name)) {
			skipped = true;
			if (dialect === 'javascript') args.push({ value: { kind: 'constant', value: 'undefined', range } });
			continue;
		}
		const argument: NameExpr = { kind: 'name', name, range };
		const named = dialect !== 'javascript' && (skipped || kind === 'keyword-only');
		args.push({ value: argument, ...(named && { name, nameRange: range }) });
	}
	return args;
}

/** What a function returns, in the order of the text. */
function returnedBy(body: Expr | readonly Stmt[]): Expr[] {
	if ('kind' in body) return [body];
	const returned: Expr[] = [];
	const open: Stmt[] = [...body].reverse();
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next.kind === 'return' && next.value !== undefined) returned.push(next.value);
		if (next.kind === 'define' || next.kind === 'class' || next.kind === 'expression' || next.kind === 'assign')
			continue;
		for (const block of blocksOf(next).toReversed()) for (const each of block.toReversed()) open.push(each);
	}
	return returned;
}
