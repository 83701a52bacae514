/** Settings under which a workbench shows nothing but what a test is about. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Settings = Readonly<Record<string, unknown>>;

export const DARK = 'Default Dark Modern';

export const QUIET: Settings = {
	'chat.commandCenter.enabled': false,
	'chat.disableAIFeatures': true,
	'debug.internalConsoleOptions': 'neverOpen',
	'debug.openDebug': 'openOnSessionStart',
	'editor.cursorBlinking': 'solid',
	'editor.minimap.enabled': false,
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'files.simpleDialog.enable': true,
	'git.enabled': false,
	'github.gitAuthentication': false,
	'security.workspace.trust.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'update.mode': 'none',
	'window.commandCenter': false,
	'workbench.colorTheme': DARK,
	'workbench.enableExperiments': false,
	'workbench.reduceMotion': 'on',
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'workbench.startupEditor': 'none',
	'workbench.tips.enabled': false,
	'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Replaces the user's settings below a user-data folder by the quiet ones and `more`. */
export async function writeSettings(userData: string, more: Settings = {}): Promise<void> {
	await mkdir(join(userData, 'User'), { recursive: true });
	await writeFile(join(userData, 'User', 'settings.json'), JSON.stringify({ ...QUIET, ...more }, null, '\t'));
}
