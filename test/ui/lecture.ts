/** Three rows of the lecture in the installed extension: stepped with keys to the end, read in the text and in the panel, and kept as pictures. A part of editor.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Workbench } from '../harness/workbench.ts';

interface Row {
	readonly name: string;
	readonly file: string;
	/** The line where stepping starts. */
	readonly line: number;
	/** A colour theme as the picker names it. */
	readonly theme: string;
	/** Steps in each pass. */
	readonly gates: number;
	/** At the end of the backward pass. */
	readonly chips: ReadonlyMap<number, readonly string[]>;
	/** Back through each gate: the card's expression, the gradient from above and what each operand receives. */
	readonly cards: readonly (readonly [expression: string, upstream: string, downstream: readonly string[]])[];
	/** What stands on the wires at the end: the value above the gradient below. */
	readonly wires: readonly (readonly [value: string, gradient: string])[];
	readonly labels: readonly string[];
	/** The gates as drawn; a box that stands for several counts as one. */
	readonly drawn: readonly string[];
}

const SIGMOID = '1/(1+exp(-(w0*x0+w1*x1+w2)))';

const ROWS: readonly Row[] = [
	{
		name: 'lecture-02-add-mul',
		file: '02-add-mul.txt',
		line: 4,
		theme: 'Light Modern',
		gates: 2,
		chips: new Map([
			[
				4,
				[
					'−12',
					'∂1',
					'−2',
					'∂−4',
					'3',
					'∂−4',
					'5',
					'∂−4',
					'−4',
					'∂3',
					'✓',
					'✓',
					'✓',
					'+  x: −4 × 1 = ∂−4   y: −4 × 1 = ∂−4',
				],
			],
		]),
		cards: [
			['(x + y) * z', '1', ['−4', '3']],
			['x + y', '−4', ['−4', '−4']],
		],
		wires: [
			['−2', '−4'],
			['5', '−4'],
			['3', '−4'],
			['−4', '3'],
			['−12', '1'],
		],
		labels: ['x', 'y', 'z'],
		drawn: ['+', '*'],
	},
	{
		name: 'lecture-03-sigmoid-neuron',
		file: '03-sigmoid-neuron.txt',
		line: 6,
		theme: 'Dark Modern',
		gates: 8,
		chips: new Map([
			[
				6,
				[
					'0.73',
					'∂1',
					'2',
					'∂−0.20',
					'−1',
					'∂0.39',
					'−3',
					'∂−0.39',
					'−2',
					'∂−0.59',
					'−3',
					'∂0.20',
					'*  w0: 0.20 × −1 = ∂−0.20   x0: 0.20 × 2 = ∂0.39',
				],
			],
		]),
		cards: [
			[SIGMOID, '1', ['−0.53']],
			['1+exp(-(w0*x0+w1*x1+w2))', '−0.53', ['−0.53']],
			['exp(-(w0*x0+w1*x1+w2))', '−0.53', ['−0.20']],
			['-(w0*x0+w1*x1+w2)', '−0.20', ['0.20']],
			['w0*x0+w1*x1+w2', '0.20', ['0.20', '0.20']],
			['w0*x0+w1*x1', '0.20', ['0.20', '0.20']],
			['w1*x1', '0.20', ['−0.39', '−0.59']],
			['w0*x0', '0.20', ['−0.20', '0.39']],
		],
		wires: [
			['2', '−0.20'],
			['−1', '0.39'],
			['−3', '−0.39'],
			['−2', '−0.59'],
			['−2', '0.20'],
			['6', '0.20'],
			['4', '0.20'],
			['−3', '0.20'],
			['1', '0.20'],
			['−1', '−0.20'],
			['0.37', '−0.53'],
			['1.37', '−0.53'],
			['0.73', '1'],
		],
		labels: ['w0', 'x0', 'w1', 'x1', 'w2'],
		drawn: ['*', '*', '+', '+', '*-1', 'exp', '+1', '1/x'],
	},
	{
		name: 'lecture-08-staged',
		file: '08-staged.txt',
		line: 7,
		theme: 'Default High Contrast',
		gates: 8,
		chips: new Map([
			[7, ['0.018', '∂0.51', '−4', '∂0.0090', 'σ  0.51 × 0.018 = ∂0.0090']],
			[8, ['3.02', '∂0.51', '3', '∂0.51', '0.018', '∂0.51']],
			[9, ['0.95', '∂−0.79', '3', '∂−0.036']],
			[10, ['−1', '∂1.58', '3', '∂1.58', '−4', '∂1.58']],
			[11, ['1', '∂−0.79', '−1', '∂1.58']],
			[12, ['1.95', '∂−0.79', '0.95', '∂−0.79', '1', '∂−0.79']],
			[13, ['0.51', '∂3.02', '1.95', '∂−0.79']],
			[14, ['1.55', '∂1', '3.02', '∂0.51', '0.51', '∂3.02']],
		]),
		cards: [
			['num * invden', '1', ['0.51', '3.02']],
			['1 / den', '3.02', ['−0.79']],
			['sigx + xpysqr', '−0.79', ['−0.79', '−0.79']],
			['xpy^2', '−0.79', ['1.58']],
			['x + y', '1.58', ['1.58', '1.58']],
			['sigmoid(x)', '−0.79', ['−0.036']],
			['x + sigy', '0.51', ['0.51', '0.51']],
			['sigmoid(y)', '0.51', ['0.0090']],
		],
		// A variable that is used more than once has its value and its sum before the fork, and the shares behind it.
		wires: [
			['−4', '1.59'],
			['3', '2.06'],
			['', '0.0090'],
			['', '0.51'],
			['0.018', '0.51'],
			['', '−0.036'],
			['', '1.58'],
			['', '1.58'],
			['−1', '1.58'],
			['0.95', '−0.79'],
			['1', '−0.79'],
			['1.95', '−0.79'],
			['3.02', '0.51'],
			['0.51', '3.02'],
			['1.55', '1'],
		],
		labels: ['y', 'x'],
		drawn: ['σ', '+', 'σ', '+', '^2', '+', '1/x', '*'],
	},
];

