/** Walks over an array's elements: `np.nditer`, as numerical gradient checks are written with it. */
import { builtin } from '../script/library.ts';
import { bool, ELLIPSIS, int, NONE, tuple, type ClassValue, type InstanceValue, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import { getItem } from './indexing.ts';
import { Kit } from './kit.ts';
import { declare, type Declaration } from './table.ts';
import { broadcasted } from './views.ts';
import type { World } from './world.ts';

/** Where a walk is. */
interface Walk {
	readonly arrays: readonly NdArray[];
	/** Several operands are handed out together, even one in a list. */
	readonly together: boolean;
	readonly shape: readonly number[];
	readonly size: number;
	place: number;
}

function walkOf(self: Value | undefined): Walk {
	return (self as InstanceValue).payload as Walk;
}

/** Says where the walk is, under the names that a program asks for. */
function tell(self: InstanceValue): void {
	const { shape, size, place } = walkOf(self);
	let rest = place;
	const index = shape.map(() => 0);
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		const extent = shape[axis]! || 1;
		index[axis] = rest % extent;
		rest = Math.floor(rest / extent);
	}
	self.attributes.set('finished', bool(place >= size));
	self.attributes.set('multi_index', tuple(index.map((at) => int(at))));
	self.attributes.set('index', int(place));
	self.attributes.set('itersize', int(size));
}

/** The element, an array without axes, so that `e[...] = 0` reaches what it was taken from; several of them in a tuple. */
function elements(k: Kit, self: InstanceValue): Value {
	const { arrays, together } = walkOf(self);
	const at = self.attributes.get('multi_index')!;
	const index = tuple([...(at.kind === 'tuple' ? at.items : []), ELLIPSIS]);
	const each = arrays.map((array) => getItem(k, array, index));
	return together ? tuple(each) : each[0]!;
}

function step(k: Kit, self: InstanceValue): boolean {
	k.call.tick();
	const walk = walkOf(self);
	if (walk.place < walk.size) walk.place++;
	tell(self);
	return walk.place < walk.size;
}

function walkClass(world: World): ClassValue {
	const known = world.classes.get('nditer');
	if (known !== undefined) return known;
	const order: ClassValue[] = [];
	const attributes = new Map<string, Value>();
	const type: ClassValue = { kind: 'class', name: 'nditer', order, attributes, native: 'nditer' };
	order.push(type);
	const method = (name: string, body: (k: Kit, self: InstanceValue, args: readonly Value[]) => Value): void =>
		void attributes.set(
			name,
			builtin(`nditer.${name}`, (call, [self, ...args]) => body(new Kit(call, world), self as InstanceValue, args)),
		);
	method('iternext', (k, self) => bool(step(k, self)));
	method('reset', (_, self) => {
		walkOf(self).place = 0;
		tell(self);
		return NONE;
	});
	method('__getitem__', (k, self, [which]) => {
		const all = elements(k, self);
		return all.kind === 'tuple' && which !== undefined ? k.call.item(all, which) : all;
	});
	method('__iter__', (_, self) => {
		let begun = false;
		return {
			kind: 'iterator',
			next: (call) => {
				const k = new Kit(call, world);
				const walk = walkOf(self);
				if (begun) step(k, self);
				begun = true;
				return walk.place < walk.size ? elements(k, self) : null;
			},
		};
	});
	method('__enter__', (_, self) => self);
	method('__exit__', () => NONE);
	method('close', () => NONE);
	world.classes.set('nditer', type);
	return type;
}

export const iterating: readonly Declaration[] = [
	declare('np.nditer', 'op, flags=, op_flags=, op_dtypes=, order=, casting=, **', (k, a) => {
		const given = a.value('op');
		const together = given.kind === 'list' || given.kind === 'tuple';
		const arrays = together ? a.items('op').map((each) => k.array(each)) : [k.array(given)];
		const shape = k.commonShape(arrays);
		const payload: Walk = {
			arrays: together ? arrays.map((each) => broadcasted(k, each, shape)) : arrays,
			together,
			shape,
			size: shape.reduce((size, extent) => size * extent, 1),
			place: 0,
		};
		const self = k.call.instantiate(walkClass(k.world), payload) as InstanceValue;
		tell(self);
		return self;
	}),
];
