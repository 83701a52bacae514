/** What the debug adapter needs of its surroundings: VS Code gives it one such, tests in plain node another. */
import type { DocumentText } from '../protocol.ts';
import type { Sessions } from '../session/sessions.ts';

/** A sentence in the user's language, by its English template. */
export type Translate = (template: string, ...values: (string | number)[]) => string;

export interface DebugHost {
	readonly sessions: Sessions;
	readonly t: Translate;
	/** The document that a launch's `program` names, as it is now; null where there is none. */
	open(program: string): Promise<DocumentText | null>;
	/** The address of a document by the path that the client knows it by, and back. */
	uriOf(path: string): string;
	pathOf(uri: string): string;
	/** What people call a document: its file's name. */
	nameOf(uri: string): string;
	/** Writes down what went wrong without anybody's asking. */
	log(doing: string, error: unknown): void;
}
