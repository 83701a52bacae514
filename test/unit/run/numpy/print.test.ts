import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runPython, told } from './helper.ts';

/** What NumPy 1.24 prints. */
const PRINTED: readonly (readonly [expression: string, text: string])[] = [
	['np.array([1.5, -2.25, 0.125])', '[ 1.5   -2.25   0.125]'],
	['np.arange(6).reshape(2, 3)', '[[0 1 2]\n [3 4 5]]'],
	['np.array([[1.0, 2.5], [-3.25, 1e-3]])', '[[ 1.00e+00  2.50e+00]\n [-3.25e+00  1.00e-03]]'],
	['np.array([1e16])', '[1.e+16]'],
	['np.array([True, False])', '[ True False]'],
	['np.array([np.nan, 1.0, np.inf])', '[nan  1. inf]'],
	['np.zeros((2, 2))', '[[0. 0.]\n [0. 0.]]'],
	['np.arange(8.).reshape(2, 2, 2)', '[[[0. 1.]\n  [2. 3.]]\n\n [[4. 5.]\n  [6. 7.]]]'],
	['np.arange(2000)', '[   0    1    2 ... 1997 1998 1999]'],
	['np.array([1/3, 2/3])', '[0.33333333 0.66666667]'],
	['np.array(3.5)', '3.5'],
	['np.arange(30)', '[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n 24 25 26 27 28 29]'],
];

const REPRESENTED: readonly (readonly [expression: string, text: string])[] = [
	['np.array([1.0, 2.0])', 'array([1., 2.])'],
	['np.array([])', 'array([], dtype=float64)'],
	['np.ones(2, dtype=np.float32)', 'array([1., 1.], dtype=float32)'],
	['np.arange(4).reshape(2, 2)', 'array([[0, 1],\n       [2, 3]])'],
];

describe('arrays as NumPy writes them', () => {
	const said = (expression: string): string => {
		const text = `import numpy as np\nraise ValueError(${expression})`;
		const [problem] = runPython(text).problems;
		assert.ok(problem);
		return told(problem, text).replace(/^[^:]*: ValueError: /, '');
	};
	for (const [expression, text] of PRINTED) test(expression, () => assert.equal(said(`str(${expression})`), text));
	for (const [expression, text] of REPRESENTED) test(expression, () => assert.equal(said(`repr(${expression})`), text));
});
