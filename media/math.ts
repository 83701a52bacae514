/**
 * Mathematics set as MathML: LaTeX goes through Temml into a DOM node, once a formula.
 */
import temml from 'temml';
import { formatQuantity } from '../src/core/quantity.ts';
import type { Quantity } from '../src/protocol.ts';
import { noChange, nothing } from 'lit-html';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit-html/directive.js';

/** Formulas already set; a step forth and back sets nothing twice. */
const cache = new Map<string, Node>();
const MOST_CACHED = 400;

function set(latex: string): Node {
	const known = cache.get(latex);
	if (known) return known.cloneNode(true);
	const holder = document.createElement('span');
	// Temml builds nodes and styles them through the CSSOM, which a strict policy allows; errors are shown in the formula's place.
	temml.render(latex, holder, { throwOnError: false, strict: false, trust: false });
	const node = holder.firstElementChild ?? holder;
	if (cache.size >= MOST_CACHED) cache.clear();
	cache.set(latex, node);
	return node.cloneNode(true);
}

const readable = new Map<string, boolean>();

/** Whether a formula that a user wrote can be set. */
export function canBeSet(latex: string): boolean {
	let known = readable.get(latex);
	if (known === undefined) {
		try {
			temml.renderToString(latex, { throwOnError: true, strict: false, trust: false });
			known = true;
		} catch {
			// What Temml does not know is shown as it is written.
			known = false;
		}
		if (readable.size >= MOST_CACHED) readable.clear();
		readable.set(latex, known);
	}
	return known;
}

/** Fills the element it stands on with a formula. */
class MathDirective extends Directive {
	#latex: string | null = null;

	constructor(part: PartInfo) {
		super(part);
		if (part.type !== PartType.ELEMENT) throw new Error('math() stands on an element');
	}

	render(_latex: string): typeof nothing {
		return nothing;
	}

	override update(part: ElementPart, [latex]: [string]): typeof noChange {
		if (latex !== this.#latex) {
			this.#latex = latex;
			part.element.replaceChildren(...(latex === '' ? [] : [set(latex)]));
		}
		return noChange;
	}
}

/** `<span ${math('\\frac{1}{x}')}></span>` */
export const math = directive(MathDirective);

/** A number or, of an array, its preview, as LaTeX. */
export function quantityLatex(quantity: Quantity): string {
	const text = formatQuantity(quantity);
	return typeof quantity === 'number' ? numberLatex(text) : `\\text{${text}}`;
}

/** A number as the panel prints it, as LaTeX. */
export function numberLatex(text: string): string {
	const scientific = /^(.*)e(.*)$/.exec(text);
	const plain = (part: string): string =>
		part.replaceAll('−', '-').replaceAll('∞', '\\infty ').replaceAll('NaN', '\\text{NaN}');
	return scientific ? `${plain(scientific[1] ?? '')}\\times 10^{${plain(scientific[2] ?? '')}}` : plain(text);
}
