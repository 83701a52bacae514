/** What a debugger asks of a run, put together: expressions, searches and findings, each remembered as long as the values stay. */
import type { Limits } from '../../protocol.ts';
import type {
	Completion,
	EvaluateOptions,
	ExpressionAnswer,
	Finding,
	SearchRequest,
	SearchResult,
	Stop,
	StopCheck,
} from '../../protocol-debug.ts';
import { Budget } from '../../run/budget.ts';
import type { Ran } from '../unit-run.ts';
import { completionsAt } from './completions.ts';
import { Evaluator, expressionBudget } from './evaluate.ts';
import { checkGradients } from './gradient-checks.ts';
import { Health } from './health.ts';
import { Searches } from './search.ts';

/** What a question may use, and how it is told that nobody waits for its answer. */
export interface Means {
	readonly limits: Limits;
	readonly cancelled: () => boolean;
}

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

	evaluate(expression: string, at: EvaluateOptions & { readonly position: number }): ExpressionAnswer {
		const { cancelled, limits } = this.#means;
		return this.#evaluator.evaluate(expression, at, expressionBudget(limits, cancelled));
	}

	completions(text: string, column: number, at: EvaluateOptions & { readonly position: number }): Completion[] {
		const { names } = this.#evaluator;
		return completionsAt(this.#ran, names, text, column, names.moment(at.position, at.node, at.frame));
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
}

const known = new WeakMap<Ran, Debugging>();
