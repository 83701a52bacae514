/** Holds the colours of annotations: the grammar is injected, as VS Code does it, into the comments of every style that the extension reads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { inRoot } from '../../../scripts/paths.ts';

const INJECTED = 'annotation.grad.backstep';
const PLAIN = 'text.plain.backstep';

/** A language of which only the comments are told apart. */
const HOST = {
	scopeName: 'source.host',
	repository: {},
	patterns: [
		{ name: 'comment.block.documentation.host', begin: '/\\*\\*?', end: '\\*/' },
		{ name: 'comment.block.html.host', begin: '<!--', end: '-->' },
		{ name: 'comment.line.host', begin: '#|//|%', end: '$' },
	],
};

const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
const onigLib = oniguruma.loadWASM(wasm).then(() => ({
	createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
	createOnigString: (text: string) => new oniguruma.OnigString(text),
}));

function grammarFile(name: string): textmate.IRawGrammar {
	return textmate.parseRawGrammar(readFileSync(inRoot('syntaxes', name), 'utf8'), name);
}

const registry = new textmate.Registry({
	onigLib,
	loadGrammar: (scope) =>
		Promise.resolve(
			scope === INJECTED
				? grammarFile('annotation.tmLanguage.json')
				: scope === PLAIN
					? grammarFile('plain.tmLanguage.json')
					: textmate.parseRawGrammar(JSON.stringify(HOST), 'host.json'),
		),
	getInjections: (scope) => (scope === INJECTED ? undefined : [INJECTED]),
});

/** Each word of a text that an annotation's scope is given to, with the first part of that scope. */
async function coloured(text: string, scope: string): Promise<string[]> {
	const grammar = await registry.loadGrammar(scope);
	assert.ok(grammar);
	const found: string[] = [];
	let stack = textmate.INITIAL;
	for (const line of text.split('\n')) {
		const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
		stack = ruleStack;
		for (const { startIndex, endIndex, scopes } of tokens) {
			const last = scopes.at(-1) ?? '';
			const word = line.slice(startIndex, endIndex).trim();
			if (word === '' || !last.endsWith('.grad') || last === 'meta.annotation.grad') continue;
			assert.ok(
				scopes.some((each) => each.startsWith('comment')),
				`${word} stays a comment`,
			);
			found.push(`${word} ${last.split('.').slice(0, 2).join('.')}`);
		}
	}
	return found;
}

const ANNOTATION = '@grad f at x: float32 (2, n) = randn*0.1 seed=1, y = -4 expect df/dx ≈ -2.5e-1 -- so at 3';
const COLOURS = [
	'@grad storage.type',
	'f variable.other',
	'at keyword.control',
	'x variable.other',
	': punctuation.separator',
	'float32 storage.type',
	'2 constant.numeric',
	', punctuation.separator',
	'n variable.other',
	'= keyword.operator',
	'randn support.function',
	'* keyword.operator',
	'0.1 constant.numeric',
	'seed keyword.control',
	'= keyword.operator',
	'1 constant.numeric',
	', punctuation.separator',
	'y variable.other',
	'= keyword.operator',
	'-4 constant.numeric',
	'expect keyword.control',
	'd keyword.operator',
	'f variable.other',
	'/ keyword.operator',
	'd keyword.operator',
	'x variable.other',
	'≈ keyword.operator',
	'-2.5e-1 constant.numeric',
	'-- so at 3 comment.line',
];

for (const [scope, open, close] of [
	['source.host', 'f = x # ', ''],
	['source.host', 'let f = x; // ', ''],
	['source.host', '/** ', ' */ let at = 3;'],
	['source.host', '% ', ''],
	['source.host', '<!-- ', ' --> at 3'],
	[PLAIN, 'f = x  # ', ''],
	[PLAIN, '// ', ''],
	[PLAIN, '<!-- ', ' --> at 3'],
] as const)
	test(`an annotation between ${open}and ${close === '' ? 'the line’s end' : close}`, async () => {
		assert.deepEqual(await coloured(`${open}${ANNOTATION}${close}`, scope), COLOURS);
	});

test('lines that go on, and clauses on lines of their own, are coloured; prose is not', async () => {
	assert.deepEqual(await coloured('# @grad loss\n# @at X = 1\n#     W1: (4, 10) = zeros\nloss = at', 'source.host'), [
		'@grad storage.type',
		'loss variable.other',
		'@at storage.type',
		'X variable.other',
		'= keyword.operator',
		'1 constant.numeric',
		'W1 variable.other',
		': punctuation.separator',
		'4 constant.numeric',
		', punctuation.separator',
		'10 constant.numeric',
		'= keyword.operator',
		'zeros support.function',
	]);
	for (const prose of [
		'# look at x for 3',
		'# see: x',
		'# mail@grad.org',
		'/** @param at */',
		'@grad at x = 1',
		'# 가중치 = 3',
	])
		assert.deepEqual(await coloured(prose, 'source.host'), [], prose);
	assert.deepEqual(
		(
			await coloured(
				"% @grad \\mathcal{L} at y' = 1, \\hat{y}^{\\star} = 2, x^(2) = 3 expect dL/d\\hat y = 4",
				'source.host',
			)
		)
			.filter((each) => each.endsWith('variable.other'))
			.map((each) => each.replace(' variable.other', '')),
		['\\mathcal{L}', "y'", '\\hat{y}^{\\star}', 'x^(2)', 'L', '\\hat y'],
	);
	assert.deepEqual((await coloured('# @grad 손실 at 가중치 = 0.5', 'source.host')).slice(1, 4), [
		'손실 variable.other',
		'at keyword.control',
		'가중치 variable.other',
	]);
});
