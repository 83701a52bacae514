/** Finds and reads the files that the command line is given. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentText } from '../protocol.ts';
import { cellsOf } from './notebook.ts';

const LANGUAGES: ReadonlyMap<string, string> = new Map([
	['.py', 'python'],
	['.js', 'javascript'],
	['.mjs', 'javascript'],
	['.cjs', 'javascript'],
	['.jsx', 'javascriptreact'],
	['.ts', 'typescript'],
	['.mts', 'typescript'],
	['.cts', 'typescript'],
	['.tsx', 'typescriptreact'],
	['.md', 'markdown'],
	['.markdown', 'markdown'],
	['.html', 'html'],
	['.htm', 'html'],
	['.tex', 'latex'],
	['.jl', 'julia'],
	['.m', 'matlab'],
	['.txt', 'plaintext'],
	['.ipynb', 'jupyter'],
]);

/** A file that cannot be read, with a sentence that says why. */
export class FileTrouble extends Error {}

/** VS Code's language identifier for a file, by its name. */
export function languageOf(path: string): string {
	return LANGUAGES.get(extname(path).toLowerCase()) ?? 'plaintext';
}

/** A document of a file, and what it is called in what is printed: a notebook's cells are told apart. */
export interface FileDocument {
	readonly label: string;
	readonly document: DocumentText;
}

/** Reads one file as its documents: itself, or the cells of a notebook. Throws `FileTrouble`. */
export function readDocuments(path: string): FileDocument[] {
	const document = readDocument(path);
	if (document.languageId !== 'jupyter') return [{ label: path, document }];
	const cells = cellsOf(document.uri, document.text);
	if (cells === null) throw new FileTrouble(`${path} is no Jupyter notebook.`);
	return cells.map((cell, index) => ({ label: `${path}#cell${index + 1}`, document: cell }));
}

function readDocument(path: string): DocumentText {
	let bytes: Buffer;
	try {
		if (statSync(path).isDirectory()) throw new FileTrouble(`${path} is a directory.`);
		bytes = readFileSync(path);
	} catch (error) {
		if (error instanceof FileTrouble) throw error;
		throw new FileTrouble(trouble(path, error));
	}
	// A byte order mark is no part of the text: editors do not count it as a column either.
	const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
	return { uri: pathToFileURL(path).href, version: 1, languageId: languageOf(path), text };
}

/** The files a path stands for: itself, or in a directory all in a language we know, hidden ones and installed packages left out. */
export function filesOf(path: string): string[] {
	try {
		if (!statSync(path).isDirectory()) return [path];
	} catch (error) {
		throw new FileTrouble(trouble(path, error));
	}
	const files: string[] = [];
	const directories = [path];
	for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
		let entries;
		try {
			entries = readdirSync(directory, { withFileTypes: true });
		} catch (error) {
			throw new FileTrouble(trouble(directory, error));
		}
		for (const entry of entries) {
			const inner = join(directory, entry.name);
			if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
			if (entry.isDirectory()) directories.push(inner);
			else if (entry.isFile() && LANGUAGES.has(extname(entry.name).toLowerCase())) files.push(inner);
		}
	}
	return files.sort();
}

function trouble(path: string, error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'ENOENT') return `${path}: no such file or directory.`;
	if (code === 'EACCES') return `${path}: not allowed to read it.`;
	return `${path}: ${error instanceof Error ? error.message : String(error)}`;
}
