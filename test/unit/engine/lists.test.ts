/** Holds what lists of numbers are: inputs with a gradient as a whole, and what their name says on hover. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatQuantity } from '../../../src/core/quantity.ts';
import { Engine } from '../../../src/engine/engine.ts';
import type { HeldEntries } from '../../../src/protocol-hover.ts';
import type { Quantity } from '../../../src/protocol.ts';
import { entryName } from '../../../src/protocol-tensor.ts';
import { doc, request } from './helper.ts';

const engine = new Engine();

function flow(value: Quantity | null, gradient: Quantity | null): string {
	return `${value === null ? '·' : formatQuantity(value)} ∂${gradient === null ? '·' : formatQuantity(gradient)}`;
}

function entriesText({ count, kind, shown }: HeldEntries): string {
	const each = shown.map(({ entries, gradient, label, text, value }) =>
		entries !== undefined
			? `${label}: ${entries.kind} ${entries.count}`
			: text !== undefined
				? `${label}: ${text}`
				: `${label}: ${flow(value, gradient)}`,
	);
	return [`${kind} ${count}`, ...each].join(' | ');
}

/** A program with the place that is hovered as `¦`, and what is said there. */
const HOVERS: readonly (readonly [language: string, text: string, said: string])[] = [
	[
		'javascript',
		'const ¦w = [1.5, 2, -3];\nconst x = [0.5, -1];\nconst f = w[0]*x[0] + w[1]*x[1];',
		'[1.50 2 −3] ∂[0.50 −1 0]',
	],
	[
		'javascript',
		'const w = [1.5, 2, -3];\nconst x = [0.5, -1];\nconst f = w[0]*¦x[0] + w[1]*x[1];',
		'[0.50 −1] ∂[1.50 2]',
	],
	['javascript', 'const w = [1.5, 2];\nconst f = w[¦0] * w[1];', '1.50 ∂2'],
	[
		'javascript',
		'const W = [[1, 2], [3, 4]];\nlet f = 0;\nfor (const row of ¦W) for (const v of row) f += v * v;',
		'2×2 [1 2 …] ∂2×2 [2 4 …]',
	],
	['javascript', 'const f = ¦x.reduce((s, v) => s + v * v, 0);', '[1 2 3] ∂[2 4 6]'],
	[
		'javascript',
		'const p = {w: 2, b: [1, 2], name: "q", more: [[1], 2]};\nconst f = ¦p.w * p.b[0];',
		'dict 4 | w: 2 ∂1 | b: [1 2] ∂[2 0] | name: q | more: list 2',
	],
	[
		'python',
		'import math\nw = [2,-3,-3]\nx = [-1, -2]\ndot = w[0]*x[0] + w[1]*x[1] + ¦w[2]\nf = 2.0 * dot',
		'[2 −3 −3] ∂[−2 −4 2]',
	],
	['python', 'import numpy as np\nw = [1.5, 2.0]\nf = np.sum(np.array(¦w)**2)', '[1.50 2] ∂[3 4]'],
	['python', 'pair = (1.5, 2.5)\na, b = ¦pair\nf = a * b', '[1.50 2.50] ∂[2.50 1.50]'],
	[
		'python',
		'hs = []\nx = 2.0\nfor i in range(3):\n    x = x * x\n    ¦hs.append(x)\nf = sum(hs)',
		'list 3 | [4 16 256] ∂[265 33 1]',
	],
	['python', 'w = [1.0, 2.0]\nw[0] = w[0] * 3.0\nf = ¦w[0] * w[1]', 'list 2 | [3 2] ∂[2 3]'],
	[
		'python',
		'import numpy as np\np = {"W": np.ones((2, 3)), "b": np.zeros(2), "lr": 0.1, "by": "adam"}\nh = ¦p["W"] @ np.ones(3) + p["b"]\nf = np.sum(h)',
		"dict 4 | W: 2×3 [1 1 …] ∂2×3 [1 1 …] | b: [0 0] ∂[1 1] | lr: 0.10 ∂· | by: 'adam'",
	],
	['python', 'xs = [1.0, 0.5]\ndef g(xs):\n    return ¦xs * 2.0\nf = g(xs[1])', '0.50 ∂2'],
];

describe('the name of a list on hover', () => {
	for (const [language, marked, said] of HOVERS) {
		test(marked.replaceAll('\n', ' ↵ '), () => {
			const head =
				language === 'python'
					? '# @grad f\n'
					: marked.includes('const x') || !marked.includes('x.')
						? '// @grad f\n'
						: '// @grad f at x = [1, 2, 3]\n';
			const text = head + marked;
			const offset = text.indexOf('¦');
			const found = engine.handle('inspect', { document: doc(text.replace('¦', ''), language), offset });
			assert.ok(found !== null);
			const { card, entries } = found;
			const whole = flow(card.value, card.upstream);
			const listed = entries === undefined ? [] : [entriesText(entries)];
			assert.equal([...listed, ...(entries?.shown.length ? [] : [whole])].join(' | '), said);
		});
	}
});

test('a list that a program writes out is an input: claims, wrt and values that are tried out know it', () => {
	const text =
		'// @grad f wrt w expect dw = [0.5, -1], dw[1] = -1, df/dx[0] = 3\nconst w = [2, 3];\nconst x = [0.5, -1];\nconst f = w[0]*x[0] + w[1]*x[1];';
	const document = doc(text, 'javascript');
	const { claims, inputs } = engine.handle('analyze', { document, lastUsed: [] }).units[0]!;
	assert.deepEqual(
		claims.map(({ holds }) => holds),
		[true, true, false],
	);
	assert.deepEqual(
		inputs.map(({ name, differentiable }) => [name, differentiable]),
		[
			['x', false],
			['w', true],
		],
	);
	const answer = engine.handle('open', request(document, { changed: [[entryName('w', 0), 10]] }));
	assert.ok(answer.ok);
	assert.equal(formatQuantity(answer.info.unit.inputs[0]!.value), '[0.50 −1]');
	assert.equal(formatQuantity(answer.info.unit.inputs[1]!.value), '[10 3]');
});

test('a whole number that nothing with a gradient had a part in can be claimed', () => {
	for (const [language, text] of [
		['python', '# @grad f expect f = 7, f = 8\ndef g(x):\n    return 2 * x + 1\nf = g(3)'],
		['javascript', '// @grad f expect f = 7, f = 8\nconst g = (x) => 2 * x + 1;\nconst f = g(3);'],
		['matlab', '% @grad f expect f = 14, f = 8\nf = 0; for i = 1:3\n f = f + i^2;\nend'],
	] as const) {
		const { problems, units } = engine.handle('analyze', { document: doc(text, language), lastUsed: [] });
		assert.deepEqual(
			units[0]?.claims.map(({ holds }) => holds),
			[true, false],
			language,
		);
		assert.deepEqual(
			problems.map(({ code }) => code),
			['claim-false'],
		);
	}
});
