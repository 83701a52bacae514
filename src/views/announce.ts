/** Says the gradient at the cursor, for those who do not see the chips: as a message that VS Code has screen readers speak, and only when asked. */
import { commands, l10n, window } from 'vscode';
import { formatQuantity } from '../core/quantity.ts';
import type { Card } from '../protocol.ts';
import { documentText, selected } from './documents.ts';
import type { Host, View } from './view.ts';

export const announce: View = {
	register(host) {
		return commands.registerCommand('backstep.announceGradient', () =>
			host.log.asked('announceGradient', () => say(host)),
		);
	},
};

async function say(host: Host): Promise<void> {
	const editor = window.activeTextEditor;
	if (editor === undefined) return;
	const found = await host.sessions.inspect(documentText(editor.document), selected(editor).start);
	const sentence = found === null ? l10n.t('There is no value at the cursor.') : spoken(found.card);
	void window.showInformationMessage(sentence);
}

/** A card as a sentence: what, its value, its gradient, and at a gate what flows out. */
function spoken(card: Card): string {
	const value = card.value === null ? l10n.t('not there yet') : formatQuantity(card.value);
	const gradient =
		card.upstream === null || card.arrival === 'none'
			? l10n.t('not there yet')
			: card.arrival === 'partial'
				? l10n.t('{0} so far', formatQuantity(card.upstream))
				: formatQuantity(card.upstream);
	const parts = [l10n.t('{0}: value {1}, gradient {2}.', card.text, value, gradient)];
	for (const input of card.inputs) {
		if (input.differentiable && input.downstream !== null)
			parts.push(l10n.t('{0} to {1}.', formatQuantity(input.downstream), input.label));
	}
	return parts.join(' ');
}
