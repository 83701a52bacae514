/**
 * How the operands of a matrix product lie in the module's memory: what its generator and its caller must agree on.
 */

/** So many rows and columns of the result are held in registers at once: 8 of 16 vector registers, and the operands fit beside them. */
export const TILE = 4;

/** Terms of the sum come in such groups; zeros fill the last one. */
export const UNROLL = 4;
