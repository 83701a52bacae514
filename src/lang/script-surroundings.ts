/**
 * What stands around a piece of a program: the statements before it in each scope that it is in, and what the loops, functions and classes around it set
 * where nothing has run yet: the first turn of a loop, a parameter's default, an object of the class.
 */
import type { Range } from '../protocol.ts';
import { blocksOf } from './script-blocks.ts';
import { outerOf } from './script-build.ts';
import type { AssignStmt, CallExpr, ClassStmt, DefineStmt, Expr, NameExpr, Stmt } from './script.ts';

/** What the names of a piece are looked up in. */
export interface Surroundings {
	/** What is set before the piece, scope by scope, the innermost last. */
	readonly scopes: readonly (readonly Stmt[])[];
	/** The class whose method the piece is, or is in; and how the method calls its object. */
	readonly method?: { readonly class: ClassStmt; readonly self: string };
}

/** The surroundings of an offset. `hoists`: functions are there before their statements are reached, as in JavaScript. */
export function surroundingsOf(program: readonly Stmt[], at: number, hoists = false): Surroundings {
	const scopes: Stmt[][] = [];
	let method: Surroundings['method'];
	let around: Stmt | null = null;
	let level: readonly Stmt[] | null = program;
	while (level !== null) {
		const index = level.findLastIndex(({ range }) => range.start < at);
		const last: Stmt | undefined = level[index];
		const inside: Stmt | null = last !== undefined && last.range.end > at ? last : null;
		const isFunction = inside?.kind === 'define' || inside?.kind === 'class';
		const scope = level.slice(0, inside === null ? index + 1 : index);
		// A function runs when it is called: by then it is defined, and what is defined below it.
		if (isFunction) scope.push(inside);
		const made = inside?.kind === 'class' ? level.findIndex((statement) => makes(statement, inside.name.name)) : -1;
		for (const [k, statement] of level.entries()) {
			if (k <= index) continue;
			if (k < made || ((isFunction || hoists) && isDefinition(statement))) scope.push(statement);
		}
		scopes.push(scope);
		if (inside !== null && around?.kind === 'class' && inside.kind === 'define')
			method = methodOf(around, inside, hoists);
		if (inside?.kind === 'class') {
			const object = objectOf(inside, level[made]);
			const next = bodyAround(inside, at)?.find(({ range }) => range.start <= at && range.end >= at);
			const own = next?.kind === 'define' ? methodOf(inside, next, hoists) : undefined;
			if (own !== undefined) method = own;
			if (object !== null && own !== undefined) scopes.push([assigned(own.self, object)]);
		}
		scopes.push(inside === null ? [] : setBy(inside));
		around = inside;
		level = inside === null ? null : bodyAround(inside, at);
	}
	return { scopes, ...(method !== undefined && { method }) };
}

/** The block of a statement that an offset is in. */
function bodyAround(statement: Stmt, at: number): readonly Stmt[] | null {
	return (
		blocksOf(statement).find(
			(block) => block.length > 0 && block[0]!.range.start <= at && block.at(-1)!.range.end >= at,
		) ?? null
	);
}

function isDefinition({ kind }: Stmt): boolean {
	return kind === 'define' || kind === 'class' || kind === 'import';
}

function makes(statement: Stmt, name: string): boolean {
	if (statement.kind !== 'assign' || statement.value?.kind !== 'call') return false;
	const { callee } = statement.value;
	return callee.kind === 'name' && callee.name === name && statement.targets[0]?.kind === 'name';
}

function methodOf(
	owner: ClassStmt,
	{ parameters, decorators, member }: DefineStmt,
	javascript: boolean,
): Surroundings['method'] {
	if (javascript) return member === 'static' ? undefined : { class: owner, self: 'this' };
	const isStatic = decorators.some((each) => each.kind === 'name' && each.name === 'staticmethod');
	const self = parameters[0];
	return isStatic || self === undefined ? undefined : { class: owner, self: self.name };
}

/** An object of a class: made as the program makes it, else of nothing where that is enough; null where it is not. */
function objectOf({ name, bases, body, range }: ClassStmt, made: Stmt | undefined): Expr | null {
	if (made?.kind === 'assign' && made.value !== undefined) return made.value;
	const init = body.find(
		(each) => each.kind === 'define' && (each.name.name === '__init__' || each.name.name === 'constructor'),
	);
	if (init === undefined && bases.length > 0) return null;
	if (init?.kind === 'define') {
		const own = init.name.name === '__init__' ? init.parameters.slice(1) : init.parameters;
		if (own.some((each) => each.default === undefined && each.kind !== 'rest' && each.kind !== 'rest-keyword'))
			return null;
	}
	const at = name.range;
	const callee: NameExpr = { kind: 'name', name: name.name, range: at };
	const call: CallExpr = { kind: 'call', callee, args: [], operator: at, construct: true, range: at };
	return range.start <= at.start ? call : null;
}

function assigned(name: string, value: Expr): AssignStmt {
	const { range } = value;
	const at = { start: range.start, end: range.start };
	return { kind: 'assign', targets: [{ kind: 'name', name, range: at }], value, range };
}

/** What a statement sets before its block begins. */
function setBy(statement: Stmt): Stmt[] {
	switch (statement.kind) {
		case 'define':
			return statement.parameters.flatMap(({ name, range, default: value }): Stmt[] => {
				if (value === undefined || value.kind === 'constant') return [];
				const whole: Range = { start: range.start, end: outerOf(value).end };
				return [{ kind: 'assign', targets: [{ kind: 'name', name, range }], value, range: whole }];
			});
		case 'for': {
			const { end } = outerOf(statement.iterable);
			const stop: Stmt = { kind: 'break', range: { start: end, end } };
			// The first turn, and no other.
			return [{ ...statement, body: [stop], otherwise: [], range: { start: statement.range.start, end } }];
		}
		case 'count':
			return [...statement.init];
		default:
			return [];
	}
}
