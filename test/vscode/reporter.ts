/** Prints a suite's results as plain lines, the same in both extension hosts, whose consoles know neither colours nor cursors. */

/** The part of Mocha's runner that is used. */
export interface Runner {
	on(event: string, listener: (subject: Subject, error?: unknown) => void): unknown;
}

interface Subject {
	readonly title: string;
	readonly root?: boolean;
	readonly duration?: number;
	fullTitle(): string;
}

export class Reporter {
	static passed = 0;
	static failed = 0;

	constructor(runner: Runner) {
		let depth = 0;
		const indent = (): string => '  '.repeat(depth);
		runner.on('suite', (suite) => {
			if (suite.root !== true) console.log(`${indent()}${suite.title}`);
			depth += 1;
		});
		runner.on('suite end', () => {
			depth -= 1;
		});
		runner.on('pass', (test) => {
			Reporter.passed += 1;
			console.log(`${indent()}✓ ${test.title} (${test.duration ?? 0} ms)`);
		});
		runner.on('pending', (test) => {
			// Nothing is skipped in silence: a test that is switched off counts as one that failed.
			Reporter.failed += 1;
			console.log(`${indent()}✗ ${test.title}: switched off`);
		});
		runner.on('fail', (test, error) => {
			Reporter.failed += 1;
			const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
			console.log(`${indent()}✗ ${test.fullTitle()}\n${reason}`);
		});
	}
}

/** Sums up. Throws unless every test, and at least one, passed. */
export function conclude(host: string): void {
	const { passed, failed } = Reporter;
	console.log(`${host}: ${passed} passed, ${failed} failed`);
	if (failed > 0) throw new Error(`${failed} of ${passed + failed} tests failed.`);
	if (passed === 0) throw new Error('The suite has no tests.');
}
