/**
 * How much room set mathematics takes, without a browser to measure it: an image in a hover needs its size beforehand. The widths are those of the widest
 * of the usual mathematical fonts, so that nothing is ever cut off; what is left over is a narrow margin.
 */

/** In em of the formula's own size: how wide, how far above the baseline and how far below it. */
export interface Extent {
	readonly width: number;
	readonly above: number;
	readonly below: number;
}

interface Box {
	width: number;
	above: number;
	below: number;
	/** Whether it is a sign that grows with what stands beside it, or one that sits close above a letter. */
	sign?: 'stretched' | 'accent';
	/** Of a table's row: its cells, kept apart until the table is closed, as their columns are of one width. */
	cells?: readonly Box[];
}

interface Open {
	readonly tag: string;
	readonly attributes: ReadonlyMap<string, string>;
	/** Whether large operators are large here and fractions full. */
	readonly display: boolean;
	/** The size of its text, as a part of the formula's. */
	readonly size: number;
	readonly children: Box[];
	text: string;
}

const EMPTY: Box = { width: 0, above: 0, below: 0 };
/** Half-way up a letter: what fraction bars, tables and stretched signs are centred on. */
const AXIS = 0.27;
/** The size of scripts beside what they stand at, and the smallest that text gets. */
const SCRIPT = 0.72;
const SMALLEST = 0.5;

const TOKENS: ReadonlySet<string> = new Set(['mi', 'mn', 'mo', 'mtext', 'ms']);
const SCRIPTED: ReadonlySet<string> = new Set(['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover', 'mroot']);
const LARGE = '∑∏∐⋃⋂⨁⨂⨀⋁⋀∫∬∭∮';
const RELATIONS = /^[=<>≤≥≈≠≡∈∉∋⊂⊃⊆⊇∼≃≅∝→←↔⇒⇐⇔↦⟶⟹≪≫⊥∣:≔≜]/u;
const OPERATORS = /^[+−\-±∓×÷·⋅∗*∘⊙⊗⊕∩∪∧∨/∖]/u;

/** The extent of MathML in the form in which Temml writes it. Takes time in proportion to the text, whatever its nesting. */
export function extentOf(mathml: string): Extent {
	const stack: Open[] = [open('math', new Map(), undefined)];
	for (const [piece, closing, tag, attributes, empty] of mathml.matchAll(
		/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"]*")*)\s*(\/?)>|[^<]+/g,
	)) {
		const top = stack[stack.length - 1]!;
		if (tag === undefined) {
			if (TOKENS.has(top.tag)) top.text += unescaped(piece);
			continue;
		}
		if (closing === '') stack.push(open(tag, attributesOf(attributes ?? ''), top));
		if ((closing === '/' || empty === '/') && stack.length > 1) {
			const closed = stack.pop()!;
			stack[stack.length - 1]!.children.push(boxOf(closed));
		}
	}
	const { width, above, below } = row(stack[0]!.children);
	return { width: width * 1.05, above, below };
}

