/**
 * What crosses between the extension host, the engine and the webview: plain data only, so that every floor can speak it.
 *
 * Offsets are UTF-16 code units into the document's text, ranges half-open. A *node* is the index of an input, a constant or a gate in the
 * order of computation. A *position* is the cursor: position p in 0..F means p forward gates have been computed (F is the number of forward
 * steps); position F + 1 is backward step 0, ∂target/∂target = 1; position F + 1 + k means k backward gates have passed their gradient on.
 */
import type { FileRequest } from './protocol-engine.ts';
import type { Graph, GraphOptions } from './protocol-graph.ts';

export type {
	GraphOptions,
	GraphNodeKind,
	GraphBlock,
	GraphNode,
	GraphWire,
	GraphGroup,
	Graph,
} from './protocol-graph.ts';

/** `[start, end)` in UTF-16 code units. */
export interface Range {
	readonly start: number;
	readonly end: number;
}

/** A text for people: an English template with `{0}`, `{1}` … and what goes in. The template is the key of its translation. */
export type Text = readonly [template: string, ...args: (string | number)[]];

/** Puts a text's arguments into its (possibly translated) template. */
export function fill(template: string, args: readonly (string | number)[]): string {
	return template.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
}

export type Severity = 'error' | 'warning' | 'info' | 'hint';
/** Replace `range` by `text`. */
export interface TextEdit {
	readonly range: Range;
	readonly text: string;
}

/** One way to cure a problem. */
export interface Fix {
	readonly title: Text;
	readonly edits: readonly TextEdit[];
}

/** Something wrong, at the exact characters that caused it. `code` is a stable word such as `unknown-clause`. */
export interface Problem {
	readonly code: string;
	readonly severity: Severity;
	readonly range: Range;
	readonly message: Text;
	/** What usually cures it, as a sentence of its own. */
	readonly cure?: Text;
	readonly fixes?: readonly Fix[];
	/** Where it truly is, when that is not in the document: `range` is then where the document leads there. */
	readonly elsewhere?: Elsewhere;
}

/** A place in another text: an earlier cell of the notebook, or an imported file. */
export interface Elsewhere {
	readonly uri: string;
	/** In that text's own offsets. */
	readonly range: Range;
	/** The line that it begins on, counted from 0. */
	readonly line: number;
}

/** What one piece of work may use; past a limit the user gets what was computed so far and a problem at the guilty range. */
export interface Limits {
	/** UTF-16 units of one program's text. */
	readonly programLength: number;
	readonly nesting: number;
	readonly gates: number;
	readonly elements: number;
	readonly milliseconds: number;
	readonly bytes: number;
}

export const DEFAULT_LIMITS: Limits = {
	programLength: 1_000_000,
	nesting: 200,
	gates: 1_000_000,
	elements: 10_000_000,
	milliseconds: 2000,
	bytes: 512 * 1024 * 1024,
};

/** A document as it was when the engine was asked. */
export interface DocumentText {
	readonly uri: string;
	readonly version: number;
	readonly languageId: string;
	readonly text: string;
	/** Of a notebook's cell: the cells before it, in order. */
	readonly earlier?: readonly DocumentText[];
}

/** A tensor in short: what views at rest need of it. */
export interface TensorSummary {
	readonly element: 'float64' | 'float32' | 'int64' | 'bool';
	/** Sizes of the axes. */
	readonly shape: readonly number[];
	/** The first entries in C order, at most 8. */
	readonly first: readonly number[];
	/** √Σx² over the finite entries. */
	readonly norm: number;
	/** The smallest and largest entry, NaN left out; NaN where there is none. */
	readonly min: number;
	readonly max: number;
	/** How many entries are NaN or infinite. */
	readonly nonFinite: number;
}

/** What a node holds: a number, or a tensor in short. */
export type Quantity = number | TensorSummary;

/** The Jacobian of a gate along one operand, described and never stored. */
export interface JacobianSummary {
	/** The sizes of the output's axes, then those of the operand's. */
	readonly output: readonly number[];
	readonly input: readonly number[];
	/** What it would take in float64. */
	readonly bytes: number;
	/** A word of core's `JacobianStructure`. */
	readonly structure: string;
}

/** Where an input's value came from, in the order they are tried. */
export type ValueSource = 'panel' | 'annotation' | 'assignment' | 'beside' | 'last-used' | 'guessed';

