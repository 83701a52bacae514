/** The graph panel beside the editor: carries the active session to the webview and the webview's wishes back. It opens with the first step and stays closed once closed. */
import { Disposable, Uri, ViewColumn, commands, env, l10n, window, workspace } from 'vscode';
import type { TextEditorSelectionChangeEvent, WebviewPanel } from 'vscode';
import { Channel, asPanelToHost } from '../channel.ts';
import type { HostToPanel, PanelToHost } from '../protocol-panel.ts';
import { StateSender } from '../channel-state.ts';
import { answerOf } from '../session/panel-questions.ts';
import type { Session } from '../session/session.ts';
import type { OpenOutcome } from '../session/sessions.ts';
import { asPlace, sessionAt } from './commands.ts';
import { documentText, reveal, selected } from './documents.ts';
import { loadSaved, saveSoon } from './saved.ts';
import { animated } from './settings.ts';
import type { Host, View } from './view.ts';
import { panelHtml } from './webview.ts';
import { insertValues, writeBack } from './writing.ts';

export const PANEL = 'backstep.graph';

/** How long the cursor rests before its gate lights up, in milliseconds. */
const CURSOR_REST = 60;

/** An engine that runs already answers within so many milliseconds; one that has to start takes about as long as the page. */
const AT_ONCE = 40;

export const panel: View = {
	register(host) {
		const graph = new GraphPanel(host);
		return Disposable.from(
			graph,
			commands.registerCommand('backstep.showGraph', () => host.log.asked('showGraph', () => graph.show())),
			commands.registerCommand('backstep.showInGraph', (argument: unknown) =>
				host.log.asked('showInGraph', () => graph.showPlace(argument)),
			),
			host.sessions.onDidChangeActive((session) => graph.follow(session)),
			host.sessions.onWillOpen((outcome) => host.log.background('opening the graph', graph.prepare(outcome))),
			window.onDidChangeTextEditorSelection((event) => graph.cursorMoved(event)),
			window.registerWebviewPanelSerializer(PANEL, { deserializeWebviewPanel: (restored) => graph.restore(restored) }),
		);
	},
};

class GraphPanel {
	readonly #host: Host;
	#panel: WebviewPanel | null = null;
	#channel: Channel<PanelToHost, HostToPanel> | null = null;
	readonly #states = new StateSender();
	/** The page has said that it listens. */
	#listening = false;
	/** The session for which the user closed the panel. */
	#closedFor: Session | null = null;
	#following: Disposable | null = null;
	/** How long the page lets a step be seen to happen, in milliseconds. */
	#motion = 0;
	#cursorTimer: ReturnType<typeof setTimeout> | null = null;
	#asked = 0;

