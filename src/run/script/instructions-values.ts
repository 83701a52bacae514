/** What instructions do that load, store and build values. */
import type { Instructions } from './machine.ts';
import { OP } from './code.ts';
import { formatValue, mergeInto } from './methods.ts';
import { str, type ListValue, type Value } from './values.ts';

export const instructionsOfValues: Instructions = {
	[OP.constant]: (m, frame, a) => {
		m.push(frame.code.constants[a]!);
	},
	[OP.literal]: (m, frame, a, site) => {
		const { value } = frame.code.constants[a] as Extract<Value, { kind: 'float' }>;
		m.recorder.site = site;
		m.yield(site, { kind: 'float', value, node: m.recorder.constant(value) });
	},
	[OP.loadLocal]: (m, frame, a, site) => {
		const value = frame.slots[a];
		if (value === undefined) m.raise('UnboundLocalError', ['{0} has no value yet.', site.name ?? ''], site);
		else m.yield(site, value);
	},
	[OP.storeLocal]: (m, frame, a) => {
		frame.slots[a] = m.pop();
	},
	[OP.loadCell]: (m, frame, a, site) => {
		const value = frame.cells[a]?.value;
		if (value === undefined) m.raise('NameError', ['{0} has no value yet.', site.name ?? ''], site);
		else m.yield(site, value);
	},
	[OP.storeCell]: (m, frame, a) => {
		frame.cells[a]!.value = m.pop();
	},
	[OP.loadGlobal]: (m, frame, a, site) => {
		m.yield(site, m.global(frame, frame.code.names[a]!, site));
	},
	[OP.storeGlobal]: (m, frame, a) => {
		const name = frame.code.names[a]!;
		const value = m.pop();
		if (frame.namespace !== null) frame.namespace.set(name, value);
		else {
			m.globals.set(name, value);
			m.lost.delete(name);
		}
	},
	[OP.deleteLocal]: (_m, frame, a) => {
		frame.slots[a] = undefined;
	},
	[OP.deleteGlobal]: (m, frame, a, site) => {
		if (!(frame.namespace ?? m.globals).delete(frame.code.names[a]!))
			m.raise('NameError', ['Unknown name: {0}', frame.code.names[a]!], site);
	},
	[OP.buildList]: (m, _frame, a) => {
		m.build(OP.buildList, a);
	},
	[OP.buildTuple]: (m, _frame, a) => {
		m.build(OP.buildTuple, a);
	},
	[OP.buildSet]: (m, _frame, a) => {
		m.build(OP.buildSet, a);
	},
	[OP.buildDict]: (m) => {
		m.push({ kind: 'dict', entries: new Map(), ...(m.javascript && { isObject: true }) });
	},
	[OP.buildSlice]: (m) => {
		const [start, stop, step] = m.take(3).values;
		m.push({ kind: 'slice', start: start!, stop: stop!, step: step! });
	},
	[OP.append]: (m) => {
		const item = m.pop();
		(m.stack.at(-1) as ListValue).items.push(item);
	},
	[OP.extend]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		const items = m.services.iterate(m.pop());
		(m.stack.at(-1) as ListValue).items.push(...items);
	},
	[OP.addToSet]: (m, _frame, _a, site) => {
		const item = m.pop();
		(m.stack.at(-1) as Extract<Value, { kind: 'set' }>).items.set(m.key(item, site), item);
	},
	[OP.setEntry]: (m, _frame, _a, site) => {
		const value = m.pop();
		const key = m.pop();
		(m.stack.at(-1) as Extract<Value, { kind: 'dict' }>).entries.set(m.key(key, site), { key, value });
	},
	[OP.mergeDict]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		const from = m.pop();
		mergeInto(m.services, m.stack.at(-1) as Extract<Value, { kind: 'dict' }>, from);
	},
	[OP.duplicate]: (m) => {
		m.push(m.stack.at(-1)!, m.from.at(-1));
	},
	[OP.duplicateTwo]: (m) => {
		m.push(m.stack.at(-2)!, m.from.at(-2));
		m.push(m.stack.at(-2)!, m.from.at(-2));
	},
	[OP.rotateTwo]: (m) => {
		m.rotate(2);
	},
	[OP.rotateThree]: (m) => {
		m.rotate(3);
	},
	[OP.pop]: (m) => {
		m.pop();
	},
	[OP.unpack]: (m, _frame, a, site) => {
		m.recorder.site = site;
		m.unpackItems(OP.unpack, a);
	},
	[OP.unpackRest]: (m, _frame, a, site) => {
		m.recorder.site = site;
		m.unpackItems(OP.unpackRest, a);
	},
	[OP.format]: (m, _frame, a, site) => {
		m.recorder.site = site;
		const spec = m.pop() as Extract<Value, { kind: 'str' }>;
		m.push(str(formatValue(m.services, m.pop(), spec.value, a === 1)));
	},
	[OP.join]: (m, _frame, a) => {
		m.push(
			str(
				m
					.take(a)
					.values.map((part) => (part as { value: string }).value)
					.join(''),
			),
		);
	},
	[OP.result]: (m, _frame, _a, site) => {
		const [value] = m.begin(site, 1);
		if (m.frames.length === 1) m.observer.result(site, value!);
	},
	[OP.bind]: (m, frame, a) => {
		const { name, site: at, literal } = frame.code.bindings[a]!;
		const top = m.stack.length - 1;
		m.recorder.site = at;
		const inClass = frame.namespace !== null;
		if (!inClass) m.stack[top] = m.observer.bind(name, at, m.stack[top]!, literal, m.frames.length === 1);
	},
	[OP.objectPattern]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		const key = m.pop();
		m.push(m.services.getItem(m.pop(), key));
	},
	[OP.checkDefined]: (m, frame, a) => {
		if (m.stack.at(-1)!.kind === 'undefined') m.pop();
		else frame.at = a;
	},
};
