/** The signs that stand between two operands: how a formula's items are told to be one, and the operator of the table that each is. */
import { OPERATORS } from './latex-commands.ts';
import type { TexItem } from './latex-groups.ts';

/** Comparisons by their signs. */
export const COMPARISONS: ReadonlyMap<string, string> = new Map([
	['<', 'lt'],
	['<=', 'le'],
	['>', 'gt'],
	['>=', 'ge'],
	['=', 'eq'],
	['!=', 'ne'],
]);

/** Products and quotients by their signs. */
export const PRODUCTS: ReadonlyMap<string, string> = new Map([
	['*', 'mul'],
	['.*', 'mul'],
	['/', 'div'],
	['mod', 'mod'],
	['⊗', 'tensor'],
]);

/** What cannot be computed with, where it stands between operands. */
export const FOREIGN_OPERATORS = new Set([
	'oplus',
	'ominus',
	'setminus',
	'cup',
	'cap',
	'amalg',
	'cdots',
	'dots',
	'ldots',
]);

/** The sign that an item is between two operands, if it is one. */
export function operatorAt(item: TexItem | undefined): string | undefined {
	if (item === undefined || item.kind === 'group') return undefined;
	if (item.kind === 'command') return OPERATORS.get(item.text);
	return item.kind === 'symbol' && /^[-+*/<>=]$/.test(item.text) ? item.text : undefined;
}
