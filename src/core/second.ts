/**
 * Second derivatives: the backward pass recorded as gates, so that it can be differentiated as any computation can.
 *
 * Everything is recorded on a copy of the tape, whose nodes keep their numbers: the trace that a session shows is not touched.
 */
import { opByName, opCode, rowOf } from './ops/index.ts';
import { flowsThrough, markFlags, wholeNodes } from './backward.ts';
import { FLAG_REACHES } from './columns.ts';
import { elementwiseShare, formulaTensor, type Decide } from './locals.ts';
import { formulaValue } from './ops/row.ts';
import { Builder } from './ops/tensor/builder.ts';
import type { Attributes } from './ops/tensor/row.ts';
import { Tape, type TapeLimits } from './tape.ts';
import { NO_ATTRIBUTES } from './compute.ts';
import { dataOf, filled, zeros, type Tensor } from './tensor/tensor.ts';
import { Trace } from './trace.ts';
import type { NodeType } from './types.ts';

/** A node, as rules see it. */
interface Recorded {
	readonly node: number;
}

/** Runs derivative rules by recording them as gates. */
class GateBuilder extends Builder<Recorded> {
	readonly #tape: Tape;
	/** Where the gate whose rule is recorded stands in the text, and in which call. */
	range = 0;
	frame = 0;

	constructor(tape: Tape) {
		super();
		this.#tape = tape;
	}

	override type({ node }: Recorded): NodeType {
		return this.#tape.type(node);
	}

