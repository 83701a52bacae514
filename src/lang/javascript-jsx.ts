/**
 * Where JSX ends: it is not read, but what stands around it is.
 */

const TAG = /<(\/?)([\p{ID_Start}$_][\p{ID_Continue}$.:-]*)?/uy;
const STRING = /"[^"]*"|'[^']*'/y;

/**
 * The offset behind an element that begins at `at`, or -1 where no element does (a type in angle brackets, a comparison) or none ends within `limit`
 * characters.
 */
export function elementEnd(text: string, at: number, limit: number): number {
	const stop = Math.min(text.length, at + limit);
	let depth = 0;
	let next = at;
	while (next < stop) {
		if (text.charCodeAt(next) === 123 /* { */) {
			next = bracesEnd(text, next, stop);
			if (next < 0) return -1;
			continue;
		}
		if (text.charCodeAt(next) !== 60 /* < */) {
			next++;
			continue;
		}
		TAG.lastIndex = next;
		const tag = TAG.exec(text)!;
		const end = tagEnd(text, next + tag[0].length, stop);
		if (end < 0) return -1;
		if (tag[1] === '/') depth--;
		else if (text.charCodeAt(end - 2) !== 47 /* / */) depth++;
		if (depth <= 0) return end;
		next = end;
	}
	return -1;
}

/** Behind the `>` of a tag: attributes may hold strings and braces. */
function tagEnd(text: string, from: number, stop: number): number {
	let at = from;
	while (at < stop) {
		const code = text.charCodeAt(at);
		if (code === 62 /* > */) return at + 1;
		if (code === 60 /* < */ || code === 40 /* ( */ || code === 59 /* ; */) return -1;
		if (code === 34 || code === 39) {
			STRING.lastIndex = at;
			const string = STRING.exec(text);
			if (string === null) return -1;
			at += string[0].length;
		} else if (code === 123) {
			at = bracesEnd(text, at, stop);
			if (at < 0) return -1;
		} else at++;
	}
	return -1;
}

/** Behind the brace that closes the one at `from`. */
function bracesEnd(text: string, from: number, stop: number): number {
	let depth = 0;
	for (let at = from; at < stop; at++) {
		const code = text.charCodeAt(at);
		if (code === 123) depth++;
		else if (code === 125 && --depth === 0) return at + 1;
	}
	return -1;
}
