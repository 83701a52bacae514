/** How values are written: `str`, `repr`, and the formats of f-strings, `%` and `.format`. */
import { exponential, fixed, floatText, general } from './digits.ts';
import type { Arrays } from './library.ts';
import { typeName, type Value } from './values.ts';

/** How objects of user classes say what they are; null where their class does not. */
export type Shown = (value: Value, repr: boolean) => string | null;

const MOST_WRITTEN = 100_000;
const MOST_NESTED = 50;

/** A text in quotes. */
export function quoted(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
	// oxlint-disable-next-line no-control-regex -- these are what is written differently
	const escaped = text.replaceAll('\\', '\\\\').replace(/[\u0000-\u001f\u007f]/g, (c) => {
		const code = c.charCodeAt(0).toString(16).padStart(2, '0');
		return named[c] ?? `\\x${code}`;
	});
	return `${quote}${escaped.replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** `str` or `repr` of a value; nested lists are written without recursion over more than a bounded depth. */
export function written(value: Value, repr: boolean, arrays: Arrays, shown: Shown, depth = 0): string {
	if (depth > MOST_NESTED) return '…';
	const inner = (item: Value): string => written(item, true, arrays, shown, depth + 1);
	const joined = (items: Iterable<string>): string => {
		let text = '';
		for (const item of items) {
			if (text.length > MOST_WRITTEN) return `${text}, …`;
			text += `${text === '' ? '' : ', '}${item}`;
		}
		return text;
	};
	const each = function* (items: Iterable<Value>): IterableIterator<string> {
		for (const item of items) yield inner(item);
	};
	switch (value.kind) {
		case 'none':
			return 'None';
		case 'undefined':
			return 'undefined';
		case 'bool':
			return value.value ? 'True' : 'False';
		case 'int':
			return value.big === undefined ? String(value.value) : String(value.big);
		case 'float':
			return floatText(value.value);
		case 'str':
			return repr ? quoted(value.value) : value.value;
		case 'list':
			if (value.deque !== undefined) return `deque([${joined(each(value.items))}])`;
			return `[${joined(each(value.items))}]`;
		case 'tuple':
			return value.items.length === 1 ? `(${inner(value.items[0]!)},)` : `(${joined(each(value.items))})`;
		case 'set':
			return value.items.size === 0 ? 'set()' : `{${joined(each(value.items.values()))}}`;
		case 'dict': {
			const entries = function* (): IterableIterator<string> {
				for (const { key, value: item } of value.entries.values()) yield `${inner(key)}: ${inner(item)}`;
			};
			return `{${joined(entries())}}`;
		}
		case 'array':
			return arrays.string(value, repr);
		case 'range':
			return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
		case 'slice':
			return `slice(${inner(value.start)}, ${inner(value.stop)}, ${inner(value.step)})`;
		case 'ellipsis':
			return 'Ellipsis';
		case 'function':
			return `<function ${value.name}>`;
		case 'builtin':
			return `<built-in function ${value.name}>`;
		case 'type':
		case 'class':
			return `<class '${value.name}'>`;
		case 'module':
			return `<module '${value.name}'>`;
		case 'nothing':
			return '';
		case 'instance':
			return shown(value, repr) ?? (value.inner === undefined ? `<${value.class.name} object>` : inner(value.inner));
		default:
			return `<${typeName(value)} object>`;
	}
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su;

/** Wider than this nothing is made. */
const MOST_WIDTH = 1000;

/** A number past 2^53 keeps its digits. */
export type Formatted = number | bigint | string;

/** A value by a format specification (`.4f`, `>8`, `05d`); null where the specification is not understood or does not fit. `whole`: an int. */
export function formatted(value: Formatted, spec: string, whole: boolean): string | null {
	const match = SPEC.exec(spec);
	if (match === null) return null;
	const [, fill, align, sign, alternate, zero, width, group, precision, type] = match;
	let text: string;
	if (typeof value === 'string') {
		if ((type !== undefined && type !== 's') || sign !== undefined || group !== undefined) return null;
		text = precision === undefined ? value : [...value].slice(0, Number(precision)).join('');
	} else if (type === 'c') {
		const code = Number(value);
		if (!whole || code < 0 || code >= 0x110000) return null;
		text = String.fromCodePoint(code);
	} else {
		const negative = value < 0 || Object.is(value, -0);
		const size = negative ? -value : value;
		const plain = numberText(size, type, precision, whole, alternate !== undefined);
		if (plain === null) return null;
		const grouped = group === undefined ? plain : plain.replace(/^\d+/, (digits) => inThousands(digits, group));
		text = (negative ? '-' : sign === '+' || sign === ' ' ? sign : '') + grouped;
	}
	const room = Math.min(Number(width ?? 0), MOST_WIDTH) - [...text].length;
	if (room <= 0) return text;
	const how = align ?? (zero === undefined ? (typeof value === 'string' ? '<' : '>') : '=');
	const pad = fill ?? (zero === undefined ? ' ' : '0');
	if (how === '<') return text + pad.repeat(room);
	if (how === '>') return pad.repeat(room) + text;
	if (how === '^') return pad.repeat(room >> 1) + text + pad.repeat(room - (room >> 1));
	const signs = /^[-+ ]?(?:0[box])?/i.exec(text)?.[0] ?? '';
	return signs + pad.repeat(room) + text.slice(signs.length);
}

function inThousands(digits: string, separator: string): string {
	const parts: string[] = [];
	for (let end = digits.length; end > 0; end -= 3) parts.unshift(digits.slice(Math.max(0, end - 3), end));
	return parts.join(separator);
}

/** The digits of a number that is not negative. */
function numberText(
	size: number | bigint,
	type: string | undefined,
	precision: string | undefined,
	whole: boolean,
	alternate: boolean,
): string | null {
	const digits = Math.min(Number(precision ?? 6), 100);
	const prefixed = (base: number, prefix: string): string | null =>
		whole ? (alternate ? prefix : '') + BigInt(size).toString(base) : null;
	switch (type) {
		case 'b':
			return prefixed(2, '0b');
		case 'o':
			return prefixed(8, '0o');
		case 'x':
			return prefixed(16, '0x');
		case 'X':
			return prefixed(16, '0x')?.toUpperCase() ?? null;
		case 'd':
			return whole ? String(size) : null;
		default:
			break;
	}
	if (whole && (type === undefined || type === 'n')) return precision === undefined ? String(size) : null;
	const value = Number(size);
	if (!Number.isFinite(value)) return `${Number.isNaN(value) ? 'nan' : 'inf'}${type === '%' ? '%' : ''}`;
	switch (type) {
		case 'f':
		case 'F':
			return fixed(value, digits);
		case 'e':
			return exponential(value, digits);
		case 'E':
			return exponential(value, digits).toUpperCase();
		case '%':
			return `${fixed(value * 100, digits)}%`;
		case 'g':
		case 'n':
			return general(value, digits, alternate);
		case 'G':
			return general(value, digits, alternate).toUpperCase();
		case undefined: {
			if (precision === undefined) return floatText(value);
			const text = general(value, digits);
			return /[.e]/.test(text) ? text : `${text}.0`;
		}
		default:
			return null;
	}
}
