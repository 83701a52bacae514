/** What a program takes from other texts, earlier cells and imported files, is debugged there: frames, breakpoints and jumps stand in their own text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DocumentText } from '../../../src/protocol.ts';
import { doc } from '../engine/helper.ts';
import { Client } from './client.ts';

const LAYERS = 'import numpy as np\n\ndef layer(v):\n    a = v * 3\n    return np.tanh(a)\n';
const LAYERS_PATH = '/work/layers.py';
const OWN = 'h = layer(x)\nf = h ** 2  # @grad f at x = 0.5\n';

type Answer = DebugProtocol.SetBreakpointsResponse['body'];

/** The same function in an earlier cell, and in a file that is imported. */
const WHERE: readonly (readonly [what: string, open: () => Client])[] = [
	['an earlier cell', () => new Client(OWN, 'python', { earlier: [doc(LAYERS, 'python', `file://${LAYERS_PATH}`)] })],
	[
		'an imported file',
		() => {
			const file: DocumentText = doc(LAYERS, 'python', `file://${LAYERS_PATH}`);
			const client = new Client(`from layers import layer\n${OWN}`, 'python', { files: [file] });
			const request = { from: client.document.uri, module: 'layers', level: 0 };
			client.engine.engine.handle('provide', { files: [{ request, file: { uri: file.uri, text: LAYERS } }] });
			return client;
		},
	],
];

for (const [what, open] of WHERE) {
	test(`${what} is debugged in its own text`, async () => {
		const client = open();
		await client.start();
		const first = client.document.text.startsWith('from') ? 2 : 1;
		const places = async (): Promise<string[]> =>
			(await client.stack()).map(({ source, line, column }) => `${source?.name} ${line}:${column}`);
		await client.move('stepIn');
		assert.deepEqual(await places(), ['layers.py 4:9', `net.txt ${first}:5`]);
		await client.move('restart');

		const source = { source: { path: LAYERS_PATH } };
		const { breakpoints } = await client.get<Answer>('setBreakpoints', {
			...source,
			breakpoints: [{ line: 5 }, { line: 1 }, { line: 4, column: 11, logMessage: 'v is {v}' }],
		});
		assert.deepEqual(
			breakpoints.map(({ verified, line }) => [verified, line]),
			[
				[true, 5],
				[true, 4],
				[true, 4],
			],
		);
		const stops: string[] = [];
		for (let stop = 0; stop < 4; stop++) {
			await client.move('continue');
			stops.push(`${client.session.view.pass} ${(await places())[0]}`);
		}
		assert.deepEqual(stops, [
			'forward layers.py 4:9',
			'forward layers.py 5:12',
			'backward layers.py 5:12',
			'backward layers.py 4:9',
		]);
		const said = client.events.find(({ event }) => event === 'output')?.body;
		assert.deepEqual([said?.['output'], said?.['line']], ['v is 0.5\n', 4]);
		assert.deepEqual(said?.['source'], { name: 'layers.py', path: LAYERS_PATH });

		type Locations = { breakpoints: { line: number; column: number }[] };
		const columns = await client.get<Locations>('breakpointLocations', { ...source, line: 5 });
		assert.deepEqual(
			columns.breakpoints.map(({ line }) => line),
			[5],
		);
		type Targets = { targets: { id: number; label: string; line: number }[] };
		const { targets } = await client.get<Targets>('gotoTargets', { ...source, line: 4 });
		assert.deepEqual(
			targets.map(({ label, line }) => [label, line]),
			[
				['v * 3: forward', 4],
				['v * 3: backward', 4],
			],
		);
		await client.move('goto', { targetId: targets[0]?.id });
		assert.equal((await places())[0], 'layers.py 4:9');
		const values = (await client.scope('Values')).map(({ name }) => name);
		assert.ok(values.includes('a') && values.includes('v'), values.join());

		const own = await client.get<Answer>('setBreakpoints', {
			source: { path: '/work/net.txt' },
			breakpoints: [{ line: first + 1 }],
		});
		assert.deepEqual([own.breakpoints[0]?.verified, own.breakpoints[0]?.line], [true, first + 1]);
		await client.move('continue');
		await client.move('continue');
		assert.equal((await places())[0], `net.txt ${first + 1}:5`);
	});
}
