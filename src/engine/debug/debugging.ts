/** What a debugger asks of a run, put together: expressions, searches and findings, each remembered as long as the values stay. */
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
} from '../../protocol-debug.ts';
import type { Variables } from '../../protocol-stack.ts';
import { Budget } from '../../run/budget.ts';
import type { Ran } from '../unit-run.ts';
import { variablesAt } from '../variables.ts';
import { assignment } from './assignments.ts';
import { completionsAt } from './completions.ts';
import { Evaluator, expressionBudget, type Means } from './evaluate.ts';
import { checkGradients } from './gradient-checks.ts';
import { Health } from './health.ts';
import { Searches } from './search.ts';

type Place = EvaluateOptions & { readonly position: number };

export class Debugging {
	readonly #ran: Ran;
	readonly #generation: number;
	readonly #evaluator: Evaluator;
	readonly #searches: Searches;
	#health: readonly Finding[] | null = null;
	#checked: readonly Finding[] | null = null;
	#means: Means;

	private constructor(ran: Ran, means: Means) {
		this.#ran = ran;
		this.#generation = ran.generation;
		this.#means = means;
		this.#evaluator = new Evaluator(ran);
		this.#searches = new Searches(ran, this.#evaluator, (filter) =>
			this.health(filter === 'gradient-check', this.#means),
		);
	}

	/** The one of a run, made anew after its values were changed. */
	static of(ran: Ran, means: Means): Debugging {
		let debugging = known.get(ran);
		if (debugging === undefined || debugging.#generation !== ran.generation)
			known.set(ran, (debugging = new Debugging(ran, means)));
		debugging.#means = means;
		return debugging;
	}

	evaluate(expression: string, at: Place): ExpressionAnswer {
		return this.#evaluator.evaluate(expression, this.#there(at), expressionBudget(this.#means));
	}

	assignment(expression: string, value: string, at: Place): AssignmentAnswer {
		const { position, node, frame } = this.#there(at);
		const moment = this.#evaluator.names.moment(position, node, frame);
		return assignment(this.#evaluator, expression, value, moment, expressionBudget(this.#means));
	}

	completions(text: string, column: number, at: Place): Completion[] {
		const { names } = this.#evaluator;
		const { position, node, frame } = this.#there(at);
		return completionsAt(this.#ran, names, text, column, names.moment(position, node, frame));
	}

	/** What there is at a position, as seen from a call or iteration. */
	variables(position: number, frame?: number): Variables {
		const at = this.#there({ position, ...(frame !== undefined && { frame }) });
		return variablesAt(this.#ran, this.#evaluator.names, position, at.frame);
	}

	search(request: SearchRequest): SearchResult {
		return this.#searches.search(request, this.#means);
	}

	checkStops(stops: readonly Stop[]): StopCheck[] {
		return stops.map((stop) => this.#searches.check(stop));
	}

	/** `check`: with the gradient check by finite differences. */
	health(check: boolean, means: Means = this.#means): readonly Finding[] {
		const budget = new Budget(means.limits, means.cancelled);
		this.#health ??= new Health(this.#ran, budget).find();
		if (!check) return this.#health;
		this.#checked ??= checkGradients(this.#ran, budget);
		return [...this.#health, ...this.#checked];
	}

	/** A gate or a call that there is not, or no longer, is as good as none said. */
	#there({ node, frame, ...at }: Place): Place {
		const { run, trace } = this.#ran;
		const within = (id: number | undefined, count: number): boolean => id !== undefined && id >= 0 && id < count;
		return {
			...at,
			...(node !== undefined && within(node, trace.tape.length) && { node }),
			...(frame !== undefined && within(frame, run.frames.length) && { frame }),
		};
	}
}

const known = new WeakMap<Ran, Debugging>();
