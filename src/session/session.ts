/**
 * One program being stepped through: the trace's unchanging part, the cursor, and the values changed on the way. Stepping sets the wanted position at once;
 * while an answer is under way only the last wanted position is asked for next, so that holding a key down never builds a queue. The engine's worker may be
 * replaced at any time: the session is then opened again, unseen, where it stood.
 */
import { nextStop } from '../protocol.ts';
import type { PanelState } from '../protocol-panel.ts';
import type { Card, DocumentText, GraphOptions, SessionInfo, StepView, TextEdit } from '../protocol.ts';
import type { EngineMethods, OpenRequest, Seek } from '../protocol-engine.ts';
import { EngineError } from '../engine/port.ts';
import type { EngineAccess } from '../engine/client.ts';
import { nearestPosition } from '../engine/positions.ts';
import { DebugQuestions, type DebugMethod, type SessionMethod } from './debug-questions.ts';
import { Emitter } from './events.ts';
import type { SavedSession } from './saved-session.ts';
import { mapRange } from './survive.ts';
import { TriedValues } from './tried-values.ts';

export interface SessionChange {
	/** `program`: info is new (text, a value or an option changed); `position`: the cursor moved; `mode`: teacher mode or what it conceals; `stale`: the text changed and could not be read. */
	readonly kind: 'program' | 'position' | 'mode' | 'stale';
	/** True when the step was taken by one, so that it may be seen to happen. */
	readonly animate: boolean;
}

/** How a change to the document ended for the session. */
export type Survival = 'kept' | 'stale' | 'gone';

export class Session extends DebugQuestions {
	readonly #engine: EngineAccess;
	readonly #changes = new Emitter<SessionChange>();
	readonly #closing = new Emitter<undefined>();
	#request: OpenRequest;
	#info: SessionInfo;
	#view: StepView;
	#wanted: number;
	#moving: Promise<void> | null = null;
	#changing: Promise<void> | null = null;
	readonly #tried: TriedValues;
	#teacher = false;
	#concealed = false;
	#animate = false;
	#stale = false;
	#closed = false;
	/** Counts documents and values, so that an answer about an older one is not shown. */
	#epoch = 0;

	constructor(
		engine: EngineAccess,
		request: OpenRequest,
		opened: { readonly info: SessionInfo; readonly view: StepView },
	) {
		super();
		this.#engine = engine;
		this.#request = request;
		this.#info = opened.info;
		this.#view = opened.view;
		this.#wanted = opened.view.position;
		this.#tried = new TriedValues(request.changed);
	}

	/** The info, the view, the mode or the position is another now. */
	get onDidChange() {
		return this.#changes.event;
	}

	/** Fired once, when the session is over. */
	get onDidClose() {
		return this.#closing.event;
	}

	get uri(): string {
		return this.#info.uri;
	}

	get info(): SessionInfo {
		return this.#info;
	}

	/** The view that was last answered; while the engine is working, `position` may already be further. */
	get view(): StepView {
		return this.#view;
	}

	override get position(): number {
		return this.#wanted;
	}

	/** The position of the end of the backward pass. */
	get lastPosition(): number {
		return this.#info.forwardSteps + this.#info.backwardSteps;
	}

	get teacher(): boolean {
		return this.#teacher;
	}

	/** Teacher mode: the outcome of the present step is shown as `?`. */
	get concealed(): boolean {
		return this.#concealed;
	}

