/**
 * The computations on arrays that everyone runs, and what Backstep and the libraries do for each, every one in the way of its own manual.
 */
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { opCode } from '../../src/core/ops/index.ts';
import { Tape } from '../../src/core/tape.ts';
import { useMultiply } from '../../src/core/tensor/matmul.ts';
import { growOlder } from '../../src/core/tensor/memory.ts';
import { makeTensor, type Tensor } from '../../src/core/tensor/tensor.ts';
import { Trace } from '../../src/core/trace.ts';
import { bestMultiply } from '../../src/engine/kernels/product.ts';
import { useVectors } from '../../src/engine/kernels/vectors.ts';

export type TaskName = 'net' | 'matvec' | 'relu';

export interface Task {
	readonly label: string;
	readonly shapes: readonly (readonly number[])[];
	/** Operands whose gradients are wanted, and the entry of each that is compared. */
	readonly wanted: readonly (readonly [operand: number, entry: number])[];
}

export const TASKS: ReadonlyMap<TaskName, Task> = new Map<TaskName, Task>([
	[
		'net',
		{
			label: 'N = 64, 1000-100-10 net, gradients of both weights',
			shapes: [
				[64, 1000],
				[1000, 100],
				[100, 10],
			],
			wanted: [
				[1, 0],
				[2, 0],
			],
		},
	],
	[
		'matvec',
		{
			label: '‖Wx‖² at 4096, both gradients',
			shapes: [[4096, 4096], [4096]],
			wanted: [
				[0, 0],
				[1, 0],
			],
		},
	],
	['relu', { label: 'max(0, x) on 100 × 4096, with its gradient', shapes: [[100, 4096]], wanted: [[0, 1]] }],
]);

/** The same numbers everywhere, Python included. */
export function entries(shape: readonly number[]): Float64Array {
	return Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
}

/** Makes a task ready; what it returns runs both passes anew, to the target plus the entries of the gradients that are compared. */
export type Peer = (name: TaskName, task: Task) => () => number | Promise<number>;

function backstep(fast: boolean): Peer {
	// The engine of Node 20 has these instructions, but must be asked for them; in every VS Code that Backstep supports it need not be.
	if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
	useMultiply(fast ? bestMultiply() : null);
	useVectors(fast);
	return (name, { shapes, wanted }) => {
		const values = shapes.map((shape): Tensor => makeTensor(entries(shape), shape));
		return () => {
			const tape = new Tape({ gates: Infinity });
			const apply = (op: string, ...operands: readonly number[]): number =>
				tape.apply(opCode(op), operands, op === 'sum' ? { axes: null, keepdims: false } : null, 0);
			const nodes = values.map((value, index) =>
				wanted.some(([operand]) => operand === index) ? tape.tensorInput(value, 0) : tape.tensorConstant(value, 0),
			);
			const [a, b, c] = nodes as [number, number, number];
			const square = (node: number): number => apply('sum', apply('mul', node, node));
			const target = {
				net: () => square(apply('matmul', apply('relu', apply('matmul', a, b)), c)),
				matvec: () => square(apply('matmul', a, b)),
				relu: () => apply('sum', apply('relu', a)),
			}[name]();
			const trace = new Trace(tape, target);
			const outcome = wanted.reduce(
				(total, [operand, entry]) => total + trace.gradientTensor(nodes[operand]!)!.data[entry]!,
				tape.tensor(target).data[0]!,
			);
			// As the engine does with a run that another one takes the place of.
			trace.release();
			growOlder();
			return outcome;
		};
	};
}

interface TfTensor {
	dataSync(): Float32Array;
	dispose(): void;
}

interface Tf {
	setBackend(name: string): Promise<boolean>;
	tensor(this: void, values: Float32Array, shape: number[]): TfTensor;
	tidy<T>(this: void, run: () => T): T;
	grads(this: void, f: (...inputs: TfTensor[]) => TfTensor): (inputs: TfTensor[]) => TfTensor[];
	valueAndGrads(
		this: void,
		f: (...inputs: TfTensor[]) => TfTensor,
	): (inputs: TfTensor[]) => { value: TfTensor; grads: TfTensor[] };
	matMul(this: void, a: TfTensor, b: TfTensor): TfTensor;
	dot(this: void, a: TfTensor, b: TfTensor): TfTensor;
	relu(this: void, x: TfTensor): TfTensor;
	square(this: void, x: TfTensor): TfTensor;
	sum(this: void, x: TfTensor): TfTensor;
}

