/**
 * "Write back": the value that was tried out for an input goes into the text. A number replaces the one that stands there; of an array the entries that were
 * tried out replace theirs, where the text has each of them.
 */
import { plainNumber } from '../core/format.ts';
import { isElsewhere } from '../lang/elsewhere.ts';
import { insertValues, replaceValue } from '../lang/edits.ts';
import { apart } from '../lang/entries.ts';
import type { Expression } from '../lang/program.ts';
import type { CallExpr, Expr } from '../lang/script.ts';
import type { Unit } from '../lang/unit.ts';
import { entryRanges } from '../lang/value.ts';
import { readUnit } from '../lang/values.ts';
import type { DocumentText, Limits, Range, TextEdit } from '../protocol.ts';
import type { WriteBackAnswer } from '../protocol-engine.ts';
import { MOST_WRITTEN } from './annotation-edits.ts';
import type { Ran } from './unit-run.ts';

/** Puts a number where the text has one for this name, else into the annotation, else into a new one. `unit` is of this very document. */
export function writeNumber(
	document: DocumentText,
	unit: Unit,
	name: string,
	value: number,
	limits: Limits,
): TextEdit | null {
	const at = readUnit(document, unit, { limits }).inputs.get(name)?.at;
	return at === undefined ? insertValues(document, unit, [[name, value]]) : replaceValue(at, value);
}

/** Puts the entries of an array that are tried out where the text has them; one that stands nowhere is written out. `ran` is of this very document. */
export function writeEntries(ran: Ran, name: string, changed: ReadonlyMap<string, number>): WriteBackAnswer {
	const { document, run, unit } = ran;
	const node = run.inputs.get(name);
	const entries = apart(changed).entries.get(name);
	if (node === undefined || entries === undefined) return null;
	const { size } = run.tape.type(node);
	const binding = unit.directive?.at.find((each) => each.name === name);
	if (binding !== undefined) {
		const { value } = binding;
		if (value?.kind !== 'matrix')
			return {
				why: [
					'{0} is given by its shape or drawn: its entries do not stand in the text. Write the array out to keep single ones',
					name,
				],
			};
		return replaced(document, entryRanges(document.text, value.range), entries);
	}
	const places = literalOf(ran, name);
	if (places === null) {
		if (ran.given.get(name)?.at !== undefined || run.bindings.some((each) => each.name === name))
			return { why: ['The entries of {0} are computed: the text does not have each of them', name] };
		if (size > MOST_WRITTEN) return { why: ['{0} has {1} entries: too many to be written out', name, size] };
		return insertValues(document, unit, [[name, run.tape.tensor(node)]]);
	}
	if (places.some(isElsewhere)) return { why: ['{0} stands in another text', name] };
	if (places.length !== size)
		return { why: ['The entries of {0} are computed: the text does not have each of them', name] };
	return replaced(document, places, entries);
}

/** From the first entry that changes to the last one. */
function replaced(
	{ text }: DocumentText,
	places: readonly Range[],
	entries: ReadonlyMap<number, number>,
): TextEdit | null {
	const changed = [...entries].filter(([place]) => place < places.length).sort(([a], [b]) => a - b);
	const [first, last] = [changed.at(0), changed.at(-1)];
	if (first === undefined || last === undefined) return null;
	const range = { start: places[first[0]]!.start, end: places[last[0]]!.end };
	let written = '';
	let at = range.start;
	for (const [place, value] of changed) {
		const { start, end } = places[place]!;
		written += text.slice(at, start) + plainNumber(value);
		at = end;
	}
	return { range, text: written };
}

/** Where the entries stand of an array that a statement writes out; null where no statement does. */
function literalOf({ program, script }: Ran, name: string): readonly Range[] | null {
	const formula = program?.statements.findLast((each) => each.kind === 'bind' && each.target.name === name);
	if (formula?.kind === 'bind') return formula.value.kind === 'matrix' ? leavesOf(formula.value) : null;
	const statement = script?.body.findLast(
		({ kind, ...each }) =>
			kind === 'assign' &&
			'targets' in each &&
			each.targets.some((target) => target.kind === 'name' && target.name === name),
	);
	if (statement?.kind !== 'assign' || statement.value === undefined) return null;
	const { value } = statement;
	const list = value.kind === 'call' ? keptBy(value) : value;
	return list?.kind === 'list' ? leavesOf(list) : null;
}

/** Functions that make an array of a list as it stands: `np.array([…])`, `torch.tensor([…])`. Others, such as `np.flip`, put the entries elsewhere. */
const KEEPING: ReadonlySet<string> = new Set(['array', 'asarray', 'tensor', 'as_tensor', 'FloatTensor', 'Tensor']);

function keptBy({ args, callee }: CallExpr): Expr | undefined {
	const keeps = (callee.kind === 'attribute' || callee.kind === 'name') && KEEPING.has(callee.name);
	return keeps ? args[0]?.value : undefined;
}

/** The numbers of nested lists or of a matrix, in the order of the text; of one that is computed, none. */
function leavesOf(list: Expr | Expression): Range[] | null {
	const ranges: Range[] = [];
	const open: (Expr | Expression)[] = [list];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next.kind === 'list' || next.kind === 'tuple') open.push(...next.items.toReversed());
		else if (next.kind === 'matrix') open.push(...next.rows.flat().toReversed());
		else if (isNumber(next)) ranges.push(next.outer ?? next.range);
		else return null;
	}
	return ranges;
}

function isNumber(leaf: Expr | Expression): boolean {
	if (leaf.kind === 'number') return true;
	if (leaf.kind === 'unary') return leaf.op === '-' && leaf.operand.kind === 'number';
	return leaf.kind === 'apply' && leaf.op === 'neg' && leaf.operands[0]?.kind === 'number';
}
