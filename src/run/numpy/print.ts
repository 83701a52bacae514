/** How NumPy writes arrays: columns of one width, eight digits, brackets. */
import { dataOf, toNested, type Nested } from '../../core/tensor/tensor.ts';
import { sizeOf } from '../../core/tensor/shape.ts';
import type { NdArray } from './array.ts';
import { isFloatType, type DType } from './dtypes.ts';

/** More elements than this are shown by the first and last three of each axis. */
const MOST = 1000;
const EDGE = 3;

export function arrayText(array: NdArray, repr: boolean): string {
	const tensor = array.look();
	const name = array.torch ? 'tensor' : 'array';
	const start = repr || array.torch ? `${name}(` : '';
	const format = formatter(Array.from(dataOf(tensor)), array.dtype, array.torch ? 4 : 8);
	const wide = sizeOf(tensor.shape) > MOST;
	const body = written(
		toNested(tensor),
		format,
		repr || array.torch ? ', ' : ' ',
		start.length,
		wide,
		tensor.shape.length,
	);
	if (start === '') return body;
	const usual = array.dtype === 'float64' || array.dtype === 'int64' || array.dtype === 'bool';
	return `${start}${body}${usual ? '' : `, dtype=${array.dtype}`})`;
}

/** Writes every number with as many digits as the one that needs most, up to `digits`. */
function formatter(values: readonly number[], dtype: DType, digits: number): (value: number) => string {
	if (dtype === 'bool') return (value) => (value === 0 ? 'False' : ' True');
	const finite = values.filter(Number.isFinite);
	if (!isFloatType(dtype)) {
		const width = Math.max(0, ...values.map((value) => String(value).length));
		return (value) => String(value).padStart(width);
	}
	const sizes = finite.map(Math.abs).filter((size) => size > 0);
	const most = Math.max(0, ...sizes);
	const least = Math.min(Infinity, ...sizes);
	const scientific = most >= 1e8 || least < 1e-4 || most / least > 1e3 * 1e5;
	const needed = (value: number): string =>
		scientific ? value.toExponential(digits).replace(/\.?0+e/, 'e') : value.toFixed(digits).replace(/0+$/, '');
	const places = Math.max(0, ...finite.map((value) => /\.(\d*)/.exec(needed(value))?.[1]?.length ?? 0));
	const text = (value: number): string => {
		if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
		if (scientific) return value.toExponential(places).replace(/e([+-])(\d)$/, 'e$10$2');
		return places === 0 ? `${value.toFixed(0)}.` : value.toFixed(places);
	};
	const width = Math.max(0, ...values.map((value) => text(value).length));
	// NumPy fills short fractions with blanks.
	return (value) => {
		const own = text(value);
		const bare = scientific || places === 0 || !Number.isFinite(value) ? own : own.replace(/0+$/, '');
		return (bare + ' '.repeat(own.length - bare.length)).padStart(width);
	};
}

/** As deep as an array has axes, which is 32 at most. */
function written(
	nested: Nested,
	format: (value: number) => string,
	between: string,
	indent: number,
	wide: boolean,
	rank: number,
): string {
	if (typeof nested !== 'object') return format(Number(nested));
	const items = nested.map((item) => written(item, format, between, indent + 1, wide, rank - 1));
	const shown = wide && items.length > 2 * EDGE ? [...items.slice(0, EDGE), '...', ...items.slice(-EDGE)] : items;
	if (rank === 1) return `[${shown.join(between)}]`;
	return `[${shown.join(`${between.trimEnd()}${'\n'.repeat(rank - 1)}${' '.repeat(indent + 1)}`)}]`;
}
