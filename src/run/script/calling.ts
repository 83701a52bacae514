/** Calls: what is called is found out, its arguments are bound, and it gets a frame of its own or answers at once. */
import { opCode } from '../../core/ops/index.ts';
import type { Text } from '../../protocol.ts';
import { Spot, type Site } from '../sites.ts';
import { bindArguments } from './arguments.ts';
import { Refused } from './errors.ts';
import { makeFrame, type Frame, type Suspended } from './frame.ts';
import { NO_NAMED, type Named } from './library.ts';
import type { Machine } from './machine.ts';
import { classAttribute, isException, prototypeOf, specialMethod } from './objects.ts';
import {
	NONE,
	tuple,
	typeName,
	UNDEFINED,
	type BuiltinValue,
	type Cell,
	type ClassValue,
	type FunctionValue,
	type GeneratorValue,
	type InstanceValue,
	type TypeValue,
	type Value,
} from './values.ts';

/** How deeply calls of the user's functions may be nested. */
const MOST_CALLS = 1000;
const WIRE = opCode('wire');

export function makeFunction(m: Machine, frame: Frame, index: number): FunctionValue {
	const { code, captures, defaults } = frame.code.functions[index]!;
	const { values } = m.take(defaults.length);
	const cells: Cell[] = captures.map((at) => frame.cells[at >= 0 ? at : frame.code.cells + ~at]!);
	return {
		kind: 'function',
		name: code.name,
		code,
		defaults: new Map(defaults.map((parameter, k) => [parameter, values[k]!])),
		cells,
		attributes: new Map(),
	};
}

/**
 * Calls anything. `from` are the places of `all`: the arguments, and behind them those that are named. `ofSelf` is the place of the object that a method
 * was taken from, -1 where it has none.
 */
export function invoke(
	m: Machine,
	callee: Value,
	args: readonly Value[],
	named: Named,
	from: number[],
	site: Site,
	{ all, ofSelf }: { readonly all: readonly Value[]; readonly ofSelf: number } = { all: args, ofSelf: -1 },
): void {
	const { recorder } = m;
	recorder.site = site;
	m.tick();
	switch (callee.kind) {
		case 'function': {
			const values = args.map((arg, k) => wired(m, arg, from[k] ?? -1));
			const bound = bindArguments(callee, values, named);
			recorder.site = site;
			if ('misfit' in bound) m.raise('TypeError', bound.misfit, site);
			else if (callee.code.generator) m.push(generator(m, callee, bound.values, site, true));
			else enter(m, callee, bound.values, site, 'call');
			return;
		}
		case 'method':
			if (callee.callable.kind === 'function' && callee.callable.code.javascript) {
				// JavaScript hands the object over as `this`, not as an argument.
				invoke(m, callee.callable, args, named, from, site, { all, ofSelf });
				setThis(m, callee.self);
				return;
			}
			return invoke(m, callee.callable, [callee.self, ...args], named, [ofSelf, ...from], site, {
				all: [callee.self, ...all],
				ofSelf: -1,
			});
		case 'builtin':
		case 'type':
			recorder.begin(site, all, from);
			return m.yield(site, answerOf(m, callee, args, named));
		case 'class':
			return construct(m, callee, args, named, from, site);
		case 'super': {
			// `super(…)` of JavaScript: what the base's constructor does with the object.
			const init = classAttribute(callee.order, 'constructor');
			if (callee.self.kind !== 'instance') break;
			if (init !== undefined) {
				invoke(m, init, args, named, from, site, { all, ofSelf });
				setThis(m, callee.self);
				return;
			}
			if (isException(callee.self.class)) callee.self.payload = args;
			m.push(UNDEFINED);
			return;
		}
		case 'descriptor':
			return invoke(m, callee.get, args, named, from, site, { all, ofSelf });
		case 'instance': {
			const hook = specialMethod(m.services, callee, '__call__');
			if (hook !== null) return invoke(m, hook, args, named, from, site, { all, ofSelf: -1 });
			break;
		}
		default:
			break;
	}
	if (callee.kind === 'nothing') {
		m.recorder.site = site;
		m.services.note(['Passed over: it takes no part in the computation.']);
		m.push({ kind: 'nothing', name: callee.name });
		return;
	}
	// An array of MATLAB is called by its indices.
	const entry = m.matrices?.getItem(m.services, callee, args.length === 1 ? args[0]! : tuple(args)) ?? null;
	if (entry !== null) return m.yield(site, entry);
	m.raise('TypeError', ["'{0}' object is not callable", typeName(callee)], site);
}