/** An input of a program: a variable that the program does not compute. */
export interface Input {
	readonly name: string;
	/** The name as its notation prints it, where that differs: W₃ for `W_3` in LaTeX. */
	readonly shown?: string;
	readonly node: number;
	readonly value: Quantity;
	readonly source: ValueSource;
	/** The characters of the value in the document, where it has any: "write back" replaces them. */
	readonly at?: Range;
	/** False for inputs excluded by `wrt` or `no-grad`. */
	readonly differentiable: boolean;
}

/** One place in the text that can carry a value and a gradient. */
export interface Chip {
	/** `name`: behind a name; `operator`: behind an operator's characters; `result`: behind the assigned name or at the statement's end; `formula`: the one chip of a note's formula. */
	readonly kind: 'name' | 'operator' | 'result' | 'formula';
	/** The chip stands behind this offset. */
	readonly anchor: number;
	/** The expression whose value it is. */
	readonly range: Range;
	readonly node: number;
	/** For an occurrence of a name: the edge (consuming node, operand slot) whose share of the gradient it carries; absent: the node's whole gradient. */
	readonly edge?: { readonly gate: number; readonly slot: number };
	readonly value: Quantity;
	/** The final gradient of the target with respect to this expression; null where the gradient never arrives (not a path to the target, `no-grad`). */
	readonly gradient: Quantity | null;
	/** The largest partial sum's text may be wider than the final one: views reserve room for all of these numbers. */
	readonly reserve: readonly Quantity[];
}

/** An `expect` claim that was tried. */
export interface ClaimResult {
	readonly range: Range;
	/** As written: `df/dx = -4`. */
	readonly text: string;
	readonly expected: Quantity;
	readonly actual: Quantity | null;
	readonly tolerance: number;
	readonly holds: boolean;
	/** True when a guessed value had a part in it: shown, never asserted. */
	readonly guessed: boolean;
}

/** Everything at-rest views need of one annotated (or selected) program. Engine-made; numbers are final values and gradients. */
export interface UnitSummary {
	/** Stable while the document is edited: target and ordinal. */
	readonly id: string;
	/** The program's own text (without comment or annotation). */
	readonly range: Range;
	/** The annotation's characters, where there is one. */
	readonly annotation?: Range;
	readonly notation: string;
	/** `code`: chips inside the text; `note`: one chip at the formula's end. */
	readonly style: 'code' | 'note';
	readonly target: string;
	readonly forwardSteps: number;
	readonly backwardSteps: number;
	readonly inputs: readonly Input[];
	readonly chips: readonly Chip[];
	readonly claims: readonly ClaimResult[];
}

export interface Analysis {
	readonly uri: string;
	readonly version: number;
	readonly units: readonly UnitSummary[];
	/** What can be stepped in a note without an annotation; `gates` is null where it was too large to be run unasked. */
	readonly offers: readonly { readonly range: Range; readonly gates: number | null }[];
	readonly problems: readonly Problem[];
	/** Files that programs import and that have not been provided: without them this is not the last word. */
	readonly wanted?: readonly FileRequest[];
}

/** How a number stands at the cursor: not there yet, a partial sum at a fork, or complete. */
export type Arrival = 'none' | 'partial' | 'complete';

export interface Flow {
	readonly value: Quantity | null;
	readonly gradient: Quantity | null;
	readonly arrival: Arrival;
	/** Of a wire that stands for several values: how many there are, and how many are known. */
	readonly several?: { readonly count: number; readonly known: number };
}

/** One step's name on the timeline. */
export interface Tick {
	readonly position: number;
	readonly label: string;
	readonly node: number;
}

/** A stepping session's unchanging part: new after the text, an input or a graph option changed. */
export interface SessionInfo {
	readonly id: number;
	readonly uri: string;
	readonly version: number;
	readonly unit: UnitSummary;
	/** The program's text as it stood. */
	readonly text: string;
	readonly forwardSteps: number;
	readonly backwardSteps: number;
	/** Positions inside folded boxes, ascending, at which stepping does not stand. */
	readonly passedOver?: readonly number[];
	/** All ticks where there are at most 400 steps, else an even sample. */
	readonly ticks: readonly Tick[];
	readonly graph: Graph;
	readonly options: GraphOptions;
	readonly problems: readonly Problem[];
	/** Other texts that the program takes from, by their addresses: earlier cells, imported files. */
	readonly besides?: readonly string[];
}

