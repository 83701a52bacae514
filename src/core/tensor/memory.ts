/**
 * Memory of large arrays, handed on from a run that was dropped to the next one: fresh memory comes from the system page by page, which costs more than
 * computing what is written to it.
 *
 * What is given back is detached from every array that was there before: whoever still holds one finds it empty, and never sees another run's numbers.
 */

/** Arrays of fewer entries are left to the collector of garbage. */
const LEAST = 4096;
/** So many bytes are kept at most; what would be more goes back to the system, the oldest first. */
export const MOST_KEPT = 2 ** 28;
/** What none of so many times took is not kept any longer. */
const AGES = 8;

interface Kept {
	readonly buffer: ArrayBuffer;
	/** When it was given back. */
	readonly age: number;
}

/** Moves what a buffer holds into a new one and leaves it without; no page is copied. */
type Detach = (buffer: ArrayBuffer) => ArrayBuffer;

const world = globalThis as {
	structuredClone?: (value: ArrayBuffer, options: { transfer: ArrayBuffer[] }) => ArrayBuffer;
};
/** Null where this world cannot take memory away from an array: nothing is kept there. */
const detach: Detach | null =
	world.structuredClone === undefined ? null : (buffer) => world.structuredClone!(buffer, { transfer: [buffer] });

/** Buffers by their size in entries, the oldest first. */
const kept = new Map<number, Kept[]>();
/** Buffers that were made here and are in use. */
const made = new WeakSet<ArrayBuffer>();
let bytes = 0;
let age = 0;

/** How many bytes are kept for the next run. */
export function keptBytes(): number {
	return bytes;
}

/** Memory for so many entries that may hold anything: every one must be written before one is read. */
export function unset(size: number): Float64Array {
	if (size < LEAST || detach === null) return new Float64Array(size);
	const room = roomFor(size);
	const known = kept.get(room)?.pop();
	if (known !== undefined) bytes -= known.buffer.byteLength;
	const buffer = known?.buffer ?? fresh(room);
	made.add(buffer);
	return new Float64Array(buffer, 0, size);
}

/** Memory for so many entries, all of them 0. */
export function cleared(size: number): Float64Array {
	if (size < LEAST || detach === null) return new Float64Array(size);
	const room = roomFor(size);
	// What is fresh is 0 already.
	return (kept.get(room)?.length ?? 0) > 0 ? unset(size).fill(0) : unset(size);
}

/** Gives memory back that was had here; arrays of other memory are left as they are. Nobody may use any of them any more. */
export function giveBack(arrays: Iterable<Float64Array>): void {
	if (detach === null) return;
	for (const { buffer } of arrays) {
		if (!(buffer instanceof ArrayBuffer) || !made.has(buffer)) continue;
		made.delete(buffer);
		const moved = detach(buffer);
		const size = moved.byteLength / 8;
		const same = kept.get(size);
		if (same === undefined) kept.set(size, [{ buffer: moved, age }]);
		else same.push({ buffer: moved, age });
		bytes += moved.byteLength;
	}
	while (bytes > MOST_KEPT) dropOldest();
}

/** Lets go of what no run has taken for a while. Called once whenever something was run. */
export function growOlder(): void {
	age++;
	for (const [size, same] of kept) {
		const stays = same.filter((one) => age - one.age <= AGES);
		if (stays.length < same.length) {
			bytes -= (same.length - stays.length) * size * 8;
			kept.set(size, stays);
		}
		if (stays.length === 0) kept.delete(size);
	}
}

/** Sizes are rounded up by an eighth at most, so that a run takes what one of nearly the same size has left. What is never written to costs no memory. */
function roomFor(size: number): number {
	const step = 2 ** (Math.floor(Math.log2(size)) - 3);
	return Math.ceil(size / step) * step;
}

function fresh(size: number): ArrayBuffer {
	try {
		return new ArrayBuffer(size * 8);
	} catch (error) {
		if (!(error instanceof RangeError) || bytes === 0) throw error;
		// No room beside what is kept.
		kept.clear();
		bytes = 0;
		return new ArrayBuffer(size * 8);
	}
}

function dropOldest(): void {
	let oldest: Kept[] | null = null;
	for (const same of kept.values())
		if (same.length > 0 && (oldest === null || same[0]!.age < oldest[0]!.age)) oldest = same;
	bytes -= oldest!.shift()!.buffer.byteLength;
}
