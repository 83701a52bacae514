/**
 * Times one peer, named on the command line, on every computation with arrays, in a process of its own; prints a line per task with its name, the fastest
 * run in milliseconds and what was computed.
 */
import { PEERS, TASKS } from './array-tasks.ts';

/** Milliseconds for each task, and runs at least. */
const TIME = 1200;
const LEAST = 6;

const peer = await PEERS.get(process.argv[2]!)!();
for (const [name, task] of TASKS) {
	const run = peer(name, task);
	let time = Infinity;
	let outcome = NaN;
	const end = performance.now() + TIME;
	for (let runs = 0; runs < LEAST || performance.now() < end; runs++) {
		const start = performance.now();
		outcome = await run();
		time = Math.min(time, performance.now() - start);
	}
	console.log(`${name} ${time} ${outcome}`);
}
process.exit(0);
