/**
 * How far two words are apart, so that a misspelled one can be answered with the right one.
 */

/** The number of insertions, deletions, replacements and swaps of neighbours that lead from one word to the other (optimal string alignment). */
export function distance(from: string, to: string): number {
	const a = Array.from(from);
	const b = Array.from(to);
	let older: number[] = [];
	let old = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let best = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, older[j - 2]! + 1);
			row.push(best);
		}
		older = old;
		old = row;
	}
	return old[b.length]!;
}

/** The nearest of `words`, if it is near: one slip in a word of three letters, two in a longer one. */
export function nearest(word: string, words: readonly string[]): string | undefined {
	if (word.length > 20) return undefined;
	let best: string | undefined;
	let least = Infinity;
	for (const candidate of words) {
		const allowed = candidate.length <= 2 ? 0 : candidate.length === 3 ? 1 : 2;
		const apart = distance(word, candidate);
		if (apart <= allowed && apart < least && apart < word.length) {
			best = candidate;
			least = apart;
		}
	}
	return best;
}
