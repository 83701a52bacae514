/** What the panel asks about arrays, and what it is told: the same in VS Code and in a page of its own. */
import type { HostToPanel, PanelToHost } from '../protocol-panel.ts';
import type { Session } from './session.ts';

export type ArrayQuestion = Extract<PanelToHost, { readonly kind: 'tensor' | 'element' | 'jacobian' }>;

/** The answer; null where there is none, or where the session stands somewhere else by now. */
export async function answerOf(session: Session, question: ArrayQuestion): Promise<HostToPanel | null> {
	const { position } = session.view;
	switch (question.kind) {
		case 'tensor': {
			const pair = await session.about('tensor', { request: question.request });
			return pair === null ? null : { kind: 'tensor', position, pair };
		}
		case 'element': {
			const element = await session.about('element', { node: question.node, index: question.index });
			return element === null ? null : { kind: 'element', position, element };
		}
		case 'jacobian': {
			const block = await session.about('jacobian', { request: question.request });
			return block === null ? null : { kind: 'jacobian', block };
		}
	}
}
