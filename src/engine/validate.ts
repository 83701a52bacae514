/** Checks what enters the engine from outside: a message's envelope, and each method's parameters down to the fields the engine reads. */
import { DEFAULT_LIMITS } from '../protocol.ts';
import { HEALTH_FILTERS } from '../protocol-debug.ts';
import type { EngineMessage, EngineMethod, EngineMethods } from '../protocol-engine.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const whole: Check = (value) => Number.isSafeInteger(value);
const number: Check = (value) => typeof value === 'number';
const flag: Check = (value) => typeof value === 'boolean';

function optional(check: Check): Check {
	return (value) => value === undefined || check(value);
}

function list(check: Check): Check {
	return (value) => Array.isArray(value) && value.every(check);
}

/** An object that has these fields, each as its check wants it; further fields are no harm. */
function fields(shape: Readonly<Record<string, Check>>): Check {
	const entries = Object.entries(shape);
	return (value) => {
		if (typeof value !== 'object' || value === null) return false;
		const found = new Map(Object.entries(value));
		return entries.every(([name, check]) => check(found.get(name)));
	};
}

const range = fields({ start: whole, end: whole });
const natural: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const cell = { uri: text, version: whole, languageId: text, text };
const document = fields({ ...cell, earlier: optional(list(fields(cell))) });
const file: Check = (value) =>
	value === 'missing' || value === 'restricted' || value === 'too-many' || fields({ uri: text, text })(value);
const answer = fields({ request: fields({ from: text, module: text, level: natural }), file });
const values = list((entry) => Array.isArray(entry) && entry.length === 2 && text(entry[0]) && number(entry[1]));
const options = fields({
	unfoldLiterals: flag,
	foldedGroups: list(text),
	smallGates: optional(flag),
	openBlocks: optional(list(text)),
	closedBlocks: optional(list(text)),
});
const window = { row: natural, column: natural, rows: natural, columns: natural };
const SEARCHES: ReadonlySet<string> = new Set(['next-line', 'previous-line', 'over', 'out', 'iteration']);
const seek: Check = (value) =>
	fields({ to: (to) => typeof to === 'string' && SEARCHES.has(to) })(value) ||
	fields({ to: (to) => to === 'offset', offset: whole })(value) ||
	fields({ to: (to) => to === 'node', node: whole })(value);

const place = fields({
	position: optional(whole),
	node: optional(natural),
	frame: optional(natural),
	window: optional(fields({ lead: list(natural), ...window, exact: flag })),
});
const passes: Check = optional((value) => value === 'forward' || value === 'backward');
const word =
	(wanted: string): Check =>
	(value) =>
		value === wanted;
const FILTERS: ReadonlySet<unknown> = new Set(HEALTH_FILTERS);
const terms = fields({ condition: optional(text), hit: optional(text), log: optional(text) });
const STOPS: readonly Check[] = [
	fields({ at: word('line'), range, uri: optional(text), pass: passes }),
	fields({ at: word('expression'), offset: whole, uri: optional(text), pass: passes }),
	fields({ at: word('op'), name: text, pass: passes }),
	fields({ at: word('gradient'), node: natural }),
	fields({ at: word('gradient'), name: text }),
	fields({ at: word('finding'), filter: (value) => FILTERS.has(value) }),
];
const stop: Check = (value) => terms(value) && STOPS.some((check) => check(value));

const PARAMS: Readonly<Record<EngineMethod, Check>> = {
	analyze: fields({ document, lastUsed: values }),
	open: fields({
		document,
		unit: optional(text),
		selection: optional(range),
		changed: values,
		lastUsed: values,
		options,
		position: optional(whole),
	}),
	at: fields({ id: whole, position: whole }),
	change: fields({ id: whole, changed: values, position: whole }),
	options: fields({ id: whole, options, position: whole }),
	seek: fields({ id: whole, position: whole, seek }),
	inspect: fields({
		document,
		offset: whole,
		session: optional(fields({ id: whole, position: whole })),
		time: optional(natural),
	}),
	typeset: fields({ latex: text, ink: text }),
	complete: fields({ document, offset: natural }),
	explain: fields({ document, offset: natural }),
	stack: fields({ id: whole, position: whole, start: natural, count: natural }),
	variables: fields({ id: whole, position: whole, frame: optional(natural) }),
	gates: fields({ id: whole, range, uri: optional(text) }),
	card: fields({ id: whole, position: whole, node: whole }),
	tensor: fields({
		id: whole,
		position: whole,
		request: fields({ node: natural, lead: list(natural), ...window, exact: flag, slot: optional(natural) }),
	}),
	element: fields({ id: whole, position: whole, node: natural, index: list(natural) }),
	jacobian: fields({ id: whole, request: fields({ gate: natural, slot: natural, ...window }) }),
	evaluate: fields({ id: whole, position: whole, expression: text, at: place }),
	assignment: fields({ id: whole, position: whole, expression: text, value: text, at: place }),
	completions: fields({ id: whole, position: whole, text, column: whole, at: place }),
	search: fields({
		id: whole,
		request: fields({
			from: whole,
			direction: (value) => value === 1 || value === -1,
			stops: list(stop),
			until: optional(whole),
		}),
	}),
	checkStops: fields({ id: whole, stops: list(stop) }),
	health: fields({ id: whole, check: flag }),
	stages: fields({ document, offset: whole }),
	annotate: fields({ document, offset: whole, selection: optional(range), values: optional(values) }),
	writeBack: fields({ document, id: whole, name: text, value: optional(number) }),
	close: fields({ id: whole }),
	provide: fields({ files: list(answer) }),
	configure: fields({
		limits: fields(
			Object.fromEntries(
				Object.keys(DEFAULT_LIMITS).map((name) => [name, (value: unknown) => typeof value === 'number' && value > 0]),
			),
		),
	}),
};

export function isMethod(value: unknown): value is EngineMethod {
	return typeof value === 'string' && Object.hasOwn(PARAMS, value);
}

/** Whether these are parameters that `method` can take. */
export function areParams<M extends EngineMethod>(method: M, params: unknown): params is EngineMethods[M]['params'] {
	return PARAMS[method](params);
}

/** What the host said, if it is one of the messages it may send. */
export function readMessage(value: unknown): EngineMessage | null {
	if (
		typeof value !== 'object' ||
		value === null ||
		!('kind' in value) ||
		!('id' in value) ||
		typeof value.id !== 'number'
	)
		return null;
	if (value.kind === 'cancel') return { kind: 'cancel', id: value.id };
	if (value.kind !== 'request' || !('method' in value) || !isMethod(value.method)) return null;
	return { kind: 'request', id: value.id, method: value.method, params: 'params' in value ? value.params : undefined };
}
