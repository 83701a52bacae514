import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'backstep-cli-'));
after(() => rmSync(folder, { recursive: true }));
// One file, as it is shipped: starting it twenty times from its sources would take a minute.
const program = join(folder, 'program/cli.cjs');
buildSync({
	entryPoints: [join(root, 'src/cli.ts')],
	outfile: program,
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	logLevel: 'warning',
});

function backstep(args: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [program, ...args], { cwd: root });
		let out = '';
		let err = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, out, err }));
		child.stdin.end(input);
	});
}

function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

test('run prints both passes, each gate with its range, numbers and flow', async () => {
	const path = file('first.py', 'f = (x + y) * z   # @grad x=-2, y=5, z=-4 expect df/dx = -4\n');
	const { code, out, err } = await backstep(['run', path]);
	assert.equal(err, '');
	assert.equal(code, 0);
	assert.match(out, /first\.py:1 {2}f = −12 {2}at {2}x = −2, y = 5, z = −4/);
	assert.match(out, /^ +1 {2}1:6-1:11 +x \+ y +\+ +3$/m);
	assert.match(out, /^ +1 {2}1:5-1:16 +\(x \+ y\) \* z +\* +−12 +1 {2}x \+ y +−4 +−4$/m);
	assert.match(out, /^ +z +3 +3$/m);
	assert.ok(out.indexOf('Forward') < out.indexOf('Backward'));
	assert.match(out, /✓ df\/dx = -4/);
});

test('run tells what the loss is in each turn of a training: it falls', async () => {
	const { code, out, err } = await backstep(['run', 'examples/13-training.py']);
	assert.equal(err, '');
	assert.equal(code, 0);
	const told = out.slice(out.indexOf('loss in each turn')).matchAll(/^ +(\d+) +([\d.]+)$/gm);
	const turns = Array.from(told, ([, turn, loss]) => [Number(turn), Number(loss)] as const);
	assert.deepEqual([turns.length, turns[0]?.[0], turns.at(-1)?.[0]], [21, 1, 100]);
	for (const [k, [, loss]] of turns.entries()) if (k > 0) assert.ok(loss < turns[k - 1]![1], `it falls to ${loss}`);
});

test('run --limit moves a limit, and says which there are', async () => {
	const path = file('long.py', 'f = x * x * x * x * x   # @grad x=2\n');
	const short = await backstep(['run', path, '--limit', 'gates=3']);
	assert.equal(short.code, 2);
	assert.match(short.err, /More than 3 gates/);
	assert.equal((await backstep(['run', path, '--limit=gates=4'])).code, 0);
	assert.match((await backstep(['run', path, '--limit', 'steps=4'])).err, /one of gates, elements/);
});

test('run --json has every step unrounded, and --unit chooses', async () => {
	const path = file('two.py', 'a = x * 3   # @grad x=0.1\n\nb = 1 / y   # @grad y=0\n');
	const { code, out } = await backstep(['run', '--json', '--unit', '2', path]);
	assert.equal(code, 0);
	const { units } = JSON.parse(out) as {
		units: { inputs: unknown; backward: { step: number; upstream: number; line: number }[] }[];
	};
	assert.equal(units.length, 1);
	assert.deepEqual(units[0]?.inputs, [{ name: 'y', value: 0, source: 'annotation', gradient: '-Infinity' }]);
	assert.deepEqual(
		units[0]?.backward.map((step) => [step.step, step.upstream, step.line]),
		[
			[0, 1, 3],
			[1, 1, 3],
		],
	);
	assert.equal((await backstep(['run', '--unit=3', path])).code, 2);
});

test('run steps a file without annotations on guessed values, and says so', async () => {
	const { code, out } = await backstep(['run', file('plain.txt', 'f = (x + y) * z\n')]);
	assert.equal(code, 0);
	assert.match(out, /x = 1 \(guessed\), y = 2 \(guessed\), z = 3 \(guessed\)/);
});

