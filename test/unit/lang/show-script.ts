/** Writes scripts as text, so that tests can say what they expect in one line, and reads fixtures with carets under their source. */
import assert from 'node:assert/strict';
import type { Argument, Expr, Parameter, ParsedScript, Stmt, Target, TemplateField } from '../../../src/lang/script.ts';
import type { Range } from '../../../src/protocol.ts';

export type Parser = (
	text: string,
	range: Range,
	context: { readonly nesting: number; readonly length?: number },
) => ParsedScript;

export function parseWith(parser: Parser, text: string, nesting = 1000): ParsedScript {
	return parser(text, { start: 0, end: text.length }, { nesting });
}

/** Every operation in parentheses: `((a + b) * c)`. */
export function showExpr(e: Expr | Target): string {
	switch (e.kind) {
		case 'end':
			return e.first === true ? 'begin' : 'end';
		case 'number':
			return e.integer ? String(e.value) : `${e.value}f`;
		case 'string':
			return JSON.stringify(e.value);
		case 'template':
			return `t(${e.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : showField(part))).join(' ')})`;
		case 'constant':
			return e.value;
		case 'name':
			return e.name;
		case 'unary':
			return `(${e.op}${/\w/.test(e.op) ? ' ' : ''}${showExpr(e.operand)})`;
		case 'binary':
		case 'logical':
			return `(${showExpr(e.left)} ${e.op} ${showExpr(e.right)})`;
		case 'compare':
			return `(${e.operands.map((operand, k) => (k === 0 ? '' : `${e.ops[k - 1]} `) + showExpr(operand)).join(' ')})`;
		case 'conditional':
			return `(${showExpr(e.then)} if ${showExpr(e.test)} else ${showExpr(e.otherwise)})`;
		case 'call':
			return `${e.construct === true ? 'new ' : ''}${showExpr(e.callee)}${e.optional === true ? '?.' : ''}(${e.args.map(showArgument).join(', ')})`;
		case 'attribute':
			return `${showExpr(e.object)}${e.optional === true ? '?' : ''}.${e.name}`;
		case 'index':
			return `${showExpr(e.object)}${e.optional === true ? '?.' : ''}[${showExpr(e.index)}]`;
		case 'slice':
			return [e.start, e.stop, e.step].map((part) => (part === undefined ? '' : showExpr(part))).join(':');
		case 'list':
			return `[${e.items.map(showExpr).join(', ')}]`;
		case 'tuple':
			return `(${e.items.map(showExpr).join(', ')}${e.items.length === 1 ? ',' : ''})`;
		case 'set':
			return `{${e.items.map(showExpr).join(', ')}}`;
		case 'spread':
			return `*${showExpr(e.value)}`;
		case 'dict':
			return `{${e.entries.map(({ key, value }) => (key === undefined ? `**${showExpr(value)}` : `${showExpr(key)}: ${showExpr(value)}`)).join(', ')}${e.entries.length === 0 ? ':' : ''}}`;
		case 'lambda': {
			const body = Array.isArray(e.body) ? `{${showAll(e.body as readonly Stmt[])}}` : showExpr(e.body as Expr);
			return `(λ${e.generator === true ? '*' : ''}${e.ownThis === true ? '!' : ''} ${e.parameters.map(showParameter).join(', ')} → ${body})`;
		}
		case 'comprehension': {
			const clauses = e.clauses.map(
				({ target, iterable, conditions }) =>
					` for ${showExpr(target)} in ${showExpr(iterable)}${conditions.map((each) => ` if ${showExpr(each)}`).join('')}`,
			);
			return `${e.result}(${e.key === undefined ? '' : `${showExpr(e.key)}: `}${showExpr(e.element)}${clauses.join('')})`;
		}
		case 'assign-expr':
			return `(${showExpr(e.target)} ${e.op ?? ':'}= ${showExpr(e.value)}${e.postfix === true ? ' after' : ''})`;
		case 'yield':
			return `(yield${e.from ? ' from' : ''}${e.value === undefined ? '' : ` ${showExpr(e.value)}`})`;
		case 'broken':
			return '▢';
	}
}

