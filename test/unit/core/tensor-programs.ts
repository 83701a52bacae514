/**
 * Random computations over numbers and arrays, for tests that hold the fast way of doing something to the plain one.
 */
import { opCode } from '../../../src/core/ops/index.ts';
import { Tape } from '../../../src/core/tape.ts';
import { sizeOf } from '../../../src/core/tensor/shape.ts';
import { dataOf, makeTensor, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { stream } from './naive.ts';

export interface Program {
	readonly tape: Tape;
	readonly inputs: readonly number[];
	/** A number. */
	readonly target: number;
}

const UNARY = ['tanh', 'sin', 'sigmoid', 'atan', 'softplus', 'neg', 'relu'];
const BINARY = ['add', 'sub', 'mul', 'max', 'min'];

/** A random program of so many steps; the same seed makes the same one. */
export function randomProgram(seed: number, steps: number): Program {
	const next = stream(seed);
	const below = (count: number): number => Math.floor(next() * count);
	const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
	const tape = new Tape();
	const range = tape.ranges.intern(0, 1);
	const random = (shape: readonly number[]): Tensor =>
		makeTensor(
			Float64Array.from({ length: sizeOf(shape) }, () => next() * 3 - 1.5),
			shape,
		);
	const shapes = [[3], [2, 3], [3, 2], [1, 3], [2, 1], [2, 2, 3], []];
	const inputs = [pick(shapes), pick(shapes), [2, 3]].map((shape) => tape.tensorInput(random(shape), range));
	const nodes = [...inputs];
	if (next() < 0.5) nodes.push(tape.constant(next() * 2 - 1, range));
	if (next() < 0.5) nodes.push(tape.tensorConstant(random([3]), range));
	const apply = (
		name: string,
		operands: readonly number[],
		attributes: Record<string, unknown> | null = null,
	): number => tape.apply(opCode(name), operands, attributes, range);
	const shape = (node: number): readonly number[] => tape.type(node).shape;
	const recent = (): number => (next() < 0.6 ? nodes[Math.max(0, nodes.length - 1 - below(4))]! : pick(nodes));
	const array = (): number | null => {
		const found = nodes.filter((node) => shape(node).length > 0 && tape.type(node).size > 0);
		return found.length === 0 ? null : next() < 0.6 ? found.at(-1)! : pick(found);
	};
	const steps_: readonly (() => number | null)[] = [
		() => apply(pick(UNARY), [recent()]),
		() => apply(pick(BINARY), [recent(), recent()]),
		() => apply(pick(BINARY), [recent(), recent()]),
		() => {
			const x = array();
			if (x === null) return null;
			const axes = shape(x).flatMap((_, axis) => (next() < 0.5 ? [axis] : []));
			const reduced = axes.length === 0 ? null : axes;
			return apply(pick(['sum', 'mean', 'amax', 'norm']), [x], { axes: reduced, keepdims: next() < 0.5 });
		},
		() => apply('matmul', [recent(), recent()]),
		() => apply('transpose', [recent()]),
		() => apply('reshape', [recent()], { shape: [-1] }),
		() => apply('concatenate', [recent(), recent()], { axis: 0 }),
		() => apply('stack', [recent(), recent(), recent(), recent()], { axis: 0 }),
		() => {
			const x = array();
			if (x === null) return null;
			const items = shape(x).map((extent) => {
				if (next() < 0.3) return { kind: 'at' as const, index: below(extent) };
				const start = below(extent);
				if (next() < 0.5) return { kind: 'range' as const, start, step: 1, count: extent - start };
				return { kind: 'range' as const, start, step: -1, count: start + 1 };
			});
			return apply('slice', [x], { items });
		},
		() => {
			const x = array();
			if (x === null) return null;
			const flat = Int32Array.from({ length: 1 + below(4) }, () => below(tape.type(x).size));
			return apply('index', [x], { flat, shape: [flat.length] });
		},
		() => {
			const x = array();
			return x === null ? null : tape.element(x, below(tape.type(x).size), range);
		},
		() => {
			const x = array();
			if (x === null) return null;
			const flat = Int32Array.from({ length: 1 + below(3) }, () => below(tape.type(x).size));
			return tape.store(x, pick([recent(), tape.constant(0.5, range)]), { flat }, range);
		},
		() => {
			const x = array();
			if (x === null) return null;
			const strides = sizeOf(shape(x).slice(1));
			const where = {
				offset: below(shape(x)[0]!) * strides,
				shape: shape(x).slice(1),
				strides: stridesUnder(shape(x)),
			};
			return tape.store(x, recent(), where, range);
		},
	];
	for (let step = 0; step < steps; step++) {
		let node: number | null = null;
		const length = tape.length;
		try {
			node = pick(steps_)();
		} catch (error) {
			// What does not fit is left out: most pairs of shapes do not.
			if (!(error instanceof Error) || error.name !== 'ShapeError') throw error;
		}
		// Broadcasts that were put before the gate itself did not fit stay on the tape.
		if (node === null || tape.length === length) continue;
		const size = dataOf(tape.tensor(node)).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
		if (!Number.isFinite(size)) continue;
		nodes.push(size > 20 ? apply('tanh', [node]) : node);
	}
	const last = nodes.slice(-3).map((node) => (tape.isScalar(node) ? node : apply('sum', [node], {})));
	return { tape, inputs, target: last.reduce((a, b) => apply('add', [a, apply('tanh', [b])])) };
}

function stridesUnder(shape: readonly number[]): readonly number[] {
	return shape.slice(1).map((_, axis) => sizeOf(shape.slice(axis + 2)));
}
