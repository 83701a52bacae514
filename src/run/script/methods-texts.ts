/** The methods of strings. */
import { formatMethod, textsOf } from './formatting.ts';
import type { Call } from './library.ts';
import type { Method } from './methods.ts';
import { bool, int, keyOf, list, NONE, str, tuple, typeName, wholeOf, type DictValue, type Value } from './values.ts';

/** Wider than this nothing is made. */
const MOST_WIDTH = 10_000;

function text(call: Call, value: Value | undefined): string {
	if (value?.kind === 'str') return value.value;
	return call.raise('TypeError', ['must be str, not {0}', value === undefined ? 'nothing' : typeName(value)]);
}

/** Characters to strip; null: spaces. */
function characters(call: Call, value: Value | undefined): ReadonlySet<string> | null {
	return value === undefined || value.kind === 'none' ? null : new Set(text(call, value));
}

function stripped(self: string, set: ReadonlySet<string> | null, start: boolean, end: boolean): Value {
	const drop = (c: string): boolean => (set === null ? /\s/.test(c) : set.has(c));
	let from = 0;
	let to = self.length;
	while (start && from < to && drop(self[from]!)) from++;
	while (end && to > from && drop(self[to - 1]!)) to--;
	return str(self.slice(from, to));
}

/** `split` at runs of spaces, at most `most` times, from the left. */
function words(self: string, most: number): string[] {
	const found: string[] = [];
	let rest = self.trimStart();
	while (rest !== '') {
		if (found.length >= most) return [...found, rest.trimEnd()];
		const end = rest.search(/\s/);
		found.push(end < 0 ? rest : rest.slice(0, end));
		rest = end < 0 ? '' : rest.slice(end).trimStart();
	}
	return found;
}

function listed(call: Call, parts: readonly string[]): Value {
	call.reserve(parts.length);
	return list(parts.map(str));
}

function split(fromRight: boolean): Method<string> {
	return (call, self, [by = NONE, most], named) => {
		const limit = wholeOf(most ?? named.get('maxsplit') ?? int(-1)) ?? -1;
		const times = limit < 0 ? Infinity : limit;
		const separator = named.get('sep') ?? by;
		if (separator.kind === 'none') {
			if (!fromRight || times === Infinity) return listed(call, words(self, times));
			const reversed = words([...self].toReversed().join(''), times);
			return list(reversed.map((word) => str([...word].toReversed().join(''))).toReversed());
		}
		const at = text(call, separator);
		if (at === '') return call.raise('ValueError', ['empty separator']);
		const parts = self.split(at);
		if (parts.length - 1 <= times) return listed(call, parts);
		const cut = fromRight ? parts.length - times : times;
		const joined = fromRight
			? [parts.slice(0, cut).join(at), ...parts.slice(cut)]
			: [...parts.slice(0, cut), parts.slice(cut).join(at)];
		return listed(call, joined);
	};
}

/** The part of a string that `find`, `count` and `startswith` look at, with what lies before it. */
function within(self: string, start: Value | undefined, end: Value | undefined): { part: string; offset: number } {
	const place = (value: Value | undefined, otherwise: number): number => {
		const at = value === undefined ? undefined : wholeOf(value);
		if (at === undefined) return otherwise;
		return Math.max(0, Math.min(self.length, at < 0 ? at + self.length : at));
	};
	const offset = place(start, 0);
	return { part: self.slice(offset, Math.max(offset, place(end, self.length))), offset };
}

function find(last: boolean, strict: boolean): Method<string> {
	return (call, self, [wanted, start, end]) => {
		const { part, offset } = within(self, start, end);
		const at = last ? part.lastIndexOf(text(call, wanted)) : part.indexOf(text(call, wanted));
		if (at >= 0) return int(at + offset);
		return strict ? call.raise('ValueError', ['substring not found']) : int(-1);
	};
}

function affix(test: (part: string, affix: string) => boolean): Method<string> {
	return (call, self, [affixes = NONE, start, end]) => {
		const { part } = within(self, start, end);
		const all = affixes.kind === 'tuple' ? affixes.items : [affixes];
		return bool(all.some((each) => test(part, text(call, each))));
	};
}

function padded(how: '<' | '>' | '^'): Method<string> {
	return (call, self, [width = NONE, fill]) => {
		const room = Math.min(MOST_WIDTH, wholeOf(width) ?? 0) - [...self].length;
		if (room <= 0) return str(self);
		const pad = fill === undefined ? ' ' : text(call, fill);
		// In the middle Python leans to the left or to the right by the width.
		const left = how === '<' ? 0 : how === '>' ? room : (room >> 1) + (room & (wholeOf(width) ?? 0) & 1);
		return str(pad.repeat(left) + self + pad.repeat(room - left));
	};
}

function test(pattern: RegExp): Method<string> {
	return (_, self) => bool(pattern.test(self));
}

function parted(fromRight: boolean): Method<string> {
	return (call, self, [by]) => {
		const at = text(call, by);
		const place = fromRight ? self.lastIndexOf(at) : self.indexOf(at);
		if (place < 0) return tuple((fromRight ? ['', '', self] : [self, '', '']).map(str));
		return tuple([self.slice(0, place), at, self.slice(place + at.length)].map(str));
	};
}

function capitalized(word: string): string {
	const [first = '', ...rest] = word;
	return first.toUpperCase() + rest.join('').toLowerCase();
}

