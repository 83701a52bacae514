/** What activation does on the desktop and on the web alike: makes the sessions and registers every view. The engine starts with the first question. */
import type { ExtensionContext } from 'vscode';
import { EngineClient } from './engine/client.ts';
import type { PortFactory } from './engine/port.ts';
import { Emitter } from './session/events.ts';
import { ImportingEngine } from './session/imports.ts';
import { Sessions } from './session/sessions.ts';
import { Histories } from './views/history.ts';
import { VIEWS } from './views/index.ts';
import { sceneOf } from './views/inline.ts';
import { Landing } from './views/landing.ts';
import { Log } from './views/log.ts';
import { Scenes } from './views/scenes.ts';
import type { Host } from './views/view.ts';

/** For Backstep's own tests in a real extension host; not an interface for other extensions, and it may change at any time. */
export interface TestAccess {
	readonly host: Host;
	readonly sceneOf: typeof sceneOf;
	/** Milliseconds that activation took, and whether the engine had been started by its end. */
	readonly activation: { readonly milliseconds: number; readonly engineStarted: boolean };
}

export function activateWith(context: ExtensionContext, startEngine: PortFactory): TestAccess {
	const began = performance.now();
	let engineStarted = false;
	const log = new Log();
	const engine = new EngineClient(
		(events) => {
			engineStarted = true;
			return startEngine(events);
		},
		{ onReplace: (reason) => log.error('engine', reason) },
	);
	const imports = new ImportingEngine(engine);
	const sessions = new Sessions(imports);
	const landing = new Landing(sessions);
	const host: Host = {
		context,
		engine,
		imports,
		sessions,
		histories: new Histories(),
		pointed: new Emitter(),
		landing,
		scenes: new Scenes(),
		log,
	};
	// What is pushed last is disposed of first: the views, then what they stand on.
	context.subscriptions.push(
		log,
		engine,
		{ dispose: () => void sessions.dispose() },
		landing,
		...VIEWS.map((view) => view.register(host)),
	);
	return { host, sceneOf, activation: { milliseconds: performance.now() - began, engineStarted } };
}
