/** What instructions do that jump, loop, handle exceptions and import. */
import type { Site } from '../sites.ts';
import { OP } from './code.ts';
import { Abandoned } from './errors.ts';
import type { Frame, Suspended } from './frame.ts';
import type { Instructions, Machine } from './machine.ts';
import { bool, NONE, type GeneratorValue, type IteratorValue, type Value } from './values.ts';

/** Whether a value counts as true, where the program takes its course by it. */
function decides(m: Machine, value: Value, site: Site): boolean {
	if (value.kind === 'bool' && value.node < 0) return value.value;
	m.recorder.site = site;
	return m.services.truthy(value);
}

function next(m: Machine, frame: Frame, end: number, site: Site, delegated: boolean): void {
	m.recorder.site = site;
	const iterator = m.stack[m.stack.length - 1] as IteratorValue | GeneratorValue;
	if (iterator.kind === 'generator') {
		const state = iterator.state as Suspended;
		if (state.frame !== null) {
			m.wake(state, end, delegated);
			return;
		}
	}
	const item = iterator.kind === 'generator' ? null : iterator.next(m.services);
	if (item === null) {
		m.pop();
		if (delegated) m.push(NONE);
		frame.at = end;
		return;
	}
	turned(m, frame, iterator);
	m.push(item);
}

/** The loop over an iterator begins its next turn. */
export function turned(m: Machine, frame: Frame, iterator: Value): void {
	const { loops } = frame;
	if (loops !== null && loops.length > 0 && loops[loops.length - 1]!.iterator === iterator) m.turn(frame);
}

export const instructionsOfControl: Instructions = {
	[OP.jump]: (m, frame, a, site) => {
		if (a < frame.at) {
			m.recorder.site = site;
			m.tick();
		}
		frame.at = a;
	},
	[OP.jumpIfFalse]: (m, frame, a, site) => {
		if (!decides(m, m.pop(), site)) frame.at = a;
	},
	[OP.jumpIfTrue]: (m, frame, a, site) => {
		if (decides(m, m.pop(), site)) frame.at = a;
	},
	[OP.jumpIfFalseOrPop]: (m, frame, a, site) => {
		if (decides(m, m.stack[m.stack.length - 1]!, site)) m.pop();
		else frame.at = a;
	},
	[OP.jumpIfTrueOrPop]: (m, frame, a, site) => {
		if (decides(m, m.stack[m.stack.length - 1]!, site)) frame.at = a;
		else m.pop();
	},
	[OP.jumpIfNotNullOrPop]: (m, frame, a) => {
		const { kind } = m.stack[m.stack.length - 1]!;
		if (kind === 'none' || kind === 'undefined') m.pop();
		else frame.at = a;
	},
	[OP.iterate]: (m, frame, a, site) => {
		m.recorder.site = site;
		const value = m.pop();
		const iterator = value.kind === 'generator' ? value : m.services.iterator(value);
		m.push(iterator);
		if (a >= 0) (frame.loops ??= []).push({ origin: a, parent: frame.id, turns: 0, iterator });
	},
	[OP.next]: (m, frame, a, site) => {
		next(m, frame, a, site, false);
	},
	[OP.nextFrom]: (m, frame, a, site) => {
		next(m, frame, a, site, true);
	},
	[OP.loopBegin]: (_m, frame, a) => {
		(frame.loops ??= []).push({ origin: a, parent: frame.id, turns: 0, iterator: null });
	},
	[OP.loopTurn]: (m, frame) => {
		m.turn(frame);
	},
	[OP.loopEnd]: (m, frame) => {
		const loop = frame.loops?.pop();
		if (loop !== undefined) frame.id = m.recorder.frame = loop.parent;
	},
	[OP.raise]: (m, _frame, _a, site) => {
		const value = m.pop();
		m.recorder.site = site;
		throw m.services.asRaised(value, site);
	},
	[OP.reraise]: (m, frame, a, site) => {
		// A bare `raise` leaves the exception to the handler that it is in.
		const error = a === 0 ? frame.handled?.pop() : frame.handled?.at(-1);
		if (a === 0) m.pop();
		if (error !== undefined) throw error;
		m.raise('RuntimeError', ['No active exception to reraise'], site);
	},
	[OP.tryBegin]: (m, frame, a) => {
		(frame.tries ??= []).push({
			at: a,
			stack: m.stack.length - frame.base,
			loops: frame.loops?.length ?? 0,
			handled: frame.handled?.length ?? 0,
			frame: frame.id,
		});
	},
	[OP.tryEnd]: (_m, frame) => {
		frame.tries!.pop();
	},
	[OP.matchException]: (m) => {
		const type = m.pop();
		m.push(bool(m.services.isInstance(m.stack.at(-1)!, type)));
	},
	[OP.endHandling]: (_m, frame) => {
		frame.handled!.pop();
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
	[OP.withExit]: (m, _frame, a, site) => {
		m.recorder.site = site;
		const exit = m.services.lookUp(m.pop(), '__exit__');
		const error = a === 0 ? NONE : m.stack.at(-1)!;
		const type = error.kind === 'instance' ? error.class : NONE;
		const done = exit === null ? NONE : m.call(exit, [type, error, NONE]);
		if (a !== 0) m.push(bool(m.services.truthy(done)));
	},
	[OP.ignore]: (m, _frame, _a, site) => {
		m.observer.note(site, ['Passed over: it takes no part in the computation.']);
	},
};
