/** Numbers from one end to another, evenly or by equal factors. Ends that are on the tape get the gradients of all that lies between them. */
import { normalizeAxis } from '../../core/tensor/shape.ts';
import { int, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { Kit } from './kit.ts';
import { add, div, mul, sub } from './nn-compose.ts';
import { declare, type Declaration } from './table.ts';
import { transposed } from './views.ts';

/** `count` numbers from `start` to `stop`, which is the last of them where it is an `endpoint`. */
export function linspace(start: number, stop: number, count: number, endpoint: boolean): Float64Array {
	const parts = endpoint ? count - 1 : count;
	const step = (stop - start) / parts;
	return Float64Array.from({ length: count }, (_, index) =>
		endpoint && index === parts && count > 1 ? stop : parts > 0 ? start + index * step : start,
	);
}

/** How far along each of the numbers lies, from 0 to 1, on an axis before those of the ends. */
function parts(k: Kit, a: Arguments, ends: readonly Value[]): Value {
	const along = linspace(0, 1, a.whole('num'), a.flag('endpoint'));
	const rank = Math.max(...ends.map((end) => k.shapeOf(end).length));
	return k.fromNumbers(along, [along.length, ...Array.from({ length: rank }, () => 1)], 'float64');
}

/** Evenly from `start` to `stop`: of plain numbers as NumPy rounds them, else as gates. */
function evenly(k: Kit, a: Arguments): Value {
	const count = a.whole('num');
	k.reserve(count);
	const [start, stop] = [a.operand('start'), a.operand('stop')];
	if (!k.isPlainNumber(start) || !k.isPlainNumber(stop))
		return add(k, start, mul(k, parts(k, a, [start, stop]), sub(k, stop, start)));
	return k.fromNumbers(linspace(a.number('start'), a.number('stop'), count, a.flag('endpoint')), [count]);
}

/** As the type that was asked for, the numbers along the axis that was. */
function typed(k: Kit, a: Arguments, value: Value): Value {
	const dtype = a.dtype();
	const array = k.array(value);
	const rank = array.shape.length;
	const axis = normalizeAxis(a.whole('axis'), rank);
	const rest = array.shape.map((_, own) => own).slice(1);
	const laid = axis === 0 ? array : transposed(k, array, [...rest.slice(0, axis), 0, ...rest.slice(axis)]);
	return dtype === undefined ? laid : k.cast(laid, dtype);
}

export const spaced: readonly Declaration[] = [
	declare('np.linspace', 'start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0', (k, a) => {
		const values = typed(k, a, evenly(k, a));
		if (!a.flag('retstep')) return values;
		const between = a.whole('num') - (a.flag('endpoint') ? 1 : 0);
		return tuple([values, div(k, sub(k, a.operand('stop'), a.operand('start')), int(between))]);
	}),
	declare('np.logspace', 'start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0', (k, a) =>
		typed(k, a, k.map('pow', [a.operand('base'), evenly(k, a)])),
	),
	declare('np.geomspace', 'start, stop, num=50, endpoint=True, dtype=None, axis=0', (k, a) => {
		const [start, stop] = [a.operand('start'), a.operand('stop')];
		k.reserve(a.whole('num'));
		if (!k.isPlainNumber(start) || !k.isPlainNumber(stop)) {
			const powers = k.map('pow', [div(k, stop, start), parts(k, a, [start, stop])]);
			return typed(k, a, mul(k, start, powers));
		}
		const [from, to] = [a.number('start'), a.number('stop')];
		const values = linspace(0, 1, a.whole('num'), a.flag('endpoint')).map((part) => from * (to / from) ** part);
		return typed(k, a, k.fromNumbers(values, [values.length]));
	}),
];
