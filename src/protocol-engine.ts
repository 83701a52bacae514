/** What crosses between the extension host and the engine: every question there is, and the envelopes they travel in. */
import type {
	Analysis,
	Card,
	DocumentText,
	GraphOptions,
	Limits,
	Problem,
	Range,
	SessionInfo,
	StepView,
	Text,
	TextEdit,
} from './protocol.ts';
import type { Completions } from './protocol-completion.ts';
import type { Explanation, FormulaImage, Inspection } from './protocol-hover.ts';
import type { GatePlace, Stack, Variables } from './protocol-stack.ts';
import type {
	Completion,
	EvaluateOptions,
	AssignmentAnswer,
	ExpressionAnswer,
	Finding,
	SearchRequest,
	SearchResult,
	Stop,
	StopCheck,
} from './protocol-debug.ts';
import type {
	ElementInspection,
	JacobianBlock,
	JacobianRequest,
	TensorPair,
	TensorRequest,
} from './protocol-tensor.ts';

/** What a stepping session is opened on. `selection` is empty (a bare cursor) to mean the unit around it. */
export interface OpenRequest {
	readonly document: DocumentText;
	readonly unit?: string;
	readonly selection?: Range;
	/** Values changed in the panel, and the values used last. */
	readonly changed: readonly (readonly [name: string, value: number])[];
	readonly lastUsed: readonly (readonly [name: string, value: number])[];
	readonly options: GraphOptions;
	/** Where to stand; absent: the end of the forward pass. */
	readonly position?: number;
}

export type Opened =
	| {
			readonly ok: true;
			readonly info: SessionInfo;
			readonly view: StepView;
			readonly wanted?: readonly FileRequest[];
	  }
	| { readonly ok: false; readonly problems: readonly Problem[]; readonly wanted?: readonly FileRequest[] };

/** The file that `import` means in a text; `level` counts the points before the module's name. */
export interface FileRequest {
	readonly from: string;
	readonly module: string;
	readonly level: number;
}

/** What became of a request for a file: its text, or why there is none. An empty list of them forgets all files. */
export interface FileAnswer {
	readonly request: FileRequest;
	readonly file: { readonly uri: string; readonly text: string } | 'missing' | 'restricted' | 'too-many';
}

/** What writes a value into the text, or why it has no place there; null where there is nothing to write it for. */
export type WriteBackAnswer = TextEdit | { readonly why: Text } | null;

/** Where "next line", "run to" and the like lead: searched in the engine. */
export type Seek =
	| { readonly to: 'next-line' | 'previous-line' }
	/** Past the call that comes next; to the end of the call, or of the iteration, that the step is in. */
	| { readonly to: 'over' | 'out' | 'iteration' }
	| { readonly to: 'offset'; readonly offset: number }
	| { readonly to: 'node'; readonly node: number };

/** Everything the engine can be asked: method → parameters and result. */
export interface EngineMethods {
	analyze: { params: { document: DocumentText; lastUsed: readonly (readonly [string, number])[] }; result: Analysis };
	open: { params: OpenRequest; result: Opened };
	at: { params: { id: number; position: number }; result: StepView };
	/** New values for inputs: replays and stays at the position. */
	change: { params: { id: number; changed: readonly (readonly [string, number])[]; position: number }; result: Opened };
	options: { params: { id: number; options: GraphOptions; position: number }; result: Opened };
	seek: { params: { id: number; position: number; seek: Seek }; result: number | null };
	inspect: {
		/** `time`: which evaluation of the expression, where there were several; absent: the one that the position is in, else the last. */
		params: {
			document: DocumentText;
			offset: number;
			session?: { id: number; position: number };
			time?: number;
		};
		result: Inspection | null;
	};
	/** A formula in LaTeX, set in a colour of CSS; null where it cannot be. Not at once: what sets it is loaded for the first one. */
	typeset: { params: { latex: string; ink: string }; result: FormulaImage | null };
	/** What may be written at a place of an annotation; null outside of them. */
	complete: { params: { document: DocumentText; offset: number }; result: Completions | null };
	/** What the word of an annotation at `offset` is for; null where there is none. */
	explain: { params: { document: DocumentText; offset: number }; result: Explanation | null };
	/** The call stack of a position, some of its levels. */
	stack: { params: { id: number; position: number; start: number; count: number }; result: Stack };
	/** What the names and expressions there stand for, as seen from the step's call or iteration or from another. */
	variables: { params: { id: number; position: number; frame?: number }; result: Variables };
	/** The places of a range of the text that have gates. */
	gates: { params: { id: number; range: Range; uri?: string }; result: readonly GatePlace[] };
	/** A card for any node of an open session. */
	card: { params: { id: number; position: number; node: number }; result: Card | null };
	/** Entries of an open session's node. */
	tensor: { params: { id: number; position: number; request: TensorRequest }; result: TensorPair | null };
	/** What an entry of a node came from and what it touched. */
	element: {
		params: { id: number; position: number; node: number; index: readonly number[] };
		result: ElementInspection | null;
	};
	/** Entries of a gate's Jacobian. */
	jacobian: { params: { id: number; request: JacobianRequest }; result: JacobianBlock | null };
	/** What an expression comes to where a debugger stands. */
	assignment: {
		params: { id: number; position: number; expression: string; value: string; at: EvaluateOptions };
		result: AssignmentAnswer;
	};
	evaluate: {
		params: { id: number; position: number; expression: string; at: EvaluateOptions };
		result: ExpressionAnswer;
	};
	completions: {
		params: { id: number; position: number; text: string; column: number; at: EvaluateOptions };
		result: readonly Completion[];
	};
	/** The next position, or the one before, at which one of the stops holds. */
	search: { params: { id: number; request: SearchRequest }; result: SearchResult };
	checkStops: { params: { id: number; stops: readonly Stop[] }; result: readonly StopCheck[] };
	/** What is unhealthy in the run; `check`: with the gradient check by finite differences. */
	health: { params: { id: number; check: boolean }; result: readonly Finding[] };
	/** The lecture's staged computation of a unit: one gate a line, aligned, as an edit of the document. */
	stages: { params: { document: DocumentText; offset: number }; result: TextEdit | null };
	/** The unit's values as an annotation, as an edit of the document. */
	annotate: {
		params: {
			document: DocumentText;
			offset: number;
			selection?: Range;
			values?: readonly (readonly [string, number])[];
		};
		result: TextEdit | null;
	};
	/** "Write back": a changed value into the text it came from (or a new annotation). Without `value` an array's changed entries. */
	writeBack: { params: { document: DocumentText; id: number; name: string; value?: number }; result: WriteBackAnswer };
	close: { params: { id: number }; result: null };
	/** Files that were wanted; none: all are to be asked for anew. */
	provide: { params: { files: readonly FileAnswer[] }; result: null };
	configure: { params: { limits: Limits }; result: null };
}

export type EngineMethod = keyof EngineMethods;

/** What an engine answers at once. */
export type DirectMethod = Exclude<EngineMethod, 'typeset'>;

export type EngineMessage =
	| { readonly kind: 'request'; readonly id: number; readonly method: EngineMethod; readonly params: unknown }
	| { readonly kind: 'cancel'; readonly id: number };

export type EngineReply =
	| { readonly kind: 'ready' }
	| { readonly kind: 'result'; readonly id: number; readonly result: unknown }
	/** `no-session`: the session asked for is not open in this worker, which may have replaced the one it was opened in. */
	| {
			readonly kind: 'failure';
			readonly id: number;
			readonly message: string;
			readonly cancelled: boolean;
			readonly code?: 'no-session';
	  };
