/**
 * Everyone who runs the computation: ours, and the libraries, each built the way its own manual builds a graph of scalars.
 */
import { createRequire } from 'node:module';
import { opByName } from '../../src/core/ops/index.ts';
import { Tape } from '../../src/core/tape.ts';
import { Trace } from '../../src/core/trace.ts';
import type { Accelerator } from '../../src/core/columns.ts';
import { wasmAccelerator } from '../../src/engine/kernels/accelerator.ts';
import { build, numbers, WEIGHTS } from './workload.ts';

/** What one run came to: the target, and its gradient by the first weight. */
export interface Outcome {
	readonly gates: number;
	readonly value: number;
	readonly gradient: number;
}

export interface Candidate {
	/** Builds the graph of at least so many gates, runs forward and backward. */
	whole(gates: number): Outcome | Promise<Outcome>;
	/** A function that changes an input and runs both passes again over what was built; absent where the library has no such thing. */
	replayer?(gates: number): () => Outcome;
	/** Sizes past this are not tried: the run would take minutes or end in a RangeError. */
	readonly most: number;
}

const ADD = opByName('add').code;
const MUL = opByName('mul').code;
const TANH = opByName('tanh').code;

function backstep(accelerator: Accelerator | null): Candidate {
	const run = (least: number): { outcome: () => Outcome; trace: Trace } => {
		const tape = new Tape({ gates: Infinity }, accelerator);
		const { target, gates } = build<number>(
			{
				input: (value) => tape.input(value, 0),
				add: (a, b) => tape.gate(ADD, a, b),
				mul: (a, b) => tape.gate(MUL, a, b),
				tanh: (a) => tape.gate(TANH, a),
			},
			least,
		);
		const trace = new Trace(tape, target);
		return { trace, outcome: () => ({ gates, value: tape.value(target), gradient: trace.gradient(0) }) };
	};
	return {
		most: Infinity,
		whole: (gates) => run(gates).outcome(),
		replayer: (gates) => {
			const { trace, outcome } = run(gates);
			return () => {
				trace.tape.setInput(0, trace.tape.value(0) + 1e-9);
				trace.rerun();
				return outcome();
			};
		},
	};
}

/** What is measured of a tape of that size, with the table that cursors need. */
export function bytesPerGate(least: number): number {
	const tape = new Tape({ gates: Infinity });
	const { target, gates } = build<number>(
		{
			input: (value) => tape.input(value, 0),
			add: (a, b) => tape.gate(ADD, a, b),
			mul: (a, b) => tape.gate(MUL, a, b),
			tanh: (a) => tape.gate(TANH, a),
		},
		least,
	);
	const trace = new Trace(tape, target);
	trace.at(trace.lastPosition - 1).gradient(0);
	return (tape.bytes + trace.bytes) / gates;
}

/** Names with gradients on a screen. */
export const NAMES = 64;

/** Milliseconds of a step at random positions: a cursor, the gate it is at, and the state of its neighbours. */
export function stepTimes(least: number, steps: number): readonly number[] {
	const tape = new Tape({ gates: Infinity });
	const { target } = build<number>(
		{
			input: (value) => tape.input(value, 0),
			add: (a, b) => tape.gate(ADD, a, b),
			mul: (a, b) => tape.gate(MUL, a, b),
			tanh: (a) => tape.gate(TANH, a),
		},
		least,
	);
	const trace = new Trace(tape, target);
	trace.at(trace.lastPosition).gradient(0);
	const next = numbers();
	return Array.from({ length: steps }, () => {
		const position = trace.forwardSteps + 1 + Math.floor((next() + 0.5) * (trace.backwardSteps - 1));
		const start = performance.now();
		const cursor = trace.at(position);
		// As many weights as a screen has names with gradients, and the gate itself.
		for (let weight = 0; weight < NAMES; weight++) cursor.gradient(weight);
		cursor.gradient(cursor.active ?? 0);
		return performance.now() - start;
	});
}

const load = createRequire(import.meta.url);

interface SimpleVariable {
	add(other: SimpleVariable): SimpleVariable;
	mul(other: SimpleVariable): SimpleVariable;
	tanh(): SimpleVariable;
	compile(): void;
	forward(): void;
	backward(): void;
	setValue(value: number): void;
	getValue(): number;
	setGradient(value: number): void;
	getGradient(): number;
}

async function simplegrad(): Promise<Candidate> {
	const name = 'simplegrad';
	const library = (await import(name)) as {
		Variable: new (storage: object) => SimpleVariable;
		ValueStorage: new () => { gv: Float64Array };
	};
	const run = (least: number): { again: () => Outcome } => {
		const storage = new library.ValueStorage();
		const inputs: { variable: SimpleVariable; value: number }[] = [];
		const { target, weights, gates } = build<SimpleVariable>(
			{
				input: (value) => {
					const variable = new library.Variable(storage);
					inputs.push({ variable, value });
					return variable;
				},
				add: (a, b) => a.add(b),
				mul: (a, b) => a.mul(b),
				tanh: (a) => a.tanh(),
			},
			least,
		);
		target.compile();
		for (const { variable, value } of inputs) variable.setValue(value);
		return {
			again: () => {
				storage.gv.fill(0);
				target.forward();
				target.setGradient(1);
				target.backward();
				return { gates, value: target.getValue(), gradient: weights[0]!.getGradient() };
			},
		};
	};
	// It compiles the graph into one function, which the engine gives up optimising, and past some size refuses.
	return { most: 100_000, whole: (gates) => run(gates).again(), replayer: (gates) => run(gates).again };
}

