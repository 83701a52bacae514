/** How NumPy writes arrays: columns of one width, eight digits, brackets. */
import { dataOf, makeTensor, toNested, type Nested, type Tensor } from '../../core/tensor/tensor.ts';
import { sizeOf } from '../../core/tensor/shape.ts';
import type { NdArray } from './array.ts';
import { isFloatType, type DType } from './dtypes.ts';

/** More elements than this are shown by the first and last three of each axis. */
const MOST = 1000;
const EDGE = 3;

/** Types that go without saying. */
const USUAL: ReadonlySet<DType> = new Set(['float64', 'int64', 'bool']);
/** Columns of a line. */
const WIDTH = 75;

export function arrayText(array: NdArray, repr: boolean): string {
	const whole = array.look();
	const wide = sizeOf(whole.shape) > MOST;
	// Of a long axis only the ends are shown, and only they say how many digits there are.
	const tensor = wide ? edgesOf(whole) : whole;
	const name = array.torch ? 'tensor' : 'array';
	const start = repr || array.torch ? `${name}(` : '';
	const format = formatter(Array.from(dataOf(tensor)), array.dtype, array.torch ? 4 : 8);
	const body = written(
		toNested(tensor),
		format,
		repr || array.torch ? ', ' : ' ',
		{ indent: start.length, width: WIDTH - (start === '' ? 0 : 1) },
		whole.shape.map((extent) => wide && extent > 2 * EDGE),
	);
	if (start === '') return body;
	const usual = array.size > 0 && USUAL.has(array.dtype);
	return `${start}${body}${usual ? '' : `, dtype=${array.dtype}`})`;
}

/** The first and last entries of every long axis. */
function edgesOf(tensor: Tensor): Tensor {
	const shape = tensor.shape.map((extent) => Math.min(extent, 2 * EDGE));
	const data = Float64Array.from({ length: sizeOf(shape) }, (_, place) => {
		let at = tensor.offset;
		let rest = place;
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			const own = rest % shape[axis]!;
			rest = Math.floor(rest / shape[axis]!);
			const skipped = own >= EDGE && tensor.shape[axis]! > 2 * EDGE ? tensor.shape[axis]! - 2 * EDGE : 0;
			at += (own + skipped) * tensor.strides[axis]!;
		}
		return tensor.data[at]!;
	});
	return makeTensor(data, shape, tensor.element);
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
	const scientific = most >= 1e8 || least < 1e-4 || most / least > 1e3;
	const needed = (value: number): string =>
		scientific ? value.toExponential(digits).replace(/\.?0+e/, 'e') : value.toFixed(digits).replace(/0+$/, '');
	const places = Math.max(0, ...finite.map((value) => /\.(\d*)/.exec(needed(value))?.[1]?.length ?? 0));
	const text = (value: number): string => {
		if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
		if (scientific) {
			const bare = value.toExponential(places).replace(/e([+-])(\d)$/, 'e$10$2');
			return places === 0 ? bare.replace('e', '.e') : bare;
		}
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

/** Where a row begins, and how many columns it may take. */
interface Room {
	readonly indent: number;
	readonly width: number;
}

/** `cut` says of each axis whether its middle was left out. As deep as an array has axes, which is 32 at most. */
function written(
	nested: Nested,
	format: (value: number) => string,
	between: string,
	room: Room,
	cut: readonly boolean[],
): string {
	if (typeof nested !== 'object') return format(Number(nested));
	const [middle, ...rest] = cut;
	const inner = { indent: room.indent + 1, width: room.width - 1 };
	const items = nested.map((item) => written(item, format, between, inner, rest));
	if (middle === true) items.splice(EDGE, 0, '...');
	if (rest.length === 0) return `[${filled(items, between, room)}]`;
	return `[${items.join(`${between.trimEnd()}${'\n'.repeat(rest.length)}${' '.repeat(room.indent + 1)}`)}]`;
}

/** Items in lines that are as full as they can be. */
function filled(items: readonly string[], between: string, { indent, width }: Room): string {
	const separator = between.trimEnd();
	const most = width - Math.max(separator.length, 1);
	const prefix = ' '.repeat(indent + 1);
	const lines: string[] = [];
	let line = prefix;
	for (const [index, item] of items.entries()) {
		if (line.length > prefix.length && line.length + item.length > most) {
			lines.push(line.trimEnd());
			line = prefix;
		}
		line += index === items.length - 1 ? item : item + between;
	}
	return [...lines, line].join('\n').slice(prefix.length);
}
