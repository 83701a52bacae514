/** Between VS Code's documents and the plain ones of the floors below; nothing here asks for a file's path, so any scheme will do. */
import { Range as TextRange, TextEditorRevealType, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { TextDocument, TextEditor } from 'vscode';
import type { DocumentText, Range, TextEdit } from '../protocol.ts';

/** A document as it is now; a notebook's cell with the cells before it. */
export function documentText(document: TextDocument): DocumentText {
	const earlier = cellsAround(document)?.before.map(plain);
	return { ...plain(document), ...(earlier !== undefined && { earlier }) };
}

function plain(document: TextDocument): DocumentText {
	const text = document.getText();
	return { uri: document.uri.toString(), version: document.version, languageId: languageOf(document, text), text };
}

const MATLAB_COMMENT = /^[ \t]*%/m;
const OBJECTIVE_C =
	/^[ \t]*(?:#[ \t]*(?:import|include|define|pragma)|@(?:interface|implementation|import|class|protocol))\b/m;

/** The language of a document. Without an extension for MATLAB, VS Code takes its files for Objective-C, which ends in `.m` too. */
function languageOf({ languageId, uri }: TextDocument, text: string): string {
	const takenForIt = languageId === 'objective-c' && uri.path.endsWith('.m');
	return takenForIt && MATLAB_COMMENT.test(text) && !OBJECTIVE_C.test(text) ? 'matlab' : languageId;
}

/** The cells of a notebook before and behind one of them; undefined for a document that is no cell. */
export function cellsAround(
	document: TextDocument,
): { readonly before: readonly TextDocument[]; readonly behind: readonly TextDocument[] } | undefined {
	// A cell's address is its notebook's with a fragment.
	if (document.uri.fragment === '') return undefined;
	for (const notebook of workspace.notebookDocuments) {
		if (notebook.uri.path !== document.uri.path) continue;
		const cells = notebook.getCells().map((cell) => cell.document);
		const at = cells.indexOf(document);
		if (at >= 0) return { before: cells.slice(0, at), behind: cells.slice(at + 1) };
	}
	return undefined;
}

/** The open document with this address, if it is still open. */
export function findDocument(uri: string): TextDocument | undefined {
	return workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

/** An editor that shows the document: the active one where it does, else any visible one. */
export function findEditor(uri: string): TextEditor | undefined {
	const shows = (editor: TextEditor): boolean => editor.document.uri.toString() === uri;
	const active = window.activeTextEditor;
	return active !== undefined && shows(active) ? active : window.visibleTextEditors.find(shows);
}

export function textRange(document: TextDocument, range: Range): TextRange {
	return new TextRange(document.positionAt(range.start), document.positionAt(range.end));
}

/** The first selection in offsets; empty for a bare cursor. */
export function selected(editor: TextEditor): Range {
	const { document, selection } = editor;
	return { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
}

/** The notes in which what is not annotated is offered too. */
const NOTES: ReadonlySet<string> = new Set(['markdown', 'quarto', 'rmd', 'latex', 'tex']);

/** Whether a document is a note that may hold formulas, or a piece of a program, that nobody has annotated. */
export function mayOffer({ languageId }: TextDocument, text: string): boolean {
	return (
		NOTES.has(languageId) && /\$[^$]|\\[[(]|\\begin\{|\b(?:np|numpy|torch|math)\.\w|^[ \t>]*(?:```|~~~)/m.test(text)
	);
}

/** Applies one edit as one undoable change, unless the document has moved on since `version`; tells whether it was applied. */
export async function applyEdit(document: TextDocument, version: number, edit: TextEdit): Promise<boolean> {
	if (document.isClosed || document.version !== version) return false;
	const edits = new WorkspaceEdit();
	edits.replace(document.uri, textRange(document, edit.range), edit.text);
	return workspace.applyEdit(edits);
}

/** Shows a range in the editor of its document without taking the focus; opens the document beside where no editor shows it. */
export async function reveal(uri: string, range: Range): Promise<void> {
	// A file that the program imports may not be open.
	const document = findDocument(uri) ?? (await workspace.openTextDocument(Uri.parse(uri)));
	const editor = findEditor(uri) ?? (await window.showTextDocument(document, { preserveFocus: true, preview: false }));
	// Its beginning: a long expression as a whole would scroll the line's start out of sight.
	const there = document.positionAt(range.start);
	editor.revealRange(new TextRange(there, there), TextEditorRevealType.InCenterIfOutsideViewport);
}
