/**
 * What a page keeps of itself, so that the host can show the same step again after a reload.
 */
import type { PanelState } from '../src/protocol-panel.ts';

export function savedState({ info, view, teacher }: PanelState): object {
	const { unit, uri, options } = info;
	return {
		uri,
		unit: unit.id,
		...(unit.annotation ? {} : { selection: unit.range }),
		position: view.position,
		changed: unit.inputs.flatMap(({ name, source, value }) =>
			source === 'panel' && typeof value === 'number' ? [[name, value]] : [],
		),
		options,
		teacher,
	};
}
