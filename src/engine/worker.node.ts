/** The engine in a thread of its own on the desktop: the bundle's entry that `nodePort` starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { Engine } from './engine.ts';
import { serve } from './serve.ts';

const port = parentPort;
if (port === null) throw new Error('The engine is to be started as a worker thread.');

const data: unknown = workerData;
const flag =
	typeof data === 'object' && data !== null && 'flag' in data && data.flag instanceof Int32Array
		? { flag: data.flag }
		: {};

port.on(
	'message',
	serve(new Engine(), { ...flag, post: (reply) => port.postMessage(reply), later: (task) => void setImmediate(task) }),
);
