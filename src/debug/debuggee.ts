/**
 * The program being debugged: one Session, moved by the debugger or by anybody else, and what a client is told of it. The cursor is the session's own,
 * so that the panel, the decorations and the debugger never disagree.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StepView, Text } from '../protocol.ts';
import { isEvaluated } from '../protocol-debug.ts';
import type { Finding, SearchResult } from '../protocol-debug.ts';
import type { Seek } from '../protocol-engine.ts';
import type { Session } from '../session/session.ts';
import { textOf } from './breakpoints.ts';
import type { Active, Breakpoint, Breakpoints } from './breakpoints.ts';
import { filterLabel } from './exceptions.ts';
import { Handles } from './handles.ts';
import type { DebugHost } from './host.ts';
import type { Launch } from './launch.ts';
import { Positions } from './positions.ts';
import type { Counting } from './positions.ts';
import { Scopes } from './scopes.ts';

export type Send = (event: string, body: Record<string, unknown>) => void;

/** A text that the program takes from. */
export interface OpenText {
	readonly text: string;
	readonly positions: Positions;
}

type Stopped = DebugProtocol.StoppedEvent['body'];

/** There is one line of execution: the passes, one after the other. */
export const THREAD = 1;

/** Changes that others make faster than this are told together, in milliseconds. */
const REST = 30;

export class Debuggee {
	readonly session: Session;
	/** As it was last asked for: a client may restart with another configuration. */
	launch: Launch;
	readonly handles: Handles;
	readonly scopes: Scopes;
	readonly breakpoints: Breakpoints;
	readonly #host: DebugHost;
	readonly #send: Send;
	readonly #counting: Counting;
	readonly #invalidates: boolean;
	readonly #following: { dispose(): void }[];
	/** The document's text that the session's numbers belong to: one that cannot be read leaves the one before. */
	#own: OpenText & { readonly version: number };
	/** Other texts that the program takes from, as far as they have been asked about. */
	#texts = new Map<string, OpenText>();
	/** Moves of the debugger's own that are under way. */
	#moving = 0;
	#queue: Promise<void> = Promise.resolve();
	#pausing = false;
	#timer: ReturnType<typeof setTimeout> | null = null;
	#finding: Finding | null = null;
	/** The place that the client was last told of. */
	#told = '';
	/** Whether the client takes the program to be running: between what it asked for, or was told, and the next stop. */
	#running = true;

	constructor(
		parts: {
			readonly host: DebugHost;
			readonly session: Session;
			readonly launch: Launch;
			readonly counting: Counting;
			/** Whether the client looks at the values again when it is told that they are others. */
			readonly invalidates: boolean;
		},
		breakpoints: Breakpoints,
		send: Send,
		ended: () => void,
	) {
		const { host, session, launch, counting, invalidates } = parts;
		this.session = session;
		this.launch = launch;
		this.breakpoints = breakpoints;
		this.handles = new Handles(host.t);
		this.scopes = new Scopes(session, host.t);
		this.#host = host;
		this.#send = send;
		this.#counting = counting;
		this.#invalidates = invalidates;
		this.#own = this.#read();
		this.#following = [
			session.onDidChange(({ kind }) => {
				if (kind === 'stale') return;
				if (kind === 'program') this.#programChanged();
				// What has been unfolded shows another step.
				this.handles.clear();
				if (this.#moving === 0) this.#movedByOthers();
			}),
			session.onDidClose(() => ended()),
		];
	}

	/** Lines and columns of the text that the session's numbers belong to. */
	get positions(): Positions {
		return this.#own.positions;
	}

