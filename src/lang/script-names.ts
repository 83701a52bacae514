/** Which names a statement of a Script uses, sets and changes. */
import type { Range } from '../protocol.ts';
import type { Expr, NameExpr, Parameter, Stmt, Target } from './script.ts';

/** The names a target binds, through lists, patterns and spreads. */
export function namesOf(target: Target | Expr): string[] {
	return boundNames(target).map(({ name }) => name);
}

/** The same with their places. */
export function boundNames(target: Target | Expr): NameExpr[] {
	const names: NameExpr[] = [];
	const open: (Target | Expr)[] = [target];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next.kind === 'name') names.push(next);
		else if (next.kind === 'list' || next.kind === 'tuple') for (const item of next.items.toReversed()) open.push(item);
		else if (next.kind === 'spread') open.push(next.value);
		else if (next.kind === 'dict') for (const { value } of next.entries) open.push(value);
		else if (next.kind === 'assign-expr') open.push(next.target);
	}
	return names;
}

/** The variable that a store into an element or an attribute changes; undefined for other targets. */
export function rootOf(target: Target | Expr): string | undefined {
	let at: Expr | Target = target;
	while (at.kind === 'index' || at.kind === 'attribute') at = at.object;
	return at !== target && at.kind === 'name' ? at.name : undefined;
}

/** What a statement does to names: those it sets (true: whatever happens), and those whose value it changes in place. */
export interface Effects {
	readonly binds: ReadonlyMap<string, boolean>;
	readonly changes: ReadonlySet<string>;
}

const known = new WeakMap<Stmt, Effects>();

/** The effects of a statement in the scope it stands in; what happens inside functions is theirs. */
export function effectsOf(statement: Stmt): Effects {
	let effects = known.get(statement);
	if (effects === undefined) known.set(statement, (effects = findEffects(statement)));
	return effects;
}

function findEffects(statement: Stmt): Effects {
	const binds = new Map<string, boolean>();
	const changes = new Set<string>();
	const open: { readonly statement: Stmt; readonly certain: boolean }[] = [{ statement, certain: true }];
	const bind = (target: Target | Expr, certain: boolean): void => {
		for (const name of namesOf(target)) binds.set(name, certain || binds.get(name) === true);
		const root = rootOf(target);
		if (root !== undefined) changes.add(root);
	};
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { statement: s, certain } = next;
		const inner = (body: readonly Stmt[], sure: boolean): void => {
			for (const each of body) open.push({ statement: each, certain: sure });
		};
		switch (s.kind) {
			case 'assign':
				if (s.value !== undefined) for (const target of s.targets) bind(target, certain);
				break;
			case 'augment':
				for (const name of namesOf(s.target)) changes.add(name);
				bind(s.target, false);
				break;
			case 'define':
			case 'class':
				binds.set(s.name.name, certain);
				break;
			case 'import':
				if (s.names === undefined) binds.set(s.alias ?? s.module.split('.')[0] ?? s.module, certain);
				else for (const { alias } of s.names) binds.set(alias, certain);
				break;
			case 'for':
				bind(s.target, false);
				inner([...s.body, ...s.otherwise], false);
				break;
			case 'while':
				inner([...s.body, ...s.otherwise], false);
				break;
			case 'count':
				inner(s.init, certain);
				inner(s.body, false);
				break;
			case 'if':
				for (const { body } of s.branches) inner(body, false);
				inner(s.otherwise, false);
				break;
			case 'block':
				inner(s.body, certain);
				break;
			case 'with':
				for (const { target } of s.items) if (target !== undefined) bind(target, certain);
				inner(s.body, certain);
				break;
			case 'try':
				inner([...s.body, ...s.otherwise, ...s.handlers.flatMap(({ body }) => body)], false);
				inner(s.final, certain);
				break;
			case 'delete':
				for (const target of s.targets) bind(target, false);
				break;
			case 'expression': {
				// `hs.append(h)` changes hs.
				const { value } = s;
				if (value.kind === 'call' && value.callee.kind === 'attribute') {
					const root = rootOf(value.callee);
					if (root !== undefined) changes.add(root);
				}
				// `np.add.at(dW, x, dout)` changes its first argument.
				const first = value.kind === 'call' && !isTelling(value.callee) ? value.args[0]?.value : undefined;
				if (first?.kind === 'name') changes.add(first.name);
				break;
			}
			default:
				break;
		}
	}
	return { binds, changes };
}

/** Functions that only show what they are given. */
const TELLING = new Set(['print', 'display', 'repr', 'len', 'type']);

function isTelling(callee: Expr): boolean {
	return callee.kind === 'name' && TELLING.has(callee.name);
}

/** Properties that hold no part of the program. */
const APART = new Set(['range', 'outer', 'operator', 'operators', 'nameRange', 'moduleRange', 'kind', 'names']);

interface Hidden {
	readonly names: ReadonlySet<string>;
	readonly outer: Hidden | null;
}

function isHidden(name: string, hidden: Hidden | null): boolean {
	for (let at = hidden; at !== null; at = at.outer) if (at.names.has(name)) return true;
	return false;
}

