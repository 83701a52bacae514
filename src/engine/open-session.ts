/** A stepping session as the engine holds it: the run it owns alone, so that its inputs can be changed, and the graph it is drawn as. */
import { growOlder } from '../core/tensor/memory.ts';
import type { Card, Graph, GraphOptions, Problem, SessionInfo, StepView, UnitSummary } from '../protocol.ts';
import type { OpenRequest } from '../protocol-engine.ts';
import { entryOf } from '../protocol-tensor.ts';
import type { TensorPair, TensorRequest, TensorWindow } from '../protocol-tensor.ts';
import type { Budget } from '../run/budget.ts';
import type { Run } from '../run/run.ts';
import { shownName } from '../lang/latex-shown.ts';
import type { Unit } from '../lang/unit.ts';
import { FoldedSteps } from './folded-steps.ts';
import type { Drawable } from './graph-model.ts';
import { buildGraph, KeptRooms, type DrawnGraph } from './graph.ts';
import { Lines } from './lines.ts';
import { isLong, OutlineGraph } from './outline-graph.ts';
import { nearestPosition } from './positions.ts';
import { nodeAt } from './seek.ts';
import { stepView, ticksOf } from './step.ts';
import { runUnit, summarize } from './unit-run.ts';
import { windowOf } from './windows.ts';
import type { Outcome, Ran } from './unit-run.ts';

/** Drawings of at most so many nodes are placed anew for every changed value. */
const DRAWN_ANEW = 200;
/** So many windows on arrays are remembered. */
const MOST_WINDOWS = 64;

export class OpenSession {
	readonly id: number;
	readonly unit: Unit;
	readonly #request: OpenRequest;
	readonly #lines: Lines;
	readonly #changed: Map<string, number>;
	#options: GraphOptions;
	#ran: Ran;
	#summary: UnitSummary;
	#problems: readonly Problem[];
	#graph: Graph;
	#folded: FoldedSteps;
	#rooms = new KeptRooms();
	readonly #windows = new Map<string, TensorWindow>();
	/** The parts of a run that is too long to be drawn gate by gate. */
	#long: OutlineGraph | null = null;

	/** `outcome` is of a unit that ran. */
	private constructor(id: number, request: OpenRequest, lines: Lines, outcome: Outcome, ran: Ran) {
		this.id = id;
		this.unit = outcome.unit;
		this.#request = request;
		this.#lines = lines;
		this.#changed = new Map(request.changed);
		this.#options = request.options;
		this.#ran = ran;
		this.#summary = outcome.summary;
		this.#problems = outcome.problems;
		this.#graph = this.#draw();
		this.#folded = new FoldedSteps(ran.trace, this.#graph);
	}

	/** Runs the unit; problems instead of a session where its target cannot be computed. */
	static open(id: number, request: OpenRequest, unit: Unit, budget: Budget): OpenSession | readonly Problem[] {
		const lines = new Lines(request.document.text);
		const outcome = run(request, unit, new Map(request.changed), request.options, lines, budget);
		if (outcome.ran !== null) return new OpenSession(id, request, lines, outcome, outcome.ran);
		if (outcome.problems.length > 0) return outcome.problems;
		return [
			{ code: 'nothing-to-step', severity: 'error', range: unit.range, message: ['There is nothing to compute here.'] },
		];
	}

	get ran(): Ran {
		return this.#ran;
	}

	get document() {
		return this.#request.document;
	}

	/** The inputs that have another value than the text gives them. */
	get changed(): ReadonlyMap<string, number> {
		return this.#changed;
	}

