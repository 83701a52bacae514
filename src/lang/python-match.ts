/**
 * Python's `match`: a pattern is written like an expression, and is read as one; here it becomes the test that the subject has to pass, which sets the
 * names that the pattern captures on the way. Alternatives and what they hold wait on a list of work: nothing here calls itself.
 */
import type { Range } from '../protocol.ts';
import type { CallExpr, Expr, NameExpr } from './script.ts';

/** Patterns of these types take the subject itself as their one positional pattern. */
const WHOLE: ReadonlySet<string> = new Set(
	'bool bytearray bytes dict float frozenset int list set str tuple'.split(' '),
);

type Work =
	| { readonly pattern: Expr; readonly subject: Expr; readonly into: Expr[] }
	| { readonly alternatives: readonly Expr[][]; readonly into: Expr[]; readonly range: Range };

/** The test of a pattern; the place of what cannot be a pattern here. */
export function patternTest(pattern: Expr, subject: Expr): Expr | { readonly refused: Range } {
	const conditions: Expr[] = [];
	const open: Work[] = [{ pattern, subject, into: conditions }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if ('alternatives' in next) {
			const { alternatives, into, range } = next;
			into.push(alternatives.map((each) => allOf(each, range)).reduce((left, right) => logical('or', left, right)));
			continue;
		}
		const refused = take(next.pattern, next.subject, next.into, open);
		if (refused !== null) return { refused };
	}
	return allOf(conditions, pattern.range);
}

/** Adds what a pattern asks of its subject, and leaves the patterns in it on the list; the place of what cannot be read. */
function take(pattern: Expr, subject: Expr, into: Expr[], open: Work[]): Range | null {
	const { range } = pattern;
	const then = (inner: readonly (readonly [Expr, Expr])[]): null => {
		for (const [each, of] of inner.toReversed()) open.push({ pattern: each, subject: of, into });
		return null;
	};
	switch (pattern.kind) {
		case 'name':
			// A list of one is true whatever is in it.
			if (pattern.name !== '_')
				into.push({
					kind: 'list',
					items: [{ kind: 'assign-expr', target: pattern, value: subject, operator: range, range }],
					range,
				});
			return null;
		case 'constant':
			into.push(compared(subject, 'is', pattern));
			return null;
		case 'number':
		case 'string':
		case 'unary':
		case 'attribute':
			into.push(compared(subject, '==', pattern));
			return null;
		case 'binary': {
			if (pattern.op !== '|') return range;
			const alternatives: Expr[][] = [];
			let at: Expr = pattern;
			for (; at.kind === 'binary' && at.op === '|'; at = at.left) alternatives.unshift([at.right]);
			alternatives.unshift([at]);
			const tests = alternatives.map((): Expr[] => []);
			open.push({ alternatives: tests, into, range });
			for (const [k, [each]] of [...alternatives.entries()].reverse())
				open.push({ pattern: each!, subject, into: tests[k]! });
			return null;
		}
		case 'list':
		case 'tuple': {
			const { items } = pattern;
			const star = items.findIndex(({ kind }) => kind === 'spread');
			const behind = star < 0 ? 0 : items.length - 1 - star;
			into.push(isOf(subject, range, named('list', range), named('tuple', range)));
			const length = callOf('len', [subject], range);
			into.push(compared(length, star < 0 ? '==' : '>=', whole(items.length - (star < 0 ? 0 : 1), range)));
			return then(
				items.map((item, k) => {
					if (item.kind !== 'spread')
						return [item, itemOf(subject, whole(star >= 0 && k > star ? k - items.length : k, range))];
					const stop = behind === 0 ? undefined : whole(-behind, range);
					const rest: Expr = { kind: 'slice', start: whole(star, range), ...(stop !== undefined && { stop }), range };
					return [item.value, callOf('list', [itemOf(subject, rest)], range)];
				}),
			);
		}
		case 'dict':
			into.push(isOf(subject, range, named('dict', range)));
			for (const { key } of pattern.entries) if (key !== undefined) into.push(compared(key, 'in', subject));
			if (pattern.entries.some(({ key }) => key === undefined)) return range;
			return then(pattern.entries.map(({ key, value }) => [value, itemOf(subject, key!)]));
		case 'call':
			return classPattern(pattern, subject, into, then);
		default:
			return range;
	}
}

function classPattern(
	{ callee, args, range }: CallExpr,
	subject: Expr,
	into: Expr[],
	then: (inner: readonly (readonly [Expr, Expr])[]) => null,
): Range | null {
	into.push(isOf(subject, range, callee));
	const inner: (readonly [Expr, Expr])[] = [];
	for (const [k, { value, name, spread }] of args.entries()) {
		if (spread !== undefined) return value.range;
		if (name !== undefined) inner.push([value, { kind: 'attribute', object: subject, name, operator: range, range }]);
		else if (args.length === 1 && callee.kind === 'name' && WHOLE.has(callee.name)) inner.push([value, subject]);
		else {
			// `__match_args__` says which attribute the place means.
			const names: Expr = { kind: 'attribute', object: callee, name: '__match_args__', operator: range, range };
			inner.push([value, callOf('getattr', [subject, itemOf(names, whole(k, range))], range)]);
		}
	}
	return then(inner);
}

function allOf(conditions: readonly Expr[], range: Range): Expr {
	if (conditions.length === 0) return { kind: 'constant', value: 'true', range };
	return conditions.reduce((left, right) => logical('and', left, right));
}

export function logical(op: 'and' | 'or', left: Expr, right: Expr): Expr {
	const range = { start: left.range.start, end: Math.max(left.range.end, right.range.end) };
	return { kind: 'logical', op, left, right, operator: range, range };
}

function compared(left: Expr, op: '==' | '>=' | 'is' | 'in', right: Expr): Expr {
	const { range } = op === 'in' ? left : right;
	return { kind: 'compare', operands: [left, right], ops: [op], operators: [range], operator: range, range };
}

function named(name: string, range: Range): NameExpr {
	return { kind: 'name', name, range };
}

function whole(value: number, range: Range): Expr {
	return { kind: 'number', value, integer: true, range };
}

function itemOf(object: Expr, index: Expr): Expr {
	return { kind: 'index', object, index, operator: index.range, range: index.range };
}

function callOf(name: string, args: readonly Expr[], range: Range): Expr {
	return { kind: 'call', callee: named(name, range), args: args.map((value) => ({ value })), operator: range, range };
}

function isOf(subject: Expr, range: Range, ...types: Expr[]): Expr {
	const [type] = types;
	return callOf('isinstance', [subject, types.length === 1 ? type! : { kind: 'tuple', items: types, range }], range);
}
