/**
 * A host for the panel without an editor: runs a formula in the page itself and answers the panel's messages, so that the panel can be looked at
 * and driven in a plain browser.
 */
import { asPanelToHost, Channel } from '../../src/channel.ts';
import { Trace } from '../../src/core/trace.ts';
import { conventionAt, localLatex, localNumbersLatex, localText, operandValues, ruleLatex, ruleText } from '../../src/core/explain.ts';
import { buildGraph, graphFlows } from '../../src/engine/graph.ts';
import { parseMath } from '../../src/lang/math.ts';
import { Budget } from '../../src/run/budget.ts';
import { interpret, type Run } from '../../src/run/interpret.ts';
import {
	DEFAULT_LIMITS,
	type Card,
	type Graph,
	type GraphOptions,
	type HostToPanel,
	type Input,
	type PanelState,
	type PanelToHost,
	type SessionInfo,
	type StepView,
} from '../../src/protocol.ts';

export interface Shown {
	readonly text: string;
	readonly values: Readonly<Record<string, number>>;
	readonly position?: number;
	readonly options?: Partial<GraphOptions>;
	readonly guessed?: readonly string[];
	readonly smallGates?: boolean;
	readonly teacher?: boolean;
}

/** A stepping session in the page. */
export class PageHost {
	readonly #channel: Channel<PanelToHost, HostToPanel>;
	readonly #values = new Map<string, number>();
	readonly #shown: Shown;
	readonly sent: PanelToHost[] = [];
	#run!: Run;
	#trace!: Trace;
	#graph!: Graph;
	#options: GraphOptions;
	#info!: SessionInfo;
	#replaced: Graph | null = null;
	#position: number;
	#teacher: boolean;
	#concealed = false;
	readonly #changed = new Set<string>();
	readonly #strings: readonly (readonly [string, string])[];

	constructor(shown: Shown, strings: readonly (readonly [string, string])[], post: (data: unknown) => void) {
		this.#shown = shown;
		this.#strings = strings;
		for (const [name, value] of Object.entries(shown.values)) this.#values.set(name, value);
		this.#options = { unfoldLiterals: false, foldedGroups: [], ...shown.options };
		this.#teacher = shown.teacher ?? false;
		this.#channel = new Channel<PanelToHost, HostToPanel>(post, asPanelToHost, (message) => this.#take(message));
		this.#execute();
		this.#position = Math.min(shown.position ?? this.#trace.forwardSteps, this.last);
	}

	take(data: unknown): boolean {
		return this.#channel.take(data);
	}

	get last(): number {
		return this.#trace.lastPosition;
	}

	send(message: HostToPanel): void {
		this.#channel.send(message);
	}

	go(position: number, animate = false): void {
		this.#position = Math.max(0, Math.min(this.last, position));
		this.#state(animate);
	}

	#execute(): void {
		const { text } = this.#shown;
		const range = { start: 0, end: text.length };
		const { program, problems } = parseMath(text, range, { known: new Set(this.#values.keys()), nesting: 200 });
		if (problems.some((problem) => problem.severity === 'error')) throw new Error(JSON.stringify(problems));
		this.#run = interpret(program, this.#values, {
			budget: new Budget(DEFAULT_LIMITS),
			...(this.#shown.smallGates === undefined ? {} : { smallGates: this.#shown.smallGates }),
		});
		if (this.#run.target === null) throw new Error(JSON.stringify(this.#run.problems));
		this.#trace = new Trace(this.#run.tape, this.#run.target);
		this.#build();
	}

	#build(): void {
		const run = this.#run;
		const trace = this.#trace;
		this.#graph = buildGraph(trace, run, this.#options);
		this.#replaced = null;
		const { text } = this.#shown;
		const range = { start: 0, end: text.length };
		const inputs = [...run.inputs].map(([name, node]): Input => {
			const guessed = this.#shown.guessed?.includes(name) === true;
			const source = this.#changed.has(name) ? 'panel' : guessed ? 'guessed' : 'annotation';
			return { name, node, value: run.tape.value(node), source, differentiable: true };
		});
		this.#info = {
			id: 1,
			uri: 'file:///example',
			version: 1,
			unit: {
				id: 'f-0',
				range,
				notation: 'math',
				style: 'code',
				target: run.targetName === '' ? 'f' : run.targetName,
				forwardSteps: trace.forwardSteps,
				backwardSteps: trace.backwardSteps,
				inputs,
				chips: [{ kind: 'result', anchor: 0, range, node: trace.target, value: run.tape.value(trace.target), gradient: 1, reserve: [] }],
				claims: [],
			},
			text,
			forwardSteps: trace.forwardSteps,
			backwardSteps: trace.backwardSteps,
			ticks: Array.from({ length: Math.min(400, trace.lastPosition) }, (_, index) => {
				const position = index + 1;
				const node = trace.at(position).active ?? trace.target;
				return { position, node, label: position === trace.forwardSteps + 1 ? '∂' : this.#symbol(node) };
			}),
			graph: this.#graph,
			options: this.#options,
			problems: [],
		};
	}

	#symbol(node: number): string {
		const drawn = this.#graph.nodes.find((each) => each.node === node && each.kind !== 'fork' && each.kind !== 'more');
		return drawn && drawn.kind !== 'group' ? drawn.label : this.#run.tape.isGate(node) ? this.#run.tape.row(node).symbol : '';
	}

