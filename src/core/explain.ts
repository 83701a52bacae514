/**
 * What is said about a gate: its rule, its local gradient as a formula and in numbers, its symbol with literals folded in, the convention that applied.
 */
import { formatNumber } from './format.ts';
import { opByName, type AnyRow } from './ops/index.ts';
import type { Formula } from './ops/formula.ts';
import { NO_ATTRIBUTES } from './compute.ts';
import { formulaTensor } from './locals.ts';
import { formulaLatex, formulaNumbersLatex, formulaText, latexNumber } from './ops/render.ts';
import { formulaValue, rowLocal, type OpRow } from './ops/row.ts';
import type { Tape } from './tape.ts';
import { parameterNames, showShare, showValue, type Showing } from './shown.ts';
import type { Text } from './text.ts';

/** `f(x) = 1/x → df/dx = −1/x²`; of two operands `f(x, y) = x·y → ∂f/∂x = y, ∂f/∂y = x`. */
export function ruleText(row: OpRow): string {
	const names = row.parameters;
	const d = differentiableSlots(row).length > 1 || row.arity > 1 ? '∂' : 'd';
	const locals = differentiableSlots(row).map(
		(slot) => `${d}f/${d}${names[slot]} = ${formulaText(row.shownLocal(slot), names)}`,
	);
	const head = `f(${names.join(', ')}) = ${formulaText(row.shownValue(), names)}`;
	return locals.length === 0 ? head : `${head} → ${locals.join(', ')}`;
}

/** The same in LaTeX. */
export function ruleLatex(row: OpRow): string {
	const names = row.parameters.map(parameterLatex);
	const d = row.arity > 1 ? '\\partial ' : 'd';
	const locals = differentiableSlots(row).map(
		(slot) => `\\frac{${d}f}{${d}${names[slot]}} = ${formulaLatex(row.shownLocal(slot), names)}`,
	);
	const head = `f(${names.join(', ')}) = ${formulaLatex(row.shownValue(), names)}`;
	return locals.length === 0 ? head : `${head} \\quad\\rightarrow\\quad ${locals.join(', \\quad ')}`;
}

/** The local gradient along a slot as plain text; `names` stand for the operands, the row's own parameters where absent. */
export function localText(row: OpRow, slot: number, names: readonly string[] = row.parameters): string {
	return formulaText(row.shownLocal(slot), names);
}

/** The same in LaTeX; `names` are LaTeX already. */
export function localLatex(
	row: OpRow,
	slot: number,
	names: readonly string[] = row.parameters.map(parameterLatex),
): string {
	return formulaLatex(row.shownLocal(slot), names);
}

/** The local gradient with the operands' numbers put in, and what it comes to: `-\frac{1}{1.37^{2}} = -0.53`. */
export function localNumbersLatex(row: OpRow, slot: number, values: readonly number[]): string {
	const applied = conventionOf(row, values);
	const result = latexNumber(rowLocal(row, slot, values, opByName));
	// At a tie or a kink the formula does not hold: the number chosen stands alone.
	if (applied) return result;
	const numbers = formulaNumbersLatex(row.shownLocal(slot), values);
	return numbers === result ? result : `${numbers} = ${result}`;
}

/** The convention that applies to the row at these operands. */
export function conventionOf(row: OpRow, values: readonly number[]): Text | null {
	for (const convention of row.conventions()) {
		if (formulaValue(convention.when, values, opByName) !== 0) return convention.text;
	}
	return null;
}

/** The convention at a tie or a kink that the gate's local gradients used, anywhere in its arrays; null where none did. */
export function conventionAt(tape: Tape, gate: number): Text | null {
	if (!tape.isGate(gate)) return null;
	const row = tape.rowAt(gate);
	const nodes = Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.inputAt(gate, slot));
	if (row.kind === 'scalar' && nodes.every((node) => tape.isScalar(node))) {
		return conventionOf(row, operandValues(tape, gate));
	}
	if (row.conventions.length === 0) return null;
	const operands = nodes.map((node) => tape.tensor(node));
	if (row.kind === 'tensor') {
		const attributes = tape.attributes(gate) ?? NO_ATTRIBUTES;
		return row.conventions.find((convention) => convention.when(operands, attributes))?.text ?? null;
	}
	const applies = (when: Formula): boolean => formulaTensor(when, operands).data.some((value) => value !== 0);
	return row.conventions().find((convention) => applies(convention.when))?.text ?? null;
}

/** The values of a gate's operands, which are numbers. */
export function operandValues(tape: Tape, gate: number): readonly number[] {
	return Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.value(tape.inputAt(gate, slot)));
}