	/** The document, or another text that the program takes from; null where it is none, or cannot be read. */
	async textAt(uri: string): Promise<OpenText | null> {
		const { document, info } = this.session;
		if (uri === info.uri) return this.#own;
		const known = this.#texts.get(uri);
		if (known !== undefined) return known;
		if (info.besides?.includes(uri) !== true) return null;
		const found = document.earlier?.find((cell) => cell.uri === uri) ?? (await this.#host.open(this.#host.pathOf(uri)));
		if (found === null) return null;
		const opened = { text: found.text, positions: new Positions(found.text, this.#counting) };
		this.#texts.set(uri, opened);
		return opened;
	}

	/** Lines and columns of a text that `textAt` has answered; absent: of the document. */
	readonly positionsOf = (uri?: string): Positions =>
		(uri === undefined ? undefined : this.#texts.get(uri)?.positions) ?? this.positions;

	/** What the present stop found, where it stopped at a finding. */
	get finding(): Finding | null {
		return this.#finding;
	}

	/** Where the launch wants the program entered. */
	enter(): void {
		const { debugs, pass, stopOnEntry } = this.launch;
		const start = pass === 'backward' ? this.session.info.forwardSteps : 0;
		this.#queued(async () => {
			if (!debugs) return this.#runThrough();
			await this.session.go(start);
			if (stopOnEntry) this.#stopped({ reason: 'entry' });
			else await this.#search(1);
		});
	}

	/** Enters once more. A client does not take the request to mean that the program goes on. */
	restart(): void {
		this.#continues();
		this.#queued(() => new Promise((resolve) => setTimeout(resolve, REST)));
		this.enter();
	}

	/** One gate on, or back; what teacher mode conceals is first revealed. */
	step(by: 1 | -1, answered: () => void): void {
		this.#move(answered, () => (by === 1 ? this.session.next() : this.session.previous()));
	}

	seek(seek: Seek, answered: () => void): void {
		this.#move(answered, () => this.session.seek(seek));
	}

	/** Out of the innermost turn of a loop, or of the call. */
	stepOut(answered: () => void): void {
		this.#move(answered, async () => {
			const { levels } = await this.session.stack(0, 1);
			await this.session.seek({ to: levels[0]?.kind === 'iteration' ? 'iteration' : 'out' });
		});
	}

	goTo(position: number, answered: () => void): void {
		this.#move(answered, () => this.session.go(position), 'goto');
	}