function showField({ value, format, formatParts, conversion, label }: TemplateField): string {
	const parts = formatParts ?? (format === undefined ? [] : [format]);
	const shown = parts.map((part) => (typeof part === 'string' ? part : showField(part))).join('');
	return `{${label ?? ''}${showExpr(value)}${conversion === undefined ? '' : `!${conversion}`}${shown === '' ? '' : `:${shown}`}}`;
}

function showArgument({ value, name, spread }: Argument): string {
	if (spread !== undefined) return `${spread === 'positional' ? '*' : '**'}${showExpr(value)}`;
	return name === undefined ? showExpr(value) : `${name}=${showExpr(value)}`;
}

function showParameter({ name, kind, default: value, pattern }: Parameter): string {
	const mark = { positional: '', 'keyword-only': '/', rest: '*', 'rest-keyword': '**' }[kind];
	const shown = pattern === undefined ? name : showExpr(pattern);
	return `${mark}${shown}${value === undefined ? '' : `=${showExpr(value)}`}`;
}

export function showAll(statements: readonly Stmt[]): string {
	return statements.map(showStmt).join('; ');
}

export function showStmt(s: Stmt): string {
	switch (s.kind) {
		case 'assign': {
			const names = s.targets.map(showExpr).join(' = ');
			return `${s.declare === undefined ? '' : `${s.declare} `}${names}${s.value === undefined ? '' : ` = ${showExpr(s.value)}`}`;
		}
		case 'augment':
			return `${showExpr(s.target)} ${s.op}= ${showExpr(s.value)}`;
		case 'expression':
			return showExpr(s.value);
		case 'define':
			return `${s.decorators.map((each) => `@${showExpr(each)} `).join('')}${s.member === undefined || s.member === 'method' ? '' : `${s.member} `}def${s.generator ? '*' : ''} ${s.name.name}(${s.parameters.map(showParameter).join(', ')}) {${showAll(s.body)}}`;
		case 'class':
			return `${s.decorators.map((each) => `@${showExpr(each)} `).join('')}class ${s.name.name}(${s.bases.map(showExpr).join(', ')}) {${showAll(s.body)}}`;
		case 'return':
		case 'raise':
			return `${s.kind}${s.value === undefined ? '' : ` ${showExpr(s.value)}`}`;
		case 'if':
			return `${s.branches.map(({ test, body }) => `if ${showExpr(test)} {${showAll(body)}}`).join(' else ')}${s.otherwise.length > 0 ? ` else {${showAll(s.otherwise)}}` : ''}`;
		case 'for':
			return `for ${s.declare === undefined ? '' : `${s.declare} `}${showExpr(s.target)} ${s.keys === true ? 'keys' : 'in'} ${showExpr(s.iterable)} {${showAll(s.body)}}${s.otherwise.length > 0 ? ` else {${showAll(s.otherwise)}}` : ''}`;
		case 'count':
			return `count ${showAll(s.init)} | ${s.test === undefined ? '' : showExpr(s.test)} | ${s.update === undefined ? '' : showExpr(s.update)} {${showAll(s.body)}}`;
		case 'while':
			return `${s.testedAfter === true ? 'do ' : ''}while ${showExpr(s.test)} {${showAll(s.body)}}${s.otherwise.length > 0 ? ` else {${showAll(s.otherwise)}}` : ''}`;
		case 'block':
			return `{${showAll(s.body)}}`;
		case 'import': {
			const names = s.names?.map(({ name, alias }) => `${name} as ${alias}`).join(', ');
			return `import ${'.'.repeat(s.level)}${s.module}${s.alias === undefined ? '' : ` as ${s.alias}`}${names === undefined ? '' : ` (${names})`}`;
		}
		case 'global':
		case 'nonlocal':
			return `${s.kind} ${s.names.join(', ')}`;
		case 'delete':
			return `delete ${s.targets.map(showExpr).join(', ')}`;
		case 'assert':
			return `assert ${showExpr(s.test)}${s.message === undefined ? '' : `, ${showExpr(s.message)}`}`;
		case 'try': {
			const handlers = s.handlers.map(
				({ type, name, body }) =>
					` catch ${type === undefined ? '' : `${showExpr(type)} `}${name === undefined ? '' : `${name.name} `}{${showAll(body)}}`,
			);
			return `try {${showAll(s.body)}}${handlers.join('')}${s.otherwise.length > 0 ? ` else {${showAll(s.otherwise)}}` : ''}${s.final.length > 0 ? ` finally {${showAll(s.final)}}` : ''}`;
		}
		case 'with':
			return `with ${s.items.map(({ context, target }) => `${showExpr(context)}${target === undefined ? '' : ` as ${showExpr(target)}`}`).join(', ')} {${showAll(s.body)}}`;
		case 'break':
		case 'continue':
		case 'pass':
		case 'ignored':
		case 'broken':
			return s.kind;
	}
}

