/** `numpy.testing` and `torch.testing`: claims that a program makes about its own numbers. One that does not hold is told at its call; none adds a gate. */
import { NONE, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { Kit } from './kit.ts';
import { declare, type Declaration } from './table.ts';

type Close = (actual: number, desired: number) => boolean;

/** Holds both to agreeing in every entry; infinities agree with themselves, and NaN with NaN where `nan` says so. */
function hold(k: Kit, a: Arguments, close: Close, nan = true): Value {
	const [actual, desired] = [a.array('actual'), a.array('desired')];
	const agrees: Close = (x, y) => x === y || close(x, y) || (nan && Number.isNaN(x) && Number.isNaN(y));
	const held = k.compute([actual, desired], k.commonShape([actual, desired]), 'bool', (x, y) => +agrees(x, y));
	const entries = k.data(k.array(held));
	const off = entries.filter((entry) => entry === 0).length;
	if (off > 0) k.call.raise('AssertionError', ['{0}: {1} of {2} entries differ', a.name, off, entries.length]);
	return NONE;
}

/** Within a distance that grows with what is desired, as NumPy and torch measure it. */
function within(relative: number, absolute: number): Close {
	return (actual, desired) => Math.abs(actual - desired) <= absolute + relative * Math.abs(desired);
}

function toDecimal(decimal: number): Close {
	return (actual, desired) => Math.abs(actual - desired) < 1.5 * 10 ** -decimal;
}

const TOLD = 'err_msg=, verbose=';

export const testing: readonly Declaration[] = [
	declare(
		'np.testing.assert_allclose',
		`actual, desired, rtol=1e-7, atol=0, equal_nan=True, ${TOLD}, *, strict=`,
		(k, a) => {
			a.passOver('err_msg', 'verbose');
			return hold(k, a, within(a.number('rtol'), a.number('atol')), a.flag('equal_nan'));
		},
	),
	declare('np.testing.assert_almost_equal', `actual, desired, decimal=7, ${TOLD}`, (k, a) => {
		a.passOver('err_msg', 'verbose');
		return hold(k, a, toDecimal(a.number('decimal')));
	}),
	declare('np.testing.assert_array_almost_equal', `actual|x, desired|y, decimal=6, ${TOLD}`, (k, a) => {
		a.passOver('err_msg', 'verbose');
		return hold(k, a, toDecimal(a.number('decimal')));
	}),
	declare(
		'np.testing.assert_equal np.testing.assert_array_equal',
		`actual|x, desired|y, ${TOLD}, *, strict=`,
		(k, a) => {
			a.passOver('err_msg', 'verbose');
			return hold(k, a, () => false);
		},
	),
	declare(
		'torch.testing.assert_close',
		'actual, desired|expected, *, rtol=1e-7, atol=1e-7, equal_nan=False, msg=',
		(k, a) => {
			a.passOver('msg');
			return hold(k, a, within(a.number('rtol'), a.number('atol')), a.flag('equal_nan'));
		},
	),
];
