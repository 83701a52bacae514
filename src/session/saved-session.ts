/** What a session is saved as when the window closes. */
import type { GraphOptions, Range } from '../protocol.ts';

/** Everything that brings a session back after a reload: plain data. */
export interface SavedSession {
	readonly uri: string;
	readonly unit: string;
	/** Present when the session stands on a selection and not on an annotated unit. */
	readonly selection?: Range;
	readonly position: number;
	readonly changed: readonly (readonly [name: string, value: number])[];
	readonly options: GraphOptions;
	readonly teacher: boolean;
}
