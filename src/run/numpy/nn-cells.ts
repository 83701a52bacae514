/** Recurrent cells, each written once: torch's functions and the layers of `torch.nn` are built from them. Gates stand in torch's order. */
import type { Value } from '../script/values.ts';
import { tuple } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import { linear, optional } from './functional.ts';
import type { Kit } from './kit.ts';
import { add, mul, num, sub } from './nn-compose.ts';
import { part } from './shaping.ts';
import { declare, type Declaration } from './table.ts';

/** What a cell is computed with; biases may be left out. */
export interface CellWeights {
	readonly input: Value;
	readonly hidden: Value;
	readonly inputBias: Value | undefined;
	readonly hiddenBias: Value | undefined;
}

const sigmoid = (k: Kit, x: Value): Value => k.map('sigmoid', [x]);
const tanh = (k: Kit, x: Value): Value => k.map('tanh', [x]);

/** Equal parts of the last axis. */
function gates(k: Kit, x: Value, count: number): Value[] {
	const array = k.array(x);
	const axis = array.shape.length - 1;
	const size = array.shape[axis]! / count;
	return Array.from({ length: count }, (_, index) => part(k, array, axis, index * size, (index + 1) * size));
}

function ofInput(k: Kit, x: Value, w: CellWeights): Value {
	return linear(k, x, k.array(w.input), w.inputBias);
}

function ofHidden(k: Kit, h: Value, w: CellWeights): Value {
	return linear(k, h, k.array(w.hidden), w.hiddenBias);
}

/** tanh, or relu, of both. */
export function plainCell(k: Kit, x: Value, h: Value, w: CellWeights, activation = 'tanh'): Value {
	return k.map(activation, [add(k, ofInput(k, x, w), ofHidden(k, h, w))]);
}

/** Input, forget, cell and output gates. */
export function lstmCell(
	k: Kit,
	x: Value,
	h: Value,
	c: Value,
	w: CellWeights,
): { readonly h: Value; readonly c: Value } {
	const [input, forget, cell, output] = gates(k, add(k, ofInput(k, x, w), ofHidden(k, h, w)), 4);
	const kept = mul(k, sigmoid(k, forget!), c);
	const next = add(k, kept, mul(k, sigmoid(k, input!), tanh(k, cell!)));
	return { h: mul(k, sigmoid(k, output!), tanh(k, next)), c: next };
}

/** Reset, update and new gates. */
export function gruCell(k: Kit, x: Value, h: Value, w: CellWeights): Value {
	const [resetX, updateX, newX] = gates(k, ofInput(k, x, w), 3);
	const [resetH, updateH, newH] = gates(k, ofHidden(k, h, w), 3);
	const reset = sigmoid(k, add(k, resetX!, resetH!));
	const update = sigmoid(k, add(k, updateX!, updateH!));
	const candidate = tanh(k, add(k, newX!, mul(k, reset, newH!)));
	return add(k, mul(k, sub(k, num(1), update), candidate), mul(k, update, h));
}

function weightsOf(a: Arguments): CellWeights {
	return {
		input: a.operand('w_ih'),
		hidden: a.operand('w_hh'),
		inputBias: optional(a, 'b_ih'),
		hiddenBias: optional(a, 'b_hh'),
	};
}

const CELL = 'input, hx, w_ih, w_hh, b_ih=None, b_hh=None';

export const nnCells: readonly Declaration[] = [
	declare('torch.lstm_cell', CELL, (k, a) => {
		const [h, c] = a.items('hx').map((value) => k.operand(value));
		const next = lstmCell(k, a.operand('input'), h!, c!, weightsOf(a));
		return tuple([next.h, next.c]);
	}),
	declare('torch.gru_cell', CELL, (k, a) => gruCell(k, a.operand('input'), a.operand('hx'), weightsOf(a))),
	declare('torch.rnn_tanh_cell', CELL, (k, a) => plainCell(k, a.operand('input'), a.operand('hx'), weightsOf(a))),
	declare('torch.rnn_relu_cell', CELL, (k, a) =>
		plainCell(k, a.operand('input'), a.operand('hx'), weightsOf(a), 'relu'),
	),
];
