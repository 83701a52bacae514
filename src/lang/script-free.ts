/** Which names statements use before they set them: what a piece of a program needs from before it. */
import type { Range } from '../protocol.ts';
import { effectsOf, namesOf, usesOf } from './script-names.ts';
import type { Expr, Stmt, Target } from './script.ts';

/** A name that statements use without having surely set it. */
export interface Free {
	/** Its first use. */
	readonly range: Range;
	/** False where the statements may have set it themselves: a branch, or a statement below a function that uses it. */
	readonly needed: boolean;
}

/** What has been set so far: in one block, whose names are only perhaps set behind it. */
interface Layer {
	readonly bound: Set<string>;
	/** Set in blocks that have ended. */
	readonly perhaps: Set<string>;
}

type Work =
	| { readonly do: 'statement'; readonly statement: Stmt }
	| { readonly do: 'use'; readonly of: Expr | Stmt }
	| { readonly do: 'bind'; readonly names: Iterable<string> }
	| { readonly do: 'store'; readonly target: Target }
	| { readonly do: 'open' | 'close' };

const known = new WeakMap<Stmt, ReadonlyMap<string, Free>>();

/** The names that a statement needs from before it. */
export function needsOf(statement: Stmt): ReadonlyMap<string, Free> {
	let needs = known.get(statement);
	if (needs === undefined) known.set(statement, (needs = freeNamesOf([statement])));
	return needs;
}

/** Names that statements use before they set them, in the order of the text. */
export function freeNamesOf(statements: readonly Stmt[]): Map<string, Free> {
	return new Finder().find(statements);
}

class Finder {
	readonly #free = new Map<string, Free>();
	readonly #layers: Layer[] = [{ bound: new Set(), perhaps: new Set() }];
	/** What bodies of functions use: they run once everything here is set. */
	readonly #late = new Map<string, Range>();
	/** Last to first. */
	readonly #work: Work[] = [];

	find(statements: readonly Stmt[]): Map<string, Free> {
		this.#then(statements.map(doing));
		for (let next = this.#work.pop(); next !== undefined; next = this.#work.pop()) this.#step(next);
		for (const [name, range] of this.#late) this.#use(name, range, true);
		return this.#free;
	}

	#then(work: readonly Work[]): void {
		for (let k = work.length - 1; k >= 0; k--) this.#work.push(work[k]!);
	}

	#step(work: Work): void {
		switch (work.do) {
			case 'statement':
				return this.#statement(work.statement);
			case 'use':
				for (const [name, range] of usesOf(work.of)) this.#use(name, range, false);
				return;
			case 'bind':
				for (const name of work.names) this.#layers.at(-1)!.bound.add(name);
				return;
			case 'store':
				// `x[i]` and `x.a` as targets use x.
				for (const [name, range] of usesOf({ kind: 'assign', targets: [work.target], range: work.target.range }))
					this.#use(name, range, false);
				return;
			case 'open':
				this.#layers.push({ bound: new Set(), perhaps: new Set() });
				return;
			case 'close': {
				const { bound, perhaps } = this.#layers.pop()!;
				const outer = this.#layers.at(-1)!;
				for (const name of bound) outer.perhaps.add(name);
				for (const name of perhaps) outer.perhaps.add(name);
			}
		}
	}

	#statement(statement: Stmt): void {
		switch (statement.kind) {
			case 'if':
				// The tests of later branches run where no earlier branch did.
				return this.#then([
					...statement.branches.flatMap(({ test, body }): Work[] => [{ do: 'use', of: test }, ...block(body)]),
					...block(statement.otherwise),
				]);
			case 'for':
				return this.#then([
					{ do: 'use', of: statement.iterable },
					{ do: 'store', target: statement.target },
					...block(statement.body, statement.target),
					...block(statement.otherwise),
				]);
			case 'while':
				return this.#then([
					...(statement.testedAfter === true ? [] : [{ do: 'use', of: statement.test } as const]),
					...block(statement.body),
					...(statement.testedAfter === true ? [{ do: 'use', of: statement.test } as const] : []),
					...block(statement.otherwise),
				]);
			case 'count':
				return this.#then([
					...statement.init.map(doing),
					...(statement.test === undefined ? [] : [{ do: 'use', of: statement.test } as const]),
					...block(statement.body),
					...(statement.update === undefined ? [] : [{ do: 'use', of: statement.update } as const]),
				]);
			case 'block':
				return this.#then(statement.body.map(doing));
			case 'with':
				return this.#then([
					...statement.items.flatMap(({ context, target }): Work[] => [
						{ do: 'use', of: context },
						...(target === undefined
							? []
							: [{ do: 'store', target } as const, { do: 'bind', names: namesOf(target) } as const]),
					]),
					...statement.body.map(doing),
				]);
			case 'try':
				return this.#then([
					...block(statement.body),
					...statement.handlers.flatMap(({ type, name, body }): Work[] => [
						...(type === undefined ? [] : [{ do: 'use', of: type } as const]),
						...block(body, name),
					]),
					...block(statement.otherwise),
					...statement.final.map(doing),
				]);
			case 'define':
			case 'class':
				for (const [name, range] of usesOf(statement)) if (!this.#late.has(name)) this.#late.set(name, range);
				break;
			case 'augment':
				for (const name of namesOf(statement.target)) this.#use(name, statement.target.range, false);
				for (const [name, range] of usesOf(statement)) this.#use(name, range, false);
				break;
			default:
				for (const [name, range] of usesOf(statement)) this.#use(name, range, false);
		}
		for (const name of effectsOf(statement).binds.keys()) this.#layers.at(-1)!.bound.add(name);
	}

	#use(name: string, range: Range, late: boolean): void {
		let perhaps = false;
		for (const layer of this.#layers) {
			if (layer.bound.has(name)) {
				if (!late) return;
				perhaps = true;
			}
			if (layer.perhaps.has(name)) perhaps = true;
		}
		const before = this.#free.get(name);
		const needed = !perhaps || before?.needed === true;
		if (before === undefined) this.#free.set(name, { range, needed });
		else if (before.needed !== needed || range.start < before.range.start)
			this.#free.set(name, { range: range.start < before.range.start ? range : before.range, needed });
	}
}

function doing(statement: Stmt): Work {
	return { do: 'statement', statement };
}

/** What happens in a block, to which a loop's or a handler's names belong. */
function block(body: readonly Stmt[], target?: Target): Work[] {
	return [
		{ do: 'open' },
		...(target === undefined ? [] : [{ do: 'bind', names: namesOf(target) } as const]),
		...body.map(doing),
		{ do: 'close' },
	];
}
