/** What the name of a list, tuple or dict says when it is hovered: how many entries it has, and the first ones with value and gradient. */
import { l10n } from 'vscode';
import type { MarkdownString } from 'vscode';
import { formatQuantity } from '../core/quantity.ts';
import type { HeldEntries, HeldEntry } from '../protocol-hover.ts';

export function listText(text: MarkdownString, { count, kind, shown }: HeldEntries): void {
	text.appendMarkdown(`${sizeText(kind, count)}\n`);
	for (const entry of shown) {
		text.appendMarkdown('\n- ');
		text.appendText(entry.label);
		text.appendMarkdown(': ');
		entryText(text, entry);
	}
	if (shown.length > 0 && count > shown.length) text.appendMarkdown(`\n- ${l10n.t('{0} more', count - shown.length)}`);
	text.appendMarkdown('\n\n');
}

function entryText(text: MarkdownString, { entries, gradient, text: other, value }: HeldEntry): void {
	if (entries !== undefined) text.appendMarkdown(sizeText(entries.kind, entries.count));
	else if (other !== undefined) text.appendText(other);
	else if (value === null) text.appendMarkdown(l10n.t('not computed yet'));
	else
		text.appendMarkdown(`**${formatQuantity(value)}**${gradient === null ? '' : ` **∂${formatQuantity(gradient)}**`}`);
}

function sizeText(kind: HeldEntries['kind'], count: number): string {
	if (kind === 'dict') return count === 1 ? l10n.t('1 entry by key') : l10n.t('{0} entries by key', count);
	if (kind === 'tuple') return count === 1 ? l10n.t('tuple of 1 entry') : l10n.t('tuple of {0} entries', count);
	return count === 1 ? l10n.t('list of 1 entry') : l10n.t('list of {0} entries', count);
}
