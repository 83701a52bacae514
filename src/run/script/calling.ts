/** Calls: what is called is found out, its arguments are bound, and it gets a frame of its own or answers at once. */
import { opCode } from '../../core/ops/index.ts';
import { placeOf, type Site } from '../sites.ts';
import { bindArguments } from './arguments.ts';
import { Refused } from './errors.ts';
import { makeFrame, type Frame, type Suspended } from './frame.ts';
import type { Named } from './library.ts';
import type { Machine } from './machine.ts';
import {
	typeName,
	type Cell,
	type ClassValue,
	type FunctionValue,
	type GeneratorValue,
	type InstanceValue,
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

export function invoke(
	m: Machine,
	callee: Value,
	args: readonly Value[],
	named: Named,
	from: readonly number[],
	site: Site,
	all: readonly Value[] = args,
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
			else if (callee.code.generator) m.push(generator(m, callee, bound.values, site));
			else enter(m, callee, bound.values, site, 'call');
			return;
		}
		case 'method':
			if (callee.callable.kind === 'function' && callee.callable.code.javascript) {
				// JavaScript hands the object over as `this`, not as an argument.
				invoke(m, callee.callable, args, named, from, site, all);
				setThis(m, callee.self);
				return;
			}
			return invoke(m, callee.callable, [callee.self, ...args], named, [-1, ...from], site, [callee.self, ...all]);
		case 'builtin':
		case 'type':
			recorder.begin(site, all, from);
			return m.yield(site, callee.call(m.services, args, named));
		case 'class':
			return construct(m, callee, args, named, from, site);
		case 'descriptor':
			return invoke(m, callee.get, args, named, from, site, all);
		case 'instance': {
			const hook = m.services.lookUp(callee, '__call__');
			if (hook !== null) return invoke(m, hook, args, named, from, site, all);
			break;
		}
		default:
			break;
	}
	m.raise('TypeError', ['{0} cannot be called', typeName(callee)], site);
}

function setThis(m: Machine, self: Value): void {
	const frame = m.frames.at(-1)!;
	const place = frame.code.thisPlace;
	frame.self = self;
	if (place === null) return;
	if (place.cell) frame.cells[place.slot]!.value = self;
	else frame.slots[place.slot] = self;
}

function wired(m: Machine, value: Value, from: number): Value {
	if (value.kind !== 'float' || value.node < 0 || from < 0) return value;
	const site = m.recorder.places.siteOf(from);
	if (site.kind !== 'name') return value;
	m.recorder.begin(site, [value], [from]);
	return m.recorder.gate(WIRE, [value]);
}

export function enter(
	m: Machine,
	fn: FunctionValue,
	values: readonly Value[],
	site: Site,
	how: 'call' | 'class',
): Frame {
	if (m.frames.length > MOST_CALLS) {
		throw new Refused({
			code: 'recursion',
			severity: 'error',
			range: placeOf(site),
			message: ['{0} calls itself more than {1} times deep.', fn.name, MOST_CALLS],
		});
	}
	const caller = m.frames.at(-1);
	const id = how === 'class' ? (caller?.id ?? 0) : m.services.callFrame(fn.name, site, caller?.id ?? 0);
	const frame = makeFrame(fn.code, fn.cells, m.stack.length, id);
	frame.site = site;
	frame.owner = fn.owner ?? null;
	for (const [index, parameter] of fn.code.parameters.entries()) {
		const value = values[index]!;
		if (parameter.cell) frame.cells[parameter.slot]!.value = value;
		else frame.slots[parameter.slot] = value;
	}
	frame.self = values[0] ?? null;
	m.frames.push(frame);
	m.recorder.frame = id;
	return frame;
}

export function leave(m: Machine, value: Value, from: number): void {
	const frame = m.frames.pop()!;
	m.stack.length = m.from.length = frame.base;
	m.recorder.frame = m.frames.at(-1)?.id ?? 0;
	if (frame.generator !== null) {
		frame.generator.frame = null;
		m.push(value);
		return;
	}
	const result = frame.finish === null ? value : frame.finish(value);
	if (frame.site === null) m.push(result, from);
	else m.yield(frame.site, result);
}

function generator(m: Machine, fn: FunctionValue, values: readonly Value[], site: Site): GeneratorValue {
	const frame = enter(m, fn, values, site, 'call');
	m.frames.pop();
	m.recorder.frame = m.frames.at(-1)?.id ?? 0;
	const state: Suspended = { frame, stack: [], from: [], running: false };
	frame.generator = state;
	return { kind: 'generator', state };
}

function construct(
	m: Machine,
	type: ClassValue,
	args: readonly Value[],
	named: Named,
	from: readonly number[],
	site: Site,
): void {
	const instance: InstanceValue = { kind: 'instance', class: type, attributes: new Map() };
	if (type.native === 'exception') instance.payload = args;
	const init = m.services.classMember(type, m.javascript ? 'constructor' : '__init__');
	if (init === undefined) {
		if (args.length > 0 && type.native === undefined)
			m.raise('TypeError', ['{0} takes no arguments.', type.name], site);
		m.push(instance);
		return;
	}
	if (init.kind !== 'function') {
		m.recorder.begin(site, args, from);
		m.call(init, [instance, ...args], named);
		m.push(instance);
		return;
	}
	const bound = bindArguments(init, m.javascript ? args : [instance, ...args], named);
	if ('misfit' in bound) return m.raise('TypeError', bound.misfit, site);
	const frame = enter(m, init, bound.values, site, 'call');
	frame.finish = () => instance;
	if (m.javascript) setThis(m, instance);
}