	/** The document has text that could not be read since: what is shown belongs to `info.version`. */
	get stale(): boolean {
		return this.#stale;
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** The values that are tried out, by names of inputs and of entries (`entryName`). */
	get changed(): ReadonlyMap<string, number> {
		return this.#tried.all;
	}

	get document(): DocumentText {
		return this.#request.document;
	}

	panelState(): PanelState {
		return {
			info: this.#info,
			view: this.#view,
			concealed: this.#concealed,
			teacher: this.#teacher,
			animate: this.#animate,
		};
	}

	/** One step on; in teacher mode, half a step: first the step with its outcome concealed, then the outcome. */
	async next(): Promise<void> {
		if (this.#concealed) return this.reveal();
		if (this.#wanted >= this.lastPosition) return;
		this.#concealed = this.#teacher;
		await this.#move(nextStop(this.#info, this.#wanted, 1), true);
	}

	/** One step back; its outcome has been seen, so it is not concealed again. */
	async previous(): Promise<void> {
		if (this.#wanted <= 0) return;
		this.#concealed = false;
		await this.#move(nextStop(this.#info, this.#wanted, -1), true);
	}

	/** Shows what teacher mode conceals. */
	reveal(): void {
		if (!this.#concealed) return;
		this.#concealed = false;
		this.#animate = true;
		this.#changes.fire({ kind: 'mode', animate: true });
	}

	/** Jumps, to the nearest position there is. */
	async go(position: number): Promise<void> {
		this.#concealed = false;
		if (!Number.isFinite(position)) return;
		const wanted = Math.max(0, Math.min(this.lastPosition, Math.trunc(position)));
		await this.#move(nextStop(this.#info, wanted - 1, 1), false);
	}

	/** To the start of the forward pass. */
	restart(): Promise<void> {
		return this.go(0);
	}

	/** To the end of the backward pass. */
	runToEnd(): Promise<void> {
		return this.go(this.lastPosition);
	}

	/** To backward step 0, where ∂target/∂target = 1. */
	goToBackward(): Promise<void> {
		return this.go(this.#info.forwardSteps + 1);
	}

	/** To the end of the forward pass, where stepping starts. */
	goToTurn(): Promise<void> {
		return this.go(this.#info.forwardSteps);
	}

	nextLine(): Promise<void> {
		return this.seek({ to: 'next-line' });
	}

	previousLine(): Promise<void> {
		return this.seek({ to: 'previous-line' });
	}

	/** Goes to where the engine says the search leads; stays where nothing is found. */
	async seek(seek: Seek): Promise<void> {
		const position = this.#wanted;
		const found = await this.#ask('seek', (id) => ({ id, position, seek }));
		if (found !== null && !this.#closed) await this.go(found);
	}

	/** The card of any node at the present position. */
	card(node: number): Promise<Card | null> {
		const position = this.#view.position;
		return this.#ask('card', (id) => ({ id, position, node }));
	}

	/** Asks about arrays and Jacobians at the present position. */
	about<M extends 'tensor' | 'element' | 'jacobian'>(
		method: M,
		params: Omit<EngineMethods[M]['params'], 'id' | 'position'>,
	): Promise<EngineMethods[M]['result']> {
		const { position } = this.#view;
		return this.#ask(method, (id) => ({ id, position, ...params }) as EngineMethods[M]['params']);
	}

	/** A what-if value for an input, or for an entry of an array (`entryName`). */
	change(name: string, value: number): Promise<void> {
		return this.changeAll([[name, value]]);
	}

	/** What-if values. Changes that come faster than the engine answers are drawn together: the last one of each wins. */
	changeAll(values: readonly (readonly [name: string, value: number])[]): Promise<void> {
		if (this.#closed) return Promise.resolve();
		this.#tried.set(values);
		return (this.#changing ??= this.#sendChanges());
	}

	/** A what-if value has been written into the text: from now on the text has it. */
	written(name: string): void {
		this.#tried.written(name);
	}

	async setOptions(options: GraphOptions): Promise<void> {
		this.#request = { ...this.#request, options };
		const epoch = this.#epoch;
		const position = this.#wanted;
		const opened = await this.#ask('options', (id) => ({ id, options, position }));
		if (opened.ok && epoch === this.#epoch) this.#accept(opened, 'program');
	}

	setTeacher(on: boolean): void {
		if (this.#teacher === on) return;
		this.#teacher = on;
		if (!on) this.#concealed = false;
		this.#animate = false;
		this.#changes.fire({ kind: 'mode', animate: false });
	}

	/**
	 * Follows the document to its new text. The unit is found again by its id, a selection by moving it along with the edits (given in
	 * the offsets of the previous text, in the order they were applied). `gone`: the unit is no more, the caller closes the session.
	 */
	async follow(document: DocumentText, edits: readonly TextEdit[]): Promise<Survival> {
		const epoch = ++this.#epoch;
		const { selection, ...rest } = this.#request;
		const moved = selection === undefined ? undefined : mapRange(selection, edits);
		if (moved === null) return 'gone';
		this.#request = { ...rest, document, ...(moved !== undefined && { selection: moved }) };
		const changed = [...this.#tried.all];
		const opened = await this.#engine.request('open', { ...this.#request, changed });
		if (epoch !== this.#epoch || this.#closed) {
			if (opened.ok) await this.#engine.request('close', { id: opened.info.id });
			return 'kept';
		}
		if (!opened.ok) {
			if (opened.problems.some((problem) => problem.code === 'no-unit')) return 'gone';
			this.#stale = true;
			this.#changes.fire({ kind: 'stale', animate: false });
			return 'stale';
		}
		const before = this.#info;
		const position = nearestPosition(this.#wanted, before, opened.info);
		const view =
			position === opened.view.position
				? opened.view
				: await this.#engine.request('at', { id: opened.info.id, position });
		if (epoch !== this.#epoch || this.#closed) {
			await this.#engine.request('close', { id: opened.info.id });
			return 'kept';
		}
		this.#stale = false;
		this.#accept({ info: opened.info, view }, 'program');
		await this.#engine.request('close', { id: before.id });
		return 'kept';
	}

	/** What brings this session back after a reload. */
	save(): SavedSession {
		const { selection, options } = this.#request;
		return {
			uri: this.uri,
			unit: this.#info.unit.id,
			...(selection !== undefined && { selection }),
			position: this.#wanted,
			changed: [...this.#tried.all],
			options,
			teacher: this.#teacher,
		};
	}

	/** Ends the session and frees what the engine holds for it. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		const { id } = this.#info;
		this.#closing.fire(undefined);
		this.#closing.dispose();
		this.#changes.dispose();
		await this.#engine.request('close', { id });
	}

	async #move(position: number, animate: boolean): Promise<void> {
		if (this.#closed) return;
		if (position === this.#wanted && position === this.#view.position) {
			this.#animate = false;
			this.#changes.fire({ kind: 'position', animate: false });
			return;
		}
		this.#wanted = position;
		this.#animate = animate;
		await (this.#moving ??= this.#catchUp());
	}

	async #catchUp(): Promise<void> {
		try {
			while (!this.#closed && this.#view.position !== this.#wanted) {
				const position = this.#wanted;
				const from = this.#view.position;
				const epoch = this.#epoch;
				const view = await this.#ask('at', (id) => ({ id, position }));
				if (this.#closed) return;
				// The program changed under way: its own answer has brought, or will bring, a view.
				if (epoch !== this.#epoch || view.id !== this.#info.id) continue;
				this.#view = view;
				// Steps that were drawn together are a jump.
				this.#animate &&= [nextStop(this.#info, from, 1), nextStop(this.#info, from, -1)].includes(position);
				this.#changes.fire({ kind: 'position', animate: this.#animate });
			}
		} catch (error) {
			this.#wanted = this.#view.position;
			throw error;
		} finally {
			this.#moving = null;
		}
	}

	async #sendChanges(): Promise<void> {
		try {
			for (let changed = this.#tried.take(); changed !== null && !this.#closed; changed = this.#tried.take()) {
				const values = changed;
				const epoch = this.#epoch;
				const position = this.#wanted;
				const opened = await this.#ask('change', (id) => ({ id, changed: values, position }));
				if (opened.ok && epoch === this.#epoch && !this.#closed) this.#accept(opened, 'program');
			}
		} finally {
			this.#changing = null;
		}
	}

	#accept(opened: { readonly info: SessionInfo; readonly view: StepView }, kind: SessionChange['kind']): void {
		this.#info = opened.info;
		this.#view = opened.view;
		this.#animate = false;
		// A step taken meanwhile is still wanted, as far as there is such a position.
		if (this.#moving === null) this.#wanted = opened.view.position;
		else this.#wanted = Math.min(this.#wanted, this.lastPosition);
		this.#changes.fire({ kind, animate: false });
	}

	protected override ask<M extends DebugMethod>(
		method: M,
		params: (id: number) => EngineMethods[M]['params'],
		signal?: AbortSignal,
	): Promise<EngineMethods[M]['result']> {
		return this.#ask(method, params, signal);
	}

	/** Asks about the open session, opening it again first where the worker that had it is gone. */
	async #ask<M extends SessionMethod>(
		method: M,
		params: (id: number) => EngineMethods[M]['params'],
		signal?: AbortSignal,
	): Promise<EngineMethods[M]['result']> {
		const id = this.#info.id;
		try {
			return await this.#engine.request(method, params(id), signal);
		} catch (error) {
			if (!(error instanceof EngineError) || error.code !== 'no-session') throw error;
			if (id === this.#info.id) await this.#reopen();
			return this.#engine.request(method, params(this.#info.id), signal);
		}
	}

	async #reopen(): Promise<void> {
		const position = this.#view.position;
		const opened = await this.#engine.request('open', { ...this.#request, changed: [...this.#tried.all], position });
		if (!opened.ok) throw new EngineError('failed', 'The session could not be opened again.');
		this.#info = opened.info;
		this.#view = opened.view;
	}
}