interface AdnnNode {
	readonly x: number;
	readonly dx: number;
	backprop(): void;
}

function adnn(): Candidate {
	const { scalar, lift } = load('adnn/ad') as {
		scalar: {
			add(this: void, a: AdnnNode, b: AdnnNode): AdnnNode;
			mul(this: void, a: AdnnNode, b: AdnnNode): AdnnNode;
			tanh(this: void, a: AdnnNode): AdnnNode;
		};
		lift(this: void, value: number): AdnnNode;
	};
	return {
		most: Infinity,
		whole: (least) => {
			const { target, weights, gates } = build<AdnnNode>(
				{ input: lift, add: scalar.add, mul: scalar.mul, tanh: scalar.tanh },
				least,
			);
			target.backprop();
			return { gates, value: target.x, gradient: weights[0]!.dx };
		},
	};
}

interface TfScalar {
	dataSync(): Float32Array;
}

function tfjs(): Candidate {
	const tf = load('@tensorflow/tfjs') as {
		scalar(value: number): TfScalar;
		add(this: void, a: TfScalar, b: TfScalar): TfScalar;
		mul(this: void, a: TfScalar, b: TfScalar): TfScalar;
		tanh(this: void, a: TfScalar): TfScalar;
		tidy<T>(run: () => T): T;
		valueAndGrads(
			f: (...inputs: TfScalar[]) => TfScalar,
		): (inputs: TfScalar[]) => { value: TfScalar; grads: TfScalar[] };
	};
	return {
		most: 10_000,
		whole: (least) =>
			tf.tidy(() => {
				const next = numbers();
				const start = Array.from({ length: WEIGHTS }, () => tf.scalar(next()));
				let gates = 0;
				const { value, grads } = tf.valueAndGrads((...inputs) => {
					let given = 0;
					const built = build<TfScalar>(
						{ input: (number) => inputs[given++] ?? tf.scalar(number), add: tf.add, mul: tf.mul, tanh: tf.tanh },
						least,
					);
					gates = built.gates;
					return built.target;
				})(start);
				return { gates, value: value.dataSync()[0]!, gradient: grads[0]!.dataSync()[0]! };
			}),
	};
}

interface JaxArray {
	readonly ref: JaxArray;
	add(other: JaxArray): JaxArray;
	mul(other: JaxArray): JaxArray;
	js(): number;
}

async function jaxJs(): Promise<Candidate> {
	const name = '@jax-js/jax';
	const jax = (await import(name)) as {
		numpy: { array(value: number): JaxArray; tanh(value: JaxArray): JaxArray };
		valueAndGrad(f: (weight: JaxArray) => JaxArray): (weight: JaxArray) => [JaxArray, JaxArray];
	};
	return {
		most: 1000,
		whole: (least) => {
			let gates = 0;
			// The gradient by one weight, which is the least it can be asked for; `.ref` keeps what is used again.
			const [value, gradient] = jax.valueAndGrad((weight) => {
				let given = 0;
				const built = build<JaxArray>(
					{
						input: (number) => (given++ === 0 ? weight : jax.numpy.array(number)),
						add: (a, b) => a.ref.add(b.ref),
						mul: (a, b) => a.ref.mul(b.ref),
						tanh: (a) => jax.numpy.tanh(a.ref),
					},
					least,
				);
				gates = built.gates;
				return built.target;
			})(jax.numpy.array(numbers()()));
			return { gates, value: value.js(), gradient: gradient.js() };
		},
	};
}

/** mathjs differentiates an expression, so it gets a chain as text: a sum of products of one variable. */
function mathjs(): Candidate {
	const { derivative, parse } = load('mathjs') as {
		parse(this: void, text: string): object;
		derivative(
			this: void,
			expression: object,
			name: string,
			options: object,
		): { compile(): { evaluate(scope: object): number } };
	};
	return {
		most: 1000,
		whole: (least) => {
			const terms = Math.ceil(least / 2);
			const text = Array.from({ length: terms }, (_, i) => `${i + 1} * x`).join(' + ');
			const gradient = derivative(parse(text), 'x', { simplify: false }).compile().evaluate({ x: 2 });
			return { gates: 2 * terms - 1, value: terms * (terms + 1), gradient };
		},
	};
}

/** How to make each; a process makes one only, so that nobody's heap and nobody's types slow down another. */
export const CANDIDATES: ReadonlyMap<string, () => Candidate | Promise<Candidate>> = new Map<
	string,
	() => Candidate | Promise<Candidate>
>([
	['Backstep', () => backstep(wasmAccelerator())],
	['Backstep, plain loops', () => backstep(null)],
	['simplegrad', simplegrad],
	['adnn', adnn],
	['@tensorflow/tfjs (cpu, float32)', tfjs],
	['@jax-js/jax (float32)', jaxJs],
	['mathjs derivative (a sum of products, gradient by one name)', mathjs],
]);
