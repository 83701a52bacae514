/** A copy of a folder for one run, so that tests may write into it. */
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inRoot } from '../../scripts/paths.ts';

/** Copies a folder (by default examples/) below a fresh one, which may be removed as a whole afterwards. */
export async function temporaryWorkspace(from = inRoot('examples')): Promise<string> {
	const folder = join(await mkdtemp(join(tmpdir(), 'backstep-workspace-')), basename(from));
	await cp(from, folder, { recursive: true });
	return folder;
}
