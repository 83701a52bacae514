/**
 * Writes docs/ops.md: the operator table for readers.
 */
import { formulaText } from '../src/core/ops/render.ts';
import { OPS } from '../src/core/ops/index.ts';
import { NOTATIONS, type Notation, type OpRow } from '../src/core/ops/row.ts';

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

function said(row: OpRow): string {
	const [template, ...args] = row.sentence;
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
		cell(said(row)),
	];
}

export function opsDocument(): string {
	const conventions = OPS.flatMap((row) =>
		row.conventions().map((convention) => {
			const [template, ...args] = convention.text;
			const text = template.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));
			return [`\`${row.name}\``, cell(formulaText(convention.when, row.parameters)), cell(text)];
		}),
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

${table(
	['op', ...NOTATIONS.map((notation) => HEADINGS[notation])],
	OPS.map((row) => [`\`${row.name}\``, ...NOTATIONS.map((notation) => code(row.names[notation]))]),
)}
`;
}