/** The operands of a gate as it is drawn: a literal that stands in its symbol (`+1`) does not come in on a wire. */
export function drawnInputs(card: Card): readonly CardInput[] {
	const literal = (input: CardInput): boolean => !input.differentiable && /^[−-]?[\d.]/.test(input.label);
	const folded = card.inputs.length > 1 && card.symbol.length > 1 && card.inputs.some((input) => !literal(input));
	return folded ? card.inputs.filter((input) => !literal(input)) : card.inputs;
}

/** The position one step on (or back): what lies within a folded box is passed over. It may lie beyond the ends. */
export function nextStop({ passedOver }: Pick<SessionInfo, 'passedOver'>, position: number, by: 1 | -1): number {
	let at = position + by;
	while (passedOver?.includes(at)) at += by;
	return at;
}

/** One operand of the gate on the card. */
export interface CardInput {
	readonly node: number;
	readonly label: string;
	readonly range: Range;
	readonly value: Quantity;
	/** The local gradient ∂out/∂in at this point; of a tensor's gate its Jacobian, described. */
	readonly local: number | JacobianSummary;
	/** Of a Jacobian: why the backward pass never needs the matrix. */
	readonly reason?: Text;
	/** Of a tensor's gate, what it hands to the operand: `up @ xᵀ`. Else the local gradient's formula with names (`−1/x²`), and as LaTeX; then the numbers put in. */
	readonly localText: string;
	readonly localLatex: string;
	readonly localNumbersLatex: string;
	/** upstream × local, once the upstream gradient is there. */
	readonly downstream: Quantity | null;
	/** False for literals, which take no gradient. */
	readonly differentiable: boolean;
}

/** Everything about one gate (or variable) at the cursor: the panel's card, the hover, the announcement. */
export interface Card {
	readonly node: number;
	readonly kind: 'gate' | 'input' | 'constant';
	readonly op: string;
	readonly symbol: string;
	/** The expression as written. */
	readonly text: string;
	/** The same to be set, where it is written in LaTeX: without the document's own commands. */
	readonly textLatex?: string;
	/** The same as it reads on one line where nothing is set, cut where it is long: `w_0 x_0` reads w₀ x₀. */
	readonly shown?: string;
	/** In the document; of what is computed in another text, what leads there: the call, or nothing at the program's beginning. */
	readonly range: Range;
	/** Where it stands when that is not in the document. */
	readonly elsewhere?: Elsewhere;
	readonly value: Quantity | null;
	/** The upstream gradient: ∂target/∂out as far as it has arrived. */
	readonly upstream: Quantity | null;
	readonly arrival: Arrival;
	/** At a fork: each branch's share in the order of the text; null where it has not arrived. */
	readonly shares: readonly {
		readonly gate: number;
		readonly slot: number;
		readonly label: string;
		readonly range: Range;
		readonly share: Quantity | null;
	}[];
	readonly inputs: readonly CardInput[];
	/** `f(x) = 1/x` and its derivative, plain and in LaTeX. */
	readonly rule: string;
	readonly ruleLatex: string;
	readonly pattern: string;
	readonly sentence: Text;
	/** The convention used at a tie or a kink, present only where it applied. */
	readonly convention?: Text;
	/** Said of the node in the program: which variable is bound to it. */
	readonly boundTo?: string;
	/** The positions at which this gate is computed and passes its gradient on. */
	readonly forwardPosition: number | null;
	readonly backwardPosition: number | null;
}

/** A stepping session at a position. Everything the editor and the panel draw is a function of SessionInfo and this. */
export interface StepView {
	readonly id: number;
	readonly position: number;
	readonly pass: 'forward' | 'backward';
	/** The step within its pass: `backward 3/8` is passStep 3 of passSteps 8. */
	readonly passStep: number;
	readonly passSteps: number;
	/** The gate that this step computed or went back through; null at the very start. */
	readonly active: Card | null;
	/** The shares that this step delivered, one an operand of the active gate, with what the fork had before and has now. */
	readonly delivered: readonly {
		readonly gate: number;
		readonly slot: number;
		readonly to: number;
		readonly share: Quantity;
		readonly before: Quantity | null;
		readonly now: Quantity;
		readonly arrival: Arrival;
	}[];
	/** One an entry of `info.unit.chips`, in order. */
	readonly chips: readonly Flow[];
	/** One an entry of `info.graph.nodes`, in order: the node's value and whole gradient. */
	readonly nodes: readonly Flow[];
	/** One an entry of `info.graph.wires`, in order: the value on the wire and the share (or, on a stem or output wire, the whole gradient). */
	readonly wires: readonly Flow[];
	/** A replacement graph where the whole is too large and the window moved with the cursor. */
	readonly graph?: Graph;
}
