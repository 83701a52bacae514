/**
 * The variables that VS Code's default themes hand to a webview, as far as the panel reads them.
 */
import { COLOURS, type ColourDefaults } from '../../src/views/palette.ts';

export const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'] as const;

export type Theme = (typeof THEMES)[number];

const OWN: Readonly<Record<Theme, keyof ColourDefaults>> = {
	dark: 'dark',
	light: 'light',
	'hc-dark': 'highContrast',
	'hc-light': 'highContrastLight',
};

export const BODY_CLASS: Readonly<Record<Theme, string>> = {
	dark: 'vscode-dark',
	light: 'vscode-light',
	'hc-dark': 'vscode-high-contrast',
	'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};

const BASE: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
	dark: {
		'--vscode-foreground': '#cccccc',
		'--vscode-editor-foreground': '#cccccc',
		'--vscode-editor-background': '#1f1f1f',
		'--vscode-focusBorder': '#0078d4',
		'--vscode-input-background': '#313131',
		'--vscode-input-border': '#3c3c3c',
		'--vscode-dropdown-background': '#313131',
		'--vscode-dropdown-foreground': '#cccccc',
	},
	light: {
		'--vscode-foreground': '#3b3b3b',
		'--vscode-editor-foreground': '#3b3b3b',
		'--vscode-editor-background': '#ffffff',
		'--vscode-focusBorder': '#005fb8',
		'--vscode-input-background': '#ffffff',
		'--vscode-input-border': '#cecece',
		'--vscode-dropdown-background': '#ffffff',
		'--vscode-dropdown-foreground': '#3b3b3b',
	},
	'hc-dark': {
		'--vscode-foreground': '#ffffff',
		'--vscode-editor-foreground': '#ffffff',
		'--vscode-editor-background': '#000000',
		'--vscode-focusBorder': '#f38518',
		'--vscode-contrastBorder': '#6fc3df',
		'--vscode-input-background': '#000000',
		'--vscode-input-border': '#6fc3df',
		'--vscode-dropdown-background': '#000000',
		'--vscode-dropdown-foreground': '#ffffff',
	},
	'hc-light': {
		'--vscode-foreground': '#292929',
		'--vscode-editor-foreground': '#292929',
		'--vscode-editor-background': '#ffffff',
		'--vscode-focusBorder': '#006bbd',
		'--vscode-contrastBorder': '#0f4a85',
		'--vscode-input-background': '#ffffff',
		'--vscode-input-border': '#0f4a85',
		'--vscode-dropdown-background': '#ffffff',
		'--vscode-dropdown-foreground': '#292929',
	},
};

/** All variables of a theme, Backstep's own colours included. */
export function variablesOf(theme: Theme): Record<string, string> {
	const own: Record<string, string> = {};
	for (const { id, defaults } of COLOURS) own[`--vscode-${id.replace('.', '-')}`] = defaults[OWN[theme]];
	return {
		...BASE[theme],
		'--vscode-font-family': 'system-ui, "Noto Sans CJK KR", sans-serif',
		...own,
	};
}
