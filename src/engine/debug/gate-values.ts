/** What an expression may say of the gate that the debugger stands at: its upstream, local and downstream gradients, its operator, its iteration. */
import { Jacobian } from '../../core/jacobian.ts';
import { makeTensor, scalarTensor, type Tensor } from '../../core/tensor/tensor.ts';
import type { Site } from '../../run/sites.ts';
import { int, list, NONE, str, type Value } from '../../run/script/values.ts';
import { isPlain } from '../gates.ts';
import type { Scope } from './scope.ts';

/** Entries of a Jacobian that `local` may have. */
const MOST_ENTRIES = 1_000_000;

/** The words, in the order in which completions list them. */
export const GATE_WORDS = ['upstream', 'local', 'downstream', 'op', 'position', 'iteration'] as const;

/** One of the words; undefined for any other name. */
export function gateValue(scope: Scope, name: string, site: Site): Value | undefined {
	const { node, position, frame } = scope.moment;
	if (name === 'position') return int(position);
	if (name === 'iteration') {
		const chain = scope.ran.run.frames.chain(frame);
		const turn = chain.find(({ kind }) => kind === 'iteration');
		return turn === undefined ? NONE : int(turn.index);
	}
	if (name !== 'upstream' && name !== 'local' && name !== 'downstream' && name !== 'op') return undefined;
	const { tape } = scope.ran.trace;
	if (node === null) return scope.run.refuse('no-gate', ['There is no gate at this step'], site.range);
	if (name === 'op') return str(tape.isGate(node) ? tape.rowAt(node).name : '');
	if (name === 'upstream') return scope.constant(scope.gradientAt(node), { node, side: 'gradient' });
	if (!tape.isGate(node)) return scope.run.refuse('no-gate', ['There is no gate at this step'], site.range);
	const slots = Array.from({ length: tape.inputCount(node) }, (_, slot) => slot);
	const values = slots.map((slot) =>
		name === 'local' ? localOf(scope, node, slot, site) : shareOf(scope, node, slot),
	);
	return values.length === 1 ? values[0]! : list(values);
}

function localOf(scope: Scope, gate: number, slot: number, site: Site): Value {
	const { tape } = scope.ran.trace;
	if (isPlain(tape, gate)) return scope.constant(scalarTensor(scope.ran.trace.local(gate, slot)));
	const jacobian = new Jacobian(tape, gate, slot);
	const { columns, input, output, rows } = jacobian;
	if (rows * columns > MOST_ENTRIES)
		return scope.run.refuse('too-large', ['The Jacobian is {0} × {1}', rows, columns], site.range);
	const data = new Float64Array(rows * columns);
	for (let row = 0; row < rows; row++)
		for (let column = 0; column < columns; column++) data[row * columns + column] = jacobian.entry(row, column);
	return scope.constant(makeTensor(data, [...output, ...input]));
}

/** The share that the operand is handed: the final one, which it is as soon as the upstream gradient is complete. */
function shareOf(scope: Scope, gate: number, slot: number): Value {
	const { trace } = scope.ran;
	const operand = trace.tape.inputAt(gate, slot);
	const share: Tensor | null = trace.contributionTensor(gate, slot);
	if (share !== null) scope.note(scope.cursor.passed(gate) ? 'complete' : 'none');
	return scope.constant(share ?? scope.zero(operand));
}
