/** Everything that is said about one gate or variable at a cursor: the panel's card, the hover, the announcement. */
import { foldedSymbol, localNumbersLatex, operandValues } from '../core/explain.ts';
import type { Cursor } from '../core/cursor.ts';
import { Jacobian } from '../core/jacobian.ts';
import { formatShape } from '../core/quantity.ts';
import type { Tape } from '../core/tape.ts';
import { writtenOut } from '../lang/latex-macros.ts';
import { shownFormula, shownName } from '../lang/latex-shown.ts';
import { macrosOf } from '../lang/notes.ts';
import { outlineOf } from '../lang/outline.ts';
import type { Card, CardInput, Quantity, Range, Text } from '../protocol.ts';
import { isPlain } from './gates.ts';
import { ruleOf } from './rules.ts';
import { atHome, rangeOf, writtenAt } from './whereabouts.ts';
import type { Rule } from './rules.ts';
import type { Place } from '../run/places.ts';
import type { Ran } from './unit-run.ts';

/** Characters of the text that a card quotes at most, and shares of a fork that it lists at most. */
const MOST_TEXT = 200;
const MOST_LABEL = 40;
const MOST_SHARES = 200;
/** Operands of a gate that a card lists at most. */
const MOST_OPERANDS = 24;
/** Characters of an operand that stands in a formula. */
const MOST_OPERAND = 12;

const COPY: Text = ['copy: gradients add up'];
const INPUT: Text = ['input: its gradient says how the target changes with it'];
const CONSTANT: Text = ['constant: it takes no gradient'];

export function cardOf(ran: Ran, node: number, cursor: Cursor): Card {
	const { trace, quantities } = ran;
	const { tape } = trace;
	const place = writtenAt(ran, node);
	const range = rangeOf(ran, node);
	const elsewhere = ran.texts.elsewhere(place);
	const name = ran.nameOf(node);
	const boundTo = name === undefined ? undefined : nameShown(ran, name);
	const textLatex = latexOf(ran, place);
	const shares = sharesOf(ran, node, cursor);
	const common = {
		node,
		text: broadcastText(ran, node) ?? written(ran, place, MOST_TEXT),
		range,
		...(elsewhere !== undefined && { elsewhere }),
		...(textLatex !== null && { textLatex, shown: cut(shownFormula(textLatex), MOST_LABEL) }),
		value: quantities.valueAt(cursor, node),
		upstream: quantities.gradientAt(cursor, node),
		arrival: cursor.arrival(node),
		shares,
		...(boundTo !== undefined && { boundTo }),
		forwardPosition: trace.forwardPosition(node),
		backwardPosition: trace.backwardPosition(node),
	};
	if (!tape.isGate(node)) {
		const input = tape.isInput(node);
		const forked = input && shares.length > 1;
		return {
			...common,
			kind: input ? 'input' : 'constant',
			op: '',
			symbol: boundTo ?? common.text,
			inputs: [],
			rule: '',
			ruleLatex: '',
			pattern: forked ? 'copy' : input ? 'input' : 'constant',
			sentence: forked ? COPY : input ? INPUT : CONSTANT,
		};
	}
	const row = tape.rowAt(node);
	const names = operandNames(ran, node);
	const rule = ruleOf(tape, node, names, ran.unfoldLiterals);
	const convention = ran.conventionAt(node);
	const wire = !row.isStep;
	return {
		...common,
		kind: 'gate',
		op: row.name,
		symbol: wire && boundTo !== undefined ? boundTo : symbolOf(ran, node),
		inputs: slotsOf(tape, node).map((slot) => inputOf(ran, node, slot, cursor, rule.locals[slot])),
		rule: rule.text,
		ruleLatex: rule.latex,
		pattern: row.pattern,
		sentence: sentenceOf(tape, node, rule),
		...(convention !== null && { convention }),
	};
}

