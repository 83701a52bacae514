/** Reads, runs and differentiates one unit of a document: everything the engine knows of it before anyone steps. */
import { conventionAt } from '../core/explain.ts';
import { shapeText } from '../core/tensor/shape.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import { Trace } from '../core/trace.ts';
import { shownName } from '../lang/latex-shown.ts';
import type { Directive } from '../lang/directive.ts';
import { isElsewhere, type Texts } from '../lang/elsewhere.ts';
import type { Program } from '../lang/program.ts';
import type { Script } from '../lang/script.ts';
import { isCode } from '../lang/syntax.ts';
import type { Unit } from '../lang/unit.ts';
import type { InputValue } from '../lang/values.ts';
import { DEFAULT_LIMITS } from '../protocol.ts';
import type { Chip, ClaimResult, DocumentText, Input, Problem, Text, UnitSummary } from '../protocol.ts';
import { entryOf } from '../protocol-tensor.ts';
import type { Budget } from '../run/budget.ts';
import type { Run } from '../run/run.ts';
import type { Place } from '../run/places.ts';
import { arrayOf, arrayValues } from './array-values.ts';
import { chipsOf } from './chips.ts';
import { nodeOf, tryClaims } from './claims.ts';
import type { Tried } from './claims.ts';
import { checkHandwritten } from './handwritten.ts';
import type { Lines } from './lines.ts';
import { nonFiniteProblem } from './non-finite.ts';
import { Quantities } from './quantities.ts';
import { readAndRun } from './reading.ts';
import { withOffers } from './stand-ins.ts';
import { towardsTarget } from './unreached.ts';

type Parts =
	| 'handwritten'
	| 'document'
	| 'unit'
	| 'program'
	| 'script'
	| 'run'
	| 'trace'
	| 'given'
	| 'unfoldLiterals'
	| 'lines'
	| 'quantities'
	| 'texts';

/** A unit that ran, with its gradients. */
export class Ran {
	readonly document: DocumentText;
	readonly unit: Unit;
	/** The formula's statements; null for a program. */
	readonly program: Program | null;
	/** The program's statements; null for a formula. */
	readonly script: Script | null;
	readonly run: Run;
	/** The run with the gradients that the program computes by hand, where it does. */
	readonly handwritten: Run | null;
	readonly trace: Trace;
	readonly unfoldLiterals: boolean;
	readonly lines: Lines;
	readonly quantities: Quantities;
	readonly texts: Texts;
	readonly #conventions = new Map<number, Text | null>();
	/** Counts the times that values were changed. */
	generation = 0;
	#given: ReadonlyMap<string, InputValue>;
	#chips: readonly Chip[] | null = null;
	#names: Map<number, string> | null = null;
	#edges: Map<number, (Place | undefined)[]> | null = null;

	constructor(parts: Pick<Ran, Parts>) {
		this.document = parts.document;
		this.unit = parts.unit;
		this.program = parts.program;
		this.script = parts.script;
		this.run = parts.run;
		this.handwritten = parts.handwritten;
		this.trace = parts.trace;
		this.#given = parts.given;
		this.unfoldLiterals = parts.unfoldLiterals;
		this.lines = parts.lines;
		this.quantities = parts.quantities;
		this.texts = parts.texts;
	}

	/** The values that the program was given, with where each came from. */
	get given(): ReadonlyMap<string, InputValue> {
		return this.#given;
	}

