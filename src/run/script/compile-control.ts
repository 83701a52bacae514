/** Compiles what a program's control goes through: loops, jumps out of them, protected blocks and managers. */
import { namesOf } from '../../lang/script-names.ts';
import type { Expr, Stmt } from '../../lang/script.ts';
import type { Range } from '../../protocol.ts';
import type { Site } from '../sites.ts';
import { OP } from './code.ts';
import type { Context, Surrounding, Task } from './compile-context.ts';
import { NONE, str, UNDEFINED } from './values.ts';

/** A statement as a site. */
export function siteOf(statement: Stmt): Site {
	return { kind: statement.kind, range: statement.range };
}

/** The names that statements declare at their own level. */
export function declaredIn(body: readonly Stmt[]): string[] {
	return body.flatMap((statement) =>
		statement.kind === 'assign' && statement.declare !== undefined && statement.declare !== 'var'
			? statement.targets.flatMap(namesOf)
			: [],
	);
}

/** The characters by which a loop is known: its first line. */
function head(c: Context, s: Stmt): { readonly range: Range; readonly label: string } {
	const text = c.shared.text(s.range);
	const end = text.indexOf('\n');
	const line = (end < 0 ? text : text.slice(0, end)).trimEnd();
	return { range: { start: s.range.start, end: s.range.start + line.length }, label: line };
}

export function forLoop(c: Context, s: Extract<Stmt, { kind: 'for' }>): void {
	const site = siteOf(s);
	const around: Surrounding = { kind: 'loop', breaks: [], next: { at: -1, jumps: [] }, iterator: true, label: s.label };
	let end = 0;
	c.then(
		c.expression(s.iterable),
		() => {
			if (s.keys === true) c.emit(OP.keys, 0, s.iterable);
			const { range, label } = head(c, s);
			c.emit(OP.iterate, c.shared.frames.origin('iteration', label, range), s.iterable);
			around.next.at = c.emitter.here;
			end = c.emit(OP.next, -1, s.iterable);
			c.surroundings.push(around);
		},
		() => {
			if (c.shared.javascript) c.renew([...namesOf(s.target), ...declaredIn(s.body)], site);
		},
		c.target(s.target, true),
		c.statements(s.body),
		() => {
			c.surroundings.pop();
			c.emit(OP.jump, around.next.at, site);
			c.emitter.land(end);
			c.emit(OP.loopEnd, 0, site);
		},
		c.statements(s.otherwise),
		() => {
			for (const jump of around.breaks) c.emitter.land(jump);
		},
	);
}

export function whileLoop(
	c: Context,
	s: Extract<Stmt, { kind: 'while' | 'count' }>,
	test: Expr | undefined,
	update: Expr | undefined,
	otherwise: readonly Stmt[],
	testedAfter: boolean,
	/** Names that each turn has for itself. */
	own: readonly string[] = [],
): void {
	const site = siteOf(s);
	const around: Surrounding = {
		kind: 'loop',
		breaks: [],
		next: { at: -1, jumps: [] },
		iterator: false,
		label: s.label,
	};
	let begin = 0;
	let end: number | null = null;
	const tested: Task[] = test === undefined ? [] : [c.expression(test), () => (end = c.emit(OP.jumpIfFalse, -1, test))];
	c.then(
		() => {
			const { range, label } = head(c, s);
			c.emit(OP.loopBegin, c.shared.frames.origin('iteration', label, range), site);
			begin = c.emitter.here;
			c.surroundings.push(around);
		},
		testedAfter ? [] : tested,
		() => {
			c.emit(OP.loopTurn, 0, site);
			if (c.shared.javascript) c.renew(declaredIn(s.body), site);
		},
		c.statements(s.body),
		() => {
			c.surroundings.pop();
			for (const jump of around.next.jumps) c.emitter.land(jump);
			c.renew(own, site);
		},
		update === undefined ? [] : [c.expression(update), () => c.emit(OP.pop, 0, site)],
		testedAfter ? tested : [],
		() => {
			c.emit(OP.jump, begin, site);
			if (end !== null) c.emitter.land(end);
			c.emit(OP.loopEnd, 0, site);
		},
		c.statements(otherwise),
		() => {
			for (const jump of around.breaks) c.emitter.land(jump);
		},
	);
}

/** Takes down what a jump leaves: loops within the one it goes to, protected blocks, their `finally`, managers of `with`. */
function takeDown(c: Context, around: Surrounding): Task {
	return () => {
		const site: Site = { kind: '', range: { start: 0, end: 0 } };
		if (around.kind === 'loop') {
			if (around.iterator) c.emit(OP.pop, 0, site);
			c.emit(OP.loopEnd, 0, site);
		} else if (around.kind === 'try') c.emit(OP.tryEnd, 0, site);
		else if (around.kind === 'handler') c.emit(OP.endHandling, 0, site);
		else if (around.kind === 'finally') {
			c.emit(OP.tryEnd, 0, site);
			// The body stands outside of the block that it ends.
			const hidden = c.surroundings.splice(c.surroundings.indexOf(around));
			c.then(c.statements(around.body), () => c.surroundings.push(...hidden));
		} else if (around.kind === 'with') {
			c.emit(OP.tryEnd, 0, around.site);
			c.emit(OP.loadLocal, around.slot, around.site);
			c.emit(OP.withExit, 0, around.site);
		} else if (around.kind === 'waiting') {
			c.emit(OP.endHandling, 0, site);
			c.emit(OP.pop, 0, site);
		}
	};
}

