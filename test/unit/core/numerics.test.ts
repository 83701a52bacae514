/**
 * Values and slopes where digits are easily lost, against numbers computed elsewhere (PyTorch and NumPy in float64, Python's math module).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { erf, erfc } from '../../../src/core/numeric/error.ts';
import { floorMod, roundHalfAway, roundHalfEven } from '../../../src/core/ops/intrinsics.ts';
import { opByName } from '../../../src/core/ops/index.ts';
import { rowLocal, rowValue } from '../../../src/core/ops/row.ts';

/** x, erf(x), erfc(x) from the C library. */
const ERF: readonly (readonly [number, number, number])[] = [
	[1e-10, 1.1283791670955126e-10, 0.999999999887162],
	[0.1, 0.1124629160182849, 0.8875370839817152],
	[0.3, 0.3286267594591274, 0.6713732405408726],
	[0.46875, 0.49261347321793797, 0.507386526782062],
	[0.47, 0.4937450508860821, 0.5062549491139179],
	[0.5, 0.5204998778130465, 0.4795001221869535],
	[1, 0.8427007929497149, 0.15729920705028513],
	[1.5, 0.9661051464753108, 0.033894853524689274],
	[2, 0.9953222650189527, 0.004677734981047265],
	[3, 0.9999779095030014, 2.2090496998585438e-5],
	[3.9, 0.9999999652077514, 3.479224859723177e-8],
	[4, 0.9999999845827421, 1.541725790028002e-8],
	[4.1, 0.9999999932999724, 6.700027654084918e-9],
	[5, 0.9999999999984626, 1.5374597944280351e-12],
	[10, 1.0, 2.088487583762545e-45],
	[20, 1.0, 5.3958656116079005e-176],
	[26, 1.0, 5.663192408856143e-296],
];

function value(name: string, ...at: number[]): number {
	return rowValue(opByName(name), at, opByName);
}

function local(name: string, slot: number, ...at: number[]): number {
	return rowLocal(opByName(name), slot, at, opByName);
}

function near(actual: number, expected: number, relative = 1e-13): void {
	assert.ok(
		Object.is(actual, expected) || Math.abs(actual - expected) <= relative * Math.abs(expected),
		`${actual}, expected ${expected}`,
	);
}

test('erf and erfc to the last digits', () => {
	for (const [x, e, c] of ERF) {
		near(erf(x), e, 1e-15);
		near(erf(-x), -e, 1e-15);
		near(erfc(x), c, 5e-15);
		near(erfc(-x), 2 - c, 1e-15);
	}
	assert.equal(erf(Infinity), 1);
	assert.equal(erfc(-Infinity), 2);
	assert.equal(erfc(Infinity), 0);
	assert.ok(Number.isNaN(erf(NaN)) && Number.isNaN(erfc(NaN)));
});

test('remainders have the sign their notation gives them', () => {
	assert.deepEqual([floorMod(7, 3), floorMod(-7, 3), floorMod(7, -3), floorMod(-7, -3)], [1, 2, -2, -1]);
	assert.deepEqual([value('fmod', -7, 3), value('fmod', 7, -3)], [-1, 1]);
	assert.ok(Number.isNaN(floorMod(5, 0)));
	assert.deepEqual([local('mod', 1, -7.5, 2), local('fmod', 1, -7.5, 2)], [4, 3]);
	assert.deepEqual([local('mod', 1, 4, 2), local('mod', 1, -4, 2), local('mod', 0, 4, 2)], [-2, 2, 1]);
});

test('each notation’s round', () => {
	assert.deepEqual([0.5, 1.5, 2.5, -0.5, -1.5].map(roundHalfEven).map(String), ['0', '2', '2', '0', '-2']);
	assert.deepEqual([0.5, 1.5, 2.5, -0.5, -1.5].map(roundHalfAway), [1, 2, 3, -1, -2]);
	assert.deepEqual(
		[2.5, -2.5, -0.4].map((x) => value('round_half_up', x)),
		[3, -2, 0],
	);
	assert.equal(roundHalfAway(0.49999999999999994), 0);
});

