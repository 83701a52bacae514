/**
 * The WebAssembly loops of matrix products against the plain ones: shapes, strides, transposes, batches, and what is no number.
 */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { matmul, useMultiply } from '../../../src/core/tensor/matmul.ts';
import { multiply, type Multiply, type Panel } from '../../../src/core/tensor/multiply.ts';
import { makeTensor, permuted } from '../../../src/core/tensor/tensor.ts';
import { wasmMultiply } from '../../../src/engine/kernels/product.ts';
import { FUSED_PRODUCT, SIMD_PRODUCT } from '../../../src/engine/kernels/product.generated.ts';

// Newer versions have these instructions without asking and may not know the flag, which they pass over.
setFlagsFromString('--experimental-wasm-relaxed-simd');

function made(base64: string): Multiply {
	const loops = wasmMultiply(base64, 0, 0);
	assert.ok(loops, 'this Node runs the module');
	return loops;
}

const LOOPS = new Map([
	['vectors', made(SIMD_PRODUCT)],
	['fused', made(FUSED_PRODUCT)],
]);

afterEach(() => useMultiply(null));

/** A plain generator, so that a failing seed can be run again. */
function numbers(seed: number, count: number): Float64Array {
	let state = seed | 1;
	return Float64Array.from({ length: count }, () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
		return state / 2 ** 31;
	});
}

/** So many rows and columns, in C or Fortran order, with gaps, and rows from the last one where asked. */
function panel(seed: number, rows: number, columns: number, turned: boolean, gap: number, reversed: boolean): Panel {
	const [outer, inner] = turned ? [columns, rows] : [rows, columns];
	const step = inner * gap + 3;
	const data = numbers(seed, outer * step + 5);
	const [down, across] = turned ? [gap, step] : [step, gap];
	return reversed
		? { data, start: 5 + Math.max(0, rows - 1) * down, down: -down, across }
		: { data, start: 5, down, across };
}

/** Both sums are near the true one, measured by the sum of the terms' sizes. */
function assertSame(loops: Multiply, rows: number, columns: number, inner: number, a: Panel, b: Panel): void {
	const at = 2;
	const start = numbers(rows + 7 * columns, rows * columns + 4);
	const expected = start.slice();
	multiply(expected, at, rows, columns, inner, a, b);
	const actual = start.slice();
	loops(actual, at, rows, columns, inner, a, b);
	const size = (x: Panel): Panel => ({ ...x, data: x.data.map(Math.abs) });
	const scale = start.map(Math.abs);
	assert.deepEqual([actual.slice(0, at), actual.slice(-2)], [start.slice(0, at), start.slice(-2)], 'nothing beside it');
	multiply(scale, at, rows, columns, inner, size(a), size(b));
	actual.forEach((entry, place) => {
		const near = Math.abs(entry - expected[place]!) <= 1e-12 * scale[place]!;
		assert.ok(near, `${rows}×${inner}×${columns} at ${place}: ${entry}, ${expected[place]}`);
	});
}

for (const [name, loops] of LOOPS) {
	test(`${name}: random shapes, strides and orders give the plain product`, () => {
		const size = fc.integer({ min: 0, max: 70 });
		const view = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 3 }), fc.boolean());
		fc.assert(
			fc.property(size, size, size, view, view, fc.integer(), (rows, columns, inner, left, right, seed) => {
				const a = panel(seed, rows, inner, ...left);
				const b = panel(seed + 1, inner, columns, ...right);
				assertSame(loops, rows, columns, inner, a, b);
			}),
			{ numRuns: 150 },
		);
	});

	test(`${name}: operands larger than a block, and thin ones, are whole`, () => {
		for (const [rows, inner, columns] of [
			[130, 515, 9],
			[5, 3, 1030],
			[65, 257, 513],
			[1, 300, 7],
			[7, 300, 1],
			[1, 1, 1],
			[64, 256, 512],
		] as const) {
			for (const turned of [false, true]) {
				const a = panel(rows, rows, inner, turned, 1, false);
				const b = panel(columns, inner, columns, !turned, 1, false);
				assertSame(loops, rows, columns, inner, a, b);
			}
		}
	});

	test(`${name}: NaN and infinities reach their rows and columns, and nothing else`, () => {
		const [rows, inner, columns] = [9, 11, 10];
		const a = panel(1, rows, inner, false, 1, false);
		const b = panel(2, inner, columns, true, 1, false);
		a.data[a.start + 3 * a.down + 5 * a.across] = NaN;
		a.data[a.start + 8 * a.down + 10 * a.across] = Infinity;
		b.data[b.start + 10 * b.down + 9 * b.across] = 0;
		b.data[b.start + 2 * b.down + 8 * b.across] = -Infinity;
		const expected = new Float64Array(rows * columns);
		multiply(expected, 0, rows, columns, inner, a, b);
		const actual = new Float64Array(rows * columns);
		loops(actual, 0, rows, columns, inner, a, b);
		const kind = (value: number): number => (Number.isFinite(value) ? 0 : value);
		assert.deepEqual(actual.map(kind), expected.map(kind));
		assert.ok(Number.isNaN(actual[3 * columns]));
		assert.ok(Number.isNaN(actual[8 * columns + 9]), '∞ · 0');
	});

	test(`${name}: batches, transposes and what one product leaves behind do not disturb the next`, () => {
		const x = makeTensor(numbers(3, 2 * 20 * 30), [2, 20, 30]);
		const w = makeTensor(numbers(4, 25 * 30), [25, 30]);
		const products = (): readonly Float64Array[] => {
			const out = matmul(x, permuted(w, [1, 0]));
			return [out.data, matmul(permuted(x, [0, 2, 1]), out).data, matmul(out, w).data];
		};
		const expected = products();
		useMultiply(loops);
		const first = products();
		first.forEach((data, index) => {
			data.forEach((entry, place) => assert.ok(Math.abs(entry - expected[index]![place]!) < 1e-12 * 1000));
		});
		assert.deepEqual(products(), first, 'the same product has the same bits');
	});
}

test('a world that cannot run a module keeps the plain loops', () => {
	assert.equal(wasmMultiply(btoa('no module')), null);
});
