/** The panel where nothing is stepped through: how to begin, and why nothing could be opened. */
import { html, type TemplateResult } from 'lit-html';
import { t } from './l10n.ts';

export function emptyView(problems: readonly string[] | null): TemplateResult {
	return html`<h1 class="unseen">Backstep</h1>
		<section class="empty" aria-label=${t('Nothing to step through')}>
			<p>${t('Select a formula, or put the cursor in one, and run “Step Through Selection”.')}</p>
			${problems?.map((problem) => html`<p class="problem">${problem}</p>`)}
		</section>
		<div class="unseen" role="status" aria-live="polite">${problems?.join(' ') ?? ''}</div>`;
}
