/** `torch.optim`: optimisers that take steps with the gradients that `.backward()` left. The steps are numbers; each parameter less its step is a gate. */
import type { Call, Named } from '../script/library.ts';
import { dataOf, makeTensor } from '../../core/tensor/tensor.ts';
import {
	float,
	keyOf,
	list,
	NONE,
	numberOf,
	str,
	type ClassValue,
	type DictValue,
	type InstanceValue,
	type Value,
} from '../script/values.ts';
import { NdArray } from './array.ts';
import { Kit } from './kit.ts';
import { sub } from './nn-compose.ts';
import { instanceOf, nativeClass } from './nn-module.ts';
import { replace } from './operators.ts';
import { bind, readSignature } from './parameters.ts';
import type { World } from './world.ts';

/** What an optimiser remembers of one parameter. */
interface Memory {
	turn: number;
	readonly first: Float64Array;
	readonly second: Float64Array;
}

type Settings = (name: string) => number;

interface Optimizer {
	readonly name: string;
	readonly signature: string;
	/** The step of one parameter, written over its gradient. */
	readonly step: (gradient: Float64Array, value: Float64Array, memory: Memory, of: Settings) => void;
}

/** Momentum is an average that forgets; Nesterov's looks one step ahead. */
function sgd(g: Float64Array, w: Float64Array, memory: Memory, of: Settings): void {
	const [lr, momentum, decay] = [of('lr'), of('momentum'), of('weight_decay')];
	const fresh = memory.turn === 1;
	for (let i = 0; i < g.length; i++) {
		const own = g[i]! + decay * w[i]!;
		if (momentum === 0) {
			g[i] = lr * own;
			continue;
		}
		memory.first[i] = fresh ? own : momentum * memory.first[i]! + (1 - of('dampening')) * own;
		g[i] = lr * (of('nesterov') === 0 ? memory.first[i]! : own + momentum * memory.first[i]!);
	}
}

/** Averages of gradients and of their squares, each made up for its start; `decoupled` decays the weights apart from them. */
function adam(decoupled: boolean): Optimizer['step'] {
	return (g, w, memory, of) => {
		const [lr, a, b, eps, decay] = [of('lr'), of('beta1'), of('beta2'), of('eps'), of('weight_decay')];
		for (let i = 0; i < g.length; i++) {
			const own = decoupled ? g[i]! : g[i]! + decay * w[i]!;
			memory.first[i] = a * memory.first[i]! + (1 - a) * own;
			memory.second[i] = b * memory.second[i]! + (1 - b) * own * own;
			const average = memory.first[i]! / (1 - a ** memory.turn);
			const spread = Math.sqrt(memory.second[i]! / (1 - b ** memory.turn)) + eps;
			g[i] = (lr * average) / spread + (decoupled ? lr * decay * w[i]! : 0);
		}
	};
}

function rmsprop(g: Float64Array, w: Float64Array, memory: Memory, of: Settings): void {
	for (let i = 0; i < g.length; i++) {
		const own = g[i]! + of('weight_decay') * w[i]!;
		memory.second[i] = of('alpha') * memory.second[i]! + (1 - of('alpha')) * own * own;
		const scaled = own / (Math.sqrt(memory.second[i]!) + of('eps'));
		memory.first[i] = of('momentum') * memory.first[i]! + scaled;
		g[i] = of('lr') * memory.first[i]!;
	}
}

function adagrad(g: Float64Array, w: Float64Array, memory: Memory, of: Settings): void {
	const rate = of('lr') / (1 + (memory.turn - 1) * of('lr_decay'));
	for (let i = 0; i < g.length; i++) {
		const own = g[i]! + of('weight_decay') * w[i]!;
		memory.second[i]! += own * own;
		g[i] = (rate * own) / (Math.sqrt(memory.second[i]!) + of('eps'));
	}
}

const ADAM = 'params, lr=1e-3, betas=, eps=1e-8, weight_decay=';

/** How the steps are carried out does not matter here; `maximize` would. */
const SAME = 'maximize=False, foreach=, fused=, capturable=, differentiable=';