export function lectureTests(shared: () => Workbench): void {
	for (const row of ROWS) {
		test(`${row.file}, stepped to the end in ${row.theme}`, { timeout: 60_000 }, async () => {
			const workbench = shared();
			const { editor, page } = workbench;
			const graph = workbench.graph();
			const texts = (selector: string): Promise<string[]> => graph.locator(selector).allTextContents();
			const where = (): Promise<string> => graph.locator('.where').innerText();
			const stands = (words: string): Promise<void> => workbench.until(words, async () => (await where()) === words);
			await workbench.useTheme(row.theme);
			await workbench.openFile(row.file);
			await workbench.until('the chips', async () => (await editor.chips(row.line)).length > 0);
			await workbench.caret(row.line);
			await workbench.command('Backstep: Step Through Selection');
			await stands(`forward ${row.gates}/${row.gates}`);
			assert.deepEqual(await texts('.graph .input .label'), row.labels);
			assert.deepEqual(
				(await texts('.graph .node.gate, .graph .node.group')).map((text) => text.trim()),
				row.drawn,
			);

			await page.keyboard.press('Alt+.');
			await stands('turning point');
			for (const [index, [expression, upstream, downstream]] of row.cards.entries()) {
				await page.keyboard.press('Alt+.');
				await stands(`backward ${index + 1}/${row.gates}`);
				assert.deepEqual(await texts('.card .expression'), [expression]);
				assert.deepEqual(await texts('.card .diagram .gradient'), [...downstream, upstream], expression);
			}
			// A step past the end stays there.
			await page.keyboard.press('Alt+.');
			await stands(`backward ${row.gates}/${row.gates}`);

			for (const [line, chips] of row.chips) assert.deepEqual(await editor.chips(line), chips, `line ${line}`);
			const [values, gradients] = [await texts('.numbers .value'), await texts('.numbers .gradient')];
			assert.deepEqual(
				values.map((value, index) => [value, gradients[index]]),
				row.wires,
			);
			await workbench.screenshot(row.name);
			assert.deepEqual(workbench.errors, []);
			await workbench.command('Backstep: Stop Stepping');
			await workbench.command('View: Close All Editors');
			await page.locator('.tab').first().waitFor({ state: 'hidden' });
		});
	}
}
