/** `backstep check`: tries every `expect` of many files, for a teacher's continuous integration. */
import { Engine } from '../engine/engine.ts';
import { Lines } from '../engine/lines.ts';
import { FileTrouble, filesOf, readDocuments, type FileDocument } from './files.ts';
import { readImport } from './imports.ts';
import { problemLines } from './run.ts';
import { DEFAULT_LIMITS } from '../protocol.ts';

export interface Checked {
	/** What is wrong, a line each, with file, line and column. */
	readonly lines: readonly string[];
	readonly held: number;
	readonly wrong: number;
	/** Claims and files that could not be tried. */
	readonly untried: number;
}

export function check(paths: readonly string[]): Checked {
	const engine = new Engine(DEFAULT_LIMITS, readImport);
	const lines: string[] = [];
	const counts = { held: 0, wrong: 0, untried: 0 };
	const files: string[] = [];
	for (const path of paths) {
		try {
			files.push(...filesOf(path));
		} catch (error) {
			if (!(error instanceof FileTrouble)) throw error;
			lines.push(error.message);
			counts.untried++;
		}
	}
	for (const path of new Set(files)) {
		try {
			for (const document of readDocuments(path)) checkDocument(engine, document, lines, counts);
		} catch (error) {
			if (!(error instanceof FileTrouble)) throw error;
			lines.push(error.message);
			counts.untried++;
		}
	}
	return { lines, ...counts };
}

function checkDocument(
	engine: Engine,
	{ label: path, document }: FileDocument,
	lines: string[],
	counts: { held: number; wrong: number; untried: number },
): void {
	const { problems } = engine.handle('analyze', { document, lastUsed: [] });
	const at = new Lines(document.text);
	// Hints and the like are for an editor; here only what is wrong counts.
	const told = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
	lines.push(...problemLines(path, at, told));
	counts.untried += told.filter(({ severity, code }) => severity === 'error' && code !== 'claim-false').length;
	for (const { summary } of engine.outcomes(document).outcomes) {
		for (const claim of summary.claims) {
			if (claim.actual === null) continue;
			if (claim.guessed) {
				const { line, column } = at.position(claim.range.start);
				const guessed = summary.inputs.filter(({ source }) => source === 'guessed').map(({ name }) => name);
				lines.push(
					`${path}:${line}:${column}: error: not tried: ${guessed.join(', ')} ${guessed.length === 1 ? 'has' : 'have'} no value`,
				);
				counts.untried++;
			} else if (claim.holds) counts.held++;
			else counts.wrong++;
		}
	}
}

/** 0 where every claim holds, 1 where one is false, 2 where something could not be tried. */
export function exitCode({ wrong, untried }: Checked): 0 | 1 | 2 {
	return untried > 0 ? 2 : wrong > 0 ? 1 : 0;
}

/** `3 claims hold, 1 is false.` */
export function summaryLine({ held, wrong, untried }: Checked): string {
	const parts = [`${held} ${held === 1 ? 'claim holds' : 'claims hold'}`];
	if (wrong > 0) parts.push(`${wrong} ${wrong === 1 ? 'is' : 'are'} false`);
	if (untried > 0) parts.push(`${untried} could not be tried`);
	return `${parts.join(', ')}.`;
}
