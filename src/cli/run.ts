/** `backstep run`: the steps of a file's programs as a table for people, or as data. */
import { describeJacobian } from '../core/jacobian.ts';
import { formatLocal, formatQuantity, quantityOf } from '../core/quantity.ts';
import { sizeOf } from '../core/tensor/shape.ts';
import { zeros, type Tensor } from '../core/tensor/tensor.ts';
import { symbolOf, written } from '../engine/cards.ts';
import { isPlain } from '../engine/gates.ts';
import { Lines } from '../engine/lines.ts';
import { runUnit } from '../engine/unit-run.ts';
import type { Outcome, Ran } from '../engine/unit-run.ts';
import { rangeOf, writtenAt } from '../engine/whereabouts.ts';
import { unitAt } from '../lang/document.ts';
import { DEFAULT_LIMITS, fill } from '../protocol.ts';
import type { DocumentText, Elsewhere, JacobianSummary, Limits, Problem, Quantity } from '../protocol.ts';
import { Budget } from '../run/budget.ts';
import { figure, figures, quantityFigure } from './figure.ts';
import { shortened, table } from './table.ts';
import { turnsOf, turnsText } from './turns.ts';

/** So many steps of a pass are printed; `--json` has them all. */
const MOST_ROWS = 5000;
const MOST_TEXT = 48;

/** A document where nothing is annotated, stepped as a whole; null where it cannot be read as a formula. */
export function wholeOf(
	document: DocumentText,
	limits: Limits = DEFAULT_LIMITS,
): { readonly outcomes: readonly Outcome[]; readonly problems: readonly Problem[] } | null {
	const unit = unitAt(document, { start: 0, end: document.text.length }, limits);
	if (unit === null) return null;
	const options = { changed: new Map<string, number>(), lastUsed: new Map<string, number>() };
	const lines = new Lines(document.text);
	return {
		outcomes: [runUnit(document, unit, { ...options, budget: new Budget(limits), lines })],
		problems: [],
	};
}

/** `path:line:column: error: what is wrong` for each problem. */
export function problemLines(path: string, lines: Lines, problems: readonly Problem[]): string[] {
	return problems.map(({ range, severity, elsewhere, message: [template, ...args] }) => {
		const { line, column } = lines.position(range.start);
		const there = elsewhere === undefined ? '' : ` (${placeName(elsewhere)})`;
		return `${path}:${line}:${column}: ${severity}: ${fill(template, args)}${there}`;
	});
}

/** `layers.py:12`: a line of another text. */
function placeName({ uri, line }: Elsewhere): string {
	return `${decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))}:${line + 1}`;
}

/** The table of one program. */
export function runText(path: string, { ran, summary, unit }: Outcome): string[] {
	if (ran === null) return [];
	const { quantities, trace } = ran;
	const { line } = ran.lines.position(unit.range.start);
	const inputs = summary.inputs.map(
		({ name, value, source }) => `${name} = ${formatQuantity(value)}${source === 'guessed' ? ' (guessed)' : ''}`,
	);
	const text = [
		`${path}:${line}  ${ran.targetLabel} = ${formatQuantity(quantities.value(trace.target))}${inputs.length === 0 ? '' : `  at  ${inputs.join(', ')}`}`,
		'',
		...forwardTable(ran),
		'',
		...backwardTable(ran),
	];
	const gradients = summary.inputs.filter(({ differentiable }) => differentiable);
	if (gradients.length > 0) {
		text.push(
			'',
			'Gradients',
			...table(
				['input', 'value', `∂${ran.targetLabel}/∂input`],
				gradients.map(({ name, node, value }) => [
					name,
					formatQuantity(value),
					gradientText(quantities.gradient(node)),
				]),
			).map(indented),
		);
	}
	const turns = turnsText(ran);
	if (turns.length > 0) text.push('', ...turns);
	for (const claim of summary.claims) {
		const verdict = claim.guessed ? '? not tried, a value is guessed:' : claim.holds ? '✓' : '✗';
		text.push(
			`${verdict} ${claim.text}${claim.holds || claim.actual === null ? '' : `  (it is ${formatQuantity(claim.actual)})`}`,
		);
	}
	return text;
}

function forwardTable(ran: Ran): string[] {
	const { quantities, trace } = ran;
	const rows: string[][] = [];
	for (let step = 1; step <= Math.min(trace.forwardSteps, MOST_ROWS); step++) {
		const gate = trace.gateAtForward(step);
		rows.push([
			String(step),
			place(ran, gate),
			expression(ran, gate),
			symbolOf(ran, gate),
			formatQuantity(quantities.value(gate)),
		]);
	}
	return [
		'Forward',
		...table(['step', 'at', 'expression', 'op', 'value'], rows, new Set(['step', 'value'])).map(indented),
		...rest(trace.forwardSteps),
	];
}

