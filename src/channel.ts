/**
 * The one way messages cross between the extension host and the panel: encoded so that JSON loses no number, validated where they enter, typed
 * on both sides.
 *
 * A webview message is JSON: NaN and the infinities become null and −0 becomes 0 on the way. So such numbers travel as `{"$number": "NaN"}`.
 * Typed arrays cross as they are.
 */
import type { HostToPanel, PanelToHost } from './protocol-panel.ts';

type Parent = Record<string, unknown> | unknown[];

const MARK = '$number';

/** True for a number that JSON would not bring back. */
function isFragile(value: unknown): value is number {
	return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0));
}

/** Copies plain data, with each leaf replaced as `leaf` says. Iterative: depth costs no stack. */
function copyWith(data: unknown, leaf: (value: unknown) => unknown): unknown {
	const root = leaf(data);
	if (root !== data || typeof data !== 'object' || data === null) return root;
	const result: Parent = Array.isArray(data) ? [] : {};
	const work: [source: object, copy: Parent][] = [[data, result]];
	for (let next = work.pop(); next; next = work.pop()) {
		const [source, copy] = next;
		for (const [key, value] of Object.entries(source)) {
			let made = leaf(value);
			if (made === value && typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
				const child: Parent = Array.isArray(value) ? [] : {};
				work.push([value, child]);
				made = child;
			}
			if (Array.isArray(copy)) copy[Number(key)] = made;
			else Object.defineProperty(copy, key, { value: made, enumerable: true, writable: true, configurable: true });
		}
	}
	return result;
}

/** Plain data with every number JSON would lose replaced by a marked string. */
export function encode(data: unknown): unknown {
	return copyWith(data, (value) =>
		isFragile(value) ? { [MARK]: Object.is(value, -0) ? '-0' : String(value) } : value,
	);
}

/** The reverse of `encode`. Unknown marks are left as they are, for the guards to refuse. */
export function decode(data: unknown): unknown {
	return copyWith(data, (value) => {
		if (typeof value !== 'object' || value === null || !(MARK in value)) return value;
		const text = (value as Record<string, unknown>)[MARK];
		if (text === 'NaN' || text === 'Infinity' || text === '-Infinity' || text === '-0') return Number(text);
		return value;
	});
}

function isRecord(data: unknown): data is Record<string, unknown> {
	return typeof data === 'object' && data !== null && !Array.isArray(data) && !ArrayBuffer.isView(data);
}

const isString = (data: unknown): data is string => typeof data === 'string';
const isBoolean = (data: unknown): data is boolean => typeof data === 'boolean';
const isNumber = (data: unknown): data is number => typeof data === 'number';
const isIndex = (data: unknown): data is number => isNumber(data) && Number.isSafeInteger(data) && data >= 0;
const isList = (data: unknown, item: (entry: unknown) => boolean): data is unknown[] =>
	Array.isArray(data) && data.every(item);
/** A number, or a tensor in short. */
const isQuantity = (data: unknown): boolean =>
	isNumber(data) ||
	(isRecord(data) &&
		isString(data['element']) &&
		isList(data['shape'], isIndex) &&
		isList(data['first'], isNumber) &&
		isNumber(data['norm']) &&
		isNumber(data['min']) &&
		isNumber(data['max']) &&
		isIndex(data['nonFinite']));
const isQuantityOrNull = (data: unknown): boolean => data === null || isQuantity(data);
/** A local gradient: a number, or the description of a Jacobian. */
const isLocal = (data: unknown): boolean =>
	isNumber(data) || (isRecord(data) && isList(data['output'], isIndex) && isList(data['input'], isIndex));

const isOne = (data: unknown, words: readonly string[]): boolean => isString(data) && words.includes(data);

/** The numbers that say which entries of an array or a matrix are wanted, or are there. */
const isPart = (data: Record<string, unknown>): boolean =>
	isIndex(data['row']) && isIndex(data['column']) && isIndex(data['rows']) && isIndex(data['columns']);

function isTensorRequest(data: unknown): boolean {
	return (
		isRecord(data) && isIndex(data['node']) && isList(data['lead'], isIndex) && isPart(data) && isBoolean(data['exact'])
	);
}