/** An expression that is written in LaTeX, to be set; null in another notation, and where it is too long for a card's heading. */
function latexOf({ unit, document, texts }: Ran, place: Range): string | null {
	if (unit.notation !== 'latex' || place.end - place.start > MOST_TEXT) return null;
	return writtenOut(texts.slice(place), macrosOf(outlineOf(document)));
}

/** The symbol of a gate as the drawing has it, literals folded in unless they are drawn. */
export function symbolOf(ran: Ran, node: number): string {
	const { tape } = ran.trace;
	if (!tape.isGate(node)) {
		const name = ran.nameOf(node);
		return name === undefined ? labelled(ran, writtenAt(ran, node), MOST_LABEL) : nameShown(ran, name);
	}
	return ran.unfoldLiterals ? tape.rowAt(node).symbol : foldedSymbol(tape, node);
}

/** Rows that are drawn as unary gates where one operand is a literal (`+1`, `1/x`, `^2`), and are spoken of as what is drawn. */
const FOLDED: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div', 'pow']);

function sentenceOf(tape: Tape, gate: number, { slope }: Rule): Text {
	const row = tape.rowAt(gate);
	if (slope === undefined || !FOLDED.has(row.name)) return row.sentence;
	const symbol = foldedSymbol(tape, gate);
	if (slope === '1') return ['{0}: hands the upstream gradient on as it is', symbol];
	if (slope === '−1') return ['{0}: flips the sign of the upstream gradient', symbol];
	return ['{0}: scales the upstream gradient by {1}', symbol, slope];
}

function inputOf(
	ran: Ran,
	gate: number,
	slot: number,
	cursor: Cursor,
	rule: { readonly text: string; readonly latex: string } | undefined,
): CardInput {
	const { trace, quantities } = ran;
	const { tape } = trace;
	const node = tape.inputAt(gate, slot);
	const range = operandRange(ran, gate, slot);
	const plain = isPlain(tape, gate);
	return {
		node,
		label: range === null ? tape.rowAt(node).symbol : labelled(ran, range, MOST_LABEL),
		range: atHome(ran, range ?? writtenAt(ran, node), tape.frame(gate)),
		value: quantities.value(node),
		...(plain ? { local: trace.local(gate, slot) } : jacobianOf(tape, gate, slot)),
		localText: nameShown(ran, rule?.text ?? ''),
		localLatex: rule?.latex ?? '',
		localNumbersLatex: plain ? localNumbersLatex(tape.row(gate), slot, operandValues(tape, gate)) : '',
		// Shown before the step as well: what will flow is upstream × local as soon as the upstream is complete.
		downstream: downstreamOf(ran, gate, slot, cursor),
		differentiable: trace.edgeReaches(gate, slot),
	};
}

/** A broadcast that no one has written stands at the gate it was made for: it is told as what it does, `b → 2×4`. */
function broadcastText(ran: Ran, node: number): string | null {
	const { tape } = ran.trace;
	if (!tape.isGate(node) || tape.rowAt(node).name !== 'broadcast') return null;
	const place = ran.placeAtEdge(node, 0);
	if (place === undefined || !contains(writtenAt(ran, node), place.expression.range)) return null;
	return `${labelled(ran, place.expression.range, MOST_LABEL)} → ${formatShape(tape.type(node).shape)}`;
}

function contains(outer: Range, inner: Range): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

function downstreamOf({ trace, quantities }: Ran, gate: number, slot: number, cursor: Cursor): Quantity | null {
	return cursor.arrival(gate) === 'complete' && trace.reaches(gate) ? quantities.share(gate, slot) : null;
}

function jacobianOf(tape: Tape, gate: number, slot: number): Pick<CardInput, 'local' | 'reason'> {
	const { output, input, bytes, structure, reason } = new Jacobian(tape, gate, slot);
	return { local: { output, input, bytes, structure }, reason };
}

function slotsOf(tape: Tape, gate: number): number[] {
	return Array.from({ length: Math.min(tape.inputCount(gate), MOST_OPERANDS) }, (_, slot) => slot);
}

