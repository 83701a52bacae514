/**
 * Keeps the analyses of what is on screen fresh: 250 ms after the last key the text is asked about again, and the active session follows it.
 * On this thread a document is only searched for `@grad`, a note for what may be formulas; everything else is the engine's.
 */
import { Disposable, window, workspace } from 'vscode';
import type { TextDocument, TextDocumentChangeEvent } from 'vscode';
import type { TextEdit } from '../protocol.ts';
import { cellsAround, documentText, mayOffer } from './documents.ts';
import { mentionsGrad } from './mention.ts';
import { concerns, limits, viewSettings } from './settings.ts';
import type { Host, View } from './view.ts';

/** How long the keyboard rests before fresh numbers are asked for, in milliseconds. */
export const QUIET = 250;

export const analysis: View = {
	register(host) {
		const watcher = new Watcher(host);
		host.engine.configure(limits());
		// Not in activation itself: the first question starts the engine.
		const first = setTimeout(() => watcher.visible());
		return Disposable.from(
			watcher,
			{ dispose: () => clearTimeout(first) },
			workspace.onDidChangeTextDocument((event) => watcher.changed(event)),
			workspace.onDidCloseTextDocument((document) => watcher.closed(document)),
			workspace.onDidChangeNotebookDocument(({ contentChanges }) => {
				// Cells came, went or moved: what stands before the others is another.
				if (contentChanges.length > 0) watcher.refresh();
			}),
			workspace.onDidOpenTextDocument(() => watcher.visible()),
			window.onDidChangeVisibleTextEditors(() => watcher.visible()),
			workspace.onDidChangeConfiguration((event) => {
				if (concerns(event).views) watcher.visible();
				if (!concerns(event).limits) return;
				host.engine.configure(limits());
				watcher.refresh();
			}),
		);
	},
};

interface Waiting {
	timer: ReturnType<typeof setTimeout>;
	edits: TextEdit[];
}

class Watcher {
	readonly #host: Host;
	readonly #waiting = new Map<string, Waiting>();

	constructor(host: Host) {
		this.#host = host;
	}

	/** Asks about every document on screen that has no analysis of its present version. */
	visible(): void {
		for (const document of this.#onScreen()) if (!this.#waiting.has(document.uri.toString())) this.#analyze(document);
	}

	refresh(): void {
		for (const document of this.#onScreen()) {
			if (this.#concerned(document))
				this.#host.log.background('analysing', this.#host.sessions.refresh(documentText(document)));
		}
	}

	changed(event: TextDocumentChangeEvent): void {
		const { document, contentChanges } = event;
		if (contentChanges.length === 0) return;
		const uri = document.uri.toString();
		const waiting = this.#waiting.get(uri);
		const edits = waiting?.edits ?? [];
		for (const change of contentChanges) {
			edits.push({
				range: { start: change.rangeOffset, end: change.rangeOffset + change.rangeLength },
				text: change.text,
			});
		}
		if (waiting !== undefined) clearTimeout(waiting.timer);
		this.#waiting.set(uri, { edits, timer: setTimeout(() => this.#settle(document), QUIET) });
	}

	closed(document: TextDocument): void {
		const uri = document.uri.toString();
		const waiting = this.#waiting.get(uri);
		if (waiting !== undefined) clearTimeout(waiting.timer);
		this.#waiting.delete(uri);
		this.#host.log.background('closing', this.#host.sessions.documentClosed(uri));
	}

	dispose(): void {
		for (const { timer } of this.#waiting.values()) clearTimeout(timer);
		this.#waiting.clear();
	}

	#settle(document: TextDocument): void {
		const uri = document.uri.toString();
		const edits = this.#waiting.get(uri)?.edits ?? [];
		this.#waiting.delete(uri);
		if (document.isClosed) return;
		const { sessions, log } = this.#host;
		if (sessions.active?.uri === uri)
			log.background('following the text', sessions.documentChanged(documentText(document), edits));
		this.#analyze(document);
		this.#below(document);
	}

	/** Cells behind one that changed may take what they use from it. */
	#below(document: TextDocument): void {
		const { sessions, log } = this.#host;
		const onScreen = this.#onScreen();
		for (const cell of cellsAround(document)?.behind ?? []) {
			if (sessions.active?.uri === cell.uri.toString())
				log.background('following the cells before', sessions.documentChanged(documentText(cell), []));
			// One that is not on screen is looked at once it is.
			if (!onScreen.has(cell)) sessions.forget(cell.uri.toString());
			else if (this.#concerned(cell)) log.background('analysing', sessions.refresh(documentText(cell)));
		}
	}

	#analyze(document: TextDocument): void {
		const { sessions, log } = this.#host;
		if (sessions.known(document.uri.toString())?.version === document.version || !this.#concerned(document)) return;
		log.background('analysing', sessions.analyze(documentText(document)));
	}

	/** Text with annotations, or that had some when it was last looked at; and notes whose formulas are offered. */
	#concerned(document: TextDocument): boolean {
		const known = this.#host.sessions.known(document.uri.toString());
		if (known !== null && known.units.length + known.problems.length + known.offers.length > 0) return true;
		const text = document.getText();
		return mentionsGrad(text) || (viewSettings(document).noteLens && mayOffer(document, text));
	}

	#onScreen(): Set<TextDocument> {
		return new Set(
			window.visibleTextEditors
				.map((editor) => editor.document)
				// An editor may outlive its document for a moment; another one of the same name is not to take over what was known of it.
				.filter((document) => document.uri.scheme !== 'output' && !document.isClosed),
		);
	}
}
