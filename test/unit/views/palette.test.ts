import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COLOURS, EDITOR_BACKGROUNDS } from '../../../src/views/palette.ts';
import type { ColourDefaults } from '../../../src/views/palette.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const THEMES = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;

function channels(colour: string): [number, number, number, number] {
	const part = (index: number): number => Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16);
	return [part(0), part(1), part(2), colour.length > 7 ? part(3) / 255 : 1];
}

/** A colour laid over an opaque one. */
function over(colour: string, ground: string): [number, number, number] {
	const [r, g, b, alpha] = channels(colour);
	const [gr, gg, gb] = channels(ground);
	return [r * alpha + gr * (1 - alpha), g * alpha + gg * (1 - alpha), b * alpha + gb * (1 - alpha)];
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(rgb: readonly [number, number, number]): number {
	const linear = (channel: number): number => {
		const c = channel / 255;
		return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

function contrast(a: readonly [number, number, number], b: readonly [number, number, number]): number {
	const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

test('contrast is computed as WCAG 2 defines it', () => {
	assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
	assert.ok(Math.abs(contrast([0x77, 0x77, 0x77], [255, 255, 255]) - 4.48) < 0.01);
});

test('texts reach 4.5:1 and lines 3:1 on every default background, chips included', () => {
	const chip = COLOURS.find(({ id }) => id === 'backstep.chipBackground');
	assert.ok(chip);
	for (const { id, use, defaults } of COLOURS) {
		if (use === 'background') continue;
		for (const theme of THEMES) {
			for (const background of EDITOR_BACKGROUNDS[theme]) {
				for (const ground of [over(background, background), over(chip.defaults[theme], background)]) {
					const reached = contrast(over(defaults[theme], background), ground);
					assert.ok(
						reached >= (use === 'text' ? 4.5 : 3),
						`${id} in ${theme} on ${background}: ${reached.toFixed(2)}:1`,
					);
				}
			}
		}
	}
});

test('package.json contributes exactly these colours', () => {
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		contributes: { colors: { id: string; description: string; defaults: ColourDefaults }[] };
	};
	assert.deepEqual(
		manifest.contributes.colors.map(({ id, defaults }) => ({ id, defaults })),
		COLOURS.map(({ id, defaults }) => ({ id, defaults })),
	);
});
