/** What crosses between the extension host and the graph panel, which sees a session and sends wishes. */
import type { Card, GraphOptions, SessionInfo, StepView } from './protocol.ts';
import type {
	ElementInspection,
	JacobianBlock,
	JacobianRequest,
	TensorPair,
	TensorRequest,
} from './protocol-tensor.ts';

/** What the panel is shown: a session at a position, with how to speak. */
export interface PanelState {
	readonly info: SessionInfo;
	readonly view: StepView;
	/** Teacher mode: the step's outcome is hidden as `?` until revealed. */
	readonly concealed: boolean;
	readonly teacher: boolean;
	/** True when the step was taken by one, so that it may be seen to happen; false after a jump. */
	readonly animate: boolean;
}

/** A state as it crosses, without what the panel has from an earlier one. */
export interface SentState extends Omit<PanelState, 'info'> {
	/** Null: the one that was sent last. */
	readonly info: SessionInfo | null;
	/** The view's own drawing is the one that was sent last, and is left out. */
	readonly keepsGraph: boolean;
}

export type HostToPanel =
	| {
			readonly kind: 'hello';
			readonly language: string;
			readonly strings: readonly (readonly [english: string, translated: string])[];
	  }
	| { readonly kind: 'state'; readonly state: SentState }
	| { readonly kind: 'card'; readonly card: Card }
	| { readonly kind: 'tensor'; readonly position: number; readonly pair: TensorPair }
	| { readonly kind: 'element'; readonly position: number; readonly element: ElementInspection }
	| { readonly kind: 'jacobian'; readonly block: JacobianBlock }
	| { readonly kind: 'highlight'; readonly node: number | null }
	| { readonly kind: 'empty'; readonly problems: readonly string[] };

export type PanelToHost =
	| { readonly kind: 'ready' }
	/** How long a step will be seen to happen, in milliseconds; 0 where no movement is wanted. Said at the start and when it changes. */
	| { readonly kind: 'motion'; readonly milliseconds: number }
	/** The numbers of the step to this position stand on their wires. Said of every state with `animate`. */
	| { readonly kind: 'landed'; readonly position: number }
	| { readonly kind: 'go'; readonly position: number }
	| { readonly kind: 'next' }
	| { readonly kind: 'previous' }
	| { readonly kind: 'reveal'; readonly node: number }
	| { readonly kind: 'change'; readonly name: string; readonly value: number }
	/** Of an array without `value`: the entries of it that are tried out. */
	| { readonly kind: 'write-back'; readonly name: string; readonly value?: number }
	| { readonly kind: 'annotate' }
	| { readonly kind: 'options'; readonly options: GraphOptions }
	| { readonly kind: 'teacher'; readonly on: boolean }
	| { readonly kind: 'card'; readonly node: number }
	| { readonly kind: 'tensor'; readonly request: TensorRequest }
	| { readonly kind: 'element'; readonly node: number; readonly index: readonly number[] }
	| { readonly kind: 'jacobian'; readonly request: JacobianRequest };
