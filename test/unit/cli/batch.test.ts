import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { answerLine, batch } from '../../../src/cli/batch.ts';
import { processorTime } from '../../processor-time.ts';

interface Case {
	readonly id: string;
	readonly lang: string;
	readonly src: string;
	readonly vars?: Record<string, number>;
	readonly values?: Record<string, unknown>;
	readonly target?: string;
	readonly dtypes?: Record<string, string>;
	readonly upstream?: unknown;
	readonly wrt?: string[];
	readonly grads: Record<string, number>;
}

type CheckCase = (c: Case, result: unknown, options: unknown) => [verdict: string, why: string];

const corpus = new URL('../../corpus/', import.meta.url);

async function checker(): Promise<(c: Case, answer: unknown) => [string, string]> {
	const module = (await import(new URL('check.mjs', corpus).href)) as { checkCase: CheckCase; defaults: () => object };
	return (c, answer) => module.checkCase(c, answer, { ...module.defaults(), strict: true });
}

function casesOf(file: string): Case[] {
	return readFileSync(new URL(file, corpus), 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Case);
}

function answer(question: object): Record<string, unknown> {
	return JSON.parse(answerLine(JSON.stringify(question), 1)) as Record<string, unknown>;
}

test("every formula of the corpus has its value, its gradients and every subexpression's", async () => {
	const verdict = await checker();
	const cases = [...casesOf('B_math.jsonl'), ...casesOf('B_latex.jsonl')];
	assert.equal(cases.length, 259 + 45);
	const failures = cases.flatMap((c) => {
		const result = answer({
			id: c.id,
			lang: c.lang,
			src: c.src,
			values: c.vars,
			wrt: Object.keys(c.grads),
			want: ['value', 'grads', 'subs'],
		});
		const [state, why] = verdict(c, result);
		return state === 'pass' ? [] : [`${c.id} ${state} ${why}`];
	});
	assert.deepEqual(failures, []);
});

test('formulas as people write them', async () => {
	const verdict = await checker();
	// The gradients of both are differences of the same mathematics in NumPy.
	const cases = [...casesOf('D_notations.jsonl'), ...casesOf('D_written.jsonl')];
	assert.ok(cases.length > 270);
	for (const { id, lang, src, values, target, wrt, dtypes, ...rest } of cases) {
		const result = answer({ id, lang, src, values, target, wrt, dtypes, want: ['value', 'grads'] });
		assert.deepEqual(verdict({ id, lang, src, ...rest }, result), ['pass', ''], id);
	}
});

test('functions and programs as NumPy, SciPy and Python run them', async () => {
	const verdict = await checker();
	// Values are what NumPy 2.4 and SciPy 1.17 give, gradients Richardson differences of them.
	const cases = casesOf('D_numpy.jsonl');
	assert.ok(cases.length > 500);
	for (const { id, lang, src, values, target, wrt, dtypes, upstream, ...rest } of cases) {
		const result = answer({ id, lang, src, values, target, wrt, dtypes, upstream, want: ['value', 'grads'] });
		assert.deepEqual(verdict({ id, lang, src, ...rest }, result), ['pass', ''], src);
	}
});

test('a target, an upstream gradient, names in any spelling', () => {
	assert.deepEqual(
		answer({
			id: 1,
			src: 'q = x + y; f = q * z',
			values: { x: 1, y: 2, z: 3 },
			target: 'q',
			upstream: 5,
			wrt: ['x', 'z'],
		}),
		{
			id: 1,
			value: 3,
			grads: { x: 5, z: 0 },
		},
	);
	assert.deepEqual(answer({ id: 2, src: 'f = w_{0} * x', values: { w_0: 2, x: 3 }, wrt: ['w_{0}'] })['grads'], {
		'w_{0}': 3,
	});
	assert.deepEqual(
		answer({ id: 3, src: 'a = 3\nf = a * b', values: { b: 2, t: true }, wrt: ['a', 'b', 't'] })['grads'],
		{ a: 2, b: 3, t: 0 },
	);
});

