/** Activation is quick, registers everything and starts nothing. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTENSION, backstep } from './kit.ts';

describe('Activation', () => {
	it('starts no engine and takes a moment', async () => {
		const { activation } = await backstep();
		assert.equal(activation.engineStarted, false);
		assert.ok(activation.milliseconds < 100, `${activation.milliseconds} ms`);
	});

	it('registers every command that the manifest names', async () => {
		await backstep();
		const manifest = vscode.extensions.getExtension(EXTENSION)?.packageJSON as { contributes: { commands: { command: string }[] } };
		const there = new Set(await vscode.commands.getCommands(true));
		for (const { command } of manifest.contributes.commands) assert.ok(there.has(command), command);
	});

	it('reads every setting with the default that the manifest states', () => {
		const manifest = vscode.extensions.getExtension(EXTENSION)?.packageJSON as {
			contributes: { configuration: { properties: Record<string, { default: unknown }> }[] };
		};
		for (const { properties } of manifest.contributes.configuration) {
			for (const [name, { default: standard }] of Object.entries(properties)) {
				assert.deepEqual(vscode.workspace.getConfiguration().inspect(name)?.defaultValue, standard, name);
			}
		}
	});
});