/** What a function of a library answers; where it is not supported, what the user gives in its place. */
function answerOf(m: Machine, callee: BuiltinValue | TypeValue, args: readonly Value[], named: Named): Value {
	try {
		return callee.call(m.services, args, named);
	} catch (error) {
		const given = error instanceof Refused ? m.services.standIn(callee.name) : null;
		if (given === null) throw error;
		m.services.note(['Its value is given: no gradient passes through it.']);
		return given;
	}
}

function setThis(m: Machine, self: Value): void {
	const frame = m.frames.at(-1)!;
	const place = frame.code.thisPlace;
	frame.self = self;
	if (place === null) return;
	if (place.cell) frame.cells[place.slot]!.value = self;
	else frame.slots[place.slot] = self;
}

/** What a parameter gets: a bare name hands its value on by a wire, so that each use has an edge of its own; a literal is put on the tape. */
export function wired(m: Machine, value: Value, from: number): Value {
	if (value.kind !== 'float') return value;
	if (value.node < 0) {
		m.recorder.settle(value, from);
		return value;
	}
	if (from < 0) return value;
	const site = m.recorder.places.siteOf(from);
	if (site.kind !== 'name') return value;
	m.recorder.beginOne(site, value, from);
	return m.recorder.gate(WIRE, [value]);
}

/** The call or iteration that a call is one of its own within. */
function callFrame(m: Machine, name: string, site: Site, parent: number): number {
	const { frames } = m.recorder;
	if (!(site instanceof Spot)) return frames.add(parent, frames.origin('call', name, site.range), 0);
	if (site.origin < 0) site.origin = frames.origin('call', name, site.range);
	return frames.add(parent, site.origin, site.calls++);
}

function push(m: Machine, fn: FunctionValue, base: number, site: Site, own: boolean): Frame {
	const caller = m.frames.length === 0 ? 0 : m.frames[m.frames.length - 1]!.id;
	if (m.frames.length > MOST_CALLS) {
		const message: Text = [
			'maximum recursion depth exceeded: {0} calls itself more than {1} times deep',
			fn.name,
			MOST_CALLS,
		];
		m.raise('RecursionError', message, site);
	}
	const id = own ? callFrame(m, fn.name, site, caller) : caller;
	const frame = makeFrame(fn.code, fn.cells, base, id);
	frame.spot = site instanceof Spot ? site : null;
	frame.owner = fn.owner ?? null;
	m.frames.push(frame);
	m.recorder.frame = id;
	return frame;
}

/**
 * Calls a function whose parameters are positional with the `count` values at `base` of the stack, under which it stands itself; false where they do
 * not fit, and nothing was done.
 */
export function enterPlainly(m: Machine, fn: FunctionValue, base: number, count: number, site: Spot): boolean {
	const { parameters } = fn.code;
	if (count > parameters.length || count + fn.defaults.size < parameters.length) return false;
	m.recorder.site = site;
	m.tick();
	const { stack, from } = m;
	for (let k = 0; k < count; k++) {
		const value = stack[base + k]!;
		if (value.kind === 'float') stack[base + k] = wired(m, value, from[base + k]!);
	}
	m.recorder.site = site;
	const frame = push(m, fn, base - 1, site, true);
	const { slots } = frame;
	for (let k = 0; k < count; k++) slots[k] = stack[base + k];
	for (let k = count; k < parameters.length; k++) slots[k] = fn.defaults.get(k);
	frame.self = slots[0] ?? null;
	stack.length = from.length = base - 1;
	return true;
}

export function enter(
	m: Machine,
	fn: FunctionValue,
	values: readonly Value[],
	site: Site,
	how: 'call' | 'class',
): Frame {
	const frame = push(m, fn, m.stack.length, site, how === 'call');
	for (const [index, parameter] of fn.code.parameters.entries()) {
		const value = values[index]!;
		if (parameter.cell) frame.cells[parameter.slot]!.value = value;
		else frame.slots[parameter.slot] = value;
	}
	frame.self = values[0] ?? null;
	return frame;
}

