/** Puts values on the stack together, and takes them apart. */
import { OP } from './code.ts';
import type { Machine } from './machine.ts';
import { list, tuple, UNDEFINED, type ListValue } from './values.ts';

export function build(m: Machine, op: number, count: number): void {
	if (count < 0) {
		// From a list that was gathered item by item.
		const { items } = m.pop() as ListValue;
		if (op === OP.buildTuple) m.push(tuple(items));
		else m.push({ kind: 'set', items: new Map(items.map((item) => [m.key(item, m.recorder.site), item])) });
		return;
	}
	const { values, from } = m.take(count);
	if (op === OP.buildSet)
		m.push({ kind: 'set', items: new Map(values.map((item) => [m.key(item, m.recorder.site), item])) });
	else if (op === OP.buildTuple) m.push({ kind: 'tuple', items: values, from });
	else m.push({ kind: 'list', items: values, from });
}

export function unpackItems(m: Machine, op: number, count: number): void {
	const value = m.pop();
	const from = value.kind === 'tuple' || value.kind === 'list' ? value.from : undefined;
	if (value.kind === 'nothing') {
		const places = op === OP.unpack ? count : (count % 256) + Math.floor(count / 256) + 1;
		for (let k = 0; k < places; k++) m.push(value);
		return;
	}
	const items = m.services.iterate(value);
	if (op === OP.unpack) {
		if (m.javascript) while (items.length < count) items.push(UNDEFINED);
		else if (items.length > count) m.raise('ValueError', ['too many values to unpack (expected {0})', count]);
		else if (items.length < count)
			m.raise('ValueError', ['not enough values to unpack (expected {0}, got {1})', count, items.length]);
		for (let k = count - 1; k >= 0; k--) m.push(items[k]!, from?.[k] ?? -1);
		return;
	}
	const before = count % 256;
	const after = Math.floor(count / 256);
	if (items.length < before + after)
		m.raise('ValueError', [
			'not enough values to unpack (expected at least {0}, got {1})',
			before + after,
			items.length,
		]);
	for (let k = items.length - 1; k >= items.length - after; k--) m.push(items[k]!);
	m.push(list(items.slice(before, items.length - after)));
	for (let k = before - 1; k >= 0; k--) m.push(items[k]!);
}
