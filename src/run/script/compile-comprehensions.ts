/** Compiles comprehensions: in place with names of their own, or as functions where something in them may outlive a turn. */
import { namesOf } from '../../lang/script-names.ts';
import type { ComprehensionExpr, Expr } from '../../lang/script.ts';
import type { Site } from '../sites.ts';
import { OP } from './code.ts';
import { Context, type Task } from './compile-context.ts';
import { FIRST, type Scope } from './scopes.ts';
import { NONE } from './values.ts';

const BUILD = { dict: OP.buildDict, set: OP.buildSet, list: OP.buildList };
const ADD = { dict: OP.setEntry, set: OP.addToSet, list: OP.append };

export function comprehension(c: Context, e: ComprehensionExpr): void {
	const scope = c.scope.inner.get(e);
	if (scope === undefined) inline(c, e);
	else asFunction(c, e, scope);
}

function inline(c: Context, e: ComprehensionExpr): void {
	const names = new Map<string, number>();
	const enter = (): void => {
		c.hidden.push(names);
	};
	for (const { target } of e.clauses) for (const name of namesOf(target)) names.set(name, c.temporary());
	c.then(gather(c, e, c.expression(e.clauses[0]!.iterable), enter), () => c.hidden.pop());
}

function asFunction(c: Context, e: ComprehensionExpr, scope: Scope): void {
	const inner = new Context(c.shared, scope, e.result === 'generator' ? '<genexpr>' : '<comprehension>');
	const place = inner.placeOf(FIRST.name);
	const first: Task = () => inner.load(FIRST.name, { kind: '', range: e.range });
	if (e.result === 'generator') {
		inner.then(
			loops(inner, e, first, null, () =>
				inner.then(inner.expression(e.element), () => {
					inner.emit(OP.yield, 0, e);
					inner.emit(OP.pop, 0, e);
				}),
			),
			() => inner.emit(OP.constant, inner.emitter.constant(NONE), e),
		);
	} else inner.then(gather(inner, e, first, null));
	inner.run();
	inner.emit(OP.return, 0, e);
	const parameter = {
		name: FIRST.name,
		kind: FIRST.kind,
		slot: place.index,
		cell: place.kind === 'cell',
		hasDefault: false,
	};
	const code = inner.finish([parameter], { generator: e.result === 'generator' });
	const index = c.emitter.functions.push({ code, captures: c.captures(scope), defaults: [] }) - 1;
	c.then(c.expression(e.clauses[0]!.iterable), () => {
		c.emit(OP.makeFunction, index, e);
		c.emit(OP.comprehend, e.result === 'generator' ? 1 : 0, e);
	});
}

/** Leaves the list, set or dict on the stack. */
function gather(c: Context, e: ComprehensionExpr, first: Task, enter: Task | null): Task {
	const kind = e.result === 'generator' ? 'list' : e.result;
	const apart: Site = { kind: '', range: e.range };
	const result = c.temporary();
	const add = (): void =>
		c.then(
			() => c.emit(OP.loadLocal, result, apart),
			e.key === undefined ? [] : [c.expression(e.key)],
			c.expression(e.element),
			() => {
				c.emit(ADD[kind], 0, e);
				c.emit(OP.pop, 0, e);
			},
		);
	return () =>
		c.then(
			() => {
				c.emit(BUILD[kind], 0, e);
				c.emit(OP.storeLocal, result, e);
			},
			loops(c, e, first, enter, add),
			() => c.emit(OP.loadLocal, result, apart),
		);
}

/** The loops of the clauses, the first over what `first` loads; `enter` makes the names known once that is loaded. */
function loops(c: Context, e: ComprehensionExpr, first: Task, enter: Task | null, body: Task): Task {
	const tasks: Task[] = [];
	const ends: Task[] = [];
	for (const [k, clause] of e.clauses.entries()) {
		let end = 0;
		let loop = 0;
		const test = (condition: Expr): Task => {
			return () => c.then(c.expression(condition), () => c.emit(OP.jumpIfFalse, loop, condition));
		};
		tasks.push(
			k === 0 ? first : c.expression(clause.iterable),
			() => {
				if (k === 0) enter?.();
				const { range } = clause.target;
				c.emit(OP.iterate, c.shared.frames.origin('iteration', c.shared.text(range), range), clause.iterable);
				loop = c.emitter.here;
				end = c.emit(OP.next, -1, clause.iterable);
			},
			() => c.then(c.target(clause.target, false)),
			...clause.conditions.map(test),
		);
		ends.unshift(() => {
			c.emit(OP.jump, loop, e);
			c.emitter.land(end);
			c.emit(OP.loopEnd, 0, e);
		});
	}
	return () => c.then(tasks, body, ends);
}
