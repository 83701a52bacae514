/**
 * How long a note takes from its text to what is drawn in it: read, every formula and program run, both passes, chips and lenses. Processor time, of
 * which a shared machine takes nothing away.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Engine } from '../../src/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../src/protocol.ts';
import type { Lines } from '../../src/views/chips.ts';
import { History } from '../../src/views/history.ts';
import { Scenes } from '../../src/views/scenes.ts';

/** What a warm engine is to take at most for a note like a reader's, the first one below, in milliseconds. */
const BUDGET = 50;

/** What the section of docs/bench.md begins with. */
export const NOTE_HEAD = '## A note, from its text to what is drawn in it';

const NOTES: readonly (readonly [file: string, languageId: string])[] = [
	['plain-note.md', 'markdown'],
	['note.md', 'markdown'],
	['lecture.md', 'markdown'],
	['lecture.tex', 'latex'],
];
const RUNS = 60;

function linesOf(text: string): Lines {
	const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
	const lineAt = (offset: number): number => {
		let [low, high] = [0, starts.length];
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (starts[middle]! <= offset) low = middle;
			else high = middle;
		}
		return low;
	};
	const end = (line: number): number => (starts[line + 1] ?? text.length + 1) - 1;
	return { tabSize: 4, lineAt, textOf: (line, upTo) => text.slice(starts[line], upTo ?? end(line)) };
}

/** Milliseconds of the processor that a piece of work takes. */
function processor(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

interface Read {
	readonly file: string;
	readonly stepped: number;
	readonly first: number;
	readonly median: number;
	readonly slowest: number;
}

/** Reads a note again and again, each time as a text that was never seen: nothing of an earlier reading is kept. */
function read(file: string, languageId: string): Read {
	const text = readFileSync(fileURLToPath(new URL(`../../examples/${file}`, import.meta.url)), 'utf8');
	const engine = new Engine();
	engine.handle('configure', { limits: DEFAULT_LIMITS });
	const times: number[] = [];
	let stepped = 0;
	for (let version = 1; version <= RUNS; version++) {
		times.push(
			processor(() => {
				const document = { uri: `file:///${version}/${file}`, version, languageId, text };
				const analysis = engine.handle('analyze', { document, lastUsed: [] });
				const options = { detail: 'auto', gradients: true } as const;
				const { rest } = new Scenes().draw(analysis, null, new History(), linesOf(text), options);
				if (rest.chips.length === 0 && analysis.offers.length === 0) throw new Error(`${file} shows nothing`);
				stepped = analysis.units.length + analysis.offers.length;
			}),
		);
	}
	const warm = times.slice(RUNS >> 1).sort((a, b) => a - b);
	return { file, stepped, first: times[0]!, median: warm[warm.length >> 1]!, slowest: warm.at(-1)! };
}

/** The section of docs/bench.md. */
export function noteReport(): string {
	const rows: readonly Read[] = NOTES.map(([file, languageId]) => read(file, languageId));
	const cells = rows.map(
		({ file, stepped, first, median, slowest }) =>
			`| ${file} | ${stepped} | ${first.toFixed(0)} | ${median.toFixed(1)} | ${slowest.toFixed(1)} |`,
	);
	return `${NOTE_HEAD}

Milliseconds of the processor, garbage collection included, with nothing kept from an earlier reading: parsed, every formula and program run forward and backward, chips
laid out. Warm, plain-note.md, which is like a reader's own, is to take at most ${BUDGET}. The first reading compiles; each later row finds more compiled.

| examples/ | formulas and programs | first | warm, median | warm, slowest of ${RUNS - (RUNS >> 1)} |
| --- | ---: | ---: | ---: | ---: |
${cells.join('\n')}
`;
}
