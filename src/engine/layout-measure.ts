/**
 * How wide a text will be when the panel draws it: the engine has no fonts, so widths are estimated from above, at the panel's sizes.
 */

/** Sizes in the graph's own units (CSS pixels at zoom 1), shared by the layout and its tests. */
export const SIZES = {
	/** The diameter of a gate. */
	gate: 34,
	/** The height of a label. */
	label: 24,
	/** One line of numbers (14 px text), the distance of its middle from the wire, and how far it reaches. */
	numberLine: 16,
	/** How far a number's line reaches from its wire. */
	numberReach: 20,
	/** The line of a bound name above the value. */
	nameReach: 35,
	/** The least room for a number on a wire, so that the usual ones never move anything. */
	leastRoom: 47,
	/** The radius of the dot at a fork. */
	dot: 3.5,
	/** From the end of a wire's straight piece to the next column, where it bends and where it does not. */
	gap: 8,
	straightGap: 2,
	/** The margin around everything. */
	margin: 12,
	/** Room between a group's gates and its dashed box. */
	groupMargin: 9,
	/** Room for the title in a group's box, half of which stands over its upper edge. */
	groupTitle: 16,
	/** What a gate in a box needs beyond its own reach. */
	boxAbove: 26,
	boxBelow: 12,
} as const;

/** Code points that take a full square: Hangul, kana and Chinese characters. */
function isWide(point: number): boolean {
	return (
		(point >= 0x1100 && point <= 0x115f) ||
		(point >= 0x2e80 && point <= 0xa4cf) ||
		(point >= 0xac00 && point <= 0xd7a3) ||
		(point >= 0xf900 && point <= 0xfaff) ||
		(point >= 0xff00 && point <= 0xff60) ||
		point >= 0x1f300
	);
}

/** The estimated width of a text at a font size in pixels. */
export function textWidth(text: string, size: number): number {
	let units = 0;
	for (const character of text) {
		const point = character.codePointAt(0) ?? 0;
		if (isWide(point)) units += 1;
		else if (character === '.' || character === ',' || character === ' ' || character === 'i' || character === 'l')
			units += 0.36;
		else if (character === 'm' || character === 'w' || (character >= 'A' && character <= 'Z')) units += 0.78;
		else units += 0.62;
	}
	return units * size;
}

/** Room for numbers on a wire, in coarse steps so that a changing number seldom moves the drawing. */
export function numberRoom(texts: readonly string[]): number {
	let widest = 0;
	for (const text of texts) widest = Math.max(widest, textWidth(text, 14));
	return Math.max(SIZES.leastRoom, SIZES.leastRoom + Math.ceil((widest - SIZES.leastRoom + 4) / 12) * 12);
}

/** The width of a gate's circle (or, for a long symbol, its pill). */
export function gateWidth(symbol: string): number {
	const width = textWidth(symbol, 14) + 7;
	return width <= SIZES.gate ? SIZES.gate : Math.ceil(width + 6);
}
