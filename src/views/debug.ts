/** The debugger's side in VS Code: what F5 and Debug Gradients start, and the adapter that answers, in this very process. */
import {
	DebugAdapterInlineImplementation,
	DebugConfigurationProviderTriggerKind,
	Disposable,
	EventEmitter,
	Range as TextRange,
	Selection,
	TextEditorRevealType,
	Uri,
	commands,
	debug,
	l10n,
	window,
	workspace,
} from 'vscode';
import type {
	DebugAdapter,
	DebugConfiguration,
	DebugConfigurationProvider,
	DebugProtocolMessage,
	TextDocument,
	WorkspaceFolder,
} from 'vscode';
import { Adapter } from '../debug/adapter.ts';
import type { DebugHost } from '../debug/host.ts';
import { asPlace } from './commands.ts';
import type { Place } from './commands.ts';
import { cellsAround, documentText, findDocument, findEditor, selected, textRange } from './documents.ts';
import { Mention, mentionsGrad } from './mention.ts';
import type { Host, View } from './view.ts';

/** The debugger's type in launch configurations. */
export const TYPE = 'backstep';

/** Set where there is something to debug: F5 on other texts is left to other debuggers. */
const DEBUGGABLE = 'backstep.debuggable';

export const debugging: View = {
	register(host) {
		const availability = new Availability(host);
		const provider = new Configurations(availability);
		let shown = -Infinity;
		return Disposable.from(
			availability,
			debug.registerDebugAdapterDescriptorFactory(TYPE, {
				createDebugAdapterDescriptor: () => new DebugAdapterInlineImplementation(new InlineAdapter(debugHost(host))),
			}),
			debug.onDidChangeActiveStackItem((item) => {
				if (item?.session.type !== TYPE) return;
				shown = performance.now();
				showPlace(host);
			}),
			// VS Code's selection may be told after its frame.
			window.onDidChangeTextEditorSelection(() => {
				if (performance.now() - shown < SELECTING) showPlace(host);
			}),
			debug.registerDebugConfigurationProvider(TYPE, provider),
			debug.registerDebugConfigurationProvider(
				TYPE,
				{ provideDebugConfigurations: () => dynamicConfigurations(host) },
				DebugConfigurationProviderTriggerKind.Dynamic,
			),
			commands.registerCommand('backstep.debugGradients', (argument: unknown) =>
				host.log.asked('debugGradients', () => start(host, availability, asPlace(argument))),
			),
		);
	},
};

/** VS Code selects where a frame stands within so many milliseconds. */
const SELECTING = 1000;

/**
 * VS Code selects the whole expression that a step is at and scrolls to its end, which may push its beginning, and the line's, out of sight. It is
 * framed already: a caret at its beginning is enough.
 */
