/** Random, mutilated and hostile expressions of a debugger's console: each ends in a value or in a problem within its characters, and changes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Engine } from '../../src/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../src/protocol.ts';
import { isEvaluated } from '../../src/protocol-debug.ts';
import { mutilated } from './mutilate.ts';

const TEXT = `import numpy as np
W = np.array([[1.0, 2.0], [3.0, 4.0]])
x = np.array([1.0, -1.0])
def act(v, k=1):
    v[0] = v[0] * k
    return np.tanh(v)
def forever(n):
    return forever(n + 1)
h = x
for i in range(3):
    h = np.tanh(W @ h)
loss = np.sum(h * h)  # @grad loss
`;
const RUNS = 10_000;
const PIECES = [
	'W',
	'x',
	'h',
	'i',
	'loss',
	'nothing',
	'__proto__',
	'constructor',
	'upstream',
	'local',
	'downstream',
	'op',
	'dW',
	'grad(',
	'jacobian(',
	'hessian(',
	'abs(',
	'norm(',
	'sum(',
	'max(',
	'np.exp(',
	'isnan(',
	'range(',
	'act(',
	'act',
	'forever(',
	'open(',
	'eval(',
	'.T',
	'.shape',
	'.sum()',
	'.grad',
	'.fill(0)',
	'.sort()',
	'[0]',
	'[1, ',
	':',
	'::2',
	']',
	'(',
	')',
	',',
	'{',
	'}',
	'+',
	'-',
	'*',
	'/',
	'**',
	'@',
	'==',
	'<',
	' and ',
	' or ',
	' not ',
	' if ',
	' else ',
	' for i in ',
	'lambda: ',
	'0',
	'1',
	'2.5',
	'1e999',
	'10**9',
	'"text"',
	"'",
	'∂',
	'−',
	'^',
	'·',
	'\\',
	'%',
	'=',
	':=',
	'\n',
	'#',
	'한글',
	'😀',
];

const piece = fc.constantFrom(...PIECES);
const written = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

const engine = new Engine({
	...DEFAULT_LIMITS,
	gates: 20_000,
	elements: 200_000,
	milliseconds: 100,
	bytes: 64 * 2 ** 20,
});
const document = { uri: 'file:///expressions.py', version: 1, languageId: 'python', text: TEXT };
const opened = engine.handle('open', {
	document,
	selection: { start: TEXT.indexOf('loss'), end: TEXT.indexOf('loss') },
	changed: [],
	lastUsed: [],
	options: { unfoldLiterals: false, foldedGroups: [] },
});
assert.ok(opened.ok);
const { backwardSteps, forwardSteps, id } = opened.info;
const last = forwardSteps + backwardSteps;

function evaluate(expression: string, position: number): void {
	const answer = engine.handle('evaluate', { id, position, expression, at: {} });
	if (isEvaluated(answer)) return;
	const { end, start } = answer.range;
	assert.ok(0 <= start && start <= end && end <= expression.length, `${JSON.stringify(expression)}: ${start}, ${end}`);
}

test(`${RUNS} expressions end in a value or in a problem at their own characters`, () => {
	const before = JSON.stringify(engine.handle('at', { id, position: last }));
	const texts = fc.oneof(written, mutilated, fc.string({ unit: 'grapheme', maxLength: 30 }));
	fc.assert(
		fc.property(texts, fc.nat({ max: last }), (expression, position) => evaluate(expression, position)),
		{ numRuns: RUNS },
	);
	assert.equal(JSON.stringify(engine.handle('at', { id, position: last })), before, 'the program is as it was');
});

test('stops of any terms are searched or refused', () => {
	const terms = fc.record({
		condition: fc.option(written, { nil: undefined }),
		hit: fc.option(fc.oneof(fc.string({ maxLength: 5 }), fc.nat(9).map(String)), { nil: undefined }),
		log: fc.option(
			fc.oneof(
				written,
				written.map((text) => `a {${text}} b`),
			),
			{ nil: undefined },
		),
	});
	const place = fc.oneof(
		fc.record({
			at: fc.constant('line' as const),
			range: fc.tuple(fc.nat(300), fc.nat(300)).map(([start, more]) => ({ start, end: start + more })),
		}),
		fc.record({ at: fc.constant('expression' as const), offset: fc.integer({ min: -5, max: 400 }) }),
		fc.record({ at: fc.constant('op' as const), name: written }),
		fc.record({ at: fc.constant('gradient' as const), name: written }),
		fc.record({ at: fc.constant('gradient' as const), node: fc.nat(1000) }),
	);
	fc.assert(
		fc.property(
			place,
			terms,
			fc.integer({ min: -2, max: last + 2 }),
			fc.constantFrom(1 as const, -1 as const),
			(at, more, from, direction) => {
				const { condition, hit, log } = more;
				const stop = {
					...at,
					...(condition !== undefined && { condition }),
					...(hit !== undefined && { hit }),
					...(log !== undefined && { log }),
				};
				engine.handle('checkStops', { id, stops: [stop] });
				const { found } = engine.handle('search', { id, request: { from, direction, stops: [stop] } });
				if (found !== null)
					assert.ok((found.position - from) * direction > 0 && found.position >= 0 && found.position <= last);
			},
		),
		{ numRuns: 1000 },
	);
});

test('depth and length are refused, not overflowed', () => {
	for (const hostile of ['(', '[', '-', 'not ', 'x+', 'x**', 'grad(', '{', 'lambda:', 'x if ', '"', '\\', '^'])
		for (const count of [300, 9000]) evaluate(hostile.repeat(count), last);
	evaluate('x'.repeat(20_000), last);
	evaluate('[0] * 10**12', last);
	evaluate('"a" * 10**12', last);
	evaluate('10 ** 10 ** 10', last);
	evaluate('[i for i in range(10**12)]', last);
	evaluate('np.zeros((10**6, 10**6))', last);
	evaluate('(lambda f: f(f))(lambda f: f(f))', last);
});
