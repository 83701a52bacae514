/** The rule on a gate's card: `f(x) = 1/x → df/dx = −1/x²`, with a literal operand put in where the drawing folds it into its gate. */
import { foldedSlot, localLatex, localText, ruleLatex, ruleText, showingOf } from '../core/explain.ts';
import { substitute } from '../core/ops/formula.ts';
import type { Formula } from '../core/ops/formula.ts';
import { formulaLatex, formulaText, latexName } from '../core/ops/render.ts';
import { showShare, showValue } from '../core/shown.ts';
import type { Tape } from '../core/tape.ts';
import { isPlain } from './gates.ts';

export interface Rule {
	readonly text: string;
	readonly latex: string;
	/** The local gradient of each operand slot. */
	readonly locals: readonly { readonly text: string; readonly latex: string }[];
	/** Of a gate with a literal folded in: the slope along the operand that is left, in x. */
	readonly slope?: string;
}

/** `names` stand for the operands in the local gradients, so that they are never read as the rule's own x and y. */
export function ruleOf(tape: Tape, gate: number, names: readonly string[], unfolded: boolean): Rule {
	if (!isPlain(tape, gate)) return arrayRule(tape, gate, names, unfolded);
	const row = tape.row(gate);
	const folded = unfolded ? null : foldedSlot(tape, gate);
	if (folded !== null) return foldedRule(tape, gate, folded, names);
	const latex = names.map(operandLatex);
	return {
		text: ruleText(row),
		latex: ruleLatex(row),
		locals: row.parameters.map((_, slot) => ({
			text: localText(row, slot, names),
			latex: localLatex(row, slot, latex),
		})),
	};
}

/** What stands for the upstream gradient in a rule over arrays. */
const UP = 'up';
const UP_LATEX = '\\operatorname{up}';

/** A gate over arrays says what it hands to each operand, up being the upstream gradient: its Jacobians are never written out. */
function arrayRule(tape: Tape, gate: number, names: readonly string[], unfolded: boolean): Rule {
	const row = tape.rowAt(gate);
	const folded = unfolded ? null : foldedSlot(tape, gate);
	const general = showingOf(tape, gate);
	const own = {
		...showingOf(
			tape,
			gate,
			names.map((name) => (name === '' ? '…' : name)),
		),
		up: UP,
	};
	const inLatex = { ...showingOf(tape, gate, names.map(operandLatex)), up: UP_LATEX };
	const slots = general.names.map((_, slot) => slot).filter((slot) => row.differentiable(slot));
	const gets = slots.map((slot) => `∂${general.names[slot]} = ${showShare(row, slot, { ...general, up: UP }, 'text')}`);
	const shown = slots.length > 4 ? 1 : slots.length;
	const rest = shown < slots.length ? ', …' : '';
	if (folded !== null) {
		// `up·2·h`, and not `up·(2·h^(2 − 1))`: the literal has been put in.
		const { slope, locals } = foldedRule(tape, gate, folded, names);
		return {
			...(slope !== undefined && { slope }),
			text: `${showValue(row, general, 'text')} → ${gets.slice(0, shown).join(', ')}${rest}`,
			latex: '',
			locals: locals.map(({ latex, text }) => ({
				text: scaled(UP, text, '·'),
				latex: scaled(UP_LATEX, latex, ' \\cdot '),
			})),
		};
	}
	return {
		text: `${showValue(row, general, 'text')} → ${gets.slice(0, shown).join(', ')}${rest}`,
		// What each operand is handed says it all, in the names of the program.
		latex: '',
		locals: general.names.map((_, slot) => ({
			text: showShare(row, slot, own, 'text') ?? '',
			latex: showShare(row, slot, inLatex, 'latex') ?? '',
		})),
	};
}

/** The upstream gradient times a local gradient, as one writes it. */
function scaled(up: string, local: string, times: string): string {
	if (local === '1') return up;
	if (local === '\u22121' || local === '-1') return `${local.slice(0, 1)}${up}`;
	const sum = / [+\u2212-] |^[\u2212-]/.test(local);
	return sum ? `${up}${times}(${local})` : `${up}${times}${local}`;
}

function foldedRule(tape: Tape, gate: number, folded: number, names: readonly string[]): Rule {
	const row = tape.row(gate);
	const literal: Formula = { kind: 'number', value: tape.value(tape.inputAt(gate, folded)) };
	const operand: Formula = { kind: 'variable', slot: 0 };
	const values = row.parameters.map((_, slot) => (slot === folded ? literal : operand));
	const put = (formula: Formula): Formula => plain(substitute(formula, values));
	const shown = put(row.shownValue());
	const own = 1 - folded;
	const name = names[own] ?? 'x';
	const differentiable = row.differentiable(own);
	const local = put(row.shownLocal(own));
	const head = `f(x) = ${formulaText(shown, ['x'])}`;
	const headLatex = `f(x) = ${formulaLatex(shown, ['x'])}`;
	const slope = formulaText(local, ['x']);
	return {
		...(differentiable && { slope }),
		text: differentiable ? `${head} → df/dx = ${slope}` : head,
		latex: differentiable
			? `${headLatex} \\quad\\rightarrow\\quad \\frac{df}{dx} = ${formulaLatex(local, ['x'])}`
			: headLatex,
		locals: row.parameters.map((_, slot) => {
			const formula = put(row.shownLocal(slot));
			return { text: formulaText(formula, [name]), latex: formulaLatex(formula, [operandLatex(name)]) };
		}),
	};
}

/** Puts aside what a literal made idle: `x^(2 − 1)` is `x`, `1·x` is `x`, `2·x^1` is `2·x`. Formulas of the table are shallow. */
function plain(formula: Formula): Formula {
	if (formula.kind !== 'apply') return formula;
	const operands = formula.operands.map(plain);
	const [a, b] = operands;
	if (a !== undefined && b !== undefined) {
		const numbers = a.kind === 'number' && b.kind === 'number' ? ([a.value, b.value] as const) : null;
		if (formula.op === 'sub' && numbers !== null) return { kind: 'number', value: numbers[0] - numbers[1] };
		if (formula.op === 'mul' && a.kind === 'number' && a.value === 1) return b;
		if (formula.op === 'mul' && b.kind === 'number' && b.value === 1) return a;
		if (formula.op === 'pow' && b.kind === 'number' && b.value === 1) return a;
	}
	return { ...formula, operands };
}

/** A name, or a text that is kept as it was written: it is not of the notation that is set here. */
function operandLatex(name: string): string {
	return /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name)
		? latexName(name)
		: `\\text{${name.replace(/[\\{}$&#^_%~]/g, ' ')}}`;
}
