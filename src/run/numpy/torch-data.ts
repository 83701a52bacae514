/** `torch.utils.data`: data sets of tensors or of a program's own, and their batches one after the other. */
import type { Call, Named } from '../script/library.ts';
import { int, list, NONE, numberOf, tuple, type ClassValue, type InstanceValue, type Value } from '../script/values.ts';
import { Arguments } from './arguments.ts';
import { Kit } from './kit.ts';
import { asTorch } from './nn-compose.ts';
import { instanceOf, nativeClass } from './nn-module.ts';
import { bind, readSignature } from './parameters.ts';
import { shuffledOrder } from '../random/sampling.ts';
import { torchState } from './torch-state.ts';
import type { World } from './world.ts';

interface Loader {
	readonly data: Value;
	readonly size: number;
	readonly shuffle: boolean;
	readonly partial: boolean;
	readonly collate: Value | undefined;
}

const LOADERS = new WeakMap<InstanceValue, Loader>();

const TENSORS = new WeakMap<InstanceValue, readonly Value[]>();

/** Samples joined to a batch: numbers and tensors along a new first axis, each field of tuples and lists on its own. */
function collated(k: Kit, samples: readonly Value[]): Value {
	const [first] = samples;
	if (first === undefined) return list([]);
	if (first.kind === 'tuple' || first.kind === 'list') {
		return list(
			first.items.map((_, field) =>
				collated(
					k,
					samples.map((sample) => fieldOf(k, sample, field)),
				),
			),
		);
	}
	if (numberOf(first) === undefined && !k.isArray(first)) return list([...samples]);
	return asTorch(k, k.array(list([...samples])));
}

function fieldOf(k: Kit, sample: Value, field: number): Value {
	return k.call.item(sample, int(field));
}

const LOADER =
	'dataset, batch_size=1, shuffle=False, sampler=, batch_sampler=, num_workers=, collate_fn=None, pin_memory=, drop_last=False, generator=, persistent_workers=, worker_init_fn=';

function batches(k: Kit, { data, size, shuffle, partial, collate }: Loader): Value[] {
	const count = k.whole(int(k.call.length(data)), 'len');
	k.reserve(count);
	const order = shuffle
		? shuffledOrder(torchState(k.world).random(k), count)
		: Float64Array.from({ length: count }, (_, place) => place);
	const found: Value[] = [];
	for (let from = 0; from < count && (partial || from + size <= count); from += size) {
		k.call.tick();
		const samples = Array.from(order.slice(from, from + size), (place) => k.call.item(data, int(place)));
		found.push(collate === undefined ? collated(k, samples) : k.call.call(collate, [list(samples)]));
	}
	return found;
}

function loaderClass(world: World): ClassValue {
	const read = readSignature(LOADER);
	const title = 'torch.utils.data.DataLoader';
	return nativeClass('DataLoader', null, {
		__init__: (call: Call, [self, ...args]: readonly Value[], named: Named) => {
			const k = new Kit(call, world);
			const { bound, rest, given } = bind(call, title, read, args, named);
			const a = new Arguments(k, title, bound, rest);
			a.passOver('num_workers', 'persistent_workers', 'worker_init_fn');
			const loader: Loader = {
				data: a.value('dataset'),
				size: Math.max(1, a.whole('batch_size')),
				shuffle: a.flag('shuffle'),
				partial: !a.flag('drop_last'),
				collate: a.maybe('collate_fn'),
			};
			a.refuseUnread(given);
			LOADERS.set(instanceOf(self), loader);
			instanceOf(self).attributes.set('dataset', loader.data);
			instanceOf(self).attributes.set('batch_size', int(loader.size));
			return NONE;
		},
		__iter__: (call, [self]) => list(batches(new Kit(call, world), LOADERS.get(instanceOf(self))!)),
		__len__: (call, [self]) => {
			const { data, size, partial } = LOADERS.get(instanceOf(self))!;
			const parts = call.length(data) / size;
			return int(partial ? Math.ceil(parts) : Math.floor(parts));
		},
	});
}

function tensorsClass(world: World, base: ClassValue): ClassValue {
	return nativeClass('TensorDataset', base, {
		__init__: (call, [self, ...tensors]) => {
			const k = new Kit(call, world);
			const arrays = tensors.map((tensor) => k.array(tensor));
			if (new Set(arrays.map(({ shape }) => shape[0])).size > 1) {
				call.raise('AssertionError', ['The tensors differ in their first axis.']);
			}
			TENSORS.set(instanceOf(self), arrays);
			instanceOf(self).attributes.set('tensors', tuple(arrays));
			return NONE;
		},
		__getitem__: (call, [self, index = NONE]) =>
			tuple((TENSORS.get(instanceOf(self)) ?? []).map((array) => call.item(array, index))),
		__len__: (call, [self]) => int(call.length(TENSORS.get(instanceOf(self))?.[0] ?? list([]))),
	});
}

/** `torch.utils.data.Dataset`, one for each run: programs derive their own from it. */
function datasetClass(world: World): ClassValue {
	const known = world.classes.get('torch.utils.data.Dataset');
	if (known !== undefined) return known;
	const made = nativeClass('Dataset', null, {});
	world.classes.set('torch.utils.data.Dataset', made);
	return made;
}

/** The classes by their full names. */
export const dataClasses: readonly (readonly [string, (tools: { readonly world: World }) => Value])[] = [
	['torch.utils.data.Dataset', ({ world }) => datasetClass(world)],
	['torch.utils.data.TensorDataset', ({ world }) => tensorsClass(world, datasetClass(world))],
	['torch.utils.data.DataLoader', ({ world }) => loaderClass(world)],
];