	info(): SessionInfo {
		const { trace } = this.#ran;
		const { besides } = this.#ran.texts;
		return {
			id: this.id,
			uri: this.document.uri,
			version: this.document.version,
			unit: this.#summary,
			text: this.unit.text,
			forwardSteps: trace.forwardSteps,
			backwardSteps: trace.backwardSteps,
			...(this.#folded.passedOver.length > 0 && { passedOver: this.#folded.passedOver }),
			ticks: ticksOf(this.#ran, this.#folded),
			graph: this.#graph,
			options: this.#options,
			problems: this.#problems,
			...(besides.length > 0 && { besides }),
		};
	}

	view(position: number): StepView {
		const { trace } = this.#ran;
		const at = Math.max(0, Math.min(trace.lastPosition, position));
		const drawn = this.#drawnAt(at);
		return stepView(this.id, this.#ran, this.#folded, drawn, drawn.graph !== this.#graph, at);
	}

	/** Replays with other values; runs anew where they lead a conditional into its other branch. */
	change(changed: readonly (readonly [string, number])[], position: number, budget: Budget): StepView {
		const { tape } = this.#ran.trace;
		for (const [name, value] of changed) this.#changed.set(name, value);
		// Another value may lead a program another way: it is run anew, not replayed. So is what takes arrays of which an entry has changed.
		if (this.#ran.program === null || changed.some(([name]) => entryOf(name) !== null))
			return this.#again(position, budget);
		const undecided = this.#undecided();
		for (const [name, value] of changed) {
			const node = this.#ran.run.inputs.get(name);
			if (node !== undefined && tape.isScalar(node)) tape.setInput(node, value);
		}
		this.#windows.clear();
		this.#long?.forget();
		const holds = this.#ran.trace.rerun();
		if (!holds || undecided || this.#undecided()) return this.#again(position, budget);
		this.#ran.valuesChanged(this.#changed);
		this.#summary = summarize(this.#ran, this.#summary);
		// Longer numbers need more room. A large drawing is spared that while a value is dragged.
		if (this.#long === null && this.#graph.nodes.length <= DRAWN_ANEW) this.#graph = this.#draw();
		return this.view(position);
	}

	/** Draws with other options, and runs anew where functions are to be run as other gates. */
	setOptions(options: GraphOptions, position: number, budget: Budget): StepView {
		const other = (options.smallGates ?? false) !== (this.#options.smallGates ?? false);
		this.#options = options;
		if (other) return this.#again(position, budget);
		this.#ran = this.#ran.unfolded(options.unfoldLiterals);
		this.#redraw();
		this.#long?.choose(options);
		return this.view(this.#folded.stop(position));
	}

	/** The card of any node as it is drawn. */
	card(node: number, position: number): Card {
		return this.#folded.card(this.#ran, node, this.#ran.trace.at(position));
	}

	/** Whether there is such a node. */
	has(node: number): boolean {
		return Number.isSafeInteger(node) && node >= 0 && node < this.#ran.trace.tape.length;
	}

	/** Entries of a node, value and gradient as the position has them. Windows over large arrays are remembered. */
	tensor(request: TensorRequest, position: number): TensorPair {
		const { trace } = this.#ran;
		const { node } = request;
		const cursor = trace.at(position);
		const value = cursor.valueKnown(node)
			? this.#windowOf('value', request, () => windowOf(trace.tape.tensor(node), request))
			: null;
		if (request.slot !== undefined) {
			const { tape } = trace;
			const there = tape.isGate(node) && request.slot < tape.inputCount(node) && cursor.arrival(node) === 'complete';
			const share = there ? trace.contributionTensor(node, request.slot) : null;
			return { node, value, gradient: share === null ? null : windowOf(share, request) };
		}
		const arrival = cursor.arrival(node);
		const gradient = (): TensorWindow => windowOf(cursor.gradientTensor(node)!, request);
		return {
			node,
			value,
			gradient:
				arrival === 'none' ? null : arrival === 'partial' ? gradient() : this.#windowOf('gradient', request, gradient),
		};
	}

	#windowOf(what: string, request: TensorRequest, make: () => TensorWindow): TensorWindow {
		const key = `${what} ${JSON.stringify(request)}`;
		const known = this.#windows.get(key);
		if (known !== undefined) return known;
		if (this.#windows.size >= MOST_WINDOWS) this.#windows.clear();
		const made = make();
		this.#windows.set(key, made);
		return made;
	}

	/** A test that is not a number goes neither way; whether it still leads where it led, only running anew tells. */
	#undecided(): boolean {
		const { run, trace } = this.#ran;
		const { tape } = trace;
		return run.conditionals.some((gate) => {
			const test = tape.inputAt(gate, 0);
			return tape.isScalar(test) && Number.isNaN(tape.value(test));
		});
	}

	#again(position: number, budget: Budget): StepView {
		this.#windows.clear();
		const before = { forwardSteps: this.#ran.trace.forwardSteps, backwardSteps: this.#ran.trace.backwardSteps };
		const outcome = run(this.#request, this.unit, this.#changed, this.#options, this.#lines, budget);
		this.#problems = outcome.problems;
		if (outcome.ran === null) return this.view(position);
		const old = this.#ran;
		this.#ran = outcome.ran;
		this.#summary = outcome.summary;
		this.#redraw();
		old.release();
		growOlder();
		return this.view(this.#folded.stop(nearestPosition(position, before, this.#ran.trace)));
	}

	#redraw(): void {
		this.#rooms = new KeptRooms();
		this.#graph = this.#draw();
		this.#folded = new FoldedSteps(this.#ran.trace, this.#graph);
	}

	#draw(): Graph {
		const { document, lines, quantities, trace } = this.#ran;
		const ran = asShown(this.#ran);
		if (!isLong(trace, ran)) {
			this.#long = null;
			return buildGraph(trace, ran, this.#options, this.#rooms);
		}
		// What was found out of the run's parts is kept as long as the run.
		if (this.#long?.trace !== trace)
			this.#long = new OutlineGraph(quantities, ran, { frames: ran.frames, lines, text: document.text });
		this.#long.choose(this.#options);
		return this.#drawnAt(trace.forwardSteps).graph;
	}

	/** The graph; of a long run with the box open that the position's step is in. */
	#drawnAt(position: number): DrawnGraph {
		if (this.#long === null) return { graph: this.#graph };
		const { trace } = this.#ran;
		return this.#long.at(nodeAt(trace, position) ?? trace.gateAtForward(1), this.#options);
	}
}

/** A run as it is drawn: its names as their notation prints them. */
function asShown({ run: ran, unit }: Ran): Drawable & Pick<Run, 'frames'> {
	if (unit.notation !== 'latex') return ran;
	return {
		target: ran.target,
		targetName: shownName(ran.targetName),
		frames: ran.frames,
		occurrences: ran.occurrences,
		inputs: new Map([...ran.inputs].map(([name, node]) => [shownName(name), node])),
		bindings: ran.bindings.map((binding) => ({ ...binding, name: shownName(binding.name) })),
	};
}

function run(
	request: OpenRequest,
	unit: Unit,
	changed: ReadonlyMap<string, number>,
	options: GraphOptions,
	lines: Lines,
	budget: Budget,
): Outcome {
	return runUnit(request.document, unit, {
		changed,
		lastUsed: new Map(request.lastUsed),
		budget,
		lines,
		unfoldLiterals: options.unfoldLiterals,
		smallGates: options.smallGates ?? false,
	});
}
