/** The command line: the engine without an editor. This file ties it to its process; `cli/main.ts` is what it does. */
import { main } from './cli/main.ts';

process.stdin.setEncoding('utf8');

/** Writes and waits until there is room for more. A reader that has gone, as `| head` does, ends the program in peace. */
function writer(stream: NodeJS.WriteStream): (text: string) => Promise<void> {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') process.exit(0);
		throw error;
	});
	return (text) =>
		stream.write(text) ? Promise.resolve() : new Promise((resolve) => void stream.once('drain', () => resolve()));
}

main(process.argv.slice(2), { input: process.stdin, out: writer(process.stdout), err: writer(process.stderr) }).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		process.stderr.write(
			`backstep failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
		);
		process.exitCode = 2;
	},
);
