/**
 * How each language writes comments and strings: one table for finding annotations and for writing new ones.
 */

export interface Syntax {
	/** What starts a comment that ends with the line; the first one is used to write. */
	readonly line: readonly string[];
	/** What encloses a comment of several lines. */
	readonly block: readonly (readonly [open: string, close: string])[];
	/** What encloses a string on one line. */
	readonly quotes: string;
	/** What encloses a string of several lines, the longest first. */
	readonly long: readonly string[];
	/** `'` after an operand transposes and starts no string. */
	readonly transpose?: boolean;
	/** Block comments nest. */
	readonly nests?: boolean;
	/** A block comment's marks stand alone on their lines. */
	readonly blockAlone?: boolean;
	/** A backslash before the line mark takes its meaning away. */
	readonly escapes?: boolean;
	/** Slashes may enclose a regular expression. */
	readonly patterns?: boolean;
	/** Text for people: a line mark counts only where a comment is likely. */
	readonly prose?: boolean;
}

const C: Syntax = { line: ['//'], block: [['/*', '*/']], quotes: `"'`, long: [] };
const SCRIPT: Syntax = { ...C, long: ['`'], patterns: true };
const HASH: Syntax = { line: ['#'], block: [], quotes: `"'`, long: [] };
const MARKUP: Syntax = { line: [], block: [['<!--', '-->']], quotes: '', long: [] };
const LATEX: Syntax = { line: ['%'], block: [], quotes: '', long: [], escapes: true };
const MATLAB: Syntax = {
	line: ['%'],
	block: [['%{', '%}']],
	quotes: `"'`,
	long: [],
	transpose: true,
	blockAlone: true,
};
const DASHES: Syntax = { line: ['--'], block: [], quotes: `"'`, long: [] };
const SEMICOLON: Syntax = { line: [';'], block: [], quotes: '"', long: [] };

/** Plain text and every language not listed: any usual mark, where it reads like one. */
const PROSE: Syntax = {
	line: ['#', '//', '%', '--'],
	block: [
		['/*', '*/'],
		['<!--', '-->'],
	],
	quotes: '',
	long: [],
	prose: true,
};

const TABLE: readonly (readonly [languages: string, syntax: Syntax])[] = [
	['python cython sage', { ...HASH, long: ['"""', "'''"] }],
	['javascript javascriptreact typescript typescriptreact js ts jsx tsx mjs', SCRIPT],
	[
		'c cpp cuda-cpp csharp java go swift kotlin scala dart objective-c objective-cpp glsl hlsl wgsl groovy zig jsonc json5 scss less stan',
		C,
	],
	['rust', { ...C, quotes: '"', nests: true }],
	['php', { ...C, line: ['//', '#'] }],
	['markdown html xml xhtml svg vue svelte quarto rmd mdx restructuredtext', MARKUP],
	['latex tex bibtex latex-expl3 doctex', LATEX],
	['julia', { line: ['#'], block: [['#=', '=#']], quotes: '"', long: ['"""'], nests: true }],
	['matlab', MATLAB],
	[
		'octave',
		{
			...MATLAB,
			line: ['%', '#'],
			block: [
				['%{', '%}'],
				['#{', '#}'],
			],
		},
	],
	[
		'r ruby perl shellscript yaml toml makefile dockerfile elixir coffeescript powershell gnuplot nim tcl python-requirements',
		HASH,
	],
	['sql ada elm', { ...DASHES, block: [['/*', '*/']] }],
	['haskell', { ...DASHES, quotes: '"', block: [['{-', '-}']], nests: true }],
	['lua', { ...DASHES, block: [['--[[', ']]']] }],
	['fortran fortran-modern FortranFreeForm', { line: ['!'], block: [], quotes: `"'`, long: [] }],
	['erlang prolog', { line: ['%'], block: [], quotes: '"', long: [] }],
	['lisp commonlisp scheme clojure racket', SEMICOLON],
	['vb', { line: ["'"], block: [], quotes: '"', long: [] }],
];

const BY_LANGUAGE = new Map(
	TABLE.flatMap(([languages, syntax]) => languages.split(' ').map((language) => [language, syntax] as const)),
);

/** Languages whose text is for people and carries formulas between delimiters. */
const NOTES = new Set(
	'markdown html quarto rmd mdx latex tex latex-expl3 doctex restructuredtext xhtml vue svelte xml'.split(' '),
);
const MARKDOWN = new Set('markdown quarto rmd mdx'.split(' '));
const LATEX_LANGUAGES = new Set('latex tex latex-expl3 doctex'.split(' '));

export function syntaxOf(languageId: string): Syntax {
	return BY_LANGUAGE.get(languageId) ?? PROSE;
}

/** Whether formulas in such a document get one chip at their end instead of chips inside. */
export function isNote(languageId: string): boolean {
	return NOTES.has(languageId);
}

export function isMarkdown(languageId: string): boolean {
	return MARKDOWN.has(languageId);
}

export function isLatex(languageId: string): boolean {
	return LATEX_LANGUAGES.has(languageId);
}

/** Program code, where a line is a statement unless its words say otherwise. */
export function isCode(languageId: string): boolean {
	return !NOTES.has(languageId) && BY_LANGUAGE.has(languageId);
}

const FENCE_NAMES: ReadonlyMap<string, string> = new Map([
	['py', 'python'],
	['python3', 'python'],
	['js', 'javascript'],
	['ts', 'typescript'],
	['jl', 'julia'],
	['m', 'matlab'],
	['sh', 'shellscript'],
	['bash', 'shellscript'],
	['c++', 'cpp'],
	['rs', 'rust'],
	['rb', 'ruby'],
	['text', 'plaintext'],
	['txt', 'plaintext'],
	['', 'plaintext'],
]);

/** The language of a fenced code block from the word behind its fence. */
export function fenceLanguage(word: string): string {
	const lower = word.toLowerCase();
	return FENCE_NAMES.get(lower) ?? lower;
}
