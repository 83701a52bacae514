/**
 * The vector of ones, `\mathbf{1}`: how many entries it has is said by what it is multiplied with. On the tape it is the number 1, and what is multiplied
 * by it is added up: `\mathbf{1}^T x` is the sum of x, `X \mathbf{1}` those of the rows of X.
 */
import { opCode } from '../core/ops/index.ts';
import type { Apply } from '../lang/program.ts';
import type { Range } from '../protocol.ts';
import type { Writer } from './arrays.ts';
import type { Operand } from './stack.ts';

export class Ones {
	readonly #write: Writer;
	/** Nodes that stand for so many times the vector of ones: whether it lies, and whether it is the vector itself. */
	readonly #known = new Map<number, { readonly lying: boolean; readonly itself: boolean }>();

	constructor(write: Writer) {
		this.#write = write;
	}

	add(node: number): void {
		this.#known.set(node, { lying: false, itself: true });
	}

	has(node: number): boolean {
		return this.#known.size > 0 && this.#known.has(node);
	}

	/** What a statement came to; null, and told, where that is a vector of nobody knows how many ones. */
	settled(result: Operand | null, range: Range): Operand | null {
		return result !== null && this.has(result.node) ? this.tell(range) : result;
	}

	/** Tells that nothing says how many ones there are. */
	tell(range: Range): null {
		this.#write.fail('shape', range, ['How many entries {0} has is not said here', '𝟏']);
		return null;
	}

	/** Applies an operator of which an operand is the vector; undefined where it is an ordinary one, beside an array. `lies` tells of vectors. */
	apply(
		expression: Apply,
		nodes: readonly number[],
		from: readonly number[],
		lies: (node: number) => boolean,
	): number | null | undefined {
		const { op } = expression;
		const at = nodes.findIndex((node) => this.has(node));
		const ones = nodes[at]!;
		const { lying, itself } = this.#known.get(ones)!;
		if (op === 'transpose') return this.#mark(this.#gate('wire', expression, nodes, from), !lying, itself);
		if (op === 'neg') return this.#mark(this.#gate('neg', expression, nodes, from), lying, false);
		const other = nodes[1 - at];
		if (nodes.length !== 2 || other === undefined || this.has(other)) return this.tell(expression.range);
		const rank = this.#write.tape.type(other).shape.length;
		if (op === 'add' || op === 'sub') return rank === 0 ? this.tell(expression.range) : undefined;
		if (rank === 0 && (op === 'mul' || (op === 'div' && at === 0)))
			return this.#mark(this.#gate(op, expression, nodes, from), lying, false);
		if (op !== 'mul' || expression.matrix !== true) return this.tell(expression.range);
		const before = at === 0 && lying;
		const behind = at === 1 && !lying && (rank === 2 || lies(other));
		if (!before && !behind) return this.tell(expression.range);
		const axes = [before ? 0 : rank - 1];
		const sum = this.#write.gate(opCode('sum'), expression, [other], [from[1 - at] ?? -1], { axes });
		return sum === null || itself ? sum : this.#gate('mul', expression, [ones, sum], [from[at] ?? -1, -1]);
	}

	#gate(op: string, expression: Apply, nodes: readonly number[], from: readonly number[]): number | null {
		return this.#write.gate(opCode(op), expression, nodes, from);
	}

	#mark(node: number | null, lying: boolean, itself: boolean): number | null {
		if (node !== null) this.#known.set(node, { lying, itself });
		return node;
	}
}
