/** Keeps the active session in the workspace's state, so that a reload comes back to the same step. */
import type { ExtensionContext } from 'vscode';
import type { SavedSession } from '../session/saved-session.ts';
import type { Session } from '../session/session.ts';

const KEY = 'backstep.session';

/** How long stepping rests before its place is written down, in milliseconds. */
const REST = 200;

let timer: ReturnType<typeof setTimeout> | null = null;

/** Writes the session down once it rests; a later call replaces an earlier one. */
export function saveSoon(context: ExtensionContext, session: Session): void {
	if (timer !== null) clearTimeout(timer);
	timer = setTimeout(() => {
		timer = null;
		if (!session.closed) void context.workspaceState.update(KEY, session.save());
	}, REST);
}

/** The session that was active last in this workspace; null where what is stored is not one (another version may have written it). */
export function loadSaved(context: ExtensionContext): SavedSession | null {
	const data: unknown = context.workspaceState.get(KEY);
	return isSaved(data) ? data : null;
}

function isSaved(data: unknown): data is SavedSession {
	if (typeof data !== 'object' || data === null) return false;
	const { uri, unit, position, changed, options, teacher } = data as Partial<Record<keyof SavedSession, unknown>>;
	return (
		typeof uri === 'string' &&
		typeof unit === 'string' &&
		Number.isSafeInteger(position) &&
		typeof teacher === 'boolean' &&
		Array.isArray(changed) &&
		changed.every((entry) => Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number') &&
		typeof options === 'object' &&
		options !== null &&
		'unfoldLiterals' in options &&
		'foldedGroups' in options &&
		Array.isArray(options.foldedGroups)
	);
}
