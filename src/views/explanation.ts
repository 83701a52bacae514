/** What a word of an annotation says when it is hovered: what a clause means, what a generator drew, how far off a claim is. */
import { MarkdownString, l10n } from 'vscode';
import { formatNumber } from '../core/format.ts';
import { formatQuantity } from '../core/quantity.ts';
import type { ClaimResult } from '../protocol.ts';
import type { Explanation } from '../protocol-hover.ts';
import { translate } from './text.ts';

export function explanationText({ form, meaning, tail, claim, drawn }: Explanation): MarkdownString {
	const text = new MarkdownString();
	text.appendCodeblock(form, 'plaintext');
	for (const sentence of [meaning, tail]) {
		const said = sentence === undefined ? '' : translate(sentence);
		if (said !== '') text.appendMarkdown(`${plain(said)}\n\n`);
	}
	if (drawn !== undefined) {
		text.appendText(drawn.name);
		text.appendMarkdown(` = **${formatQuantity(drawn.value)}**`);
	}
	if (claim !== undefined) tried(text, claim);
	return text;
}

/** A claim's two numbers beside each other, and what lies between them. */
function tried(text: MarkdownString, { expected, actual, tolerance, holds, guessed }: ClaimResult): void {
	const verdict =
		actual === null
			? l10n.t('The claim could not be tried')
			: guessed
				? l10n.t('Values that nobody wrote down take part: it is shown, not asserted')
				: holds
					? l10n.t('The claim holds')
					: l10n.t('The claim does not hold');
	text.appendMarkdown(`${holds && !guessed ? '✓ ' : ''}${plain(verdict)}\n`);
	text.appendMarkdown(`\n- ${l10n.t('expected')} **${formatQuantity(expected)}** ± ${formatNumber(tolerance)}`);
	text.appendMarkdown(`\n- ${l10n.t('actual')} **${actual === null ? '—' : formatQuantity(actual)}**`);
	if (typeof actual === 'number' && typeof expected === 'number')
		text.appendMarkdown(`\n- ${l10n.t('difference')} ${formatNumber(actual - expected)}`);
}

/** A sentence of ours as Markdown that shows it as it is. */
export function plain(sentence: string): string {
	return sentence.replace(/[\\`*_{}[\]()#+\-!<>|~&]/g, '\\$&');
}
