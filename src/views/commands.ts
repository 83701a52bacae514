/** The commands that start, drive and end stepping. */
import { Disposable, commands, l10n, window, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { Problem } from '../protocol.ts';
import type { OpenAt } from '../session/sessions.ts';
import type { Session } from '../session/session.ts';
import { documentText, findDocument, selected } from './documents.ts';
import { toggleGradients } from './settings.ts';
import { translate } from './text.ts';
import type { Host, View } from './view.ts';

/** What the walkthrough's first step opens. */
export const EXAMPLE = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';

/** Where a link in a lens or a hover leads. */
export interface Place {
	readonly uri: string;
	readonly unit?: string;
	readonly offset?: number;
	/** Where a whole piece of the text is meant, its end. */
	readonly end?: number;
	readonly node?: number;
	/** Which evaluation of an expression in a loop or a function. */
	readonly time?: number;
}

export const stepping: View = {
	register(host) {
		const { log } = host;
		const command = (name: string, run: (argument: unknown) => Promise<unknown>): Disposable =>
			commands.registerCommand(`backstep.${name}`, (argument: unknown) => log.asked(name, () => run(argument)));
		const drive = (name: string, run: (session: Session) => Promise<unknown>): Disposable =>
			command(name, async () => {
				const session = host.sessions.active;
				if (session !== null) await run(session);
			});
		return Disposable.from(
			command('stepSelection', (argument) => start(host, asPlace(argument))),
			drive('nextStep', (session) => session.next()),
			drive('previousStep', (session) => session.previous()),
			drive('nextLine', (session) => session.nextLine()),
			drive('stepOver', (session) => session.seek({ to: 'over' })),
			drive('stepOut', (session) => session.seek({ to: 'out' })),
			drive('nextIteration', (session) => session.seek({ to: 'iteration' })),
			drive('runToEnd', (session) => session.runToEnd()),
			drive('restart', (session) => session.restart()),
			drive('goToBackwardPass', (session) => session.goToBackward()),
			command('stop', () => host.sessions.close()),
			command('stepTo', (argument) => stepTo(host, asPlace(argument))),
			command('toggleGradients', () => toggleGradients(window.activeTextEditor?.document)),
			command('tryIt', tryIt),
		);
	},
};

/** The place that a command was called with, if it is one: commands can be called by anybody with anything. */
export function asPlace(argument: unknown): Place | null {
	if (typeof argument !== 'object' || argument === null || !('uri' in argument) || typeof argument.uri !== 'string')
		return null;
	const { uri } = argument;
	return {
		uri,
		...('unit' in argument && typeof argument.unit === 'string' && { unit: argument.unit }),
		...('offset' in argument && typeof argument.offset === 'number' && { offset: argument.offset }),
		...('end' in argument && typeof argument.end === 'number' && { end: argument.end }),
		...('node' in argument && typeof argument.node === 'number' && { node: argument.node }),
		...('time' in argument && typeof argument.time === 'number' && { time: argument.time }),
	};
}

/** Starts on a lens's unit, on the selection, or on the unit around the cursor. */
async function start(host: Host, place: Place | null): Promise<Session | null> {
	const document = place === null ? undefined : findDocument(place.uri);
	if (place !== null && document !== undefined) {
		return open(host, document, place.unit === undefined ? at(place.offset ?? 0, place.end) : { unit: place.unit });
	}
	const editor = window.activeTextEditor;
	if (editor === undefined) {
		window.setStatusBarMessage(l10n.t('Open a text with a formula first.'), MESSAGE);
		return null;
	}
	const selection = selected(editor);
	const unit = selection.start === selection.end ? annotatedAt(host, editor.document, selection.start) : undefined;
	return open(host, editor.document, unit === undefined ? { selection } : { unit });
}

/** The annotated unit around a bare cursor: stepped through by its name, it is found again however its text moves. */
function annotatedAt(host: Host, document: TextDocument, offset: number): string | undefined {
	const known = host.sessions.known(document.uri.toString());
	if (known === null || known.version !== document.version) return undefined;
	return known.units.find(({ range }) => range.start <= offset && offset <= range.end)?.id;
}

/** A bare cursor at an offset, or the text from there to an end. */
function at(offset: number, end = offset): OpenAt {
	return { selection: { start: offset, end } };
}

/** How long a message stays in the status bar, in milliseconds. */
const MESSAGE = 5000;

async function open(host: Host, document: TextDocument, where: OpenAt): Promise<Session | null> {
	const outcome = await host.sessions.open(documentText(document), where);
	if (outcome.ok) return outcome.session;
	const [first] = outcome.problems;
	// Without a problem a later opening has taken this one's place.
	if (first !== undefined) void window.showWarningMessage(refusal(document, first));
	return null;
}

function refusal(document: TextDocument, problem: Problem): string {
	const { line, character } = document.positionAt(problem.range.start);
	return l10n.t('Line {0}, column {1}: {2}', line + 1, character + 1, translate(problem.message));
}

/** "Step to here": stands where the expression at the offset passes its gradient on, opening its unit first where another one is active. */
async function stepTo(host: Host, place: Place | null): Promise<void> {
	const session = place === null ? null : await sessionAt(host, place);
	if (session === null || place === null) return;
	if (place.node !== undefined) return session.seek({ to: 'node', node: place.node });
	if (place.offset !== undefined) await session.seek({ to: 'offset', offset: place.offset });
}

/** The active session where it is about the place's unit, else a new one on it. */
export async function sessionAt(host: Host, place: Place): Promise<Session | null> {
	const active = host.sessions.active;
	if (active !== null && active.uri === place.uri && (place.unit === undefined || active.info.unit.id === place.unit))
		return active;
	const document = findDocument(place.uri);
	if (document === undefined) return null;
	const annotated = host.sessions.known(place.uri)?.units.some((unit) => unit.id === place.unit) === true;
	return open(host, document, annotated && place.unit !== undefined ? { unit: place.unit } : at(place.offset ?? 0));
}

async function tryIt(): Promise<void> {
	const document = await workspace.openTextDocument({ language: 'plaintext', content: `${EXAMPLE}\n` });
	await window.showTextDocument(document, { preview: false });
}
