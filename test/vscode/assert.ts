/** What suites use of `node:assert/strict`, for the browser's extension host, which has no node. */

export class AssertionError extends Error {
	override readonly name = 'AssertionError';
}

type Message = string | Error | undefined;

function fail(message: Message, otherwise: string): never {
	throw message instanceof Error ? message : new AssertionError(message ?? otherwise);
}

function show(value: unknown): string {
	if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
	if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) return String(value);
	return JSON.stringify(value, null, '\t');
}

function ok(value: unknown, message?: Message): asserts value {
	if (!value) fail(message, `expected a truthy value, got ${show(value)}`);
}

function equal(actual: unknown, expected: unknown, message?: Message): void {
	if (!Object.is(actual, expected)) fail(message, `expected ${show(expected)}, got ${show(actual)}`);
}

function notEqual(actual: unknown, expected: unknown, message?: Message): void {
	if (Object.is(actual, expected)) fail(message, `expected anything but ${show(expected)}`);
}

function deepEqual(actual: unknown, expected: unknown, message?: Message): void {
	if (!same(actual, expected)) fail(message, `expected ${show(expected)}\ngot ${show(actual)}`);
}

function notDeepEqual(actual: unknown, expected: unknown, message?: Message): void {
	if (same(actual, expected)) fail(message, `expected anything but ${show(expected)}`);
}

function match(actual: string, expected: RegExp, message?: Message): void {
	if (!expected.test(actual)) fail(message, `expected ${String(expected)}, got ${show(actual)}`);
}

function doesNotMatch(actual: string, expected: RegExp, message?: Message): void {
	if (expected.test(actual)) fail(message, `expected no ${String(expected)} in ${show(actual)}`);
}

function throws(work: () => unknown, expected?: RegExp, message?: Message): void {
	try {
		work();
	} catch (error) {
		if (expected) match(String(error), expected, message);
		return;
	}
	fail(message, 'expected an error');
}

async function rejects(
	work: Promise<unknown> | (() => Promise<unknown>),
	expected?: RegExp,
	message?: Message,
): Promise<void> {
	try {
		await (typeof work === 'function' ? work() : work);
	} catch (error) {
		if (expected) match(String(error), expected, message);
		return;
	}
	fail(message, 'expected a rejection');
}

/** Plain data (objects, arrays, Maps, Sets, typed arrays) compared by content. */
function same(first: unknown, second: unknown): boolean {
	const work: [unknown, unknown][] = [[first, second]];
	for (let pair = work.pop(); pair; pair = work.pop()) {
		const [a, b] = pair;
		if (Object.is(a, b)) continue;
		if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
		if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
		const left = contents(a);
		const right = contents(b);
		if (left.size !== right.size) return false;
		for (const [key, value] of left) {
			if (!right.has(key)) return false;
			work.push([value, right.get(key)]);
		}
	}
	return true;
}

function contents(value: object): Map<unknown, unknown> {
	if (value instanceof Map) return value;
	if (value instanceof Set) return new Map([...value].map((item) => [item, true]));
	return new Map(Object.entries(value));
}

export const assert = Object.assign(ok, {
	AssertionError,
	ok,
	equal,
	strictEqual: equal,
	notEqual,
	notStrictEqual: notEqual,
	deepEqual,
	deepStrictEqual: deepEqual,
	notDeepEqual,
	match,
	doesNotMatch,
	throws,
	rejects,
	fail: (message?: string | Error): never => fail(message, 'failed'),
});
export { ok, equal, notEqual, deepEqual, notDeepEqual, match, doesNotMatch, throws, rejects };
export { equal as strictEqual, notEqual as notStrictEqual, deepEqual as deepStrictEqual };
