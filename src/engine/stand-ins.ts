/** What is not supported need not stop a program: at each such place the user is offered to give the value that it comes to. */
import { insertValues, type GivenValue } from '../lang/edits.ts';
import { isElsewhere } from '../lang/elsewhere.ts';
import { boundNames } from '../lang/script-names.ts';
import type { CallExpr, Expr, Script, Stmt } from '../lang/script.ts';
import type { Unit } from '../lang/unit.ts';
import type { DocumentText, Problem, Range } from '../protocol.ts';
import type { Reading } from './reading.ts';

/** Problems that a value given by the user gets around. */
const CURABLE: ReadonlySet<string> = new Set(['not-supported', 'unknown-function']);
/** A call is spelled out in the offer's title up to this length. */
const LONGEST = 40;

/** The problems, those at what is not supported with a fix that writes a value for it into the annotation. */
export function withOffers(
	problems: readonly Problem[],
	document: DocumentText,
	unit: Unit,
	reading: Reading,
): Problem[] {
	const { script, run } = reading;
	if (script === null) return [...problems];
	return problems.map((problem) => {
		if (problem.severity !== 'error' || problem.fixes !== undefined || !CURABLE.has(problem.code)) return problem;
		if (problem.elsewhere !== undefined || isElsewhere(problem.range.start)) return problem;
		const offer = offerFor(problem.range, script, reading);
		if (offer === null) return problem;
		// It has been given.
		if (offer.values.every(([name]) => run.inputs.has(name))) return { ...problem, severity: 'hint' };
		const edit = insertValues(document, unit, offer.values);
		if (edit === null) return problem;
		const whole = document.text.slice(offer.range.start, offer.range.end).replace(/\s+/g, ' ');
		const spelled = whole.length > LONGEST ? `${whole.slice(0, LONGEST - 1)}…` : whole;
		return { ...problem, fixes: [{ title: ['Give the value of {0}', spelled], edits: [edit] }] };
	});
}

interface Offer {
	/** What the value stands in for. */
	readonly range: Range;
	readonly values: readonly (readonly [name: string, value: GivenValue])[];
}

/** The names that the statement sets where it is the call alone, else that of the function that is called. */
function offerFor(at: Range, script: Script, reading: Reading): Offer | null {
	const statement = script.body.find(({ range }) => covers(range, at));
	if (statement === undefined) return null;
	const call = callAt(statement, at);
	const assigned = statement.kind === 'assign' ? statement : null;
	const names = (assigned?.targets ?? []).flatMap(boundNames).map(({ name }) => name);
	if (assigned?.value !== undefined && names.length > 0 && (call === null || assigned.value === call)) {
		const value = call === null || names.length > 1 ? 1 : likeFirst(call, reading);
		return { range: assigned.value.range, values: names.map((name) => [name, value]) };
	}
	if (call === null || (call.callee.kind !== 'name' && call.callee.kind !== 'attribute')) return null;
	return { range: call.range, values: [[call.callee.name, likeFirst(call, reading)]] };
}

/** The innermost call whose callee an offset lies in. */
function callAt(statement: Stmt, at: Range): CallExpr | null {
	let found: CallExpr | null = null;
	const open: unknown[] = [statement];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const node = next as Stmt | Expr;
		if (node.kind === 'call' && covers(node.callee.range, at) && (found === null || covers(found.range, node.range)))
			found = node;
		for (const inner of Object.values(node)) if (typeof inner === 'object' && inner !== null) open.push(inner);
	}
	return found;
}

/** What the value may look like: ones, in the shape of the call's first argument where that is known; else 1. */
function likeFirst({ args }: CallExpr, { run, inputs }: Reading): GivenValue {
	const first = args[0]?.value;
	if (first === undefined) return 1;
	const { range } = first;
	const place = run.places.findLast(
		({ expression }) => expression.range.start === range.start && expression.range.end === range.end,
	);
	const name = first.kind === 'name' ? first.name : '';
	const node = place?.node ?? run.bindings.findLast((binding) => binding.name === name)?.node ?? -1;
	const given = inputs.get(name)?.value;
	const shape = node >= 0 ? run.tape.type(node).shape : typeof given === 'object' ? given.shape : [];
	return shape.length === 0 ? 1 : { shape };
}

function covers(outer: Range, inner: Range): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}