function backwardTable(ran: Ran): string[] {
	const { quantities, trace } = ran;
	const { tape, target } = trace;
	const rows = [
		[
			'0',
			place(ran, target),
			expression(ran, target),
			`∂${ran.targetLabel}/∂${ran.targetLabel}`,
			formatQuantity(quantities.value(target)),
			gradientText(quantities.gradient(target)),
			'',
			'',
			'',
		],
	];
	const steps = trace.backwardSteps - 1;
	for (let step = 1; step <= Math.min(steps, MOST_ROWS); step++) {
		const gate = trace.gateAtBackward(step);
		let head = [
			String(step),
			place(ran, gate),
			expression(ran, gate),
			symbolOf(ran, gate),
			formatQuantity(quantities.value(gate)),
			gradientText(quantities.gradient(gate)),
		];
		for (let slot = 0; slot < tape.inputCount(gate); slot++) {
			if (!trace.edgeReaches(gate, slot)) continue;
			rows.push([
				...head,
				operand(ran, gate, slot),
				formatLocal(localOf(ran, gate, slot)),
				gradientText(quantities.share(gate, slot)),
			]);
			head = head.map(() => '');
		}
	}
	const heads = ['step', 'at', 'expression', 'op', 'value', 'upstream', 'to', 'local', 'downstream'];
	return [
		'Backward',
		...table(heads, rows, new Set(['step', 'value', 'upstream', 'local', 'downstream'])).map(indented),
		...rest(steps),
	];
}

/** The same as data: every step, numbers unrounded. */
export function runData({ ran, summary, problems }: Outcome): Readonly<Record<string, unknown>> {
	if (ran === null) return { id: summary.id, problems };
	const { trace } = ran;
	const { tape } = trace;
	const gradientOf = (node: number) => tensorFigure(trace.gradientTensor(node) ?? zeros(tape.type(node).shape));
	const gateData = (gate: number) => {
		const range = rangeOf(ran, gate);
		const elsewhere = ran.texts.elsewhere(writtenAt(ran, gate));
		return {
			node: gate,
			...range,
			...ran.lines.position(range.start),
			text: ran.texts.slice(writtenAt(ran, gate)),
			...(elsewhere !== undefined && { elsewhere }),
			op: tape.isGate(gate) ? tape.rowAt(gate).name : '',
			value: tensorFigure(tape.tensor(gate)),
		};
	};
	const forward = Array.from({ length: trace.forwardSteps }, (_, index) => ({
		step: index + 1,
		...gateData(trace.gateAtForward(index + 1)),
	}));
	const backward = Array.from({ length: trace.backwardSteps }, (_, step) => {
		const gate = step === 0 ? trace.target : trace.gateAtBackward(step);
		const inputs = [];
		for (let slot = 0; step > 0 && slot < tape.inputCount(gate); slot++) {
			if (!trace.edgeReaches(gate, slot)) continue;
			inputs.push({
				node: tape.inputAt(gate, slot),
				text: operand(ran, gate, slot),
				local: localFigure(localOf(ran, gate, slot)),
				downstream: tensorFigure(trace.contributionTensor(gate, slot)!),
			});
		}
		return { step, ...gateData(gate), upstream: gradientOf(gate), inputs };
	});
	const turns = turnsOf(ran).map((node) => tensorFigure(tape.tensor(node)));
	return {
		id: summary.id,
		target: ran.targetLabel,
		value: tensorFigure(tape.tensor(trace.target)),
		inputs: summary.inputs.map(({ name, node, value, source, differentiable }) => ({
			name,
			value: typeof value === 'number' ? figure(value) : tensorFigure(tape.tensor(node)),
			source,
			...(differentiable && { gradient: gradientOf(node) }),
		})),
		forward,
		backward,
		...(turns.length > 0 && { turns }),
		claims: summary.claims.map((claim) => ({
			...claim,
			expected: quantityFigure(claim.expected),
			actual: claim.actual === null ? null : quantityFigure(claim.actual),
		})),
		problems,
	};
}

/** An array of more entries is told in short. */
const MOST_ENTRIES = 4096;

function tensorFigure(tensor: Tensor): unknown {
	return sizeOf(tensor.shape) <= MOST_ENTRIES ? figures(tensor) : quantityFigure(quantityOf(tensor));
}

/** The local gradient: a number, or of a gate over arrays its Jacobian, described. */
function localOf({ trace }: Ran, gate: number, slot: number): number | JacobianSummary {
	return isPlain(trace.tape, gate) ? trace.local(gate, slot) : describeJacobian(trace.tape, gate, slot);
}

function localFigure(local: number | JacobianSummary): unknown {
	return typeof local === 'number' ? figure(local) : local;
}

function gradientText(gradient: Quantity | null): string {
	return formatQuantity(gradient ?? 0);
}

function operand(ran: Ran, gate: number, slot: number): string {
	const range = ran.placeAtEdge(gate, slot)?.expression.range ?? writtenAt(ran, ran.trace.tape.inputAt(gate, slot));
	return shortened(written(ran, range, MOST_TEXT), MOST_TEXT);
}

function expression(ran: Ran, node: number): string {
	return shortened(written(ran, writtenAt(ran, node), MOST_TEXT), MOST_TEXT);
}

/** `1:6-1:11`: line and column of a gate's first character and of the one behind its last. */
function place(ran: Ran, node: number): string {
	const elsewhere = ran.texts.elsewhere(writtenAt(ran, node));
	if (elsewhere !== undefined) return placeName(elsewhere);
	const { start, end } = rangeOf(ran, node);
	const [from, to] = [ran.lines.position(start), ran.lines.position(end)];
	return `${from.line}:${from.column}-${to.line}:${to.column}`;
}

function indented(line: string): string {
	return `  ${line}`;
}

function rest(steps: number): string[] {
	return steps > MOST_ROWS ? [`  … and ${steps - MOST_ROWS} more steps: --json has them all`] : [];
}
