/**
 * Special functions against numbers computed elsewhere (mpmath, 40 digits): the values of the intrinsics at points of every branch.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INTRINSICS, type IntrinsicName } from '../../../src/core/ops/intrinsics.ts';
import { opByName } from '../../../src/core/ops/index.ts';
import { rowLocal, rowValue } from '../../../src/core/ops/row.ts';

/** Name, operands, value. */
const VALUES: readonly (readonly [IntrinsicName, readonly number[], number])[] = [
	['erfcx', [-3], 16205.988853999586],
	['erfcx', [0.3], 0.7345993345676551],
	['erfcx', [2], 0.25539567631050575],
	['erfcx', [25], 0.02254957243264136],
	['erfinv', [1e-9], 8.86226925452758e-10],
	['erfinv', [0.3], 0.2724627147267543],
	['erfinv', [-0.75], -0.8134198475976185],
	['erfinv', [0.999999], 3.458910737275499],
	['ndtri', [1e-300], -37.0470962993612],
	['ndtri', [0.001], -3.0902323061678136],
	['ndtri', [0.4], -0.2533471031357997],
	['ndtri', [0.5000001], 2.506628273311648e-7],
	['ndtri', [0.99], 2.3263478740408408],
	['lgamma', [1e-10], 23.025850929882736],
	['lgamma', [0.3], 1.0957979948180756],
	['lgamma', [1.0001], -5.771334222047127e-5],
	['lgamma', [2.0001], 4.2281658112919945e-5],
	['lgamma', [7.5], 7.534364236758733],
	['lgamma', [40.5], 108.47307506906539],
	['lgamma', [-2.3], 0.36956666345500805],
	['gamma', [1e-10], 9999999999.422785],
	['gamma', [0.3], 2.991568987687591],
	['gamma', [1.7], 0.9086387328532904],
	['gamma', [7.5], 1871.2543057977884],
	['gamma', [40.5], 1.2860502482549915e47],
	['gamma', [170.5], 5.56209241456e305],
	['gamma', [-2.3], -1.447107394255918],
	['digamma', [1e-10], -10000000000.577215],
	['digamma', [0.3], -3.502524222200133],
	['digamma', [1.7], 0.2085478748734939],
	['digamma', [7.5], 1.9467574842460869],
	['digamma', [40.5], 3.6889054929332334],
	['digamma', [-2.3], 3.3173231575618227],
	['polygamma', [1, 0.3], 12.245364546107732],
	['polygamma', [1, 7.5], 0.1426158966967038],
	['polygamma', [2, 0.3], -75.27253658872604],
	['polygamma', [3, 40.5], 3.124023971065594e-5],
	['polygamma', [5, 2], 2.081167438133897],
	['i0', [0.3], 1.022626879351597],
	['i0', [-12], 18948.925349296307],
	['i0', [40], 1.48947747934199e16],
	['i1', [0.3], 0.15169384000359276],
	['i1', [-12], -18141.348781638833],
	['i1', [40], 1.4707396163259352e16],
	['i0e', [0.3], 0.7575806251825479],
	['i0e', [-12], 0.11642622121344044],
	['i0e', [1000], 0.012617240455891257],
	['i1e', [0.3], 0.1123775606398388],
	['i1e', [-12], -0.11146429929018098],
	['i1e', [1000], 0.012610930256928629],
	['cosc', [1e-6], -3.289868133693206e-6],
	['cosc', [0.2], -0.6323614470684581],
	['cosc', [0.7], -1.3652403755203533],
	['cosc', [-2.2], -0.3290784154684206],
];

