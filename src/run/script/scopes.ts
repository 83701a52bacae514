/** Which names of a function are its own, which it shares with functions inside or around it, and which are the program's. */
import { namesOf } from '../../lang/script-names.ts';
import type { ComprehensionExpr, Expr, Parameter, Stmt, Target } from '../../lang/script.ts';

/** What makes a scope: a function's parameters and body, a class's body, or the program. */
export interface ScopeSource {
	readonly kind: 'module' | 'function' | 'class';
	readonly parameters: readonly Parameter[];
	readonly body: readonly (Stmt | Expr)[];
	/** It has a `this` of its own. */
	readonly ownThis?: boolean;
	/** JavaScript's names belong to where they are declared, not to where they are set. */
	readonly javascript?: boolean;
	/** Targets whose names are its own. */
	readonly binds?: readonly Target[];
}

export class Scope {
	readonly kind: ScopeSource['kind'];
	readonly parent: Scope | null;
	/** Assigned here. */
	readonly locals = new Set<string>();
	readonly globals = new Set<string>();
	readonly nonlocals = new Set<string>();
	/** Own names that inner functions use too, in the order in which they were found. */
	readonly cells: string[] = [];
	/** Names of functions around it that it, or a function inside it, uses. */
	readonly free: string[] = [];
	readonly uses = new Set<string>();
	readonly inner = new Map<object, Scope>();

	constructor(kind: ScopeSource['kind'], parent: Scope | null) {
		this.kind = kind;
		this.parent = parent;
	}
}

type Node = Readonly<Record<string, unknown>> & { readonly kind?: string };

/** Analyses a program: the scope of each function, lambda and class by its node. */
export function analyse(source: ScopeSource): Scope {
	const top = new Scope(source.kind, null);
	const scopes: Scope[] = [];
	const open: { scope: Scope; source: ScopeSource }[] = [{ scope: top, source }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		scopes.push(next.scope);
		collect(next.scope, next.source, (node, inner) => {
			const scope = new Scope(inner.kind, next.scope);
			next.scope.inner.set(node, scope);
			open.push({ scope, source: inner });
		});
	}
	for (const scope of scopes) resolve(scope);
	return top;
}

/** Properties that hold no part of the program. */
const APART = new Set(['range', 'outer', 'operator', 'operators', 'nameRange', 'moduleRange', 'kind', 'names']);

function collect(scope: Scope, source: ScopeSource, found: (node: object, inner: ScopeSource) => void): void {
	if (source.ownThis === true) scope.locals.add('this');
	for (const { name, pattern } of source.parameters) {
		scope.locals.add(name);
		if (pattern !== undefined) for (const bound of namesOf(pattern)) scope.locals.add(bound);
	}
	for (const target of source.binds ?? []) for (const bound of namesOf(target)) scope.locals.add(bound);
	const open: unknown[] = [...source.body];
	const { javascript = false } = source;
	const bind = (target: Target): void => {
		for (const name of namesOf(target)) scope.locals.add(name);
	};
	for (let next = open.pop(); next !== undefined || open.length > 0; next = open.pop()) {
		if (typeof next !== 'object' || next === null) continue;
		if (Array.isArray(next)) {
			for (const each of next as unknown[]) open.push(each);
			continue;
		}
		const node = next as Node;
		switch (node.kind) {
			case 'name':
				scope.uses.add(node['name'] as string);
				continue;
			case 'lambda': {
				const lambda = next as Extract<Expr, { kind: 'lambda' }>;
				if (!javascript) open.push(...defaultsOf(lambda.parameters));
				found(next, functionSource(lambda.parameters, lambda.body, { ownThis: lambda.ownThis ?? false, javascript }));
				continue;
			}
			case 'define': {
				const define = next as Extract<Stmt, { kind: 'define' }>;
				scope.locals.add(define.name.name);
				open.push(...(javascript ? [] : defaultsOf(define.parameters)), ...define.decorators);
				found(next, functionSource(define.parameters, define.body, { ownThis: javascript, javascript }));
				continue;
			}
			case 'comprehension': {
				const made = next as ComprehensionExpr;
				if (!needsScope(made)) break;
				open.push(made.clauses[0]?.iterable);
				found(next, comprehensionSource(made));
				continue;
			}
			case 'class': {
				const made = next as Extract<Stmt, { kind: 'class' }>;
				scope.locals.add(made.name.name);
				open.push(...made.bases, ...made.decorators);
				found(next, { kind: 'class', parameters: [], body: made.body, javascript });
				continue;
			}
			case 'global':
			case 'nonlocal':
				for (const name of node['names'] as readonly string[])
					(node.kind === 'global' ? scope.globals : scope.nonlocals).add(name);
				continue;
			case 'assign':
				if (!javascript || source.kind === 'class' || node['declare'] !== undefined)
					for (const target of node['targets'] as readonly Target[]) bind(target);
				break;
			case 'delete':
				for (const target of node['targets'] as readonly Target[]) bind(target);
				break;
			case 'augment':
			case 'for':
			case 'assign-expr':
				if (!javascript || node['declare'] !== undefined) bind(node['target'] as Target);
				break;
			case 'import': {
				const { names, alias, module } = next as Extract<Stmt, { kind: 'import' }>;
				if (names !== undefined) for (const each of names) scope.locals.add(each.alias);
				else scope.locals.add(alias ?? module.split('.')[0] ?? module);
				continue;
			}
			case 'with':
				for (const { target } of (next as Extract<Stmt, { kind: 'with' }>).items)
					if (target !== undefined) bind(target);
				break;
			case 'try':
				for (const { name } of (next as Extract<Stmt, { kind: 'try' }>).handlers) if (name !== undefined) bind(name);
				break;
			default:
				break;
		}
		for (const [key, value] of Object.entries(node)) if (!APART.has(key) && typeof value === 'object') open.push(value);
	}
}