/** A node as it may be called under its characters. */
interface Labelled {
	readonly range: Range;
	readonly label: string;
}

/** Every node below some, itself included, with its parts found by their shape: a record with a `range`. */
export function nodesOf(root: unknown): { readonly kind?: string; readonly range: Range; readonly outer?: Range }[] {
	const found: { kind?: string; range: Range; outer?: Range }[] = [];
	const open: unknown[] = [root];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (typeof next !== 'object' || next === null) continue;
		if ('range' in next) found.push(next as { kind?: string; range: Range });
		for (const part of Object.values(next)) if (typeof part === 'object' && part !== null) open.push(part);
	}
	return found;
}

function labelled({ script, problems }: ParsedScript): Labelled[] {
	const found: Labelled[] = problems.map(({ range, code }) => ({ range, label: `! ${code}` }));
	for (const node of nodesOf(script.body)) {
		const e = node as Expr | Stmt;
		const detail = 'op' in e && e.op !== undefined ? ` ${e.op}` : e.kind === 'name' ? ` ${e.name}` : '';
		found.push({ range: e.range, label: `${e.kind}${detail}` });
		if ('outer' in e && e.outer !== undefined) found.push({ range: e.outer, label: `outer ${e.kind}${detail}` });
		if ('operator' in e) found.push({ range: e.operator, label: `sign of ${e.kind}${detail}` });
		if ('operators' in e) for (const range of e.operators) found.push({ range, label: 'link' });
	}
	return found;
}

/**
 * Holds a fixture: under a line of source stand carets with what has exactly these characters (`^^^ binary +`, `^ sign of call`, `^ ! unexpected`).
 * `$` ends a range at the line's end, so that a node of several lines is named by its first.
 */
export function holdFixture(parser: Parser, fixture: string): void {
	const source: string[] = [];
	const claims: { start: number; end: number; open: boolean; label: string }[] = [];
	let lineStart = 0;
	let nextStart = 0;
	for (const line of fixture.split('\n')) {
		const caret = /^(\s*)(\^+)(\.{0,3})\s(.*)$/.exec(line);
		if (caret === null) {
			lineStart = nextStart;
			nextStart += line.length + 1;
			source.push(line);
			continue;
		}
		const start = lineStart + caret[1]!.length;
		claims.push({ start, end: start + caret[2]!.length, open: caret[3] !== '', label: caret[4]! });
	}
	const text = source.join('\n');
	const found = labelled(parseWith(parser, text));
	for (const { start, end, open, label } of claims) {
		const here = found.filter(({ range }) => range.start === start && (open ? range.end >= end : range.end === end));
		assert.ok(
			here.some((each) => each.label === label),
			`${label} is not at «${text.slice(start, end)}», but ${here.map((each) => each.label).join(', ') || 'nothing'}\n${fixture}`,
		);
	}
	assert.ok(claims.length > 0, 'a fixture claims something');
}