function isWindow(data: unknown): boolean {
	if (data === null) return true;
	if (!isRecord(data) || !isList(data['shape'], isIndex) || !isList(data['lead'], isIndex) || !isPart(data))
		return false;
	const { block, cells, columns, element, rows } = data;
	if (!isOne(element, ['float64', 'float32', 'int64', 'bool']) || !(cells instanceof Float64Array)) return false;
	if (!isList(block, (size) => isIndex(size) && size > 0) || block.length !== 2) return false;
	const [high, wide] = block as [number, number];
	return cells.length === Math.ceil((rows as number) / high) * Math.ceil((columns as number) / wide);
}

function isElement(data: unknown): boolean {
	const part = (entry: unknown): boolean =>
		isRecord(entry) &&
		isList(entry['index'], isIndex) &&
		isNumber(entry['value']) &&
		isNumber(entry['local']) &&
		(entry['share'] === null || isNumber(entry['share']));
	const group = (entry: unknown): boolean =>
		isRecord(entry) && isString(entry['label']) && isIndex(entry['total']) && isList(entry['parts'], part);
	return (
		isRecord(data) &&
		isIndex(data['node']) &&
		isList(data['index'], isIndex) &&
		isNumber(data['value']) &&
		(data['gradient'] === null || isNumber(data['gradient'])) &&
		isList(data['from'], group) &&
		isList(data['touches'], group)
	);
}

function isBlock(data: unknown): boolean {
	return (
		isRecord(data) &&
		isIndex(data['gate']) &&
		isIndex(data['slot']) &&
		isPart(data) &&
		isList(data['size'], isIndex) &&
		data['size'].length === 2 &&
		data['cells'] instanceof Float64Array &&
		data['cells'].length === (data['rows'] as number) * (data['columns'] as number)
	);
}

function isOptions(data: unknown): boolean {
	if (!isRecord(data) || !isBoolean(data['unfoldLiterals']) || !isList(data['foldedGroups'], isString)) return false;
	const names = (list: unknown): boolean => list === undefined || isList(list, isString);
	return names(data['openBlocks']) && names(data['closedBlocks']);
}

/** The message a panel sent, or null where it is none of ours. */
export function asPanelToHost(data: unknown): PanelToHost | null {
	if (!isRecord(data)) return null;
	const valid = ((): boolean => {
		switch (data['kind']) {
			case 'ready':
			case 'next':
			case 'previous':
			case 'annotate':
				return true;
			case 'go':
			case 'landed':
				return isIndex(data['position']);
			case 'motion':
				return isNumber(data['milliseconds']) && data['milliseconds'] >= 0;
			case 'reveal':
			case 'card':
				return isIndex(data['node']);
			case 'write-back':
				return isString(data['name']) && (data['value'] === undefined || isNumber(data['value']));
			case 'change':
				return isString(data['name']) && isNumber(data['value']);
			case 'options':
				return isOptions(data['options']);
			case 'teacher':
				return isBoolean(data['on']);
			case 'tensor':
				return isTensorRequest(data['request']);
			case 'element':
				return isIndex(data['node']) && isList(data['index'], isIndex);
			case 'jacobian': {
				const { request } = data;
				return isRecord(request) && isIndex(request['gate']) && isIndex(request['slot']) && isPart(request);
			}
			default:
				return false;
		}
	})();
	return valid ? (data as unknown as PanelToHost) : null;
}

function isFlow(data: unknown): boolean {
	return (
		isRecord(data) &&
		isQuantityOrNull(data['value']) &&
		isQuantityOrNull(data['gradient']) &&
		(data['arrival'] === 'none' || data['arrival'] === 'partial' || data['arrival'] === 'complete')
	);
}

function isBlockOfGraph(data: unknown): boolean {
	return (
		data === undefined ||
		(isRecord(data) &&
			isString(data['id']) &&
			isString(data['code']) &&
			Array.isArray(data['title']) &&
			isIndex(data['first']) &&
			isIndex(data['last']))
	);
}

function isGraph(data: unknown): boolean {
	if (!isRecord(data) || !isNumber(data['width']) || !isNumber(data['height']) || !Array.isArray(data['groups']))
		return false;
	const place = (entry: unknown): boolean =>
		isRecord(entry) &&
		isIndex(entry['node']) &&
		isNumber(entry['x']) &&
		isNumber(entry['y']) &&
		isString(entry['label']) &&
		isBlockOfGraph(entry['block']);
	const wire = (entry: unknown): boolean =>
		isRecord(entry) && isIndex(entry['from']) && isNumber(entry['to']) && isList(entry['points'], isNumber);
	const group = (entry: unknown): boolean => isRecord(entry) && isBlockOfGraph(entry['block']);
	return isList(data['nodes'], place) && isList(data['wires'], wire) && isList(data['groups'], group);
}

