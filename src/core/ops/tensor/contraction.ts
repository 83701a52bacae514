/**
 * The derivative of any sum of products over indices: the upstream gradient takes an operand's place among the others.
 */
import { readEquation, type Equation } from '../../tensor/einsum.ts';
import { sizeOf, stridesOf } from '../../tensor/shape.ts';
import type { Builder } from './builder.ts';
import type { Shares } from './row.ts';

/** The shape of the result. */
export function resultShape({ result, sizes }: Equation): readonly number[] {
	return result.map((label) => sizes.get(label)!);
}

/** The shares of any sum of products over indices: the upstream gradient takes the operand's place among the others. */
export function contraction<V extends object>(o: Builder<V>, text: string, up: V, operands: readonly V[]): Shares<V> {
	const equation = readEquation(
		text,
		operands.map((operand) => o.shape(operand)),
	);
	const free = LETTERS.filter((letter) => !equation.sizes.has(letter));
	// Axes that `...` stood for need letters; all others keep theirs.
	const letters = new Map(
		[...equation.sizes.keys()].map((label) => [label, label.length === 1 ? label : free.shift()!]),
	);
	const write = (labels: readonly string[]): string => labels.map((label) => letters.get(label)!).join('');
	return operands.map((operand, slot) => () => {
		const own = [...new Set(equation.operands[slot])];
		const others = operands.filter((_, index) => index !== slot);
		const present = new Set([...equation.result, ...equation.operands.filter((_, index) => index !== slot).flat()]);
		const reached = own.filter((label) => present.has(label));
		const left = [equation.result, ...equation.operands.filter((_, index) => index !== slot)];
		const share = o.apply('einsum', [up, ...others], { equation: `${left.map(write).join(',')}->${write(reached)}` });
		// An index that only this operand has was summed by itself: every entry along it gets the same.
		// So does an index along which the others have a single entry.
		const sizes = own.map((label) => equation.sizes.get(label)!);
		const had = new Map(o.shape(share).map((size, axis) => [reached[axis]!, size]));
		const wide = o.broadcast(
			o.reshape(
				share,
				own.map((label) => had.get(label) ?? 1),
			),
			sizes,
		);
		const labels = equation.operands[slot]!;
		if (labels.length === own.length) return o.sumTo(wide, o.shape(operand));
		return onDiagonal(o, wide, own, labels, o.shape(operand));
	});
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Puts a share where labels that stand twice meet, with zeros elsewhere. */
function onDiagonal<V extends object>(
	o: Builder<V>,
	share: V,
	own: readonly string[],
	labels: readonly string[],
	shape: readonly number[],
): V {
	const strides = stridesOf(shape);
	const sizes = o.shape(share);
	const flat = new Int32Array(sizeOf(sizes));
	const steps = own.map((label) =>
		labels.reduce((total, other, axis) => (other === label ? total + strides[axis]! : total), 0),
	);
	const places = stridesOf(sizes);
	for (let at = 0; at < flat.length; at++) {
		flat[at] = steps.reduce((total, step, axis) => total + (Math.floor(at / places[axis]!) % sizes[axis]!) * step, 0);
	}
	return o.apply('scatter_add', [share], { flat, shape });
}
