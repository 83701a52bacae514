import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { arrayValues } from '../../../src/engine/array-values.ts';
import { findUnits, unitAt } from '../../../src/lang/document.ts';
import { isProgramNotation } from '../../../src/lang/script-parts.ts';
import { readScriptUnit } from '../../../src/lang/script-unit.ts';
import { readUnit, type ReadUnit } from '../../../src/lang/values.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../../../src/protocol.ts';
import { isKnownName } from '../../../src/run/script/known-names.ts';
import { showStatement, troubles } from './show.ts';

function document(text: string, languageId = 'plaintext'): DocumentText {
	return { uri: 'file:///a', version: 1, languageId, text };
}

function units(text: string, languageId?: string): string[] {
	return findUnits(document(text, languageId), DEFAULT_LIMITS).units.map(({ range }) =>
		text.slice(range.start, range.end),
	);
}

function inputs(read: ReadUnit): string {
	return [...read.inputs]
		.map(
			([name, { value, source }]) =>
				`${name}=${typeof value === 'number' ? value : `array of ${value.shape.join('×')}`} ${source}`,
		)
		.join(', ');
}

/** Reads the unit that `‹…›` selects, or `|` points at. */
function select(marked: string, languageId?: string): { text: string; read: ReadUnit | null; unit: string | null } {
	const text = marked.replace(/[‹›¦]/g, '');
	const start = marked.search(/[‹¦]/);
	const end = marked.includes('›') ? marked.indexOf('›') - 1 : start;
	const doc = document(text, languageId);
	const unit = unitAt(doc, { start, end }, DEFAULT_LIMITS);
	return {
		text,
		unit: unit === null ? null : text.slice(unit.range.start, unit.range.end),
		read: unit === null ? null : readUnit(doc, unit, { limits: DEFAULT_LIMITS }),
	};
}

const UNITS: readonly (readonly [name: string, language: string, text: string, ...units: string[]])[] = [
	['HTML around a formula', 'html', '<p>f = (x + y) * z</p> <!-- @grad x=-2 -->', 'f = (x + y) * z'],
	['a trailing comment in plain text', 'plaintext', 'f = (x + y) * z   # @grad x=-2, y=5, z=-4', 'f = (x + y) * z'],
	[
		'any mark in plain text',
		'whatever',
		'a = x*2 // @grad x=1\nb = x*3 % @grad x=1\nc = x*4 -- @grad x=1',
		'a = x*2',
		'b = x*3',
		'c = x*4',
	],
	['Python', 'python', 'f = x * 2  # @grad x=1\ns = "# @grad y=2"\n"""\n# @grad z=3\n"""\n', 'f = x * 2'],
	[
		'a block before statements, up to the target',
		'python',
		'# @grad f\n# @at x = 2\nq = x * x\nf = q + 1\nprint(f)\n',
		'q = x * x\nf = q + 1',
	],
	['a block, a blank line, a statement', 'python', '# @grad x = 2\n\nf = x * x\n\ng = 3', 'f = x * x'],
	['brackets hold lines together', 'python', 'f = (x +\n     y)  # @grad x=1, y=2\n', 'f = (x +\n     y)'],
	['inside a function', 'javascript', 'run(() => {\n\tconst f = x * y; // @grad x=1, y=2\n});', 'const f = x * y'],
	[
		'JavaScript blocks, strings and regular expressions',
		'typescript',
		"const s = '// @grad x=1', r = /[/*]\"/;\n/**\n * @grad f at x = 1\n */\nconst f = x ** 2;\n",
		'const f = x ** 2',
	],
	['C', 'c', 'double f = x * y; /* @grad x=1, y=2 */', 'double f = x * y'],
	['Julia', 'julia', "A = B'\n#= @grad f at x = 1 =#\nf = x'y\ng = x*y # @grad x=1, y=1\n", "f = x'y", 'g = x*y'],
	['MATLAB', 'matlab', "t = a';\n%{\n@grad f at x = 1\n%}\nf = x.^2;\ng = 2*x % @grad x=1", 'f = x.^2', 'g = 2*x'],
	['LaTeX', 'latex', '% @grad x = 2\n\\[ f = x^2 \\]\n10\\% @grad x=1 $y = 2x$ % @grad x=1', 'f = x^2', 'y = 2x'],
	[
		'Markdown',
		'markdown',
		'<!-- @grad x=1 -->\n- $f = x^2$\n\nText $a$ and $g = 2y$ <!-- @grad y=2 -->\n',
		'f = x^2',
		'g = 2y',
	],
	[
		'Markdown: displayed, fenced, bare',
		'markdown',
		'<!-- @grad x=1 -->\n\n$$\nf = x^2\n$$\n\n<!-- @grad y=1 -->\n```python\ng = y**2\n```\n\n<!-- @grad z=1 -->\nh = z^2\n',
		'f = x^2',
		'g = y**2',
		'h = z^2',
	],
	['a comment in a fence', 'markdown', '```python\nf = x**2  # @grad x=1\n```\n# @grad y=1\n', 'f = x**2'],
	['HTML', 'html', '<p><!-- @grad x=1 -->\n$f = x^2$</p>', 'f = x^2'],
	['prose is not a statement', 'plaintext', '# @grad x = 2\nf = x * x\nThis is what the lecture shows.\n', 'f = x * x'],
	['two directives, one formula', 'plaintext', '# @grad x = 2\n# @grad x = 3\nf = x * x', 'f = x * x', 'f = x * x'],
];

