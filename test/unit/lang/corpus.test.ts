import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { expressions, parse } from './show.ts';

interface Case {
	readonly id: string;
	readonly lang: string;
	readonly src: string;
	readonly vars?: Readonly<Record<string, number>>;
	readonly values?: Readonly<Record<string, unknown>>;
	readonly subs?: readonly { readonly start: number; readonly end: number }[];
}

function cases(file: string): Case[] {
	const text = readFileSync(new URL(`../../corpus/${file}`, import.meta.url), 'utf8');
	return text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Case);
}

/** A range without the brackets and blanks around it. */
function core(text: string, start: number, end: number): string {
	let from = start;
	let to = end;
	for (;;) {
		while (/\s/.test(text[from] ?? '')) from++;
		while (/\s/.test(text[to - 1] ?? '')) to--;
		if (text[from] !== '(' || text[to - 1] !== ')') break;
		let depth = 0;
		let closes = -1;
		for (let at = from; at < to && closes < 0; at++) {
			if (text[at] === '(') depth++;
			else if (text[at] === ')' && --depth === 0) closes = at;
		}
		if (closes !== to - 1) break;
		from++;
		to--;
	}
	return `${from},${to}`;
}

describe('formulas computed elsewhere', () => {
	test('every subexpression of every formula has its characters, and there are no others', () => {
		let count = 0;
		for (const { id, src, vars, subs } of cases('B_math.jsonl')) {
			const parsed = parse(src, { known: new Set(Object.keys(vars ?? {})) });
			assert.deepEqual(
				parsed.problems.filter(({ severity }) => severity === 'error'),
				[],
				id,
			);
			const got = new Set(expressions(parsed).map(({ range }) => core(src, range.start, range.end)));
			const wanted = new Set((subs ?? []).map(({ start, end }) => core(src, start, end)));
			assert.deepEqual([...got].toSorted(), [...wanted].toSorted(), `${id}: ${src}`);
			count += wanted.size;
		}
		assert.ok(count > 4000);
	});

	test('formulas as people write them are read', () => {
		for (const { id, src, values, lang } of cases('D_notations.jsonl')) {
			if (lang !== 'math') continue;
			const { problems } = parse(src, { known: new Set(Object.keys(values ?? {})) });
			const errors = problems
				.filter(({ severity }) => severity === 'error')
				.map(({ code, range }) => `${code} ${src.slice(range.start, range.end)}`);
			assert.deepEqual(errors, [], id);
		}
	});
});
