/**
 * Serves VS Code's browser workbench as plain files, with no VS Code server behind it: extensions run by their `browser` entry in the
 * web-worker extension host, as they do on vscode.dev.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { root } from '../../scripts/paths.ts';
import { QUIET } from './settings.ts';
import { workbenchFiles } from './workbench-files.ts';

const TYPES = new Map([
	['.js', 'text/javascript'],
	['.mjs', 'text/javascript'],
	['.json', 'application/json'],
	['.css', 'text/css'],
	['.html', 'text/html'],
	['.svg', 'image/svg+xml'],
	['.wasm', 'application/wasm'],
	['.ttf', 'font/ttf'],
]);

const WORKBENCH = '/static/out/vs/code/browser/workbench/workbench.js';

// code-server's build always speaks to a server; upstream's browser build, which this restores, need not.
const PATCHES: readonly (readonly [RegExp, string])[] = [
	[/remoteAuthority:location\.host/g, 'remoteAuthority:void 0'],
	[
		/get userRoamingDataHome\(\)\{return [\w$]+\(([\w$]+)\.file\(this\.userDataPath\)\.with\(\{scheme:([\w$]+)\.vscodeRemote\}\),"User"\)\}/g,
		'get userRoamingDataHome(){return $1.file("/User").with({scheme:$2.vscodeUserData})}',
	],
];

export interface WebWorkbench {
	readonly url: string;
	readonly version: string;
	stop(): void;
}

/** Serves the workbench with the project as its extension under development. `suite` is the test bundle to run, from the project's root. */
export async function serveWebWorkbench(suite?: string): Promise<WebWorkbench> {
	const files = await workbenchFiles();
	let workbench = await readFile(join(files.vscode, WORKBENCH.slice('/static/'.length)), 'utf8');
	for (const [pattern, replacement] of PATCHES) {
		const count = workbench.match(pattern)?.length ?? 0;
		if (count !== 1)
			throw new Error(`VS Code ${files.version} is built otherwise than expected: ${count} times ${pattern.source}`);
		workbench = workbench.replace(pattern, replacement);
	}

	const server = createServer((request, response) => answer(request, response));
	const authority = await new Promise<string>((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(`127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`);
		});
	});

	function answer(request: IncomingMessage, response: ServerResponse): void {
		const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
		response.setHeader('Access-Control-Allow-Origin', '*');
		response.setHeader('Cache-Control', 'no-store');
		if (request.method === 'OPTIONS') {
			response.writeHead(204, { 'Access-Control-Allow-Headers': '*' }).end();
		} else if (path === '/') {
			response.setHeader('Content-Type', 'text/html');
			response.end(startPage(authority, suite));
		} else if (path === WORKBENCH) {
			response.setHeader('Content-Type', 'text/javascript');
			response.end(workbench);
		} else {
			const file = fileOf(path, files.vscode);
			if (file === undefined || !existsSync(file) || !statSync(file).isFile()) {
				response.writeHead(404).end();
				return;
			}
			response.setHeader('Content-Type', TYPES.get(extname(file)) ?? 'application/octet-stream');
			createReadStream(file).pipe(response);
		}
	}

	return {
		url: `http://${authority}/`,
		version: files.version,
		stop() {
			server.close();
			server.closeAllConnections();
		},
	};
}

function fileOf(path: string, vscode: string): string | undefined {
	const safe = normalize(path);
	if (safe.startsWith('/extension/')) return join(root, safe.slice('/extension/'.length));
	if (safe.startsWith('/static/')) return join(vscode, safe.slice('/static/'.length));
	return undefined;
}

function startPage(authority: string, suite: string | undefined): string {
	const here = { scheme: 'http', authority };
	const configuration = {
		webviewEndpoint: `http://${authority}/static/out/vs/workbench/contrib/webview/browser/pre`,
		_wrapWebWorkerExtHostInIframe: false,
		userDataPath: '/userdata',
		isEnabledFileDownloads: true,
		isEnabledFileUploads: true,
		isEnabledCoderGettingStarted: false,
		enableWorkspaceTrust: false,
		folderUri: { scheme: 'tmp', path: '/workspace' },
		developmentOptions: {
			enableSmokeTestDriver: true,
			logLevel: 3,
			extensions: [{ ...here, path: '/extension' }],
			...(suite !== undefined && { extensionTestsPath: { ...here, path: `/extension/${suite}` } }),
		},
		configurationDefaults: QUIET,
		productConfiguration: { rootEndpoint: '.', codeServerVersion: 'web', enableTelemetry: false },
	};
	return `<!DOCTYPE html>
<html>
	<head>
		<meta charset="utf-8">
		<meta id="vscode-workbench-web-configuration" data-settings="${attribute(configuration)}">
		<meta id="vscode-workbench-web-base-url" data-settings="/static">
		<meta id="vscode-workbench-auth-session" data-settings="">
		<link rel="stylesheet" href="/static/out/vs/code/browser/workbench/workbench.css">
	</head>
	<body aria-label=""></body>
	<script>globalThis._VSCODE_FILE_ROOT = new URL('/static/out/', location).toString();</script>
	<script type="module" src="/static/out/nls.messages.js"></script>
	<script type="module" src="${WORKBENCH}"></script>
</html>`;
}

function attribute(data: unknown): string {
	return JSON.stringify(data).replace(/&/g, '&amp;').replace(/"/g, '&quot;');
}