function defaultsOf(parameters: readonly Parameter[]): Expr[] {
	return parameters.flatMap(({ default: value }) => (value === undefined ? [] : [value]));
}

export function functionSource(
	parameters: readonly Parameter[],
	body: Expr | readonly Stmt[],
	options: Pick<ScopeSource, 'ownThis' | 'javascript'> = {},
): ScopeSource {
	// Defaults of a pattern's parts are evaluated inside; JavaScript's defaults are, too.
	const patterns = parameters.flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern as Expr]));
	if (options.javascript === true) patterns.push(...defaultsOf(parameters));
	return { kind: 'function', parameters, body: [...patterns, ...(isList(body) ? body : [body])], ...options };
}

/** What is evaluated first, outside, is handed to a comprehension's function as this parameter. */
export const FIRST: Parameter = { name: '.0', range: { start: 0, end: 0 }, kind: 'positional' };

function comprehensionSource(e: ComprehensionExpr): ScopeSource {
	const [first, ...rest] = e.clauses;
	return {
		kind: 'function',
		parameters: [FIRST],
		body: [
			...(first?.conditions ?? []),
			...rest.flatMap(({ iterable, conditions }) => [iterable, ...conditions]),
			...(e.key === undefined ? [] : [e.key]),
			e.element,
		],
		binds: e.clauses.map(({ target }) => target),
	};
}

/** A comprehension of more parts than this is taken for one with functions in it. */
const MOST_PARTS = 10_000;

/**
 * Whether a comprehension is compiled as a function: a generator, which is gone through when it is asked, and one whose names functions within it may see.
 * All others stand in the code around them.
 */
function needsScope(e: ComprehensionExpr): boolean {
	if (e.result === 'generator') return true;
	const open: unknown[] = [e.clauses, e.key, e.element];
	for (let count = 0; open.length > 0; count++) {
		const next = open.pop();
		if (typeof next !== 'object' || next === null) continue;
		const node = next as Node;
		if (count > MOST_PARTS || node.kind === 'lambda') return true;
		if (node.kind === 'comprehension' && node['result'] === 'generator') return true;
		for (const [key, value] of Object.entries(node)) if (!APART.has(key)) open.push(value);
	}
	return false;
}

export function isList(body: Expr | readonly Stmt[]): body is readonly Stmt[] {
	return Array.isArray(body);
}

/** Finds, for each name that a function uses and does not set, the function around it that does. */
function resolve(scope: Scope): void {
	if (scope.kind === 'module') return;
	const wanted = new Set<string>([...scope.uses, ...scope.nonlocals]);
	for (const name of wanted) {
		const own = scope.locals.has(name) && !scope.nonlocals.has(name);
		if (scope.globals.has(name) || (own && scope.kind === 'function')) continue;
		const between: Scope[] = [scope];
		for (let around = scope.parent; around !== null; around = around.parent) {
			if (around.kind === 'module') break;
			if (
				around.kind === 'function' &&
				around.locals.has(name) &&
				!around.nonlocals.has(name) &&
				!around.globals.has(name)
			) {
				if (!around.cells.includes(name)) around.cells.push(name);
				for (const inner of between) if (!inner.free.includes(name)) inner.free.push(name);
				break;
			}
			between.push(around);
		}
	}
}
