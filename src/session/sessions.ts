/**
 * What the editor's views share: one analysis a document version, and the one stepping session that is active.
 */
import type { Analysis, DocumentText, GraphOptions, Problem, Range, TextEdit } from '../protocol.ts';
import type { Inspection } from '../protocol-hover.ts';
import { EngineError } from '../engine/port.ts';
import type { EngineAccess } from '../engine/client.ts';
import { Emitter } from './events.ts';
import { Session } from './session.ts';
import type { SavedSession } from './saved-session.ts';

/** Where stepping is to start: on a unit by its id, or on the unit around (or text of) a selection, which is empty for a bare cursor. */
export interface OpenAt {
	readonly unit?: string;
	readonly selection?: Range;
	readonly position?: number;
	/** No view opens by itself for it: whoever starts it, a debugger, has views of its own. */
	readonly quiet?: boolean;
}

export type OpenOutcome =
	{ readonly ok: true; readonly session: Session } | { readonly ok: false; readonly problems: readonly Problem[] };

const PLAIN_GRAPH: GraphOptions = { unfoldLiterals: false, foldedGroups: [] };

interface Known {
	/** The newest analysis there is, perhaps of an older version. */
	analysis: Analysis | null;
	under: {
		readonly version: number;
		readonly answer: Promise<Analysis | null>;
		readonly abort: AbortController;
	} | null;
}

export class Sessions {
	readonly engine: EngineAccess;
	readonly #known = new Map<string, Known>();
	readonly #lastUsed = new Map<string, Map<string, number>>();
	readonly #analyses = new Emitter<Analysis>();
	readonly #actives = new Emitter<Session | null>();
	readonly #openings = new Emitter<Promise<OpenOutcome>>();
	readonly #quiet = new WeakSet<Session>();
	#active: Session | null = null;
	#opening = 0;

	constructor(engine: EngineAccess) {
		this.engine = engine;
	}

	/** A document has a fresh analysis. */
	get onDidAnalyze() {
		return this.#analyses.event;
	}

	/** Another session is active, or none. What happens within the active one, it tells itself. */
	get onDidChangeActive() {
		return this.#actives.event;
	}

	/** A session has been asked for, of which views are to open; what comes of it. */
	get onWillOpen() {
		return this.#openings.event;
	}

	get active(): Session | null {
		return this.#active;
	}

	/** Whether no view opens by itself for a session. */
	isQuiet(session: Session): boolean {
		return this.#quiet.has(session);
	}

	/** The newest analysis of a document, perhaps of an older version: compare `version`. */
	known(uri: string): Analysis | null {
		return this.#known.get(uri)?.analysis ?? null;
	}

	/** The analysis of this very version; null when a newer version was asked about before this one was answered. */
	async analyze(document: DocumentText): Promise<Analysis | null> {
		const known = this.#knownOf(document.uri);
		if (known.analysis?.version === document.version) return known.analysis;
		if (known.under?.version === document.version) return known.under.answer;
		known.under?.abort.abort();
		const abort = new AbortController();
		const answer = this.#analyzeNow(document, known, abort);
		known.under = { version: document.version, answer, abort };
		return answer;
	}

	/** Analyses anew although the version is the same: a budget or the values used last have changed. */
	refresh(document: DocumentText): Promise<Analysis | null> {
		const known = this.#known.get(document.uri);
		if (known !== undefined) {
			known.under?.abort.abort();
			known.under = null;
			known.analysis = null;
		}
		return this.analyze(document);
	}

	/** What is known of a document no longer holds. */
	forget(uri: string): void {
		this.#known.get(uri)?.under?.abort.abort();
		this.#known.delete(uri);
	}

	/** Starts stepping and makes the new session the active one; a session that was active is closed. */
	async open(document: DocumentText, at: OpenAt, options: GraphOptions = PLAIN_GRAPH): Promise<OpenOutcome> {
		const outcome = this.#open(document, at, options, []);
		if (at.quiet !== true) this.#openings.fire(outcome);
		return outcome;
	}

	/** Brings a saved session back on the document as it is now. */
	async restore(document: DocumentText, saved: SavedSession): Promise<OpenOutcome> {
		const at: OpenAt =
			saved.selection === undefined
				? { unit: saved.unit, position: saved.position }
				: { selection: saved.selection, position: saved.position };
		const outcome = await this.#open(document, at, saved.options, saved.changed);
		if (outcome.ok) outcome.session.setTeacher(saved.teacher);
		return outcome;
	}

