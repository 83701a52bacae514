/** Reads the active editor as it is painted: its text, the chips that decorations add to it, and where each character stands. */
import type { Page } from 'playwright-core';

export interface Point {
	readonly x: number;
	readonly y: number;
}

export class EditorText {
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	/** Gives the editor of the first group the focus without moving its caret. Asks again where a webview, whose messages come late, takes it back. */
	async focus(): Promise<void> {
		await this.#page.locator('.editor-group-container .monaco-editor .view-line').first().waitFor({ timeout: 20_000 });
		const focused = this.#page.locator('.editor-group-container.active .monaco-editor.focused').first();
		for (let tries = 0; tries < 6; tries += 1) {
			await this.#page.keyboard.press('ControlOrMeta+1');
			const held = await focused.waitFor({ timeout: 3000 }).then(
				() => true,
				() => false,
			);
			if (held) return;
		}
		throw new Error('The text does not get the focus.');
	}

	/** The source on screen: line number (from 1) → text, without chips. */
	async lines(): Promise<ReadonlyMap<number, string>> {
		return new Map(
			(await this.#painted()).map(({ line, pieces }) => [
				line,
				pieces
					.filter((p) => !p.chip)
					.map((p) => p.text)
					.join(''),
			]),
		);
	}

	/** The source on screen with the text of decorations in ⟦ ⟧ where it stands: `x⟦−2 ∂−4⟧`. */
	async linesWithChips(): Promise<ReadonlyMap<number, string>> {
		return new Map(
			(await this.#painted()).map(({ line, pieces }) => [
				line,
				pieces.map((p) => (p.chip ? `⟦${p.text}⟧` : p.text)).join(''),
			]),
		);
	}

	/** The decorations' texts on a line, in order. */
	async chips(line: number): Promise<string[]> {
		const painted = (await this.#painted()).find((candidate) => candidate.line === line);
		return (painted?.pieces ?? []).filter((piece) => piece.chip).map((piece) => piece.text);
	}

	/** The middle, on screen, of the nth text that reads so in the active editor. */
	async pointOf(text: string, nth = 0): Promise<Point> {
		const place = (await this.places(text))[nth];
		if (!place) throw new Error(`${JSON.stringify(text)} is not on screen ${nth + 1} times.`);
		return { x: place.x + place.width / 2, y: place.y + place.height / 2 };
	}

	/** The boxes, on screen, of every occurrence of a text within a line of the active editor, in reading order. */
	async places(text: string): Promise<readonly { x: number; y: number; width: number; height: number }[]> {
		return this.#page.evaluate(async (wanted) => {
			// What is measured is what is painted: resize observers are called after a frame's own scripts and layout, and before its paint. Between frames a
			// style sheet may already be ahead of the line it styles.
			await new Promise<void>((painted) => {
				const observer = new ResizeObserver(() => {
					observer.disconnect();
					painted();
				});
				observer.observe(document.body);
			});
			const lines = [
				...document.querySelectorAll<HTMLElement>('.editor-group-container.active .monaco-editor .view-line'),
			];
			lines.sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y);
			const found: { x: number; y: number; width: number; height: number }[] = [];
			for (const line of lines) {
				const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
				const places: [Text, number][] = [];
				let whole = '';
				for (let node = walker.nextNode(); node; node = walker.nextNode()) {
					const data = (node as Text).data.replace(/\u00a0/g, ' ');
					for (let index = 0; index < data.length; index += 1) places.push([node as Text, index]);
					whole += data;
				}
				for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
					const first = places[at];
					const last = places[at + wanted.length - 1];
					if (!first || !last) continue;
					const range = document.createRange();
					range.setStart(first[0], first[1]);
					range.setEnd(last[0], last[1] + 1);
					const { x, y, width, height } = range.getBoundingClientRect();
					found.push({ x, y, width, height });
				}
			}
			return found;
		}, text);
	}

	async #painted(): Promise<{ line: number; pieces: { text: string; chip: boolean }[] }[]> {
		return this.#page.evaluate(() => {
			const editor = document.querySelector('.editor-group-container.active .monaco-editor');
			if (!editor) return [];
			const numbers = [...editor.querySelectorAll<HTMLElement>('.line-numbers')].map((element) => ({
				y: Math.round(element.getBoundingClientRect().y),
				line: Number(element.textContent),
			}));
			const plain = (text: string): string => text.replace(/\u00a0/g, ' ');
			const injected = (element: Element, side: '::before' | '::after'): { text: string; chip: boolean }[] => {
				const content = getComputedStyle(element, side).content;
				if (content === 'none' || content === 'normal' || content === '""') return [];
				return [{ text: plain(content.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1')), chip: true }];
			};
			return [...editor.querySelectorAll<HTMLElement>('.view-line')]
				.map((element) => {
					const y = Math.round(element.getBoundingClientRect().y);
					const line = numbers.find((candidate) => Math.abs(candidate.y - y) < 4)?.line ?? 0;
					const spans = [...element.querySelectorAll(':scope > span > span')];
					const pieces = spans.flatMap((span) => [
						...injected(span, '::before'),
						...(span.textContent ? [{ text: plain(span.textContent), chip: false }] : []),
						...injected(span, '::after'),
					]);
					return { line, pieces };
				})
				.sort((a, b) => a.line - b.line);
		});
	}
}
