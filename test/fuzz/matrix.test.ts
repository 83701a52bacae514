/**
 * Julia and MATLAB: of random and mutilated texts nothing throws, nothing hangs, every range lies in bounds, and running what was read ends in a result or a
 * problem. Deep and long texts cost time in proportion to their length.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJulia, parseMatlab } from '../../src/lang/matrix-parse.ts';
import { freeNamesOf } from '../../src/lang/script-free.ts';
import { DEFAULT_LIMITS } from '../../src/protocol.ts';
import { Budget } from '../../src/run/budget.ts';
import { createLibrary } from '../../src/run/numpy/index.ts';
import { runScript } from '../../src/run/run-script.ts';
import { nodesOf } from '../unit/lang/show-script.ts';
import { draws, SEED } from './seed.ts';

const START = 1000;
const SLOWEST = 4000;

const PIECES = (
	"x y A b f 1 2.5 .5 1e3 2x ( ) [ ] { } , ; : ; ; = == ~= != < > <= + - * / \\ ^ .* ./ .^ .+ .= += && || & | ! ~ ' .' \" % # %{ %} #= =# ... " +
	'@ @. @( -> => |> ? √ ∘ ⋅ × ÷ σ end begin if else elseif for while function return in do let switch case try catch true false e 1: :n ' +
	"A(end) A[end] f.(x) [1 -2] [1 - 2] zeros(2) sum(x) x' function·y=f(x) for·i=1:3 if·x>1"
)
	.split(' ')
	.map((piece) => piece.replaceAll('·', ' '));

const SOUP = fc
	.array(
		fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.constantFrom(' ', '\n', '\t', '  ', '\r\n')),
		{
			maxLength: 60,
		},
	)
	.map((parts) => parts.join(''));

const TEXTS = [
	'W = [1 2; 3 4]\nh = max.(0, W * x .+ b)\nf = sum(h .^ 2)',
	"function [s, p] = sp(a, b)\n s = a + b;\n p = a * b';\nend\n[s, p] = sp(x, y);\nf = s(end, 1) * p(:)'",
	'function f(x, y=2; k=3)\n  for i in 1:3, j in 1:2\n    x += i * j\n  end\n  x > 1 ? x : -x\nend\nf(x)',
	"if x > 2 y = x^2; else, y = 0; end\nwhile y < 5\n y = y + 1;\nend % done\nz = @(t) t' * A(1, :)",
	'@. y = σ(2x + 1)\ng(x) = begin\n  x^2 |> sqrt\nend\nsum([a * b for a in x, b in y if a > 0])',
];

const MUTILATED = fc
	.tuple(
		fc.constantFrom(...TEXTS),
		fc.nat(),
		fc.nat(30),
		fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })),
	)
	.map(([text, at, length, piece]) => {
		const start = at % (text.length + 1);
		return text.slice(0, start) + piece + text.slice(start + length);
	});

const VALUES = new Map([
	['x', 2],
	['y', 3],
	['b', 1],
]);

for (const [dialect, parse] of [
	['julia', parseJulia],
	['matlab', parseMatlab],
] as const) {
	const holds = (text: string): void => {
		const bounds = { start: START, end: START + text.length };
		const started = performance.now();
		const { script, problems } = parse(text, bounds, { nesting: 200 });
		assert.ok(performance.now() - started < SLOWEST, text);
		for (const { range } of [...problems, ...nodesOf(script.body)])
			assert.ok(
				range.start >= bounds.start && range.end <= bounds.end && range.start <= range.end,
				`${JSON.stringify(range)} of ${JSON.stringify(bounds)}\n${text}`,
			);
		freeNamesOf(script.body);
		const limits = { ...DEFAULT_LIMITS, gates: 20_000, elements: 20_000, milliseconds: 40 };
		runScript(script, VALUES, {
			budget: new Budget(limits),
			target: undefined,
			library: createLibrary({ dialect }),
			text: ({ start, end }) => text.slice(start - START, end - START),
		});
	};

	describe(dialect, () => {
		test('random texts', () => {
			fc.assert(fc.property(SOUP, holds), { seed: SEED, numRuns: draws(5000) });
		});
		test('mutilated programs', () => {
			fc.assert(fc.property(MUTILATED, holds), { seed: SEED, numRuns: draws(5000) });
		});
		test('deep and long texts', () => {
			const many = 20_000;
			for (const text of [
				'('.repeat(many) + 'x' + ')'.repeat(many),
				'['.repeat(many),
				'-'.repeat(many) + 'x',
				`x${"'".repeat(many)}`,
				`x${'^x'.repeat(many)}`,
				`x${'+x'.repeat(many)}`,
				'if x\n'.repeat(many),
				`x${' = x'.repeat(many)}`,
				`[${'1 -2;'.repeat(many)}]`,
				'f('.repeat(many),
				'x ? '.repeat(many),
				'a:'.repeat(many),
				`${'end\n'.repeat(many)}`,
				'x -> '.repeat(many),
				`y = ${'A[end, '.repeat(many)}`,
				'f(x) = if x\n'.repeat(many),
				'%{\n'.repeat(many),
				'#='.repeat(many),
				`x${' '.repeat(many)}'`,
			])
				holds(text);
		});
	});
}
