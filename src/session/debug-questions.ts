/** What a debugger asks a session: expressions, searches through the steps, findings. The session says where it stands and how it asks its engine. */
import type {
	AssignmentAnswer,
	Completion,
	EvaluateOptions,
	ExpressionAnswer,
	Finding,
	SearchRequest,
	SearchResult,
	Stop,
	StopCheck,
} from '../protocol-debug.ts';
import type { Range } from '../protocol.ts';
import type { GatePlace, Stack, Variables } from '../protocol-stack.ts';
import type { EngineMethods } from '../protocol-engine.ts';

export type DebugMethod =
	'evaluate' | 'assignment' | 'completions' | 'search' | 'checkStops' | 'health' | 'stack' | 'variables' | 'gates';

/** All questions about an open session. */
export type SessionMethod =
	'at' | 'change' | 'options' | 'seek' | 'card' | 'tensor' | 'element' | 'jacobian' | DebugMethod;

export abstract class DebugQuestions {
	abstract get position(): number;

	/** Asks about the open session, whose number `params` is given. */
	protected abstract ask<M extends DebugMethod>(
		method: M,
		params: (id: number) => EngineMethods[M]['params'],
		signal?: AbortSignal,
	): Promise<EngineMethods[M]['result']>;

	/** What an expression comes to: where the session stands, where `at` says nothing else. */
	evaluate(expression: string, at: EvaluateOptions = {}): Promise<ExpressionAnswer> {
		return this.ask('evaluate', (id) => ({ id, position: this.position, expression, at }));
	}

	/** What has to be changed for an expression to have a value, itself an expression. Changes nothing. */
	assignment(expression: string, value: string, at: EvaluateOptions = {}): Promise<AssignmentAnswer> {
		return this.ask('assignment', (id) => ({ id, position: this.position, expression, value, at }));
	}

	completions(text: string, column: number, at: EvaluateOptions = {}): Promise<readonly Completion[]> {
		return this.ask('completions', (id) => ({ id, position: this.position, text, column, at }));
	}

	/** Where a debugger stops next, or did before. Does not go there. */
	search(request: SearchRequest, signal?: AbortSignal): Promise<SearchResult> {
		return this.ask('search', (id) => ({ id, request }), signal);
	}

	checkStops(stops: readonly Stop[]): Promise<readonly StopCheck[]> {
		return this.ask('checkStops', (id) => ({ id, stops }));
	}

	/** What is unhealthy in the run; `check`: with the gradient check, which costs runs. */
	health({ check = false } = {}): Promise<readonly Finding[]> {
		return this.ask('health', (id) => ({ id, check }));
	}

	/** Some levels of the call stack where the session stands, the innermost first. */
	stack(start: number, count: number): Promise<Stack> {
		return this.ask('stack', (id) => ({ id, position: this.position, start, count }));
	}

	/** What names and expressions stand for there, as seen from a call or iteration. */
	variables(frame?: number): Promise<Variables> {
		const level = frame === undefined ? {} : { frame };
		return this.ask('variables', (id) => ({ id, position: this.position, ...level }));
	}

	/** The places within a range of the text, or of another that the program takes from, that have gates. */
	gates(range: Range, uri?: string): Promise<readonly GatePlace[]> {
		return this.ask('gates', (id) => ({ id, range, ...(uri !== undefined && { uri }) }));
	}
}
