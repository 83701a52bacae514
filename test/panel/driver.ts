/**
 * Opens the panel and drives it, for the tests in a browser.
 */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import type { PageHost, Shown } from './host.ts';
import { PanelBrowser, type Looks } from './open.ts';

const browser = new PanelBrowser();

/** Starts the browser before a file's tests and ends it after them. */
export function withBrowser(): void {
	before(() => browser.start());
	after(() => browser.stop());
}

/** Shows an example, does something with it, and holds the page to having had no complaint. */
export async function shown(example: Shown, looks: Looks, look: (page: Page) => Promise<void>): Promise<void> {
	const { page, complaints } = await browser.show(example, looks);
	await look(page);
	assert.deepEqual(complaints, []);
}

export type HostWindow = Window & { panelHost: PageHost; panelState: Record<string, unknown> };

export const still: Looks = { reduceMotion: true };

export function texts(page: Page, selector: string): Promise<string[]> {
	return page.locator(selector).evaluateAll((all) => all.map((each) => each.textContent ?? ''));
}

/** Where the cursor stands, as the panel says it. */
export function where(page: Page): Promise<string> {
	return page.locator('.where').innerText();
}

/** Waits until what was asked for is answered and drawn. */
export function settle(page: Page): Promise<void> {
	return page.evaluate(
		() =>
			new Promise((resolve) =>
				requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => resolve()), 20)),
			),
	);
}

export async function press(page: Page, key: string): Promise<void> {
	await page.keyboard.press(key);
	await settle(page);
}

/** What the panel asked for since it was asked last. */
export function sent(page: Page): Promise<unknown[]> {
	return page.evaluate(() => (window as unknown as HostWindow).panelHost.sent.splice(0));
}
