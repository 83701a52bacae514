/** How wide a text stands in a monospaced editor, counted in columns (the width of one digit, `ch` in CSS). */

const WIDE =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROWLESS = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** The columns of one line's text. A tab runs to the next multiple of `tabSize`; East Asian wide characters take two; combining marks none. */
export function columns(text: string, tabSize = 4): number {
	let width = 0;
	for (const character of text) {
		if (character === '\t') width += tabSize - (width % tabSize);
		else if (NARROWLESS.test(character)) continue;
		else width += WIDE.test(character) ? 2 : 1;
	}
	return width;
}
