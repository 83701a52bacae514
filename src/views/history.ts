/**
 * Remembers the edits of each document since the version its drawing was computed for, so that what is drawn can be moved along with them:
 * then a drawing is a function of an analysis, a cursor and the edits since, and no view has to keep positions of its own.
 */
import type { Range } from '../protocol.ts';
import { moveRange, touches } from './moves.ts';
import type { Move } from './moves.ts';

interface Edited {
	/** The document's version after the edit. */
	readonly version: number;
	readonly moves: readonly Move[];
}

/** Past this many edits without a fresh analysis, the older ones are forgotten together with what was drawn for them. */
const KEPT = 5000;

export class History {
	#edits: Edited[] = [];
	/** No edit at or before this version is known any more. */
	#floor = 0;
	#revision = 0;

	/** Another number whenever a range may stand elsewhere than before. */
	get revision(): number {
		return this.#revision;
	}

	record(version: number, moves: readonly Move[]): void {
		if (moves.length === 0) return;
		this.#revision++;
		this.#edits.push({ version, moves });
		if (this.#edits.length <= KEPT) return;
		this.#floor = this.#edits[0]?.version ?? this.#floor;
		this.#edits.shift();
	}

	/** Forgets the edits that no drawing will be moved along any more. */
	forget(upTo: number): void {
		if (upTo <= this.#floor) return;
		this.#revision++;
		this.#floor = upTo;
		this.#edits = this.#edits.filter((edited) => edited.version > upTo);
	}

	/** Where a range of `version` stands now, and whether an edit since then touched it; null when that can no longer be told. */
	now(range: Range, version: number): { readonly range: Range; readonly touched: boolean } | null {
		if (version < this.#floor) return null;
		let here = range;
		let touched = false;
		for (const { version: after, moves } of this.#edits) {
			if (after <= version) continue;
			touched ||= touches(here, moves);
			here = moveRange(here, moves);
		}
		return { range: here, touched };
	}
}

export class Histories {
	readonly #histories = new Map<string, History>();

	of(uri: string): History {
		const history = this.#histories.get(uri) ?? new History();
		this.#histories.set(uri, history);
		return history;
	}

	close(uri: string): void {
		this.#histories.delete(uri);
	}
}
