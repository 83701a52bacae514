/** Which statements of a program an annotation or a selection means: whole ones, with the blocks that belong to them. */
import type { Range } from '../protocol.ts';
import { effectsOf } from './script-names.ts';
import type { Stmt } from './script.ts';

/** A line that holds nothing, or a comment alone, ends a block only where it is blank. */
const BLANK = /\n[ \t]*\n/;

/** The blocks inside a statement. */
export function blocksOf(statement: Stmt): readonly (readonly Stmt[])[] {
	switch (statement.kind) {
		case 'define':
		case 'class':
		case 'with':
		case 'block':
		case 'count':
			return [statement.body];
		case 'for':
		case 'while':
			return [statement.body, statement.otherwise];
		case 'if':
			return [...statement.branches.map(({ body }) => body), statement.otherwise];
		case 'try':
			return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.final];
		default:
			return bodiesIn(statement);
	}
}

/** The bodies of functions that stand in a statement's expressions: `run(() => { … })`. */
function bodiesIn(statement: Stmt): (readonly Stmt[])[] {
	const bodies: (readonly Stmt[])[] = [];
	const open: unknown[] = [statement];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (typeof next !== 'object' || next === null) continue;
		if ('kind' in next && next.kind === 'lambda' && 'body' in next && Array.isArray(next.body))
			bodies.push(next.body as readonly Stmt[]);
		else for (const part of Object.values(next)) if (typeof part === 'object' && part !== null) open.push(part);
	}
	return bodies;
}

/** The innermost list of statements around a place, the program's own where no block is. */
export function levelAt(body: readonly Stmt[], at: number): readonly Stmt[] {
	let level = body;
	for (;;) {
		const inside: Stmt | undefined = level.find(({ range }) => range.start < at && range.end >= at);
		const block: readonly Stmt[] | undefined =
			inside === undefined
				? undefined
				: blocksOf(inside).find(
						(each) => each.length > 0 && each[0]!.range.start <= at && each.at(-1)!.range.end >= at,
					);
		if (block === undefined) return level;
		level = block;
	}
}

/** The innermost statement that touches a place. */
export function statementOf(body: readonly Stmt[], at: number): Stmt | undefined {
	return levelAt(body, at).find(({ range }) => range.start <= at && range.end >= at);
}

/**
 * The statements that an annotation above them means: the first one after it and those that follow without a blank line; where a target is named, on to
 * the block that sets it, and no farther than the last statement that does.
 */
export function blockAfter(
	body: readonly Stmt[],
	code: string,
	at: number,
	target: string | undefined,
	annotated: { has(lineStart: number): boolean },
): Range | undefined {
	// A comment at the head of an indented block belongs to that block.
	const next = nextStatement(body, at);
	if (next === undefined) return undefined;
	const { level, index } = next;
	let last = index;
	let bound: number | undefined = sets(level[index]!, target) ? index : undefined;
	for (let k = index + 1; k < level.length; k++) {
		const between = code.slice(level[k - 1]!.range.end, level[k]!.range.start);
		const lineAt = code.lastIndexOf('\n', level[k]!.range.start - 1) + 1;
		const apart = BLANK.test(between) || annotated.has(lineAt);
		// Past a blank line only what still has to set the target belongs to it.
		if (apart && (target === undefined || bound !== undefined)) break;
		last = k;
		if (sets(level[k]!, target)) bound = k;
	}
	const end = target === undefined ? last : (bound ?? firstBlockEnd(level, index, code, annotated));
	return { start: level[index]!.range.start, end: level[end]!.range.end };
}

/** The last statement before the first blank line: what a target that nothing sets leaves. */
function firstBlockEnd(
	level: readonly Stmt[],
	index: number,
	code: string,
	annotated: { has(lineStart: number): boolean },
): number {
	let last = index;
	while (last + 1 < level.length) {
		const next = level[last + 1]!;
		const lineAt = code.lastIndexOf('\n', next.range.start - 1) + 1;
		if (BLANK.test(code.slice(level[last]!.range.end, next.range.start)) || annotated.has(lineAt)) break;
		last++;
	}
	return last;
}

/** How people name the gradient of a variable. */
export const GRADIENT_NAMES: readonly RegExp[] = [/^d_?(.+)$/u, /^grad_?(.+)$/u, /^(.+)_grad$/u, /^∂(.+)$/u];

/** The statements right after a piece that only compute gradients by hand (`grad_y = 2.0 * (y_pred - y)`), so far as they do. */
export function gradientsAfter(body: readonly Stmt[], at: number): readonly Stmt[] {
	const level = levelAt(body, at);
	const found: Stmt[] = [];
	for (const statement of level) {
		if (statement.range.start < at) continue;
		const simple = statement.kind === 'assign' || statement.kind === 'augment';
		const { binds, changes } = effectsOf(statement);
		const names = [...binds.keys(), ...changes];
		if (!simple || !names.every((name) => GRADIENT_NAMES.some((pattern) => pattern.test(name)))) break;
		found.push(statement);
	}
	return found;
}

function sets(statement: Stmt, target: string | undefined): boolean {
	if (target === undefined) return false;
	const { binds, changes } = effectsOf(statement);
	return binds.has(target) || changes.has(target);
}

/** The first statement that begins at or after a place, in the innermost block where one does. */
function nextStatement(
	body: readonly Stmt[],
	at: number,
): { readonly level: readonly Stmt[]; readonly index: number } | undefined {
	let found: { readonly level: readonly Stmt[]; readonly index: number } | undefined;
	const open: (readonly Stmt[])[] = [body];
	for (let level = open.pop(); level !== undefined; level = open.pop()) {
		const index = level.findIndex(({ range }) => range.start >= at);
		if (index >= 0 && (found === undefined || level[index]!.range.start < found.level[found.index]!.range.start))
			found = { level, index };
		// A block that is still going on at the place may have its next statement sooner.
		const around = level.filter(({ range }) => range.start < at && range.end > at);
		for (const statement of around) open.push(...blocksOf(statement));
	}
	return found;
}
