/** Letters in script: where a text has `L` and `\mathcal{L}`, they are two names; elsewhere the style says nothing. */
import type { TexItem } from './latex-groups.ts';

/** A capital in script, as Unicode has it: `𝒟`, and `ℒ`, which has a place of its own. */
export function scriptLetter(letter: string): string {
	const own = new Map(Array.from('BℬEℰFℱHℋIℐLℒMℳRℛ'.matchAll(/(.)(.)/gu), ([, plain, script]) => [plain!, script!]));
	return own.get(letter) ?? String.fromCodePoint(0x1d49c + letter.charCodeAt(0) - 65);
}

/** Capitals that stand plain as well as in another alphabet. */
export function twofoldLetters(items: readonly TexItem[]): ReadonlySet<string> {
	const plain = new Set<string>();
	const styled = new Set<string>();
	const work: { readonly item: TexItem; readonly within: boolean }[] = items.map((item, at) => ({
		item,
		within: isAlphabet(items[at - 1]),
	}));
	for (let next = work.pop(); next !== undefined; next = work.pop()) {
		const { item, within } = next;
		if (item.kind === 'letter') (within ? styled : plain).add(item.text);
		if (item.kind !== 'group') continue;
		for (const [at, inner] of item.items.entries())
			work.push({ item: inner, within: within || isAlphabet(item.items[at - 1]) });
	}
	return new Set([...styled].filter((letter) => plain.has(letter) && /^[A-Z]$/.test(letter)));
}

function isAlphabet(item: TexItem | undefined): boolean {
	return item?.kind === 'command' && (item.text === 'mathcal' || item.text === 'mathscr');
}
