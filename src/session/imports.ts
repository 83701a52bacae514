/**
 * Hands the engine the files that programs import. The engine reads nothing itself: it answers with what it lacks, is given that, and is asked again, until
 * it lacks nothing that can be had.
 */
import type { EngineAccess } from '../engine/client.ts';
import type { DirectMethod, EngineMethods, FileAnswer, FileRequest } from '../protocol-engine.ts';

/** Finds the file that an import means; where files may not be read it says so. */
export type FindFile = (request: FileRequest) => Promise<FileAnswer['file']>;

/** Files that import files that import files: no chain is followed farther. */
const MOST_ROUNDS = 20;
const MOST_FILES = 100;

export class ImportingEngine implements EngineAccess {
	readonly #engine: EngineAccess;
	readonly #answers = new Map<string, FileAnswer>();
	/** Set by the floor that can read files. */
	find: FindFile | null = null;

	constructor(engine: EngineAccess) {
		this.#engine = engine;
	}

	/** The addresses of the files that programs have imported. */
	get files(): ReadonlySet<string> {
		return new Set([...this.#answers.values()].flatMap(({ file }) => (typeof file === 'string' ? [] : [file.uri])));
	}

	/** Whether any program has asked for a file. */
	get any(): boolean {
		return this.#answers.size > 0;
	}

	/** Files have changed, or may be read now: all are looked for anew. */
	async forget(): Promise<void> {
		this.#answers.clear();
		await this.#engine.request('provide', { files: [] });
	}

	async request<M extends DirectMethod>(
		method: M,
		params: EngineMethods[M]['params'],
		signal?: AbortSignal,
	): Promise<EngineMethods[M]['result']> {
		for (let round = 0; ; round++) {
			const result = await this.#engine.request(method, params, signal);
			const wanted = wantedOf(result);
			if (wanted.length === 0 || this.find === null || round >= MOST_ROUNDS || signal?.aborted) return result;
			await this.#provide(wanted);
			if (method === 'open') await this.#close(result);
		}
	}

	async #provide(wanted: readonly FileRequest[]): Promise<void> {
		const files: FileAnswer[] = [];
		for (const request of wanted) {
			const key = JSON.stringify([request.from, request.level, request.module]);
			let answer = this.#answers.get(key);
			if (answer === undefined) {
				const full = this.#answers.size >= MOST_FILES * 4 || this.files.size >= MOST_FILES;
				answer = { request, file: full ? 'too-many' : ((await this.find?.(request)) ?? 'missing') };
				this.#answers.set(key, answer);
			}
			files.push(answer);
		}
		await this.#engine.request('provide', { files });
	}

	/** A session that was opened without what it needs is not the one that is wanted. */
	async #close(result: unknown): Promise<void> {
		const { ok, info } = result as EngineMethods['open']['result'] & { readonly info?: { readonly id: number } };
		if (ok && info !== undefined) await this.#engine.request('close', { id: info.id });
	}
}

function wantedOf(result: unknown): readonly FileRequest[] {
	return typeof result === 'object' && result !== null && 'wanted' in result && Array.isArray(result.wanted)
		? (result.wanted as readonly FileRequest[])
		: [];
}
