/**
 * The theme colours that views draw with, one row a colour: package.json contributes exactly these (a test compares the two), so that the
 * contrast of every pair can be computed where the numbers are stated.
 */

/** Hexadecimal colours, one a kind of theme, as `contributes.colors` takes them. */
export interface ColourDefaults {
	readonly dark: string;
	readonly light: string;
	readonly highContrast: string;
	readonly highContrastLight: string;
}

export interface Colour {
	readonly id: string;
	/** What it draws: text must reach a contrast of 4.5:1, lines 3:1, a background only has to stay behind its text. */
	readonly use: 'text' | 'line' | 'background';
	readonly defaults: ColourDefaults;
}

/** The editor backgrounds of VS Code's default themes. */
export const EDITOR_BACKGROUNDS: { readonly [theme in keyof ColourDefaults]: readonly string[] } = {
	dark: ['#1e1e1e', '#1f1f1f'],
	light: ['#ffffff', '#f8f8f8'],
	highContrast: ['#000000'],
	highContrastLight: ['#ffffff'],
};

export const COLOURS: readonly Colour[] = [
	{
		id: 'backstep.value',
		use: 'text',
		defaults: { dark: '#6fcf7c', light: '#15722f', highContrast: '#7dff8f', highContrastLight: '#00591f' },
	},
	{
		id: 'backstep.gradient',
		use: 'text',
		defaults: { dark: '#ff8b85', light: '#b3202c', highContrast: '#ffa59f', highContrastLight: '#96000f' },
	},
	{
		id: 'backstep.guessed',
		use: 'text',
		defaults: { dark: '#d7ba6a', light: '#7a5600', highContrast: '#ffd866', highContrastLight: '#5e4200' },
	},
	{
		id: 'backstep.stale',
		use: 'text',
		defaults: { dark: '#969696', light: '#666666', highContrast: '#b8b8b8', highContrastLight: '#545454' },
	},
	{
		id: 'backstep.step',
		use: 'text',
		defaults: { dark: '#c8c8c8', light: '#3b3b3b', highContrast: '#ffffff', highContrastLight: '#1a1a1a' },
	},
	{
		id: 'backstep.claimHolds',
		use: 'text',
		defaults: { dark: '#7da884', light: '#3f7350', highContrast: '#9be8a8', highContrastLight: '#1d5230' },
	},
	{
		id: 'backstep.active',
		use: 'line',
		defaults: { dark: '#4daafc', light: '#0063d3', highContrast: '#f38518', highContrastLight: '#0f4a85' },
	},
	{
		id: 'backstep.chipBackground',
		use: 'background',
		defaults: { dark: '#ffffff0d', light: '#0000000a', highContrast: '#00000000', highContrastLight: '#00000000' },
	},
];
