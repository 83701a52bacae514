/** Where Backstep starts in a desktop (node) extension host. */
import { Uri } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { activateWith } from './activate.ts';
import type { TestAccess } from './activate.ts';
import { nodePort } from './engine/port.node.ts';

export function activate(context: ExtensionContext): TestAccess {
	return activateWith(context, nodePort(Uri.joinPath(context.extensionUri, 'dist', 'engine.js').fsPath));
}
