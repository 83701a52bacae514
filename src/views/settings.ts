/** Reads the settings, typed and with their defaults, so that no other file spells a setting's name. */
import { ConfigurationTarget, workspace } from 'vscode';
import type { ConfigurationChangeEvent, ConfigurationScope } from 'vscode';
import { DEFAULT_LIMITS } from '../protocol.ts';
import type { Limits } from '../protocol.ts';
import type { Detail } from './chips.ts';

const SECTION = 'backstep';
const DETAILS: readonly Detail[] = ['auto', 'all', 'names', 'step', 'off'];

export interface ViewSettings {
	readonly detail: Detail;
	/** Whether chips carry the gradient beside the value. */
	readonly gradients: boolean;
	readonly inlayHints: boolean;
	readonly codeLens: boolean;
	/** Lenses at what nobody has annotated in a note. */
	readonly noteLens: boolean;
}

/** How a document is to be shown. A value that is not one of those offered counts as the default. */
export function viewSettings(scope?: ConfigurationScope): ViewSettings {
	const configuration = workspace.getConfiguration(SECTION, scope);
	const detail = configuration.get('inline.detail');
	return {
		detail: DETAILS.find((known) => known === detail) ?? 'auto',
		gradients: configuration.get('inline.gradients') !== false,
		inlayHints: configuration.get('inlayHints') === true,
		codeLens: configuration.get('codeLens') !== false,
		noteLens: configuration.get('codeLens') !== false && configuration.get('noteLens') !== false,
	};
}

/** Whether the panel shows a step happening. */
export function animated(): boolean {
	return workspace.getConfiguration(SECTION).get('animation') !== false;
}

/** Turns the chips' gradients on or off, where the user's choice is kept. */
export async function toggleGradients(scope?: ConfigurationScope): Promise<boolean> {
	const configuration = workspace.getConfiguration(SECTION, scope);
	const next = !viewSettings(scope).gradients;
	const overruled = configuration.inspect('inline.gradients')?.workspaceValue !== undefined;
	await configuration.update(
		'inline.gradients',
		next,
		overruled ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
	);
	return next;
}

/** What one piece of work may use. */
export function limits(): Limits {
	const configuration = workspace.getConfiguration(`${SECTION}.limits`);
	const read = (name: string, standard: number): number => {
		const value = configuration.get(name);
		return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : standard;
	};
	return {
		programLength: read('programLength', DEFAULT_LIMITS.programLength),
		nesting: read('nesting', DEFAULT_LIMITS.nesting),
		gates: read('gates', DEFAULT_LIMITS.gates),
		elements: read('elements', DEFAULT_LIMITS.elements),
		milliseconds: read('milliseconds', DEFAULT_LIMITS.milliseconds),
		bytes: read('bytes', DEFAULT_LIMITS.bytes),
	};
}

/** Whether a change of settings concerns what views show, and whether it concerns the limits. */
export function concerns(event: ConfigurationChangeEvent): { views: boolean; limits: boolean } {
	return { views: event.affectsConfiguration(SECTION), limits: event.affectsConfiguration(`${SECTION}.limits`) };
}
