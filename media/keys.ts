/**
 * The keys: the same in the whole panel, whatever has the focus, but in fields what a field needs stays the field's.
 */
import type { PanelState } from '../src/protocol-panel.ts';
import type { ToolbarActions } from './toolbar-view.ts';

/** Acts on a key; false where it is none of ours. `rove` moves the focus among the drawing's gates. */
export function walk(
	event: KeyboardEvent,
	state: PanelState,
	act: Pick<ToolbarActions, 'go' | 'next' | 'previous' | 'togglePlay' | 'zoom' | 'fit'>,
	rove: (by: number) => void,
): boolean {
	if (event.ctrlKey || event.altKey || event.metaKey) return false;
	const target = event.target as HTMLElement;
	// A presenter's clicker sends the Page keys, wherever the focus is.
	if (event.key === 'PageDown') return (act.next(), true);
	if (event.key === 'PageUp') return (act.previous(), true);
	if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return false;
	// In a table the arrows go from entry to entry.
	if (target.closest('.entries') && /^(?:Arrow|Home$|End$|[ ]$)/.test(event.key)) return false;
	switch (event.key) {
		case 'ArrowRight':
			return (act.next(), true);
		case 'ArrowLeft':
			return (act.previous(), true);
		case 'Home':
			return (act.go(0), true);
		case 'End':
			return (act.go(state.info.forwardSteps + state.info.backwardSteps), true);
		case ' ':
			if (target instanceof HTMLButtonElement) return false;
			if (state.teacher) act.next();
			else act.togglePlay();
			return true;
		case 'ArrowDown':
		case 'ArrowUp':
			if (!target.closest('.graph')) return false;
			return (rove(event.key === 'ArrowDown' ? 1 : -1), true);
		case '+':
		case '=':
			return (act.zoom(1.25), true);
		case '-':
			return (act.zoom(1 / 1.25), true);
		case '0':
			return (act.fit(), true);
		default:
			return false;
	}
}