	override number(value: number): Recorded {
		return { node: this.#tape.constant(value, this.range, this.frame) };
	}

	override constant(tensor: Tensor): Recorded {
		return { node: this.#tape.tensorConstant(tensor, this.range, this.frame) };
	}

	override apply(name: string, operands: readonly Recorded[], attributes: Attributes | null = null): Recorded {
		const nodes = operands.map(({ node }) => node);
		return { node: this.#tape.apply(opCode(name), nodes, attributes, this.range, this.frame) };
	}
}

/** A tape that goes on after its target with the backward pass. */
export interface GradientTape {
	readonly tape: Tape;
	/** Node → the node of its gradient, for all nodes that reach the target. */
	readonly gradients: ReadonlyMap<number, number>;
}

export interface GradientOptions {
	readonly wrt?: readonly number[];
	readonly stops?: readonly number[];
	/** The gradient of the target by itself; ones where absent. */
	readonly upstream?: Tensor;
	readonly limits?: TapeLimits;
}

/** Copies the tape as far as its target; nodes keep their numbers. Throws a TapeLimitError where `limits` are passed. */
export function copyTape(tape: Tape, target: number, limits?: TapeLimits): Tape {
	const copy = new Tape(limits);
	for (let id = 0; id < tape.ranges.length; id++) {
		const { ranges } = tape;
		copy.ranges.intern(ranges.start(id), ranges.end(id), ranges.operatorStart(id), ranges.operatorEnd(id));
	}
	for (let node = 0; node <= target; node++) {
		const range = tape.rangeId(node);
		const frame = tape.frame(node);
		if (tape.isInput(node)) copy.tensorInput(tape.tensor(node), range, frame);
		else if (tape.isConstant(node)) copy.tensorConstant(tape.tensor(node), range, frame);
		else copy.apply(tape.opCode(node), operandsOf(tape, node), copiedAttributes(tape, node), range, frame);
	}
	return copy;
}

/** An elementwise result's element type is told again, whatever decided it. */
function copiedAttributes(tape: Tape, gate: number): Attributes | null {
	const attributes = tape.attributes(gate);
	const { element } = tape.type(gate);
	if (rowOf(tape.opCode(gate))!.kind === 'tensor' || element === 'float64') return attributes;
	return { ...attributes, element };
}

function operandsOf(tape: Tape, gate: number): readonly number[] {
	return Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.inputAt(gate, slot));
}

/** Records the backward pass of a target as gates on a copy of its tape. */
export function gradientTape(tape: Tape, target: number, options: GradientOptions = {}): GradientTape {
	const { wrt, stops = [], upstream } = options;
	const copy = copyTape(tape, target, options.limits);
	const flags = new Uint8Array(copy.length);
	markFlags(copy.columns, copy.length, target, wrt, [...stops, ...wholeNodes(copy, wrt)], flags);
	const o = new GateBuilder(copy);
	const gradients = new Map<number, Recorded>();
	gradients.set(target, o.constant(upstream ?? filled(copy.type(target).shape, 1)));
	for (let gate = target; gate >= 0; gate--) {
		const up = gradients.get(gate);
		if ((flags[gate]! & FLAG_REACHES) === 0 || !copy.isGate(gate) || !up) continue;
		o.range = copy.rangeId(gate);
		o.frame = copy.frame(gate);
		const handOut = sharesOf(o, copy, gate, up);
		operandsOf(copy, gate).forEach((operand, slot) => {
			if (!flowsThrough(copy.opCode(gate), slot) || (flags[operand]! & FLAG_REACHES) === 0) return;
			const share = handOut(slot);
			const known = gradients.get(operand);
			gradients.set(operand, known ? o.add(known, share) : share);
		});
	}
	return { tape: copy, gradients: new Map([...gradients].map(([node, gradient]) => [node, gradient.node])) };
}

function sharesOf(o: GateBuilder, tape: Tape, gate: number, up: Recorded): (slot: number) => Recorded {
	const row = rowOf(tape.opCode(gate))!;
	const operands = operandsOf(tape, gate).map((node) => ({ node }));
	const out = { node: gate };
	if (row.kind === 'scalar') {
		const decide = decisions(tape, operands);
		return (slot) => elementwiseShare(o, row, slot, up, operands, out, decide);
	}
	const shares = row.vjp(o, up, operands, out, tape.attributes(gate) ?? NO_ATTRIBUTES);
	return (slot) => shares[slot]!();
}

/** Decides tests by the recorded values, where all entries agree. */
function decisions(tape: Tape, operands: readonly Recorded[]): Decide {
	if (operands.every(({ node }) => tape.isScalar(node))) {
		const values = operands.map(({ node }) => tape.value(node));
		return (test) => formulaValue(test, values, opByName) !== 0;
	}
	const tensors = operands.map(({ node }) => tape.tensor(node));
	return (test) => {
		const held = dataOf(formulaTensor(test, tensors));
		const first = held[0] !== 0;
		return held.every((value) => (value !== 0) === first) ? first : null;
	};
}

/**
 * H·v: how the gradient of a target with respect to inputs changes along a direction, one tensor an input. `vectors` have the shapes of the inputs. What the
 * gradient does not depend on gets zeros.
 */
export function hessianVectorProduct(
	tape: Tape,
	target: number,
	wrt: readonly number[],
	vectors: readonly Tensor[],
	options: GradientOptions = {},
): readonly Tensor[] {
	return productsOf(gradientTape(tape, target, { ...options, wrt }), wrt, vectors);
}

function productsOf(recorded: GradientTape, wrt: readonly number[], vectors: readonly Tensor[]): readonly Tensor[] {
	const { tape, gradients } = recorded;
	const o = new GateBuilder(tape);
	let sum: Recorded | null = null;
	wrt.forEach((input, index) => {
		const gradient = gradients.get(input);
		if (gradient === undefined) return;
		const part = o.sum(o.mul({ node: gradient }, o.constant(vectors[index]!)));
		sum = sum === null ? part : o.add(sum, part);
	});
	const along: Recorded | null = sum;
	if (along === null) return wrt.map((input) => zeros(tape.type(input).shape));
	const trace = new Trace(tape, (along as Recorded).node, { wrt });
	return wrt.map((input) => trace.gradientTensor(input) ?? zeros(tape.type(input).shape));
}

/** Entry (i, j) is ∂²target/∂i∂j of inputs' entries counted in C order, one block a pair of inputs. A row costs a backward pass. */
export function hessian(
	tape: Tape,
	target: number,
	wrt: readonly number[],
	options: GradientOptions = {},
): readonly (readonly Tensor[])[] {
	const recorded = gradientTape(tape, target, { ...options, wrt });
	const sizes = wrt.map((input) => tape.type(input).size);
	const blocks = sizes.map((rows) => sizes.map((columns) => zeros([rows, columns])));
	wrt.forEach((input, index) => {
		const gradient = recorded.gradients.get(input);
		if (gradient === undefined) return;
		for (let row = 0; row < sizes[index]!; row++) {
			const entry = recorded.tape.isScalar(gradient) ? gradient : recorded.tape.element(gradient, row, 0);
			const trace = new Trace(recorded.tape, entry, { wrt });
			wrt.forEach((other, column) => {
				const derivatives = trace.gradientTensor(other);
				if (derivatives) blocks[index]![column]!.data.set(dataOf(derivatives), row * sizes[column]!);
			});
		}
	});
	return blocks;
}