test('check exits 0, 1 or 2 and prints file, line and column', async () => {
	const good = file('good.py', 'f = x * 2  # @grad x=1 expect df/dx = 2\n');
	const bad = file('bad.py', '\n  g = x * 2  # @grad x=1 expect dg/dx = 3\n');
	const broken = file('broken.py', 'h = x * * 2  # @grad x=1 expect dh/dx = 3\n');
	const guessed = file('guessed.py', 'h = x * y  # @grad x=1 expect dh/dx = 2\n');
	const [zero, one, two, also, none] = await Promise.all(
		[
			['check', good],
			['check', good, bad],
			['check', bad, broken],
			['check', guessed],
			['check', good, join(folder, 'nowhere.py')],
		].map((args) => backstep(args)),
	);
	assert.deepEqual([zero?.code, zero?.out], [0, '1 claim holds.\n']);
	assert.equal(one?.code, 1);
	assert.ok(one?.out.includes(`${bad}:2:33: error: dg/dx is 2, not 3: off by 1.`), one?.out);
	assert.ok(one?.out.endsWith('1 claim holds, 1 is false.\n'));
	assert.equal(two?.code, 2);
	assert.match(two?.out ?? '', /broken\.py:1:\d+: error: /);
	assert.equal(also?.code, 2);
	assert.match(also?.out ?? '', /guessed\.py:1:31: error: not tried: y has no value/);
	assert.equal(none?.code, 2);
	assert.match(none?.out ?? '', /nowhere\.py: no such file or directory/);
});

test('check goes through directories, and leaves installed packages alone', async () => {
	mkdirSync(join(folder, 'tree/inner/node_modules'), { recursive: true });
	file('tree/a.py', 'f = x * 2  # @grad x=1 expect df/dx = 2\n');
	file('tree/inner/b.js', 'f = x * 2; // @grad x=1 expect df/dx = 2\n');
	file('tree/inner/node_modules/c.py', 'f = x * 2  # @grad x=1 expect df/dx = 3\n');
	const { code, out } = await backstep(['check', join(folder, 'tree')]);
	assert.deepEqual([code, out], [0, '2 claims hold.\n']);
});

test('every claim of the examples holds', async () => {
	const { code, out } = await backstep(['check', 'examples']);
	assert.match(out, /^\d\d+ claims hold\.\n$/);
	assert.equal(code, 0);
});

test('help, the version, and clean errors', async () => {
	const [help, version, wrong, missing, directory, nothing, option] = await Promise.all(
		[
			['--help'],
			['--version'],
			['frobnicate'],
			['run', 'nowhere.py'],
			['run', folder],
			[],
			['run', '--fast', 'x.py'],
		].map((args) => backstep(args)),
	);
	assert.equal(help?.code, 0);
	for (const word of ['run FILE', 'check FILE', 'batch <', '--json']) assert.ok(help?.out.includes(word));
	const { version: expected } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
	assert.deepEqual([version?.code, version?.out], [0, `${expected}\n`]);
	for (const answer of [wrong, missing, directory, nothing, option]) {
		assert.equal(answer?.code, 2);
		assert.equal(answer?.out, '');
		assert.doesNotMatch(answer?.err ?? '', /^\s+at /m, 'no stack traces');
	}
	assert.match(wrong?.err ?? '', /no command "frobnicate"/);
	assert.match(missing?.err ?? '', /nowhere\.py: no such file or directory/);
});

test('batch answers a line per question and never stops', async () => {
	const { code, out } = await backstep(
		['batch'],
		'{"id":1,"src":"x*y","values":{"x":2,"y":3}}\nnot JSON\n{"id":3,"lang":"numpy","src":"x"}\n{"id":4,"src":"x^2","values":{"x":3}}',
	);
	assert.equal(code, 0);
	const answers = out
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	assert.deepEqual(
		answers.map(({ id, value, error }) => [id, value, typeof error]),
		[
			[1, 6, 'undefined'],
			[undefined, undefined, 'string'],
			[3, undefined, 'string'],
			[4, 9, 'undefined'],
		],
	);
});