	#textOf(node: number): string {
		const { tape } = this.#run;
		const id = tape.rangeId(node);
		return this.#shown.text.slice(tape.ranges.start(id), tape.ranges.end(id));
	}

	#labelOf(node: number): string {
		for (const [name, input] of this.#run.inputs) if (input === node) return name;
		const bound = this.#run.bindings.find((binding) => binding.node === node);
		return bound?.name ?? this.#textOf(node);
	}

	#card(node: number, position: number): Card {
		const { tape } = this.#run;
		const trace = this.#trace;
		const cursor = trace.at(position);
		const gate = tape.isGate(node);
		const row = gate ? tape.row(node) : null;
		const operands = gate ? operandValues(tape, node) : [];
		const id = tape.rangeId(node);
		const range = { start: tape.ranges.start(id), end: tape.ranges.end(id) };
		const convention = gate ? conventionAt(tape, node) : null;
		const bound = this.#run.bindings.find((binding) => binding.node === node)?.name;
		return {
			node,
			kind: gate ? 'gate' : tape.isInput(node) ? 'input' : 'constant',
			op: row?.name ?? '',
			symbol: gate ? this.#symbol(node) : this.#labelOf(node),
			text: gate ? this.#textOf(node) : this.#labelOf(node),
			range,
			value: cursor.valueKnown(node) ? tape.value(node) : null,
			upstream: cursor.gradient(node),
			arrival: cursor.arrival(node),
			shares: trace.consumers(node).map(({ gate: consumer, slot }) => ({ gate: consumer, slot, label: '', range, share: cursor.contribution(consumer, slot) })),
			inputs: operands.map((value, slot) => {
				const input = tape.inputAt(node, slot);
				return {
					node: input,
					label: this.#labelOf(input),
					range,
					value,
					local: trace.local(node, slot),
					localText: row ? localText(row, slot) : '',
					localLatex: row ? localLatex(row, slot) : '',
					localNumbersLatex: row ? localNumbersLatex(row, slot, operands) : '',
					downstream: cursor.contribution(node, slot),
					differentiable: !tape.isConstant(input),
				};
			}),
			rule: row ? ruleText(row) : '',
			ruleLatex: row ? ruleLatex(row) : '',
			pattern: row?.pattern ?? '',
			sentence: row?.sentence ?? [''],
			...(convention ? { convention } : {}),
			...(bound === undefined ? {} : { boundTo: bound }),
			forwardPosition: trace.forwardPosition(node),
			backwardPosition: trace.backwardPosition(node),
		};
	}

	#view(): StepView {
		const trace = this.#trace;
		const position = this.#position;
		const cursor = trace.at(position);
		const backward = position > trace.forwardSteps;
		const { active } = cursor;
		let graph = this.#replaced ?? this.#graph;
		if (this.#graph.window && active !== null) graph = this.#replaced = buildGraph(trace, this.#run, this.#options, active);
		const delivered: StepView['delivered'][number][] = [];
		if (backward && active !== null && position > trace.forwardSteps + 1) {
			const earlier = trace.at(position - 1);
			for (let slot = 0; slot < this.#run.tape.inputCount(active); slot += 1) {
				if (!trace.edgeReaches(active, slot)) continue;
				const to = this.#run.tape.inputAt(active, slot);
				const share = trace.contribution(active, slot);
				const before = earlier.gradient(to);
				delivered.push({ gate: active, slot, to, share, before, now: (before ?? 0) + share, arrival: cursor.arrival(to) });
			}
		}
		const flows = graphFlows(graph, trace, cursor);
		return {
			id: 1,
			position,
			pass: backward ? 'backward' : 'forward',
			passStep: backward ? position - trace.forwardSteps - 1 : position,
			passSteps: backward ? trace.backwardSteps - 1 : trace.forwardSteps,
			active: active === null ? null : this.#card(active, position),
			delivered,
			chips: [],
			nodes: flows.nodes,
			wires: flows.wires,
			...(graph === this.#graph ? {} : { graph }),
		};
	}

	#state(animate: boolean): void {
		const state: PanelState = { info: this.#info, view: this.#view(), concealed: this.#concealed, teacher: this.#teacher, animate };
		this.send({ kind: 'state', state });
	}

	#take(message: PanelToHost): void {
		this.sent.push(message);
		switch (message.kind) {
			case 'ready':
				this.send({ kind: 'hello', language: this.#strings.length > 0 ? 'ko' : 'en', strings: this.#strings });
				this.#state(false);
				break;
			case 'go':
				this.#concealed = false;
				this.go(message.position);
				break;
			case 'next':
				if (this.#concealed) {
					this.#concealed = false;
					this.#state(true);
				} else if (this.#position < this.last) {
					this.#concealed = this.#teacher;
					this.go(this.#position + 1, true);
				}
				break;
			case 'previous':
				this.#concealed = false;
				this.go(this.#position - 1, true);
				break;
			case 'change':
				this.#values.set(message.name, message.value);
				this.#changed.add(message.name);
				this.#execute();
				this.#state(false);
				break;
			case 'options':
				this.#options = message.options;
				this.#build();
				this.#state(false);
				break;
			case 'teacher':
				this.#teacher = message.on;
				if (!message.on) this.#concealed = false;
				this.#state(false);
				break;
			case 'card':
				this.send({ kind: 'card', card: this.#card(message.node, this.#position) });
				break;
			case 'reveal':
			case 'write-back':
			case 'annotate':
				break;
		}
	}
}