function showPlace({ sessions, histories }: Host): void {
	const session = sessions.active;
	const active = session?.view.active;
	if (session === null || active === undefined || active === null) return;
	const { elsewhere } = active;
	const editor = findEditor(elsewhere?.uri ?? session.uri);
	const here = elsewhere ?? histories.of(session.uri).now(active.range, session.info.version);
	if (editor === undefined || here === null) return;
	const there = textRange(editor.document, here.range);
	if (!editor.selection.isEqual(there)) return;
	const { start } = there;
	editor.selection = new Selection(start, start);
	// Of several ranges to be revealed the last one counts: this one brings the line's beginning back as far as it fits.
	const from = start.character <= FAR ? start.with({ character: 0 }) : start;
	editor.revealRange(new TextRange(from, start), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** So many characters, with the numbers between them, are in view together with the line's beginning. */
const FAR = 60;

/** The adapter as VS Code takes it. */
class InlineAdapter implements DebugAdapter {
	readonly #adapter: Adapter;
	readonly #messages = new EventEmitter<DebugProtocolMessage>();
	readonly onDidSendMessage = this.#messages.event;

	constructor(host: DebugHost) {
		this.#adapter = new Adapter(host);
		this.#adapter.onDidSendMessage((message) => this.#messages.fire(message));
	}

	handleMessage(message: DebugProtocolMessage): void {
		this.#adapter.handleMessage(message);
	}

	dispose(): void {
		this.#adapter.dispose();
		this.#messages.dispose();
	}
}

function debugHost(host: Host): DebugHost {
	return {
		sessions: host.sessions,
		t: (template, ...values) => l10n.t(template, ...values),
		async open(program) {
			const uri = uriOf(program);
			const known = findDocument(uri.toString());
			if (known !== undefined) return documentText(known);
			try {
				return documentText(await workspace.openTextDocument(uri));
			} catch (error) {
				host.log.error('opening what is to be debugged', error);
				return null;
			}
		},
		uriOf: (path) => uriOf(path).toString(),
		pathOf: (uri) => pathOf(Uri.parse(uri)),
		nameOf: (uri) => nameOf(Uri.parse(uri)),
		log: (doing, error) => host.log.error(doing, error),
	};
}

/** VS Code names files by their paths and everything else by its address. */
function uriOf(path: string): Uri {
	return /^[a-z][a-z0-9+.-]+:/i.test(path) ? Uri.parse(path) : Uri.file(path);
}

function pathOf(uri: Uri): string {
	return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** A cell's address says nothing to people: it goes by its number. */
function nameOf(uri: Uri): string {
	const file = /[^/]*$/.exec(uri.path)?.[0] ?? uri.path;
	const document = findDocument(uri.toString());
	const around = document === undefined ? undefined : cellsAround(document);
	return around === undefined ? file : l10n.t('{0} · cell {1}', file, around.before.length + 1);
}

/** Debugs a lens's unit, the selection, or the program around the cursor. */
async function start(host: Host, availability: Availability, place: Place | null): Promise<void> {
	const document = place === null ? window.activeTextEditor?.document : findDocument(place.uri);
	if (document === undefined) {
		window.setStatusBarMessage(l10n.t('Open a text with a formula first.'), MESSAGE);
		return;
	}
	if (!workspace.isTrusted) {
		await commands.executeCommand('backstep.stepSelection', place ?? undefined);
		void window.showInformationMessage(
			l10n.t(
				'VS Code does not debug in Restricted Mode. Backstep steps without the debugger instead: nothing is run that needs trust.',
			),
		);
		return;
	}
	await availability.allow();
	const configuration = { ...configurationOf(document), ...whereIn(host, document, place) };
	// The text is debugged as it stands in the editor: nothing has to be saved for it.
	const options = { suppressSaveBeforeStart: true };
	await debug.startDebugging(workspace.getWorkspaceFolder(document.uri), configuration, options);
}

/** How long a message stays in the status bar, in milliseconds. */
const MESSAGE = 5000;

function whereIn(host: Host, document: TextDocument, place: Place | null): Partial<Launching> {
	if (place !== null) {
		const unit = host.sessions.known(place.uri)?.units.find(({ id }) => id === place.unit);
		const offset = unit?.range.start ?? place.offset ?? 0;
		return { line: document.positionAt(offset).line + 1 };
	}
	const editor = window.activeTextEditor;
	if (editor === undefined || editor.document !== document) return {};
	const selection = selected(editor);
	if (selection.start !== selection.end || !mentionsGrad(document.getText())) return { selection };
	return { line: editor.selection.active.line + 1 };
}

interface Launching {
	readonly line: number;
	readonly selection: { readonly start: number; readonly end: number };
}

function configurationOf(document: TextDocument): DebugConfiguration {
	return {
		type: TYPE,
		request: 'launch',
		name: l10n.t('Debug Gradients'),
		program: pathOf(document.uri),
		stopOnEntry: true,
	};
}

/** One configuration an annotated program of the active text. */
export function dynamicConfigurations({ sessions }: Pick<Host, 'sessions'>): DebugConfiguration[] {
	const document = window.activeTextEditor?.document;
	if (document === undefined) return [];
	const units = sessions.known(document.uri.toString())?.units ?? [];
	return units.map(({ target, range }) => {
		const line = document.positionAt(range.start).line + 1;
		return { ...configurationOf(document), name: l10n.t('Gradients of {0}, line {1}', target, line), line };
	});
}

class Configurations implements DebugConfigurationProvider {
	readonly #availability: Availability;

	constructor(availability: Availability) {
		this.#availability = availability;
	}

	/** What a new launch.json begins with. */
	provideDebugConfigurations(): DebugConfiguration[] {
		return [{ type: TYPE, request: 'launch', name: l10n.t('Debug Gradients'), program: '${file}', stopOnEntry: true }];
	}

	/** F5 without a launch.json debugs the program at the cursor of the active text. */
	async resolveDebugConfiguration(
		_folder: WorkspaceFolder | undefined,
		configuration: DebugConfiguration,
	): Promise<DebugConfiguration | undefined> {
		await this.#availability.allow();
		const editor = window.activeTextEditor;
		// VS Code hands over an empty configuration where there is no launch.json.
		const empty = !configuration.type && !configuration.request && !configuration.name;
		if (!empty) {
			const quiet = { internalConsoleOptions: 'neverOpen', ...configuration };
			if (configuration['program'] !== undefined || editor === undefined) return quiet;
			return { ...quiet, program: pathOf(editor.document.uri) };
		}
		if (editor === undefined) {
			void window.showInformationMessage(l10n.t('Open a text with a formula first.'));
			return undefined;
		}
		const line = editor.selection.active.line + 1;
		const own = { ...configurationOf(editor.document), line, internalConsoleOptions: 'neverOpen' };
		// What is run without debugging is told in the console.
		return configuration['noDebug'] === true
			? { ...own, noDebug: true, internalConsoleOptions: 'openOnSessionStart' }
			: own;
	}
}

/** Whether VS Code may offer the debugger: for annotated texts, and while it is wanted or runs. */
class Availability {
	readonly #subscriptions: Disposable;
	/** Of the active text, as soon as it is asked about. */
	#mention: { readonly document: TextDocument; readonly tags: Mention } | null = null;
	#set: boolean | null = null;
	#running = 0;

	constructor(host: Host) {
		const look = (): void => host.log.background('setting a context key', this.#look());
		this.#subscriptions = Disposable.from(
			window.onDidChangeActiveTextEditor(look),
			workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
				if (document !== this.#mention?.document || contentChanges.length === 0) return;
				this.#mention.tags.edited(contentChanges);
				look();
			}),
			debug.onDidStartDebugSession((session) => {
				if (session.type === TYPE) this.#running++;
			}),
			debug.onDidTerminateDebugSession((session) => {
				if (session.type !== TYPE) return;
				this.#running = Math.max(0, this.#running - 1);
				look();
			}),
		);
		// Not in activation itself, which only registers.
		queueMicrotask(look);
	}

	/** The debugger was asked for: VS Code must not refuse it because the active text has no annotation. */
	allow(): Promise<void> {
		return this.#put(true);
	}

	dispose(): void {
		this.#subscriptions.dispose();
	}

	#look(): Promise<void> {
		const document = window.activeTextEditor?.document;
		if (document === undefined) this.#mention = null;
		else if (this.#mention?.document !== document) this.#mention = { document, tags: new Mention(document) };
		return this.#put(this.#running > 0 || this.#mention?.tags.any === true);
	}

	async #put(on: boolean): Promise<void> {
		if (this.#set === on) return;
		this.#set = on;
		await commands.executeCommand('setContext', DEBUGGABLE, on);
	}
}
