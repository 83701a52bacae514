/** Runs the suite in the desktop's extension host. */
import { files } from 'suite:files';
import { conclude, Reporter } from './reporter.ts';

export async function run(): Promise<void> {
	// Mocha is an ES module, which the extension host cannot `require`.
	const { default: Mocha } = await import('mocha');
	const mocha = new Mocha({ ui: 'tdd', timeout: 20_000, reporter: Reporter as unknown as Mocha.ReporterConstructor });
	// Both ways of naming tests: suite/test and describe/it.
	mocha.ui('bdd');
	mocha.suite.emit('pre-require', globalThis, '', mocha);
	for (const load of files) await load();
	await new Promise<void>((resolve) => void mocha.run(() => resolve()));
	conclude('node extension host');
}
