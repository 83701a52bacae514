/** How the panel looks and is heard, in a real browser: four themes, Korean, five hundred gates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axeFindsNothing } from './axe.ts';
import { shown, still, withBrowser, type HostWindow } from './driver.ts';
import { EXAMPLES } from './examples.ts';
import { wear } from './open.ts';
import { THEMES } from './themes.ts';

withBrowser();

for (const [name, example] of Object.entries({
	neuron: { ...EXAMPLES.neuron, position: 13 },
	staged: { text: EXAMPLES.staged.text, position: 14 },
	recurrent: { ...EXAMPLES.recurrent, position: 300 },
}))
	test(`axe finds nothing, in four themes: ${name}`, async () => {
		await shown(example, still, axeFindsNothing);
	});

test('values and gradients have a contrast of 4.5:1 or more, in four themes', async () => {
	await shown({ ...EXAMPLES.patterns, position: 99 }, still, async (page) => {
		for (const theme of THEMES) {
			await wear(page, theme);
			const least = await page.evaluate(() => {
				const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
				// A method and no arrow: the transpiler would wrap a named function in a helper the page has not.
				const colours = {
					light(colour: string): number {
						canvas.fillStyle = colour;
						canvas.fillRect(0, 0, 1, 1);
						const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
						const [r, g, b] = parts.map((part) =>
							part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
						) as [number, number, number];
						return 0.2126 * r + 0.7152 * g + 0.0722 * b;
					},
				};
				const paper = colours.light(getComputedStyle(document.body).backgroundColor);
				const all = [...document.querySelectorAll('svg text')].filter((text) => text.textContent !== '');
				return Math.min(
					...all.map((text) => {
						const ink = colours.light(getComputedStyle(text).fill);
						return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
					}),
				);
			});
			assert.ok(least >= 4.5, `${theme}: ${least}`);
		}
	});
});

test('a step with 500 gates drawn takes at most 16 ms of the page', async () => {
	const text = `f = ${Array.from({ length: 160 }, (_, i) => `sin(a${i % 9}*${i + 2})`).join(' + ')}`;
	const values = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`a${i}`, i / 5]));
	await shown({ text, values }, still, async (page) => {
		assert.ok((await page.locator('.graph .node.gate').count()) > 470);
		const times = await page.evaluate(async () => {
			const host = (window as unknown as HostWindow).panelHost;
			const first = document.querySelector('.graph .node');
			const measured: number[] = [];
			for (let step = 0; step < 24; step += 1) {
				void host.session.go(480 + step);
				// The message has come in; now the frame that draws it.
				await new Promise((resolve) => setTimeout(resolve, 60));
				measured.push(performance.getEntriesByName('backstep-draw').at(-1)?.duration ?? Infinity);
			}
			if (document.querySelector('.graph .node') !== first) measured.push(Infinity);
			return measured;
		});
		times.sort((a, b) => a - b);
		// A busy machine only ever adds: what the page itself needs shows in the quickest few.
		assert.ok((times[2] ?? Infinity) <= 16, times.map((time) => time.toFixed(1)).join(' '));
	});
});

test('in both languages every number of the product and every input is in view on a laptop', async () => {
	for (const korean of [false, true])
		await shown({ ...EXAMPLES.neuron, position: 11 }, { ...still, korean, width: 530, height: 800 }, async (page) => {
			const hidden = await page.evaluate(() =>
				(
					[
						['.product small', '.products'],
						['.input .number, .input .slider', '.inputs'],
					] as const
				).flatMap(([parts, around]) => {
					const room = document.querySelector(around)!.getBoundingClientRect();
					return [...document.querySelectorAll(parts)]
						.filter((part) => {
							const box = part.getBoundingClientRect();
							return box.left < room.left || box.right > room.right + 1 || box.bottom > room.bottom + 1;
						})
						.map((part) => part.outerHTML.slice(0, 90));
				}),
			);
			assert.deepEqual(hidden, []);
		});
});

test('Korean stands in its places', async () => {
	await shown({ ...EXAMPLES.korean, position: 6 }, { ...still, korean: true, width: 420 }, async (page) => {
		assert.equal(await page.locator('html').getAttribute('lang'), 'ko');
		const text = await page.locator('main').innerText();
		assert.ok(!/[a-z]{4,} [a-z]{3,} [a-z]{3,}/.test(text.replaceAll('max(0,x)', '')), text);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
		assert.equal(wide, false);
	});
});
