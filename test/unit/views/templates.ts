/** Finds every English template in the sources that people may read, so that a test can ask the translations for each. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Below the views every sentence may become part of a problem or a card: there all prose counts. The views, the debugger and the panel look theirs up. */
const SENTENCES = ['src/core', 'src/lang', 'src/run', 'src/engine', 'src/session'];
const LOOK_UPS = ['src/views', 'src/debug', 'media'];
/** Speak to programmers and to the log only. */
const SILENT = /^src\/engine\/(client|port|serve|validate|worker)\b/;

const LITERAL = String.raw`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|` + '`((?:[^`\\\\]|\\\\.)*)`';
const ANY = new RegExp(LITERAL, 'g');
/** `l10n.t('…')` in the views, `t('…')` in the panel. */
const LOOKED_UP = new RegExp(String.raw`\bt\(\s*(?:${LITERAL})`, 'g');
/** The branches of `t(condition ? '…' : '…')`. */
const BRANCHES = new RegExp(String.raw`\bt\([^'"\`()[\],;]*\?\s*(?:${LITERAL})\s*:\s*(?:${LITERAL})`, 'g');

/** All templates with the file each was seen in first. */
export function templates(root: string): Map<string, string> {
	const found = new Map<string, string>();
	for (const folder of [...SENTENCES, ...LOOK_UPS]) {
		for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
			const file = `${folder}/${name.replaceAll('\\', '/')}`;
			if (!file.endsWith('.ts') || SILENT.test(file)) continue;
			const source = readFileSync(join(root, file), 'utf8');
			const own = LOOK_UPS.includes(folder) ? lookUpsIn(source) : sentencesIn(source);
			for (const template of own) if (!found.has(template)) found.set(template, file);
		}
	}
	return found;
}

/** What a source of the views or the panel looks up. */
export function lookUpsIn(source: string): Set<string> {
	const found = new Set<string>();
	for (const match of source.matchAll(LOOKED_UP)) found.add(unquote(match, 1));
	for (const match of source.matchAll(BRANCHES)) found.add(unquote(match, 1)).add(unquote(match, 4));
	found.delete('');
	return found;
}

/** The prose among the string literals of a source, but for what is thrown. */
export function sentencesIn(source: string): Set<string> {
	const found = new Set<string>();
	let comment = false;
	let raised = false;
	for (const line of source.split('\n')) {
		const starts = /^\s*\/\*/.test(line);
		if (comment || starts) {
			comment = !line.includes('*/');
			continue;
		}
		if (/^\s*\/\//.test(line)) continue;
		for (const match of line.replace(/\s\/\/ .*$/, '').matchAll(ANY)) {
			const before = line.slice(0, match.index);
			// A ShapeError carries its sentence to the user.
			if (/\b(?!ShapeError\b)[A-Z]\w*Error\([^)]*$/.test(before)) continue;
			const template = unquote(match, 1);
			// What a program's own exception says.
			if (isProse(template) || ((raised || RAISED.test(before)) && / /.test(template))) found.add(template);
			raised = false;
		}
		raised = RAISED.test(line);
	}
	return found;
}

/** What stands before the sentence of an exception: `call.raise('ValueError', ['`. */
const RAISED = /\braise\('\w+', \[\s*$/;

/** Sentences have words and a sign of their being sentences; formulas (`x > 0 ? 1 : exp(x)`), lists of names and codes do not. */
export function isProse(text: string): boolean {
	// LaTeX is the same in every language.
	if (/[\\$]/.test(text)) return false;
	if (/\{\d\}/.test(text)) return /[a-z]{2}/i.test(text);
	const words = text.match(/[A-Za-z]{2,}(?![A-Za-z(])/g)?.length ?? 0;
	const formula = / \? .* : /.test(text) || (/\s[*/^]\s|\^/.test(text) && !text.includes(': '));
	return words >= 2 && /\s/.test(text) && !formula && (/^[A-Z]/.test(text) || /[.:] |[.:]$/.test(text));
}

function unquote(match: RegExpMatchArray, group: number): string {
	const literal = match[group] ?? match[group + 1] ?? match[group + 2] ?? '';
	// What is put together from pieces is no template.
	if (match[group + 2]?.includes('${') === true) return '';
	return literal.replace(
		/\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})|\\(.)/g,
		(_, long?: string, short?: string, other?: string) => {
			const code = long ?? short;
			if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
			return other === 'n' ? '\n' : other === 't' ? '\t' : (other ?? '');
		},
	);
}
