/**
 * Compares computations on arrays, forward and backward: Backstep, libraries of JavaScript, and NumPy and PyTorch on one thread where a Python has them.
 * Run alone with `node --import tsx test/bench/arrays.ts`, it prints its part of docs/bench.md.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MOST_KEPT } from '../../src/core/tensor/memory.ts';
import { PEERS, TASKS, type TaskName } from './array-tasks.ts';

/** In rounds, so that a disturbance of some seconds does not fall on one peer alone. */
const ROUNDS = 3;
/** Pythons that may have the libraries: a distribution's own, and the one that is found first. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
const ONE_THREAD = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

interface Measured {
	readonly time: number;
	readonly outcome: number;
}

type Times = ReadonlyMap<TaskName, Measured>;

interface Runner {
	readonly label: string;
	run(): Times | null;
}

function here(file: string): string {
	return fileURLToPath(new URL(file, import.meta.url));
}

/** What a peer's process prints; null where it cannot run. */
function measured(program: string, args: readonly string[]): Times | null {
	const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...ONE_THREAD } });
	if (status !== 0) return null;
	return new Map(
		stdout
			.trim()
			.split('\n')
			.map((line) => {
				const [name, time, outcome] = line.split(' ');
				return [name as TaskName, { time: Number(time), outcome: Number(outcome) }];
			}),
	);
}

/** Pythons with the library, each version once, with the words that tell them apart. */
function pythons(library: 'numpy' | 'torch'): readonly Runner[] {
	const known = new Map<string, Runner>();
	for (const python of PYTHONS) {
		const { status, stdout } = spawnSync(python, [here('arrays.py'), library, 'version'], { encoding: 'utf8' });
		const label = stdout?.trim();
		if (status !== 0 || label === '' || known.has(label)) continue;
		known.set(label, { label, run: () => measured(python, [here('arrays.py'), library]) });
	}
	return [...known.values()];
}

function runners(): readonly Runner[] {
	const own = [...PEERS.keys()].map((label): Runner => ({
		label,
		run: () => measured(process.execPath, ['--import', 'tsx', here('measure-arrays.ts'), label]),
	}));
	return [...own, ...pythons('numpy'), ...pythons('torch')];
}

function fastest(rounds: readonly (Times | null)[], task: TaskName): Measured | null {
	return rounds.reduce<Measured | null>((best, round) => {
		const one = round?.get(task);
		return one && (best === null || one.time < best.time) ? one : best;
	}, null);
}

/** How long it takes to have so much memory from the system and to write to all of it once. */
function freshMemory(bytes: number): number {
	let time = Infinity;
	for (let round = 0; round < ROUNDS; round++) {
		const start = performance.now();
		new Float64Array(bytes / 8).fill(1);
		time = Math.min(time, performance.now() - start);
	}
	return time;
}

function milliseconds(time: number | undefined): string {
	return time === undefined ? '–' : time < 100 ? time.toFixed(2) : time.toFixed(0);
}

/** The section of docs/bench.md. */
export function arrayReport(): string {
	const all = runners();
	const rounds = Array.from({ length: ROUNDS }, () => all.map((one) => one.run()));
	const tasks = [...TASKS.keys()];
	const times = all.map(({ label }, index) => ({
		label,
		cells: tasks.map((task) =>
			fastest(
				rounds.map((round) => round[index]!),
				task,
			),
		),
	}));
	const own = times[0]!.cells;
	for (const { label, cells } of times) {
		const near = label.includes('float32') ? 1e-3 : 1e-9;
		cells.forEach((cell, index) => {
			const expected = own[index]!.outcome;
			if (cell && !(Math.abs(cell.outcome - expected) <= near * Math.abs(expected)))
				throw new Error(`${label}, ${tasks[index]}: ${cell.outcome}, Backstep ${expected}`);
		});
	}
	const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	const head = [row(['', ...[...TASKS.values()].map(({ label }) => label)]), row(['---', ...tasks.map(() => '---:')])];
	const ratio = (cell: Measured | null, index: number): string =>
		cell ? `${(own[index]!.time / cell.time).toPrecision(2)} ×` : '–';
	const bytes = 4096 * 4096 * 8;
	return `## Arrays: build the graph, forward, backward

Milliseconds, the fastest of many runs in one process, one after another. Backstep computes in float64 and records the graph each time; NumPy runs the two passes written
out by hand, without a graph. NumPy and PyTorch have one thread. Each keeps memory between runs as it does by default: a run of Backstep ends as in the engine, when an edited
text is run again: its large arrays are given back and the next run takes them (at most ${(MOST_KEPT / 2 ** 20).toFixed(0)} MiB are kept); tfjs and jax-js keep their buffers inside WebAssembly, PyTorch its
freed blocks; NumPy has large arrays from the system each time.

${[...head, ...times.map(({ label, cells }) => row([label, ...cells.map((cell) => milliseconds(cell?.time))]))].join('\n')}

Backstep's time as a multiple of each:

${[...head, ...times.slice(1).map(({ label, cells }) => row([label, ...cells.map(ratio)]))].join('\n')}

The gradient of a 4096 × 4096 matrix is ${(bytes / 1e6).toFixed(0)} MB. To have as much fresh memory from the system and write to it once takes ${freshMemory(bytes).toFixed(0)} ms here by itself, which is
what the first run of a process pays; NumPy asks for large pages, which the system hands over at less cost.
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(arrayReport());
