/**
 * Writes core/kernels.generated.ts: one forward loop and one backward loop over the columns of a tape, with every row's formulas inlined.
 */
import { apply, opsOf, sameFormula, type Formula } from '../src/core/ops/formula.ts';
import { OPS, opByName } from '../src/core/ops/index.ts';
import type { IntrinsicName } from '../src/core/ops/intrinsics.ts';
import { formulaValue, type OpRow } from '../src/core/ops/row.ts';

type Write = (x: string, y: string, z: string) => string;

function math(name: string): Write {
	return (x) => `Math.${name}(${x})`;
}

/** Functions of our own that the kernels call: name → the file under core that has it. */
const imports = new Map<string, string>();

function own(name: string, arity: number, file = 'ops/intrinsics'): Write {
	imports.set(name, file);
	return (x, y) => `${name}(${arity === 1 ? x : `${x}, ${y}`})`;
}

/** The imports of the functions that the text calls. */
export function importLines(text: string): string {
	const byFile = new Map<string, string[]>();
	for (const [name, file] of imports)
		if (new RegExp(`\\b${name}\\(`).test(text)) byFile.set(file, [...(byFile.get(file) ?? []), name]);
	return [...byFile]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([file, names]) => `import { ${names.sort().join(', ')} } from './${file}.ts';`)
		.join('\n');
}

/** Tests, written as JavaScript booleans. */
const TESTS = new Map<string, Write>([
	['lt', (x, y) => `${x} < ${y}`],
	['le', (x, y) => `${x} <= ${y}`],
	['gt', (x, y) => `${x} > ${y}`],
	['ge', (x, y) => `${x} >= ${y}`],
	['eq', (x, y) => `${x} === ${y}`],
	['ne', (x, y) => `${x} !== ${y}`],
]);

const WRITE: Record<IntrinsicName, Write> = {
	add: (x, y) => `(${x} + ${y})`,
	sub: (x, y) => `(${x} - ${y})`,
	mul: (x, y) => `(${x} * ${y})`,
	div: (x, y) => `(${x} / ${y})`,
	neg: (x) => `(-${x})`,
	abs: math('abs'),
	sign: math('sign'),
	min: (x, y) => `Math.min(${x}, ${y})`,
	max: (x, y) => `Math.max(${x}, ${y})`,
	sqrt: math('sqrt'),
	cbrt: math('cbrt'),
	pow: own('power', 2),
	root: own('nthRoot', 2),
	mod: own('floorMod', 2),
	fmod: (x, y) => `(${x} % ${y})`,
	floor: math('floor'),
	ceil: math('ceil'),
	trunc: math('trunc'),
	round: own('roundHalfAway', 1),
	rint: own('roundHalfEven', 1),
	exp: math('exp'),
	expm1: math('expm1'),
	log: math('log'),
	log1p: math('log1p'),
	log2: math('log2'),
	log10: math('log10'),
	sin: math('sin'),
	cos: math('cos'),
	tan: math('tan'),
	asin: math('asin'),
	acos: math('acos'),
	atan: math('atan'),
	atan2: (x, y) => `Math.atan2(${x}, ${y})`,
	sinh: math('sinh'),
	cosh: math('cosh'),
	tanh: math('tanh'),
	asinh: math('asinh'),
	acosh: math('acosh'),
	atanh: math('atanh'),
	hypot: (x, y) => `Math.hypot(${x}, ${y})`,
	erf: own('erf', 1, 'numeric/error'),
	erfc: own('erfc', 1, 'numeric/error'),
	erfcx: own('erfcx', 1, 'numeric/error'),
	erfinv: own('erfinv', 1, 'numeric/error'),
	ndtri: own('ndtri', 1, 'numeric/error'),
	lgamma: own('lgamma', 1, 'numeric/gamma'),
	gamma: own('gamma', 1, 'numeric/gamma'),
	digamma: own('digamma', 1, 'numeric/gamma'),
	polygamma: own('polygamma', 2, 'numeric/gamma'),
	i0: own('i0', 1, 'numeric/bessel'),
	i1: own('i1', 1, 'numeric/bessel'),
	i0e: own('i0e', 1, 'numeric/bessel'),
	i1e: own('i1e', 1, 'numeric/bessel'),
	cosc: own('cosc', 1, 'numeric/bessel'),
	copysign: own('copySign', 2),
	signbit: own('signBit', 1),
	lt: (x, y) => `(${x} < ${y} ? 1 : 0)`,
	le: (x, y) => `(${x} <= ${y} ? 1 : 0)`,
	gt: (x, y) => `(${x} > ${y} ? 1 : 0)`,
	ge: (x, y) => `(${x} >= ${y} ? 1 : 0)`,
	eq: (x, y) => `(${x} === ${y} ? 1 : 0)`,
	ne: (x, y) => `(${x} !== ${y} ? 1 : 0)`,
	and: (x, y) => `(${x} !== 0 && ${y} !== 0 ? 1 : 0)`,
	or: (x, y) => `(${x} !== 0 || ${y} !== 0 ? 1 : 0)`,
	not: (x) => `(${x} === 0 ? 1 : 0)`,
	where: (x, y, z) => `(${x} !== 0 ? ${y} : ${z})`,
};

