/** What package.json contributes exists in the running extension. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Contributions {
	readonly contributes: {
		readonly commands?: readonly { readonly command: string }[];
		readonly configuration?: readonly {
			readonly properties: Readonly<Record<string, { readonly default: unknown }>>;
		}[];
	};
}

describe('manifest', () => {
	let manifest: Contributions;

	before(async () => {
		const extension = vscode.extensions.getExtension('backstep.backstep');
		assert.ok(extension, 'Backstep is not there');
		await extension.activate();
		manifest = extension.packageJSON as Contributions;
	});

	it('registers every command that it contributes', async () => {
		const registered = new Set(await vscode.commands.getCommands(true));
		const contributed = (manifest.contributes.commands ?? []).map(({ command }) => command);
		assert.ok(contributed.length > 0);
		assert.deepEqual(
			contributed.filter((command) => !registered.has(command)),
			[],
		);
		assert.ok(!registered.has('backstep.noSuchCommand'));
	});

	it('gives every setting its default', () => {
		const settings = vscode.workspace.getConfiguration();
		for (const { properties } of manifest.contributes.configuration ?? []) {
			for (const [name, schema] of Object.entries(properties))
				assert.deepEqual(settings.get(name), schema.default, name);
		}
	});
});
