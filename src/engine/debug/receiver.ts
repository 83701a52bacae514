/** The program's objects by their names, and which object a method's call is about: of calls the run has kept no variables. */
import { classAttribute } from '../../run/script/objects.ts';
import type { InstanceValue, Value } from '../../run/script/values.ts';
import { operatorRange } from '../seek.ts';
import type { Ran } from '../unit-run.ts';
import type { Moment } from './names.ts';

/** So many parts of what the program's variables hold are gone through. */
const MOST_PARTS = 10_000;

function isObject({ kind }: Value): boolean {
	return kind === 'instance' || kind === 'list' || kind === 'dict' || kind === 'tuple';
}

/** What a name holds at the program's end; in a method's call, the object that it was called on. */
export function objectNamed(ran: Ran, name: string, moment: Moment): Value | undefined {
	const held = ran.run.atEnd?.get(name);
	if (held !== undefined) return isObject(held) ? held : undefined;
	return name === 'self' || name === 'this' ? receiver(ran, moment) : undefined;
}

/** What an object answers to, its class's methods included; names in double underscores are the language's own. */
export function membersOf({ attributes, class: type }: InstanceValue): {
	readonly attributes: readonly string[];
	readonly methods: readonly string[];
} {
	const methods = new Set(type.order.flatMap((each) => [...each.attributes.keys()]));
	return {
		attributes: [...attributes.keys()],
		methods: [...methods].filter((name) => !/^__|^constructor$/.test(name)),
	};
}

/**
 * The object that the innermost call's method was called on: of those that the program's variables lead to, the one whose class has that method at that
 * place of the text, and of several such the one whose arrays the call uses. Undefined where there is no such object, or more than one.
 */
function receiver(ran: Ran, { frame, node }: Moment): InstanceValue | undefined {
	const { frames } = ran.run;
	let call = frame;
	while (call > 0 && frames.at(call).kind !== 'call') call = frames.at(call).parent;
	if (call <= 0 || node === null) return undefined;
	const { label } = frames.at(call);
	const method = label.slice(label.lastIndexOf('.') + 1);
	const place = placeWithin(ran, call, node);
	if (place === null) return undefined;
	const candidates = instancesOf(ran).filter((each) => stands(classAttribute(each.class.order, method), place));
	if (candidates.length < 2) return candidates[0];
	const used = usedIn(ran, call);
	const counts = candidates.map((each) => nodesOf(ran, each).filter((own) => used.has(own)).length);
	const most = Math.max(...counts);
	return most > 0 && counts.filter((count) => count === most).length === 1
		? candidates[counts.indexOf(most)]
		: undefined;
}

/** Where in the method's text the call is: at the gate, or at what leads on to it. */
function placeWithin({ run, trace }: Ran, call: number, node: number): number | null {
	let at = trace.tape.frame(node);
	if (at === call) return operatorRange(trace, node).start;
	while (at > 0 && run.frames.at(at).parent !== call) at = run.frames.at(at).parent;
	return at > 0 ? run.frames.at(at).range.start : null;
}

/** Whether a function of the program stands around a place. */
function stands(value: Value | undefined, place: number): boolean {
	if (value?.kind !== 'function') return false;
	let start = Infinity;
	let end = -Infinity;
	for (const { range } of value.code.sites) {
		start = Math.min(start, range.start);
		end = Math.max(end, range.end);
	}
	return start <= place && place < end;
}

/** What the gates of a call, its loops included, take and make. */
function usedIn({ run, trace }: Ran, call: number): ReadonlySet<number> {
	const { tape } = trace;
	const homes = run.frames.innermost(({ kind }) => kind === 'call');
	const used = new Set<number>();
	for (const gate of trace.gates('forward')) {
		if (homes[tape.frame(gate)] !== call) continue;
		used.add(gate);
		for (let slot = 0; slot < tape.inputCount(gate); slot++) used.add(tape.inputAt(gate, slot));
	}
	return used;
}

/** The nodes that an object's own attributes hold, and the lists and dictionaries among them. */
function nodesOf({ run }: Ran, object: InstanceValue): number[] {
	const found: number[] = [];
	const seen = new Set<Value>();
	const open = [...object.attributes.values()];
	for (let next = open.pop(); next !== undefined && seen.size < MOST_PARTS; next = open.pop()) {
		if (seen.has(next)) continue;
		seen.add(next);
		if (next.kind === 'array') found.push(run.atEnd?.nodeOf(next) ?? -1);
		else if (next.kind === 'float') found.push(next.node);
		else if (next.kind !== 'instance') for (const item of itemsOf(next)) open.push(item);
	}
	return found.filter((node) => node >= 0);
}

function itemsOf(value: Value): Value[] {
	if (value.kind === 'list' || value.kind === 'tuple') return [...value.items];
	return value.kind === 'dict' ? Array.from(value.entries.values(), (entry) => entry.value) : [];
}

/** Every object that the program's variables lead to, as far as they are gone through. */
function instancesOf({ run }: Ran): InstanceValue[] {
	const found: InstanceValue[] = [];
	const seen = new Set<Value>();
	const open = run.atEnd?.values() ?? [];
	for (let next = open.pop(); next !== undefined && seen.size < MOST_PARTS; next = open.pop()) {
		if (!isObject(next) || seen.has(next)) continue;
		seen.add(next);
		if (next.kind === 'instance') found.push(next);
		for (const item of next.kind === 'instance' ? next.attributes.values() : itemsOf(next)) open.push(item);
	}
	return found;
}
