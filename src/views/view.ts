/** What a view is, and what all views share: one session model, one engine, one memory of edits. */
import type { Disposable, ExtensionContext } from 'vscode';
import type { EngineClient } from '../engine/client.ts';
import type { Range } from '../protocol.ts';
import type { Emitter } from '../session/events.ts';
import type { ImportingEngine } from '../session/imports.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Histories } from './history.ts';
import type { Landing } from './landing.ts';
import type { Log } from './log.ts';
import type { Scenes } from './scenes.ts';

/** Text that the panel points at: framed like the current subexpression until something else is pointed at. */
export interface Pointed {
	readonly uri: string;
	readonly version: number;
	readonly range: Range;
}

export interface Host {
	readonly context: ExtensionContext;
	readonly sessions: Sessions;
	readonly engine: EngineClient;
	/** The engine with what programs import. */
	readonly imports: ImportingEngine;
	readonly histories: Histories;
	/** The panel points at text, or (null) no longer does. */
	readonly pointed: Emitter<Pointed | null>;
	/** What the editor still shows while a step is seen to happen in the panel. */
	readonly landing: Landing;
	readonly scenes: Scenes;
	readonly log: Log;
}

/** One way of showing or driving sessions. Registering must be quick: it is all that activation does. */
export interface View {
	register(host: Host): Disposable;
}
