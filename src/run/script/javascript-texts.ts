/** The methods of JavaScript's strings and numbers. */
import { placeIn, type JavaScriptMethod } from './javascript-arrays.ts';
import { toNumber } from './javascript-operators.ts';
import type { Call } from './library.ts';
import { bool, int, list, numberOf, str, UNDEFINED, type Value } from './values.ts';

const MOST_WIDTH = 10_000;
const MOST_TEXT = 10_000_000;

function text(call: Call, value: Value | undefined): string {
	return value === undefined ? '' : call.string(value);
}

function count(value: Value | undefined, otherwise: number, most: number): number {
	const number = value === undefined || value.kind === 'undefined' ? otherwise : Math.trunc(toNumber(value));
	return Math.max(0, Math.min(most, Number.isNaN(number) ? 0 : number));
}

export const STRING_METHODS: Readonly<Record<string, JavaScriptMethod<string>>> = {
	toUpperCase: (_, self) => str(self.toUpperCase()),
	toLowerCase: (_, self) => str(self.toLowerCase()),
	trim: (_, self) => str(self.trim()),
	trimStart: (_, self) => str(self.trimStart()),
	trimEnd: (_, self) => str(self.trimEnd()),
	split: (call, self, [by]) => {
		if (by === undefined || by.kind === 'undefined') return list([str(self)]);
		return list(self.split(text(call, by)).map(str));
	},
	slice: (_, self, [from, to]) => str(self.slice(placeIn(from, self.length, 0), placeIn(to, self.length, self.length))),
	substring: (_, self, [from, to]) =>
		str(self.substring(count(from, 0, self.length), count(to, self.length, self.length))),
	includes: (call, self, [part]) => bool(self.includes(text(call, part))),
	startsWith: (call, self, [part]) => bool(self.startsWith(text(call, part))),
	endsWith: (call, self, [part]) => bool(self.endsWith(text(call, part))),
	indexOf: (call, self, [part]) => int(self.indexOf(text(call, part))),
	lastIndexOf: (call, self, [part]) => int(self.lastIndexOf(text(call, part))),
	charAt: (_, self, [at]) => str(self.charAt(count(at, 0, self.length))),
	charCodeAt: (_, self, [at]) => int(self.charCodeAt(count(at, 0, self.length)) || 0),
	codePointAt: (_, self, [at]) => int(self.codePointAt(count(at, 0, self.length)) ?? 0),
	at: (_, self, [at]) => {
		const found = self.at(Math.trunc(numberOf(at ?? int(0)) ?? 0));
		return found === undefined ? UNDEFINED : str(found);
	},
	concat: (call, self, args) => str(self + args.map((arg) => text(call, arg)).join('')),
	replace: (call, self, [from, to]) => str(self.replace(text(call, from), () => text(call, to))),
	replaceAll: (call, self, [from, to]) => str(self.replaceAll(text(call, from), () => text(call, to))),
	padStart: (call, self, [width, by]) =>
		str(self.padStart(count(width, 0, MOST_WIDTH), by === undefined ? ' ' : text(call, by))),
	padEnd: (call, self, [width, by]) =>
		str(self.padEnd(count(width, 0, MOST_WIDTH), by === undefined ? ' ' : text(call, by))),
	repeat: (call, self, [times]) => {
		const number = count(times, 0, Infinity);
		return number * self.length > MOST_TEXT
			? call.raise('RangeError', ['Invalid string length'])
			: str(self.repeat(number));
	},
	['toString']: (_: Call, self: string) => str(self),
};

export const NUMBER_METHODS: Readonly<Record<string, JavaScriptMethod<number>>> = {
	toFixed: (_, self, [digits]) => str(self.toFixed(count(digits, 0, 100))),
	toPrecision: (_, self, [digits]) =>
		str(digits === undefined ? String(self) : self.toPrecision(Math.max(1, count(digits, 6, 100)))),
	toExponential: (_, self, [digits]) =>
		str(digits === undefined ? self.toExponential() : self.toExponential(count(digits, 6, 100))),
	['toString']: (_: Call, self: number, [radix]: readonly Value[]) =>
		str(self.toString(Math.max(2, count(radix, 10, 36)))),
	['toLocaleString']: (_: Call, self: number) => str(String(self)),
};
