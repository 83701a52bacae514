/** What instructions do that call, make functions and classes, return and yield. */
import type { Spot } from '../sites.ts';
import { constructWith, enter, enterPlainly, generator, invoke, leave, makeFunction, wired } from './calling.ts';
import { OP } from './code.ts';
import type { Frame } from './frame.ts';
import { turned } from './instructions-control.ts';
import type { Instructions, Machine } from './machine.ts';
import { NO_NAMED } from './library.ts';
import { makeClass } from './objects.ts';
import {
	NONE,
	str,
	UNDEFINED,
	type DictValue,
	type FunctionValue,
	type ListValue,
	type StrValue,
	type TupleValue,
	type Value,
} from './values.ts';

/** What a property with a setter only reads as. */
const NOTHING_READ: Value = { kind: 'builtin', name: 'get', call: () => UNDEFINED };

export const instructionsOfCalls: Instructions = {
	[OP.call]: call,
	[OP.callNamed]: (m, _frame, a, site) => {
		const names = m.pop() as TupleValue;
		const { values, from } = m.take(a);
		const ofSelf = m.from[m.from.length - 1]!;
		const callee = m.pop();
		const count = a - names.items.length;
		const own = callee.kind === 'function' || callee.kind === 'class' || callee.kind === 'method';
		if (own) for (let k = count; k < a; k++) values[k] = wired(m, values[k]!, from[k]!);
		const named = new Map(names.items.map((name, k) => [(name as StrValue).value, values[count + k]!]));
		// Places of keyword arguments are found as those of the others are.
		m.recorder.begin(site, values, from);
		invoke(m, callee, values.slice(0, count), named, from, site, { all: values, ofSelf });
	},
	[OP.callSpread]: (m, _frame, _a, site) => {
		const options = m.pop() as Extract<Value, { kind: 'dict' }>;
		const { items } = m.pop() as ListValue;
		const named = new Map<string, Value>();
		for (const { key, value } of options.entries.values()) if (key.kind === 'str') named.set(key.value, value);
		invoke(m, m.pop(), items, named, [], site);
	},
	[OP.construct]: (m, _frame, a, site) => {
		const { values, from } = m.take(a);
		const callee = m.pop();
		// `new F(…)` of a function makes an object of the class that its prototype stands for.
		if (callee.kind === 'function') constructWith(m, callee, values, from, site);
		else invoke(m, callee, values, NO_NAMED, from, site);
	},
	[OP.superOf]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		m.push(m.superOf() ?? m.raise('SyntaxError', ["'super' keyword unexpected here"], site));
	},
	[OP.member]: (m, frame, a, site) => {
		const fn = m.pop();
		const known = frame.namespace?.get(site.name ?? '');
		const before = known?.kind === 'descriptor' ? known : null;
		if (a === 2) m.push({ kind: 'descriptor', role: 'class', get: fn });
		else if (a === 0) m.push({ kind: 'descriptor', role: 'property', ...before, get: fn });
		else m.push({ kind: 'descriptor', role: 'property', get: before?.get ?? NOTHING_READ, set: fn });
	},
	[OP.makeFunction]: (m, frame, a) => {
		m.push(makeFunction(m, frame, a));
	},
	[OP.comprehend]: (m, _frame, a, site) => {
		const fn = m.pop() as FunctionValue;
		const iterable = m.pop();
		if (a === 1) m.push(generator(m, fn, [iterable], site, false));
		else enter(m, fn, [iterable], site, 'class');
	},
	[OP.declare]: (_m, frame, a) => {
		const name = str(frame.code.names[a]!);
		const known = frame.namespace!.get('__annotations__');
		const fields: DictValue = known?.kind === 'dict' ? known : { kind: 'dict', entries: new Map() };
		fields.entries.set(`s${name.value}`, { key: name, value: NONE });
		frame.namespace!.set('__annotations__', fields);
	},
	[OP.makeClass]: (m, _frame, a, site) => {
		const body = m.pop() as FunctionValue;
		const { values } = m.take(a);
		const namespace = new Map<string, Value>();
		const inner = enter(m, body, [], site, 'class');
		inner.namespace = namespace;
		inner.finish = () => {
			m.recorder.site = site;
			return makeClass(m.services, body.name, values, namespace);
		};
	},
	[OP.return]: (m) => {
		const from = m.from[m.from.length - 1]!;
		leave(m, m.pop(), from);
	},
	[OP.yield]: (m, frame) => {
		const state = frame.generator;
		// Outside of a generator, as in a selection, nobody takes the value: it stays where it is.
		if (state === null) return;
		const value = m.pop();
		const start = frame.base;
		// What is sent in takes the place of the last.
		state.stack = m.stack.splice(start);
		state.from = m.from.splice(start);
		state.stack.push(NONE);
		state.from.push(-1);
		state.running = false;
		m.frames.pop();
		const caller = m.frames[m.frames.length - 1];
		m.recorder.frame = caller?.id ?? 0;
		if (state.end >= 0) turned(m, caller!, m.stack[m.stack.length - 1]!);
		m.push(value);
	},
};

function call(m: Machine, _frame: Frame, count: number, site: Spot): void {
	const { stack } = m;
	const base = stack.length - count;
	const callee = stack[base - 1]!;
	if (callee.kind === 'function' && callee.code.simple && !callee.code.generator) {
		if (enterPlainly(m, callee, base, count, site)) return;
	}
	const { values, from: places } = m.take(count);
	const ofSelf = m.from[m.from.length - 1]!;
	m.pop();
	invoke(m, callee, values, NO_NAMED, places, site, { all: values, ofSelf });
}