export function leave(m: Machine, value: Value, from: number): void {
	const { frames, stack } = m;
	const frame = frames.pop()!;
	stack.length = m.from.length = frame.base;
	const caller = frames.length === 0 ? null : frames[frames.length - 1]!;
	m.recorder.frame = caller === null ? 0 : caller.id;
	const state = frame.generator;
	if (state !== null) {
		state.frame = null;
		state.running = false;
		state.result = value;
		if (state.end < 0) {
			m.push(value);
			return;
		}
		// A loop of the program went through it.
		m.pop();
		if (state.delegated) m.push(value);
		caller!.at = state.end;
		return;
	}
	const result = frame.finish === null ? value : frame.finish(value);
	if (result === null) return;
	if (frame.spot === null) m.push(result, from);
	else m.yield(frame.spot, result);
}

/** `own`: its loops are within a frame of its own, rather than in the one that makes it. */
export function generator(
	m: Machine,
	fn: FunctionValue,
	values: readonly Value[],
	site: Site,
	own: boolean,
): GeneratorValue {
	const frame = enter(m, fn, values, site, own ? 'call' : 'class');
	m.frames.pop();
	m.recorder.frame = m.frames.at(-1)?.id ?? 0;
	const state: Suspended = {
		frame,
		stack: [],
		from: [],
		running: false,
		end: -1,
		delegated: false,
		result: NONE,
	};
	frame.generator = state;
	return { kind: 'generator', state };
}

/** Types whose values cannot be changed once they are made: what they hold is made of the constructor's arguments, whatever `__init__` does. */
const UNCHANGEABLE: ReadonlySet<string> = new Set(['int', 'float', 'str', 'tuple', 'bool']);

function construct(
	m: Machine,
	type: ClassValue,
	args: readonly Value[],
	named: Named,
	from: number[],
	site: Site,
): void {
	const maker = m.javascript ? undefined : m.services.classMember(type, '__new__');
	const made =
		maker === undefined ? null : m.call(maker.kind === 'descriptor' ? maker.get : maker, [type, ...args], named);
	// What is no object of the class is what the call comes to.
	if (made !== null && (made.kind !== 'instance' || !made.class.order.includes(type))) return m.push(made);
	const instance: InstanceValue = made ?? { kind: 'instance', class: type, attributes: new Map() };
	if (isException(type)) instance.payload = args;
	const init = m.services.classMember(type, m.javascript ? 'constructor' : '__init__');
	const { base } = type;
	if (base !== undefined && made === null) {
		const early = init === undefined || UNCHANGEABLE.has(base.name);
		m.recorder.begin(site, args, from);
		instance.inner = base.call(m.services, early ? args : [], early ? named : NO_NAMED);
	}
	if (init === undefined) {
		if (
			args.length + named.size > 0 &&
			made === null &&
			type.native === undefined &&
			base === undefined &&
			!m.javascript
		)
			m.raise('TypeError', ['{0}() takes no arguments', type.name], site);
		m.push(instance);
		return;
	}
	if (init.kind !== 'function') {
		m.recorder.begin(site, args, from);
		m.call(init, [instance, ...args], named);
		m.push(instance);
		return;
	}
	const values = args.map((arg, k) => wired(m, arg, from[k] ?? -1));
	const bound = bindArguments(init, m.javascript ? values : [instance, ...values], named);
	m.recorder.site = site;
	if ('misfit' in bound) return m.raise('TypeError', bound.misfit, site);
	const frame = enter(m, init, bound.values, site, 'call');
	frame.finish = () => instance;
	if (m.javascript) setThis(m, instance);
}

/** `new F(…)` of a function. */
export function constructWith(m: Machine, fn: FunctionValue, args: readonly Value[], from: number[], site: Site): void {
	const instance: InstanceValue = { kind: 'instance', class: prototypeOf(fn), attributes: new Map() };
	const values = args.map((arg, k) => wired(m, arg, from[k] ?? -1));
	const bound = bindArguments(fn, values, NO_NAMED);
	m.recorder.site = site;
	if ('misfit' in bound) return m.raise('TypeError', bound.misfit, site);
	const frame = enter(m, fn, bound.values, site, 'call');
	frame.finish = (value) => (['instance', 'dict', 'list'].includes(value.kind) ? value : instance);
	setThis(m, instance);
}