	/**
	 * Tells of a document's new text: the active session follows it, or closes where its unit is gone. The edits are in the order in
	 * which they were applied, each in the offsets of the text as the ones before it left it.
	 */
	async documentChanged(document: DocumentText, edits: readonly TextEdit[]): Promise<void> {
		const session = this.#active;
		if (session === null || session.uri !== document.uri) return;
		const survival = await session.follow(document, edits);
		if (survival === 'gone' && this.#active === session) await this.close();
	}

	async documentClosed(uri: string): Promise<void> {
		this.forget(uri);
		if (this.#active?.uri === uri) await this.close();
	}

	/** Closes the active session, if there is one. */
	async close(): Promise<void> {
		const session = this.#active;
		if (session === null) return;
		this.#active = null;
		this.#remember(session);
		this.#actives.fire(null);
		await session.close();
	}

	/** What a hover at `offset` says: at the active session's position where it is about its unit, else of final values. */
	async inspect(document: DocumentText, offset: number, time?: number): Promise<Inspection | null> {
		const session = this.#active;
		const which = time === undefined ? {} : { time };
		if (session === null || session.uri !== document.uri || session.info.version !== document.version) {
			return this.engine.request('inspect', { document, offset, ...which });
		}
		try {
			return await this.engine.request('inspect', {
				document,
				offset,
				session: { id: session.info.id, position: session.view.position },
				...which,
			});
		} catch (error) {
			// The worker was replaced; the session comes back with its next step, the hover need not wait for it.
			if (!(error instanceof EngineError) || error.code !== 'no-session') throw error;
			return this.engine.request('inspect', { document, offset });
		}
	}

	/** The values used last in a document, for programs that give none. */
	lastUsed(uri: string): readonly (readonly [name: string, value: number])[] {
		return [...(this.#lastUsed.get(uri) ?? [])];
	}

	/** Closes the active session and forgets everything. The engine is its owner's to dispose of. */
	async dispose(): Promise<void> {
		for (const known of this.#known.values()) known.under?.abort.abort();
		this.#known.clear();
		await this.close();
		this.#analyses.dispose();
		this.#actives.dispose();
	}

	async #open(
		document: DocumentText,
		at: OpenAt,
		options: GraphOptions,
		changed: readonly (readonly [string, number])[],
	): Promise<OpenOutcome> {
		const turn = ++this.#opening;
		const before = this.#active;
		// What was tried out before the restart is what was used last.
		if (before !== null) this.#remember(before);
		const { quiet = false, ...where } = at;
		const request = { document, ...where, changed, lastUsed: this.lastUsed(document.uri), options };
		const opened = await this.engine.request('open', request);
		if (!opened.ok) return opened;
		const session = new Session(this.engine, request, opened);
		if (quiet) this.#quiet.add(session);
		if (turn !== this.#opening) {
			// Overtaken by a later opening, which has or will have the place.
			await session.close();
			return { ok: false, problems: [] };
		}
		const replaced = this.#active;
		this.#active = session;
		this.#actives.fire(session);
		if (replaced !== null) await replaced.close();
		return { ok: true, session };
	}

	#remember(session: Session): void {
		const used = this.#lastUsed.get(session.uri) ?? new Map<string, number>();
		this.#lastUsed.set(session.uri, used);
		for (const input of session.info.unit.inputs)
			if ((input.source === 'panel' || input.source === 'last-used') && typeof input.value === 'number')
				used.set(input.name, input.value);
	}

	#knownOf(uri: string): Known {
		const known = this.#known.get(uri) ?? { analysis: null, under: null };
		this.#known.set(uri, known);
		return known;
	}

	async #analyzeNow(document: DocumentText, known: Known, abort: AbortController): Promise<Analysis | null> {
		try {
			const analysis = await this.engine.request(
				'analyze',
				{ document, lastUsed: this.lastUsed(document.uri) },
				abort.signal,
			);
			if (abort.signal.aborted) return null;
			known.analysis = analysis;
			this.#analyses.fire(analysis);
			return analysis;
		} catch (error) {
			if (error instanceof EngineError && error.code === 'cancelled') return null;
			throw error;
		} finally {
			if (known.under?.abort === abort) known.under = null;
		}
	}
}
