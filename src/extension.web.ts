/** Where Backstep starts in a browser's (web worker) extension host. */
import { Uri } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { activateWith } from './activate.ts';
import type { TestAccess } from './activate.ts';
import { webPort } from './engine/port.web.ts';

export function activate(context: ExtensionContext): TestAccess {
	return activateWith(context, webPort(Uri.joinPath(context.extensionUri, 'dist', 'web', 'engine.js').toString()));
}
