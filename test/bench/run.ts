/**
 * Times a scalar computation of 1e2 … 1e6 gates in Backstep, in other libraries and in C, all in one run, and writes docs/bench.md. Numbers of different
 * runs do not compare; the ratios of one run do. `npm run bench -- note` measures anew how long notes take, and nothing else.
 */
import { execFileSync, fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { arrayReport } from './arrays.ts';
import { bytesPerGate, CANDIDATES, NAMES, stepTimes } from './candidates.ts';
import type { Times } from './measure.ts';
import { NOTE_HEAD, noteReport } from './note.ts';

const SIZES = [100, 1000, 10_000, 100_000, 1_000_000];

function median(times: readonly number[]): number {
	return [...times].sort((a, b) => a - b)[times.length >> 1]!;
}

/** A candidate in a process of its own, which lives on between the sizes. */
class Runner {
	readonly name: string;
	readonly #process: ChildProcess;
	readonly #died: Promise<never>;

	constructor(name: string) {
		this.name = name;
		this.#process = fork(fileURLToPath(new URL('measure.ts', import.meta.url)), [name]);
		this.#died = once(this.#process, 'exit').then(() => Promise.reject(new Error(`${name} ended early`)));
	}

	async measure(size: number): Promise<Times> {
		this.#process.send(size);
		const [answer] = (await Promise.race([once(this.#process, 'message'), this.#died])) as [Times];
		return answer;
	}

	end(): void {
		this.#process.kill();
	}
}

const C = 'C, cc -O3';
const C_KEPT = 'C, cc -O3, keeping memory between runs';
const ROUNDS = 5;
/** Milliseconds past which the first round is enough. */
const SLOW = 10_000;

function faster(a: Times | undefined, b: Times): Times {
	const least = (x: number | null | undefined, y: number | null): number | null =>
		x === null || x === undefined ? y : y === null ? x : Math.min(x, y);
	return { whole: least(a?.whole, b.whole), replay: least(a?.replay, b.replay), outcome: b.outcome };
}

/** The C loop, compiled here; null where there is no compiler. */
function compileC(folder: string): ((size: number, ...options: string[]) => Times) | null {
	const source = fileURLToPath(new URL('loop.c', import.meta.url));
	const program = join(folder, 'loop');
	if (spawnSync('cc', ['-O3', '-o', program, source, '-lm']).status !== 0) return null;
	return (size, ...options) => {
		const runs = Math.max(4, Math.min(999, Math.floor(4e6 / size)));
		const output = execFileSync(program, [String(size), String(runs), ...options], { encoding: 'utf8' });
		const [gates, whole, replay, value, gradient] = output.trim().split(' ').map(Number);
		return { whole: whole!, replay: replay!, outcome: { gates: gates!, value: value!, gradient: gradient! } };
	};
}

function milliseconds(time: number | null): string {
	if (time === null) return '–';
	return time < 1 ? time.toFixed(3) : time < 100 ? time.toFixed(1) : time.toFixed(0);
}

function ratio(a: number | null, b: number | null): string {
	return a === null || b === null ? '–' : `${(a / b).toFixed(a / b < 10 ? 1 : 0)} ×`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

const PAGE = fileURLToPath(new URL('../../docs/bench.md', import.meta.url));

function write(text: string): void {
	writeFileSync(PAGE, text);
	console.log(text);
}

/** The page with its section about notes made anew. */
function noteAnew(): string {
	const [others = ''] = readFileSync(PAGE, 'utf8').split(NOTE_HEAD);
	return `${others.trimEnd()}\n\n${noteReport()}`;
}

async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'backstep-bench-'));
	const all = Array.from(CANDIDATES.keys(), (name) => new Runner(name));
	try {
		const c = compileC(folder);
		const times = new Map<string, readonly Times[]>();
		// Size by size, so that candidates of one row ran close together.
		const bySize: Map<string, Times>[] = [];
		for (const size of SIZES) {
			const row = new Map<string, Times>();
			// In rounds, so that a disturbance of some seconds does not fall on one candidate alone.
			for (let round = 0; round < ROUNDS; round++) {
				for (const candidate of all) {
					const before = row.get(candidate.name);
					if (before?.whole && before.whole > SLOW) continue;
					row.set(candidate.name, faster(before, await candidate.measure(size)));
				}
				if (!c) continue;
				row.set(C, faster(row.get(C), c(size)));
				row.set(C_KEPT, faster(row.get(C_KEPT), c(size, 'keep')));
			}
			bySize.push(row);
			console.error(
				`${size}: ${[...row].map(([name, { whole, replay }]) => `${name} ${milliseconds(whole)}/${milliseconds(replay)}`).join(', ')}`,
			);
		}
		for (const name of bySize[0]!.keys())
			times.set(
				name,
				bySize.map((row) => row.get(name)!),
			);
		compareOutcomes(bySize);
		write(report(times, c !== null));
	} finally {
		for (const runner of all) runner.end();
		rmSync(folder, { recursive: true });
	}
}

/** A benchmark of something that computes something else would be worth nothing. */
function compareOutcomes(bySize: readonly ReadonlyMap<string, Times>[]): void {
	for (const row of bySize) {
		const own = row.get('Backstep')!.outcome!;
		for (const [name, { outcome }] of row) {
			if (!outcome || name.startsWith('mathjs')) continue;
			const near = name.includes('float32') ? 1e-3 : 1e-9;
			for (const key of ['gates', 'value', 'gradient'] as const) {
				if (Math.abs(outcome[key] - own[key]) > near * Math.abs(own[key]))
					throw new Error(`${name}: ${key} ${outcome[key]}, Backstep ${own[key]}`);
			}
		}
	}
}

function report(times: ReadonlyMap<string, readonly Times[]>, hasC: boolean): string {
	const own = times.get('Backstep')!;
	const head = ['', ...SIZES.map((size) => `${size.toExponential(0).replace('e+', 'e')} gates`)];
	const whole = [...times].map(([name, row]) => [name, ...row.map((time) => milliseconds(time.whole))]);
	const replay = [...times]
		.filter(([, row]) => row[0]!.replay !== null)
		.map(([name, row]) => [name, ...row.map((time) => milliseconds(time.replay))]);
	const others = [...times].filter(
		([name]) => !name.startsWith('Backstep') && !name.startsWith('C,') && !name.startsWith('mathjs'),
	);
	const fastest = SIZES.map((_, i) => {
		const known = others.map(([, row]) => row[i]!.whole).filter((time) => time !== null);
		return known.length === 0 ? null : Math.min(...known);
	});
	const c = times.get(C);
	const kept = times.get(C_KEPT);
	const ratios = [
		['fastest library ÷ Backstep, whole', ...fastest.map((time, i) => ratio(time, own[i]!.whole))],
		...(c && kept
			? [
					['Backstep ÷ C, whole', ...own.map((time, i) => ratio(time.whole, c[i]!.whole))],
					['Backstep ÷ C that keeps memory, whole', ...own.map((time, i) => ratio(time.whole, kept[i]!.whole))],
					['Backstep ÷ C, again', ...own.map((time, i) => ratio(time.replay, c[i]!.replay))],
				]
			: []),
	];
	const steps = stepTimes(1_000_000, 300);
	return `# Benchmark

Made by \`npm run bench\`; do not edit. A tanh network of 16 units over a batch, written out as scalar gates: products, sums, and 3 % tanh. The fastest of several runs in five rounds, in
milliseconds, on ${cpus().length} × ${cpus()[0]!.model}, Node ${process.versions.node}; other work may have shared the machine, so read the ratios.
Each candidate runs in a process of its own. Every candidate's value and gradient are compared before anything is written. A dash: not tried, because it would take minutes or fail.
C is there twice: giving its memory back to the system after each run and having it again page by page, and keeping it, as the process of a JavaScript engine mostly does.
The difference of the two is what fresh memory costs on this machine.

## Whole: build the graph, forward, backward

${table(head, whole)}

## Again: both passes after a changed input

${table(head, replay)}

## Ratios

${table(head, ratios)}
${hasC ? '' : '\nNo C compiler was found.\n'}
At 1e6 gates a gate takes ${bytesPerGate(1_000_000).toFixed(1)} bytes: tape, gradients, steps and consumers together. A backward step at a random position, with the partial
gradients of ${NAMES} weights of the network, takes ${median(steps).toFixed(2)} ms (median; slowest of ${steps.length}: ${Math.max(...steps).toFixed(2)} ms).

${arrayReport().trimEnd()}

${noteReport()}`;
}

if (process.argv[2] === 'note') write(noteAnew());
else await main();
