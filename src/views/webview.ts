/** The page of the graph panel: nothing but our one script and our one style sheet may load. */
import { Uri } from 'vscode';
import type { Webview } from 'vscode';

export function panelHtml(webview: Webview, extension: Uri, language: string, title: string): string {
	const file = (name: string): string => webview.asWebviewUri(Uri.joinPath(extension, 'dist', name)).toString();
	const nonce = makeNonce();
	const policy = [
		`default-src 'none'`,
		`script-src 'nonce-${nonce}'`,
		`style-src ${webview.cspSource}`,
		`font-src ${webview.cspSource}`,
		`img-src ${webview.cspSource}`,
	].join('; ');
	return `<!DOCTYPE html>
<html lang="${escapeText(language)}">
<head>
	<meta charset="UTF-8">
	<meta http-equiv="Content-Security-Policy" content="${policy}">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<title>${escapeText(title)}</title>
	<link rel="stylesheet" href="${file('webview.css')}">
</head>
<body>
	<main id="panel"></main>
	<script nonce="${nonce}" src="${file('webview.js')}"></script>
</body>
</html>`;
}

/** 128 random bits; `crypto` is there in node and in the browser's worker alike. */
function makeNonce(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function escapeText(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