/** Where an operand is written; null for one that stands at its gate's own place, an inner step of one written function that goes by its symbol. */
function operandRange(ran: Ran, gate: number, slot: number): Range | null {
	const { tape } = ran.trace;
	const place = placeOfOperand(ran, gate, slot);
	if (place !== undefined) return place.expression.range;
	const node = tape.inputAt(gate, slot);
	return tape.isGate(node) && tape.rangeId(node) === tape.rangeId(gate) ? null : writtenAt(ran, node);
}

/** The place whose value an operand is; of one that was broadcast first, what was broadcast. */
function placeOfOperand(ran: Ran, gate: number, slot: number): Place | undefined {
	const { tape } = ran.trace;
	const place = ran.placeAtEdge(gate, slot);
	const node = tape.inputAt(gate, slot);
	if (place !== undefined || !tape.isGate(node) || tape.rowAt(node).name !== 'broadcast') return place;
	return tape.rangeId(node) === tape.rangeId(gate) ? ran.placeAtEdge(node, 0) : undefined;
}

/** What stands for each operand in a local gradient: its name, or its text, `…` where that is long; `x` for a literal that is folded in. */
function operandNames(ran: Ran, gate: number): string[] {
	const { tape } = ran.trace;
	return Array.from({ length: tape.inputCount(gate) }, (_, slot) => {
		const expression = placeOfOperand(ran, gate, slot)?.expression;
		if (expression?.kind === 'name') return expression.name ?? '…';
		const node = tape.inputAt(gate, slot);
		if (!ran.unfoldLiterals && tape.isConstant(node) && isPlain(tape, gate)) return 'x';
		const range = operandRange(ran, gate, slot);
		const text = range === null ? '' : labelled(ran, range, MOST_OPERAND + 1);
		return text === '' || [...text].length > MOST_OPERAND ? '…' : text;
	});
}

function sharesOf(ran: Ran, node: number, cursor: Cursor): Card['shares'] {
	const { trace, quantities } = ran;
	const table = trace.consumerTable;
	const count = Math.min(table.count(node), MOST_SHARES);
	if (count < 2) return [];
	const shares: Card['shares'][number][] = [];
	for (let index = 0; index < count; index++) {
		const gate = table.gateAt(node, index);
		const slot = table.slotAt(node, index);
		const around = writtenAt(ran, gate);
		const range = ran.placeAtEdge(gate, slot)?.expression.range ?? around;
		const share = quantities.shareAt(cursor, gate, slot);
		shares.push({
			gate,
			slot,
			label: labelled(ran, around, MOST_LABEL),
			range: atHome(ran, range, trace.tape.frame(gate)),
			share,
		});
	}
	return shares.sort((a, b) => a.range.start - b.range.start || a.gate - b.gate || a.slot - b.slot);
}

/** The text at a range on one line, cut where it is long. */
export function written(ran: Ran, range: Range, most: number): string {
	const end = Math.min(range.end, range.start + 4 * most);
	const text = ran.texts.slice({ start: range.start, end }).replace(/\s+/g, ' ');
	return end === range.end ? cut(text, most) : `${[...text].slice(0, most - 1).join('')}…`;
}

/** What a label says of the text at a range: as it is written, and in LaTeX as it reads, cut where it is long. */
export function labelled(ran: Ran, range: Range, most: number): string {
	if (ran.unit.notation !== 'latex') return written(ran, range, most);
	const text = ran.texts.slice({ start: range.start, end: Math.min(range.end, range.start + MOST_TEXT) });
	return cut(shownFormula(writtenOut(text, macrosOf(outlineOf(ran.document)))), most);
}

/** A name as labels say it: in LaTeX `W_3` is printed W₃. */
export function nameShown(ran: Ran, name: string): string {
	return ran.unit.notation === 'latex' ? shownName(name) : name;
}

function cut(text: string, most: number): string {
	const characters = [...text];
	return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
