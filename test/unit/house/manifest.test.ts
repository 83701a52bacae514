/** Holds package.json to the code and to itself: what it contributes exists, is named, and is used. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../../../scripts/paths.ts';
import { sources } from './imports.ts';

interface Item {
	readonly command?: string;
	readonly submenu?: string;
	readonly when?: string;
	readonly key?: string;
}

interface Manifest {
	readonly engines: { readonly vscode: string };
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly activationEvents?: readonly string[];
	readonly contributes: {
		readonly commands?: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
		readonly menus?: Readonly<Record<string, readonly Item[]>>;
		readonly submenus?: readonly { readonly id: string }[];
		readonly keybindings?: readonly Item[];
		readonly colors?: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
		readonly configuration?: Configuration | readonly Configuration[];
		readonly walkthroughs?: unknown;
		readonly breakpoints?: readonly { readonly language: string }[];
		readonly debuggers?: readonly { readonly languages?: readonly string[] }[];
	};
}

interface Configuration {
	readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const commands = contributes.commands ?? [];
const ids = new Set(commands.map(({ command }) => command));
const code = sources('src')
	.filter((file) => /^src\/(views|debug)\//.test(file))
	.map((file) => readFileSync(inRoot(file), 'utf8'))
	.join('\n');

test('every command has a title in both languages and the category', () => {
	assert.ok(commands.length > 0);
	assert.equal(ids.size, commands.length, 'each is contributed once');
	for (const { command, title, category } of commands) {
		assert.match(command, /^backstep\.\w+$/);
		assert.match(title, /^%[\w.]+%$/, `${command}: titles are looked up`);
		assert.equal(category, 'Backstep', command);
	}
});

// That each is registered with VS Code itself is asked in the extension host, where it can be known: test/vscode/suite/manifest.test.ts.
test('every command is spoken of in the views', () => {
	for (const { command } of commands)
		assert.match(code, new RegExp(`\\b${command.replace('backstep.', '')}\\b`), command);
});

test('menus, keys and walkthroughs use contributed commands only', () => {
	const submenus = new Set((contributes.submenus ?? []).map(({ id }) => id));
	for (const [menu, items] of Object.entries(contributes.menus ?? {})) {
		for (const { command, submenu } of items) {
			if (submenu !== undefined) assert.ok(submenus.has(submenu), `${menu}: ${submenu}`);
			else assert.ok(command !== undefined && ids.has(command), `${menu}: ${command}`);
		}
	}
	for (const { command } of contributes.keybindings ?? [])
		assert.ok(command !== undefined && ids.has(command), command);
	const text = JSON.stringify(contributes.walkthroughs ?? []);
	for (const [, command] of text.matchAll(/onCommand:([\w.]+)/g))
		assert.ok(command !== undefined && ids.has(command), command);
});

test('every key has a condition, and no two commands share one', () => {
	const seen = new Map<string, string>();
	for (const { command, key, when } of contributes.keybindings ?? []) {
		assert.ok(when !== undefined && when !== '', `${command} takes ${key} everywhere`);
		const place = `${key} when ${when}`;
		assert.ok(!seen.has(place), `${place}: ${seen.get(place)} and ${command}`);
		seen.set(place, command ?? '');
	}
});

test('a command that is hidden from the palette has a reason, and conditions name contexts that the code sets', () => {
	const conditions =
		JSON.stringify([contributes.menus, contributes.keybindings, commands]).match(/\bbackstep\.\w+(?=[^\w"]*)/g) ?? [];
	const contexts = new Set(conditions.filter((name) => !ids.has(name)));
	for (const context of contexts) assert.ok(code.includes(`'${context}'`), `${context} is never set`);
});

test('colours have a default in all four kinds of theme, and are used', () => {
	for (const { id, defaults } of contributes.colors ?? []) {
		assert.match(id, /^backstep\.\w+$/);
		assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light'], id);
		assert.ok(
			everything().includes(id) || everything().includes(`--vscode-${id.replaceAll('.', '-')}`),
			`${id} is used nowhere`,
		);
	}
});

test('settings have a default, a description that is looked up, and a reader', () => {
	const parts = [contributes.configuration ?? []].flat();
	for (const { properties } of parts) {
		for (const [name, schema] of Object.entries(properties)) {
			assert.ok('default' in schema, `${name} has no default`);
			assert.match(String(schema['markdownDescription'] ?? schema['description']), /^%[\w.]+%$/, name);
			assert.ok(everything().includes(name.split('.').at(-1) ?? name), `${name} is read nowhere`);
			const choices = schema['enum'];
			if (Array.isArray(choices))
				assert.equal((schema['enumDescriptions'] as unknown[] | undefined)?.length, choices.length, name);
		}
	}
});

test('activation waits for a reason', () => {
	for (const event of manifest.activationEvents ?? []) {
		assert.doesNotMatch(event, /^\*$|^onStartupFinished$/);
		// VS Code makes these from `contributes` by itself.
		assert.doesNotMatch(event, /^onCommand:/);
	}
});

test('the types are those of the oldest VS Code that is promised', () => {
	const promised = /\d+\.\d+/.exec(manifest.engines.vscode)?.[0];
	assert.equal(/\d+\.\d+/.exec(manifest.devDependencies['@types/vscode'] ?? '')?.[0], promised);
});

let all: string | undefined;
function everything(): string {
	all ??= [...sources('src', 'media').map((file) => readFileSync(inRoot(file), 'utf8')), ...styles()].join('\n');
	return all;
}

function styles(): string[] {
	const names = readdirSync(inRoot('media')).filter((name) => name.endsWith('.css'));
	return names.map((name) => readFileSync(inRoot('media', name), 'utf8'));
}

test('what steps is debugged: every language that activates has breakpoints and the debugger', () => {
	const sorted = (names: readonly string[]): string[] => [...names].sort();
	const languages = (manifest.activationEvents ?? []).flatMap((event) => /^onLanguage:(.+)$/.exec(event)?.[1] ?? []);
	assert.ok(languages.includes('julia') && languages.includes('matlab'));
	const of = (items: readonly { readonly language: string }[] = []) => sorted(items.map(({ language }) => language));
	assert.deepEqual(of(contributes.breakpoints), sorted(languages));
	assert.deepEqual(sorted(contributes.debuggers?.flatMap((each) => each.languages ?? []) ?? []), sorted(languages));
});
