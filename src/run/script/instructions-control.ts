/** What instructions do that jump, loop, handle exceptions and import. */
import type { Instructions } from './machine.ts';
import { OP } from './code.ts';
import { Abandoned } from './errors.ts';
import { bool, NONE, type Value } from './values.ts';

export const instructionsOfControl: Instructions = {
	[OP.jump]: (m, frame, a, site) => {
		if (a < frame.at) {
			m.recorder.site = site;
			m.tick();
		}
		frame.at = a;
	},
	[OP.jumpIfFalse]: (m, frame, a, site) => {
		m.recorder.site = site;
		if (!m.services.truthy(m.pop())) frame.at = a;
	},
	[OP.jumpIfTrue]: (m, frame, a, site) => {
		m.recorder.site = site;
		if (m.services.truthy(m.pop())) frame.at = a;
	},
	[OP.jumpIfFalseOrPop]: (m, frame, a, site) => {
		m.recorder.site = site;
		if (m.services.truthy(m.stack.at(-1)!)) m.pop();
		else frame.at = a;
	},
	[OP.jumpIfTrueOrPop]: (m, frame, a, site) => {
		m.recorder.site = site;
		if (m.services.truthy(m.stack.at(-1)!)) frame.at = a;
		else m.pop();
	},
	[OP.jumpIfNotNullOrPop]: (m, frame, a) => {
		const { kind } = m.stack.at(-1)!;
		if (kind === 'none' || kind === 'undefined') m.pop();
		else frame.at = a;
	},
	[OP.iterate]: (m, frame, a, site) => {
		m.recorder.site = site;
		const iterator = m.services.iterator(m.pop());
		m.push(iterator);
		if (a >= 0) frame.loops.push({ origin: a, parent: frame.id, turns: 0, iterator });
	},
	[OP.next]: (m, frame, a, site) => {
		m.recorder.site = site;
		const iterator = m.stack.at(-1) as Extract<Value, { kind: 'iterator' }>;
		const item = iterator.next(m.services);
		if (item === null) {
			m.pop();
			frame.at = a;
			return;
		}
		if (frame.loops.at(-1)?.iterator === iterator) m.turn(frame);
		m.push(item);
	},
	[OP.loopBegin]: (_m, frame, a) => {
		frame.loops.push({ origin: a, parent: frame.id, turns: 0, iterator: null });
	},
	[OP.loopTurn]: (m, frame) => {
		m.turn(frame);
	},
	[OP.loopEnd]: (m, frame) => {
		const loop = frame.loops.pop();
		if (loop !== undefined) frame.id = m.recorder.frame = loop.parent;
	},
	[OP.raise]: (m, _frame, _a, site) => {
		const value = m.pop();
		m.recorder.site = site;
		throw m.services.asRaised(value, site);
	},
	[OP.reraise]: (m, frame, a, site) => {
		const error = frame.handled.pop();
		if (a === 0) m.pop();
		if (error !== undefined) throw error;
		m.raise('RuntimeError', ['There is nothing to raise again.'], site);
	},
	[OP.tryBegin]: (m, frame, a) => {
		frame.tries.push({ at: a, stack: m.stack.length, loops: frame.loops.length, frame: frame.id });
	},
	[OP.tryEnd]: (_m, frame) => {
		frame.tries.pop();
	},
	[OP.matchException]: (m) => {
		const type = m.pop();
		m.push(bool(m.services.isInstance(m.stack.at(-1)!, type)));
	},
	[OP.endHandling]: (_m, frame) => {
		frame.handled.pop();
	},
	[OP.importModule]: (m, frame, a, site) => {
		m.push(m.observer.importModule(frame.code.names[a]!, site));
	},
	[OP.importMember]: (m, frame, a, site) => {
		m.recorder.site = site;
		m.push(m.services.importMember(m.stack.at(-1)!, frame.code.names[a]!));
	},
	[OP.importAll]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		m.services.importAll(m.stack.at(-1)!);
	},
	[OP.unsupported]: (m, frame, a, site) => {
		// A broken expression has its problem already.
		if (a < 0) throw new Abandoned(site);
		m.unsupported((frame.code.constants[a] as { value: string }).value, site);
	},
	[OP.withEnter]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		const manager = m.stack.at(-1)!;
		const enter = m.services.lookUp(manager, '__enter__');
		m.push(enter === null ? manager : m.call(enter, []));
	},
	[OP.withExit]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		const exit = m.services.lookUp(m.pop(), '__exit__');
		if (exit !== null) m.call(exit, [NONE, NONE, NONE]);
	},
	[OP.ignore]: (m, _frame, _a, site) => {
		m.observer.note(site, ['Passed over: it takes no part in the computation.']);
	},
};