export function isConstant(formula: Formula): boolean {
	return formula.kind === 'number' || (formula.kind === 'apply' && formula.operands.every(isConstant));
}

function literal(value: number): string {
	return value < 0 || Object.is(value, -0) ? `(${value})` : String(value);
}

/** Rows with a formula of their own that other formulas apply: each becomes a function. */
export const helpers = new Set<OpRow>();

/** A formula as a JavaScript expression. `variables` are the operands; `out`, where given, is the row's own value at them. */
export function expression(formula: Formula, variables: readonly string[], row: OpRow, out: string | null): string {
	if (isConstant(formula)) return literal(formulaValue(formula, [], opByName));
	if (formula.kind === 'variable') return variables[formula.slot]!;
	if (formula.kind === 'number') return literal(formula.value);
	if (out !== null && isOwn(formula, row)) return out;
	const operands = formula.operands.map((operand) => expression(operand, variables, row, out));
	if (formula.op === 'where')
		return `(${test(formula.operands[0]!, variables, row, out)} ? ${operands[1]} : ${operands[2]})`;
	const applied = opByName(formula.op);
	if ('intrinsic' in applied.forward) {
		return WRITE[applied.forward.intrinsic](operands[0]!, operands[1]!, operands[2]!);
	}
	helpers.add(applied);
	return `${functionName(applied)}(${operands.join(', ')})`;
}

function test(formula: Formula, variables: readonly string[], row: OpRow, out: string | null): string {
	if (formula.kind === 'apply' && (formula.op === 'and' || formula.op === 'or')) {
		const [left, right] = formula.operands.map((operand) => test(operand, variables, row, out));
		return `(${left} ${formula.op === 'and' ? '&&' : '||'} ${right})`;
	}
	const write = formula.kind === 'apply' ? TESTS.get(formula.op) : undefined;
	if (!write || formula.kind !== 'apply') return `${expression(formula, variables, row, out)} !== 0`;
	const [x, y] = formula.operands.map((operand) => expression(operand, variables, row, out));
	return write(x!, y!, '');
}

/** Whether the formula is the row applied to its own operands (or its forward formula written out): then its value is there already. */
export function isOwn(formula: Formula, row: OpRow): boolean {
	if (sameFormula(formula, row.value())) return true;
	return (
		formula.kind === 'apply' &&
		formula.op === row.name &&
		formula.operands.every((operand, slot) => operand.kind === 'variable' && operand.slot === slot)
	);
}

function functionName(row: OpRow): string {
	return row.name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) + 'Of';
}

export function forwardExpression(row: OpRow, variables: readonly string[]): string {
	if ('intrinsic' in row.forward) return WRITE[row.forward.intrinsic](variables[0]!, variables[1]!, variables[2]!);
	return expression(row.value(), variables, row, null);
}

/** The local gradient of a slot with the conventions in front, as one formula. */
export function localFormula(row: OpRow, slot: number): Formula {
	let formula = row.local(slot);
	for (const convention of [...row.conventions()].reverse()) {
		const chosen = convention.locals[slot];
		if (chosen) formula = apply('where', convention.when, chosen, formula);
	}
	return formula;
}

/** Locals that call a function are worth a look at whether anyone asks for them. */
const CHEAP: ReadonlySet<string> = new Set([
	'add',
	'sub',
	'mul',
	'div',
	'neg',
	'abs',
	'lt',
	'le',
	'gt',
	'ge',
	'eq',
	'ne',
	'where',
	'and',
	'or',
	'min',
	'max',
	'square',
	'cube',
]);

export function isCostly(row: OpRow, slot: number): boolean {
	return opsOf(row.local(slot)).some((op) => op !== row.name && !CHEAP.has(op));
}

function reads(row: OpRow): string {
	if (row.arity < 3) return '';
	return 'const e = second[i]!, b = more[e]!, c = more[e + 1]!;';
}

function indices(row: OpRow): readonly string[] {
	return row.arity < 3 ? ['first[i]!', 'second[i]!'].slice(0, row.arity) : ['first[i]!', 'b', 'c'];
}

/** Rows that are one machine operation: most gates of most programs. */
const PLAIN: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div', 'neg']);

/** The functions that formulas call, and those that these call in turn. */
export function helperFunctions(): readonly string[] {
	const functions: string[] = [];
	const done = new Set<OpRow>();
	for (;;) {
		const missing = [...helpers].filter((row) => !done.has(row));
		if (missing.length === 0) break;
		for (const row of missing) {
			done.add(row);
			const names = ['x', 'y', 'z'].slice(0, row.arity);
			functions.push(
				`function ${functionName(row)}(${names.map((name) => `${name}: number`).join(', ')}): number { return ${forwardExpression(row, names)}; }`,
			);
		}
	}
	return functions;
}