async function tfjs(backend: 'cpu' | 'wasm'): Promise<Peer> {
	const load = createRequire(import.meta.url);
	const tf = load('@tensorflow/tfjs') as Tf;
	if (backend === 'wasm') load('@tensorflow/tfjs-backend-wasm');
	if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here`);
	return (name, { shapes, wanted }) => {
		const values = shapes.map((shape) => tf.tensor(Float32Array.from(entries(shape)), [...shape]));
		const given = wanted.map(([operand]) => values[operand]!);
		const target = (...inputs: TfTensor[]): TfTensor => {
			const at = (index: number): TfTensor => {
				const place = wanted.findIndex(([operand]) => operand === index);
				return inputs[place] ?? values[index]!;
			};
			if (name === 'relu') return tf.sum(tf.relu(at(0)));
			if (name === 'matvec') return tf.sum(tf.square(tf.dot(at(0), at(1))));
			return tf.sum(tf.square(tf.matMul(tf.relu(tf.matMul(at(0), at(1))), at(2))));
		};
		return () =>
			tf.tidy(() => {
				const { value, grads } = tf.valueAndGrads(target)(given);
				return wanted.reduce(
					(total, [, entry], index) => total + grads[index]!.dataSync()[entry]!,
					value.dataSync()[0]!,
				);
			});
	};
}

interface JaxArray {
	readonly ref: JaxArray;
	reshape(shape: number[]): JaxArray;
	mul(other: JaxArray): JaxArray;
	sum(): JaxArray;
	data(): Promise<Float32Array>;
}

async function jaxJs(precision: 'float32' | 'float64'): Promise<Peer> {
	const library = '@jax-js/jax';
	const jax = (await import(library)) as {
		init(...devices: string[]): Promise<unknown>;
		defaultDevice(device: string): string;
		numpy: {
			array(values: Float32Array | Float64Array, options: { shape: number[] }): JaxArray;
			matmul(a: JaxArray, b: JaxArray): JaxArray;
		};
		nn: { relu(x: JaxArray): JaxArray };
		jit(f: (...values: JaxArray[]) => unknown): (...values: JaxArray[]) => [JaxArray, JaxArray[]];
		valueAndGrad(f: (a: JaxArray, b: JaxArray, c: JaxArray) => JaxArray, options: { argnums: number[] }): () => unknown;
	};
	await jax.init('wasm');
	jax.defaultDevice('wasm');
	return (name, { shapes, wanted }) => {
		// The kind of array says in which precision is computed.
		const kind = precision === 'float32' ? Float32Array : Float64Array;
		const values = shapes.map((shape) => jax.numpy.array(kind.from(entries(shape)), { shape: [...shape] }));
		const target = (a: JaxArray, b: JaxArray, c: JaxArray): JaxArray => {
			if (name === 'relu') return jax.nn.relu(a).sum();
			const y = name === 'matvec' ? jax.numpy.matmul(a, b) : jax.numpy.matmul(jax.nn.relu(jax.numpy.matmul(a, b)), c);
			return y.ref.mul(y).sum();
		};
		const both = jax.jit(jax.valueAndGrad(target, { argnums: wanted.map(([operand]) => operand) }));
		return async () => {
			// What is handed over is used up; `.ref` keeps it.
			const [value, gradients] = both(...values.map((own) => own.ref));
			let total = (await value.data())[0]!;
			for (const [index, [, entry]] of wanted.entries()) total += (await gradients[index]!.data())[entry]!;
			return total;
		};
	};
}

export const PEERS: ReadonlyMap<string, () => Peer | Promise<Peer>> = new Map<string, () => Peer | Promise<Peer>>([
	['Backstep', () => backstep(true)],
	['Backstep, plain loops', () => backstep(false)],
	['@tensorflow/tfjs (wasm, float32)', () => tfjs('wasm')],
	['@tensorflow/tfjs (cpu, float32)', () => tfjs('cpu')],
	['@jax-js/jax (jit, float32)', () => jaxJs('float32')],
	['@jax-js/jax (jit, float64)', () => jaxJs('float64')],
]);