export const OPTIMIZERS: readonly Optimizer[] = [
	{
		name: 'SGD',
		signature: `params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False, ${SAME}`,
		step: sgd,
	},
	{ name: 'Adam', signature: `${ADAM}0, ${SAME}, amsgrad=False`, step: adam(false) },
	{ name: 'AdamW', signature: `${ADAM}0.01, ${SAME}, amsgrad=False`, step: adam(true) },
	{
		name: 'RMSprop',
		signature: `params, lr=0.01, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False, ${SAME}`,
		step: rmsprop,
	},
	{
		name: 'Adagrad',
		signature: `params, lr=0.01, lr_decay=0, weight_decay=0, eps=1e-10, initial_accumulator_value=0, ${SAME}`,
		step: adagrad,
	},
];

/** Settings that change the steps and that no optimiser here knows. */
const UNKNOWN = ['maximize', 'amsgrad', 'centered', 'initial_accumulator_value'];

interface Own {
	readonly parameters: NdArray[];
	readonly memories: Map<NdArray, Memory>;
}

function own(self: Value | undefined): Own {
	return instanceOf(self).payload as Own;
}

function dict(entries: readonly (readonly [string, Value])[]): DictValue {
	return {
		kind: 'dict',
		entries: new Map(entries.map(([name, value]) => [keyOf(str(name))!, { key: str(name), value }])),
	};
}

/** Settings stand in the only parameter group, where schedules change them. */
function settingsOf(self: InstanceValue): Settings {
	const groups = self.attributes.get('param_groups');
	const group = groups?.kind === 'list' ? groups.items[0] : undefined;
	return (name) => {
		const entry = group?.kind === 'dict' ? group.entries.get(keyOf(str(name))!)?.value : undefined;
		return (entry === undefined ? undefined : numberOf(entry)) ?? 0;
	};
}

/** The class of an optimiser. */
export function optimizerClass(world: World, optimizer: Optimizer): ClassValue {
	const read = readSignature(optimizer.signature);
	return nativeClass(optimizer.name, null, {
		__init__: (call: Call, [self, ...args]: readonly Value[], named: Named) => {
			const k = new Kit(call, world);
			const { bound, given: told } = bind(call, `torch.optim.${optimizer.name}`, read, args, named);
			for (const name of UNKNOWN) if (told.has(name)) call.unsupported(`torch.optim.${optimizer.name}(${name}=…)`);
			const given = bound.get('params')!;
			const parameters = (given instanceof NdArray ? [given] : call.iterate(given)).map((value) => {
				if (value instanceof NdArray) return value;
				return call.unsupported(`torch.optim.${optimizer.name}([{…}])`);
			});
			const betas = bound.get('betas');
			const [beta1 = 0.9, beta2 = 0.999] =
				betas === undefined ? [] : k.items(betas).map((value) => k.number(value, 'betas'));
			const instance = instanceOf(self);
			instance.payload = { parameters, memories: new Map() } satisfies Own;
			const group = dict([
				['params', list([...parameters])],
				...[...bound].filter(([name]) => name !== 'params' && name !== 'betas'),
				['beta1', float(beta1)],
				['beta2', float(beta2)],
			]);
			instance.attributes.set('param_groups', list([group]));
			return NONE;
		},
		zero_grad: (_, [self]) => {
			for (const array of own(self).parameters) array.attributes?.set('grad', NONE);
			return NONE;
		},
		step: (call, [self]) => {
			const k = new Kit(call, world);
			const { parameters, memories } = own(self);
			const settings = settingsOf(instanceOf(self));
			for (const array of parameters) {
				const gradient = array.attributes?.get('grad');
				if (gradient === undefined || gradient.kind === 'none') continue;
				call.tick();
				const step = dataOf(k.array(gradient).look()).slice();
				let memory = memories.get(array);
				if (memory === undefined) {
					memory = { turn: 0, first: new Float64Array(step.length), second: new Float64Array(step.length) };
					memories.set(array, memory);
				}
				memory.turn++;
				optimizer.step(step, dataOf(array.look()), memory, settings);
				const taken = k.fresh(makeTensor(step, array.shape, array.look().element), array.dtype, true);
				replace(k, array, sub(k, array, taken), `${optimizer.name}.step`);
			}
			return NONE;
		},
		state_dict: () => dict([]),
	});
}
