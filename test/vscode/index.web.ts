/** Runs the suite in the browser's extension host, a web worker. */
import 'mocha/mocha.js';
import { files } from 'suite:files';
import { conclude, Reporter } from './reporter.ts';

declare const mocha: BrowserMocha;

export async function run(): Promise<void> {
	mocha.setup({ ui: 'tdd', timeout: 20_000, reporter: Reporter as unknown as Mocha.ReporterConstructor });
	mocha.ui('bdd');
	for (const load of files) await load();
	await new Promise<void>((resolve) => void mocha.run(() => resolve()));
	conclude('web extension host');
}