describe('annotated units', () => {
	for (const [name, language, text, ...expected] of UNITS)
		test(name, () => assert.deepEqual(units(text, language), expected));

	test('an annotation with nothing behind it says so at its tag', () => {
		const text = 'Just text.\n\n# @grad x = 2\n\n\n';
		assert.deepEqual(troubles(text, findUnits(document(text, 'python'), DEFAULT_LIMITS).problems), [
			'nothing-annotated: @grad',
		]);
	});

	test('names of units stay when text above them changes', () => {
		const ids = (text: string): string[] => findUnits(document(text), DEFAULT_LIMITS).units.map(({ id }) => id);
		const text = 'f = x*2 # @grad x=1\nf = x*3 # @grad x=1\ng = x # @grad x=1';
		assert.deepEqual(ids(text), ['f#0', 'f#1', 'g#0']);
		assert.deepEqual(ids(`New text.\n\n${text}`), ['f#0', 'f#1', 'g#0']);
	});

	test('every example is read without a problem, all its values from annotations', () => {
		const directory = new URL('../../../examples/', import.meta.url);
		const languages: Readonly<Record<string, string>> = {
			txt: 'plaintext',
			py: 'python',
			js: 'javascript',
			m: 'matlab',
			jl: 'julia',
			ts: 'typescript',
			tex: 'latex',
			md: 'markdown',
		};
		let count = 0;
		for (const file of readdirSync(directory)) {
			const languageId = languages[file.slice(file.lastIndexOf('.') + 1)];
			if (languageId === undefined) continue;
			const doc = document(readFileSync(new URL(file, directory), 'utf8'), languageId);
			const found = findUnits(doc, DEFAULT_LIMITS);
			assert.deepEqual(found.problems, [], file);
			for (const unit of found.units) {
				const { notation } = unit;
				const { arrays } = arrayValues(unit.directive, DEFAULT_LIMITS.elements);
				const read = isProgramNotation(notation)
					? readScriptUnit(doc, unit, notation, {
							changed: new Map(),
							lastUsed: new Map(),
							arrays,
							known: { has: (name) => isKnownName(name, notation) },
							limits: DEFAULT_LIMITS,
						})
					: readUnit(doc, unit, { limits: DEFAULT_LIMITS, arrays });
				assert.deepEqual(read.problems, [], `${file} ${unit.id}`);
				assert.ok(
					[...read.inputs.values()].every(({ source }) => source === 'annotation'),
					`${file} ${unit.id}`,
				);
				count++;
			}
		}
		assert.ok(count >= 28);
	});
});

