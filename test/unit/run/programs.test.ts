/**
 * Forward passes in the manner of courses, papers and blog posts (test/programs), run as they stand: the gradient of each one's loss with respect to its
 * inputs agrees with centred differences of the loss.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dataOf, makeTensor, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { arrayValues } from '../../../src/engine/array-values.ts';
import { readAndRun } from '../../../src/engine/reading.ts';
import { Trace } from '../../../src/core/trace.ts';
import { findUnits } from '../../../src/lang/document.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../../../src/protocol.ts';
import { Budget } from '../../../src/run/budget.ts';
import type { Run } from '../../../src/run/run.ts';

const FOLDER = new URL('../../programs/', import.meta.url);
/** Of each input so many entries are tried, spread over it. */
const MOST_ENTRIES = 6;
const STEP = 1e-6;

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.py'));

test('there are forty programs', () => {
	assert.ok(files.length >= 40, `${files.length} programs`);
});

for (const name of files) {
	test(name, () => {
		const document: DocumentText = {
			uri: `file:///${name}`,
			version: 1,
			languageId: 'python',
			text: readFileSync(new URL(name, FOLDER), 'utf8'),
		};
		const [unit] = findUnits(document, DEFAULT_LIMITS).units;
		assert.ok(unit, 'the annotation means something');
		assert.equal(unit.notation, 'python');
		const given = arrayValues(unit.directive, DEFAULT_LIMITS.elements).arrays;
		const run = (arrays: ReadonlyMap<string, Tensor>, changed: ReadonlyMap<string, number>): Run => {
			const options = {
				lastUsed: new Map(),
				lost: new Set<string>(),
				budget: new Budget(DEFAULT_LIMITS),
				smallGates: false,
			};
			const reading = readAndRun(document, unit, { ...options, arrays, changed });
			const errors = reading.problems.filter(({ severity }) => severity === 'error');
			assert.deepEqual(errors, []);
			return reading.run;
		};
		const lossOf = ({ tape, target }: Run): number => {
			assert.ok(target !== null, 'the loss is computed');
			return dataOf(tape.tensor(target)).reduce((sum, entry) => sum + entry, 0);
		};
		const plain = run(given, new Map());
		assert.ok(plain.target !== null, 'the loss is computed');
		const trace = new Trace(plain.tape, plain.target);
		const middle = lossOf(plain);
		assert.ok(Number.isFinite(middle), `the loss is ${middle}`);
		let tried = 0;
		for (const binding of unit.directive?.at ?? []) {
			const node = plain.inputs.get(binding.name);
			if (node === undefined || plain.tape.type(node).element !== 'float64') continue;
			const gradient = trace.gradientTensor(node);
			const entries = gradient === null ? [] : dataOf(gradient);
			const array = given.get(binding.name);
			const size = plain.tape.type(node).size;
			for (let k = 0; k < size; k += Math.max(1, Math.floor(size / MOST_ENTRIES))) {
				const at = (by: number): number => {
					if (array === undefined) {
						const value = binding.value?.kind === 'scalar' ? binding.value.value : NaN;
						return lossOf(run(given, new Map([[binding.name, value + by]])));
					}
					const moved = dataOf(array).slice();
					moved[k]! += by;
					return lossOf(run(new Map([...given, [binding.name, makeTensor(moved, array.shape)]]), new Map()));
				};
				const [low, high] = [at(-STEP), at(STEP)];
				const left = (middle - low) / STEP;
				const right = (high - middle) / STEP;
				// A kink within the step has no derivative to compare with.
				if (Math.abs(left - right) > 1e-2 * Math.max(1, Math.abs(left), Math.abs(right))) continue;
				const numeric = (high - low) / (2 * STEP);
				const analytic = entries[k] ?? 0;
				const error = Math.abs(analytic - numeric) / Math.max(1, Math.abs(analytic), Math.abs(numeric));
				assert.ok(error < 2e-5, `d/d${binding.name}[${k}]: ${analytic}, differences say ${numeric}`);
				tried++;
			}
		}
		assert.ok(tried > 0, 'some gradient was compared');
	});
}