test("assignments are events, outputs are variables, a scalar's Jacobian is its gradient", () => {
	const result = answer({
		id: 4,
		src: 'x = 2\nx = x * 3\nf = x + 1',
		upstream: 2,
		wrt: ['x'],
		want: ['events', 'outputs', 'jacobian'],
	});
	assert.deepEqual(result, {
		id: 4,
		jacobian: { x: 3 },
		events: [
			{ name: 'x', k: 0, line: 1, value: 2, grad: 6 },
			{ name: 'x', k: 1, line: 2, value: 6, grad: 2 },
			{ name: 'f', k: 0, line: 3, value: 7, grad: 2 },
		],
		outputs: { x: 6, f: 7 },
	});
});

test('numbers that JSON cannot write are strings, both ways', () => {
	assert.deepEqual(answer({ id: 5, src: '1 / x', values: { x: 0 } }), {
		id: 5,
		value: 'Infinity',
		grads: { x: '-Infinity' },
	});
	assert.deepEqual(answer({ id: 6, src: 'log(x)', values: { x: -1 } })['value'], 'NaN');
	assert.deepEqual(answer({ id: 7, src: '-x', values: { x: 'Infinity' } })['value'], '-Infinity');
});

test('what cannot be answered says why, at the place where it is', () => {
	const error = (question: object): unknown => answer(question)['error'];
	assert.equal(error({ id: 1, lang: 'fortran', src: 'x' }), 'Not supported: the notation fortran.');
	assert.equal(error({ id: 1, src: 'x', want: ['value', 'entropy', 'weather'] }), 'Not supported: entropy, weather.');
	assert.match(String(error({ id: 1, src: 'x * 2', values: { x: [[1], [2, 3]] } })), /^x: the rows differ in length/);
	assert.match(String(error({ id: 1, src: 'f = W * x', values: { W: [[1, 2]], x: [1] } })), /^1:7: .*\(1, 2\).*\(1,\)/);
	assert.match(String(error({ id: 1, src: 'x +\n + * 2', values: { x: 1 } })), /^\d+:\d+: /);
	assert.equal(error({ id: 1, src: 'x + nowhere', values: { x: 1 } }), '1:5: Unknown name: nowhere');
	assert.equal(error({ id: 1, src: 'a = x', values: { x: 1 }, target: 'q' }), 'There is no variable q.');
	assert.equal(error({ id: 1, src: 'x', values: { x: 1 }, wrt: ['q'] }), 'There is no variable q.');
	assert.equal(error({ id: 1 }), 'The question has no text "src".');
	assert.equal(error({ id: 1, src: 'x', values: { x: 'one' } }), 'x is not a number.');
});

test('names are never keys of an object', () => {
	const line =
		'{"id":1,"src":"f = __proto__ * constructor","values":{"__proto__":3,"constructor":4},"wrt":["__proto__","constructor"]}';
	assert.equal(answerLine(line, 1), '{"id":1,"value":12,"grads":{"__proto__":4,"constructor":3}}');
});

test('lines are answered in order however they arrive, and a bad one costs itself only', async () => {
	const lines = [
		'{"id":1,"src":"x","values":{"x":1},"want":["value"]}',
		'this is not JSON',
		'',
		'[1]',
		'{"id":"한","src":"x","values":{"x":2},"want":["value"]}',
	];
	const text = `\uFEFF${lines.join('\r\n')}`;
	for (const size of [1, 7, 1000]) {
		async function* pieces(): AsyncGenerator<string> {
			for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
		}
		const out: string[] = [];
		await batch(pieces(), (written) => (out.push(written), Promise.resolve()));
		const answers = out.map((line) => JSON.parse(line) as Record<string, unknown>);
		assert.deepEqual(
			answers.map(({ id, value }) => [id, value]),
			[
				[1, 1],
				[undefined, undefined],
				[undefined, undefined],
				['한', 2],
			],
		);
		assert.match(String(answers[1]?.['error']), /^Line 2 is not JSON/);
		assert.match(String(answers[2]?.['error']), /^Line 4 is not a question/);
		assert.ok(out.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1));
	}
});

test('thousands of questions in one process', () => {
	const { milliseconds } = processorTime(() => {
		for (let number = 0; number < 3000; number++) {
			const result = answer({
				id: number,
				src: '1/(1+exp(-(w0*x0+w1*x1+w2)))',
				values: { w0: 2, x0: -1, w1: -3, x1: -2, w2: number / 1000 },
				want: ['value', 'grads', 'subs'],
			});
			assert.equal(result['id'], number);
			assert.ok(!('error' in result));
		}
	});
	assert.ok(milliseconds < 10_000, `${milliseconds} ms`);
});
