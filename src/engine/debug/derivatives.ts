/**
 * `grad`, `jacobian` and `hessian` within an expression: derivatives of what the expression names, or computes from it, along the program's own tape.
 */
import { hessian } from '../../core/second.ts';
import { TapeLimitError } from '../../core/tape.ts';
import { zipTensors } from '../../core/tensor/map.ts';
import { dataOf, filled, makeTensor, type Tensor } from '../../core/tensor/tensor.ts';
import { Trace } from '../../core/trace.ts';
import type { Call } from '../../run/script/library.ts';
import { builtin } from '../../run/script/library.ts';
import type { BuiltinValue, Value } from '../../run/script/values.ts';
import { list } from '../../run/script/values.ts';
import { pickAlong, pickedFrom } from './picks.ts';
import type { Scope } from './scope.ts';

/** Larger matrices are refused before they are begun. */
const MOST_ENTRIES = 1_000_000;
/** So many gates may be gone through for one matrix. */
const MOST_WORK = 400_000_000;

/** Functions of derivatives by the names that expressions call them by. */
export function derivativeFunctions(scope: Scope): ReadonlyMap<string, BuiltinValue> {
	const make = (name: string, call: BuiltinValue['call']): [string, BuiltinValue] => [name, builtin(name, call)];
	return new Map([
		make('grad', (call, args) => {
			const [first, second] = takes(call, 'grad', args, 1, 2);
			return second === undefined
				? each(call, first!, (x) => gradientOf(scope, call, x))
				: each(call, second, (x) => derivative(scope, call, first!, x));
		}),
		make('jacobian', (call, args) => {
			const [h, x] = takes(call, 'jacobian', args, 2, 2);
			return each(call, x!, (one) => jacobianOf(scope, call, h!, one));
		}),
		make('hessian', (call, args) => {
			const [f, x, y] = takes(call, 'hessian', args, 1, 3);
			return hessianOf(scope, call, f!, x, y);
		}),
		make('value', (call, args) => takes(call, 'value', args, 1, 1)[0]!),
	]);
}

function takes(call: Call, name: string, args: readonly Value[], least: number, most: number): readonly Value[] {
	if (args.length >= least && args.length <= most) return args;
	if (least === most) return call.raise('TypeError', ['{0} takes {1} values, not {2}', name, most, args.length]);
	return call.raise('TypeError', ['{0} takes {1} to {2} values, not {3}', name, least, most, args.length]);
}

/** Of a list of variables the list of their gradients. */
function each(call: Call, value: Value, of: (value: Value) => Value): Value {
	return value.kind === 'list' || value.kind === 'tuple' ? list(call.iterate(value).map(of)) : of(value);
}

/** The node of the program that a value is; for another value a TypeError of the expression's. */
function programNode(scope: Scope, call: Call, value: Value, name: string): number {
	const origin = scope.origins.get(scope.nodeOf(value));
	if (origin?.side === 'value') return origin.node;
	return call.raise('TypeError', ['{0} is asked of a variable of the program', name]);
}

/** What the gradient of the target is with respect to a variable, an entry or a part of one. */
export function gradientOf(scope: Scope, call: Call, value: Value): Value {
	return picked(scope, call, value, (node) => scope.constant(scope.gradientAt(node), { node, side: 'gradient' }));
}

/** Applies to `whole` of a variable what picked `value` out of it. */
function picked(scope: Scope, call: Call, value: Value, whole: (node: number) => Value): Value {
	const { tape } = call.recorder;
	const from = pickedFrom(scope, tape, value);
	if (from?.origin.side !== 'value')
		return call.raise('TypeError', ['{0} is asked of a variable of the program', 'grad']);
	const result = whole(from.origin.node);
	if (from.path.length === 0) return result;
	return scope.constant(tape.tensor(pickAlong(tape, from.path, scope.nodeOf(result), call.recorder.range())));
}

/** What is handed to a variable where `value` is given the gradient `upstream`: through the expression first, then through the program. */
function handedBack(scope: Scope, value: Value, upstream: Tensor | null, x: number): Tensor | null {
	const own = scope.nodeOf(value);
	if (own < 0) return null;
	const { tape } = scope.run.recorder;
	const { trace } = scope.ran;
	const scratch = new Trace(tape, own, upstream === null ? {} : { upstream });
	let sum: Tensor | null = null;
	for (const [leaf, { node, side }] of scope.origins) {
		if (side !== 'value' || leaf > own) continue;
		const share = scratch.gradientTensor(leaf);
		if (share === null || node < x) continue;
		const through = new Trace(trace.tape, node, { wrt: [x], upstream: share });
		const handed = through.gradientTensor(x);
		if (handed !== null) sum = sum === null ? handed : zipTensors(sum, handed, (a, b) => a + b);
	}
	return sum;
}

