/** Real programs, cut, swapped, doubled and with characters put where they do not belong. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';

const FOLDERS = ['../programs/', '../../examples/', '../unit/run/python/'];

const programs = FOLDERS.flatMap((folder) => {
	const directory = new URL(folder, import.meta.url);
	return readdirSync(directory)
		.filter((file) => file.endsWith('.py'))
		.sort()
		.map((file) => readFileSync(new URL(file, directory), 'utf8'));
});

const put = fc.constantFrom(
	...`( ) [ ] { } " ' """ f'{ # \\ : = == * ** . é 𝒳 0 - ... 1. e9 x np. .T [0] None self @ %`.split(' '),
	...'|\n|\t| |\r|\u0000|if |lambda |yield |return |for |del |not |\n# @grad\n| # @grad x=1'.split('|'),
);
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** Some lines of a program, a few of which stand elsewhere, twice or not at all, with a few characters replaced. */
export const mutilated = fc
	.tuple(
		fc.constantFrom(...programs),
		fc.oneof(fc.constant(0), place),
		fc.integer({ min: 5, max: 70 }),
		fc.array(fc.tuple(fc.nat(2), place, place), { maxLength: 3 }),
		fc.array(fc.tuple(place, fc.nat(3), put), { maxLength: 4 }),
	)
	.map(([program, from, count, moves, cuts]) => {
		const all = program.split('\n');
		const first = Math.floor(from * all.length);
		const lines = all.slice(first, first + count);
		for (const [how, a, b] of moves) {
			const [x, y] = [Math.floor(a * lines.length), Math.floor(b * lines.length)];
			if (how === 0) lines.splice(x, 1);
			else if (how === 1) [lines[x], lines[y]] = [lines[y]!, lines[x]!];
			else lines.splice(y, 0, lines[x]!);
		}
		return cuts.reduce((text, [at, length, what]) => {
			const start = Math.floor(at * text.length);
			return `${text.slice(0, start)}${what}${text.slice(start + length)}`;
		}, lines.join('\n'));
	});
