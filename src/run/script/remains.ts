/** What of a block outside of functions can still be run where one of its statements was given up: that statement costs itself, as it would outside. */
import type { Stmt } from '../../lang/script.ts';
import type { Range } from '../../protocol.ts';

export interface Remains {
	/** The statement of the block that was given up. */
	readonly failed: Stmt;
	/** What follows it, to be run on its own. */
	readonly rest: readonly Stmt[];
}

/** `at` is where the block was when it ended. Null for a statement that is no block, or that was not in its body. */
export function remains(statement: Stmt, at: Range): Remains | null {
	switch (statement.kind) {
		case 'try': {
			const split = splitAt(statement.body, at);
			if (split === null) return null;
			const { failed, rest } = split;
			// What follows is guarded by the same handlers; what has to run in the end does so after it.
			return { failed, rest: [{ ...statement, body: rest }] };
		}
		case 'with':
			return splitAt(statement.body, at);
		case 'if': {
			for (const { body } of statement.branches) {
				const split = splitAt(body, at);
				if (split !== null) return split;
			}
			return splitAt(statement.otherwise, at);
		}
		default:
			return null;
	}
}

function splitAt(body: readonly Stmt[], { start, end }: Range): Remains | null {
	const index = body.findIndex(({ range }) => range.start <= start && end <= range.end);
	const failed = body[index];
	return failed === undefined ? null : { failed, rest: body.slice(index + 1) };
}
