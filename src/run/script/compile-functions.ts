/** Compiles functions, lambdas and class bodies into codes of their own. */
import type { Expr, LambdaExpr, NameExpr, Parameter, Stmt } from '../../lang/script.ts';
import type { Site } from '../sites.ts';
import { OP, type Code, type ParameterCode } from './code.ts';
import { Context, type Making, type Task } from './compile-context.ts';
import { isList, type Scope } from './scopes.ts';
import { NONE, UNDEFINED } from './values.ts';

/** Leaves the function on the stack, its defaults evaluated before. */
export function compileFunction(
	c: Context,
	node: LambdaExpr | Extract<Stmt, { kind: 'define' }>,
	making: Making,
): void {
	const { parameters, body } = node;
	const site: Site = node.kind === 'define' ? { ...node.name, kind: 'define' } : node;
	const scope = c.scopeOf(node, parameters, body);
	const code = functionCode(c, scope, parameters, body, making);
	const early = c.shared.javascript ? [] : parameters;
	const defaults = early.flatMap(({ default: value }, index) => (value === undefined ? [] : [index]));
	const index = c.emitter.functions.push({ code, captures: c.captures(scope), defaults }) - 1;
	c.then(
		defaults.map((at): Task => c.expression(parameters[at]!.default!)),
		() => c.emit(OP.makeFunction, index, site),
	);
}

export function functionCode(
	outer: Context,
	scope: Scope,
	parameters: readonly Parameter[],
	body: Expr | readonly Stmt[],
	making: Making,
): Code {
	// A function of JavaScript that is no arrow has a `this` of its own, which arrows in it see.
	if (making.ownThis === true) scope.locals.add('this');
	const c = new Context(outer.shared, scope, making.name);
	const own = making.ownThis === true ? c.placeOf('this') : null;
	const codes = parameters.map((parameter): ParameterCode => {
		const place = c.placeOf(parameter.name);
		return {
			name: parameter.name,
			kind: parameter.kind,
			slot: place.index,
			cell: place.kind === 'cell',
			hasDefault: parameter.default !== undefined && !c.shared.javascript,
		};
	});
	for (const { pattern, name, range, default: value } of parameters) {
		if (value !== undefined && c.shared.javascript) absent(c, { kind: 'name', name, range }, value);
		if (pattern === undefined) continue;
		c.then(() => c.load(name, { kind: 'name', name, range }), c.target(pattern, false));
		c.run();
	}
	if (isList(body)) {
		c.then(c.statements(body));
		c.run();
		const end: Site = { kind: 'return', range: lastRange(body) };
		c.emit(OP.constant, c.emitter.constant(outer.shared.javascript ? UNDEFINED : NONE), end);
		c.emit(OP.return, 0, end);
	} else {
		c.then(c.expression(body));
		c.run();
		if (body.kind === 'name') c.emit(OP.wire, 0, body);
		c.emit(OP.return, 0, body);
	}
	const thisPlace = own === null ? null : { slot: own.index, cell: own.kind === 'cell' };
	return c.finish(codes, { generator: making.generator, thisPlace });
}

/** Gives a parameter of JavaScript that was not given, or given undefined, its value by default: evaluated at each call. */
function absent(c: Context, parameter: NameExpr, value: Expr): void {
	let given = 0;
	c.then(
		() => {
			c.load(parameter.name, { kind: '', name: parameter.name, range: parameter.range });
			given = c.emit(OP.checkDefined, -1, parameter);
		},
		c.expression(value),
		() => {
			c.emitter.land(given);
			c.store(parameter.name, parameter);
		},
	);
	c.run();
}

/** The body of a class: its names become the class's attributes. */
export function compileClass(c: Context, node: Extract<Stmt, { kind: 'class' }>): void {
	const scope = c.scope.inner.get(node) ?? c.scopeOf(node, [], node.body);
	const inner = new Context(c.shared, scope, node.name.name);
	inner.then(inner.statements(node.body));
	inner.run();
	inner.emit(OP.constant, inner.emitter.constant(NONE), node.name);
	inner.emit(OP.return, 0, node.name);
	const code = inner.finish([], { generator: false });
	const index = c.emitter.functions.push({ code, captures: c.captures(scope), defaults: [] }) - 1;
	c.then(
		node.bases.map((base) => c.expression(base)),
		() => {
			c.emit(OP.makeFunction, index, node.name);
			c.emit(OP.makeClass, node.bases.length, node.name);
		},
	);
}

function lastRange(body: readonly Stmt[]): Site['range'] {
	return body.at(-1)?.range ?? { start: 0, end: 0 };
}
