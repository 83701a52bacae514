/** What torch keeps from one call to the next: its random numbers, the type of its floats, and the tensors whose gradients a program asks for. */
import { Trace } from '../../core/trace.ts';
import { dataOf, makeTensor } from '../../core/tensor/tensor.ts';
import { RandomState } from '../random/numpy-random.ts';
import { bool, NONE, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import type { DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { add } from './nn-compose.ts';
import type { World } from './world.ts';

export class TorchState {
	/** Arithmetic is done in float64 unless the program asks for something else. */
	float: DType = 'float64';
	/** Tensors that get a `.grad` by `.backward()`. */
	readonly leaves = new Set<NdArray>();
	/** Parameters of modules. */
	readonly parameters = new WeakSet<NdArray>();
	#random: RandomState | null = null;
	#told = false;

	/** Torch's numbers come of another generator: those drawn here are others, and it is said once. */
	random(k: Kit): RandomState {
		if (!this.#told) {
			this.#told = true;
			k.call.note(["Torch's random numbers are not reproduced: others are drawn, by a fixed seed"]);
		}
		return (this.#random ??= new RandomState(0));
	}

	seed(seed: number): void {
		this.#random = new RandomState(Math.abs(seed) % 2 ** 32);
	}
}

const STATES = new WeakMap<World, TorchState>();

export function torchState(world: World): TorchState {
	let state = STATES.get(world);
	if (state === undefined) STATES.set(world, (state = new TorchState()));
	return state;
}

/** Marks a tensor as one whose gradient is asked for. */
export function requireGradient(k: Kit, array: NdArray, wanted = true): NdArray {
	array.attributes ??= new Map();
	array.attributes.set('requires_grad', bool(wanted));
	const { leaves } = torchState(k.world);
	if (wanted) leaves.add(array);
	else leaves.delete(array);
	return array;
}

/** The elements without their history: no gradient goes back through them. */
export function detached(k: Kit, value: Value): Value {
	if (!k.isArray(value)) {
		if (value.kind !== 'float' || value.node < 0) return value;
		k.recorder.tape.pin(value.node);
		return { kind: 'float', value: value.value, node: -1 };
	}
	if (value.recorded) k.recorder.tape.pin(value.node());
	return k.fresh(value.share(), value.dtype, true);
}

/** `loss.backward()`: marks the target, and gives every tensor that asked for it what it gets of the gradient, added to what it had. */
export function backward(k: Kit, loss: Value, upstream: Value | undefined): void {
	const array = k.isArray(loss) ? loss : null;
	const node = array?.node() ?? (loss.kind === 'float' ? loss.node : -1);
	if (node < 0) k.call.raise('RuntimeError', ['{0} has no history to go back through', 'backward()']);
	k.call.target(node);
	const leaves = [...torchState(k.world).leaves].filter(({ recorded, isFloat }) => recorded && isFloat);
	if (leaves.length === 0) return;
	const { tape } = k.recorder;
	const nodes = leaves.map((leaf) => leaf.node());
	const given = upstream === undefined ? {} : { upstream: k.array(upstream).share() };
	const trace = new Trace(tape, node, { wrt: nodes, ...given });
	leaves.forEach((leaf, index) => {
		k.call.tick();
		const gradient = trace.gradientTensor(nodes[index]!);
		if (gradient === null) return;
		const own = k.fresh(makeTensor(dataOf(gradient).slice(), gradient.shape, gradient.element), leaf.dtype, true);
		const before = leaf.attributes?.get('grad') ?? NONE;
		leaf.attributes ??= new Map();
		leaf.attributes.set('grad', before.kind === 'none' ? own : accumulated(k, before, own));
	});
}

/** `torch.autograd.grad`: what each of the inputs gets of the gradient, as numbers. */
export function gradientsOf(k: Kit, loss: Value, inputs: readonly Value[], upstream: Value | undefined): Value[] {
	const array = k.isArray(loss) ? loss : null;
	const node = array?.node() ?? (loss.kind === 'float' ? loss.node : -1);
	if (node < 0) k.call.raise('RuntimeError', ['{0} has no history to go back through', 'torch.autograd.grad()']);
	k.call.target(node);
	const arrays = inputs.map((value) => k.array(value));
	const nodes = arrays.map((input) => input.node());
	const given = upstream === undefined ? {} : { upstream: k.array(upstream).share() };
	const trace = new Trace(k.recorder.tape, node, { wrt: nodes, ...given });
	return arrays.map((input, index) => {
		k.call.tick();
		const gradient = trace.gradientTensor(nodes[index]!);
		const data = gradient === null ? new Float64Array(input.size) : dataOf(gradient).slice();
		return k.fresh(makeTensor(data, input.shape), input.dtype, true);
	});
}

/** Gradients are numbers that the program got: they are added up off the tape. */
function accumulated(k: Kit, before: Value, own: NdArray): NdArray {
	const held = k.array(before);
	if (held.recorded) return k.array(add(k, held, own));
	const data = dataOf(held.look());
	const sums = dataOf(own.look()).map((value, index) => value + data[index]!);
	const total = k.fresh(makeTensor(sums, own.shape, own.look().element), own.dtype, true);
	return total;
}
