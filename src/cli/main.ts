/** What the command line understands, apart from the process it runs in. */
import { version } from '../../package.json';
import { Engine } from '../engine/engine.ts';
import { Lines } from '../engine/lines.ts';
import { batch } from './batch.ts';
import { check, exitCode, summaryLine } from './check.ts';
import { FileTrouble, readDocuments } from './files.ts';
import { readImport } from './imports.ts';
import { DEFAULT_LIMITS, type Limits } from '../protocol.ts';
import { problemLines, runData, runText, wholeOf } from './run.ts';

export interface Console {
	readonly input: AsyncIterable<string>;
	/** Resolves when there is room for more. */
	out(text: string): Promise<void>;
	err(text: string): Promise<void>;
}

const HELP = `Backstep: step through backpropagation in the text you already have.

Usage:
  backstep run FILE [--unit N] [--json] [--limit NAME=NUMBER]...
                                          print the steps of the formulas annotated with @grad: forward, then backward
  backstep check FILE...                  try every "expect" in files and directories
  backstep batch < questions.jsonl        answer one JSON question a line with one JSON line
  backstep --help | --version

Limits are gates, elements, milliseconds and bytes: the settings backstep.limits.* of the extension.
Exit codes of check: 0 every claim holds, 1 a claim is false, 2 something could not be run.
`;

/** A command line that cannot be understood. */
class Misuse extends Error {}

/** Does what the arguments say and returns the exit code. */
export async function main(args: readonly string[], console: Console): Promise<number> {
	try {
		return await dispatch(args, console);
	} catch (error) {
		if (error instanceof Misuse) await console.err(`backstep: ${error.message}\nTry "backstep --help".\n`);
		else if (error instanceof FileTrouble) await console.err(`backstep: ${error.message}\n`);
		else throw error;
		return 2;
	}
}

async function dispatch(args: readonly string[], console: Console): Promise<number> {
	const [command, ...rest] = args;
	if (args.includes('--help') || args.includes('-h') || command === 'help') {
		await console.out(HELP);
		return 0;
	}
	switch (command) {
		case undefined:
			await console.err(HELP);
			return 2;
		case '--version':
		case '-v':
			await console.out(`${version}\n`);
			return 0;
		case 'run':
			return run(rest, console);
		case 'check': {
			const { paths } = options(rest, []);
			if (paths.length === 0) throw new Misuse('check needs a file or a directory.');
			const checked = check(paths);
			await console.out([...checked.lines, summaryLine(checked), ''].join('\n'));
			return exitCode(checked);
		}
		case 'batch':
			if (rest.length > 0) throw new Misuse('batch takes its questions from the standard input and no arguments.');
			await batch(console.input, (text) => console.out(text));
			return 0;
		default:
			throw new Misuse(`there is no command "${command}".`);
	}
}

async function run(args: readonly string[], console: Console): Promise<number> {
	const { paths, given } = options(args, ['--json', '--unit', '--limit']);
	const [path, ...others] = paths;
	if (path === undefined || others.length > 0) throw new Misuse('run needs one file.');
	const limits = limitsOf(given.get('--limit') ?? []);
	const engine = new Engine(limits, readImport);
	const read = readDocuments(path).map((each) => ({ ...each, found: engine.outcomes(each.document) }));
	const annotated = read.some(({ found }) => found.outcomes.length + found.problems.length > 0);
	const documents = annotated
		? read
		: read.map((each) => ({ ...each, found: wholeOf(each.document, limits) ?? each.found }));
	const problems = documents.flatMap(({ found }) => found.problems);
	const outcomes = documents.flatMap(({ label, document, found }) =>
		found.outcomes.map((outcome) => ({ label, document, outcome })),
	);
	const asked = given.get('--unit')?.at(-1);
	const number = asked === undefined ? undefined : Number(asked);
	if (number !== undefined && !(Number.isInteger(number) && number >= 1 && number <= outcomes.length)) {
		throw new Misuse(
			`--unit is to be a number from 1 to ${outcomes.length}: ${path} has ${outcomes.length} ${outcomes.length === 1 ? 'unit' : 'units'}.`,
		);
	}
	const chosen = number === undefined ? outcomes : outcomes.slice(number - 1, number);
	const all = [...problems, ...chosen.flatMap(({ outcome }) => outcome.problems)];
	if (given.has('--json')) {
		await console.out(
			`${JSON.stringify({ file: path, units: chosen.map(({ outcome }) => runData(outcome)), problems }, null, 2)}\n`,
		);
	} else {
		const texts = chosen.flatMap(({ label, outcome }) => [...runText(label, outcome), '']);
		if (texts.length > 0) await console.out(`${texts.join('\n')}`);
		for (const { label, document, found } of documents) {
			const told = [
				...found.problems,
				...chosen.filter((each) => each.document === document).flatMap(({ outcome }) => outcome.problems),
			];
			for (const line of problemLines(label, new Lines(document.text), told)) await console.err(`${line}\n`);
		}
		if (chosen.length === 0 && all.length === 0) await console.err(`${path}: there is no formula to step through.\n`);
	}
	return chosen.some(({ outcome }) => outcome.ran !== null) &&
		!all.some(({ severity, code }) => severity === 'error' && code !== 'claim-false')
		? 0
		: 2;
}

/** `elements=4e7`: what is given in place of the limits that a run has by itself. */
function limitsOf(given: readonly string[]): Limits {
	const limits = { ...DEFAULT_LIMITS };
	for (const each of given) {
		const [name = '', text = ''] = each.split('=', 2);
		const number = Number(text);
		if (name !== 'gates' && name !== 'elements' && name !== 'milliseconds' && name !== 'bytes')
			throw new Misuse(`there is no limit "${name}": it is one of gates, elements, milliseconds and bytes.`);
		if (!(Number.isSafeInteger(number) && number > 0))
			throw new Misuse(`--limit ${name}= is to be followed by a whole number, as in ${name}=${DEFAULT_LIMITS[name]}.`);
		limits[name] = number;
	}
	return limits;
}

/** Splits arguments into paths and options; `--unit` and `--limit` take values, `--` ends the options. */
function options(
	args: readonly string[],
	known: readonly string[],
): { readonly paths: readonly string[]; readonly given: ReadonlyMap<string, readonly string[]> } {
	const paths: string[] = [];
	const given = new Map<string, string[]>();
	for (let index = 0; index < args.length; index++) {
		const argument = args[index] ?? '';
		if (argument === '--') {
			paths.push(...args.slice(index + 1));
			break;
		}
		if (!argument.startsWith('-') || argument === '-') {
			paths.push(argument);
			continue;
		}
		const equals = argument.indexOf('=');
		const name = equals < 0 ? argument : argument.slice(0, equals);
		if (!known.includes(name)) throw new Misuse(`there is no option "${name}" here.`);
		const takes = name === '--unit' || name === '--limit';
		const value = equals >= 0 ? argument.slice(equals + 1) : takes ? (args[++index] ?? '') : '';
		given.set(name, [...(given.get(name) ?? []), value]);
	}
	return { paths, given };
}