function isCard(data: unknown): boolean {
	return (
		isRecord(data) &&
		isIndex(data['node']) &&
		isString(data['symbol']) &&
		isList(data['inputs'], (entry) => isRecord(entry) && isQuantity(entry['value']) && isLocal(entry['local'])) &&
		isList(data['shares'], (entry) => isRecord(entry) && isQuantityOrNull(entry['share'])) &&
		Array.isArray(data['sentence'])
	);
}

function isInfo(data: unknown): data is Record<string, unknown> {
	return (
		isRecord(data) &&
		isIndex(data['forwardSteps']) &&
		isIndex(data['backwardSteps']) &&
		isString(data['text']) &&
		(data['passedOver'] === undefined || isList(data['passedOver'], isIndex)) &&
		isRecord(data['unit']) &&
		Array.isArray(data['unit']['inputs']) &&
		Array.isArray(data['ticks']) &&
		isOptions(data['options']) &&
		isGraph(data['graph'])
	);
}

function isState(data: unknown): boolean {
	if (!isRecord(data) || !isRecord(data['view']) || !isBoolean(data['keepsGraph'])) return false;
	if (!isBoolean(data['concealed']) || !isBoolean(data['teacher']) || !isBoolean(data['animate'])) return false;
	const { info, view } = data;
	if (info !== null && !isInfo(info)) return false;
	if (!isIndex(view['position']) || !isList(view['nodes'], isFlow) || !isList(view['wires'], isFlow)) return false;
	if (!Array.isArray(view['delivered']) || (view['active'] !== null && !isCard(view['active']))) return false;
	if (view['graph'] !== undefined && !isGraph(view['graph'])) return false;
	// The numbers of a drawing that was left out are counted where it is put back.
	const graph = data['keepsGraph'] ? undefined : (view['graph'] ?? info?.['graph']);
	if (graph === undefined) return true;
	const { nodes, wires } = graph as { nodes: unknown[]; wires: unknown[] };
	return nodes.length === view['nodes'].length && wires.length === view['wires'].length;
}

/** The message a host sent, or null where it is none of ours. */
export function asHostToPanel(data: unknown): HostToPanel | null {
	if (!isRecord(data)) return null;
	const valid = ((): boolean => {
		switch (data['kind']) {
			case 'hello': {
				const pair = (entry: unknown): boolean =>
					Array.isArray(entry) && entry.length === 2 && isString(entry[0]) && isString(entry[1]);
				return isString(data['language']) && isList(data['strings'], pair);
			}
			case 'state':
				return isState(data['state']);
			case 'card':
				return isCard(data['card']);
			case 'tensor': {
				const { pair, position } = data;
				return (
					isIndex(position) &&
					isRecord(pair) &&
					isIndex(pair['node']) &&
					isWindow(pair['value']) &&
					isWindow(pair['gradient'])
				);
			}
			case 'element':
				return isIndex(data['position']) && isElement(data['element']);
			case 'jacobian':
				return isBlock(data['block']);
			case 'highlight':
				return data['node'] === null || isIndex(data['node']);
			case 'empty':
				return isList(data['problems'], isString);
			default:
				return false;
		}
	})();
	return valid ? (data as unknown as HostToPanel) : null;
}

/** One end of the line: sends its own messages encoded, and hands on what comes in, decoded, once it has passed the guard. */
export class Channel<Incoming, Outgoing> {
	readonly #post: (data: unknown) => unknown;
	readonly #guard: (data: unknown) => Incoming | null;
	readonly #receive: (message: Incoming) => void;

	constructor(
		post: (data: unknown) => unknown,
		guard: (data: unknown) => Incoming | null,
		receive: (message: Incoming) => void,
	) {
		this.#post = post;
		this.#guard = guard;
		this.#receive = receive;
	}

	send(message: Outgoing): void {
		this.#post(encode(message));
	}

	/** Takes raw data in. Returns false where it was refused. */
	take(data: unknown): boolean {
		const message = this.#guard(decode(data));
		if (message === null) return false;
		this.#receive(message);
		return true;
	}
}
