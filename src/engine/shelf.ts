/** The files that programs import, as the engine has them: read once, asked for where they are not there yet. It reads nothing from disk itself. */
import { FileRoom } from '../lang/elsewhere.ts';
import { parseProgram } from '../lang/script-parts.ts';
import { outlineOf } from '../lang/outline.ts';
import { DEFAULT_LIMITS } from '../protocol.ts';
import type { FileAnswer, FileRequest } from '../protocol-engine.ts';
import type { FileFinder, ImportedFile, NoFile } from '../run/script/files.ts';

/** Answers at once which file is meant, where files can be read at once. */
export type ReadFile = (request: FileRequest) => FileAnswer['file'];

/** One program imports no more files than this, all together no longer than that. */
const MOST_FILES = 100;
const MOST_TEXT = 10_000_000;

export class Shelf implements FileFinder {
	readonly #read: ReadFile | null;
	readonly #answers = new Map<string, FileAnswer['file']>();
	readonly #files = new Map<string, ImportedFile>();
	#room = new FileRoom();
	#length = 0;
	/** Requests without an answer. */
	readonly wanted = new Map<string, FileRequest>();

	constructor(read: ReadFile | null) {
		this.#read = read;
	}

	/** What is wanted, as an answer's field. */
	asked(): { readonly wanted?: readonly FileRequest[] } {
		return this.wanted.size === 0 ? {} : { wanted: [...this.wanted.values()] };
	}

	/** Takes answers; none: forgets all. */
	provide(answers: readonly FileAnswer[]): void {
		if (answers.length === 0) {
			this.#answers.clear();
			this.#files.clear();
			this.#room = new FileRoom();
			this.#length = 0;
		}
		for (const { request, file } of answers) this.#answers.set(keyOf(request), file);
	}

	find(from: string, module: string, level: number): ImportedFile | NoFile {
		const request = { from, module, level };
		const key = keyOf(request);
		let answer = this.#answers.get(key);
		if (answer === undefined && this.#read !== null) this.#answers.set(key, (answer = this.#read(request)));
		if (answer === undefined) {
			this.wanted.set(key, request);
			return 'waiting';
		}
		return typeof answer === 'string' ? answer : this.#parsed(answer);
	}

	#parsed({ uri, text }: { readonly uri: string; readonly text: string }): ImportedFile | NoFile {
		const known = this.#files.get(uri);
		if (known?.text === text) return known;
		if (text.length >= DEFAULT_LIMITS.programLength) return 'too-many';
		if (this.#files.size >= MOST_FILES || this.#length + text.length > MOST_TEXT) return 'too-many';
		const start = this.#room.take(text.length);
		if (start === null) return 'too-many';
		const { code } = outlineOf({ uri, version: 0, languageId: 'python', text });
		const { body } = parseProgram('python', code, { start, end: start + code.length }).script;
		const file: ImportedFile = { uri, text, start, body, isPackage: uri.endsWith('/__init__.py') };
		this.#files.set(uri, file);
		this.#length += text.length;
		return file;
	}
}

function keyOf({ from, module, level }: FileRequest): string {
	const at = from.replace(/#.*$/, '');
	return `${at.slice(0, at.lastIndexOf('/'))} ${level} ${module}`;
}
