/** Expressions, completions, variables unfolded piece by piece, and inputs that are given other values. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Client, shown } from './client.ts';

const SMALL = 'f = (x + y) * z  # @grad x=-2, y=5, z=-4\n';
const BIG = '# @grad f at X: (300, 700) = randn seed=1\nf = np.sum(np.tanh(X) * 2)\n';
type Evaluated = DebugProtocol.EvaluateResponse['body'];

async function ended(text: string, language = 'plaintext'): Promise<Client> {
	const client = new Client(text, language);
	await client.start({ stopOnEntry: false });
	return client;
}

test('expressions over values and gradients are evaluated in every context', async () => {
	const client = await ended(SMALL);
	for (const context of ['watch', 'repl', 'hover', 'clipboard', 'variables']) {
		for (const [expression, result] of [
			['x', '-2'],
			['x + y', '3'],
			['grad(x)', '-4'],
			['grad(x) * 2', '-8'],
			['grad(f, z)', '3'],
		] as const) {
			const answer = await client.get<Evaluated>('evaluate', { expression, context });
			assert.equal(answer.result.split('\n')[0], result, `${expression} in ${context}`);
		}
	}
	assert.match(await client.error('evaluate', { expression: 'nope + 1' }), /nope/);
	assert.match(await client.error('evaluate', { expression: 'x +' }), /./);
	assert.match(await client.error('evaluate', {}), /expression/);
});

test('in a call, names are those of the level that is looked at', async () => {
	const text = '# @grad f at x = 3\ndef twice(v):\n    return v * 2\nf = twice(x) + 1\n';
	const client = new Client(text, 'python');
	await client.start();
	await client.move('stepIn');
	const [inner, outer] = await client.stack();
	const v = await client.get<Evaluated>('evaluate', { expression: 'v', frameId: inner?.id });
	assert.equal(v.result, '3');
	assert.ok(shown(await client.scope('Values', inner?.id)).includes('v = 3'));
	assert.ok(!shown(await client.scope('Values', outer?.id)).some((line) => line.startsWith('v =')));
});

test('completions replace the word before the caret', async () => {
	const client = await ended(SMALL);
	type Completions = DebugProtocol.CompletionsResponse['body'];
	const { targets } = await client.get<Completions>('completions', { text: '1 + gra', column: 8 });
	const grad = targets.find(({ label }) => label.startsWith('grad'));
	assert.deepEqual([grad?.start, grad?.length], [5, 3]);
	const all = await client.get<Completions>('completions', { text: '', column: 1 });
	assert.ok(['x', 'y', 'z', 'f'].every((name) => all.targets.some(({ label }) => label === name)));
});

test('an input that was changed says so to the menus of the Variables view', async () => {
	const client = await ended(SMALL);
	const marked = async (): Promise<string[]> =>
		(await client.scope('Inputs')).filter((each) => '__vscodeVariableMenuContext' in each).map(({ name }) => name);
	assert.deepEqual(await marked(), []);
	await client.get('setVariable', { variablesReference: await client.scopeReference('Inputs'), name: 'y', value: '6' });
	assert.deepEqual(await marked(), ['y']);
});

test('a large array unfolds axis by axis, in pages', async () => {
	const client = await ended(BIG, 'python');
	for (const [scope, settable] of [
		['Inputs', true],
		['Gradients', false],
	] as const) {
		const array = (await client.scope(scope)).find(({ name }) => name === 'X');
		assert.ok(array !== undefined && array.indexedVariables === 300, scope);
		const statistics = await client.unfold(array.variablesReference, { filter: 'named' });
		assert.deepEqual(
			statistics.slice(0, 2).map(({ value }) => value),
			['300×700', 'float64'],
		);
		const rows = await client.unfold(array.variablesReference, { filter: 'indexed', start: 200, count: 100 });
		assert.deepEqual([rows.length, rows[0]?.name, rows.at(-1)?.name], [100, '[200]', '[299]']);
		const row = rows[7];
		assert.equal(row?.indexedVariables, 700);
		const entries = await client.unfold(row.variablesReference, { filter: 'indexed', start: 600, count: 100 });
		assert.deepEqual([entries.length, entries[0]?.name], [100, '[600]']);
		const expression = entries[5]?.evaluateName ?? '';
		assert.match(expression, /\[207, 605\]$/);
		const again = await client.get<Evaluated>('evaluate', { expression, context: 'clipboard' });
		assert.equal(Number(again.result), Number(entries[5]?.value), expression);
		const settableEntry = entries[5]?.presentationHint?.attributes?.includes('readOnly') !== true;
		assert.equal(settableEntry, settable);
		assert.deepEqual(await client.unfold(array.variablesReference, { filter: 'indexed', start: 5000, count: 10 }), []);
		const most = await client.unfold(row.variablesReference, { filter: 'indexed', start: 0, count: 1e9 });
		assert.equal(most.length, 700);
	}
	const computed = await client.get<Evaluated>('evaluate', { expression: 'grad(X) * 3 + 1' });
	assert.equal(computed.indexedVariables, 300);
	const [row] = await client.unfold(computed.variablesReference, { filter: 'indexed', start: 299, count: 1 });
	const [entry] = await client.unfold(row?.variablesReference ?? 0, { filter: 'indexed', start: 699, count: 1 });
	const direct = await client.get<Evaluated>('evaluate', {
		expression: '(grad(X) * 3 + 1)[299, 699]',
		context: 'clipboard',
	});
	assert.equal(Number(entry?.value), Number(direct.result));
});

test('a sum of shares is marked until it is complete, and each share can be seen', async () => {
	const client = new Client('f = x * y + x  # @grad x=3, y=-4\n');
	await client.start({ pass: 'backward' });
	const values: string[] = [];
	while (client.session.position < client.session.lastPosition) {
		await client.move('stepIn');
		values.push((await client.scope('Gradients')).find(({ name }) => name === 'x')?.value ?? '');
	}
	assert.deepEqual(values, ['not there yet', '1 so far', '-3']);
	const x = (await client.scope('Gradients')).find(({ name }) => name === 'x');
	assert.deepEqual((await client.unfold(x?.variablesReference ?? 0)).map(({ value }) => value).sort(), ['-4', '1']);
});

test('an input is given another value, by its name or as an expression, and the place stays', async () => {
	const client = await ended(SMALL);
	const { position } = client.session;
	const reference = await client.scopeReference('Inputs');
	const set = await client.get('setVariable', { variablesReference: reference, name: 'x', value: '2 * 5' });
	assert.equal(set['value'], '10');
	assert.equal(client.session.position, position);
	assert.ok(shown(await client.scope('Values')).includes('f = -60'));
	assert.match(await client.error('setVariable', { variablesReference: reference, name: 'x', value: '1' }), /earlier/);
	assert.equal((await client.get('setExpression', { expression: 'z', value: 'x + 1' }))['value'], '11');
	assert.ok(shown(await client.scope('Gradients')).includes('x = 11'));
	assert.match(await client.error('setExpression', { expression: 'f', value: '1' }), /f is computed/);
	assert.match(await client.error('setExpression', { expression: 'x', value: 'what' }), /what/);
	const values = await client.scopeReference('Values');
	assert.match(await client.error('setVariable', { variablesReference: values, name: 'f', value: '1' }), /computed/);
});

test('an entry, a row or a whole array is given other values: the text’s own, an annotated one and one of mathematics', async () => {
	const texts: readonly (readonly [string, string])[] = [
		['import numpy as np\nW = np.array([[1.0, 2.0], [3.0, 4.0]])\nf = np.sum(W**2)  # @grad f\n', 'python'],
		['import numpy as np\nf = np.sum(W**2)  # @grad at W = [1, 2; 3, 4]\n', 'python'],
		['f = sum(W .^ 2)  # @grad at W = [1, 2; 3, 4]\n', 'plaintext'],
	];
	for (const [text, language] of texts) {
		const client = new Client(text, language);
		await client.start({ pass: 'backward' });
		await client.move('stepIn');
		const { position } = client.session;
		const value = async (name: string): Promise<number> =>
			Number((await client.get<Evaluated>('evaluate', { expression: name, context: 'clipboard' })).result);
		const unfolded = async (scope: string): Promise<number> => {
			const array = (await client.scope(scope)).find(({ name }) => name === 'W');
			const rows = await client.unfold(array?.variablesReference ?? 0, { filter: 'indexed' });
			return rows[1]?.variablesReference ?? 0;
		};
		assert.equal(await value('f'), 30);
		// From each scope in its turn, the handles of which end with the change.
		for (const [scope, wanted, number] of [
			['Values', '10', 10],
			['Inputs', 'W[0, 0] + 1', 2],
		] as const) {
			const reference = await unfolded(scope);
			const set = await client.get('setVariable', { variablesReference: reference, name: '[0]', value: wanted });
			assert.equal(Number(set['value']), number, scope);
			assert.equal(await value('f'), 1 + 4 + number ** 2 + 16);
		}
		await client.get('setExpression', { expression: 'W.T[1]', value: '[5, 6]' });
		assert.equal(await value('f'), 1 + 25 + 4 + 36);
		await client.get('setExpression', { expression: 'W[:, 0]', value: '0' });
		assert.equal(await value('f'), 25 + 36);
		assert.match(await client.error('setExpression', { expression: 'W[0]', value: '[1, 2, 3]' }), /shape/);
		assert.match(await client.error('setExpression', { expression: 'W[0, 0] * 2', value: '1' }), /computed/);
		assert.match(await client.error('setExpression', { expression: 'W[7, 7]', value: '1' }), /7/);
		assert.equal(client.session.position, position);
		assert.match((await client.scope('Inputs'))[0]?.type ?? '', /changed here/);
		await client.get('setExpression', { expression: 'W', value: 'W * 0 + 1' });
		assert.equal(await value('f'), 4);
	}
});
