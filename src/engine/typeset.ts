/**
 * Formulas written in LaTeX, set as images for hovers: VS Code's Markdown takes no MathML, but images, and an SVG may hold MathML. Loaded when the first
 * one is asked for, as Temml is large.
 */
import temml from 'temml';
import type { FormulaImage } from '../protocol-hover.ts';
import { inLines } from './formula-lines.ts';
import { extentOf } from './mathml-extent.ts';

/** Characters of MathML that an image holds at most; a hover's whole text may have 100,000, and an image's are encoded. */
const MOST_MARKUP = 40_000;
/** CSS pixels: of the text, and of the room at each side. */
const SIZE = 16;
const MARGIN = 3;
/** A hover is about 500 pixels wide: what is wider is drawn smaller, and what would be too small to read is not drawn at all. */
const WIDEST = 470;
const SMALLEST = 0.62;
/** A formula that would be drawn smaller than this on one line stands on several, where it can be broken. */
const SMALLEST_UNBROKEN = 0.8;
/** As the panel's formulas. Only fonts that are installed can be used in an image. */
const FONTS = "'Latin Modern Math','STIX Two Math','Cambria Math','DejaVu Math TeX Gyre','Noto Sans Math',math";
/** What Temml leaves to a style sheet. */
const STYLES =
	`math{font-family:${FONTS};width:auto}math *{border-color:currentColor}.tml-left{text-align:left}.tml-right{text-align:right}` +
	'.tml-overline{border-top:.065em solid}.tml-underline{border-bottom:.065em solid}' +
	// What is struck out is covered by a box that is clear but for the stroke.
	'menclose{position:relative}.tml-cancel{position:absolute;left:0;bottom:0;width:100%;height:100%;display:inline-block;' +
	'--s:transparent calc(50% - .04em),currentColor calc(50% - .04em) calc(50% + .04em),transparent calc(50% + .04em)}' +
	'.upstrike{background:linear-gradient(to bottom right,var(--s))}.downstrike{background:linear-gradient(to top right,var(--s))}' +
	'.tml-xcancel{background:linear-gradient(to bottom right,var(--s)),linear-gradient(to top right,var(--s))}' +
	'.sout{background:linear-gradient(to bottom,var(--s))}';

/** Null for a formula that cannot be set, or that would be too small to read where it has to fit. */
export function typeset(latex: string, ink: string): FormulaImage | null {
	const whole = mathmlOf(latex);
	if (whole === null) return null;
	const mathml = inRoom(latex, whole);
	if (mathml.length > MOST_MARKUP) return null;
	const extent = extentOf(mathml);
	const wide = Math.ceil(extent.width * SIZE) + 2 * MARGIN;
	const tall = Math.ceil((extent.above + extent.below) * SIZE) + 2 * MARGIN;
	const scale = Math.min(1, WIDEST / wide);
	if (scale < SMALLEST) return null;
	const frame = `width="${wide}" height="${tall}"`;
	const style = `color:${ink};font:${SIZE}px/1.2 ${FONTS};height:${tall}px;padding:0 ${MARGIN}px;box-sizing:border-box;display:flex;align-items:center`;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${frame} viewBox="0 0 ${wide} ${tall}"><style>${STYLES}</style><foreignObject ${frame}><div xmlns="http://www.w3.org/1999/xhtml" style="${style}">${mathml}</div></foreignObject></svg>`;
	return {
		source: `data:image/svg+xml;base64,${base64(svg)}`,
		width: Math.round(wide * scale),
		height: Math.round(tall * scale),
	};
}

/** A formula on one line where there is room for it, else on several, where those are less wide. */
function inRoom(latex: string, whole: string): string {
	const { width } = extentOf(whole);
	const room = (WIDEST - 2 * MARGIN) / SIZE;
	if (room / width >= SMALLEST_UNBROKEN) return whole;
	const lines = inLines(latex, room / 1.05, (part) => {
		const mathml = mathmlOf(part);
		return mathml === null ? null : extentOf(mathml).width;
	});
	const broken = lines === null ? null : mathmlOf(lines);
	return broken === null || extentOf(broken).width >= width ? whole : broken;
}

/** A formula as MathML that is well-formed XML; null where Temml does not know what is written, which is then shown as it stands. */
export function mathmlOf(latex: string): string | null {
	const options = { displayMode: true, strict: false, throwOnError: true, trust: false, xml: true };
	try {
		return temml.renderToString(latex, options);
	} catch {
		// A command that Temml does not know is no fault of ours, and said to nobody: the hover shows the source.
		return null;
	}
}

function base64(text: string): string {
	let bytes = '';
	for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
	return btoa(bytes);
}
