/**
 * Writes docs/ops.md: the operator table for readers.
 */
import { formulaText } from '../src/core/ops/render.ts';
import { OPS, TENSOR_OPS, type AnyRow } from '../src/core/ops/index.ts';
import { sampleOf, showShare, showValue } from '../src/core/shown.ts';
import { NOTATIONS, type Notation, type OpRow } from '../src/core/ops/row.ts';
import type { TensorRow } from '../src/core/ops/tensor/row.ts';
import type { Text } from '../src/core/text.ts';

const HEADINGS: Readonly<Record<Notation, string>> = {
	math: 'mathematics',
	latex: 'LaTeX',
	numpy: 'NumPy',
	torch: 'PyTorch',
	js: 'JavaScript',
	julia: 'Julia',
	matlab: 'MATLAB',
};

function cell(text: string): string {
	return text.replaceAll('|', '\\|');
}

function code(texts: readonly string[]): string {
	return texts.map((text) => `\`${cell(text)}\``).join(' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function said([template, ...args]: Text): string {
	return template.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));
}

function rule(row: OpRow): readonly string[] {
	const names = row.parameters;
	const d = row.arity > 1 ? '∂' : 'd';
	const locals = names.map((name, slot) =>
		row.differentiable(slot)
			? `${d}f/${d}${name} = ${formulaText(row.shownLocal(slot), names)}`
			: `${name}: no gradient`,
	);
	return [
		`\`${row.name}\``,
		cell(`f(${names.join(', ')}) = ${formulaText(row.shownValue(), names)}`),
		cell(locals.join('; ')),
		row.pattern,
		row.jacobian,
		cell(said(row.sentence)),
	];
}

/** Longer rules are no help in a table. */
const MOST_RULE = 120;

/** A row over whole arrays, as its first sample has it. */
function arrayRule(row: TensorRow): readonly string[] {
	const jacobian = row.parameters.map((name, slot) => {
		const structure = row.jacobian[Math.min(slot, row.jacobian.length - 1)]!;
		return row.parameters.length > 1 ? `${name}: ${structure}` : structure;
	});
	const showing = sampleOf(row);
	const shares = showing.names.map((name, slot) => {
		const share = showShare(row, slot, showing, 'text');
		if (share === null) return `${name}: no gradient`;
		return `${name} ← ${share.length > MOST_RULE ? '…' : share}`;
	});
	return [
		`\`${row.name}\``,
		cell(`f(${showing.names.join(', ')}) = ${showValue(row, showing, 'text')}`),
		cell(shares.join('; ')),
		row.pattern,
		cell(jacobian.join('; ')),
		cell(said(row.sentence)),
	];
}

function names(rows: readonly AnyRow[]): string {
	return table(
		['op', ...NOTATIONS.map((notation) => HEADINGS[notation])],
		rows.map((row) => [`\`${row.name}\``, ...NOTATIONS.map((notation) => code(row.names[notation]))]),
	);
}

export function opsDocument(): string {
	const conventions = OPS.flatMap((row) =>
		row
			.conventions()
			.map(({ when, text }) => [`\`${row.name}\``, cell(formulaText(when, row.parameters)), cell(said(text))]),
	);
	const arrayConventions = TENSOR_OPS.flatMap((row) =>
		row.conventions.map(({ text }) => [`\`${row.name}\``, cell(said(text))]),
	);
	return `# Operators

Made from the operator table in \`src/core/ops\` by \`scripts/generate.ts\`; a test fails when this page is out of date. Each row states its rule once:
the value and the local gradients below are the formulas that are evaluated, shown, and compiled into the loops that run.

## Rules

Downstream = upstream × local gradient, on every edge. Where several gates use one value the gradients add up (copy: gradients add up).
Arithmetic is IEEE 754 in float64 throughout: 0 · ∞ is NaN, and a NaN or an infinity that the formula produces is shown, not hidden.
Literals take no gradient; tests and comparisons pass none.

${table(['op', 'value', 'local gradients', 'pattern', 'Jacobian of arrays', 'in words'], OPS.map(rule))}

## Conventions

Ties, kinks and jumps have no derivative. What is used there is a choice, and it is shown wherever it applied.

${table(['op', 'where', 'what is used'], conventions)}

## Names

${names(OPS)}

## Over whole arrays

An elementwise operator goes through an array entry by entry; where shapes differ, a \`broadcast\` gate repeats the smaller one, and its backward step sums
the copies again. The operators below look at arrays as a whole. What each hands back of its own gradient \`up\` is a rule over the others, which is
evaluated, shown, and differentiated again; \`out\` is its value, and shapes are made to fit.

${table(['op', 'value', 'what is handed back', 'pattern', 'Jacobian', 'in words'], TENSOR_OPS.map(arrayRule))}

${table(['op', 'at ties and where a result is not determined'], arrayConventions)}

${names(TENSOR_OPS)}
`;
}
