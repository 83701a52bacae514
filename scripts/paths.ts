/** The project's folders, so that no script depends on where it was started. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A path below the project's root. */
export function inRoot(...parts: string[]): string {
	return join(root, ...parts);
}
