/** Starts the engine in a thread of its own on the desktop (and in any node process). */
import { Worker } from 'node:worker_threads';
import { FLAG_SLOTS } from './port.ts';
import type { Port, PortFactory } from './port.ts';

/** A port to the worker script at `path` (a file path, or a `file:` URL). */
export function nodePort(path: string | URL): PortFactory {
	return (events): Port => {
		const flag = new Int32Array(new SharedArrayBuffer(FLAG_SLOTS * Int32Array.BYTES_PER_ELEMENT));
		const worker = new Worker(path, { workerData: { flag } });
		let over = false;
		const exit = (reason: string): void => {
			if (over) return;
			over = true;
			events.onExit(reason);
		};
		worker.on('message', (message: unknown) => {
			if (!over) events.onMessage(message);
		});
		worker.on('error', (error: unknown) => exit(error instanceof Error ? error.message : String(error)));
		worker.on('exit', (code) => exit(`The engine ended with code ${code}.`));
		// A waiting engine does not keep its process alive.
		worker.unref();
		return {
			flag,
			post: (message) => worker.postMessage(message),
			kill() {
				over = true;
				void worker.terminate();
			},
		};
	};
}
