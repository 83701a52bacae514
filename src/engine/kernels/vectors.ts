/**
 * Elementwise rows over large arrays in WebAssembly, two doubles an instruction: operands go through a small memory of the module's own, a stretch at a time,
 * which costs less than the branches and checks of plain loops. To the bit it is what those compute.
 */
import { useArrayLoops, type ArrayLoops, type Entries } from '../../core/elementwise.ts';
import { useOuter, type Outer } from '../../core/tensor/multiply.ts';
import { PLACES, STRETCH, STRETCHES } from './vectors-layout.ts';
import { READS, VECTORS } from './vectors.generated.ts';
import { compileModule, memoryOf, wasmOfThisWorld } from './wasm.ts';

type Place = keyof typeof PLACES;
type Loop = (end: number) => void;
const OPERANDS: readonly Place[] = ['x', 'y', 'z'];

interface Vectors {
	readonly loops: ArrayLoops;
	readonly outer: Outer;
}

/** Everything that the module does; null where this world cannot run it. */
function vectors(): Vectors | null {
	const wasm = wasmOfThisWorld();
	const module = compileModule(wasm, VECTORS);
	if (!wasm || !module) return null;
	const memory = memoryOf(wasm, STRETCHES * STRETCH * 8);
	if (memory === null) return null;
	const loops = new Map(Object.entries(new wasm.Instance(module, { m: { memory } }).exports as Record<string, Loop>));
	const stretches = new Map<Place, Float64Array>();
	for (const [place, index] of Object.entries(PLACES))
		stretches.set(place as Place, new Float64Array(memory.buffer, index * STRETCH * 8, STRETCH));
	const result = stretches.get('result')!;

	/** Runs a loop over all entries; what is `added` to stands there already, or is 0. */
	function run(
		name: string,
		into: Float64Array,
		added: 'none' | 'zeros' | 'there',
		operands: ReadonlyMap<Place, Entries>,
	): boolean {
		const loop = loops.get(name);
		if (loop === undefined) return false;
		const moving: (readonly [Float64Array, Entries])[] = [];
		for (const place of READS.get(name)!) {
			const entries = operands.get(place)!;
			const stretch = stretches.get(place)!;
			if (entries.step === 0) stretch.fill(entries.data[entries.start]!);
			else moving.push([stretch, entries]);
		}
		const size = into.length;
		for (let from = 0; from < size; from += STRETCH) {
			const count = Math.min(STRETCH, size - from);
			for (const [stretch, { data, start }] of moving) stretch.set(data.subarray(start + from, start + from + count));
			if (added === 'zeros') result.fill(0);
			else if (added === 'there') result.set(into.subarray(from, from + count));
			loop(count * 8);
			into.set(count === STRETCH ? result : result.subarray(0, count), from);
		}
		return true;
	}

	const x = stretches.get('x')!;
	const y = stretches.get('y')!;
	const arrays: ArrayLoops = {
		forward: (op, out, operands) =>
			run(`forward${op}`, out, 'none', new Map(operands.map((entries, slot) => [OPERANDS[slot]!, entries]))),
		share: (op, slot, gradient, first, up, out, operands) => {
			const all = new Map(operands.map((entries, index) => [OPERANDS[index]!, entries]));
			return run(`share${op}_${slot}`, gradient, first ? 'zeros' : 'there', all.set('up', up).set('out', out));
		},
	};
	return {
		loops: arrays,
		outer: (out, at, rows, columns, a, b) => {
			const times = loops.get('times')!;
			for (let from = 0; from < columns; from += STRETCH) {
				const count = Math.min(STRETCH, columns - from);
				const row = result.subarray(0, count);
				y.set(b.data.subarray(b.start + from, b.start + from + count));
				for (let i = 0, to = at + from; i < rows; i++, to += columns) {
					x[0] = a.data[a.start + i * a.down]!;
					times(count * 8);
					out.set(row, to);
				}
			}
		},
	};
}

/** Gives all that the module does to the loops of core, or takes it away again. */
export function useVectors(on: boolean): void {
	const made = on ? vectors() : null;
	useArrayLoops(made?.loops ?? null);
	useOuter(made?.outer ?? null);
}

let installed = false;

/** Gives elementwise rows of this world these loops where it can run them. Later calls change nothing. */
export function installVectors(): void {
	if (installed) return;
	installed = true;
	useVectors(true);
}
