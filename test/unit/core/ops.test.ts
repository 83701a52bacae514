/**
 * Every row of the operator table is held to itself: kernels to formulas, shown text to computed values, derivatives to finite differences and to mathjs.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { derivative, parse, type MathNode } from 'mathjs';
import { forwardOne, localOne } from '../../../src/core/kernels.generated.ts';
import { findOp, opByName, OPS, tableTexts } from '../../../src/core/ops/index.ts';
import { formulaValue, NOTATIONS, rowLocal, rowValue, type OpRow } from '../../../src/core/ops/row.ts';
import { formulaText } from '../../../src/core/ops/render.ts';
import { localText } from '../../../src/core/explain.ts';

/** Points that no sample list names: special values in every combination of two. */
const SPECIAL = [0, -0, 1, -1, 0.5, -2.5, 3, 40, -40, 1e-9, 1e300, -1e300, Infinity, -Infinity, NaN];

function points(row: OpRow): readonly (readonly number[])[] {
	const all: (readonly number[])[] = [...row.samples, ...row.conventions().flatMap((convention) => convention.samples)];
	if (row.arity === 1) return [...all, ...SPECIAL.map((x) => [x])];
	if (row.arity === 2) return [...all, ...SPECIAL.flatMap((x) => SPECIAL.map((y) => [x, y]))];
	return [...all, ...SPECIAL.flatMap((x) => SPECIAL.flatMap((y) => [-1, 0, 2, NaN].map((z) => [x, y, z])))];
}

function kernelLocal(row: OpRow, slot: number, at: readonly number[]): number {
	const [x, y, z] = at;
	return localOne(row.code, slot, x!, y ?? 0, z ?? 0, rowValue(row, at, opByName));
}