	/** The chips, made when first asked for, and anew after `valuesChanged`. */
	get chips(): readonly Chip[] {
		return (this.#chips ??= chipsOf(this.unit.style, this.unit.range, this.run, this.quantities, this.document.text));
	}

	/** What the target is called: its name, else the lecture's `f` or the next letter that is free. */
	get targetLabel(): string {
		if (this.run.targetName !== '') return this.run.targetName;
		return ['f', 'L', 'out'].find((name) => !this.run.inputs.has(name)) ?? 'f';
	}

	/** The variable that a node is the value of. */
	nameOf(node: number): string | undefined {
		if (this.#names === null) {
			this.#names = new Map([...this.run.inputs].map(([name, input]) => [input, name]));
			for (const { name, node: bound } of this.run.bindings) if (!this.#names.has(bound)) this.#names.set(bound, name);
		}
		return this.#names.get(node);
	}

	/** A number for the line that an offset lies on, in whichever text: the same for the same line. */
	lineAt(offset: number): number {
		return isElsewhere(offset) ? this.texts.lineAt(offset) : this.lines.lineAt(offset);
	}

	/** The place in the text whose value feeds an operand of a gate. */
	placeAtEdge(gate: number, slot: number): Place | undefined {
		if (this.#edges === null) {
			this.#edges = new Map();
			for (const place of this.run.places) {
				if (place.gate < 0) continue;
				const slots = this.#edges.get(place.gate);
				if (slots === undefined)
					this.#edges.set(
						place.gate,
						Array.from({ length: place.slot + 1 }, (_, index) => (index === place.slot ? place : undefined)),
					);
				else slots[place.slot] = place;
			}
		}
		return this.#edges.get(gate)?.[slot];
	}

	/** The convention at a tie or a kink that a gate used; of an array, anywhere in it. */
	conventionAt(gate: number): Text | null {
		const known = this.#conventions.get(gate);
		if (known !== undefined) return known;
		const found = conventionAt(this.trace.tape, gate);
		this.#conventions.set(gate, found);
		return found;
	}

	/** Told after inputs were changed and replayed: `changed` are the values that now come from the panel. */
	valuesChanged(changed: ReadonlyMap<string, number>): void {
		this.generation++;
		this.#chips = null;
		this.quantities.forget();
		this.#conventions.clear();
		const given = new Map(this.#given);
		for (const [name, value] of changed)
			if (entryOf(name) === null) given.set(name, { ...given.get(name), value, source: 'panel' });
		this.#given = given;
	}

	/** Gives the memory of large arrays back when nobody will ask for this run any more. */
	release(): void {
		this.trace.release();
	}

	/** The same run, spoken of with literals as operands of their own, or folded into their gates. */
	unfolded(unfoldLiterals: boolean): Ran {
		return unfoldLiterals === this.unfoldLiterals ? this : new Ran({ ...this.#parts(), unfoldLiterals });
	}

	#parts(): Pick<Ran, Parts> {
		const { handwritten, document, unit, program, script, run, trace } = this;
		const { given, unfoldLiterals, lines, quantities, texts } = this;
		return {
			handwritten,
			document,
			unit,
			program,
			script,
			run,
			trace,
			given,
			unfoldLiterals,
			lines,
			quantities,
			texts,
		};
	}
}

/** A unit with what could be found out about it. */
export interface Outcome {
	readonly unit: Unit;
	readonly problems: readonly Problem[];
	/** Null where the target could not be computed. */
	readonly ran: Ran | null;
	readonly summary: UnitSummary;
}

export interface RunOptions {
	/** Values changed in the panel. */
	readonly changed: ReadonlyMap<string, number>;
	readonly lastUsed: ReadonlyMap<string, number>;
	readonly budget: Budget;
	readonly lines: Lines;
	readonly unfoldLiterals?: boolean;
	readonly smallGates?: boolean;
}

export function runUnit(document: DocumentText, unit: Unit, options: RunOptions): Outcome {
	const { directive } = unit;
	const { changed, lastUsed, budget } = options;
	const { limits } = budget;
	const annotated = arrayValues(directive, limits.elements);
	const reading = readAndRun(document, unit, {
		changed,
		lastUsed,
		arrays: annotated.arrays,
		arraysOf: (other) => arrayValues(other, limits.elements).arrays,
		lost: lostNames(directive, annotated.arrays, changed),
		budget,
		smallGates: options.smallGates ?? false,
	});
	const problems: Problem[] = [...annotated.problems, ...withOffers(reading.problems, document, unit, reading)];
	const { run, stopped, constants } = towardsTarget(reading, unit, problems, options.lines);
	if (run.target === null) return { unit, problems, ran: null, summary: summaryOf(unit, null, run.targetName, [], []) };
	const wrt = stopped ? [] : wrtOf(directive, reading.constants, run);
	const trace = new Trace(run.tape, run.target, {
		...(wrt !== null && { wrt }),
		stops: stopsOf(directive, run),
		upstream: stopped ? 1 : upstreamOf(directive, run.tape.type(run.target).shape, limits.elements, problems),
	});
	const ran = new Ran({
		document,
		unit,
		program: reading.program,
		script: reading.script,
		run,
		handwritten: reading.handwritten,
		trace,
		given: reading.inputs,
		unfoldLiterals: options.unfoldLiterals ?? false,
		lines: options.lines,
		quantities: new Quantities(trace),
		texts: reading.texts,
	});
	const claims: Tried = stopped ? { results: [], problems: [] } : claimsOf(ran);
	for (const problem of claims.problems) problems.push(problem);
	const culprit = nonFiniteProblem(ran, budget);
	if (culprit !== null) problems.push(culprit);
	return {
		unit,
		problems,
		ran,
		summary: summaryOf(unit, ran, ran.targetLabel, inputsOf(ran, constants), claims.results),
	};
}

/** Names that the annotation gives arrays which cannot be had; a number from the panel stands in for one. */
function lostNames(
	directive: Directive | undefined,
	arrays: ReadonlyMap<string, Tensor>,
	changed: ReadonlyMap<string, number>,
): Set<string> {
	const names = new Set<string>();
	for (const { name, shape, value } of directive?.at ?? []) {
		const array = (shape !== undefined && shape.length > 0) || (value !== undefined && value.kind !== 'scalar');
		if (array && !arrays.has(name) && !changed.has(name)) names.add(name);
	}
	return names;
}

/** What is told of a unit whose inputs were changed and replayed since it ran. */
export function summarize(ran: Ran, before: UnitSummary): UnitSummary {
	const constants = new Set(before.inputs.filter(({ differentiable }) => !differentiable).map(({ name }) => name));
	return summaryOf(ran.unit, ran, ran.targetLabel, inputsOf(ran, constants), claimsOf(ran).results);
}

function claimsOf(ran: Ran): Tried {
	const { unit, run, trace } = ran;
	// Claims about the whole do not speak of a part of it.
	if (unit.part === true) return { results: [], problems: [] };
	const expects = unit.directive?.expects ?? [];
	const claims = tryClaims(expects, run, trace, {
		guessed: hasGuesses(ran),
		stops: stopsOf(unit.directive, run),
		base: firstIndex(ran.document.languageId),
		seed: unit.directive?.seed ?? 0,
		elements: DEFAULT_LIMITS.elements,
	});
	if (ran.program !== null || unit.directive === undefined) return claims;
	const whole = ran.handwritten ?? run;
	const byHand =
		whole.target === null ? null : checkHandwritten(whole, new Trace(whole.tape, whole.target), hasGuesses(ran));
	return byHand === null
		? claims
		: { results: [...claims.results, ...byHand.results], problems: [...claims.problems, ...byHand.problems] };
}

/** Languages of programs that count from 1, as mathematics does. */
const FROM_ONE: ReadonlySet<string> = new Set(['matlab', 'octave', 'julia', 'r', 'lua', 'wolfram']);

/** What the first entry of an array is counted as. */
function firstIndex(languageId: string): 0 | 1 {
	return isCode(languageId) && !FROM_ONE.has(languageId) ? 0 : 1;
}

/** Whether values take part that nobody has written down: guesses, and what was tried out in the panel. */
function hasGuesses(ran: Ran): boolean {
	const unwritten = new Set(['guessed', 'panel', 'last-used']);
	return [...ran.run.inputs.keys()].some((name) => unwritten.has(ran.given.get(name)?.source ?? ''));
}

function summaryOf(
	unit: Unit,
	ran: Ran | null,
	target: string,
	inputs: readonly Input[],
	claims: readonly ClaimResult[],
): UnitSummary {
	return {
		id: unit.id,
		range: unit.range,
		...(unit.annotationRange !== undefined && { annotation: unit.annotationRange }),
		notation: unit.notation,
		style: unit.style,
		target,
		forwardSteps: ran?.trace.forwardSteps ?? 0,
		backwardSteps: ran?.trace.backwardSteps ?? 0,
		inputs,
		chips: ran?.chips ?? [],
		claims,
	};
}

function inputsOf(ran: Ran, constants: ReadonlySet<string>): Input[] {
	return [...ran.run.inputs].map(([name, node]): Input => {
		const given = ran.given.get(name);
		const shown = ran.unit.notation === 'latex' ? shownName(name) : name;
		return {
			name,
			...(shown !== name && { shown }),
			node,
			value: ran.quantities.value(node),
			source: given?.source ?? 'assignment',
			...(given?.at !== undefined && { at: given.at }),
			differentiable: !constants.has(name),
		};
	});
}

/** The nodes asked about: inputs, and variables on the way that `wrt` names. Null for all inputs. */
function wrtOf(directive: Directive | undefined, constants: ReadonlySet<string>, run: Run): number[] | null {
	if (directive?.wrt === undefined && constants.size === 0) return null;
	const nodes = new Set<number>();
	for (const [name, node] of run.inputs) if (!constants.has(name)) nodes.add(node);
	for (const { name } of directive?.wrt ?? []) {
		const node = run.inputs.has(name) ? null : nodeOf(name, run);
		if (node !== null) nodes.add(node);
	}
	return [...nodes];
}

/** The values of variables on the way that `no-grad` names: the gradient stops there, as at a `detach`. */
function stopsOf(directive: Directive | undefined, run: Run): number[] {
	const { noGrad } = directive ?? {};
	if (noGrad === undefined || noGrad === 'all') return [];
	const names = new Set(noGrad.map(({ name }) => name));
	return run.bindings
		.filter(({ name, node }) => names.has(name) && run.inputs.get(name) !== node)
		.map(({ node }) => node);
}

/** The gradient that the target itself is given: 1, or ones, where the annotation says nothing. */
function upstreamOf(
	directive: Directive | undefined,
	shape: readonly number[],
	elements: number,
	problems: Problem[],
): number | Tensor {
	const upstream = directive?.upstream;
	if (upstream === undefined) {
		if (shape.length > 0 && directive !== undefined) {
			problems.push({
				code: 'upstream-ones',
				severity: 'hint',
				range: directive.target?.range ?? directive.tag,
				message: [
					'The target has the shape {0}: its gradient starts as ones. `upstream` gives it another',
					shapeText(shape),
				],
			});
		}
		return 1;
	}
	if (upstream.kind === 'scalar') return upstream.value;
	const array = arrayOf(upstream, shape, directive?.seed ?? 0, elements);
	if (!('problem' in array)) return array;
	problems.push(array.problem);
	return 1;
}
