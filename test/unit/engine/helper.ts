/** Documents, an engine and sessions for tests. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { Engine } from '../../../src/engine/engine.ts';
import type { EngineAccess } from '../../../src/engine/client.ts';
import { EngineError } from '../../../src/engine/port.ts';
import type { PortFactory } from '../../../src/engine/port.ts';
import { nodePort } from '../../../src/engine/port.node.ts';
import { Cancelled } from '../../../src/run/budget.ts';
import { fill } from '../../../src/protocol.ts';
import type { DocumentText, GraphOptions, Problem, SessionInfo, StepView, Text } from '../../../src/protocol.ts';
import type { DirectMethod, EngineMethods, OpenRequest } from '../../../src/protocol-engine.ts';

let version = 0;

export function doc(text: string, languageId = 'plaintext', uri = 'file:///test.txt'): DocumentText {
	return { uri, version: ++version, languageId, text };
}

export const PLAIN: GraphOptions = { unfoldLiterals: false, foldedGroups: [] };

export function request(document: DocumentText, more: Partial<OpenRequest> = {}): OpenRequest {
	return { document, selection: { start: 0, end: 0 }, changed: [], lastUsed: [], options: PLAIN, ...more };
}

/** Opens a session on a text that has to step. */
export function opened(
	engine: Engine,
	document: DocumentText,
	more: Partial<OpenRequest> = {},
): { info: SessionInfo; view: StepView } {
	const answer = engine.handle('open', request(document, more));
	if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
	return answer;
}

export function say([template, ...args]: Text): string {
	return fill(template, args);
}

/** The characters that a problem points at. */
export function guilty(document: DocumentText, problem: Problem | undefined): string | undefined {
	return problem && document.text.slice(problem.range.start, problem.range.end);
}

/** The engine in this process, asked like a worker: plain data in and out, later. `lose` forgets it, as a worker that dies does. */
export class LocalEngine implements EngineAccess {
	engine = new Engine();
	readonly asked: string[] = [];

	async request<M extends DirectMethod>(
		method: M,
		params: EngineMethods[M]['params'],
		signal?: AbortSignal,
	): Promise<EngineMethods[M]['result']> {
		this.asked.push(method);
		const copy = structuredClone(params);
		await new Promise((resolve) => setImmediate(resolve));
		if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled.');
		try {
			return structuredClone(this.engine.handle(method, copy));
		} catch (error) {
			if (error instanceof Cancelled) throw new EngineError('cancelled', error.message);
			throw error;
		}
	}

	lose(): void {
		this.engine = new Engine();
	}
}

/** The real worker, in one file as it is shipped; the folder it stands in is the caller's to remove. */
export function builtWorker(): { readonly start: PortFactory; readonly folder: string } {
	const folder = mkdtempSync(join(tmpdir(), 'backstep-worker-'));
	const outfile = join(folder, 'engine.cjs');
	const entry = fileURLToPath(new URL('../../../src/engine/worker.node.ts', import.meta.url));
	buildSync({
		entryPoints: [entry],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		logLevel: 'warning',
	});
	return { start: nodePort(outfile), folder };
}
