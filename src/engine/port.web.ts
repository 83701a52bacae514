/** Starts the engine in a Worker of the browser: a classic script, since VS Code's web extension host loads it through importScripts. */
import type { Port, PortFactory } from './port.ts';

interface WebWorker {
	onmessage: ((event: { readonly data: unknown }) => void) | null;
	onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null;
	onmessageerror: ((event: unknown) => void) | null;
	postMessage(message: unknown): void;
	terminate(): void;
}

declare const Worker: new (url: string) => WebWorker;

/** A port to the worker script at `url`. There is no shared flag: a busy worker is cancelled by being replaced. */
export function webPort(url: string): PortFactory {
	return (events): Port => {
		const worker = new Worker(url);
		let over = false;
		const exit = (reason: string): void => {
			if (over) return;
			over = true;
			worker.terminate();
			events.onExit(reason);
		};
		worker.onmessage = (event) => {
			if (!over) events.onMessage(event.data);
		};
		worker.onerror = (event) => {
			event.preventDefault?.();
			exit(event.message ?? 'The engine could not be loaded.');
		};
		worker.onmessageerror = () => exit('The engine sent something that could not be read.');
		return {
			post: (message) => worker.postMessage(message),
			kill() {
				over = true;
				worker.terminate();
			},
		};
	};
}
