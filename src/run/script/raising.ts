/** What the host, the tape and the shapes refuse, in the program's terms: exceptions that it may catch, or the end of the run. */
import { TapeLimitError } from '../../core/tape.ts';
import { ShapeError } from '../../core/tensor/shape.ts';
import type { Text } from '../../protocol.ts';
import { overBudget } from '../budget.ts';
import { placeOf } from '../sites.ts';
import { Raised, Stopped } from './errors.ts';
import type { Machine } from './machine.ts';
import { str } from './values.ts';

/** What the host says when a text, a list or its own stack gets too large. */
const HOST_LIMITS = /string length|array length|call stack|maximum size|BigInt/i;

/** What was thrown, or what it means to the program. */
export function asRaised(m: Machine, error: unknown): unknown {
	const { site } = m.recorder;
	if (error instanceof ShapeError) {
		const value = m.exceptions.make('ValueError', [str(error.message)]);
		return new Raised(value, { code: 'shape', severity: 'error', range: placeOf(site), message: error.text }, false);
	}
	if (error instanceof RangeError && HOST_LIMITS.test(error.message)) {
		const deep = error.message.includes('stack');
		const message: Text = deep
			? ['maximum recursion depth exceeded']
			: ['More than {0} items.', m.budget.limits.elements];
		const value = m.exceptions.make(deep ? 'RecursionError' : 'MemoryError', [str(message[0])]);
		return m.raised(value, message, site, false);
	}
	if (error instanceof TapeLimitError)
		return new Stopped(overBudget(error.limit, m.budget.limits[error.limit], placeOf(site)));
	return error;
}
