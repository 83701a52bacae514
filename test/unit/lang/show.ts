/** Writes programs as text, so that tests can say what they expect in one line. */
import { parseMath, type MathContext } from '../../../src/lang/math.ts';
import { expressionOf, partsOf, type Expression, type Parsed, type Statement } from '../../../src/lang/program.ts';
import type { Problem } from '../../../src/protocol.ts';

export const NO_CONTEXT: MathContext = { known: new Set(), nesting: 200, length: 1_000_000 };

export function parse(text: string, context: Partial<MathContext> = {}): Parsed {
	return parseMath(text, { start: 0, end: text.length }, { ...NO_CONTEXT, ...context });
}

/** `mul(add(x, y), z)`. */
export function show(expression: Expression): string {
	switch (expression.kind) {
		case 'number':
			return String(expression.value);
		case 'name':
			return expression.name;
		case 'apply':
			return `${expression.op}(${expression.operands.map(show).join(', ')})`;
		case 'call':
			return `${expression.callee.name}!(${expression.operands.map(show).join(', ')})`;
		case 'conditional':
			return `if(${show(expression.test)}, ${show(expression.then)}, ${show(expression.otherwise)})`;
		case 'matrix': {
			const rows = expression.rows.map((row) => row.map(show).join(', '));
			return expression.list === true ? `[${rows.join()}]` : `[${rows.join('; ')}]`;
		}
		case 'span':
			return `${expression.from === undefined ? '' : show(expression.from)}:${expression.to === undefined ? '' : show(expression.to)}`;
		case 'index':
			if (new Set(expression.origins).size < 2)
				return `${show(expression.base)}[${expression.indices.map(show).join(', ')}]${expression.origins[0] === 1 ? '' : '₀'}`;
			return `${show(expression.base)}[${expression.indices.map((index, at) => `${show(index)}${expression.origins[at] === 1 ? '' : '₀'}`).join(', ')}]`;
		case 'fold': {
			const { op, index, from, to, test, body } = expression;
			const over = [
				index === undefined ? '' : index.name,
				from === undefined ? '' : `=${show(from)}`,
				to === undefined ? '' : `..${show(to)}`,
				test === undefined ? '' : ` if ${show(test)}`,
			];
			return `${op}{${over.join('')}}(${show(body)})${expression.origin === 1 ? '' : '₀'}`;
		}
		case 'hole':
			return '▢';
	}
}

export function showStatement(statement: Statement): string {
	switch (statement.kind) {
		case 'bind':
			return `${statement.target.name} = ${show(statement.value)}`;
		case 'define':
			return `${statement.name.name}(${statement.parameters.map(({ name }) => name).join(', ')}) := ${show(statement.body)}`;
		case 'evaluate':
			return show(statement.value);
		case 'broken':
			return 'broken';
		case 'ask':
			return `∂${statement.target?.name ?? ''}/∂(${statement.names.map(({ name }) => name).join(', ')})?`;
		case 'declare':
			return `${statement.names.map(({ name }) => name).join(', ')}: ${statement.shape === undefined ? '…' : `(${statement.shape.join(', ')})`}`;
	}
}

export function read(text: string, context: Partial<MathContext> = {}): string {
	return parse(text, context).program.statements.map(showStatement).join('; ');
}

/** `code: the characters` for each problem. */
export function troubles(text: string, problems: readonly Problem[]): string[] {
	return problems.map(({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`);
}

/** Every expression of a program, parents before children. */
export function expressions(parsed: Parsed): Expression[] {
	const found: Expression[] = [];
	const work = parsed.program.statements.flatMap((statement) => expressionOf(statement) ?? []);
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		found.push(node);
		work.push(...partsOf(node));
	}
	return found;
}
