/** Reads a Jupyter notebook as its cells, each a document that knows the cells before it, as an editor has them. */
import type { DocumentText } from '../protocol.ts';

interface RawCell {
	readonly kind: string;
	readonly text: string;
}

/** The cells of a notebook's JSON, in order; null where it is none. */
export function cellsOf(uri: string, json: string): DocumentText[] | null {
	let notebook: unknown;
	try {
		notebook = JSON.parse(json);
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
	const raw = rawCells(notebook);
	if (raw === null) return null;
	const language = languageOf(notebook);
	const cells = raw.map(({ kind, text }, index): DocumentText => {
		const languageId = kind === 'code' ? language : kind === 'markdown' ? 'markdown' : 'plaintext';
		return { uri: `${uri}#cell${index + 1}`, version: 1, languageId, text };
	});
	return cells.map((cell, index) => ({ ...cell, earlier: cells.slice(0, index) }));
}

function rawCells(notebook: unknown): RawCell[] | null {
	const cells = member(notebook, 'cells');
	if (!Array.isArray(cells)) return null;
	return cells.map((cell: unknown) => {
		const kind = member(cell, 'cell_type');
		const source = member(cell, 'source');
		const text = Array.isArray(source) ? source.filter((line) => typeof line === 'string').join('') : source;
		return { kind: typeof kind === 'string' ? kind : '', text: typeof text === 'string' ? text : '' };
	});
}

function languageOf(notebook: unknown): string {
	const metadata = member(notebook, 'metadata');
	const named = member(member(metadata, 'language_info'), 'name') ?? member(member(metadata, 'kernelspec'), 'language');
	return typeof named === 'string' && named !== 'ipython' ? named.toLowerCase() : 'python';
}

function member(of: unknown, name: string): unknown {
	return typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined;
}