export function leave(c: Context, kind: 'break' | 'continue', site: Site, label: string | undefined): void {
	const inside: Surrounding[] = [];
	let loop: Extract<Surrounding, { kind: 'loop' }> | null = null;
	for (let k = c.surroundings.length - 1; k >= 0 && loop === null; k--) {
		const around = c.surroundings[k]!;
		if (around.kind === 'loop' && (label === undefined || around.label === label)) loop = around;
		else inside.push(around);
	}
	if (loop === null) {
		c.emit(OP.unsupported, c.emitter.constant(str(label === undefined ? kind : `${kind} ${label}`)), site);
		return;
	}
	const found = loop;
	c.then(
		inside.map((around) => takeDown(c, around)),
		() => {
			if (kind === 'continue') {
				if (found.next.at >= 0) c.emit(OP.jump, found.next.at, site);
				else found.next.jumps.push(c.emitter.jump(site));
				return;
			}
			if (found.iterator) c.emit(OP.pop, 0, site);
			c.emit(OP.loopEnd, 0, site);
			found.breaks.push(c.emitter.jump(site));
		},
	);
}

export function returns(c: Context, s: Extract<Stmt, { kind: 'return' }>, site: Site): void {
	const { value } = s;
	const inside = c.surroundings.filter((around) => around.kind !== 'loop').toReversed();
	const slot = inside.length > 0 ? c.temporary() : -1;
	c.then(
		value === undefined
			? () => c.emit(OP.constant, c.emitter.constant(c.shared.javascript ? UNDEFINED : NONE), site)
			: c.expression(value),
		() => {
			if (value?.kind === 'name') c.emit(OP.wire, 0, value);
			if (slot >= 0) c.emit(OP.storeLocal, slot, site);
		},
		inside.map((around) => takeDown(c, around)),
		() => {
			if (slot >= 0) c.emit(OP.loadLocal, slot, { kind: '', range: s.range });
			// A selection may have a `return` without its function: that is its result.
			c.emit(c.scope.kind === 'module' ? OP.result : OP.return, 0, value ?? site);
		},
	);
}

export function tries(c: Context, s: Extract<Stmt, { kind: 'try' }>, site: Site): void {
	if (s.final.length > 0) {
		const around: Surrounding = { kind: 'finally', body: s.final };
		let caught = 0;
		let end = 0;
		return c.then(
			() => {
				caught = c.emit(OP.tryBegin, -1, site);
				c.surroundings.push(around);
			},
			() => tries(c, { ...s, final: [] }, site),
			() => {
				c.surroundings.pop();
				c.emit(OP.tryEnd, 0, site);
			},
			c.statements(s.final),
			() => {
				end = c.emitter.jump(site);
				c.emitter.land(caught);
				c.surroundings.push({ kind: 'waiting' });
			},
			c.statements(s.final),
			() => {
				c.surroundings.pop();
				c.emit(OP.reraise, 0, site);
				c.emitter.land(end);
			},
		);
	}
	if (s.handlers.length === 0) return c.then(c.statements(s.body), c.statements(s.otherwise));
	let caught = 0;
	const ends: number[] = [];
	c.then(
		() => {
			caught = c.emit(OP.tryBegin, -1, site);
			c.surroundings.push({ kind: 'try' });
		},
		c.statements(s.body),
		() => {
			c.surroundings.pop();
			c.emit(OP.tryEnd, 0, site);
		},
		c.statements(s.otherwise),
		() => {
			ends.push(c.emitter.jump(site));
			c.emitter.land(caught);
		},
		s.handlers.map((handler): Task => () => {
			let next: number | null = null;
			const at: Site = { kind: 'except', range: handler.range };
			c.then(
				handler.type === undefined
					? []
					: [
							c.expression(handler.type),
							() => {
								c.emit(OP.matchException, 0, at);
								next = c.emit(OP.jumpIfFalse, -1, at);
							},
						],
				() => {
					if (handler.name === undefined) c.emit(OP.pop, 0, at);
					else c.store(handler.name.name, handler.name);
					c.surroundings.push({ kind: 'handler' });
				},
				c.statements(handler.body),
				() => {
					c.surroundings.pop();
					c.emit(OP.endHandling, 0, at);
					ends.push(c.emitter.jump(at));
					if (next !== null) c.emitter.land(next);
				},
			);
		}),
		() => {
			c.emit(OP.reraise, 0, site);
			for (const end of ends) c.emitter.land(end);
		},
	);
}

export function withBlocks(
	c: Context,
	items: Extract<Stmt, { kind: 'with' }>['items'],
	body: readonly Stmt[],
	site: Site,
): void {
	const [first, ...rest] = items;
	if (first === undefined) return c.then(c.statements(body));
	const slot = c.temporary();
	let caught = 0;
	let end = 0;
	c.then(
		c.expression(first.context),
		() => {
			c.emit(OP.withEnter, 0, first.context);
			c.emit(OP.rotateTwo, 0, site);
			c.emit(OP.storeLocal, slot, site);
		},
		first.target === undefined ? () => c.emit(OP.pop, 0, site) : c.target(first.target, true),
		() => {
			caught = c.emit(OP.tryBegin, -1, site);
			c.surroundings.push({ kind: 'with', site, slot });
		},
		() => withBlocks(c, rest, body, site),
		() => {
			c.surroundings.pop();
			c.emit(OP.tryEnd, 0, site);
			c.emit(OP.loadLocal, slot, { kind: '', range: site.range });
			c.emit(OP.withExit, 0, site);
			end = c.emitter.jump(site);
			c.emitter.land(caught);
			c.emit(OP.loadLocal, slot, { kind: '', range: site.range });
			c.emit(OP.withExit, 1, site);
			const swallowed = c.emit(OP.jumpIfTrue, -1, site);
			c.emit(OP.reraise, 0, site);
			c.emitter.land(swallowed);
			c.emit(OP.endHandling, 0, site);
			c.emit(OP.pop, 0, site);
			c.emitter.land(end);
		},
	);
}
