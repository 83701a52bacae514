/**
 * The computation that every candidate runs: a small tanh network over a batch, as scalar gates, which is what people write by hand. Weights are shared
 * by the samples, so gradients add up at forks; about 3 % of the gates are tanh, the rest products and sums.
 */

/** Makes nodes of a candidate's own kind. */
export interface Builder<Node> {
	input(value: number): Node;
	add(a: Node, b: Node): Node;
	mul(a: Node, b: Node): Node;
	tanh(a: Node): Node;
}

export const WIDTH = 16;
/** Weights of two layers and the output, biases included: these are the inputs. */
export const WEIGHTS = 2 * WIDTH * (WIDTH + 1) + WIDTH + 1;
/** Gates of one sample, its place in the loss left out. */
export const GATES_PER_SAMPLE = 2 * WIDTH * (2 * WIDTH + 1) + 2 * WIDTH + 1;

/** The same numbers everywhere, C included: a linear congruence, scaled to −½ … ½. Each call of what this returns gives the next one. */
export function numbers(): () => number {
	let state = 12345;
	return () => {
		state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
		return state / 0x7fffffff - 0.5;
	};
}

export interface Built<Node> {
	readonly target: Node;
	readonly weights: readonly Node[];
	readonly gates: number;
}

/** Builds whole samples until there are at least `least` gates. The sum runs on, so the loss depends on every gate. */
export function build<Node extends object | number>(builder: Builder<Node>, least: number): Built<Node> {
	const next = numbers();
	const weights: Node[] = [];
	for (let i = 0; i < WEIGHTS; i++) weights.push(builder.input(next()));
	let gates = 0;
	let total: Node | null = null;
	while (gates < least) {
		let layer: Node[] = [];
		for (let i = 0; i < WIDTH; i++) layer.push(builder.input(next()));
		let at = 0;
		for (let depth = 0; depth < 2; depth++) {
			const out: Node[] = [];
			for (let unit = 0; unit < WIDTH; unit++) {
				let sum = weights[at++]!;
				for (let i = 0; i < WIDTH; i++) sum = builder.add(sum, builder.mul(weights[at++]!, layer[i]!));
				out.push(builder.tanh(sum));
			}
			layer = out;
		}
		let score = weights[at++]!;
		for (let i = 0; i < WIDTH; i++) score = builder.add(score, builder.mul(weights[at++]!, layer[i]!));
		const square = builder.mul(score, score);
		gates += GATES_PER_SAMPLE + (total === null ? 0 : 1);
		total = total === null ? square : builder.add(total, square);
	}
	return { target: total!, weights, gates };
}
