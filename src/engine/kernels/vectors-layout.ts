/**
 * How elementwise loops find their operands in the module's memory: what its generator and its caller must agree on.
 */

/** Entries at most a call: an operand's stretch of them, 32 KB. */
export const STRETCH = 4096;

/** Where each operand's stretch starts, in stretches: the row's operands, the upstream gradient, the row's value, and the result or the gradient. */
export const PLACES = { x: 0, y: 1, z: 2, up: 3, out: 4, result: 5 } as const;

export const STRETCHES = 6;
