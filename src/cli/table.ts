/** Lays rows of text out in columns for a terminal. */

/** How wide a text stands in a terminal: Korean, Chinese and Japanese characters take two columns, combining marks none. */
export function columnsOf(text: string): number {
	let width = 0;
	for (const character of text.normalize('NFC')) {
		if (/\p{Mn}|\p{Cf}/u.test(character)) continue;
		width +=
			/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
				character,
			)
				? 2
				: 1;
	}
	return width;
}

/** One line a row, columns padded to their widest cell; columns named in `right` are aligned to the right. */
export function table(
	heads: readonly string[],
	rows: readonly (readonly string[])[],
	right: ReadonlySet<string> = new Set(),
): string[] {
	const all = [heads, ...rows];
	const widths = heads.map((_, column) =>
		all.reduce((widest, row) => Math.max(widest, columnsOf(row[column] ?? '')), 0),
	);
	return all.map((row) =>
		heads
			.map((head, column) => {
				const cell = row[column] ?? '';
				const room = ' '.repeat((widths[column] ?? 0) - columnsOf(cell));
				return right.has(head) ? room + cell : cell + room;
			})
			.join('  ')
			.trimEnd(),
	);
}

/** At most so many characters, an ellipsis standing for the rest; line breaks become blanks. */
export function shortened(text: string, most: number): string {
	const line = text.replace(/\s+/g, ' ');
	const characters = [...line];
	return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
}