function attributesOf(text: string): Map<string, string> {
	return new Map([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
}

function unescaped(text: string): string {
	return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

function open(tag: string, attributes: ReadonlyMap<string, string>, around: Open | undefined): Open {
	const index = around?.children.length ?? 0;
	const script = around !== undefined && SCRIPTED.has(around.tag) && index > 0;
	const fraction = around?.tag === 'mfrac';
	const smaller = script || (fraction && !around.display);
	const size = Math.max(SMALLEST, (around?.size ?? 1) * (smaller ? SCRIPT : 1));
	const asked = attributes.get('displaystyle');
	const inherited = around === undefined || (around.display && !script && !fraction && tag !== 'mtable');
	const scaled = lengthOf(attributes.get('mathsize')) ?? 1;
	return {
		tag,
		attributes,
		display: asked === undefined ? inherited : asked === 'true',
		size: size * scaled,
		children: [],
		text: '',
	};
}

/** A length in em; null for one that is none. */
function lengthOf(text: string | undefined): number | null {
	const found = /^(-?[\d.]+)(em|ex|pt|px|mu|%)?$/.exec(text ?? '');
	if (found === null) return null;
	const number = Number(found[1]);
	const unit = found[2] ?? 'em';
	const em: Readonly<Record<string, number>> = { em: 1, ex: 0.5, pt: 1 / 12, px: 1 / 16, mu: 1 / 18, '%': 0.01 };
	return number * (em[unit] ?? 1);
}

function boxOf(element: Open): Box {
	const { tag, attributes, children, size } = element;
	if (TOKENS.has(tag)) return tokenBox(element);
	const [base = EMPTY, second = EMPTY, third = EMPTY] = children;
	switch (tag) {
		case 'mspace':
			return {
				width: (lengthOf(attributes.get('width')) ?? 0) * size,
				above: (lengthOf(attributes.get('height')) ?? 0) * size,
				below: (lengthOf(attributes.get('depth')) ?? 0) * size,
			};
		case 'mfrac':
			return fraction(base, second, size);
		case 'msqrt':
			return root(row(children), size);
		case 'mroot': {
			const under = root(base, size);
			return { ...under, width: under.width + second.width, above: Math.max(under.above, second.above + 0.8 * size) };
		}
		case 'msub':
			return scripts(base, second, EMPTY, size);
		case 'msup':
			return scripts(base, EMPTY, second, size);
		case 'msubsup':
			return scripts(base, second, third, size);
		case 'munder':
			return limits(base, second, EMPTY, size);
		case 'mover':
			return limits(base, EMPTY, second, size);
		case 'munderover':
			return limits(base, second, third, size);
		case 'mtd':
			return padded(row(children), attributes.get('style') ?? '', size);
		case 'mtr':
			return { ...row(children), cells: children };
		case 'mtable':
			return table(children, size);
		case 'menclose':
			return grown(row(children), 0.4 * size, 0.25 * size);
		case 'annotation':
			return EMPTY;
		default:
			return row(children);
	}
}

function row(children: readonly Box[]): Box {
	const box = { ...EMPTY };
	for (const child of children) {
		box.width += child.width;
		box.above = Math.max(box.above, child.above);
		box.below = Math.max(box.below, child.below);
	}
	if (children.some(({ sign }) => sign === 'stretched')) {
		// A bracket reaches as far to both sides of the axis, and comes in sizes: the next larger one is taken.
		const half = Math.max(box.above - AXIS, box.below + AXIS) * 1.15;
		box.above = half + AXIS;
		box.below = half - AXIS;
	}
	return box;
}

function grown(box: Box, width: number, height: number): Box {
	return { width: box.width + width, above: box.above + height, below: box.below + height };
}

function padded(box: Box, style: string, size: number): Box {
	let width = 0;
	for (const [, length] of style.matchAll(/padding-(?:left|right):\s*([\d.]+[a-z]*)/g)) width += lengthOf(length) ?? 0;
	return {
		width: box.width + width * size,
		above: Math.max(box.above, 0.85 * size),
		below: Math.max(box.below, 0.3 * size),
	};
}

function tokenBox({ tag, text, attributes, display, size }: Open): Box {
	let width = 0;
	let tall = 0;
	for (const character of text) {
		width += widthOf(character, tag);
		if (character > '\u2fff' && character < '\ud800') tall = 0.15;
	}
	const box = { width: width * size, above: (0.78 + tall) * size, below: (0.27 + tall) * size };
	if (tag !== 'mo') return box;
	if (LARGE.includes(text) && text !== '') {
		const wide = display ? 1.7 : 1.1;
		return {
			width: (wide + 0.2) * size,
			above: (display ? 1.15 : 0.85) * size,
			below: (display ? 0.65 : 0.35) * size,
		};
	}
	// Only between two operands does a sign have room around it; where Temml knows better, it says so.
	const around = RELATIONS.test(text) ? 0.3 : OPERATORS.test(text) ? 0.25 : /^[,;]/.test(text) ? 0.1 : 0;
	const left = lengthOf(attributes.get('lspace')) ?? around;
	const right = lengthOf(attributes.get('rspace')) ?? around;
	const wide = { ...box, width: box.width + (left + right) * size };
	if (attributes.get('stretchy') === 'true') return { ...wide, sign: 'stretched' };
	return /acc|chr-sml|tml-vec/.test(attributes.get('class') ?? '') ? { ...wide, sign: 'accent' } : wide;
}

/** Characters that are clearly narrower or wider than most; the widest font counts. */
const NARROW = "ijltfrI1.,;:!|'′()[]{}⟨⟩⌊⌋⌈⌉‖∣ ";
const WIDE = 'mwMWQOGDHNUVXYAKR%@𝐦𝐰𝐌𝐖→←⟶⟹⇒⇔↦∞≪≫…⋯';

function widthOf(character: string, tag: string): number {
	if (/^[\p{M}\p{Cf}]$/u.test(character)) return 0;
	if (character > '\u2e7f' && character.length === 1 && character < '\ufb00') return 1.02;
	if (/^[0-9]$/.test(character)) return 0.66;
	if (tag === 'mo') return NARROW.includes(character) ? 0.5 : WIDE.includes(character) ? 1.05 : 0.86;
	if (NARROW.includes(character)) return 0.5;
	if (WIDE.includes(character)) return 1.02;
	return /^\p{Lu}$/u.test(character) ? 0.86 : 0.72;
}

function fraction(above: Box, below: Box, size: number): Box {
	const gap = 0.22 * size;
	return {
		width: Math.max(above.width, below.width) + 0.2 * size,
		above: AXIS * size + gap + above.below + above.above,
		below: Math.max(0, below.above + below.below + gap - AXIS * size),
	};
}

function root(inner: Box, size: number): Box {
	return {
		width: inner.width + 1.05 * size,
		above: Math.max(inner.above, 0.75 * size) + 0.3 * size,
		below: inner.below + 0.1 * size,
	};
}

function scripts(base: Box, sub: Box, sup: Box, size: number): Box {
	const raised = Math.max(0.5 * size, base.above - 0.32 * size);
	const lowered = Math.max(0.25 * size, base.below);
	return {
		width: base.width + Math.max(sub.width, sup.width) + 0.1 * size,
		above: Math.max(base.above, sup === EMPTY ? 0 : raised + sup.above),
		below: Math.max(base.below, sub === EMPTY ? 0 : lowered + sub.below),
	};
}

function limits(base: Box, under: Box, over: Box, size: number): Box {
	if (over.sign === 'accent')
		return { ...base, width: Math.max(base.width, 0.6 * size), above: base.above + 0.25 * size };
	const gap = 0.16 * size;
	return {
		width: Math.max(base.width, under.width, over.width),
		above: base.above + (over === EMPTY ? 0 : gap + over.above + over.below),
		below: base.below + (under === EMPTY ? 0 : gap + under.above + under.below),
	};
}

function table(rows: readonly Box[], size: number): Box {
	const columns: number[] = [];
	let height = 0;
	for (const line of rows) {
		height += line.above + line.below + 0.3 * size;
		line.cells?.forEach((cell, index) => {
			columns[index] = Math.max(columns[index] ?? 0, cell.width);
		});
	}
	const width = columns.reduce((sum, column) => sum + column, 0);
	return { width: width + 0.3 * size, above: height / 2 + AXIS * size, below: Math.max(0, height / 2 - AXIS * size) };
}
