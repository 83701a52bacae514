/** Arrays in the panel, in a real browser: tables and heatmaps of value and gradient, one entry's history, the Jacobian and its blocks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindsNothing } from './axe.ts';
import { press, sent, settle, shown, still, texts, withBrowser } from './driver.ts';
import { EXAMPLES } from './examples.ts';

withBrowser();

async function entries(page: Page): Promise<string[]> {
	return (await texts(page, '.half .entry')).map((text) => text.trim());
}

test('wires carry shapes, the section below the card has the entries, value and gradient side by side', async () => {
	await shown({ ...EXAMPLES.product, position: 99 }, still, async (page) => {
		await settle(page);
		assert.deepEqual((await texts(page, '.numbers .value')).slice(0, 3), ['2×2', '[0.20 0.40]', '[0.22 0.26]']);
		const written = ['0.10', '0.50', '−0.30', '0.80', '0.088', '0.18', '0.10', '0.21'];
		assert.deepEqual(await entries(page), written);
		assert.match((await texts(page, '.arrays .statistics'))[0] ?? '', /‖·‖ 0\.99/);
		// During the forward pass there is no gradient to be shown.
		await press(page, 'Home');
		await press(page, 'ArrowRight');
		assert.deepEqual(await entries(page), ['0.22', '0.26']);
		assert.equal((await texts(page, '.half .hint')).length, 1);
	});
});

test('an entry says what it came from, by the mouse and by the keyboard alone', async () => {
	await shown({ ...EXAMPLES.product, position: 99 }, still, async (page) => {
		await settle(page);
		await page.locator('.subjects button').last().click();
		await settle(page);
		await sent(page);
		await page.locator('.half .entry').nth(1).click();
		await settle(page);
		assert.deepEqual(
			(await sent(page)).map((message) => (message as { kind: string }).kind),
			['element'],
		);
		const history = await page.locator('.history').innerText();
		assert.match(history, /came from/);
		assert.match(history, /\[1, 0\]/);
		assert.equal(await page.locator('.half .entry[tabindex="0"]').count(), 2);
		await press(page, 'ArrowLeft');
		assert.match((await page.locator(':focus').getAttribute('aria-label')) ?? '', /^\[0\]/);
		await press(page, 'Enter');
		assert.match(await page.locator('.history').innerText(), /\[0, 0\]/);
	});
});

test('an entry of an input is tried out where it is read, and the run repeats at the same step', async () => {
	await shown({ ...EXAMPLES.product, position: 99 }, still, async (page) => {
		await settle(page);
		// On the way back the operand is looked at: W = [0.1, 0.5; −0.3, 0.8].
		await page.locator('.half .entry').nth(1).click();
		await settle(page);
		const field = page.locator('.history .number');
		assert.equal(await field.inputValue(), '0.5');
		await sent(page);
		await field.fill('0.7');
		await settle(page);
		assert.deepEqual(
			(await sent(page)).filter((message) => (message as { kind: string }).kind === 'change'),
			[{ kind: 'change', name: 'W @1', value: 0.7 }],
		);
		// q₀ = 0.1·0.2 + 0.7·0.4 = 0.3, and the gradient of W's first row is 2·q₀·x.
		assert.deepEqual((await entries(page)).slice(0, 6), ['0.10', '0.70', '−0.30', '0.80', '0.12', '0.24']);
		assert.equal(await field.evaluate((element) => element === document.activeElement), true);
		assert.match(await page.locator('.steps').innerText(), /backward 3\/3/);
		// What a gate computed is read, not set.
		await page.locator('.subjects button').last().click();
		await page.locator('.half .entry').first().click();
		await settle(page);
		assert.equal(await field.count(), 0);
	});
});

test('the Jacobian is described at once and shows any block of entries', async () => {
	await shown({ ...EXAMPLES.large, position: 99 }, still, async (page) => {
		await settle(page);
		assert.match(
			await page.locator('.jacobian').innerText(),
			/96 × 12,288 · 9\.44 MB in float64 · a Kronecker product/,
		);
		assert.equal(await page.locator('.heat canvas').count(), 2);
		await page.getByRole('button', { name: 'Show entries' }).click();
		await settle(page);
		assert.equal(await page.locator('.block .cell').count(), 48);
		await page.getByRole('button', { name: 'columns after' }).click();
		await settle(page);
		assert.equal((await texts(page, '.block th'))[0], '8');
		await page
			.locator('.heat')
			.first()
			.click({ position: { x: 4, y: 4 } });
		await settle(page);
		assert.equal(await page.locator('.half .entry').count(), 160);
	});
});

test('teacher mode keeps the entries back too', async () => {
	await shown({ ...EXAMPLES.product, position: 6, teacher: true }, still, async (page) => {
		await press(page, 'Space');
		await settle(page);
		assert.equal(await page.locator('.half').count(), 0);
		await press(page, 'Space');
		await settle(page);
		assert.equal(await page.locator('.half').count(), 2);
	});
});

for (const [name, example] of Object.entries({ layer: EXAMPLES.layer, large: EXAMPLES.large }))
	test(`axe finds nothing among arrays, in four themes: ${name}`, async () => {
		await shown({ ...example, position: 99 }, { ...still, height: 1400 }, async (page) => {
			await settle(page);
			await page.getByRole('button', { name: 'Show entries' }).click();
			const entry = page.locator('.half .entry').first();
			if ((await entry.count()) > 0) await entry.click();
			await settle(page);
			await axeFindsNothing(page);
		});
	});
