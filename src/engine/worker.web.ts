/** The engine in a Worker of the browser, as one classic script: the bundle's entry that `webPort` starts. */
import { Engine } from './engine.ts';
import { serve } from './serve.ts';

interface WorkerScope {
	onmessage: ((event: { readonly data: unknown }) => void) | null;
	postMessage(message: unknown): void;
}

declare const self: WorkerScope;

declare const MessageChannel: new () => { readonly port1: WorkerScope; readonly port2: WorkerScope };

// A channel to ourselves: its messages queue behind those that have arrived, and unlike timers it is not slowed down when nested.
const channel = new MessageChannel();
const tasks: (() => void)[] = [];
channel.port1.onmessage = () => tasks.shift()?.();

const receive = serve(new Engine(), {
	post: (reply) => self.postMessage(reply),
	later(task) {
		tasks.push(task);
		channel.port2.postMessage(null);
	},
});
self.onmessage = (event) => receive(event.data);