function near(actual: number, expected: number, relative = 1e-14): void {
	assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual}, expected ${expected}`);
}

for (const name of new Set(VALUES.map(([each]) => each))) {
	test(`${name} to the last digits`, () => {
		const compute: (x: number, y: number, z: number) => number = INTRINSICS[name];
		for (const [each, operands, value] of VALUES) {
			if (each === name) near(compute(operands[0]!, operands[1] ?? 0, 0), value);
		}
	});
}

function value(name: string, ...at: number[]): number {
	return rowValue(opByName(name), at, opByName);
}

function local(name: string, slot: number, ...at: number[]): number {
	return rowLocal(opByName(name), slot, at, opByName);
}

test('poles, ends of domains and infinities', () => {
	for (const [name, x, expected] of [
		['gammaln', 0, Infinity],
		['gammaln', -3, Infinity],
		['gammaln', Infinity, Infinity],
		['gamma', 0, Infinity],
		['gamma', -0, -Infinity],
		['gamma', -3, NaN],
		['gamma', 172, Infinity],
		['digamma', 0, -Infinity],
		['digamma', -3, NaN],
		['erfinv', 1, Infinity],
		['erfinv', -1, -Infinity],
		['erfinv', 1.5, NaN],
		['ndtri', 0, -Infinity],
		['ndtri', 1, Infinity],
		['ndtri', -0.1, NaN],
		['erfcx', -30, Infinity],
		['i0', 1000, Infinity],
		['i0e', Infinity, 0],
		['i1e', -Infinity, -0],
		['i1', -Infinity, -Infinity],
		['entr', 0, 0],
		['entr', -1, -Infinity],
		['logit', 0, -Infinity],
		['sinc', 0, 1],
		['nan_to_num', NaN, 0],
		['nan_to_num', Infinity, Number.MAX_VALUE],
		['nan_to_num', -Infinity, -Number.MAX_VALUE],
		['signbit', -0, 1],
		['isnan', NaN, 1],
		['isinf', -Infinity, 1],
		['isfinite', NaN, 0],
	] as const) {
		assert.ok(Object.is(value(name, x), expected), `${name}(${x}) = ${value(name, x)}`);
	}
	assert.ok(Number.isNaN(value('polygamma', 1.5, 2)) && Number.isNaN(value('polygamma', 2, -1e6)));
	assert.equal(value('fmax', NaN, 2), 2);
	assert.equal(value('fmin', 1, NaN), 1);
	assert.equal(value('xlogy', 0, 0), 0);
	assert.ok(Number.isNaN(value('xlogy', 0, NaN)));
	assert.equal(value('rel_entr', 0, 0), 0);
	assert.equal(value('rel_entr', 1, 0), Infinity);
	assert.equal(value('heaviside', 0, 0.5), 0.5);
	assert.ok(Object.is(value('copysign', 3, -0), -3));
});

test('digits are kept where two terms nearly cancel', () => {
	near(value('logit', 0.5 + 1e-10), 4.000000330961484e-10);
	near(value('log_ndtr', -40), -804.6084420137538);
	near(value('log_ndtr', 9), -1.128588405953841e-19);
	near(value('logcosh', 1e-6), 4.999999999999167e-13);
	near(value('log1mexp', 1e-12), -27.63102111592905);
	near(value('log1mexp', 50), -1.9287498479639178e-22);
	near(value('squareplus', -1e6, 4), 9.99999999999e-7);
	near(value('gelu_tanh', -6), -8.439646700762297e-11);
	assert.deepEqual([value('floordiv', 1, 0.1), value('floordiv', -7, 2), value('floordiv', 7, -2)], [9, -4, -4]);
	assert.deepEqual(
		[value('round_to', 2.675, 1), value('round_to', 1250, -2), value('round_to', 0.5, 0)],
		[2.7, 1200, 0],
	);
});

test('kinks, ties and jumps', () => {
	assert.deepEqual([local('fmax', 0, 2, 2), local('fmax', 1, 2, 2)], [0.5, 0.5]);
	assert.deepEqual([local('fmax', 0, NaN, 2), local('fmax', 1, NaN, 2)], [0, 1]);
	assert.deepEqual([local('fmin', 0, 1, NaN), local('fmin', 1, 1, NaN)], [1, 0]);
	assert.deepEqual([local('relu6', 0, 0), local('relu6', 0, 6), local('hardtanh', 0, -1)], [0, 0, 0]);
	assert.deepEqual([local('hardswish', 0, -3), local('hardswish', 0, 3)], [-0.5, 1.5]);
	assert.deepEqual([local('softshrink', 0, 0.5, 0.5), local('hardshrink', 0, 0.5, 0.5)], [0, 0]);
	assert.deepEqual([local('clip', 0, NaN, 0, 1), local('clip', 0, Infinity, 0, 1)], [0, 0]);
	assert.deepEqual([local('xlogy', 0, 0, 0), local('xlogy', 0, 0, 2), local('xlogy', 1, 0, 2)], [0, Math.LN2, 0]);
	assert.deepEqual([local('sinc', 0, 0), local('i1', 0, 0), local('i1e', 0, 0), local('i0e', 0, 0)], [-0, 0.5, 0.5, 0]);
	assert.equal(local('entr', 0, 0), Infinity);
	assert.deepEqual(
		[local('nan_to_num', 0, NaN), local('nan_to_num', 0, Infinity), local('nan_to_num', 0, 3)],
		[0, 0, 1],
	);
});
