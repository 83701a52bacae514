/**
 * A tiny formula language, so that an operator's forward rule and its local derivatives are stated once: the same statement is evaluated, shown,
 * compiled into kernels and recorded as gates again.
 *
 * Formulas stand in our own source, are a few nodes deep and never come from a user: walking them recursively is safe.
 */

/** `apply` names a row of `core/ops`; a variable is the operand slot of the row that the formula belongs to. */
export type Formula =
	| { readonly kind: 'number'; readonly value: number; readonly name?: 'pi' | 'e' }
	| { readonly kind: 'variable'; readonly slot: number }
	| { readonly kind: 'apply'; readonly op: string; readonly operands: readonly Formula[] };

export function number(value: number): Formula {
	return { kind: 'number', value };
}

export function variable(slot: number): Formula {
	return { kind: 'variable', slot };
}

export function apply(op: string, ...operands: Formula[]): Formula {
	return { kind: 'apply', op, operands };
}

const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(<=|>=|==|!=|&&|\|\||[-+*/^(),?:<>]))/y;

/** Binary operators: how strongly they bind, and the row they name. All but `^` associate to the left. */
const BINARY = new Map<string, readonly [binding: number, op: string]>([
	['||', [1, 'or']],
	['&&', [2, 'and']],
	['<', [3, 'lt']],
	['<=', [3, 'le']],
	['>', [3, 'gt']],
	['>=', [3, 'ge']],
	['==', [3, 'eq']],
	['!=', [3, 'ne']],
	['+', [4, 'add']],
	['-', [4, 'sub']],
	['*', [5, 'mul']],
	['/', [5, 'div']],
	['^', [7, 'pow']],
]);
const PRODUCT = 5;

/**
 * Reads a formula. `parameters` are the names of the operand slots; `pi` and `e` are numbers; `x^2`, `x^3` become the rows `square` and `cube`, and
 * `c ? a : b` becomes `where`. Throws an Error on anything else: a misspelt row must not load.
 */
export function parseFormula(text: string, parameters: readonly string[]): Formula {
	const tokens: string[] = [];
	TOKEN.lastIndex = 0;
	for (;;) {
		const at = TOKEN.lastIndex;
		const match = TOKEN.exec(text);
		if (!match) {
			if (text.slice(at).trim() !== '') throw new Error(`formula "${text}": cannot read at ${at}`);
			break;
		}
		tokens.push(match[0].trim());
	}
	let next = 0;
	const fail = (): never => {
		throw new Error(`formula "${text}": unexpected ${tokens[next] ?? 'end'}`);
	};
	const expect = (token: string): void => {
		if (tokens[next] !== token) fail();
		next++;
	};

	function primary(): Formula {
		const token = tokens[next++];
		if (token === undefined) return fail();
		if (token === '(') {
			const inner = conditional();
			expect(')');
			return inner;
		}
		if (token === '-') {
			// The sign stands before the whole product: −x/y² is −(x/y²).
			const operand = binary(PRODUCT);
			return operand.kind === 'number' && operand.name === undefined ? number(-operand.value) : apply('neg', operand);
		}
		if (/^[\d.]/.test(token)) return number(Number(token));
		if (tokens[next] === '(') {
			next++;
			const operands: Formula[] = [];
			do operands.push(conditional());
			while (tokens[next] === ',' && next++ >= 0);
			expect(')');
			return { kind: 'apply', op: token, operands };
		}
		const slot = parameters.indexOf(token);
		if (slot >= 0) return variable(slot);
		if (token === 'pi') return { kind: 'number', value: Math.PI, name: 'pi' };
		if (token === 'e') return { kind: 'number', value: Math.E, name: 'e' };
		next--;
		return fail();
	}

	function binary(least: number): Formula {
		let left = primary();
		for (;;) {
			const [binding, op] = BINARY.get(tokens[next] ?? '') ?? [0, ''];
			if (binding < Math.max(least, 1)) return left;
			next++;
			const right = binary(op === 'pow' ? binding : binding + 1);
			if (op === 'pow' && right.kind === 'number' && right.value === 2) left = apply('square', left);
			else if (op === 'pow' && right.kind === 'number' && right.value === 3) left = apply('cube', left);
			else left = apply(op, left, right);
		}
	}

	function conditional(): Formula {
		const test = binary(0);
		if (tokens[next] !== '?') return test;
		next++;
		const then = conditional();
		expect(':');
		return apply('where', test, then, conditional());
	}

	const formula = conditional();
	return next === tokens.length ? formula : fail();
}

/** The operand slots that a formula reads, ascending. */
export function slotsOf(formula: Formula): readonly number[] {
	const slots = new Set<number>();
	const visit = (part: Formula): void => {
		if (part.kind === 'variable') slots.add(part.slot);
		else if (part.kind === 'apply') part.operands.forEach(visit);
	};
	visit(formula);
	return [...slots].sort((a, b) => a - b);
}

/** The names of the rows that a formula applies, each once, in order of appearance. */
export function opsOf(formula: Formula): readonly string[] {
	const ops = new Set<string>();
	const visit = (part: Formula): void => {
		if (part.kind !== 'apply') return;
		part.operands.forEach(visit);
		ops.add(part.op);
	};
	visit(formula);
	return [...ops];
}

export function sameFormula(a: Formula, b: Formula): boolean {
	if (a.kind === 'number') return b.kind === 'number' && Object.is(a.value, b.value);
	if (a.kind === 'variable') return b.kind === 'variable' && a.slot === b.slot;
	return (
		b.kind === 'apply' &&
		a.op === b.op &&
		a.operands.length === b.operands.length &&
		a.operands.every((operand, index) => sameFormula(operand, b.operands[index]!))
	);
}

/** The formula with `values[slot]` put in for each variable. */
export function substitute(formula: Formula, values: readonly Formula[]): Formula {
	if (formula.kind === 'number') return formula;
	if (formula.kind === 'variable') return values[formula.slot]!;
	return { kind: 'apply', op: formula.op, operands: formula.operands.map((operand) => substitute(operand, values)) };
}
