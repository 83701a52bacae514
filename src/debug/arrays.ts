/** Arrays as a debugger unfolds them: shape and statistics, then axis by axis down to the entries, of which only those on screen are asked for. */
import { formatShape } from '../core/quantity.ts';
import { plainNumber } from '../core/format.ts';
import type { TensorSummary } from '../protocol.ts';
import type { TensorRequest, TensorWindow } from '../protocol-tensor.ts';
import { namedOnly } from './handles.ts';
import type { Container, Entry } from './handles.ts';
import type { Translate } from './host.ts';
import { entryText } from './numbers.ts';

export type Window = Omit<TensorRequest, 'node'>;

/** Where an array's entries come from, and how the program's language speaks of them. */
export interface ArraySource {
	readonly shape: readonly number[];
	/** A window of the last two axes; null where the array is no longer there. */
	window(request: Window): Promise<TensorWindow | null>;
	/** The entry (or, of fewer indices, the part) as an expression; undefined where there is none. */
	name?(index: readonly number[]): string | undefined;
	/** Whether its entries may be given another value: those of an input. */
	readonly assignable?: boolean;
}

/** No window is wider. */
const WIDEST = 256;
/** A row in short shows so many entries. */
const SHOWN = 4;

/** An array whose statistics are known. */
export function arrayContainer(
	summary: TensorSummary,
	source: ArraySource,
	t: Translate,
	more: readonly Entry[] = [],
): Container {
	const { shape } = summary;
	const named = [...statistics(summary, t), ...more];
	const axis = axisContainer(source, []);
	return { named: named.length, indexed: shape[0] ?? 0, names: () => Promise.resolve(named), range: axis.range };
}

/** An array of which only the shape is known. */
export function plainArray(source: ArraySource): Container {
	return axisContainer(source, []);
}

function statistics({ element, shape, min, max, norm, nonFinite }: TensorSummary, t: Translate): Entry[] {
	const line = (name: string, value: string): Entry => ({ name, value, kind: 'virtual' });
	return [
		line(t('shape'), formatShape(shape)),
		line(t('type'), element),
		line(t('min'), plainNumber(min)),
		line(t('max'), plainNumber(max)),
		line(t('norm'), plainNumber(norm)),
		...(nonFinite > 0 ? [line(t('NaN or infinite'), String(nonFinite))] : []),
	];
}

function axisContainer(source: ArraySource, prefix: readonly number[]): Container {
	const { shape } = source;
	const depth = prefix.length;
	const range = (start: number, count: number): Promise<readonly Entry[]> => {
		if (depth === shape.length - 1) return entriesOf(source, prefix, start, count);
		if (depth === shape.length - 2) return rowsOf(source, prefix, start, count);
		const inner = formatShape(shape.slice(depth + 1));
		return Promise.resolve(numbered(start, count, (index) => part(source, [...prefix, index], inner)));
	};
	return { ...namedOnly(0, () => Promise.resolve([])), indexed: shape[depth] ?? 0, range };
}

function numbered(start: number, count: number, make: (index: number) => Entry): Entry[] {
	return Array.from({ length: count }, (_, at) => make(start + at));
}

function part(source: ArraySource, index: readonly number[], value: string): Entry {
	const expression = source.name?.(index);
	return {
		name: `[${index.at(-1) ?? 0}]`,
		value,
		inside: axisContainer(source, index),
		...(expression !== undefined && { expression, ...(source.assignable === true && { assign: expression }) }),
	};
}

async function rowsOf(source: ArraySource, prefix: readonly number[], start: number, count: number): Promise<Entry[]> {
	const width = source.shape.at(-1) ?? 0;
	const rows: Entry[] = [];
	for (let row = start; row < start + count; row += WIDEST) {
		const most = Math.min(WIDEST, start + count - row);
		const window = await source.window({ lead: prefix, row, column: 0, rows: most, columns: SHOWN, exact: true });
		if (window === null) break;
		for (let at = 0; at < window.rows; at++) {
			const cells = [...window.cells.subarray(at * window.columns, (at + 1) * window.columns)];
			const text = cells.map((cell) => entryText(cell, window.element)).join(' ');
			rows.push(part(source, [...prefix, row + at], `[${text}${width > window.columns ? ' …' : ''}]`));
		}
	}
	return rows;
}

async function entriesOf(
	source: ArraySource,
	prefix: readonly number[],
	start: number,
	count: number,
): Promise<Entry[]> {
	const lead = prefix.slice(0, -1);
	const row = prefix.at(-1) ?? 0;
	const entries: Entry[] = [];
	for (let column = start; column < start + count; column += WIDEST) {
		const columns = Math.min(WIDEST, start + count - column);
		const window = await source.window({ lead, row, column, rows: 1, columns, exact: true });
		if (window === null) break;
		for (const [at, cell] of window.cells.entries()) {
			const index = [...prefix, column + at];
			const expression = source.name?.(index);
			entries.push({
				name: `[${column + at}]`,
				value: entryText(cell, window.element),
				type: window.element,
				...(expression !== undefined && { expression, ...(source.assignable === true && { assign: expression }) }),
			});
		}
	}
	return entries;
}
