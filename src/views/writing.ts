/** The commands that write into the text, each as one undoable edit made by the engine for exactly the version it was asked about. */
import { Disposable, commands, l10n, window } from 'vscode';
import type { TextDocument } from 'vscode';
import { formatQuantity } from '../core/quantity.ts';
import type { Input, Range, TextEdit } from '../protocol.ts';
import { asPlace } from './commands.ts';
import { applyEdit, documentText, findDocument, selected } from './documents.ts';
import { translate } from './text.ts';
import type { Host, View } from './view.ts';

export const writing: View = {
	register(host) {
		return Disposable.from(
			commands.registerCommand('backstep.insertValues', (argument: unknown) =>
				host.log.asked('insertValues', () => insertValues(host, argument)),
			),
			commands.registerCommand('backstep.writeBack', (argument: unknown) =>
				host.log.asked('writeBack', () => writeChanged(host, argument)),
			),
			commands.registerCommand('backstep.splitStages', (argument: unknown) =>
				host.log.asked('splitStages', () => splitStages(host, argument)),
			),
		);
	},
};

/** The document and the characters a command is about: those it was called with, else the active editor's selection. */
function subject(argument: unknown): { document: TextDocument; selection: Range } | null {
	const place = asPlace(argument);
	const document = place === null ? undefined : findDocument(place.uri);
	if (place !== null && document !== undefined)
		return { document, selection: { start: place.offset ?? 0, end: place.offset ?? 0 } };
	const editor = window.activeTextEditor;
	return editor === undefined ? null : { document: editor.document, selection: selected(editor) };
}

/** Writes the values of the unit at hand, guessed ones and those tried out in the panel included, as an annotation. */
export async function insertValues(host: Host, argument: unknown): Promise<void> {
	const about = subject(argument);
	if (about === null) return;
	const { document, selection } = about;
	const session = host.sessions.active;
	const stepped =
		session !== null &&
		session.uri === document.uri.toString() &&
		session.info.version === document.version &&
		session.info.unit.range.start <= selection.end &&
		selection.start <= session.info.unit.range.end;
	const values = stepped
		? session.info.unit.inputs.flatMap(({ name, value }) => (typeof value === 'number' ? [[name, value] as const] : []))
		: undefined;
	const range = stepped && session.save().selection !== undefined ? session.info.unit.range : selection;
	const asked = documentText(document);
	const edit = await host.engine.request('annotate', {
		document: asked,
		offset: range.start,
		...(range.end > range.start && { selection: range }),
		...(values !== undefined && { values }),
	});
	await write(document, asked.version, edit, l10n.t('There is no formula here whose values could be written down.'));
}

async function splitStages(host: Host, argument: unknown): Promise<void> {
	const about = subject(argument);
	if (about === null) return;
	const asked = documentText(about.document);
	const edit = await host.engine.request('stages', { document: asked, offset: about.selection.start });
	await write(about.document, asked.version, edit, l10n.t('There is no formula here that could be split.'));
}

/** Writes back the changed input that a line of the debugger's Variables view stands for, else the one there is, else the one that is chosen. */
async function writeChanged(host: Host, argument: unknown): Promise<void> {
	const changed = (host.sessions.active?.info.unit.inputs ?? []).filter(({ source }) => source === 'panel');
	const named = variableIn(argument);
	if (changed.length === 0) {
		void window.showInformationMessage(l10n.t('No value has been changed here: the text has them all.'));
		return;
	}
	const wanted = named === null && changed.length === 1 ? changed[0]?.name : (named ?? (await chosen(changed)));
	const input = changed.find(({ name }) => name === wanted);
	if (input === undefined) return;
	await writeBack(host, input.name, typeof input.value === 'number' ? input.value : undefined);
}

async function chosen(changed: readonly Input[]): Promise<string | undefined> {
	const items = changed.map(({ name, value }) => ({ label: name, description: formatQuantity(value) }));
	const placeHolder = l10n.t('The changed value to write into the text');
	return (await window.showQuickPick(items, { placeHolder }))?.label;
}

/** The name in what VS Code hands to a command of the Variables view. */
function variableIn(argument: unknown): string | null {
	if (typeof argument !== 'object' || argument === null || !('variable' in argument)) return null;
	const { variable } = argument;
	if (typeof variable !== 'object' || variable === null || !('name' in variable)) return null;
	return typeof variable.name === 'string' ? variable.name : null;
}

/** "Write back": the value that is tried out into the text it came from; without `value` the entries of an array. */
export async function writeBack(host: Host, name: string, value?: number): Promise<void> {
	const session = host.sessions.active;
	const document = session === null ? undefined : findDocument(session.uri);
	if (session === null || document === undefined) return;
	const asked = documentText(document);
	const answer = await host.engine.request('writeBack', {
		document: asked,
		id: session.info.id,
		name,
		...(value !== undefined && { value }),
	});
	const refused = answer !== null && 'why' in answer;
	const otherwise = refused ? translate(answer.why) : l10n.t('There is no place in the text for this value.');
	if (await write(document, asked.version, refused ? null : answer, otherwise)) session.written(name);
}

/** False where nothing was written; the user is told why. */
async function write(
	document: TextDocument,
	version: number,
	edit: TextEdit | null,
	otherwise: string,
): Promise<boolean> {
	if (edit === null) {
		void window.showInformationMessage(otherwise);
		return false;
	}
	if (await applyEdit(document, version, edit)) return true;
	void window.showWarningMessage(l10n.t('The text changed meanwhile. Please try again.'));
	return false;
}
