import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { runPython } from './helper.ts';

/** What NumPy 2.4.6 makes of a statement, or the exception that it raises. */
interface Case {
	readonly code: string;
	readonly value?: unknown;
	readonly dtype?: string;
	readonly error?: string;
}

const SETUP = `import numpy as np
import math
import random
x = np.array([[0.5,-1.2,3.3],[2.0,0.1,-0.7]])
v = np.array([1.5,-2.0,0.25,4.0])
c = np.arange(24.).reshape(2,3,4)
i = np.arange(6).reshape(2,3)
b = x > 0
u = np.array([200, 100, 50], dtype=np.uint8)
f = np.array([1.1,2.2,3.3], dtype=np.float32)
w = np.array([3, 1, 2])
m = np.array([[4.0, 1.0], [2.0, 3.0]])
`;

const cases = readFileSync(new URL('recorded.jsonl', import.meta.url), 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line) as Case);

function shapeOf(value: unknown): number[] {
	return Array.isArray(value) ? [value.length, ...(value.length > 0 ? shapeOf(value[0]) : [])] : [];
}

/** Numbers in order; those that JSON does not have are written as words. */
function numbers(value: unknown): number[] {
	return Array.isArray(value) ? value.flatMap(numbers) : [Number(value)];
}

/** Sums of float32 are rounded once here, in NumPy after every term. */
function close(got: number, wanted: number, dtype: string | undefined): boolean {
	const tolerance = dtype === 'float32' ? 1e-6 : 1e-9;
	return Object.is(got, wanted) || got === wanted || Math.abs(got - wanted) <= tolerance * (1e-3 + Math.abs(wanted));
}

describe('statements of NumPy', () => {
	for (const { code, value, dtype, error } of cases) {
		test(code, () => {
			if (error !== undefined) {
				assert.notDeepEqual(runPython(`${SETUP}${code}\n`).problems, []);
				return;
			}
			const check = `value = np.array(r, dtype=float) * 1.0\nsame = 1.0 if np.asarray(r).dtype == '${dtype}' else 0.0\n`;
			const ran = runPython(`${SETUP}${code}\n${check}`);
			assert.deepEqual(ran.problems, []);
			const got = ran.value('value');
			assert.deepEqual(shapeOf(got), shapeOf(value));
			const wanted = numbers(value);
			for (const [index, number] of numbers(got).entries()) {
				assert.ok(close(number, wanted[index]!, dtype), `${index}: ${number}, not ${wanted[index]}`);
			}
			assert.equal(ran.value('same'), 1, `is not of ${dtype}`);
		});
	}
});
