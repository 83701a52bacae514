/** How values are written: `str`, `repr`, and the formats of f-strings, `%` and `.format`. */
import type { Arrays } from './library.ts';
import { typeName, type Value } from './values.ts';

/** A float as Python writes it. */
export function floatText(value: number): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${Object.is(value, -0) ? '-0' : value}.0`;
	const text = String(value);
	const size = Math.abs(value);
	if (size < 1e-4 && !text.includes('e')) {
		const [digits = '', exponent = ''] = value.toExponential().split('e');
		return `${digits}e-${exponent.slice(1).padStart(2, '0')}`;
	}
	return text.replace(/e([-+])(\d)$/, 'e$10$2');
}

/** How objects of user classes say what they are; null where their class does not. */
export type Shown = (value: Value, repr: boolean) => string | null;

const MOST_WRITTEN = 100_000;

/** `str` or `repr` of a value; nested lists are written without recursion over more than a bounded depth. */
export function written(value: Value, repr: boolean, arrays: Arrays, shown: Shown, depth = 0): string {
	if (depth > 50) return '…';
	const inner = (item: Value): string => written(item, true, arrays, shown, depth + 1);
	const joined = (items: Iterable<Value>): string => {
		let text = '';
		for (const item of items) {
			if (text.length > MOST_WRITTEN) return `${text}, …`;
			text += `${text === '' ? '' : ', '}${inner(item)}`;
		}
		return text;
	};
	switch (value.kind) {
		case 'none':
			return 'None';
		case 'undefined':
			return 'undefined';
		case 'bool':
			return value.value ? 'True' : 'False';
		case 'int':
			return String(value.value);
		case 'float':
			return floatText(value.value);
		case 'str':
			return repr ? `'${value.value.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'` : value.value;
		case 'list':
			return `[${joined(value.items)}]`;
		case 'tuple':
			return value.items.length === 1 ? `(${joined(value.items)},)` : `(${joined(value.items)})`;
		case 'set':
			return value.items.size === 0 ? 'set()' : `{${joined(value.items.values())}}`;
		case 'dict':
			return `{${[...value.entries.values()].map((entry) => `${inner(entry.key)}: ${inner(entry.value)}`).join(', ')}}`;
		case 'array':
			return arrays.string(value, repr);
		case 'range':
			return `range(${value.start}, ${value.stop})`;
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
		case 'instance':
			return shown(value, repr) ?? `<${value.class.name} object>`;
		default:
			return `<${typeName(value)} object>`;
	}
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su;

/** A value by a format specification (`.4f`, `>8`, `05d`); null where the specification is not understood or does not fit. */
export function formatted(value: number | string, spec: string): string | null {
	const match = SPEC.exec(spec);
	if (match === null) return null;
	const [, fill, align, sign, , zero, width, group, precision, type] = match;
	let text: string;
	if (typeof value === 'string') {
		if (type !== undefined && type !== 's') return null;
		text = precision === undefined ? value : value.slice(0, Number(precision));
	} else {
		const body = number(Math.abs(value), type, precision);
		if (body === null) return null;
		const negative = value < 0 || Object.is(value, -0);
		text = group === undefined ? body : body.replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, group));
		text = (negative ? '-' : sign === '+' ? '+' : sign === ' ' ? ' ' : '') + text;
	}
	const room = Math.min(Number(width ?? 0), 1000) - [...text].length;
	if (room <= 0) return text;
	const how = align ?? (zero === undefined ? (typeof value === 'string' ? '<' : '>') : '=');
	const pad = fill ?? (zero === undefined ? ' ' : '0');
	if (how === '<') return text + pad.repeat(room);
	if (how === '>') return pad.repeat(room) + text;
	if (how === '^') return pad.repeat(room >> 1) + text + pad.repeat(room - (room >> 1));
	const signs = /^[-+ ]?/.exec(text)?.[0] ?? '';
	return signs + pad.repeat(room) + text.slice(signs.length);
}

function number(size: number, type: string | undefined, precision: string | undefined): string | null {
	const digits = Math.min(Number(precision ?? 6), 100);
	const exponent = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2');
	if (!Number.isFinite(size)) return Number.isNaN(size) ? 'nan' : 'inf';
	switch (type) {
		case 'f':
		case 'F':
			return size.toFixed(digits);
		case 'e':
		case 'E':
			return exponent(size.toExponential(digits));
		case '%':
			return `${(size * 100).toFixed(digits)}%`;
		case 'd':
		case 'n':
			return String(Math.trunc(size));
		case 'b':
		case 'o':
		case 'x':
		case 'X':
			return Math.trunc(size).toString({ b: 2, o: 8, x: 16, X: 16 }[type]);
		case 'g':
		case 'G':
		case undefined: {
			if (type === undefined && precision === undefined) return Number.isInteger(size) ? String(size) : floatText(size);
			if (size === 0) return '0';
			const significant = Math.max(1, digits);
			const power = Math.floor(Math.log10(Number(size.toPrecision(significant))));
			if (power < -4 || power >= significant)
				return exponent(size.toExponential(significant - 1).replace(/\.?0+e/, 'e'));
			const plain = size.toFixed(Math.max(0, significant - 1 - power));
			return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
		}
		default:
			return null;
	}
}

/** `'%s: %.2f' % (a, b)`. `text` writes a value for `%s` and `%r`; null where the arguments do not fit. */
export function percent(
	template: string,
	args: readonly Value[],
	numberOf: (value: Value) => number | undefined,
	text: (value: Value, repr: boolean) => string,
): string | null {
	let next = 0;
	let fits = true;
	const result = template.replace(
		/%([-+ 0#]*)(\d+)?(?:\.(\d+))?([diouxXeEfFgGrsa%])/g,
		(_, flags: string, width: string | undefined, precision: string | undefined, type: string) => {
			if (type === '%') return '%';
			const value = args[next++];
			if (value === undefined) {
				fits = false;
				return '';
			}
			const spec = `${flags.includes('-') ? '<' : '>'}${flags.includes('+') ? '+' : ''}${flags.includes('0') && !flags.includes('-') ? '0' : ''}${width ?? ''}${precision === undefined ? '' : `.${precision}`}`;
			if (type === 's' || type === 'r' || type === 'a')
				return formatted(text(value, type !== 's'), spec.replace(/^>/, width === undefined ? '' : '>')) ?? '';
			const number = numberOf(value);
			if (number === undefined) {
				fits = false;
				return '';
			}
			const whole = type === 'i' || type === 'u' || type === 'd';
			return (
				formatted(
					whole ? Math.trunc(number) : number,
					(flags.includes('0') ? spec.replace(/^>/, '') : spec) + (whole ? 'd' : type),
				) ?? ''
			);
		},
	);
	return fits ? result : null;
}