function close(actual: number, expected: number, tolerance: number): boolean {
	return Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

for (const row of OPS) {
	test(`${row.name}: kernels compute what the formulas say, bit for bit`, () => {
		for (const at of points(row)) {
			const [x, y, z] = at;
			const value = rowValue(row, at, opByName);
			assert.ok(Object.is(forwardOne(row.code, x!, y ?? 0, z ?? 0), value), `${row.name}(${at.join(', ')})`);
			for (let slot = 0; slot < row.arity; slot++) {
				const stated = rowLocal(row, slot, at, opByName);
				assert.ok(
					Object.is(kernelLocal(row, slot, at), stated),
					`local ${slot} of ${row.name}(${at.join(', ')}): ${stated}`,
				);
			}
		}
	});

	test(`${row.name}: what is shown is what is computed`, () => {
		for (const at of row.samples) {
			const value = rowValue(row, at, opByName);
			const shown = formulaValue(row.shownValue(), at, opByName);
			assert.ok(
				close(shown, value, 1e-12),
				`${formulaText(row.shownValue(), row.parameters)} at ${at.join(', ')}: ${shown}, computed ${value}`,
			);
			const small = row.decomposition();
			if (small) assert.ok(close(formulaValue(small, at, opByName), value, 1e-12), `decomposition at ${at.join(', ')}`);
			for (let slot = 0; slot < row.arity; slot++) {
				const local = formulaValue(row.shownLocal(slot), at, opByName);
				assert.ok(
					close(local, kernelLocal(row, slot, at), 1e-12),
					`${localText(row, slot)} at ${at.join(', ')}: ${local}`,
				);
			}
		}
	});

	test(`${row.name}: local gradients agree with finite differences`, () => {
		for (const at of row.samples) {
			for (let slot = 0; slot < row.arity; slot++) {
				if (!row.differentiable(slot)) continue;
				const h = 1e-5 * Math.max(1, Math.abs(at[slot]!));
				const moved = (by: number): number => rowValue(row, at.with(slot, at[slot]! + by), opByName);
				// Five points: the error is of fourth order in the step.
				const numeric = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
				const local = kernelLocal(row, slot, at);
				assert.ok(
					close(local, numeric, 2e-9 * Math.max(1, Math.abs(rowValue(row, at, opByName)))),
					`slot ${slot} at ${at.join(', ')}: ${local}, numeric ${numeric}`,
				);
			}
		}
	});

	test(`${row.name}: conventions hold where they say they do, and nowhere among the samples`, () => {
		for (const convention of row.conventions()) {
			assert.ok(convention.samples.length > 0);
			for (const at of convention.samples) {
				assert.equal(formulaValue(convention.when, at, opByName), 1, `at ${at.join(', ')}`);
				convention.locals.forEach((chosen, slot) => {
					if (chosen) assert.equal(kernelLocal(row, slot, at), formulaValue(chosen, at, opByName));
				});
			}
			for (const at of row.samples) assert.equal(formulaValue(convention.when, at, opByName), 0, `at ${at.join(', ')}`);
		}
	});

	test(`${row.name}: the row is found by every name it gives`, () => {
		for (const notation of NOTATIONS) {
			for (const name of row.names[notation]) {
				const found = findOp(notation, name, row.arity);
				assert.equal(found?.name, row.name, `${notation} ${name}`);
			}
		}
	});
}

/** Names that mathjs can differentiate and spells differently. */
const MATHJS: ReadonlyMap<string, string> = new Map([
	['add', 'x + y'],
	['sub', 'x - y'],
	['mul', 'x * y'],
	['div', 'x / y'],
	['neg', '-x'],
	['reciprocal', '1 / x'],
	['pow', 'x ^ y'],
	['root', 'nthRoot(x, y)'],
	['hypot', 'sqrt(x^2 + y^2)'],
	['exp2', '2 ^ x'],
	['log_base', 'log(x, y)'],
	['sigmoid', '1 / (1 + exp(-x))'],
	['softplus', 'log(1 + exp(x))'],
	['log_sigmoid', '-log(1 + exp(-x))'],
	['silu', 'x / (1 + exp(-x))'],
	['gelu_tanh', 'x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2'],
	['logaddexp', 'log(exp(x) + exp(y))'],
]);
const SAME = [
	'square',
	'cube',
	'sqrt',
	'cbrt',
	'abs',
	'exp',
	'expm1',
	'log',
	'log2',
	'log10',
	'log1p',
	'sin',
	'cos',
	'tan',
	'sec',
	'csc',
	'cot',
	'sech',
	'csch',
	'coth',
];
/** Without acoth, whose derivative mathjs gives with the wrong sign. */
const MORE = [
	'asin',
	'acos',
	'atan',
	'sinh',
	'cosh',
	'tanh',
	'asinh',
	'acosh',
	'atanh',
	'erf',
	'asec',
	'acsc',
	'acot',
	'asech',
	'acsch',
];

test('local gradients agree with mathjs, which differentiates by rules of its own', () => {
	let compared = 0;
	for (const row of OPS) {
		const text = MATHJS.get(row.name) ?? (SAME.includes(row.name) || MORE.includes(row.name) ? `${row.name}(x)` : null);
		if (text === null) continue;
		for (const [slot, name] of row.parameters.entries()) {
			let by: MathNode;
			try {
				by = derivative(parse(text), name, { simplify: false });
			} catch (error) {
				// It knows no derivative of cube, cbrt and a few more.
				assert.match(String(error), /not supported|Cannot process|Unsupported/i, `${row.name}: ${String(error)}`);
				continue;
			}
			for (const at of row.samples) {
				const scope = new Map(row.parameters.map((parameter, index) => [parameter, at[index]!]));
				const expected: unknown = by.evaluate(scope);
				if (typeof expected !== 'number') continue;
				assert.ok(
					close(kernelLocal(row, slot, at), expected, 1e-10),
					`${row.name} slot ${slot} at ${at.join(', ')}: mathjs ${expected}`,
				);
				compared++;
			}
		}
	}
	assert.ok(compared > 100, `${compared} comparisons`);
});

test('findOp tells rows of one name apart by their operands', () => {
	assert.equal(findOp('math', '-', 1)?.name, 'neg');
	assert.equal(findOp('math', '-', 2)?.name, 'sub');
	assert.equal(findOp('math', 'log', 1)?.name, 'log');
	assert.equal(findOp('math', 'log', 2)?.name, 'log_base');
	assert.equal(findOp('math', 'max', 3)?.name, 'max');
	assert.equal(findOp('math', 'sin', 2), undefined);
	assert.equal(findOp('math', '__proto__', 1), undefined);
	assert.equal(findOp('math', 'constructor', 1), undefined);
	assert.equal(findOp('numpy', 'exp', 1)?.name, 'exp');
	assert.equal(findOp('numpy', 'np.exp', 1)?.name, 'exp');
	assert.equal(findOp('math', 'leaky_relu', 2)?.name, 'prelu');
	assert.throws(() => opByName('toString'), /no row/);
});

test('every name that the program table may use is there', () => {
	const names =
		'add sub mul div neg pow mod square cube sqrt cbrt reciprocal abs sign min max floor ceil round trunc exp exp2 expm1 log log2 log10 log1p sin cos tan sec csc cot asin acos atan atan2 sinh cosh tanh asinh acosh atanh sech csch coth asec acsc acot asech acsch acoth sigmoid relu leaky_relu elu softplus gelu silu step hypot lt le gt ge eq ne and or not cond wire logaddexp';
	for (const name of names.split(' ')) assert.equal(opByName(name).name, name);
	assert.ok(OPS.length < 254, 'op codes are a byte, and two are taken');
});

test('the lecture’s sentences', () => {
	assert.equal(opByName('add').sentence[0], 'add: hands the upstream gradient to both inputs');
	assert.match(opByName('mul').sentence[0], /^mul: swaps the inputs' values/);
	assert.match(
		opByName('max').sentence[0],
		/^max: routes the whole upstream gradient to the larger input, 0 to the other/,
	);
	assert.deepEqual(
		['add', 'mul', 'max', 'exp', 'floor', 'wire'].map((name) => opByName(name).pattern),
		['distributor', 'switcher', 'router', 'scaler', 'blocker', 'wire'],
	);
	for (const text of tableTexts()) assert.ok(text.length > 10);
});