test('powers at the corners, as PyTorch has them', () => {
	assert.deepEqual([local('pow', 0, 0, 0), local('pow', 1, 0, 0)], [0, 0]);
	assert.deepEqual([local('pow', 0, 0, 2), local('pow', 1, 0, 2)], [0, 0]);
	assert.deepEqual([local('pow', 0, 0, -1), local('pow', 1, 0, -1)], [-Infinity, -Infinity]);
	assert.deepEqual([local('pow', 0, -2, 0.5), local('pow', 1, -2, 0.5)], [NaN, NaN]);
	assert.deepEqual([local('pow', 0, -2, 3), local('pow', 1, -2, 2)], [12, NaN]);
	assert.equal(local('pow', 1, 1, 3), 0);
	assert.deepEqual([value('pow', 1, NaN), value('pow', -1, Infinity), value('pow', NaN, 0)], [1, 1, 1]);
});

test('singular points keep the infinities that the formula makes', () => {
	assert.equal(local('sqrt', 0, 0), Infinity);
	assert.equal(local('log', 0, 0), Infinity);
	assert.equal(local('log2', 0, 0), Infinity);
	assert.equal(local('reciprocal', 0, 0), -Infinity);
	assert.equal(local('div', 1, 1, -0), -Infinity);
	assert.equal(local('acos', 0, 1), -Infinity);
	assert.equal(local('atanh', 0, 1), Infinity);
	assert.equal(local('cbrt', 0, 0), Infinity);
	assert.ok(Number.isNaN(local('hypot', 0, 0, 0)));
});

test('saturated and tiny arguments', () => {
	near(value('sigmoid', -800), 0);
	near(value('sigmoid', -40), 4.248354255291589e-18);
	near(local('sigmoid', 0, -40), 4.248354255291589e-18);
	assert.equal(local('tanh', 0, 800), 0);
	near(value('softplus', 800), 800);
	near(value('softplus', -40), 4.248354255291589e-18);
	near(value('log_sigmoid', -800), -800);
	near(local('log_sigmoid', 0, 40), 4.248354255291589e-18);
	assert.deepEqual([local('logaddexp', 0, 1, 1), local('logaddexp', 1, 1, 1)], [0.5, 0.5]);
	near(value('logaddexp', 1000, 1000), 1000 + Math.LN2);
	assert.equal(value('logaddexp', -Infinity, -Infinity), -Infinity);
	near(local('log1p', 0, 1e-12), 0.999999999999);
	near(value('expm1', 1e-12), 1.0000000000005e-12);
	near(value('gelu', -40), -0);
	near(value('gelu', 1), 0.8413447460685429);
	near(local('gelu', 0, 1), 1.0833154705876864);
	near(value('gelu_tanh', 1), 0.8411919906082768);
	near(value('hypot', 3e200, 4e200), 5e200);
	near(local('div', 1, 1e300, 1e200), -1e-100);
});

test('ties and kinks', () => {
	for (const name of ['max', 'min']) assert.deepEqual([local(name, 0, 2, 2), local(name, 1, 2, 2)], [0.5, 0.5]);
	assert.deepEqual([local('max', 0, 4, 2), local('max', 1, 4, 2)], [1, 0]);
	assert.deepEqual([local('min', 0, 4, 2), local('min', 1, 4, 2)], [0, 1]);
	assert.deepEqual(
		['relu', 'abs', 'sign', 'step', 'floor', 'ceil', 'trunc', 'round'].map((name) => local(name, 0, 0)),
		Array(8).fill(0),
	);
	assert.equal(local('leaky_relu', 0, 0), 0.01);
	assert.equal(local('elu', 0, 0), 1);
	assert.equal(value('step', 0), 0);
	assert.deepEqual([local('clip', 0, 0, 0, 6), local('clip', 0, 6, 0, 6), local('clip', 0, 7, 0, 6)], [1, 1, 0]);
});
