/**
 * What the live region says of a step, in one sentence or two.
 */
import { formatQuantity } from '../src/core/quantity.ts';
import type { PanelState } from '../src/protocol-panel.ts';
import { gradientText } from './numbers.ts';
import { spokenPosition } from './timeline-view.ts';
import { t } from './l10n.ts';

/** The step that led here, spoken. */
export function announcement(state: PanelState): string {
	const { view, info } = state;
	const where = spokenPosition(state);
	const card = view.active;
	if (!card) return where;
	if (state.concealed) return `${where}. ${t('gate {0}: what comes out? Space reveals it', card.symbol)}`;
	if (view.pass === 'forward')
		return `${where}. ${t('gate {0} gives {1}', card.symbol, card.value === null ? '' : formatQuantity(card.value))}`;
	if (view.position === info.forwardSteps + 1) return where;
	const parts = view.delivered.map((share) => {
		// A folded box hands its share on through its first gate, whose slots are not the card's.
		const label = (card.inputs[share.slot] ?? card.inputs[0])?.label ?? '';
		const sum = share.before === null ? '' : `, ${t('together {0}', gradientText(share.now, share.arrival))}`;
		return `${t('{0} receives {1}', label, formatQuantity(share.share))}${sum}`;
	});
	const upstream = card.upstream === null ? '' : formatQuantity(card.upstream);
	return `${where}. ${t('gate {0}, upstream {1}', card.symbol, upstream)}: ${parts.join('; ')}`;
}
