/**
 * Colours of a heatmap: diverging around 0, from the theme's own colours for negative and positive, so that it is legible in every theme.
 */

import { nothing, noChange } from 'lit-html';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit-html/directive.js';

/** The two ends and the middle, as the theme has them, in 0 … 255. */
export interface HeatColours {
	readonly negative: readonly [number, number, number];
	readonly zero: readonly [number, number, number];
	readonly positive: readonly [number, number, number];
	/** NaN and infinities. */
	readonly broken: readonly [number, number, number];
}

let known: { readonly theme: string; readonly colours: HeatColours } | null = null;

/** The theme's colours, from custom properties of the page; what cannot be read falls back to plain blue and orange. */
export function heatColours(): HeatColours {
	const theme = document.body.className;
	if (known?.theme === theme) return known.colours;
	// Of the page and not of a cell: a cell that is only just being made has no style yet.
	const style = getComputedStyle(document.body);
	const read = (name: string, otherwise: readonly [number, number, number]): readonly [number, number, number] =>
		parseColour(style.getPropertyValue(name)) ?? otherwise;
	const colours = {
		negative: read('--heat-negative', [33, 102, 172]),
		zero: read('--heat-zero', [247, 247, 247]),
		positive: read('--heat-positive', [178, 90, 24]),
		broken: read('--heat-broken', [200, 0, 200]),
	};
	known = { theme, colours };
	return colours;
}

/** `#rgb`, `#rrggbb` or `rgb(…)`. */
export function parseColour(text: string): readonly [number, number, number] | null {
	const hex = /^\s*#([0-9a-f]{3}|[0-9a-f]{6})\s*$/i.exec(text)?.[1];
	if (hex !== undefined) {
		const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
		return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16)) as [number, number, number];
	}
	const numbers = /^\s*rgba?\(([^)]*)\)/
		.exec(text)?.[1]
		?.split(/[\s,/]+/)
		.map(Number);
	const [r, g, b] = numbers ?? [];
	return r === undefined || g === undefined || b === undefined ? null : [r, g, b];
}

/** The largest magnitude of the finite cells; 0 where there is none. */
export function reachOf(cells: ArrayLike<number>): number {
	let reach = 0;
	for (let k = 0; k < cells.length; k++) {
		const size = Math.abs(cells[k]!);
		if (size > reach && size < Infinity) reach = size;
	}
	return reach;
}

/** A cell's colour: the farther from 0 relative to `reach`, the closer to an end. */
export function heatColour(value: number, reach: number, colours: HeatColours): readonly [number, number, number] {
	if (!Number.isFinite(value)) return colours.broken;
	// The square root lets small entries be seen beside large ones.
	const share = reach === 0 ? 0 : Math.sqrt(Math.min(1, Math.abs(value) / reach));
	const end = value < 0 ? colours.negative : colours.positive;
	const mix = (axis: 0 | 1 | 2): number => Math.round(colours.zero[axis] + (end[axis] - colours.zero[axis]) * share);
	return [mix(0), mix(1), mix(2)];
}

/** Whether dark ink reads better on a colour than light ink (relative luminance above that of middle grey). */
export function wantsDarkInk([r, g, b]: readonly [number, number, number]): boolean {
	const linear = (channel: number): number => {
		const part = channel / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	};
	return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179;
}

/** Colours the cell it stands on, and its ink so that it can be read there. */
class TintDirective extends Directive {
	#drawn = '';

	constructor(part: PartInfo) {
		super(part);
		if (part.type !== PartType.ELEMENT) throw new Error('heatTint() stands on an element');
	}

	render(_value: number, _reach: number): typeof nothing {
		return nothing;
	}

	override update(part: ElementPart, [value, reach]: [number, number]): typeof noChange {
		const drawn = `${value} ${reach} ${document.body.className}`;
		if (drawn === this.#drawn) return noChange;
		this.#drawn = drawn;
		const cell = part.element as HTMLElement;
		const colour = heatColour(value, reach, heatColours());
		cell.style.backgroundColor = `rgb(${colour.join(' ')})`;
		cell.style.color = wantsDarkInk(colour) ? '#000000' : '#ffffff';
		return noChange;
	}
}

/** `<td ${heatTint(value, reach)}>` */
export const heatTint = directive(TintDirective);
