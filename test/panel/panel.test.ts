/** The panel in a real browser, under the policy it has in VS Code: drawing, keys, motion, teacher mode. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, sent, settle, shown, still, texts, where, withBrowser, type HostWindow } from './driver.ts';
import { EXAMPLES } from './examples.ts';

withBrowser();

test('the neuron is drawn as on the slide, every number in its place', async () => {
	await shown({ ...EXAMPLES.neuron, position: 99 }, still, async (page) => {
		assert.deepEqual(await texts(page, '.graph .input .label'), ['w0', 'x0', 'w1', 'x1', 'w2']);
		assert.equal(await page.locator('.graph .node.gate').count(), 8);
		assert.deepEqual(await texts(page, '.numbers .value'), [
			'2',
			'−1',
			'−3',
			'−2',
			'−2',
			'6',
			'4',
			'−3',
			'1',
			'−1',
			'0.37',
			'1.37',
			'0.73',
		]);
		assert.deepEqual(await texts(page, '.numbers .gradient'), [
			'−0.20',
			'0.39',
			'−0.39',
			'−0.59',
			'0.20',
			'0.20',
			'0.20',
			'0.20',
			'0.20',
			'−0.20',
			'−0.53',
			'−0.53',
			'1',
		]);
		assert.match((await texts(page, '.turning'))[0] ?? '', /^f = 0\.73 · ∂ = 1$/);
	});
});

test('in the fonts of the page no number touches another, a gate or the edge of the drawing', async () => {
	for (const name of ['simple', 'neuron', 'patterns', 'staged', 'twice', 'korean'] as const)
		await shown({ ...EXAMPLES[name], position: 99 }, still, async (page) => {
			const meets = await page.evaluate(() => {
				const boxes = [...document.querySelectorAll('.numbers text, .graph .gate .body')]
					.filter((each) => each.tagName === 'rect' || each.textContent !== '')
					.map((each) => ({ box: each.getBoundingClientRect(), what: each.textContent ?? '' }));
				const found: string[] = [];
				boxes.forEach((a, i) =>
					boxes.slice(i + 1).forEach((b) => {
						// A line's box is taller than its digits: 3 px of it may be shared.
						if (
							a.box.left < b.box.right - 1 &&
							b.box.left < a.box.right - 1 &&
							a.box.top < b.box.bottom - 3 &&
							b.box.top < a.box.bottom - 3
						)
							found.push(`${a.what} meets ${b.what}`);
					}),
				);
				return found;
			});
			assert.deepEqual(meets, [], name);
		});
});

test('boxes of a long run open and close by click and by key; the path brings a box into view', async () => {
	await shown({ ...EXAMPLES.recurrent, position: 300 }, still, async (page) => {
		const opens = (): Promise<string[]> => texts(page, '.graph .group.open .title');
		const before = await opens();
		assert.ok(
			before.some((title) => title.includes('iteration 50 of 100')),
			before.join(),
		);
		const box = page.getByRole('button', { name: /^iteration 49 of 100.*: open$/ });
		await box.focus();
		await press(page, 'Enter');
		await page.waitForFunction(
			(count) => document.querySelectorAll('.graph .group.open').length === count,
			before.length + 1,
		);
		const own = page.getByRole('button', { name: 'iteration 49 of 100: close' });
		await own.focus();
		await press(page, 'Enter');
		await page.waitForFunction(
			(count) => document.querySelectorAll('.graph .group.open').length === count,
			before.length,
		);
		assert.deepEqual(await opens(), before);
		const drawn = (): Promise<string | null> => page.locator('.scene').getAttribute('transform');
		const view = await drawn();
		await page.locator('.path button').first().click();
		await page.waitForFunction((old) => document.querySelector('.scene')?.getAttribute('transform') !== old, view);
	});
});

test('keys walk: arrows, Page keys, Home, End, Space', async () => {
	await shown(EXAMPLES.neuron, still, async (page) => {
		assert.equal(await where(page), 'forward 8/8');
		await press(page, 'ArrowRight');
		assert.equal(await where(page), 'turning point');
		await press(page, 'PageDown');
		await press(page, 'PageDown');
		assert.equal(await where(page), 'backward 2/8');
		await press(page, 'PageUp');
		assert.equal(await where(page), 'backward 1/8');
		await press(page, 'ArrowLeft');
		await press(page, 'Home');
		assert.equal(await where(page), 'start of the forward pass');
		assert.deepEqual(
			(await texts(page, '.numbers .value')).filter((text) => text !== ''),
			['2', '−1', '−3', '−2', '−3'],
		);
		await press(page, 'End');
		assert.equal(await where(page), 'backward 8/8');
		await press(page, 'Home');
		await press(page, 'Space');
		await page.waitForFunction(() => document.querySelector('.where')?.textContent === 'forward 2/8');
		await press(page, 'Space');
		const stopped = await where(page);
		await page.waitForTimeout(1100);
		assert.equal(await where(page), stopped);
	});
});

test('teacher mode hides what is coming until Space reveals it', async () => {
	await shown({ ...EXAMPLES.neuron, position: 11, teacher: true }, still, async (page) => {
		await press(page, 'Space');
		const hidden = await texts(page, '.numbers .gradient');
		assert.equal(hidden.filter((text) => text === '?').length, 1);
		assert.ok(!hidden.includes('−0.20'));
		assert.ok(!(await page.locator('.card').innerText()).includes('−0.20'));
		assert.ok(!(await page.locator('[role=status]').innerText()).includes('−0.20'));
		assert.ok(!(await page.locator('.graph').evaluate((graph) => graph.outerHTML)).includes('−0.20'));
		await press(page, 'Space');
		assert.equal((await texts(page, '.numbers .gradient')).filter((text) => text === '−0.20').length, 1);
		assert.equal(await where(page), 'backward 3/8');
	});
});

test('a backward step is seen to happen, and is at its end at once where motion is unwanted', async () => {
	await shown({ ...EXAMPLES.simple, position: 3 }, {}, async (page) => {
		// Looked at in the page: on a busy machine the movement is over before an answer from here comes back.
		const meanwhile = page.evaluate(
			() =>
				new Promise<string[]>((resolve) => {
					new MutationObserver((_, observer) => {
						if (document.querySelector('.tokens .token') === null) return;
						observer.disconnect();
						resolve([...document.querySelectorAll('.numbers .gradient')].map((each) => each.textContent ?? ''));
					}).observe(document.querySelector('.tokens')!, { childList: true, subtree: true });
				}),
		);
		await page.keyboard.press('ArrowRight');
		assert.deepEqual((await meanwhile).slice(0, 4), ['', '', '', '']);
		await page.waitForFunction(() => document.querySelectorAll('.tokens .token').length === 0);
		await settle(page);
		assert.deepEqual((await texts(page, '.numbers .gradient')).filter((text) => text !== '').sort(), ['1', '3', '−4']);
	});
	await shown({ ...EXAMPLES.simple, position: 3 }, still, async (page) => {
		await press(page, 'ArrowRight');
		assert.equal(await page.locator('.tokens .token').count(), 0);
		assert.equal((await texts(page, '.numbers .gradient')).filter((text) => text !== '').length, 3);
	});
	await shown({ ...EXAMPLES.simple, position: 3 }, {}, async (page) => {
		await page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
		await press(page, 'ArrowRight');
		assert.equal(await page.locator('.tokens .token').count(), 0);
	});
});

test('a partial sum reads as one, a gradient that has not arrived is blank', async () => {
	await shown({ ...EXAMPLES.staged, position: 14 }, still, async (page) => {
		const all = await texts(page, '.numbers .gradient');
		assert.ok(all.includes('1.58 + …'), all.join(' '));
		assert.ok(!all.includes('0'));
	});
});

test('the drawing stands still from step to step', async () => {
	await shown({ ...EXAMPLES.patterns, position: 99 }, still, async (page) => {
		// Once every card has been seen, their heights no longer move anything.
		for (let i = 0; i < 9; i += 1) await press(page, 'ArrowLeft');
		const place = await page.locator('.scene').getAttribute('transform');
		for (let i = 0; i < 9; i += 1) {
			await press(page, 'ArrowRight');
			assert.equal(await page.locator('.scene').getAttribute('transform'), place);
		}
	});
});

test('at a fork each share is added, and the card says so', async () => {
	await shown({ ...EXAMPLES.twice, values: { x: 3 }, position: 99 }, still, async (page) => {
		assert.deepEqual(await texts(page, '.product .sign'), ['+=', '×', '=', '+=', '×', '=']);
		assert.match((await page.locator('.shares').textContent()) ?? '', /gradients add up/);
		assert.equal((await page.locator('.shares math').textContent())?.replaceAll(/\s/g, ''), '∂f∂x=3+3+1=7');
	});
});

test('a branch into a test makes no sum', async () => {
	await shown({ ...EXAMPLES.conditional, position: 99 }, still, async (page) => {
		assert.deepEqual(await texts(page, '.product .sign'), ['=', '×', '=', '=', '×', '=']);
		assert.equal(await page.locator('.shares').count(), 0);
	});
});

test('a click reveals a gate and shows its card; a highlight lights it; a box folds', async () => {
	await shown({ ...EXAMPLES.neuron, position: 99 }, still, async (page) => {
		await sent(page);
		const exp = page.locator('.graph .node.gate', { hasText: 'exp' });
		await exp.click();
		const node = Number(await exp.getAttribute('data-node'));
		assert.deepEqual(await sent(page), [{ kind: 'reveal', node }]);
		await settle(page);
		assert.match(await page.locator('.expression').innerText(), /^exp/);
		await page.evaluate(
			(at) => (window as unknown as HostWindow).panelHost.send({ kind: 'highlight', node: at }),
			node,
		);
		await settle(page);
		assert.equal((await page.locator('.node.lit .symbol').textContent()) ?? '', 'exp');
		await page
			.locator('.group .title')
			.evaluate((title) => title.parentElement?.dispatchEvent(new MouseEvent('click', { bubbles: true })));
		await settle(page);
		assert.equal(await page.locator('.graph .node.gate').count(), 4);
		assert.equal(await page.locator('.graph .node.group .symbol').textContent(), 'σ');
	});
});

test('changed inputs are followed within the frame, and can be written back', async () => {
	await shown({ text: EXAMPLES.simple.text, position: 99 }, still, async (page) => {
		assert.deepEqual(await texts(page, '.input.guessed .source'), ['guessed', 'guessed', 'guessed']);
		assert.deepEqual(
			await page.locator('.number').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value)),
			['1', '2', '3'],
		);
		await page.locator('input[data-field=x]').fill('1.5');
		await settle(page);
		assert.ok((await texts(page, '.numbers .value')).includes('10.50'));
		assert.deepEqual(await texts(page, '.input .source'), ['changed here', 'guessed', 'guessed']);
		assert.equal(await page.locator('input[data-field=x]').inputValue(), '1.5');
		await sent(page);
		await page.getByRole('button', { name: /write x/ }).click();
		await page.getByRole('button', { name: 'Write as annotation' }).click();
		assert.deepEqual(await sent(page), [{ kind: 'write-back', name: 'x', value: 1.5 }, { kind: 'annotate' }]);
		// Many slides within one frame are one message.
		await page.locator('input[data-slider=y]').evaluate((slider: HTMLInputElement) => {
			for (let i = 0; i < 20; i += 1) {
				slider.value = String(i / 10);
				slider.dispatchEvent(new Event('input', { bubbles: true }));
			}
		});
		await settle(page);
		assert.deepEqual(await sent(page), [{ kind: 'change', name: 'y', value: 1.9 }]);
	});
});

test('the timeline is scrubbed by dragging', async () => {
	await shown(EXAMPLES.neuron, still, async (page) => {
		const line = (await page.locator('.timeline').boundingBox())!;
		await page.mouse.move(line.x + line.width / 2, line.y + 30);
		await page.mouse.down();
		await settle(page);
		assert.equal(await where(page), 'turning point');
		await page.mouse.move(line.x + line.width - 5, line.y + 30, { steps: 4 });
		await page.mouse.up();
		await settle(page);
		assert.equal(await where(page), 'backward 8/8');
	});
});

test('keyboard alone: one stop in the graph, Up and Down walk over gates, Enter reveals', async () => {
	await shown(EXAMPLES.simple, still, async (page) => {
		assert.equal(await page.locator('.graph [tabindex="0"]').count(), 1);
		await page.locator('.graph [tabindex="0"]').focus();
		await press(page, 'ArrowDown');
		assert.match(
			(await page.locator(':focus').getAttribute('aria-label')) ?? '',
			/^variable y: value 5, gradient not there yet$/,
		);
		await sent(page);
		await press(page, 'Enter');
		assert.equal(((await sent(page))[0] as { kind: string }).kind, 'reveal');
		await press(page, 'ArrowRight');
		await press(page, 'ArrowRight');
		assert.match(
			(await page.locator('[role=status]').textContent()) ?? '',
			/gate \*, upstream 1: .* receives −4; z receives 3/,
		);
	});
});

test('what must come back after a reload is kept', async () => {
	await shown({ ...EXAMPLES.neuron, position: 12 }, still, async (page) => {
		const kept = await page.evaluate(() => (window as unknown as HostWindow).panelState);
		assert.equal(kept['position'], 12);
		assert.equal(kept['uri'], 'file:///example.txt');
	});
});

test('NaN and infinity are shown, not lost on the way', async () => {
	await shown({ text: 'f = log(x) + 1/y', values: { x: 0, y: 0 }, position: 99 }, still, async (page) => {
		const values = await texts(page, '.numbers .value');
		assert.ok(values.includes('−∞') && values.includes('∞') && values.includes('NaN'), values.join(' '));
	});
});

test('the drawing moves, zooms and fits', async () => {
	await shown(EXAMPLES.neuron, still, async (page) => {
		const place = (): Promise<string | null> => page.locator('.scene').getAttribute('transform');
		const first = await place();
		await page.mouse.move(300, 300);
		await page.mouse.down();
		await page.mouse.move(340, 320, { steps: 3 });
		await page.mouse.up();
		await settle(page);
		const dragged = await place();
		assert.notEqual(dragged, first);
		await page.keyboard.down('Control');
		await page.mouse.wheel(0, -200);
		await page.keyboard.up('Control');
		await settle(page);
		assert.notEqual(await place(), dragged);
		await page.getByRole('button', { name: 'Fit (0)' }).click();
		await settle(page);
		const inside = await page.locator('.graph').evaluate((graph) => {
			const window = graph.getBoundingClientRect();
			return [...graph.querySelectorAll('.body')].every((body) => {
				const box = body.getBoundingClientRect();
				return (
					box.left >= window.left && box.right <= window.right && box.top >= window.top && box.bottom <= window.bottom
				);
			});
		});
		assert.ok(inside);
	});
});
