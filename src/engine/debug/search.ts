/**
 * Runs to the next breakpoint, or back to the previous one. Where a breakpoint stands is a set of positions, so that both ways stop at the same ones, and
 * the hits of a breakpoint are counted from the first position on, whichever way they are gone through.
 */
import { isEvaluated } from '../../protocol-debug.ts';
import type { NotEvaluated, SearchLog, SearchRequest, SearchResult, Stop, StopCheck } from '../../protocol-debug.ts';
import { Budget } from '../../run/budget.ts';
import { operatorRange } from '../seek.ts';
import type { Ran } from '../unit-run.ts';
import { expressionBudget, type Evaluator, type Means } from './evaluate.ts';
import { hits, readHit, readLog, type LogPart } from './stop-terms.ts';
import { keyOf, StopPositions, type FindingsOf } from './stops.ts';
import { saidGradient } from './told.ts';

/** So much may be logged in one go. */
const MOST_LOGS = 1000;

const UNKNOWN = 0;
const HOLDS = 1;
const FAILS = 2;

export class Searches {
	readonly #ran: Ran;
	readonly #evaluator: Evaluator;
	readonly #positions: StopPositions;
	readonly #findings: FindingsOf;
	/** By stop and condition: what is known of each of its positions. */
	readonly #verdicts = new Map<string, Uint8Array>();

	constructor(ran: Ran, evaluator: Evaluator, findings: FindingsOf) {
		this.#ran = ran;
		this.#evaluator = evaluator;
		this.#findings = findings;
		this.#positions = new StopPositions(ran, evaluator.names, findings);
	}

	search({ direction, from, stops, until }: SearchRequest, means: Means): SearchResult {
		const budget = new Budget(means.limits, means.cancelled);
		const places = stops.map((stop) => this.#positions.of(stop));
		const heads = places.map((positions) => (direction > 0 ? after(positions, from) : before(positions, from)));
		const logs: SearchLog[] = [];
		for (;;) {
			const position = nearest(places, heads, direction);
			if (position === null || (until !== undefined && (until - position) * direction <= 0))
				return { found: null, logs };
			if (budget.look() || logs.length >= MOST_LOGS) return { found: null, logs, paused: position - direction };
			const here: number[] = [];
			let problem: NotEvaluated | undefined;
			for (const [index, stop] of stops.entries()) {
				const head = heads[index]!;
				if (places[index]![head] !== position) continue;
				heads[index] = head + direction;
				const verdict = this.#stops(stop, places[index]!, head, budget, means);
				if (verdict === 'paused') return { found: null, logs, paused: position - direction };
				if (verdict === false) continue;
				if (verdict === true && stop.log !== undefined) {
					logs.push({ position, stop: index, parts: this.#log(stop.log, position, means) });
					continue;
				}
				here.push(index);
				if (verdict !== true) problem ??= verdict;
			}
			// What is found of several is told by its cause: a gradient vanishes because a unit is flat.
			const first = here.find((index) => !isSymptom(stops[index]!)) ?? here[0];
			if (first === undefined) continue;
			const stop = stops[first]!;
			const finding =
				stop.at === 'finding'
					? this.#findings(stop.filter).find((each) => each.filter === stop.filter && each.position === position)
					: undefined;
			return {
				found: {
					position,
					stop: first,
					stops: here,
					...(finding !== undefined && { finding }),
					...(problem !== undefined && { problem }),
				},
				logs,
			};
		}
	}

	check(stop: Stop): StopCheck {
		const positions = this.#positions.of(stop);
		const problem = this.#problemOf(stop);
		const { trace } = this.#ran;
		const gate = positions.length === 0 ? null : trace.at(positions[0]!).active;
		const range =
			gate !== null
				? operatorRange(trace, gate)
				: stop.at === 'line'
					? this.#positions.below(stop.range, stop.uri)
					: null;
		return {
			positions: positions.length,
			...(range !== null && { range: this.#ran.texts.own(range) }),
			...(problem !== null && { problem }),
		};
	}

	#problemOf({ condition, hit, log }: Stop): NonNullable<StopCheck['problem']> | null {
		const wrong = condition === undefined ? null : this.#evaluator.check(condition);
		if (wrong !== null) return { ...wrong, part: 'condition' };
		if (hit !== undefined && readHit(hit) === null)
			return {
				problem: 'hit-condition',
				message: ['A hit condition is a number, or one behind {0}', '==, >=, >, <=, <, %'],
				range: { start: 0, end: hit.length },
				part: 'hit',
			};
		for (const part of log === undefined ? [] : readLog(log)) {
			const faulty = part.kind === 'expression' ? this.#evaluator.check(part.text) : null;
			if (faulty === null) continue;
			const { start, end } = faulty.range;
			return { ...faulty, range: { start: part.start + start, end: part.start + end }, part: 'log' };
		}
		return null;
	}

	/** Whether a stop holds at its position number `index`: true, false, or what is wrong with its condition. */
	#stops(
		stop: Stop,
		positions: Int32Array,
		index: number,
		budget: Budget,
		means: Means,
	): boolean | 'paused' | NotEvaluated {
		const own = this.#holds(stop, positions, index, means);
		const wanted = stop.hit === undefined ? null : readHit(stop.hit);
		if (own !== true || wanted === null) return own;
		if (stop.condition === undefined) return hits(wanted, index + 1);
		let count = 1;
		for (let earlier = 0; earlier < index; earlier++) {
			if (budget.expired()) return 'paused';
			const held = this.#holds(stop, positions, earlier, means);
			if (held === true) count++;
		}
		return hits(wanted, count);
	}

	#holds(stop: Stop, positions: Int32Array, index: number, means: Means): boolean | NotEvaluated {
		const { condition } = stop;
		if (condition === undefined || condition.trim() === '') return true;
		const key = `${keyOf(stop)} ${condition}`;
		let verdicts = this.#verdicts.get(key);
		if (verdicts === undefined) this.#verdicts.set(key, (verdicts = new Uint8Array(positions.length)));
		if (verdicts[index] !== UNKNOWN) return verdicts[index] === HOLDS;
		const moment = this.#evaluator.names.moment(positions[index]!);
		const held = this.#evaluator.holds(condition, moment, expressionBudget(means));
		if (typeof held === 'boolean') verdicts[index] = held ? HOLDS : FAILS;
		return held;
	}

	/** What cannot be worked out says why, in its braces; a gradient that is not complete says so. */
	#log(message: string, position: number, means: Means): SearchLog['parts'] {
		return readLog(message).flatMap((part: LogPart): SearchLog['parts'] => {
			if (part.kind === 'text') return [part.text];
			const said = this.#evaluator.evaluate(part.text, { position }, expressionBudget(means));
			if (!isEvaluated(said)) return ['{', said.message, '}'];
			return [saidGradient(said) ?? said.text];
		});
	}
}

function isSymptom(stop: Stop): boolean {
	return stop.at === 'finding' && (stop.filter === 'vanishing' || stop.filter === 'exploding');
}

/** The index of the first position past `from`. */
function after(positions: Int32Array, from: number): number {
	let low = 0;
	let high = positions.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (positions[middle]! <= from) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The index of the last position before `from`; −1 where there is none. */
function before(positions: Int32Array, from: number): number {
	return after(positions, from - 1) - 1;
}

/** The nearest position among the heads in a direction. */
function nearest(places: readonly Int32Array[], heads: readonly number[], direction: 1 | -1): number | null {
	let best: number | null = null;
	for (const [index, positions] of places.entries()) {
		const position = positions[heads[index]!];
		if (position !== undefined && (best === null || (best - position) * direction > 0)) best = position;
	}
	return best;
}
