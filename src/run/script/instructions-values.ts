/** What instructions do that load, store and build values. */
import { pendingAt } from '../recorder.ts';
import type { Site } from '../sites.ts';
import { build, unpackItems } from './building.ts';
import { OP } from './code.ts';
import type { Instructions, Machine } from './machine.ts';
import { formatValue } from './formatting.ts';
import { CHARACTERS } from './operations.ts';
import { mergeInto, putEntry } from './methods-dicts.ts';
import { addAll } from './methods-lists.ts';
import { str, type Cell, type DictValue, type FloatValue, type ListValue, type Value } from './values.ts';

/** By the argument of `format`: none, !r, !s, !a. */
const CONVERSIONS = [null, 'r', 's', 'r'] as const;

function unbound(m: Machine, site: Site): never {
	const name = site.name ?? '';
	return m.raise(
		'UnboundLocalError',
		["cannot access local variable '{0}' where it is not associated with a value", name],
		site,
	);
}

export const instructionsOfValues: Instructions = {
	[OP.single]: (m) => {
		const top = m.stack[m.stack.length - 1]!;
		if (top.kind === 'tuple' && top.items.length > 0) {
			m.pop();
			m.push(top.items[0]!);
		}
	},
	[OP.constant]: (m, frame, a) => {
		m.push(frame.code.constants[a]!);
	},
	[OP.number]: (m, frame, a, site) => {
		m.push(frame.code.constants[a]!, pendingAt(site));
	},
	[OP.literal]: (m, frame, a, site) => {
		// A number of its own each time: once it is on the tape, it stays there.
		m.push({ kind: 'float', value: (frame.code.constants[a] as FloatValue).value, node: -1 }, pendingAt(site));
	},
	[OP.loadLocal]: (m, frame, a, site) => {
		const value = frame.slots[a];
		if (value === undefined) unbound(m, site);
		else m.yield(site, value);
	},
	[OP.storeLocal]: (m, frame, a) => {
		frame.slots[a] = m.pop();
	},
	[OP.loadCell]: (m, frame, a, site) => {
		const value = frame.cells[a]?.value;
		if (value === undefined) unbound(m, site);
		else m.yield(site, value);
	},
	[OP.storeCell]: (m, frame, a) => {
		frame.cells[a]!.value = m.pop();
	},
	[OP.loadGlobal]: (m, frame, a, site) => {
		const cell = frame.code.globals[a]!;
		m.yield(site, cell.value ?? (cell.outer ??= m.outer(cell.name, site, cell.apart)));
	},
	[OP.storeGlobal]: (m, frame, a) => {
		const cell = frame.code.globals[a]!;
		cell.value = m.pop();
		if (m.lost.size > 0) m.lost.delete(cell.name);
	},
	[OP.loadName]: (m, frame, a, site) => {
		const name = frame.code.names[a]!;
		m.yield(site, frame.namespace?.get(name) ?? m.globals.get(name) ?? m.outer(name, site));
	},
	[OP.storeName]: (m, frame, a) => {
		frame.namespace!.set(frame.code.names[a]!, m.pop());
	},
	[OP.deleteName]: (m, frame, a, site) => {
		const name = frame.code.names[a]!;
		if (!frame.namespace!.delete(name)) m.raise('NameError', ["name '{0}' is not defined", name], site);
	},
	[OP.deleteLocal]: (_m, frame, a) => {
		frame.slots[a] = undefined;
	},
	[OP.deleteGlobal]: (m, frame, a, site) => {
		const { name } = frame.code.globals[a]!;
		if (!m.globals.delete(name)) m.raise('NameError', ["name '{0}' is not defined", name], site);
	},
	[OP.buildList]: (m, _frame, a) => {
		build(m, OP.buildList, a);
	},
	[OP.buildTuple]: (m, _frame, a) => {
		build(m, OP.buildTuple, a);
	},
	[OP.buildSet]: (m, _frame, a) => {
		build(m, OP.buildSet, a);
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
		addAll((m.stack.at(-1) as ListValue).items, items);
	},
	[OP.addToSet]: (m, _frame, _a, site) => {
		const item = m.pop();
		(m.stack.at(-1) as Extract<Value, { kind: 'set' }>).items.set(m.key(item, site), item);
	},
	[OP.setEntry]: (m, _frame, _a, site) => {
		const value = m.pop();
		const key = m.pop();
		putEntry(m.stack.at(-1) as DictValue, m.key(key, site), key, value);
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
	[OP.rotateFour]: (m) => {
		m.rotate(4);
	},
	[OP.freshCell]: (_m, frame, a) => {
		(frame.cells as Cell[])[a] = { value: frame.cells[a]!.value };
	},
	[OP.pop]: (m) => {
		m.pop();
	},
	[OP.unpack]: (m, _frame, a, site) => {
		m.recorder.site = site;
		unpackItems(m, OP.unpack, a);
	},
	[OP.unpackRest]: (m, _frame, a, site) => {
		m.recorder.site = site;
		unpackItems(m, OP.unpackRest, a);
	},
	[OP.format]: (m, _frame, a, site) => {
		m.recorder.site = site;
		const spec = m.pop() as Extract<Value, { kind: 'str' }>;
		m.push(str(formatValue(m.services, m.pop(), spec.value, CONVERSIONS[a] ?? null)));
	},
	[OP.join]: (m, _frame, a, site) => {
		m.recorder.site = site;
		const text = m.take(a).values.map((part) => (part as { value: string }).value);
		m.services.reserve(text.reduce((length, { length: more }) => length + more, 0) / CHARACTERS);
		m.push(str(text.join('')));
	},
	[OP.result]: (m, _frame, _a, site) => {
		const [value] = m.begin(site, 1);
		if (m.frames.length === 1) m.observer.result(site, value!);
	},
	[OP.bind]: (m, frame, a) => {
		const top = m.stack.length - 1;
		const value = m.stack[top]!;
		if (m.frames.length > 1) {
			if (value.kind === 'float') m.from[top] = m.recorder.settle(value, m.from[top]!);
			return;
		}
		const { name, site, literal } = frame.code.bindings[a]!;
		m.recorder.site = site;
		if (value.kind === 'float' && m.recorder.frame !== 0) m.from[top] = m.recorder.settle(value, m.from[top]!);
		m.stack[top] = m.observer.bind(name, site, value, literal, true);
	},
	[OP.objectPattern]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		const key = m.pop();
		m.push(m.services.item(m.pop(), key));
	},
	[OP.checkDefined]: (m, frame, a) => {
		if (m.stack.at(-1)!.kind === 'undefined') m.pop();
		else frame.at = a;
	},
};
