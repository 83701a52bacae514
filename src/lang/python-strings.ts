/**
 * What Python's string literals say: prefixes, quotes, escapes.
 */

/** The beginning of a string: its prefix, in lower case, and its quotes. */
export const STRING_START = /([rbfut]{0,2})("""|'''|"|')/iy;

const SIMPLE: ReadonlyMap<string, string> = new Map([
	['\n', ''],
	['\\', '\\'],
	["'", "'"],
	['"', '"'],
	['a', '\x07'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
]);
const ESCAPE = /\\(?:\r\n|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([^]))/g;

/** The characters that the inside of a literal denotes. */
export function decode(inside: string, raw: boolean): string {
	if (raw || !inside.includes('\\')) return inside;
	return inside.replace(
		ESCAPE,
		(whole: string, x?: string, u?: string, wide?: string, octal?: string, other?: string): string => {
			const hex = x ?? u ?? wide;
			if (hex !== undefined) {
				const code = Number.parseInt(hex, 16);
				return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
			}
			if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
			return other === undefined ? '' : (SIMPLE.get(other) ?? whole);
		},
	);
}

/** Where a string that began before `from` ends: behind its closing quotes, or -1 where nothing closes it (a single quote: on its line). */
export function stringEnd(text: string, from: number, quotes: string): number {
	if (quotes.length === 3) {
		let at = from;
		for (;;) {
			const close = text.indexOf(quotes, at);
			if (close < 0) return -1;
			let slashes = 0;
			while (close - 1 - slashes >= from && text.charCodeAt(close - 1 - slashes) === 92) slashes++;
			if (slashes % 2 === 0) return close + 3;
			at = close + 1;
		}
	}
	const quote = quotes.charCodeAt(0);
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === quote) return at + 1;
		if (code === 10 || code === 13) return -1;
		if (code === 92 /* \ */) {
			at++;
			if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) at++;
		}
	}
	return -1;
}

/**
 * Passes over text in brackets that nobody will read, up to the bracket that closes them or to the end of the line: how far that is, and how many of the
 * brackets passed over are open there.
 */
export function passOver(text: string, from: number, open: number): [at: number, open: number] {
	let depth = open;
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 10 || code === 13 || code === 35 /* # */) return [at, depth];
		if (code === 40 || code === 91 || code === 123) depth++;
		else if (code === 41 || code === 93 || code === 125) {
			if (depth === 0) return [at, depth];
			depth--;
		} else if (code === 34 || code === 39) {
			const quotes = text.startsWith(text[at]!.repeat(3), at) ? 3 : 1;
			const end = stringEnd(text, at + quotes, text.slice(at, at + quotes));
			if (end >= 0) at = end - 1;
		}
	}
	return [text.length, depth];
}
