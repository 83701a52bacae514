/** Layers of `torch.nn` that go through a sequence, or look at all of it: recurrent cells and networks, attention of several heads. */
import { NONE, tuple, type InstanceValue, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { full } from './creation.ts';
import { attention, linear } from './functional.ts';
import { concatenated, stacked } from './joining.ts';
import type { Kit } from './kit.ts';
import { num } from './nn-compose.ts';
import { gruCell, lstmCell, plainCell, type CellWeights } from './nn-cells.ts';
import { uniformParameter } from './nn-layers.ts';
import { asParameter } from './nn-module.ts';
import { part } from './shaping.ts';
import { selected } from './torch-shaping.ts';
import { torchState } from './torch-state.ts';
import { expanded, reshapedTo, transposed } from './views.ts';

/** A layer whose call is more than one function. */
export interface Composite {
	readonly name: string;
	readonly signature: string;
	readonly make: (k: Kit, self: InstanceValue, a: Arguments) => void;
	/** What it is called with. */
	readonly takes: string;
	readonly forward: (k: Kit, self: InstanceValue, a: Arguments) => Value;
}

type Kind = 'RNN' | 'LSTM' | 'GRU';
const GATES: Readonly<Record<Kind, number>> = { RNN: 1, LSTM: 4, GRU: 3 };

function attribute(self: InstanceValue, name: string): Value | undefined {
	const value = self.attributes.get(name);
	return value === undefined || value.kind === 'none' ? undefined : value;
}

/** The weights of one cell, drawn evenly by the size of its state. */
function cellWeights(
	k: Kit,
	self: InstanceValue,
	kind: Kind,
	sizes: { readonly input: number; readonly hidden: number },
	bias: boolean,
	suffix: string,
): void {
	const { input, hidden } = sizes;
	const rows = GATES[kind] * hidden;
	const bound = hidden > 0 ? 1 / Math.sqrt(hidden) : 0;
	uniformParameter(k, self, `weight_ih${suffix}`, [rows, input], bound);
	uniformParameter(k, self, `weight_hh${suffix}`, [rows, hidden], bound);
	if (!bias) return;
	uniformParameter(k, self, `bias_ih${suffix}`, [rows], bound);
	uniformParameter(k, self, `bias_hh${suffix}`, [rows], bound);
}

function weightsOf(self: InstanceValue, suffix: string): CellWeights {
	return {
		input: attribute(self, `weight_ih${suffix}`)!,
		hidden: attribute(self, `weight_hh${suffix}`)!,
		inputBias: attribute(self, `bias_ih${suffix}`),
		hiddenBias: attribute(self, `bias_hh${suffix}`),
	};
}

interface State {
	readonly h: Value;
	readonly c: Value;
}

function step(k: Kit, self: InstanceValue, kind: Kind, x: Value, state: State, w: CellWeights): State {
	if (kind === 'LSTM') return lstmCell(k, x, state.h, state.c, w);
	if (kind === 'GRU') return { h: gruCell(k, x, state.h, w), c: state.c };
	const activation = attribute(self, 'nonlinearity');
	return { h: plainCell(k, x, state.h, w, activation?.kind === 'str' ? activation.value : 'tanh'), c: state.c };
}

function zeros(k: Kit, shape: readonly number[]): NdArray {
	return full(k, shape, 0, torchState(k.world).float, true);
}

function hiddenSize(k: Kit, self: InstanceValue): number {
	return k.whole(self.attributes.get('hidden_size')!, 'hidden_size');
}

/** The state that a call begins with: as it is given, else zeros. */
function begun(k: Kit, a: Arguments, kind: Kind, shape: readonly number[]): State {
	const given = a.maybe('hx');
	if (given === undefined) {
		const blank = zeros(k, shape);
		return { h: blank, c: blank };
	}
	if (kind !== 'LSTM') return { h: k.operand(given), c: num(0) };
	const [h, c] = k.items(given);
	return { h: k.operand(h!), c: k.operand(c!) };
}

function cell(kind: Kind): Composite {
	return {
		name: `${kind}Cell`,
		signature: `input_size, hidden_size, bias=True, nonlinearity='tanh', device=, dtype=`,
		make: (k, self, a) => {
			const sizes = { input: a.whole('input_size'), hidden: a.whole('hidden_size') };
			cellWeights(k, self, kind, sizes, a.flag('bias'), '');
		},
		takes: 'input, hx=None',
		forward: (k, self, a) => {
			const x = a.array('input');
			const state = begun(k, a, kind, [...x.shape.slice(0, -1), hiddenSize(k, self)]);
			const next = step(k, self, kind, x, state, weightsOf(self, ''));
			return kind === 'LSTM' ? tuple([next.h, next.c]) : next.h;
		},
	};
}

/** One layer of a network in one direction: its outputs in the order of time, and its last state. */
function through(
	k: Kit,
	self: InstanceValue,
	kind: Kind,
	inputs: readonly Value[],
	state: State,
	suffix: string,
	backwards: boolean,
): { readonly outputs: Value[]; readonly last: State } {
	const w = weightsOf(self, suffix);
	const order = backwards ? inputs.toReversed() : inputs;
	let now = state;
	const outputs = order.map((x) => {
		k.call.tick();
		now = step(k, self, kind, x, now, w);
		return now.h;
	});
	return { outputs: backwards ? outputs.toReversed() : outputs, last: now };
}

function network(kind: Kind): Composite {
	const flag = (k: Kit, self: InstanceValue, name: string): boolean => k.call.truthy(self.attributes.get(name) ?? NONE);
	return {
		name: kind,
		signature: `input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, nonlinearity='tanh', device=, dtype=`,
		make: (k, self, a) => {
			if (a.number('dropout') !== 0) k.call.unsupported(`nn.${kind}(dropout=…)`);
			const hidden = a.whole('hidden_size');
			const directions = a.flag('bidirectional') ? 2 : 1;
			for (let layer = 0; layer < a.whole('num_layers'); layer++) {
				const input = layer === 0 ? a.whole('input_size') : hidden * directions;
				for (const side of ['', '_reverse'].slice(0, directions)) {
					cellWeights(k, self, kind, { input, hidden }, a.flag('bias'), `_l${layer}${side}`);
				}
			}
		},
		takes: 'input, hx=None',
		forward: (k, self, a) => {
			const given = a.array('input');
			const single = given.shape.length === 2;
			const batchFirst = !single && flag(k, self, 'batch_first');
			const x = batchFirst ? transposed(k, given, [1, 0, 2]) : given;
			const steps = Array.from({ length: x.shape[0]! }, (_, index) => selected(k, x, 0, index));
			const hidden = hiddenSize(k, self);
			const layers = k.whole(self.attributes.get('num_layers')!, 'num_layers');
			const sides = flag(k, self, 'bidirectional') ? ['', '_reverse'] : [''];
			const lead = single ? [hidden] : [x.shape[1]!, hidden];
			const start = a.has('hx') ? begun(k, a, kind, []) : null;
			const own = (value: Value, index: number): Value => (k.isArray(value) ? selected(k, value, 0, index) : value);
			const last: State[] = [];
			let inputs: Value[] = steps;
			for (let layer = 0; layer < layers; layer++) {
				const outputs = sides.map((side, index) => {
					const at = layer * sides.length + index;
					const blank = zeros(k, lead);
					const state = start === null ? { h: blank, c: blank } : { h: own(start.h, at), c: own(start.c, at) };
					const result = through(k, self, kind, inputs, state, `_l${layer}${side}`, side !== '');
					last.push(result.last);
					return result.outputs;
				});
				inputs = outputs[0]!.map((value, time) =>
					outputs.length === 1
						? value
						: concatenated(
								k,
								outputs.map((side) => k.array(side[time]!)),
								k.shapeOf(value).length - 1,
							),
				);
			}
			const all = stacked(
				k,
				inputs.map((value) => k.array(value)),
				0,
			);
			const states = (name: 'h' | 'c'): Value =>
				stacked(
					k,
					last.map((state) => k.array(state[name])),
					0,
				);
			const output = batchFirst ? transposed(k, all, [1, 0, 2]) : all;
			return tuple([output, kind === 'LSTM' ? tuple([states('h'), states('c')]) : states('h')]);
		},
	};
}

/** (batch, length, heads·size) as (batch, heads, length, size). */
function heads(k: Kit, x: Value, count: number): NdArray {
	const array = k.array(x);
	const [batch, length, width] = array.shape as readonly [number, number, number];
	return transposed(k, reshapedTo(k, array, [batch, length, count, width / count]), [0, 2, 1, 3]);
}

const multihead: Composite = {
	name: 'MultiheadAttention',
	signature:
		'embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=, dtype=',
	make: (k, self, a) => {
		const width = a.whole('embed_dim');
		if (a.number('dropout') !== 0) k.call.unsupported('nn.MultiheadAttention(dropout=…)');
		const bias = (name: string, size: number): void => {
			self.attributes.set(name, a.flag('bias') ? asParameter(k, zeros(k, [size])) : NONE);
		};
		uniformParameter(k, self, 'in_proj_weight', [3 * width, width], Math.sqrt(6 / (4 * width)));
		bias('in_proj_bias', 3 * width);
		uniformParameter(k, self, 'out_proj_weight', [width, width], 1 / Math.sqrt(width));
		bias('out_proj_bias', width);
	},
	takes:
		'query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=',
	forward: (k, self, a) => {
		a.refuse('key_padding_mask');
		const count = k.whole(self.attributes.get('num_heads')!, 'num_heads');
		const width = k.whole(self.attributes.get('embed_dim')!, 'embed_dim');
		const first = k.call.truthy(self.attributes.get('batch_first')!);
		const single = a.array('query').shape.length === 2;
		const projected = ['query', 'key', 'value'].map((name, index) => {
			const given = a.array(name);
			const x = single ? expanded(k, given, [0]) : first ? given : transposed(k, given, [1, 0, 2]);
			const cut = (weights: string): NdArray =>
				part(k, k.array(self.attributes.get(weights)!), 0, index * width, (index + 1) * width);
			const bias = attribute(self, 'in_proj_bias');
			return heads(k, linear(k, x, cut('in_proj_weight'), bias === undefined ? undefined : cut('in_proj_bias')), count);
		});
		let mask = a.has('attn_mask') ? a.operand('attn_mask') : undefined;
		// Here True says what is not seen.
		if (mask !== undefined && k.dtypeOf(mask) === 'bool') mask = k.map('not', [mask]);
		const { out, weights } = attention(k, projected[0]!, projected[1]!, projected[2]!, mask, undefined);
		const joined = transposed(k, k.array(out), [0, 2, 1, 3]);
		const flat = reshapedTo(k, joined, [joined.shape[0]!, joined.shape[1]!, width]);
		const output = k.array(
			linear(k, flat, k.array(self.attributes.get('out_proj_weight')!), attribute(self, 'out_proj_bias')),
		);
		const shaped = single
			? reshapedTo(k, output, output.shape.slice(1))
			: first
				? output
				: transposed(k, output, [1, 0, 2]);
		if (!a.flag('need_weights')) return tuple([shaped, NONE]);
		const seen = a.flag('average_attn_weights') ? k.apply('mean', [weights], { axes: [1], keepdims: false }) : weights;
		return tuple([shaped, seen]);
	},
};

export const COMPOSITES: readonly Composite[] = [
	...(['RNN', 'LSTM', 'GRU'] as const).flatMap((kind) => [cell(kind), network(kind)]),
	multihead,
];
