/**
 * A host for the panel without an editor: the engine and a stepping session run in the page itself and answer the panel's messages, so that the
 * panel can be looked at and driven in a plain browser.
 */
import { asPanelToHost, Channel } from '../../src/channel.ts';
import type { EngineAccess } from '../../src/engine/client.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { HostToPanel, PanelToHost } from '../../src/protocol-panel.ts';
import { StateSender } from '../../src/channel-state.ts';
import type { DocumentText, GraphOptions } from '../../src/protocol.ts';
import type { OpenRequest } from '../../src/protocol-engine.ts';
import { answerOf } from '../../src/session/panel-questions.ts';
import { Session } from '../../src/session/session.ts';

export interface Shown {
	readonly text: string;
	/** Written as an annotation; absent: values are guessed. */
	readonly values?: Readonly<Record<string, number | string>>;
	/** Plain mathematics where absent. */
	readonly languageId?: string;
	/** Written as they stand, after the values. */
	readonly shapes?: string;
	readonly position?: number;
	readonly options?: Partial<GraphOptions>;
	readonly teacher?: boolean;
}

/** The example as a document: its values stand in an annotation above it. */
function documentOf({ text, values, shapes, languageId = 'plaintext' }: Shown): DocumentText {
	const bindings = Object.entries(values ?? {}).map(([name, value]) => `${name}=${value}`);
	if (shapes !== undefined) bindings.push(shapes);
	const annotation = bindings.length === 0 ? '' : `# @grad ${bindings.join(', ')}\n`;
	return { uri: 'file:///example.txt', version: 1, languageId, text: annotation + text };
}

export class PageHost {
	readonly #channel: Channel<PanelToHost, HostToPanel>;
	readonly #strings: readonly (readonly [string, string])[];
	readonly #states = new StateSender();
	readonly session: Session;
	/** What the panel asked for, for tests to look at. */
	readonly sent: PanelToHost[] = [];

	/** Throws where the example cannot be stepped through. */
	constructor(shown: Shown, strings: readonly (readonly [string, string])[], post: (data: unknown) => void) {
		this.#strings = strings;
		this.#channel = new Channel<PanelToHost, HostToPanel>(post, asPanelToHost, (message) => void this.#take(message));
		const engine = new Engine();
		const access: EngineAccess = { request: (method, params) => Promise.resolve(engine.handle(method, params)) };
		const document = documentOf(shown);
		const request: OpenRequest = {
			document,
			selection: { start: document.text.length - shown.text.length, end: document.text.length },
			changed: [],
			lastUsed: [],
			options: { unfoldLiterals: false, foldedGroups: [], ...shown.options },
			...(shown.position === undefined ? {} : { position: shown.position }),
		};
		const opened = engine.handle('open', request);
		if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
		this.session = new Session(access, request, opened);
		if (shown.teacher) this.session.setTeacher(true);
		this.session.onDidChange(() => this.#state());
	}

	take(data: unknown): boolean {
		return this.#channel.take(data);
	}

	send(message: HostToPanel): void {
		this.#channel.send(message);
	}

	#state(): void {
		this.send({ kind: 'state', state: this.#states.shortened(this.session.panelState()) });
	}

	async #take(message: PanelToHost): Promise<void> {
		this.sent.push(message);
		const { session } = this;
		switch (message.kind) {
			case 'ready':
				this.#states.forget();
				this.send({ kind: 'hello', language: this.#strings.length > 0 ? 'ko' : 'en', strings: this.#strings });
				return this.#state();
			case 'go':
				return session.go(message.position);
			case 'next':
				return session.next();
			case 'previous':
				return session.previous();
			case 'change':
				return session.change(message.name, message.value);
			case 'options':
				return session.setOptions(message.options);
			case 'teacher':
				return session.setTeacher(message.on);
			case 'reveal':
			case 'card': {
				const card = await session.card(message.node);
				if (card !== null) this.send({ kind: 'card', card });
				return;
			}
			case 'tensor':
			case 'element':
			case 'jacobian': {
				const answer = await answerOf(session, message);
				if (answer !== null) this.send(answer);
				return;
			}
			case 'write-back':
			case 'annotate':
			case 'motion':
			case 'landed':
				return;
		}
	}
}