/** Every name that a statement reads, with its first place; parameters and local variables of functions in it are left out. */
export function usesOf(statement: Stmt | Expr): Map<string, Range> {
	const uses = new Map<string, Range>();
	const open: { readonly node: unknown; readonly hidden: Hidden | null }[] = [{ node: statement, hidden: null }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { node, hidden } = next;
		if (typeof node !== 'object' || node === null) continue;
		const push = (inner: unknown, within: Hidden | null = hidden): void =>
			void open.push({ node: inner, hidden: within });
		if (Array.isArray(node)) {
			for (let k = node.length - 1; k >= 0; k--) push(node[k]);
			continue;
		}
		const typed = node as Stmt | Expr;
		switch (typed.kind) {
			case 'name': {
				const known = uses.get(typed.name);
				if (!isHidden(typed.name, hidden) && (known === undefined || typed.range.start < known.start))
					uses.set(typed.name, typed.range);
				continue;
			}
			case 'assign':
				for (const target of typed.targets) pushTarget(target, push);
				push(typed.value);
				continue;
			case 'for':
				pushTarget(typed.target, push);
				push([typed.iterable, typed.body, typed.otherwise]);
				continue;
			case 'with':
				for (const { context, target } of typed.items) {
					push(context);
					if (target !== undefined) pushTarget(target, push);
				}
				push(typed.body);
				continue;
			case 'lambda':
			case 'define': {
				for (const { default: value } of typed.parameters) push(value);
				if (typed.kind === 'define') push(typed.decorators);
				push(typed.body, { names: localsOf(typed.parameters, typed.body), outer: hidden });
				continue;
			}
			case 'class':
				push([typed.bases, typed.decorators]);
				push(typed.body, { names: localsOf([], typed.body), outer: hidden });
				continue;
			case 'comprehension': {
				const names = new Set(typed.clauses.flatMap(({ target }) => namesOf(target)));
				const within: Hidden = { names, outer: hidden };
				push([typed.key, typed.element, typed.clauses.map(({ conditions }) => conditions)], within);
				for (const [k, { iterable }] of typed.clauses.entries()) push(iterable, k === 0 ? hidden : within);
				continue;
			}
			case 'assign-expr':
				pushTarget(typed.target, push);
				push(typed.value);
				continue;
			case 'binary':
				push(typed.right);
				push(typed.left);
				continue;
			default:
				for (const [key, value] of Object.entries(typed)) if (!APART.has(key) && typeof value === 'object') push(value);
		}
	}
	return uses;
}

/** A target reads what it stores into, not the names that it sets. */
function pushTarget(target: Target, push: (node: unknown) => void): void {
	const open: (Target | Expr)[] = [target];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next.kind === 'index' || next.kind === 'attribute') push(next);
		else if (next.kind === 'list' || next.kind === 'tuple') for (const item of next.items) open.push(item);
		else if (next.kind === 'spread') open.push(next.value);
		else if (next.kind === 'assign-expr') {
			open.push(next.target);
			push(next.value);
		} else if (next.kind === 'dict') for (const { value } of next.entries) open.push(value);
	}
}

function localsOf(parameters: readonly Parameter[], body: Expr | readonly Stmt[]): Set<string> {
	const names = new Set(parameters.map(({ name }) => name));
	names.add('this');
	if (Array.isArray(body)) {
		const shared = new Set<string>();
		for (const statement of body as readonly Stmt[]) {
			if (statement.kind === 'global' || statement.kind === 'nonlocal')
				for (const name of statement.names) shared.add(name);
			for (const name of effectsOf(statement).binds.keys()) if (!shared.has(name)) names.add(name);
		}
	}
	return names;
}

/** Those of some names that statements call and use for nothing else. */
export function calledOnly(names: Iterable<string>, statements: readonly Stmt[]): Set<string> {
	const called = new Set<string>();
	const used = new Set<string>();
	const open: unknown[] = [...statements];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const node = next as Stmt | Expr;
		if (node.kind === 'name') used.add(node.name);
		const isCall = node.kind === 'call' && node.callee.kind === 'name';
		if (isCall) called.add(node.callee.name);
		for (const [key, inner] of Object.entries(node))
			if (!APART.has(key) && !(isCall && key === 'callee') && typeof inner === 'object' && inner !== null)
				open.push(inner);
	}
	return new Set([...names].filter((name) => called.has(name) && !used.has(name)));
}

/** Functions whose arguments are counts and sizes. */
const COUNTS = new Set([
	'range',
	'xrange',
	'zeros',
	'ones',
	'empty',
	'full',
	'eye',
	'arange',
	'reshape',
	'randn',
	'rand',
]);

/** Functions whose arguments behind the first are labels or places. */
const LABELS = new Set(['cross_entropy', 'nll_loss', 'gather', 'index_select', 'take', 'scatter_add']);

/** Names that stand within an index, or where a count or a label is needed: what they hold are whole numbers. */
export function countingNames(statements: readonly Stmt[]): Set<string> {
	const names = new Set<string>();
	const open: { readonly node: unknown; readonly counts: boolean }[] = [{ node: statements, counts: false }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { node, counts } = next;
		if (typeof node !== 'object' || node === null) continue;
		if (Array.isArray(node)) {
			for (const item of node) open.push({ node: item, counts });
			continue;
		}
		const typed = node as Stmt | Expr;
		if (typed.kind === 'name') {
			if (counts) names.add(typed.name);
		} else if (typed.kind === 'index') {
			open.push({ node: typed.object, counts }, { node: typed.index, counts: true });
		} else if (typed.kind === 'attribute') {
			// `x.shape[0]` in an index says nothing about x.
			open.push({ node: typed.object, counts: false });
		} else if (typed.kind === 'call') {
			const { callee } = typed;
			const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
			open.push({ node: callee, counts: false });
			for (const [k, arg] of typed.args.entries())
				open.push({ node: arg, counts: COUNTS.has(name) || (k > 0 && LABELS.has(name)) });
		} else if (typed.kind === 'binary') open.push({ node: typed.left, counts }, { node: typed.right, counts });
		else for (const [key, value] of Object.entries(typed)) if (!APART.has(key)) open.push({ node: value, counts });
	}
	return names;
}
