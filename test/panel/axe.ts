/** Holds a page to axe's rules, in every theme. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { wear } from './open.ts';
import { THEMES } from './themes.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a theme can change; the other rules read the same elements in each. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** All rules in the first theme, those of colours in the others. The page is left in the last one. */
export async function axeFindsNothing(page: Page): Promise<void> {
	await page.evaluate(axe);
	for (const [index, theme] of THEMES.entries()) {
		await wear(page, theme);
		const violations = await page.evaluate(
			async (runOnly) => {
				const { axe: run } = window as unknown as {
					axe: {
						run(
							options: object,
						): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
					};
				};
				return (await run.run(runOnly === null ? {} : { runOnly })).violations.map(
					({ id, nodes }) =>
						`${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`).join(' | ')}`,
				);
			},
			index === 0 ? null : OF_COLOURS,
		);
		assert.deepEqual(violations, [], theme);
	}
}
