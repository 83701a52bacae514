/**
 * Speaks the Debug Adapter Protocol over a Session, in the extension's own process, on the desktop and in the browser alike. Every request is answered:
 * with what it asked for, or with an error in words; what a client sends is never trusted.
 */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Emitter } from '../session/events.ts';
import { Arguments } from './arguments.ts';
import { Breakpoints } from './breakpoints.ts';
import { capabilities } from './capabilities.ts';
import { Debuggee } from './debuggee.ts';
import type { DebugHost } from './host.ts';
import { findProgram, readLaunch } from './launch.ts';
import type { Counting } from './positions.ts';
import { Refusal } from './refusal.ts';
import { HANDLERS } from './requests.ts';

/** The id of every error: clients show its text. */
const ERROR = 1;

export class Adapter {
	readonly #host: DebugHost;
	readonly #messages = new Emitter<DebugProtocol.ProtocolMessage>();
	#sequence = 1;
	#counting: Counting = { line: 1, column: 1 };
	/** Whether the client looks again where it is told that what it shows no longer holds. */
	#invalidates = false;
	#debuggee: Debuggee | null = null;
	#breakpoints: Breakpoints;
	#ended = false;
	/** Whether the client knows that it is over: it is told once, whoever ended it. */
	#toldOver = false;
	#disposed = false;

	constructor(host: DebugHost) {
		this.#host = host;
		this.#breakpoints = new Breakpoints(host.t);
	}

	/** What goes to the client: responses and events. */
	get onDidSendMessage() {
		return this.#messages.event;
	}

	/** Takes what a client says. Never throws. */
	handleMessage(message: unknown): void {
		const request = new Arguments(message, this.#host.t);
		let seq = 0;
		let command = '';
		try {
			if (request.optionalText('type') !== 'request') return;
			seq = request.optionalWhole('seq') ?? 0;
			command = request.text('command');
		} catch (error) {
			this.#fail(seq, command, error);
			return;
		}
		const args = request.has('arguments') ? argumentsOf(message, this.#host) : new Arguments({}, this.#host.t);
		this.#answer(seq, command, args).catch((error: unknown) => this.#fail(seq, command, error));
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#end().catch((error: unknown) => this.#host.log('ending debugging', error));
		this.#messages.dispose();
	}

	async #answer(seq: number, command: string, args: Arguments): Promise<void> {
		const { t } = this.#host;
		const done = (body?: object): void => this.#respond(seq, command, body);
		switch (command) {
			case 'initialize':
				this.#counting = {
					line: args.flag('linesStartAt1', true) ? 1 : 0,
					column: args.flag('columnsStartAt1', true) ? 1 : 0,
				};
				this.#invalidates = args.flag('supportsInvalidatedEvent', false);
				return done(capabilities(t));
			case 'launch':
				await this.#launch(args);
				done();
				return this.#event('initialized', {});
			case 'disconnect':
			case 'terminate':
				await this.#end();
				done();
				return this.#terminated();
		}
		const handler = HANDLERS.get(command);
		if (handler === undefined) throw new Refusal(t('The debugger does not know the request “{0}”.', command));
		const debuggee = this.#debuggee;
		if (debuggee === null) throw new Refusal(t('Nothing is being debugged.'));
		const invalidated = (): void => {
			if (this.#invalidates) this.#event('invalidated', { areas: ['variables'] });
		};
		await handler({ debuggee, args, host: this.#host, counting: this.#counting, done, invalidated });
	}

	async #launch(args: Arguments): Promise<void> {
		const { sessions, t } = this.#host;
		if (this.#debuggee !== null) throw new Refusal(t('Something is being debugged already.'), true);
		const launch = readLaunch(args);
		const { document, at } = await findProgram(this.#host, launch);
		const outcome = await sessions.open(document, { ...at, quiet: true });
		if (!outcome.ok) {
			const [first] = outcome.problems;
			if (first === undefined) throw new Refusal(t('Another session has been started meanwhile.'), true);
			const [template, ...values] = first.message;
			throw new Refusal(t(template, ...values), true);
		}
		const { session } = outcome;
		if (this.#ended || this.#disposed) {
			await sessions.close();
			throw new Refusal(t('Nothing is being debugged.'));
		}
		this.#debuggee = new Debuggee(
			{ host: this.#host, session, launch, counting: this.#counting, invalidates: this.#invalidates },
			this.#breakpoints,
			(event, body) => this.#event(event, body),
			() => this.#terminated(),
		);
		const names = new Set(session.info.unit.inputs.map(({ name }) => name));
		for (const [name, value] of launch.values) {
			if (names.has(name)) await session.change(name, value);
			else
				this.#debuggee.output(
					t('There is no input {0}: its value in the launch configuration is left out.', name),
					'important',
				);
		}
	}

	/** Ends the session, where it is still the one that is stepped through. */
	async #end(): Promise<void> {
		this.#ended = true;
		const debuggee = this.#debuggee;
		if (debuggee === null) return;
		debuggee.dispose();
		if (this.#host.sessions.active === debuggee.session) await this.#host.sessions.close();
	}

	#terminated(): void {
		this.#debuggee?.dispose();
		this.#debuggee = null;
		if (this.#toldOver) return;
		this.#toldOver = true;
		this.#event('terminated', {});
	}

	#respond(seq: number, command: string, body?: object): void {
		this.#post({ type: 'response', request_seq: seq, success: true, command, ...(body !== undefined && { body }) });
	}

	#fail(seq: number, command: string, error: unknown): void {
		const known = error instanceof Refusal;
		// What is no refusal is a fault of ours, or the engine's: it is told, and written down.
		if (!known) this.#host.log(`answering ${command}`, error);
		const format = error instanceof Error ? error.message : String(error);
		// Braces would be read as placeholders.
		const body = {
			error: { id: ERROR, format: '{message}', variables: { message: format }, showUser: known && error.show },
		};
		this.#post({ type: 'response', request_seq: seq, success: false, command, message: format, body });
	}

	#event(event: string, body: Record<string, unknown>): void {
		this.#post({ type: 'event', event, body });
	}

	#post(message: object): void {
		if (!this.#disposed) this.#messages.fire({ ...message, seq: this.#sequence++ } as DebugProtocol.ProtocolMessage);
	}
}

function argumentsOf(message: unknown, host: DebugHost): Arguments {
	const value = typeof message === 'object' && message !== null && 'arguments' in message ? message.arguments : {};
	return new Arguments(value, host.t);
}