const SELECTIONS: readonly (readonly [
	name: string,
	language: string,
	marked: string,
	unit: string | null,
	program: string,
	inputs: string,
])[] = [
	[
		'part of a statement takes the values of its annotation',
		'python',
		'f = ‹(x + y)› * z  # @grad x=-2, y=5, z=-4',
		'(x + y)',
		'add(x, y)',
		'x=-2 annotation, y=5 annotation',
	],
	[
		'a selected line with its annotation',
		'plaintext',
		'‹f = x * y  # @grad x=1, y=2›',
		'f = x * y',
		'f = mul(x, y)',
		'x=1 annotation, y=2 annotation',
	],
	[
		'no value anywhere: guesses in order',
		'python',
		'r = ‹(x + y) * z›',
		'(x + y) * z',
		'mul(add(x, y), z)',
		'x=1 guessed, y=2 guessed, z=3 guessed',
	],
	[
		'assignments in the selection',
		'python',
		'‹x = 3\nf = x * x›',
		'x = 3\nf = x * x',
		'x = 3; f = mul(x, x)',
		'x=3 assignment',
	],
	[
		'the nearest earlier assignment',
		'python',
		'x = 1\nx, y = 3, -4.5\nf = ‹x * y›\nx = 5',
		'x * y',
		'mul(x, y)',
		'x=3 assignment, y=-4.5 assignment',
	],
	[
		'a computed earlier assignment is run first',
		'python',
		'q = x + y\n\n¦f = q * z  # @grad x=-2, y=5, z=-4',
		'f = q * z',
		'q = add(x, y); f = mul(q, z)',
		'z=-4 annotation, x=-2 annotation, y=5 annotation',
	],
	[
		'a function defined before',
		'plaintext',
		'h(t) = t^2 + 1\n\n¦g = h(x) * 2',
		'g = h(x) * 2',
		'h(t) := add(pow(t, 2), 1); g = mul(h!(x), 2)',
		'x=1 guessed',
	],
	[
		'an assignment deeper in the code is out of sight',
		'python',
		'def g():\n    x = 7\n    return x\n\n¦f = x * 2',
		'f = x * 2',
		'f = mul(x, 2)',
		'x=1 guessed',
	],
	[
		'JavaScript destructuring',
		'javascript',
		'const [x, y] = [2, 3];\nlet f = ‹x * y›;',
		'x * y',
		'mul(x, y)',
		'x=2 assignment, y=3 assignment',
	],
	[
		'a line of values below',
		'plaintext',
		'  - $ f(x,y,z) = ¦(x+y)z $\n\n  - $ x=-2, y=5, z=-4 $\n',
		'f(x,y,z) = (x+y)z',
		'f(x, y, z) := mul(add(x, y), z)',
		'x=-2 beside, y=5 beside, z=-4 beside',
	],
	[
		'values with "where" and "and"',
		'markdown',
		'¦$f = x y$\n\nwhere x = 2 and y = 0.5.\n',
		'f = x y',
		'f = mul(x, y)',
		'x=2 beside, y=0.5 beside',
	],
	[
		'a cursor on the values means their formula',
		'markdown',
		'- $ f = w x $\n- $ w = 2, ¦x = 3 $\n',
		'f = w x',
		'f = mul(w, x)',
		'w=2 beside, x=3 beside',
	],
	[
		'formula and values selected together',
		'markdown',
		'‹- $ f = w x $\n- $ w = 2, x = 3 $›\n',
		'f = w x',
		'f = mul(w, x)',
		'w=2 beside, x=3 beside',
	],
	[
		'subscripts meet',
		'markdown',
		'$ f = ¦w_0 x_0 $\n\n$ w_{0}=2, x_{0} = -1 $',
		'f = w_0 x_0',
		'f = mul(w_0, x_0)',
		'w_0=2 beside, x_0=-1 beside',
	],
	[
		'constants are no inputs',
		'plaintext',
		'‹2*pi*r + e^x›',
		'2*pi*r + e^x',
		'add(mul(mul(2, pi), r), pow(e, x))',
		'r=1 guessed, x=2 guessed',
	],
	[
		'a bare cursor on a formula',
		'plaintext',
		'a^2 + ¦b^2',
		'a^2 + b^2',
		'add(pow(a, 2), pow(b, 2))',
		'a=1 guessed, b=2 guessed',
	],
	[
		'a name with a value makes a product',
		'plaintext',
		'x(y + 1)¦  # @grad x=2, y=3',
		'x(y + 1)',
		'mul(x, add(y, 1))',
		'x=2 annotation, y=3 annotation',
	],
];

describe('selections and values', () => {
	for (const [name, language, marked, unit, program, values] of SELECTIONS) {
		test(name, () => {
			const selected = select(marked, language);
			assert.equal(selected.unit, unit);
			assert.equal(selected.read?.program.statements.map(showStatement).join('; '), program);
			assert.equal(selected.read && inputs(selected.read), values);
		});
	}

	test('a sentence, an empty line, a comment: nothing to step', () => {
		for (const marked of [
			'The quick brown ¦fox jumps over it.',
			'¦',
			'a\n¦\nb',
			'# only ¦words',
			'- a list ¦item, and more',
			'## Head¦ing',
			'¦---',
		])
			assert.equal(select(marked).unit, null, marked);
	});

	test('the panel wins over the annotation, the values used last over a guess; each knows its characters', () => {
		const text = 'f = x * y * z  # @grad x = 2, y = 3';
		const doc = document(text);
		const [unit] = findUnits(doc, DEFAULT_LIMITS).units;
		assert.ok(unit);
		const read = readUnit(doc, unit, {
			limits: DEFAULT_LIMITS,
			changed: new Map([['x', 9]]),
			lastUsed: new Map([['z', 7]]),
		});
		assert.equal(inputs(read), 'x=9 panel, y=3 annotation, z=7 last-used');
		const at = read.inputs.get('y')?.at;
		assert.equal(at && text.slice(at.start, at.end), '3');
	});

	test('values that nothing uses and names that nothing knows are told at their characters', () => {
		const text = 'f = x * 2  # @grad g at x = 1, u = 2 wrt x, v';
		const doc = document(text);
		const [unit] = findUnits(doc, DEFAULT_LIMITS).units;
		assert.ok(unit);
		assert.deepEqual(troubles(text, readUnit(doc, unit, { limits: DEFAULT_LIMITS }).problems), [
			'unused-value: u',
			'unknown-name: v',
			'unknown-target: g',
		]);
	});

	test('inputs outside `wrt` and inside `no-grad` take no gradient', () => {
		const constants = (clause: string): string[] => {
			const doc = document(`f = x * y * z  # @grad x = 1, y = 2, z = 3 ${clause}`);
			const [unit] = findUnits(doc, DEFAULT_LIMITS).units;
			assert.ok(unit);
			return [...readUnit(doc, unit, { limits: DEFAULT_LIMITS }).constants];
		};
		assert.deepEqual(constants('wrt x'), ['y', 'z']);
		assert.deepEqual(constants('no-grad x'), ['x']);
		assert.deepEqual(constants('no-grad'), ['x', 'y', 'z']);
	});
});