/** ∂f/∂x of another target: of an array the sum of its entries. */
function derivative(scope: Scope, call: Call, f: Value, x: Value): Value {
	const own = scope.nodeOf(f);
	if (own < 0) return call.raise('TypeError', ['{0} is asked of a number or an array', 'grad']);
	if (!scope.run.recorder.tape.isScalar(own)) scope.say(['The gradient of the sum of all entries']);
	return picked(scope, call, x, (node) => {
		const handed = handedBack(scope, f, null, node);
		if (handed === null) scope.say(['No gradient goes to {0}: 0', scope.nameOf(node)]);
		return scope.constant(handed ?? scope.zero(node));
	});
}

/** ∂h/∂x of the shape of `h` followed by the shape of `x`. A row costs a backward pass. */
function jacobianOf(scope: Scope, call: Call, h: Value, x: Value): Value {
	const own = scope.nodeOf(h);
	if (own < 0) return call.raise('TypeError', ['{0} is asked of a number or an array', 'jacobian']);
	const node = programNode(scope, call, x, 'jacobian');
	const { tape } = scope.run.recorder;
	const output = tape.type(own);
	const input = scope.ran.trace.tape.type(node);
	affordable(scope, call, output.size, output.size * input.size);
	const data = new Float64Array(output.size * input.size);
	for (let row = 0; row < output.size; row++) {
		if (scope.run.machine.budget.look()) scope.run.machine.stop();
		const upstream = filled(output.shape, 0);
		upstream.data[row] = 1;
		const handed = handedBack(scope, h, upstream, node);
		if (handed !== null) data.set(dataOf(handed), row * input.size);
	}
	return scope.constant(makeTensor(data, [...output.shape, ...input.shape]));
}

/** ∂²f/∂x∂y; with one variable ∂²f/∂x², with none over all entries of all inputs, in their order. */
function hessianOf(scope: Scope, call: Call, f: Value, x: Value | undefined, y: Value | undefined): Value {
	const { trace, run } = scope.ran;
	const target = programNode(scope, call, f, 'hessian');
	if (!trace.tape.isScalar(target)) return call.raise('TypeError', ['{0} is asked of a number', 'hessian']);
	const inputs = [...run.inputs].filter(([, node]) => node <= target && trace.reaches(node));
	const wrt =
		x === undefined
			? inputs.map(([, node]) => node)
			: [x, ...(y === undefined ? [] : [y])].map((value) => programNode(scope, call, value, 'hessian'));
	const sizes = wrt.map((node) => trace.tape.type(node).size);
	const total = sizes.reduce((sum, size) => sum + size, 0);
	affordable(scope, call, total, total * total);
	const { elements, bytes, gates } = scope.run.machine.budget.limits;
	const distinct = [...new Set(wrt)];
	let blocks: ReturnType<typeof hessian>;
	try {
		blocks = hessian(trace.tape, target, distinct, { limits: { gates: 4 * gates, elements: 4 * elements, bytes } });
	} catch (error) {
		if (error instanceof TapeLimitError)
			return call.raise('MemoryError', ['This Hessian is too large to work out here']);
		throw error;
	}
	if (x !== undefined) {
		const [first = 0, second = first] = wrt;
		const block = blocks[distinct.indexOf(first)]![distinct.indexOf(second)]!;
		const shape = [...trace.tape.type(first).shape, ...trace.tape.type(second).shape];
		return scope.constant(makeTensor(dataOf(block), shape));
	}
	scope.say(['Rows and columns: {0}', inputs.map(([name]) => name).join(', ')]);
	const data = new Float64Array(total * total);
	let down = 0;
	blocks.forEach((row, i) => {
		let along = 0;
		row.forEach((block, j) => {
			const held = dataOf(block);
			for (let r = 0; r < sizes[i]!; r++)
				data.set(held.subarray(r * sizes[j]!, (r + 1) * sizes[j]!), (down + r) * total + along);
			along += sizes[j]!;
		});
		down += sizes[i]!;
	});
	return scope.constant(makeTensor(data, [total, total]));
}

function affordable(scope: Scope, call: Call, passes: number, entries: number): void {
	if (entries > MOST_ENTRIES || passes * scope.ran.trace.tape.length > MOST_WORK)
		call.raise('MemoryError', ['{0} entries by {1} backward passes are too many to work out here', entries, passes]);
}
