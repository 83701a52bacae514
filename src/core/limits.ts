/**
 * What a tape may hold, and the error of a full one.
 */

/** What a tape may hold. */
export interface TapeLimits {
	readonly gates: number;
	/** Elements of all arrays together, views left out; absent: no limit. */
	readonly elements?: number;
	/** Bytes of its columns and arrays; absent: no limit. */
	readonly bytes?: number;
}

/** Thrown by `gate` and `apply` on a full tape, before anything is allocated; an interpreter asks `full` first. */
export class TapeLimitError extends Error {
	override readonly name = 'TapeLimitError';
	/** The limit that would be passed. */
	readonly limit: 'gates' | 'elements' | 'bytes';

	constructor(message: string, limit: 'gates' | 'elements' | 'bytes') {
		super(message);
		this.limit = limit;
	}
}
