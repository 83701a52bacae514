/**
 * Takes pictures of the panel, to be looked at:
 *
 *     node --import tsx test/panel/look.ts FOLDER EXAMPLE[@POSITION][:THEME][:WIDTH][:ko] …
 */
import { mkdir } from 'node:fs/promises';
import { EXAMPLES, type ExampleName } from './examples.ts';
import { PanelBrowser } from './open.ts';
import type { Shown } from './host.ts';
import type { Theme } from './themes.ts';

const [folder = 'test-results/panel', ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const browser = new PanelBrowser();
await browser.start();
for (const request of wanted) {
	const [what = '', theme = 'dark', width = '700', language = ''] = request.split(':');
	const [name = '', position] = what.split('@');
	const shown: Shown = EXAMPLES[name as ExampleName];
	const example = position === undefined ? shown : { ...shown, position: Number(position) };
	const { page, complaints } = await browser.show(example, {
		theme: theme as Theme,
		width: Number(width),
		korean: language === 'ko',
	});
	await page.screenshot({ path: `${folder}/${request.replaceAll(':', '-')}.png` });
	for (const complaint of complaints) console.log(request, complaint);
}
await browser.stop();
