/** What crosses between the engine and the panel of an array's entries: a window of them, and what one entry came from and touched. */

/** Entries of the last two axes of an array (a vector is one row), at fixed indices of the axes before them. */
export interface TensorWindow {
	readonly shape: readonly number[];
	readonly element: 'float64' | 'float32' | 'int64' | 'bool';
	/** The indices of the leading axes. */
	readonly lead: readonly number[];
	/** Where in its row and column the window begins, and how many rows and columns of the array it covers. */
	readonly row: number;
	readonly column: number;
	readonly rows: number;
	readonly columns: number;
	/** How many rows and columns of the array one cell stands for: 1 and 1 where every entry has its own. */
	readonly block: readonly [rows: number, columns: number];
	/** The cells row by row; of several entries the one farthest from 0, NaN before any number. */
	readonly cells: Float64Array;
}

/** A node's value and gradient as the cursor has them; null what is not there yet. */
export interface TensorPair {
	readonly node: number;
	readonly value: TensorWindow | null;
	readonly gradient: TensorWindow | null;
}

/** Which entries are wanted. A view asks for all of them in blocks first, and for exact ones where it looks closer. */
export interface TensorRequest {
	readonly node: number;
	readonly lead: readonly number[];
	readonly row: number;
	readonly column: number;
	/** The most rows and columns of cells. */
	readonly rows: number;
	readonly columns: number;
	/** One cell an entry; else the rest of the array in as many blocks as there is room for. */
	readonly exact: boolean;
	/** The gradient wanted is the share that this operand of the node is handed. */
	readonly slot?: number;
}

/** One entry that takes part in another, with the local gradient between them. */
export interface ElementPart {
	readonly index: readonly number[];
	readonly value: number;
	/** ∂(output entry)/∂(input entry). */
	readonly local: number;
	/** The share of the gradient that flows along, once it has arrived. */
	readonly share: number | null;
}

/** What one entry of a node came from and what it touched. */
export interface ElementInspection {
	readonly node: number;
	readonly index: readonly number[];
	readonly value: number;
	readonly gradient: number | null;
	/** One an operand of the gate that computed it: the entries it depends on, the first few of `total`. */
	readonly from: readonly { readonly label: string; readonly total: number; readonly parts: readonly ElementPart[] }[];
	/** One a gate that uses it: the entries of the gate's output that depend on it. */
	readonly touches: readonly {
		readonly label: string;
		readonly total: number;
		readonly parts: readonly ElementPart[];
	}[];
}

/** A block of a gate's Jacobian along one operand: its rows are the output's entries, its columns the operand's, both in C order. */
export interface JacobianRequest {
	readonly gate: number;
	readonly slot: number;
	readonly row: number;
	readonly column: number;
	readonly rows: number;
	readonly columns: number;
}

export interface JacobianBlock {
	readonly gate: number;
	readonly slot: number;
	/** The whole matrix. */
	readonly size: readonly [rows: number, columns: number];
	readonly row: number;
	readonly column: number;
	readonly rows: number;
	readonly columns: number;
	/** Row by row. */
	readonly cells: Float64Array;
}

/** What an entry of an array goes by among changed values, by its place in C order. No variable's name has a blank before an `@`. */
export function entryName(name: string, place: number): string {
	return `${name} @${place}`;
}

/** The array and the place that `entryName` put together; null for the name of a variable. */
export function entryOf(key: string): { readonly name: string; readonly place: number } | null {
	const found = /^(.+) @(\d+)$/s.exec(key);
	if (found === null) return null;
	const place = Number(found[2]);
	return Number.isSafeInteger(place) ? { name: found[1]!, place } : null;
}
