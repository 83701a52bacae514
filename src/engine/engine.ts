/**
 * The engine: reads documents, runs their programs and answers everything the editor, the panel and the command line ask about them.
 *
 * It is synchronous and knows of no worker; `serve` puts it behind a line of messages, the command line calls it as it is.
 */
import { growOlder } from '../core/tensor/memory.ts';
import { findUnits, unitAt } from '../lang/document.ts';
import { asMathematics } from '../lang/script-parts.ts';
import type { Unit } from '../lang/unit.ts';
import { DEFAULT_LIMITS } from '../protocol.ts';
import type { Analysis, DocumentText, Limits, Problem, Range, TextEdit } from '../protocol.ts';
import type { Inspection } from '../protocol-hover.ts';
import type { DirectMethod, EngineMethods, OpenRequest, Opened } from '../protocol-engine.ts';
import { Budget, overBudget } from '../run/budget.ts';
import { annotateEdit } from './annotation-edits.ts';
import { completionsAt } from './completions.ts';
import { Debugging } from './debug/debugging.ts';
import { inspectElement } from './elements.ts';
import { explanationAt } from './explanations.ts';
import { gatePlaces } from './gate-places.ts';
import { inspectionAt } from './inspect.ts';
import { jacobianBlock } from './jacobian-block.ts';
import { Lines } from './lines.ts';
import { offersOf } from './offers.ts';
import { OpenSession } from './open-session.ts';
import { EngineError } from './port.ts';
import { seekPosition } from './seek.ts';
import { stackAt } from './stack.ts';
import { stagesEdit } from './stages-edit.ts';
import { Shelf, type ReadFile } from './shelf.ts';
import { runUnit } from './unit-run.ts';
import type { Outcome } from './unit-run.ts';
import { writeEntries, writeNumber } from './write-back.ts';

/** Asked in every loop; true ends the work. */
export type IsCancelled = () => boolean;

/** A document's units, run, of one version. */
export interface Analyzed {
	readonly document: DocumentText;
	readonly lastUsed: string;
	readonly outcomes: readonly Outcome[];
	readonly problems: readonly Problem[];
}

/** At rest what was evaluated several times shows its last time. */
const LAST_TIME = Number.MAX_SAFE_INTEGER;

/** So many documents are kept, the ones asked about last. */
const MOST_DOCUMENTS = 8;

type Handlers = {
	readonly [M in DirectMethod]: (
		params: EngineMethods[M]['params'],
		cancelled: IsCancelled,
	) => EngineMethods[M]['result'];
};

export class Engine {
	#limits: Limits;
	readonly #files: Shelf;
	readonly #documents = new Map<string, Analyzed>();
	readonly #sessions = new Map<number, OpenSession>();
	// Ids are not used again by the worker that replaces this one, so that an old id is known to be lost.
	#nextId = 1 + Math.floor(Math.random() * 2 ** 40) * 2 ** 10;

	/** `read`: what reads files at once, where that can be done; else they are asked for and provided. */
	constructor(limits: Limits = DEFAULT_LIMITS, read: ReadFile | null = null) {
		this.#limits = limits;
		this.#files = new Shelf(read);
	}

	/** Answers at once. Throws `EngineError` with the code `no-session` for a session that is not open here, and `Cancelled`. */
	handle<M extends DirectMethod>(
		method: M,
		params: EngineMethods[M]['params'],
		cancelled: IsCancelled = () => false,
	): EngineMethods[M]['result'] {
		const handler: Handlers[M] = this.#handlers[method];
		this.#files.wanted.clear();
		return handler(params, cancelled);
	}

	/** The units of a document with their runs: what `analyze` summarises, for those who work in the same process. */
	outcomes(
		document: DocumentText,
		lastUsed: readonly (readonly [string, number])[] = [],
		cancelled: IsCancelled = () => false,
	): Analyzed {
		const key = JSON.stringify(lastUsed);
		const known = this.#documents.get(document.uri);
		// A closed document's address and version come back with another text: an untitled one's do every time.
		if (known !== undefined && sameText(known.document, document) && known.lastUsed === key) {
			// The newest last: the first of the map is the one to forget.
			this.#documents.delete(document.uri);
			this.#documents.set(document.uri, known);
			return known;
		}
		// The next run takes the memory of the one that it replaces.
		this.#forget(document.uri);
		const analyzed = this.#analyze(document, lastUsed, key, cancelled);
		this.#documents.set(document.uri, analyzed);
		for (const uri of this.#documents.keys()) {
			if (this.#documents.size <= MOST_DOCUMENTS) break;
			this.#forget(uri);
		}
		growOlder();
		return analyzed;
	}

	#forget(uri: string): void {
		const known = this.#documents.get(uri);
		this.#documents.delete(uri);
		for (const { ran } of known?.outcomes ?? []) ran?.release();
	}