export const TEXT_METHODS: Readonly<Record<string, Method<string>>> = {
	join: (call, self, [items = NONE]) => {
		const parts = textsOf(call, items);
		call.reserve(parts.reduce((length, part) => length + part.length + self.length, 0));
		return str(parts.join(self));
	},
	split: split(false),
	rsplit: split(true),
	partition: parted(false),
	rpartition: parted(true),
	splitlines: (call, self) => listed(call, self === '' ? [] : self.replace(/\r?\n$/, '').split(/\r?\n/)),
	strip: (call, self, [set]) => stripped(self, characters(call, set), true, true),
	lstrip: (call, self, [set]) => stripped(self, characters(call, set), true, false),
	rstrip: (call, self, [set]) => stripped(self, characters(call, set), false, true),
	removeprefix: (call, self, [prefix]) =>
		str(self.startsWith(text(call, prefix)) ? self.slice(text(call, prefix).length) : self),
	removesuffix: (call, self, [suffix]) => {
		const end = text(call, suffix);
		return str(end !== '' && self.endsWith(end) ? self.slice(0, -end.length) : self);
	},
	lower: (_, self) => str(self.toLowerCase()),
	casefold: (_, self) => str(self.toLowerCase()),
	upper: (_, self) => str(self.toUpperCase()),
	title: (_, self) => str(self.replace(/\p{L}+/gu, capitalized)),
	capitalize: (_, self) => str(capitalized(self)),
	swapcase: (_, self) =>
		str([...self].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('')),
	startswith: affix((part, start) => part.startsWith(start)),
	endswith: affix((part, end) => part.endsWith(end)),
	replace: (call, self, [from, to, most]) => {
		const [old, by] = [text(call, from), text(call, to)];
		const times = most === undefined ? -1 : (wholeOf(most) ?? -1);
		const parts = old === '' ? ['', ...self, ''] : self.split(old);
		const cut = times < 0 ? parts.length : Math.min(parts.length, times + 1);
		call.reserve(self.length + cut * by.length);
		return str([parts.slice(0, cut).join(by), ...parts.slice(cut)].join(old));
	},
	find: find(false, false),
	rfind: find(true, false),
	index: find(false, true),
	rindex: find(true, true),
	count: (call, self, [wanted, start, end]) => {
		const { part } = within(self, start, end);
		const what = text(call, wanted);
		return int(what === '' ? part.length + 1 : part.split(what).length - 1);
	},
	isdigit: test(/^\p{Nd}+$/u),
	isdecimal: test(/^\p{Nd}+$/u),
	isnumeric: test(/^\p{N}+$/u),
	isalpha: test(/^\p{L}+$/u),
	isalnum: test(/^[\p{L}\p{N}]+$/u),
	isspace: test(/^\s+$/),
	isidentifier: test(/^[\p{L}_][\p{L}\p{N}_]*$/u),
	isupper: (_, self) => bool(self !== self.toLowerCase() && self === self.toUpperCase()),
	islower: (_, self) => bool(self !== self.toUpperCase() && self === self.toLowerCase()),
	istitle: (_, self) => bool(/\p{L}/u.test(self) && self === self.replace(/\p{L}+/gu, capitalized)),
	zfill: (_, self, [width = NONE]) => str(zeros(self, wholeOf(width) ?? 0)),
	ljust: padded('<'),
	rjust: padded('>'),
	center: padded('^'),
	expandtabs: (_, self, [size]) => {
		const step = Math.max(0, Math.min(100, size === undefined ? 8 : (wholeOf(size) ?? 8)));
		let line = '';
		let all = '';
		for (const c of self) {
			if (c === '\n') {
				all += `${line}\n`;
				line = '';
			} else line += c === '\t' ? ' '.repeat(step === 0 ? 0 : step - (line.length % step)) : c;
		}
		return str(all + line);
	},
	encode: (_, self) => str(self),
	decode: (_, self) => str(self),
	translate: (_, self, [table]) => {
		const entries = (table as DictValue | undefined)?.entries;
		const mapped = [...self].map((c) => {
			const found = entries?.get(keyOf(int(c.codePointAt(0)!))!)?.value;
			if (found === undefined) return c;
			return found.kind === 'str' ? found.value : found.kind === 'int' ? String.fromCodePoint(found.value) : '';
		});
		return str(mapped.join(''));
	},
	format: (call, self, args, named) => str(formatMethod(call, self, args, named)),
};

function zeros(self: string, width: number): string {
	const sign = /^[-+]?/.exec(self)![0];
	const digits = self.slice(sign.length);
	return sign + digits.padStart(Math.min(MOST_WIDTH, width) - sign.length, '0');
}

/** `str.maketrans`. */
export function translation(call: Call, args: readonly Value[]): Value {
	const [from = NONE, to, without] = args;
	const dict: DictValue = { kind: 'dict', entries: new Map() };
	const put = (c: string, value: Value): void => {
		const key = int(c.codePointAt(0) ?? 0);
		dict.entries.set(keyOf(key)!, { key, value });
	};
	if (from.kind === 'dict') {
		for (const { key, value } of from.entries.values()) {
			if (key.kind === 'str') put(key.value, value);
			else dict.entries.set(keyOf(key) ?? '', { key, value });
		}
		return dict;
	}
	const targets = [...text(call, to)];
	for (const [at, c] of [...text(call, from)].entries()) put(c, str(targets[at] ?? ''));
	if (without !== undefined) for (const c of text(call, without)) put(c, NONE);
	return dict;
}