	/** On, or back, to the next breakpoint; else to the end of the passes, or to their start. */
	run(direction: 1 | -1, answered: () => void): void {
		this.#queued(() => {
			answered();
			this.#running = true;
			return this.#search(direction);
		});
	}

	pause(): void {
		this.#pausing = true;
		// Whatever stops before that has answered it.
		this.#queued(() => {
			if (this.#pausing) this.#stopped({ reason: 'pause' });
			return Promise.resolve();
		});
	}

	/** Changes something that brings the program back to the same place, and waits until it is there. */
	async change<T>(work: () => Promise<T>): Promise<T> {
		this.#moving++;
		try {
			return await work();
		} finally {
			this.#moving--;
		}
	}

	output(
		text: string,
		category: 'stdout' | 'important' | 'stderr',
		place?: Partial<DebugProtocol.OutputEvent['body']>,
	): void {
		this.#send('output', { category, output: `${text}\n`, ...place });
	}

	source(uri = this.session.uri): DebugProtocol.Source {
		return { name: this.#host.nameOf(uri), path: this.#host.pathOf(uri) };
	}

	/** Where the step is, in words: `backward 3/8`. */
	whereabouts({ pass, passStep, passSteps }: StepView = this.session.view): string {
		const { t } = this.#host;
		if (pass === 'forward') return t('forward {0}/{1}', passStep, passSteps);
		return passStep === 0 ? t('turning point') : t('backward {0}/{1}', passStep, passSteps);
	}

	say([template, ...values]: Text): string {
		return this.#host.t(template, ...values);
	}

	dispose(): void {
		this.#pausing = true;
		if (this.#timer !== null) clearTimeout(this.#timer);
		for (const each of this.#following) each.dispose();
	}

	#move(answered: () => void, work: () => Promise<void>, reason = 'step'): void {
		this.#queued(async () => {
			answered();
			this.#running = true;
			await work();
			this.#stopped({ reason });
		});
	}

	/** One move after the other, in the order in which they were asked for. */
	#queued(work: () => Promise<void>): void {
		this.#moving++;
		this.#queue = this.#queue
			.then(async () => {
				if (!this.session.closed) await work();
			})
			.catch((error: unknown) => {
				this.#host.log('debugging', error);
				this.output(error instanceof Error ? error.message : String(error), 'stderr');
				if (!this.session.closed) this.#stopped({ reason: 'pause' });
			})
			.finally(() => void this.#moving--);
	}

	/** Runs without debugging: tells what was computed, and ends. */
	async #runThrough(): Promise<void> {
		const { info } = this.session;
		await this.session.runToEnd();
		const names = [info.unit.target, ...info.unit.inputs.map(({ name }) => `grad(${name})`)];
		for (const name of names) {
			const told = await this.session.evaluate(name);
			if (isEvaluated(told)) this.output(`${name} = ${told.text}`, 'stdout');
		}
		if (this.#host.sessions.active === this.session) await this.#host.sessions.close();
	}

	async #search(direction: 1 | -1): Promise<void> {
		const { session } = this;
		const active = this.breakpoints.active();
		const stops = active.map(({ stop }) => stop);
		let from = session.position;
		while (stops.length > 0 && !session.closed) {
			const result = await session.search({ from, direction, stops });
			this.#log(result, active);
			const { found, paused } = result;
			if (found !== null) {
				await session.go(found.position);
				return this.#found(found, active);
			}
			if (paused === undefined) break;
			from = paused;
			if (this.#pausing) {
				await session.go(paused);
				return this.#stopped({ reason: 'pause' });
			}
		}
		if (session.closed) return;
		const { t } = this.#host;
		if (direction === 1) {
			await session.runToEnd();
			this.#stopped({ reason: 'pause', description: t('End of the backward pass') });
		} else {
			await session.restart();
			this.#stopped({ reason: 'entry', description: t('Start of the forward pass') });
		}
	}

	#log({ logs }: SearchResult, active: readonly Active[]): void {
		for (const { stop, parts } of logs) {
			const text = parts.map((part) => (typeof part === 'string' ? part : this.say(part))).join('');
			const at = active[stop];
			const uri = at === undefined ? undefined : textOf(at.stop);
			const { line } = at?.wanted ?? {};
			this.output(text, 'stdout', line === undefined ? {} : { source: this.source(uri), line });
		}
	}

	#found(found: NonNullable<SearchResult['found']>, active: readonly Breakpoint[]): void {
		const { t } = this.#host;
		const hits = found.stops.flatMap((index) => active[index] ?? []);
		const hitBreakpointIds = hits.map(({ id }) => id);
		const stop = active[found.stop]?.stop ?? null;
		if (found.problem !== undefined) {
			const text = t('A breakpoint’s condition could not be answered: {0}', this.say(found.problem.message));
			this.output(text, 'stderr');
			return this.#stopped({ reason: 'breakpoint', description: text, hitBreakpointIds });
		}
		if (found.finding !== undefined && stop?.at === 'finding') {
			const description = filterLabel(stop.filter, t);
			const text = this.say(found.finding.message);
			return this.#stopped({ reason: 'exception', description, text, hitBreakpointIds }, found.finding);
		}
		const reasons = {
			line: 'breakpoint',
			expression: 'breakpoint',
			op: 'function breakpoint',
			gradient: 'data breakpoint',
		};
		const reason = stop === null || stop.at === 'finding' ? 'breakpoint' : reasons[stop.at];
		this.#stopped({ reason, hitBreakpointIds });
	}

	#stopped(body: Omit<Stopped, 'threadId' | 'allThreadsStopped'>, finding: Finding | null = null): void {
		this.#continues();
		this.#running = false;
		this.#finding = finding;
		this.#told = this.#place();
		this.#pausing = false;
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		// A client says by itself that a breakpoint has been hit; the topmost level of the stack says where the step is.
		const description = body.reason.endsWith('breakpoint') ? {} : { description: this.whereabouts() };
		this.#send('stopped', { threadId: THREAD, allThreadsStopped: true, ...description, ...body });
	}

	/** Says that the program goes on where the client has not asked for it: else it keeps showing where it was before. */
	#continues(): void {
		if (this.#running) return;
		this.#running = true;
		this.#send('continued', { threadId: THREAD, allThreadsContinued: true });
	}

	/** The panel, a command or an edit has moved the cursor or changed the program: the client looks again. */
	#movedByOthers(): void {
		if (this.#told !== this.#place()) this.#continues();
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#timer = null;
			if (this.session.closed || this.#moving > 0) return;
			// A stop draws the focus to the text: who slides a value in the panel keeps it.
			if (this.#invalidates && !this.#running) this.#send('invalidated', { areas: ['variables'] });
			else this.#stopped({ reason: 'step' });
		}, REST);
	}

	/** Two stops with the same of it show the same place. */
	#place(): string {
		const { info, view } = this.session;
		const { active, pass, position } = view;
		return JSON.stringify([info.version, info.backwardSteps, position, pass, active?.range, active?.elsewhere]);
	}

	#programChanged(): void {
		const { document, info } = this.session;
		if (document.version === info.version && info.version !== this.#own.version) {
			this.#own = this.#read();
			this.breakpoints.textChanged();
		}
		this.#checkAgain().catch((error: unknown) => this.#host.log('checking breakpoints', error));
	}

	#read(): OpenText & { readonly version: number } {
		const { document, info } = this.session;
		return { text: document.text, positions: new Positions(document.text, this.#counting), version: info.version };
	}

	/** Says what is to be said of breakpoints now. The other texts may be others too. */
	async #checkAgain(): Promise<void> {
		const before = [...this.#texts.keys()];
		this.#texts = new Map();
		for (const uri of before) await this.textAt(uri);
		for (const breakpoint of await this.breakpoints.changed(this.session, this.positionsOf))
			this.#send('breakpoint', { reason: 'changed', breakpoint });
	}
}