	readonly #handlers: Handlers = {
		analyze: ({ document, lastUsed }, cancelled) =>
			this.#analysis(this.outcomes(document, lastUsed, cancelled), cancelled),
		open: (request, cancelled) => this.#open(request, cancelled),
		at: ({ id, position }) => this.#session(id).view(position),
		change: ({ id, changed, position }, cancelled) => {
			const session = this.#session(id);
			const view = session.change(changed, position, new Budget(this.#limits, cancelled, this.#files));
			return { ok: true, info: session.info(), view };
		},
		options: ({ id, options, position }, cancelled) => {
			const session = this.#session(id);
			const view = session.setOptions(options, position, new Budget(this.#limits, cancelled, this.#files));
			return { ok: true, info: session.info(), view };
		},
		seek: ({ id, position, seek }) => {
			const { ran } = this.#session(id);
			return seekPosition(ran.trace, ran.run, ran, position, seek);
		},
		inspect: ({ document, offset, session, time }, cancelled) =>
			this.#inspect(document, offset, session, time, cancelled),
		complete: ({ document, offset }) => completionsAt(document, offset, this.#limits),
		explain: ({ document, offset }, cancelled) =>
			explanationAt(this.outcomes(document, [], cancelled).outcomes, offset, document.text),
		stack: ({ id, position, start, count }) => stackAt(this.#session(id).ran, position, start, count),
		variables: ({ id, position, frame }, cancelled) => this.#debugging(id, cancelled).variables(position, frame),
		gates: ({ id, range, uri }) => gatePlaces(this.#session(id).ran, range, uri),
		card: ({ id, position, node }) => {
			const session = this.#session(id);
			return session.has(node) ? session.card(node, position) : null;
		},
		tensor: ({ id, position, request }) => {
			const session = this.#session(id);
			return session.has(request.node) ? session.tensor(request, position) : null;
		},
		element: ({ id, position, node, index }) => {
			const session = this.#session(id);
			const { ran } = session;
			return session.has(node) ? inspectElement(ran, node, index, ran.trace.at(position)) : null;
		},
		jacobian: ({ id, request }) => {
			const { ran } = this.#session(id);
			return jacobianBlock(ran.trace.tape, request);
		},
		assignment: ({ id, position, expression, value, at }, cancelled) =>
			this.#debugging(id, cancelled).assignment(expression, value, { position, ...at }),
		evaluate: ({ id, position, expression, at }, cancelled) =>
			this.#debugging(id, cancelled).evaluate(expression, { position, ...at }),
		completions: ({ id, position, text, column, at }, cancelled) =>
			this.#debugging(id, cancelled).completions(text, column, { position, ...at }),
		search: ({ id, request }, cancelled) => this.#debugging(id, cancelled).search(request),
		checkStops: ({ id, stops }, cancelled) => this.#debugging(id, cancelled).checkStops(stops),
		health: ({ id, check }, cancelled) => this.#debugging(id, cancelled).health(check),
		stages: ({ document, offset }, cancelled) => {
			const unit = unitAt(document, { start: offset, end: offset }, this.#limits);
			const ran = unit === null ? null : this.#run(document, asMathematics(unit), new Map(), cancelled).ran;
			return ran === null ? null : stagesEdit(ran);
		},
		annotate: ({ document, offset, selection, values }, cancelled) =>
			this.#annotate(document, selection ?? { start: offset, end: offset }, values, cancelled),
		writeBack: ({ document, id, name, value }) => {
			const session = this.#session(id);
			// The session's unit as it stands in the document now.
			const same = document.uri === session.document.uri && document.text === session.document.text;
			const unit = same
				? session.unit
				: (this.#find(document, session.unit.id) ?? unitAt(document, session.unit.range, this.#limits));
			if (value !== undefined) return unit === null ? null : writeNumber(document, unit, name, value, this.#limits);
			return same ? writeEntries(session.ran, name, session.changed) : null;
		},
		close: ({ id }) => {
			this.#sessions.get(id)?.ran.release();
			this.#sessions.delete(id);
			return null;
		},
		provide: ({ files }) => {
			this.#files.provide(files);
			for (const uri of this.#documents.keys()) this.#forget(uri);
			return null;
		},
		configure: ({ limits }) => {
			this.#limits = limits;
			for (const uri of this.#documents.keys()) this.#forget(uri);
			return null;
		},
	};

	#analyze(
		document: DocumentText,
		lastUsed: readonly (readonly [string, number])[],
		key: string,
		cancelled: IsCancelled,
	): Analyzed {
		const budget = new Budget(this.#limits, cancelled, this.#files);
		budget.look();
		const { units, problems } = findUnits(document, this.#limits);
		const lines = new Lines(document.text);
		const outcomes: Outcome[] = [];
		const more: Problem[] = [];
		for (const unit of units) {
			if (budget.look()) {
				more.push(overBudget('milliseconds', this.#limits.milliseconds, unit.annotationRange ?? unit.range));
				break;
			}
			outcomes.push(runUnit(document, unit, { changed: new Map(), lastUsed: new Map(lastUsed), budget, lines }));
		}
		return { document, lastUsed: key, outcomes, problems: [...problems, ...more] };
	}

	#analysis({ document, outcomes, problems }: Analyzed, cancelled: IsCancelled): Analysis {
		const all = [...problems, ...outcomes.flatMap((outcome) => outcome.problems)];
		const units = outcomes.filter(({ ran }) => ran !== null).map(({ summary }) => summary);
		const offers = offersOf(document, new Lines(document.text), this.#limits, cancelled);
		return {
			uri: document.uri,
			version: document.version,
			units,
			offers,
			problems: distinct(all),
			...this.#files.asked(),
		};
	}

	#open(asked: OpenRequest, cancelled: IsCancelled): Opened {
		const document = this.#known(asked.document);
		const request: OpenRequest = { ...asked, document };
		const unit =
			(request.unit === undefined ? null : this.#find(document, request.unit)) ??
			(request.selection === undefined ? null : unitAt(document, request.selection, this.#limits));
		if (unit === null) {
			const range = request.selection ?? { start: 0, end: 0 };
			return {
				ok: false,
				problems: [{ code: 'no-unit', severity: 'info', range, message: ['No formula to step through here.'] }],
			};
		}
		const opened = OpenSession.open(this.#nextId++, request, unit, new Budget(this.#limits, cancelled, this.#files));
		if (!(opened instanceof OpenSession)) return { ok: false, problems: opened, ...this.#files.asked() };
		this.#sessions.set(opened.id, opened);
		const view = opened.view(request.position ?? opened.ran.trace.forwardSteps);
		return { ok: true, info: opened.info(), view, ...this.#files.asked() };
	}

	#inspect(
		document: DocumentText,
		offset: number,
		at: { id: number; position: number } | undefined,
		time: number | undefined,
		cancelled: IsCancelled,
	): Inspection | null {
		const session = at === undefined ? undefined : this.#session(at.id);
		if (session !== undefined && at !== undefined && sameText(session.document, document)) {
			const found = inspectionAt(session.ran, offset, session.ran.trace.at(at.position), time);
			if (found !== null) return found;
		}
		for (const { ran } of this.outcomes(document, [], cancelled).outcomes) {
			const found =
				ran === null ? null : inspectionAt(ran, offset, ran.trace.at(ran.trace.lastPosition), time ?? LAST_TIME);
			if (found !== null) return found;
		}
		return null;
	}

	#annotate(
		document: DocumentText,
		selection: Range,
		values: readonly (readonly [string, number])[] | undefined,
		cancelled: IsCancelled,
	): TextEdit | null {
		const unit = unitAt(this.#known(document), selection, this.#limits);
		if (unit === null) return null;
		const outcome = this.#run(document, unit, new Map(values), cancelled);
		return outcome.ran === null ? null : annotateEdit(document, unit, outcome.ran);
	}

	#run(document: DocumentText, unit: Unit, changed: ReadonlyMap<string, number>, cancelled: IsCancelled): Outcome {
		const budget = new Budget(this.#limits, cancelled, this.#files);
		return runUnit(this.#known(document), unit, {
			changed,
			lastUsed: new Map(),
			budget,
			lines: new Lines(document.text),
		});
	}

	/** The same document as it was analyzed, whose readings are remembered. */
	#known(document: DocumentText): DocumentText {
		const known = this.#documents.get(document.uri)?.document;
		return known !== undefined && sameText(known, document) ? known : document;
	}

	#find(document: DocumentText, id: string): Unit | null {
		return findUnits(document, this.#limits).units.find((unit) => unit.id === id) ?? null;
	}

	#debugging(id: number, cancelled: IsCancelled): Debugging {
		return Debugging.of(this.#session(id).ran, { limits: this.#limits, cancelled, files: this.#files });
	}

	#session(id: number): OpenSession {
		const session = this.#sessions.get(id);
		if (session === undefined) throw new EngineError('no-session', 'The session is not open.');
		return session;
	}
}

/** Two units that share earlier lines find the same fault there: it is told once. */
function distinct(problems: readonly Problem[]): Problem[] {
	const seen = new Map<string, Problem>();
	for (const problem of problems) {
		const key = `${problem.code} ${problem.range.start} ${problem.range.end} ${problem.message.join(' ')}`;
		if (!seen.has(key)) seen.set(key, problem);
	}
	return [...seen.values()].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

function sameText(a: DocumentText, b: DocumentText): boolean {
	const own = a.uri === b.uri && a.version === b.version && a.languageId === b.languageId && a.text === b.text;
	const [before = [], now = []] = [a.earlier, b.earlier];
	return own && before.length === now.length && before.every((cell, k) => sameText(cell, now[k]!));
}
