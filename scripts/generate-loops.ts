/**
 * Writes core/loops.generated.ts: for every elementwise row a loop over whole arrays, and one for each slot that a gradient flows through, with the row's
 * formulas inlined.
 */
import { OPS } from '../src/core/ops/index.ts';
import type { OpRow } from '../src/core/ops/row.ts';
import {
	expression,
	forwardExpression,
	helperFunctions,
	helpers,
	importLines,
	localFormula,
} from './generate-kernels.ts';

const OPERANDS = ['x', 'y', 'z'];

function has(text: string, name: string): boolean {
	return new RegExp(`\\b${name}\\b`).test(text);
}

/** Declares the parameters of a loop's operands, reads and moves on those that the body names. */
function parts(body: string): { readonly loads: string; readonly moves: string } {
	const read = OPERANDS.filter((name) => has(body, name));
	return {
		loads: read.map((name) => `const ${name} = ${name}s[${name}i]!;`).join(' '),
		moves: read.map((name) => `, ${name}i += ${name}d`).join(''),
	};
}

function parameters(body: string, all: readonly string[]): string {
	// Trailing parameters that the body does not read are left out.
	let last = all.length;
	while (last > 0 && !has(body, all[last - 1]!)) last--;
	return all
		.slice(0, last)
		.map(
			(name) =>
				`${has(body, name) ? name : `_${name}`}: ${/s$|^out$|^up$|^gradient$/.test(name) ? 'Float64Array' : 'number'}`,
		)
		.join(', ');
}

const ALL_OPERANDS = OPERANDS.flatMap((name) => [`${name}s`, `${name}i`, `${name}d`]);

function forwardLoop(row: OpRow): string {
	const value = forwardExpression(row, OPERANDS.slice(0, row.arity));
	const { loads, moves } = parts(value);
	const body = `for (let i = 0; i < n; i++${moves}) { ${loads} out[at + i] = ${value}; }`;
	return `// ${row.name}\n(${parameters(body, ['n', 'out', 'at', ...ALL_OPERANDS])}) => { ${body} }`;
}

function localLoop(row: OpRow, slot: number): string {
	if (!row.differentiable(slot)) return 'null';
	const local = expression(localFormula(row, slot), OPERANDS.slice(0, row.arity), row, 'o');
	const share = local === '1' ? '+= up[ui]!' : local === '(-1)' ? '-= up[ui]!' : `+= up[ui]! * ${local}`;
	const { loads, moves } = parts(local);
	const out = has(local, 'o') ? 'const o = os[oi]!;' : '';
	const body = `for (let i = 0; i < n; i++, ui += ud${moves}${out === '' ? '' : ', oi += od'}) { ${loads} ${out} gradient[at + i]! ${share}; }`;
	return `// ${row.name}, ${row.parameters[slot]}\n(${parameters(body, ['n', 'gradient', 'at', 'up', 'ui', 'ud', 'os', 'oi', 'od', ...ALL_OPERANDS])}) => { ${body} }`;
}

export function loops(): string {
	helpers.clear();
	const forward = OPS.map(forwardLoop);
	const local = OPS.map((row) => `[${row.parameters.map((_, slot) => localLoop(row, slot)).join(',\n')}]`);
	const text = `${helperFunctions().join('\n\n')}

/** Computes \`n\` results one after another from \`out[at]\` on; each operand is read from its own start with its own step. Indexed by op code. */
export const FORWARD_LOOPS: readonly ForwardLoop[] = [
${forward.join(',\n')}
];

/** Adds upstream × local to \`n\` entries of a gradient from \`gradient[at]\` on; \`os\` is the gate's value. Indexed by op code and slot; null: no gradient. */
export const LOCAL_LOOPS: readonly (readonly (LocalLoop | null)[])[] = [
${local.join(',\n')}
];
`;
	return `/**
 * Elementwise rows over whole arrays, made by scripts/generate.ts from the formulas of core/ops. Do not edit.
 */
${importLines(text)}
import type { ForwardLoop, LocalLoop } from './elementwise.ts';

${text}`;
}
