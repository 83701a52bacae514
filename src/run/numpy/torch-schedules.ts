/** `torch.optim.lr_scheduler`: how an optimiser's rate changes from epoch to epoch. */
import type { Call, Named } from '../script/library.ts';
import {
	float,
	int,
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
import { Arguments } from './arguments.ts';
import { Kit } from './kit.ts';
import { instanceOf, nativeClass } from './nn-module.ts';
import { bind, readSignature } from './parameters.ts';
import type { World } from './world.ts';

/** The rate in an epoch, counted from 0, of one that begins with `base`. */
type Rate = (epoch: number, base: number) => number;

interface Schedule {
	readonly name: string;
	readonly signature: string;
	readonly rate: (k: Kit, a: Arguments) => Rate;
}

const SCHEDULES: readonly Schedule[] = [
	{
		name: 'StepLR',
		signature: 'optimizer, step_size, gamma=0.1',
		rate: (_, a) => {
			const [size, gamma] = [a.whole('step_size'), a.number('gamma')];
			return (epoch, base) => base * gamma ** Math.floor(epoch / size);
		},
	},
	{
		name: 'MultiStepLR',
		signature: 'optimizer, milestones, gamma=0.1',
		rate: (k, a) => {
			const milestones = k.wholes(a.value('milestones'), 'milestones');
			const gamma = a.number('gamma');
			return (epoch, base) => base * gamma ** milestones.filter((milestone) => milestone <= epoch).length;
		},
	},
	{
		name: 'ExponentialLR',
		signature: 'optimizer, gamma',
		rate: (_, a) => {
			const gamma = a.number('gamma');
			return (epoch, base) => base * gamma ** epoch;
		},
	},
	{
		name: 'CosineAnnealingLR',
		signature: 'optimizer, T_max, eta_min=0.0',
		rate: (_, a) => {
			const [most, least] = [a.number('T_max'), a.number('eta_min')];
			return (epoch, base) => least + ((base - least) * (1 + Math.cos((Math.PI * epoch) / most))) / 2;
		},
	},
	{
		name: 'LinearLR',
		signature: 'optimizer, start_factor=0.3333333333333333, end_factor=1.0, total_iters=5',
		rate: (_, a) => {
			const [start, end, count] = [a.number('start_factor'), a.number('end_factor'), a.whole('total_iters')];
			return (epoch, base) => base * (start + ((end - start) * Math.min(epoch, count)) / count);
		},
	},
	{
		name: 'LambdaLR',
		signature: 'optimizer, lr_lambda',
		rate: (k, a) => {
			const given = a.value('lr_lambda');
			const of = given.kind === 'list' ? (given.items[0] ?? given) : given;
			return (epoch, base) => base * k.number(k.call.call(of, [int(epoch)]), 'lr_lambda');
		},
	},
];

interface State {
	readonly group: DictValue;
	readonly base: number;
	readonly rate: Rate;
	epoch: number;
}

const STATES = new WeakMap<InstanceValue, State>();

function stateOf(self: Value | undefined): State {
	return STATES.get(instanceOf(self))!;
}

/** Every optimiser has one group of parameters here, whose settings its steps read. */
function groupOf(call: Call, optimizer: Value): DictValue {
	const groups = call.attribute(optimizer, 'param_groups');
	const group = groups.kind === 'list' ? groups.items[0] : undefined;
	return group?.kind === 'dict' ? group : call.raise('TypeError', ['An optimiser is needed here.']);
}

function rateIn(group: DictValue): number {
	const value = group.entries.get(keyOf(str('lr'))!)?.value;
	return (value === undefined ? undefined : numberOf(value)) ?? 0;
}

function setRate(group: DictValue, rate: number): void {
	const key = str('lr');
	group.entries.set(keyOf(key)!, { key, value: float(rate) });
}

function scheduleClass(world: World, schedule: Schedule): ClassValue {
	const title = `torch.optim.lr_scheduler.${schedule.name}`;
	const read = readSignature(`${schedule.signature}, last_epoch=-1, verbose=False`);
	return nativeClass(schedule.name, null, {
		__init__: (call: Call, [self, ...args]: readonly Value[], named: Named) => {
			const k = new Kit(call, world);
			const { bound, rest, given } = bind(call, title, read, args, named);
			const a = new Arguments(k, title, bound, rest);
			a.passOver('verbose');
			const group = groupOf(call, a.value('optimizer'));
			const state: State = { group, base: rateIn(group), rate: schedule.rate(k, a), epoch: 0 };
			a.refuseUnread(given);
			STATES.set(instanceOf(self), state);
			setRate(group, state.rate(0, state.base));
			return NONE;
		},
		step: (_, [self]) => {
			const state = stateOf(self);
			state.epoch++;
			setRate(state.group, state.rate(state.epoch, state.base));
			return NONE;
		},
		get_last_lr: (_, [self]) => list([float(rateIn(stateOf(self).group))]),
	});
}

/** The classes by their full names. */
export const schedules = SCHEDULES.map(
	(schedule) =>
		[
			`torch.optim.lr_scheduler.${schedule.name}`,
			({ world }: { readonly world: World }): Value => scheduleClass(world, schedule),
		] as const,
);
