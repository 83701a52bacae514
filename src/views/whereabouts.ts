/** Where a session stands, in two words: `backward 3/8`. */
import { l10n } from 'vscode';
import type { StepView } from '../protocol.ts';

export function whereabouts(view: StepView): string {
	const { passStep, passSteps } = view;
	if (view.pass === 'backward' && passStep === 0) return l10n.t('turning point');
	return view.pass === 'forward'
		? l10n.t('forward {0}/{1}', passStep, passSteps)
		: l10n.t('backward {0}/{1}', passStep, passSteps);
}
