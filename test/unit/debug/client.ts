/** A small client of the Debug Adapter Protocol, over the adapter in this process. */
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Adapter } from '../../../src/debug/adapter.ts';
import type { DebugHost } from '../../../src/debug/host.ts';
import { fill } from '../../../src/protocol.ts';
import type { DocumentText } from '../../../src/protocol.ts';
import type { Session } from '../../../src/session/session.ts';
import { Sessions } from '../../../src/session/sessions.ts';
import { LocalEngine, doc } from '../engine/helper.ts';

export type Body = Readonly<Record<string, unknown>>;

const PATH = '/work/net.txt';
export const SOURCE = { source: { path: PATH } };

export class Client {
	readonly adapter: Adapter;
	readonly engine: LocalEngine;
	readonly sessions: Sessions;
	readonly document: DocumentText;
	readonly events: { readonly event: string; readonly body: Body }[] = [];
	readonly logged: string[] = [];
	readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();
	readonly #listeners: { readonly event: string; readonly heard: (body: Body) => void }[] = [];
	#seq = 1;

	/** `earlier`: the cells before the text, where it is a notebook's; `files`: the texts that it may import, by their paths. */
	constructor(
		text: string,
		languageId = 'plaintext',
		{ earlier = [], files = [] }: { earlier?: readonly DocumentText[]; files?: readonly DocumentText[] } = {},
	) {
		const own = doc(text, languageId, `file://${PATH}`);
		this.document = earlier.length === 0 ? own : { ...own, earlier };
		this.engine = new LocalEngine();
		this.sessions = new Sessions(this.engine);
		const host: DebugHost = {
			sessions: this.sessions,
			t: (template, ...values) => fill(template, values),
			open: (program) =>
				Promise.resolve([this.document, ...files].find(({ uri }) => uri === `file://${program}`) ?? null),
			uriOf: (path) => `file://${path}`,
			pathOf: (uri) => uri.replace('file://', ''),
			nameOf: (uri) => uri.slice(uri.lastIndexOf('/') + 1),
			log: (doing, error) => this.logged.push(`${doing}: ${String(error)}`),
		};
		this.adapter = new Adapter(host);
		this.adapter.onDidSendMessage((message) => this.#take(message));
	}

	get session(): Session {
		const { active } = this.sessions;
		assert.ok(active, 'a session is active');
		return active;
	}

	/** Sends anything and waits for the answer. */
	ask(command: string, args?: unknown): Promise<DebugProtocol.Response> {
		const seq = this.#seq++;
		return new Promise((resolve) => {
			this.#waiting.set(seq, resolve);
			this.adapter.handleMessage({ seq, type: 'request', command, arguments: args });
		});
	}

	/** The body of an answer that has to be a success. */
	async get<T = Body>(command: string, args?: unknown): Promise<T> {
		const answer = await this.ask(command, args);
		assert.ok(answer.success, `${command}: ${answer.message}`);
		return answer.body as T;
	}

	/** What an answer that has to be an error says. */
	async error(command: string, args?: unknown): Promise<string> {
		const { success, message } = await this.ask(command, args);
		assert.ok(!success, `${command} succeeded`);
		assert.ok(message, 'an error says something');
		return message;
	}

	/** The next event of a kind; of those already heard none counts. */
	next(event: string): Promise<Body> {
		return new Promise((resolve) => this.#listeners.push({ event, heard: resolve }));
	}

	/** Sends a request that moves the program and waits until it has stopped. */
	async move(command: string, args: Body = {}): Promise<Body> {
		const stopped = this.next('stopped');
		await this.get(command, { threadId: 1, ...args });
		return stopped;
	}

	/** Initializes, launches, sets up and enters. */
	async start(launch: Body = {}, setUp: () => Promise<unknown> = () => Promise.resolve()): Promise<Body> {
		await this.get('initialize', { adapterID: 'backstep', linesStartAt1: true, columnsStartAt1: true });
		await Promise.all([this.next('initialized'), this.get('launch', { program: PATH, ...launch })]);
		await setUp();
		return this.move('configurationDone');
	}

	async stack(args: Body = {}): Promise<DebugProtocol.StackFrame[]> {
		type Answer = DebugProtocol.StackTraceResponse['body'];
		return (await this.get<Answer>('stackTrace', { threadId: 1, ...args })).stackFrames;
	}

	/** The text that the topmost level stands at. */
	async here(): Promise<string> {
		const [top] = await this.stack();
		assert.ok(top?.endLine !== undefined && top.endColumn !== undefined);
		const lines = this.document.text.split('\n');
		if (top.line !== top.endLine) return lines.slice(top.line - 1, top.endLine).join('\n');
		return (lines[top.line - 1] ?? '').slice(top.column - 1, top.endColumn - 1);
	}

	async scopeReference(name: string, frameId?: number): Promise<number> {
		const id = frameId ?? (await this.stack())[0]?.id;
		const { scopes } = await this.get<DebugProtocol.ScopesResponse['body']>('scopes', { frameId: id });
		const scope = scopes.find((each) => each.name === name);
		assert.ok(scope, `there is a scope ${name}`);
		return scope.variablesReference;
	}

	async scope(name: string, frameId?: number): Promise<DebugProtocol.Variable[]> {
		return this.unfold(await this.scopeReference(name, frameId));
	}

	async unfold(variablesReference: number, more: Body = {}): Promise<DebugProtocol.Variable[]> {
		type Answer = DebugProtocol.VariablesResponse['body'];
		return (await this.get<Answer>('variables', { variablesReference, ...more })).variables;
	}

	/** All that the scopes show, unfolded to the end, as plain text: to compare one visit of a place with another. */
	async everything(): Promise<string[]> {
		const found: string[] = [];
		for (const scope of ['Gate', 'Values', 'Gradients', 'Inputs']) {
			const open = (await this.scope(scope)).map((variable) => ({ path: scope, variable }));
			for (let next = open.shift(); next !== undefined; next = open.shift()) {
				const { path, variable } = next;
				found.push(`${path}/${variable.name} = ${variable.value}`);
				if (variable.variablesReference === 0 || found.length > 500) continue;
				const inside = await this.unfold(variable.variablesReference);
				open.push(...inside.map((each) => ({ path: `${path}/${variable.name}`, variable: each })));
			}
		}
		return found;
	}

	#take(message: DebugProtocol.ProtocolMessage): void {
		if (message.type === 'response') {
			const response = message as DebugProtocol.Response;
			const waiting = this.#waiting.get(response.request_seq);
			if (waiting === undefined) this.logged.push(`${response.command} is answered again`);
			else waiting(response);
			this.#waiting.delete(response.request_seq);
			return;
		}
		const heard = message as DebugProtocol.Event;
		const { event } = heard;
		const body = heard.body as Body;
		this.events.push({ event, body });
		const index = this.#listeners.findIndex((listener) => listener.event === event);
		if (index >= 0) this.#listeners.splice(index, 1)[0]?.heard(body);
	}
}

/** Variables as `name = value`. */
export function shown(variables: readonly DebugProtocol.Variable[]): string[] {
	return variables.map(({ name, value }) => `${name} = ${value}`);
}
