/** What a launch configuration asks for, and the program in the document that it means. */
import type { DocumentText, Range, UnitSummary } from '../protocol.ts';
import type { OpenAt, Sessions } from '../session/sessions.ts';
import type { Arguments } from './arguments.ts';
import type { DebugHost } from './host.ts';
import { Positions } from './positions.ts';
import { Refusal } from './refusal.ts';

export interface Launch {
	readonly program: string;
	/** A line of the document, counted from 1 as people count. */
	readonly line?: number;
	/** The name of what is differentiated. */
	readonly target?: string;
	/** The characters to debug, annotated or not. */
	readonly selection?: Range;
	readonly stopOnEntry: boolean;
	/** False where a client runs without debugging. */
	readonly debugs: boolean;
	/** The pass at whose start the program is entered. */
	readonly pass: 'forward' | 'backward';
	/** Inputs that are given another value than the text gives them. */
	readonly values: readonly (readonly [name: string, value: number])[];
}

export function readLaunch(args: Arguments): Launch {
	const line = args.optionalWhole('line');
	const target = args.optionalText('target');
	const selection = args.optionalPart('selection');
	return {
		program: args.text('program'),
		...(line !== undefined && { line }),
		...(target !== undefined && target !== '' && { target }),
		...(selection !== undefined && { selection: { start: selection.whole('start'), end: selection.whole('end') } }),
		stopOnEntry: args.flag('stopOnEntry', true),
		debugs: !args.flag('noDebug', false),
		pass: args.word('pass', ['forward', 'backward']) ?? 'forward',
		values: args.numbers('values'),
	};
}

export interface Found {
	readonly document: DocumentText;
	readonly at: OpenAt;
}

/** Finds what is to be debugged. Throws a Refusal that says how to give it something. */
export async function findProgram(host: DebugHost, launch: Launch): Promise<Found> {
	const { t, sessions } = host;
	const document = await host.open(launch.program);
	if (document === null) throw new Refusal(t('There is no text {0}.', launch.program), true);
	if (launch.selection !== undefined) {
		const { start, end } = launch.selection;
		const { length } = document.text;
		if (start > end || end > length) throw new Refusal(t('The selection lies outside of the text.'), true);
		return { document, at: { selection: launch.selection } };
	}
	const units = await unitsOf(sessions, document);
	const unit = chosen(units, launch, document);
	if (unit !== undefined) return { document, at: { unit: unit.id } };
	if (launch.target !== undefined)
		throw new Refusal(t('No annotated program here has the target {0}.', launch.target), true);
	throw new Refusal(
		t(
			'Nothing in this text is annotated. Write @grad in a comment above a formula, or select one and run Debug Gradients.',
		),
		true,
	);
}

async function unitsOf(sessions: Sessions, document: DocumentText): Promise<readonly UnitSummary[]> {
	return (await sessions.analyze(document))?.units ?? sessions.known(document.uri)?.units ?? [];
}

/** The unit with the target, then the one on the line, else the next one below, else the last. */
function chosen(units: readonly UnitSummary[], launch: Launch, document: DocumentText): UnitSummary | undefined {
	const named = launch.target === undefined ? units : units.filter(({ target }) => target === launch.target);
	if (launch.line === undefined) return named[0];
	const { start, end } = new Positions(document.text, { line: 1, column: 1 }).lineRange(launch.line);
	const whole = ({ range, annotation }: UnitSummary): Range => ({
		start: Math.min(range.start, annotation?.start ?? range.start),
		end: Math.max(range.end, annotation?.end ?? range.end),
	});
	return (
		named.find((unit) => whole(unit).start <= end && start <= whole(unit).end) ??
		named.find((unit) => whole(unit).start >= start) ??
		named.at(-1)
	);
}
