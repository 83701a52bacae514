/** Texts with values in them: `format(value, spec)`, `'{:.2f}'.format(x)` and `'%.2f' % x`. */
import { formatted } from './format.ts';
import type { Call, Named } from './library.ts';
import { keyOf, numberOf, str, typeName, wholeOf, type Value } from './values.ts';
import { exactOf, truncated } from './wholes.ts';

/** A value by a format specification. */
export function formatValue(call: Call, value: Value, spec: string, conversion: 'r' | 's' | null): string {
	if (conversion !== null) return formatText(call, conversion === 'r' ? call.repr(value) : call.string(value), spec);
	if (value.kind === 'instance') {
		const hook = call.lookUp(value, '__format__');
		if (hook !== null) return call.string(call.call(hook, [str(spec)]));
		if (value.inner !== undefined) return formatValue(call, value.inner, spec, null);
	}
	if (spec === '') return call.string(value);
	const element = value.kind === 'array' ? call.element(value) : value;
	const number = numberOf(element);
	// Types show in the format's letter only: `{True:d}` is 1, `{True}` is True.
	if (number === undefined || (element.kind === 'bool' && !/[a-zA-Z%]$/.test(spec)))
		return formatText(call, call.string(element), spec);
	const whole = element.kind !== 'float';
	return formatted(whole ? exactOrNumber(element) : number, spec, whole) ?? unfit(call, spec, value);
}

function exactOrNumber(value: Value): number | bigint {
	return value.kind === 'int' && value.big !== undefined ? value.big : (numberOf(value) ?? 0);
}

function formatText(call: Call, text: string, spec: string): string {
	return formatted(text, spec, false) ?? unfit(call, spec, str(text));
}

function unfit(call: Call, spec: string, value: Value): never {
	return call.raise('ValueError', ["Invalid format specifier '{0}' for object of type '{1}'", spec, typeName(value)]);
}

const MOST_FIELDS = 10_000;

/** `template.format(…)`. */
export function formatMethod(call: Call, template: string, args: readonly Value[], named: Named): string {
	let next = 0;
	let fields = 0;
	const valueOf = (field: string): Value => {
		const [, head = '', path = ''] = /^([^.[\]]*)(.*)$/s.exec(field) ?? [];
		const index = head === '' ? next++ : /^\d+$/.test(head) ? Number(head) : null;
		let value = index === null ? named.get(head) : args[index];
		if (value === undefined)
			return index === null
				? call.raise('KeyError', ["'{0}'", head])
				: call.raise('IndexError', ['Replacement index {0} out of range for positional args tuple', index]);
		for (const [, attribute, key] of path.matchAll(/\.([^.[\]]+)|\[([^\]]*)\]/g)) {
			if (attribute !== undefined) value = call.attribute(value, attribute);
			else value = call.item(value, /^\d+$/.test(key!) ? { kind: 'int', value: Number(key), lazy: null } : str(key!));
		}
		return value;
	};
	const write = (text: string, depth: number): string => {
		let result = '';
		for (let at = 0; at < text.length; at++) {
			const c = text[at]!;
			if ((c === '{' || c === '}') && text[at + 1] === c) {
				result += c;
				at++;
			} else if (c === '{') {
				const end = closing(text, at);
				if (end < 0 || depth > 1 || ++fields > MOST_FIELDS)
					return call.raise('ValueError', ["expected '}' before end of string"]);
				const [, field = '', conversion, spec = ''] =
					/^([^!:]*)(?:!([rsa]))?(?::(.*))?$/s.exec(text.slice(at + 1, end)) ?? [];
				const value = valueOf(field);
				result += formatValue(
					call,
					value,
					write(spec, depth + 1),
					conversion === undefined ? null : conversion === 's' ? 's' : 'r',
				);
				at = end;
			} else if (c === '}') return call.raise('ValueError', ["Single '}' encountered in format string"]);
			else result += c;
		}
		return result;
	};
	return write(template, 0);
}

/** Where the field that begins at `from` ends; −1: nowhere. */
function closing(text: string, from: number): number {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		if (text[at] === '{') depth++;
		else if (text[at] === '}' && --depth === 0) return at;
	}
	return -1;
}

const FIELD = /%(?:\(([^)]*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g;

/** `template % value`. */
export function percentText(call: Call, template: string, value: Value): Value {
	const args = value.kind === 'tuple' ? value.items : [value];
	let next = 0;
	const take = (): Value => args[next++] ?? call.raise('TypeError', ['not enough arguments for format string']);
	const measure = (text: string | undefined): number | undefined =>
		text === '*' ? (wholeOf(take()) ?? 0) : text === undefined ? undefined : Number(text);
	const text = template.replace(
		FIELD,
		(_, key: string | undefined, flags: string, w: string | undefined, p: string | undefined, type: string) => {
			if (type === '%') return '%';
			const width = measure(w);
			const precision = measure(p);
			const item = key === undefined ? take() : entry(call, value, key);
			const left = flags.includes('-');
			const spec = (letter: string, align: string): string =>
				`${align}${/[+ ]/.exec(flags)?.[0] ?? ''}${flags.includes('#') ? '#' : ''}${flags.includes('0') && !left ? '0' : ''}${width ?? ''}${precision === undefined ? '' : `.${precision}`}${letter}`;
			if (type === 's' || type === 'r' || type === 'a') {
				const shown = type === 's' ? call.string(item) : call.repr(item);
				return formatText(
					call,
					shown,
					`${left ? '<' : '>'}${width ?? ''}${precision === undefined ? '' : `.${precision}`}`,
				);
			}
			if (type === 'c' && item.kind === 'str') return item.value;
			const element = item.kind === 'array' || item.kind === 'instance' ? call.element(item) : item;
			const number = numberOf(element);
			if (number === undefined)
				return call.raise('TypeError', ['%{0} format: a real number is required, not {1}', type, typeName(item)]);
			const align = left ? '<' : flags.includes('0') ? '' : '>';
			if (type === 'c') return String.fromCodePoint(Math.max(0, Math.min(0x10ffff, number)));
			if ('diuoxX'.includes(type)) {
				const whole = element.kind === 'float' ? truncated(call, number) : element;
				const letter = 'diu'.includes(type) ? 'd' : type;
				const exact = exactOf(whole);
				return formatted(exact, spec(letter, align).replace(/\.\d+/, ''), true) ?? '';
			}
			return formatted(number, spec(type, align), false) ?? '';
		},
	);
	if (value.kind === 'tuple' && next < args.length)
		return call.raise('TypeError', ['not all arguments converted during string formatting']);
	return str(text);
}

function entry(call: Call, mapping: Value, key: string): Value {
	const found = mapping.kind === 'dict' ? mapping.entries.get(keyOf(str(key))!) : undefined;
	return found?.value ?? call.item(mapping, str(key));
}

/** The texts that `join` puts together. */
export function textsOf(call: Call, values: Value): string[] {
	return call.iterate(values).map((item, index) => {
		if (item.kind === 'str') return item.value;
		return call.raise('TypeError', ['sequence item {0}: expected str instance, {1} found', index, typeName(item)]);
	});
}
