/**
 * The tape's side tables, smaller gates, and the gradient check.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkGradient, relativeError } from '../../../src/core/check.ts';
import { recordSmall, sigmoidAt } from '../../../src/core/decompose.ts';
import { opByName, OPS } from '../../../src/core/ops/index.ts';
import { RangeTable } from '../../../src/core/ranges.ts';
import { StepIndex } from '../../../src/core/steps.ts';
import { Tape } from '../../../src/core/tape.ts';
import { Trace } from '../../../src/core/trace.ts';
import { TypeTable } from '../../../src/core/types.ts';

const code = (name: string): number => opByName(name).code;

test('a range is stored once', () => {
	const table = new RangeTable();
	const seen = new Map<string, number>();
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.nat(9), fc.nat(9)), { minLength: 50 }), (ranges) => {
			for (const [start, end, operatorStart, operatorEnd] of ranges) {
				const key = `${start},${end},${operatorStart},${operatorEnd}`;
				const id = table.intern(start, end, operatorStart, operatorEnd);
				assert.equal(seen.get(key) ?? table.length - 1, id);
				seen.set(key, id);
				assert.deepEqual(
					[table.start(id), table.end(id), table.operatorStart(id), table.operatorEnd(id)],
					[start, end, operatorStart, operatorEnd],
				);
			}
			assert.equal(table.length, seen.size);
		}),
	);
	assert.throws(() => table.start(1e6), RangeError);
	const own = new RangeTable();
	assert.deepEqual([own.intern(3, 7), own.operatorStart(0), own.operatorEnd(0)], [0, 3, 7]);
});

test('rank and select agree with counting', () => {
	fc.assert(
		fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (marks) => {
			const flags = Uint8Array.from(marks, (mark) => (mark ? 6 : 2));
			const index = new StepIndex(flags, 4, flags.length);
			let count = 0;
			marks.forEach((mark, node) => {
				assert.equal(index.stepOf(node), mark ? ++count : null);
				if (mark) assert.equal(index.nodeOf(count), node);
			});
			assert.equal(index.count, count);
			assert.throws(() => index.nodeOf(count + 1), RangeError);
			assert.throws(() => index.nodeOf(0), RangeError);
		}),
	);
});

test('types: the scalar is a tensor of one', () => {
	const types = new TypeTable();
	assert.deepEqual(types.type(0), { element: 'float64', shape: [], size: 1 });
	assert.equal(types.intern('float64', []), 0);
	const matrix = types.intern('float64', [4, 10]);
	assert.equal(types.intern('float64', [4, 10]), matrix);
	assert.notEqual(types.intern('int64', [4, 10]), matrix);
	assert.equal(types.type(matrix).size, 40);
	assert.throws(() => types.intern('float64', [-1]), RangeError);
	assert.throws(() => types.type(9), RangeError);
	const tape = new Tape();
	assert.equal(tape.type(tape.input(1, 0)).size, 1);
});

test('a gate and its smaller gates have one value and one gradient', () => {
	for (const row of OPS) {
		if (!row.decomposition()) continue;
		for (const at of row.samples) {
			const make = (small: boolean): readonly number[] => {
				const tape = new Tape();
				const inputs = at.map((value) => tape.input(value, 0));
				const target = small
					? recordSmall(tape, row, inputs, 0)
					: tape.gate(row.code, inputs[0]!, inputs[1], inputs[2]);
				const trace = new Trace(tape, target);
				return [tape.value(target), ...inputs.map((input) => trace.gradient(input))];
			};
			const [one, many] = [make(false), make(true)];
			one.forEach((number, index) =>
				assert.ok(
					relativeError(number, many[index]!) < 1e-9,
					`${row.name}(${at.join(', ')}): ${number}, ${many[index]!}`,
				),
			);
		}
	}
});

test('the sigmoid’s four gates, as the lecture draws them', () => {
	const tape = new Tape();
	const x = tape.input(1, 0);
	const last = recordSmall(tape, opByName('sigmoid'), [x], 0);
	const trace = new Trace(tape, last);
	const gates = Array.from({ length: trace.forwardSteps }, (_, step) => trace.gateAtForward(step + 1));
	assert.deepEqual(
		gates.map((gate) => tape.row(gate).name),
		['neg', 'exp', 'add', 'reciprocal'],
	);
	const printed = gates.map((gate) =>
		[tape.value(gate), trace.gradient(gate)].map((number) => Number(number.toFixed(6))),
	);
	assert.deepEqual(printed, [
		[-1, -0.196612],
		[0.367879, -0.534447],
		[1.367879, -0.534447],
		[0.731059, 1],
	]);
	assert.deepEqual(sigmoidAt(tape, last), { row: opByName('sigmoid'), input: x, gates });
});

test('a sigmoid is recognised however it is written, and nothing else is', () => {
	const tape = new Tape();
	const x = tape.input(1, 0);
	const one = tape.constant(1, 0);
	const exp = (node: number): number => tape.gate(code('exp'), node);
	const negative = tape.gate(code('neg'), x);
	const byProduct = tape.gate(code('mul'), tape.constant(-1, 0), x);
	const sums = [
		tape.gate(code('add'), one, exp(negative)),
		tape.gate(code('add'), exp(negative), one),
		tape.gate(code('add'), one, exp(byProduct)),
	];
	for (const sum of sums) {
		for (const gate of [
			tape.gate(code('div'), one, sum),
			tape.gate(code('reciprocal'), sum),
			tape.gate(code('pow'), sum, tape.constant(-1, 0)),
		]) {
			assert.equal(sigmoidAt(tape, gate)?.input, x);
		}
	}
	const two = tape.constant(2, 0);
	assert.equal(sigmoidAt(tape, tape.gate(code('div'), two, sums[0])), null);
	assert.equal(sigmoidAt(tape, tape.gate(code('div'), one, tape.gate(code('add'), two, exp(negative)))), null);
	assert.equal(sigmoidAt(tape, tape.gate(code('div'), one, tape.gate(code('add'), one, exp(x)))), null);
	assert.equal(sigmoidAt(tape, x), null);
});

test('the gradient check tells a kink from an error', () => {
	const at = (name: string, x: number, analytic?: number): ReturnType<typeof checkGradient> => {
		const tape = new Tape();
		const input = tape.input(x, 0);
		const target = tape.gate(code(name), input);
		const result = checkGradient(tape, target, input, analytic ?? new Trace(tape, target).gradient(input));
		assert.ok(Object.is(tape.value(input), x), 'the tape is as it was');
		return result;
	};
	for (const name of ['exp', 'sin', 'tanh', 'sigmoid', 'gelu', 'square', 'atan', 'softplus', 'sinh']) {
		for (const x of [-2, -0.3, 0, 1e-3, 0.7, 3]) {
			const check = at(name, x);
			assert.equal(check.kink, false, `${name} at ${x}`);
			assert.ok(
				Math.abs(check.analytic - check.numeric) < 1e-8 * Math.max(1, Math.abs(check.analytic)),
				`${name} at ${x}: ${check.numeric}`,
			);
		}
	}
	for (const name of ['relu', 'abs', 'leaky_relu', 'floor', 'sign', 'step']) assert.equal(at(name, 0).kink, true, name);
	assert.deepEqual([at('relu', 0).left, Math.round(at('relu', 0).right)], [0, 1]);
	assert.equal(at('relu', 1e-6).kink, true, 'a kink within the step is one too');
	const wrong = at('exp', 1, 2);
	assert.ok(!wrong.kink && wrong.relativeError > 0.2);
	assert.deepEqual([relativeError(Infinity, Infinity), relativeError(0, 0)], [0, 0]);
	assert.ok(Number.isNaN(relativeError(NaN, 1)));
});
