import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runPython, told } from './helper.ts';
import { processorTime } from '../../../processor-time.ts';

/** Each of these would make far more elements than there may be. */
const TOO_MANY = [
	'np.zeros(10**12)',
	'np.zeros((10**6, 10**6))',
	'np.ones(10**9, dtype=bool)',
	'np.full((10**5, 10**5), 1.0)',
	'np.arange(10**10)',
	'np.linspace(0, 1, 10**10)',
	'np.eye(10**6)',
	'np.tri(10**6)',
	'np.repeat([1, 2], 10**9)',
	'np.repeat([1, 2], [10**9, 1])',
	'np.tile([1.0], 10**9)',
	'np.pad([1.0], 10**9)',
	"np.pad([1.0], 10**9, mode='edge')",
	'np.resize([1.0], 10**9)',
	'np.random.rand(10**9)',
	'np.random.randn(10**5, 10**5)',
	'np.random.randint(0, 5, 10**9)',
	'np.random.permutation(10**9)',
	'np.random.choice(10**9, 3, replace=False)',
	'np.random.default_rng(0).random(10**9)',
	'np.broadcast_to(np.arange(3), (10**9, 3)).sum()',
	'np.broadcast_to(np.arange(3.0), (10**9, 3)).copy() + 1',
	'np.unique(np.broadcast_to(np.arange(3), (10**9, 3)))',
	'np.arange(10**5)[:, None] + np.arange(10**5)',
	'np.arange(1e5)[:, None] * np.arange(1e5)',
	'np.arange(10)[np.zeros(10**9, dtype=int)]',
	'np.indices((10**5, 10**5))',
	'np.tril_indices(10**6)',
	'np.add.outer(np.arange(10**5), np.arange(10**5))',
	'np.outer(np.ones(10**5), np.ones(10**5))',
	'np.kron(np.eye(1000), np.eye(1000))',
	'np.ndindex(10**9)',
];

describe('limits of arrays', () => {
	for (const expression of TOO_MANY) {
		test(expression, () => {
			const text = `import numpy as np\nbefore = 1.0\nr = ${expression}\nafter = 2.0\n`;
			const { result: ran, milliseconds } = processorTime(() =>
				runPython(text, {}, { elements: 1_000_000, milliseconds: 2000 }),
			);
			assert.ok(milliseconds < 3000, `${milliseconds} ms`);
			assert.deepEqual(
				ran.problems.map(({ code }) => code),
				['limit-elements'],
			);
			assert.equal(ran.value('before'), 1);
		});
	}

	test('a misfit stands at its operator and says both shapes', () => {
		const said = (code: string): readonly string[] => {
			const text = `import numpy as np\na = np.ones((4, 3))\nb = np.ones(4)\n${code}`;
			return runPython(text).problems.map((problem) => told(problem, text));
		};
		assert.deepEqual(said('c = 1.0 + (a @ b) * 2.0'), ['@: (4, 3) @ (4,): inner sizes 3 and 4 differ']);
		assert.deepEqual(said('c = a * 2.0 + b'), ['+: (4, 3) + (4,): cannot broadcast']);
		assert.deepEqual(said('c = a.reshape(5, 2)'), [
			'reshape: (4, 3) has 12 elements and cannot be given the shape (5, 2)',
		]);
		assert.deepEqual(said('c = np.foo(a)'), ['foo: Not supported: numpy.foo']);
		assert.deepEqual(said("c = np.pad(a, 1, mode='ghost')"), ['pad: Not supported: np.pad(mode=ghost)']);
	});
});