	constructor(host: Host) {
		this.#host = host;
		host.landing.motion = () => (this.#listening && this.#panel?.visible === true && animated() ? this.#motion : 0);
	}

	/** Another session is active: the panel shows it, and opens for its first step unless it was closed or the session is to be quiet. */
	follow(session: Session | null): void {
		this.#following?.dispose();
		this.#following = null;
		this.#host.pointed.fire(null);
		if (session === null) {
			this.#send({ kind: 'empty', problems: [] });
			return;
		}
		this.#following = Disposable.from(
			session.onDidChange(({ kind }) => {
				if (kind !== 'stale') this.#state(session);
				saveSoon(this.#host.context, session);
			}),
		);
		saveSoon(this.#host.context, session);
		if (this.#panel === null && this.#closedFor !== session && !this.#host.sessions.isQuiet(session)) this.#open();
		this.#state(session);
	}

	/** Lets the page load while the engine starts, where that is not done at once. Where nothing comes of the session the page goes again. */
	async prepare(outcome: Promise<OpenOutcome>): Promise<void> {
		if (this.#panel !== null) return;
		const answered = outcome.then(
			({ ok }) => (ok ? 'session' : 'none'),
			() => 'none',
		);
		const rest = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), AT_ONCE));
		if ((await Promise.race([answered, rest])) !== 'late' || this.#panel !== null) return;
		const prepared = this.#open();
		if ((await answered) === 'none' && this.#host.sessions.active === null) prepared.dispose();
	}

	/** Show Graph: also after it was closed; starts stepping where nothing is stepped through. */
	async show(): Promise<void> {
		if (this.#host.sessions.active === null) {
			this.#closedFor = null;
			await commands.executeCommand('backstep.stepSelection');
			return;
		}
		if (this.#panel === null) this.#open();
		else this.#panel.reveal(undefined, true);
	}

	/** "Show in graph" of a hover: the gate of that expression lights up. */
	async showPlace(argument: unknown): Promise<void> {
		const place = asPlace(argument);
		const session = place === null ? null : await sessionAt(this.#host, place);
		if (session === null) return;
		await this.show();
		if (place?.node === undefined) return;
		this.#send({ kind: 'highlight', node: place.node });
		const card = await session.card(place.node);
		if (card !== null) this.#send({ kind: 'card', card });
	}

	/** After a reload: the same panel, the same session at the same step, as far as its text is still there. */
	async restore(restored: WebviewPanel): Promise<void> {
		this.#adopt(restored);
		const saved = loadSaved(this.#host.context);
		if (saved === null || this.#host.sessions.active !== null) return;
		try {
			const document = await workspace.openTextDocument(Uri.parse(saved.uri));
			await this.#host.sessions.restore(documentText(document), saved);
		} catch (error) {
			// The text is gone, or another one stands there now: the panel stays and says how to begin.
			this.#host.log.error('restoring the graph', error);
		}
	}

	cursorMoved(event: TextEditorSelectionChangeEvent): void {
		const session = this.#host.sessions.active;
		if (session === null || event.textEditor.document.uri.toString() !== session.uri) return;
		if (event.kind !== undefined) this.#host.pointed.fire(null);
		if (this.#panel?.visible !== true) return;
		if (this.#cursorTimer !== null) clearTimeout(this.#cursorTimer);
		this.#cursorTimer = setTimeout(() => {
			this.#host.log.background('finding the gate at the cursor', this.#lightUp(event, session));
		}, CURSOR_REST);
	}

	dispose(): void {
		if (this.#cursorTimer !== null) clearTimeout(this.#cursorTimer);
		this.#following?.dispose();
		this.#panel?.dispose();
	}

	async #lightUp({ textEditor }: TextEditorSelectionChangeEvent, session: Session): Promise<void> {
		const asked = ++this.#asked;
		const { document } = textEditor;
		if (session.closed || document.isClosed || document.version !== session.info.version) return;
		const found = await this.#host.sessions.inspect(documentText(document), selected(textEditor).start);
		if (asked !== this.#asked || session.closed) return;
		const node = found !== null && found.unit === session.info.unit.id ? found.card.node : null;
		this.#send({ kind: 'highlight', node });
	}

	#open(): WebviewPanel {
		const created = window.createWebviewPanel(
			PANEL,
			l10n.t('Computational Graph'),
			{ viewColumn: ViewColumn.Beside, preserveFocus: true },
			this.#options(),
		);
		this.#adopt(created);
		return created;
	}

	#options() {
		return { enableScripts: true, localResourceRoots: [Uri.joinPath(this.#host.context.extensionUri, 'dist')] };
	}

	#adopt(adopted: WebviewPanel): void {
		this.#panel?.dispose();
		this.#panel = adopted;
		this.#listening = false;
		this.#motion = 0;
		this.#closedFor = null;
		const { webview } = adopted;
		webview.options = this.#options();
		adopted.iconPath = Uri.joinPath(this.#host.context.extensionUri, 'media', 'icon.png');
		this.#channel = new Channel<PanelToHost, HostToPanel>(
			(data) => webview.postMessage(data),
			asPanelToHost,
			(message) => this.#host.log.background(`answering the panel's ${message.kind}`, this.#take(message)),
		);
		const channel = this.#channel;
		webview.onDidReceiveMessage((data: unknown) => channel.take(data));
		// A page that is not in view does not move.
		adopted.onDidChangeViewState(() => {
			if (this.#panel === adopted && !adopted.visible) this.#host.landing.release();
		});
		adopted.onDidDispose(() => {
			if (this.#panel !== adopted) return;
			this.#host.landing.release();
			this.#panel = null;
			this.#channel = null;
			this.#listening = false;
			this.#closedFor = this.#host.sessions.active;
			this.#host.pointed.fire(null);
		});
		webview.html = panelHtml(webview, this.#host.context.extensionUri, env.language, l10n.t('Computational Graph'));
	}

	#send(message: HostToPanel): void {
		// Before the page listens nothing is sent: its first word brings everything.
		if (this.#listening) this.#channel?.send(message);
	}

	#state(session: Session): void {
		if (!this.#listening) return;
		const state = session.panelState();
		this.#send({
			kind: 'state',
			state: this.#states.shortened({ ...state, animate: state.animate && animated() }),
		});
	}

	async #take(message: PanelToHost): Promise<void> {
		const session = this.#host.sessions.active;
		if (message.kind === 'ready') {
			this.#listening = true;
			this.#states.forget();
			this.#send({ kind: 'hello', language: env.language, strings: translations() });
			if (session === null) this.#send({ kind: 'empty', problems: [] });
			else this.#state(session);
			return;
		}
		if (message.kind === 'motion') {
			this.#motion = message.milliseconds;
			return;
		}
		if (session === null) return;
		switch (message.kind) {
			case 'landed':
				this.#host.landing.landed(message.position);
				return;
			case 'go':
				return session.go(message.position);
			case 'next':
				return session.next();
			case 'previous':
				return session.previous();
			case 'reveal':
				return this.#reveal(session, message.node);
			case 'change':
				return session.change(message.name, message.value);
			case 'write-back':
				return writeBack(this.#host, message.name, message.value);
			case 'annotate':
				return insertValues(this.#host, { uri: session.uri, offset: session.info.unit.range.start });
			case 'options':
				return session.setOptions(message.options);
			case 'teacher':
				return session.setTeacher(message.on);
			case 'card': {
				const card = await session.card(message.node);
				if (card !== null) this.#send({ kind: 'card', card });
				return;
			}
			case 'tensor':
			case 'element':
			case 'jacobian': {
				const answer = await answerOf(session, message);
				if (answer !== null && this.#host.sessions.active === session) this.#send(answer);
			}
		}
	}

	/** A gate was clicked: its text comes into view, framed; the focus stays where it is. */
	async #reveal(session: Session, node: number): Promise<void> {
		const card = await session.card(node);
		if (card === null || session.closed) return;
		this.#send({ kind: 'card', card });
		if (card.elsewhere !== undefined) return reveal(card.elsewhere.uri, card.elsewhere.range);
		const { version } = session.info;
		const here = this.#host.histories.of(session.uri).now(card.range, version);
		if (here === null) return;
		await reveal(session.uri, here.range);
		this.#host.pointed.fire({ uri: session.uri, version, range: card.range });
	}
}

/** Everything there is in the user's language: the panel's own words and the sentences that cards carry. */
function translations(): (readonly [english: string, translated: string])[] {
	return Object.entries(l10n.bundle ?? {});
}
