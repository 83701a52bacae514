/** Entries for guessed arrays, and what the letters of names tell of them. */
import { makeTensor, type Tensor } from '../core/tensor/tensor.ts';
import type { Expression } from './program.ts';

/** Capital letters that are matrices where they stand before a vector. */
const MATRIX_LETTERS = new Set(['W', 'A', 'U', 'V', 'X', 'Θ', 'Φ']);

/** A name that begins with a capital: a matrix rather than a vector. */
export function isCapital(node: Expression): boolean {
	return node.kind === 'name' && /^\p{Lu}/u.test(node.name) && !/^[Δ∂∇]/u.test(node.name);
}

export function isMatrixLetter(node: Expression): boolean {
	return node.kind === 'name' && MATRIX_LETTERS.has(Array.from(node.name)[0]!) && /^.(?:$|[_^\d′])/u.test(node.name);
}

/** Entries for a guessed array: short numbers, the same ones each time, none of them 0 and most of them positive, so that few ReLUs are dead. */
export function guessEntries(shape: readonly number[], seed: number): Tensor {
	const data = new Float64Array(shape.reduce((count, extent) => count * extent, 1));
	for (let at = 0; at < data.length; at++) {
		const draw = mixed(seed * 1000 + at);
		const size = 1 + (draw % 9);
		data[at] = ((draw >>> 8) % 3 === 0 ? -size : size) / 10;
	}
	return makeTensor(data, shape);
}

/** A whole number that is spread out of another one. */
function mixed(seed: number): number {
	let state = (seed + 0x9e3779b9) | 0;
	state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
	state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
	return (state ^ (state >>> 16)) >>> 0;
}