/** The symbol of a gate with a literal operand in it, as the lecture draws unary gates: `+1`, `*-1`, `1/x`, `^2`; the row's own symbol elsewhere. */
export function foldedSymbol(tape: Tape, gate: number): string {
	const row = tape.rowAt(gate);
	if (row.kind === 'tensor' || row.arity !== 2) return row.symbol;
	const left = literal(tape, gate, 0);
	const right = literal(tape, gate, 1);
	if ((left === null) === (right === null)) return row.symbol;
	const number = left ?? right!;
	switch (row.name) {
		case 'add':
			return number.startsWith('-') ? number : `+${number}`;
		case 'sub':
			return left !== null ? `${left}-x` : number.startsWith('-') ? `+${number.slice(1)}` : `-${number}`;
		case 'mul':
			return `*${number}`;
		case 'div':
			return left !== null ? `${left}/x` : `/${number}`;
		case 'pow':
			return left !== null ? `${left}^x` : `^${number}`;
		default:
			return LEVELLED.has(row.name)
				? `${left ?? 'x'}${row.symbol}${right ?? 'x'}`
				: `${row.symbol}(${left ?? 'x'},${right ?? 'x'})`;
	}
}

/** Rows whose symbol stands between the operands. */
const LEVELLED: ReadonlySet<string> = new Set(['lt', 'le', 'gt', 'ge', 'eq', 'ne']);

/** The slot of a gate whose literal `foldedSymbol` swallows; null where none is. */
export function foldedSlot(tape: Tape, gate: number): number | null {
	if (!tape.isGate(gate) || tape.inputCount(gate) !== 2 || tape.rowAt(gate).kind === 'tensor') return null;
	const left = isLiteral(tape, tape.inputAt(gate, 0));
	const right = isLiteral(tape, tape.inputAt(gate, 1));
	return left === right ? null : left ? 0 : 1;
}

function literal(tape: Tape, gate: number, slot: number): string | null {
	const node = tape.inputAt(gate, slot);
	return isLiteral(tape, node) ? formatNumber(tape.value(node)).replaceAll('\u2212', '-') : null;
}

function isLiteral(tape: Tape, node: number): boolean {
	return tape.isConstant(node) && tape.isScalar(node);
}

function parameterLatex(name: string): string {
	const counted = /^(.)([\u2080-\u2089]+)$/.exec(name);
	if (counted) {
		const index = counted[2]!.replace(/./g, (digit) => String(digit.charCodeAt(0) - 0x2080));
		return `${counted[1]!}_{${index}}`;
	}
	return name.length === 1 ? name : `\\mathrm{${name}}`;
}

function differentiableSlots(row: OpRow): readonly number[] {
	return row.parameters.map((_, slot) => slot).filter((slot) => row.differentiable(slot));
}

/** How a gate's rule is shown for its own types and attributes, with those names for its operands. */
export function showingOf(tape: Tape, gate: number, names?: readonly string[]): Showing {
	const nodes = Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.inputAt(gate, slot));
	return {
		types: nodes.map((node) => tape.type(node)),
		attributes: tape.attributes(gate) ?? NO_ATTRIBUTES,
		names: names ?? parameterNames(tape.rowAt(gate), nodes.length),
		up: 'up',
		out: 'out',
	};
}

/** What a gate hands to an operand, as a text: `up @ yᵀ`; null for a slot that takes no gradient. `names` stand for the operands. */
export function shareText(tape: Tape, gate: number, slot: number, names?: readonly string[]): string | null {
	return showShare(tape.rowAt(gate), slot, showingOf(tape, gate, names), 'text');
}

/** The same in LaTeX; `names` are LaTeX already. */
export function shareLatex(tape: Tape, gate: number, slot: number, names?: readonly string[]): string | null {
	return showShare(tape.rowAt(gate), slot, { ...showingOf(tape, gate, names), ...LATEX_NAMES }, 'latex');
}

/** `f(x, y) = x @ y → x ← up @ yᵀ, y ← xᵀ @ up`: the rule of a row over whole arrays, or of an elementwise row applied to them. */
export function arrayRuleText(row: AnyRow, showing: Showing): string {
	const shares = handed(row, showing, 'text').map(([name, share]) => `${name} ← ${share}`);
	const head = `f(${showing.names.join(', ')}) = ${showValue(row, showing, 'text')}`;
	return shares.length === 0 ? head : `${head} → ${shares.join(', ')}`;
}

/** The same in LaTeX. */
export function arrayRuleLatex(row: AnyRow, showing: Showing): string {
	const latex = { ...showing, names: showing.names.map(parameterLatex), ...LATEX_NAMES };
	const shares = handed(row, latex, 'latex').map(([name, share]) => `${name} \\leftarrow ${share}`);
	const head = `f(${latex.names.join(', ')}) = ${showValue(row, latex, 'latex')}`;
	return shares.length === 0 ? head : `${head} \\quad\\rightarrow\\quad ${shares.join(', \\quad ')}`;
}

const LATEX_NAMES = { up: '\\mathrm{up}', out: '\\mathrm{out}' };

function handed(row: AnyRow, showing: Showing, style: 'text' | 'latex'): readonly (readonly [string, string])[] {
	return showing.names.flatMap((name, slot) => {
		const share = showShare(row, slot, showing, style);
		return share === null ? [] : [[name, share] as const];
	});
}
