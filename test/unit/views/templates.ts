/** Finds every English template in the sources that people may read, so that a test can ask the translations for each. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src/core', 'src/lang', 'src/run', 'src/engine', 'src/session', 'src/views', 'media'];
const LITERAL = String.raw`'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|` + '`((?:[^`\\\\$]|\\\\.)*)`';

/** A Text is an array whose first element is its template: `['{0} is unknown.', name]`. */
const FIRST_ELEMENTS = new RegExp(String.raw`\[\s*(?:${LITERAL})`, 'g');
/** `l10n.t('…')` in the views, `t('…')` in the panel. */
const LOOKED_UP = new RegExp(String.raw`\bt\(\s*(?:${LITERAL})`, 'g');
/** The branches of `condition ? '…' : '…'` given to `t` or standing first in a Text. */
const BRANCHES = new RegExp(String.raw`(?:\bt\(|\[)\s*[^'"\`()[\],;]*\?\s*(?:${LITERAL})\s*:\s*(?:${LITERAL})`, 'g');

/** All templates with the file each was seen in first. */
export function templates(root: string): Map<string, string> {
	const found = new Map<string, string>();
	for (const folder of SOURCES) {
		for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
			if (!name.endsWith('.ts')) continue;
			const file = `${folder}/${name}`;
			const text = readFileSync(join(root, file), 'utf8');
			for (const template of templatesIn(text)) if (!found.has(template)) found.set(template, file);
		}
	}
	return found;
}

/** The templates of one source text, in no particular order. */
export function templatesIn(source: string): Set<string> {
	const found = new Set<string>();
	for (const match of source.matchAll(LOOKED_UP)) found.add(unquote(match[1] ?? match[2] ?? match[3] ?? ''));
	for (const match of source.matchAll(FIRST_ELEMENTS)) {
		const template = unquote(match[1] ?? match[2] ?? match[3] ?? '');
		if (isProse(template)) found.add(template);
	}
	for (const match of source.matchAll(BRANCHES)) {
		for (const branch of [match[1] ?? match[2] ?? match[3], match[4] ?? match[5] ?? match[6]]) {
			const template = unquote(branch ?? '');
			if (isProse(template)) found.add(template);
		}
	}
	found.delete('');
	return found;
}

/** Sentences have words and a sign of their being sentences; formulas (`x > 0 ? 1 : exp(x)`), lists of names and codes do not. */
export function isProse(text: string): boolean {
	if (/\{\d\}/.test(text)) return true;
	const words = text.match(/[A-Za-z]{2,}(?![A-Za-z(])/g)?.length ?? 0;
	return words >= 2 && (/^[A-Z]/.test(text) || /[.:]/.test(text));
}

function unquote(literal: string): string {
	return literal.replace(/\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})|\\(.)/g, (_, long?: string, short?: string, other?: string) => {
		const code = long ?? short;
		if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
		return other === 'n' ? '\n' : other === 't' ? '\t' : (other ?? '');
	});
}
