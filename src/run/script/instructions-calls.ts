/** What instructions do that call, make functions and classes, return and yield. */
import type { Instructions } from './machine.ts';
import { OP } from './code.ts';
import { enter, invoke, leave, makeFunction } from './calling.ts';
import { NO_NAMED } from './library.ts';
import { makeClass } from './objects.ts';
import { NONE, type ClassValue, type FunctionValue, type ListValue, type Value } from './values.ts';

export const instructionsOfCalls: Instructions = {
	[OP.call]: (m, _frame, a, site) => {
		const { values, from } = m.take(a);
		invoke(m, m.pop(), values, NO_NAMED, from, site);
	},
	[OP.callNamed]: (m, _frame, a, site) => {
		const names = m.pop() as Extract<Value, { kind: 'tuple' }>;
		const { values, from } = m.take(a);
		const count = a - names.items.length;
		const named = new Map(names.items.map((name, k) => [(name as { value: string }).value, values[count + k]!]));
		// Places of keyword arguments are found as those of the others are.
		m.recorder.begin(site, values, from);
		invoke(m, m.pop(), values.slice(0, count), named, from, site, values);
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
		invoke(m, m.pop(), values, NO_NAMED, from, site);
	},
	[OP.makeFunction]: (m, frame, a) => {
		m.push(makeFunction(m, frame, a));
	},
	[OP.makeClass]: (m, _frame, a, site) => {
		const body = m.pop() as FunctionValue;
		const { values } = m.take(a);
		const bases = values.filter((base): base is ClassValue => base.kind === 'class');
		const namespace = new Map<string, Value>();
		const inner = enter(m, body, [], site, 'class');
		inner.namespace = namespace;
		inner.finish = () => makeClass(body.name, bases, namespace);
	},
	[OP.return]: (m) => {
		const from = m.from.at(-1)!;
		const value = m.pop();
		leave(m, value, from);
	},
	[OP.yield]: (m, frame) => {
		const value = m.pop();
		const state = frame.generator!;
		const start = frame.base;
		// What is sent in is always None here.
		state.stack = [...m.stack.splice(start), NONE];
		state.from = [...m.from.splice(start), -1];
		m.frames.pop();
		m.recorder.frame = m.frames.at(-1)?.id ?? 0;
		m.push(value);
	},
};
