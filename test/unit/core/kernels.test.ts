/**
 * Generated files are up to date, and WebAssembly gives the bits that the plain loops give.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { generated, GENERATED } from '../../../scripts/generate.ts';
import { wasmModule } from '../../../scripts/generate-wasm.ts';
import type { Accelerator } from '../../../src/core/columns.ts';
import { addShare, mapTensors } from '../../../src/core/elementwise.ts';
import { opByName, OPS } from '../../../src/core/ops/index.ts';
import { Tape } from '../../../src/core/tape.ts';
import { matmul } from '../../../src/core/tensor/matmul.ts';
import { broadcastTo, makeTensor, scalarTensor, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { wasmAccelerator } from '../../../src/engine/kernels/accelerator.ts';
import { READS } from '../../../src/engine/kernels/vectors.generated.ts';
import { useVectors } from '../../../src/engine/kernels/vectors.ts';
import { ALL_NAMES, randomTape } from './naive.ts';

for (const path of GENERATED.keys()) {
	test(`${path} is what scripts/generate.ts makes`, async () => {
		const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
		assert.ok(text === (await generated(path)), `${path} is out of date: run npx tsx scripts/generate.ts`);
	});
}

function accelerator(): Accelerator {
	const made = wasmAccelerator(0);
	assert.ok(made, 'this Node has WebAssembly');
	return made;
}

const SPECIAL = [0, -0, 1, -1, 0.5, 2.5, -2.5, 3, 40, -800, 1e-9, 1e300, Infinity, -Infinity, NaN];

test('every op: both passes in WebAssembly are those of the plain loops, bit for bit, at every special value', () => {
	for (const row of OPS) {
		const build = (made: Accelerator | null): { tape: Tape; trace: Trace } => {
			const tape = new Tape({ gates: Infinity }, made);
			const [x, y, z] = [tape.input(1, 0), tape.input(1, 0), tape.input(1, 0)];
			const gate = tape.gate(row.code, x, y, z);
			return { tape, trace: new Trace(tape, gate, { upstream: 0.75 }) };
		};
		const plain = build(null);
		const fast = build(accelerator());
		for (const x of SPECIAL) {
			for (const y of row.arity > 1 ? SPECIAL : [1]) {
				for (const z of row.arity > 2 ? SPECIAL : [1]) {
					for (const { tape, trace } of [plain, fast]) {
						[x, y, z].forEach((value, node) => tape.setInput(node, value));
						trace.rerun();
					}
					const where = `${row.name}(${x}, ${y}, ${z})`;
					assert.ok(
						Object.is(plain.tape.value(3), fast.tape.value(3)),
						`${where}: ${plain.tape.value(3)}, WebAssembly ${fast.tape.value(3)}`,
					);
					for (const node of [0, 1, 2]) {
						assert.ok(Object.is(plain.trace.gradient(node), fast.trace.gradient(node)), `gradient ${node} of ${where}`);
					}
				}
			}
		}
		assert.ok(fast.tape.runner, 'it did run in WebAssembly');
		assert.equal(plain.tape.runner, null);
	}
});

test('every op of plain arithmetic over large arrays: loops with vectors compute what the plain loops compute, bit for bit', () => {
	const size = 4103;
	const written = new Set([...READS.keys()].map((name) => Number(/\d+/.exec(name)![0])));
	const entry = (i: number, by: number): number =>
		SPECIAL[(i * by + (i % 7)) % SPECIAL.length]! * (i % 3 === 0 ? 1 : 0.75);
	const array = (by: number): Tensor =>
		makeTensor(
			Float64Array.from({ length: size }, (_, i) => entry(i, by)),
			[size],
		);
	const [x, y, z, up] = [array(1), array(2), array(4), array(7)];
	const one = broadcastTo(scalarTensor(-0.5), [size]);
	for (const row of OPS.filter(({ code }) => written.has(code))) {
		for (const operands of [
			[x, y, z],
			[x, scalarTensor(0.25), z],
		].map((all) => all.slice(0, row.arity))) {
			const made = [false, true].map((fast) => {
				useVectors(fast);
				const out = mapTensors(row, operands, 'float64');
				const shares = operands.flatMap((_, slot) =>
					[up, one].flatMap((upstream) => {
						const added = Float64Array.from(x.data);
						addShare(row, slot, added, upstream, out, operands);
						const first = new Float64Array(size).fill(NaN);
						addShare(row, slot, first, upstream, out, operands, true);
						return [added, first];
					}),
				);
				return [out.data, ...shares];
			});
			made[0]!.forEach((plain, index) =>
				assert.ok(
					plain.every((value, place) => Object.is(value, made[1]![index]![place])),
					`${row.name}, ${index}`,
				),
			);
		}
	}
	const wide = [false, true].map((fast) => {
		useVectors(fast);
		return matmul(makeTensor(x.data.slice(0, 20), [20, 1]), makeTensor(y.data.slice(0, 300), [1, 300])).data;
	});
	assert.deepEqual(wide[0], wide[1]);
	useVectors(false);
});

test('random computations in WebAssembly are those of the plain loops, bit for bit', () => {
	const made = accelerator();
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: 1, max: 60 }), (seed, gates) => {
			const plain = randomTape(seed, gates, ALL_NAMES);
			const fast = randomTape(seed, gates, ALL_NAMES, new Tape({ gates: Infinity }, made));
			const traces = [plain, fast].map((tape) => new Trace(tape, tape.length - 1));
			for (const trace of traces) {
				trace.tape.setInput(0, 0.625);
				trace.rerun();
			}
			for (let node = 0; node < plain.length; node++) {
				assert.ok(Object.is(plain.value(node), fast.value(node)));
				assert.ok(Object.is(traces[0]!.gradient(node), traces[1]!.gradient(node)));
			}
			for (let position = 0; position <= traces[0]!.lastPosition; position++) {
				const [a, b] = traces.map((trace) => trace.at(position));
				assert.ok(Object.is(a!.gradient(0), b!.gradient(0)));
			}
		}),
		{ numRuns: 100 },
	);
});

test('a tape that went to WebAssembly can grow, and two traces of one tape do not disturb each other', () => {
	const tape = new Tape({ gates: Infinity }, accelerator());
	const [x, y] = [tape.input(3, 0), tape.input(4, 0)];
	const product = tape.gate(opByName('mul').code, x, y);
	const sum = tape.gate(opByName('add').code, product, x);
	const [first, second] = [new Trace(tape, product), new Trace(tape, sum)];
	tape.setInput(x, 5);
	for (const trace of [first, second, first]) assert.equal(trace.rerun(), true);
	assert.deepEqual([first.gradient(x), second.gradient(x), second.gradient(y)], [4, 5, 5]);
	const later = tape.gate(opByName('square').code, sum);
	assert.equal(tape.runner, null);
	assert.equal(tape.value(later), 625);
	const third = new Trace(tape, later);
	tape.setInput(x, 1);
	for (const trace of [third, second, first, third]) trace.rerun();
	assert.deepEqual([first.gradient(x), second.gradient(x), third.gradient(x)], [4, 5, 50]);
	assert.equal(second.at(second.lastPosition).gradient(x), 5);
});

test('the module is small, and plain arithmetic imports nothing', () => {
	const { bytes, imports } = wasmModule();
	assert.ok(bytes.length < 180 * OPS.length, `${bytes.length} bytes for ${OPS.length} rows`);
	for (const name of ['add', 'mul', 'div', 'sqrt', 'abs', 'max', 'floor', 'lt', 'where']) {
		assert.ok(!(imports as readonly string[]).includes(name), name);
	}
});