export function kernels(): string {
	helpers.clear();
	const plain: string[] = [];
	const forward: string[] = [];
	const one: string[] = [];
	const local: string[] = [];
	const backward: string[] = [];
	for (const row of OPS) {
		const names = ['x', 'y', 'z'].slice(0, row.arity);
		const label = `case ${row.code}: // ${row.name}`;
		forward.push(
			`case ${row.code}: {\n// ${row.name}\n${reads(row)} ${indices(row)
				.map((index, slot) => `const ${names[slot]} = value[${index}]!;`)
				.filter((_, slot) => readsSlot(row, slot))
				.join(' ')} value[i] = ${forwardExpression(row, names)}; break; }`,
		);
		one.push(`${label}\nreturn ${forwardExpression(row, names)};`);
		if (PLAIN.has(row.name)) {
			const places = ['value[a]!', 'value[b]!'].slice(0, row.arity);
			plain.push(`${label}\nvalue[node] = ${forwardExpression(row, places)}; return true;`);
		}
		const cases = names.map((_, slot) => expression(localFormula(row, slot), names, row, 'out'));
		local.push(
			`${label}\nreturn ${cases.reduceRight((rest, text, slot) => (rest === '' ? text : `slot === ${slot} ? ${text} : ${rest}`), '')};`,
		);
		backward.push(`case ${row.code}: {\n// ${row.name}\n${backwardCase(row)} break; }`);
	}
	const functions = helperFunctions();
	return `/**
 * The two passes over a tape's columns, made by scripts/generate.ts from the formulas of core/ops. Do not edit.
 */
${importLines([...functions, ...one, ...local, ...forward, ...backward].join('\n'))}

${functions.join('\n\n')}

/** The value of one gate; operands that the row does not have are ignored. */
export function forwardOne(op: number, x: number, y: number, z: number): number {
switch (op) {
${one.join('\n')}
default: throw new RangeError(\`no op \${op}\`);
}
}

/** The local gradient of one gate along a slot; \`out\` is the gate's value. */
export function localOne(op: number, slot: number, x: number, y: number, z: number, out: number): number {
switch (op) {
${local.join('\n')}
default: throw new RangeError(\`no op \${op}\`);
}
}

/** Computes one gate over the nodes \`a\` and \`b\` if its op is one machine operation, small enough to be inlined; else says false. */
export function forwardPlain(op: number, value: Float64Array, node: number, a: number, b: number): boolean {
switch (op) {
${plain.join('\n')}
default: return false;
}
}

/** Computes the gates \`from\` … \`to\` − 1 in order; inputs and constants stay. */
export function forwardSweep(op: Uint8Array, first: Int32Array, second: Int32Array, more: Int32Array, value: Float64Array, from: number, to: number): void {
for (let i = from; i < to; i++) {
switch (op[i]) {
${forward.join('\n')}
}
}
}

/** From \`target\` down to \`stop\`, adds upstream × local to the operands of each node whose flag 2 (reaches) is set. */
export function backwardSweep(op: Uint8Array, first: Int32Array, second: Int32Array, more: Int32Array, value: Float64Array, gradient: Float64Array, flags: Uint8Array, target: number, stop = 0): void {
for (let i = target; i >= stop; i--) {
if ((flags[i]! & 2) === 0) continue;
const g = gradient[i]!;
switch (op[i]) {
${backward.join('\n')}
}
}
}
`;
}

function readsSlot(row: OpRow, slot: number): boolean {
	if ('intrinsic' in row.forward) return true;
	return usesSlot(row.value(), slot);
}

export function usesSlot(formula: Formula, slot: number): boolean {
	if (formula.kind === 'variable') return formula.slot === slot;
	return formula.kind === 'apply' && formula.operands.some((operand) => usesSlot(operand, slot));
}

/** What a gate hands back: one addition a slot. Formulas see the operands as x, y, z and the value as out; only those read are loaded. */
function backwardCase(row: OpRow): string {
	const names = ['x', 'y', 'z'].slice(0, row.arity);
	const nodes = ['a', 'b', 'c'].slice(0, row.arity);
	const statements: string[] = [];
	for (let slot = 0; slot < row.arity; slot++) {
		if (!row.differentiable(slot)) continue;
		const text = expression(localFormula(row, slot), names, row, 'out');
		const share = text === '1' ? '+= g' : text === '(-1)' ? '-= g' : `+= g * ${text}`;
		const guard = row.arity > 1 && isCostly(row, slot) ? `if ((flags[${nodes[slot]}]! & 2) !== 0) ` : '';
		statements.push(`${guard}gradient[${nodes[slot]}]! ${share};`);
	}
	if (statements.length === 0) return '';
	const body = statements.join(' ');
	const has = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(body);
	const loads: string[] = [];
	const places = row.arity < 3 ? ['first[i]!', 'second[i]!'] : ['first[i]!', 'more[e]!', 'more[e + 1]!'];
	if (row.arity === 3) loads.push('const e = second[i]!;');
	nodes.forEach((node, slot) => {
		if (has(node) || has(names[slot]!)) loads.push(`const ${node} = ${places[slot]};`);
	});
	nodes.forEach((node, slot) => {
		if (has(names[slot]!)) loads.push(`const ${names[slot]} = value[${node}]!;`);
	});
	if (has('out')) loads.push('const out = value[i]!;');
	return `${loads.join(' ')} ${body}`;
}
