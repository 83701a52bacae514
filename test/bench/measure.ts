/**
 * Times one candidate, named on the command line, in a process of its own: it answers each size it is sent with the times and what was computed.
 */
import { on } from 'node:events';
import { CANDIDATES, type Candidate, type Outcome } from './candidates.ts';

/** The fastest of several runs: what other work on the machine disturbs least. */
function fastestOf(times: readonly number[]): number {
	return Math.min(...times);
}

/** Runs of one round, within about half a second. */
function runsFor(first: number): number {
	return Math.max(2, Math.min(200, Math.floor(500 / Math.max(first, 0.01))));
}

export interface Times {
	readonly whole: number | null;
	readonly replay: number | null;
	readonly outcome: Outcome | null;
}

async function measure(candidate: Candidate, size: number): Promise<Times> {
	if (size > candidate.most) return { whole: null, replay: null, outcome: null };
	const once = async (): Promise<readonly [number, Outcome]> => {
		const start = performance.now();
		const outcome = await candidate.whole(size);
		return [performance.now() - start, outcome];
	};
	const [first, outcome] = await once();
	const whole: number[] = [];
	for (let i = runsFor(first); i > 0; i--) whole.push((await once())[0]);
	if (!candidate.replayer) return { whole: fastestOf(whole), replay: null, outcome };
	const again = candidate.replayer(size);
	const replay: number[] = [];
	for (let i = 0; i < 3; i++) again();
	const begin = performance.now();
	again();
	for (let i = runsFor(performance.now() - begin); i > 0; i--) {
		const start = performance.now();
		again();
		replay.push(performance.now() - start);
	}
	return { whole: fastestOf(whole), replay: fastestOf(replay), outcome };
}

const candidate = await CANDIDATES.get(process.argv[2]!)!();
for await (const [size] of on(process, 'message')) process.send!(await measure(candidate, size as number));
