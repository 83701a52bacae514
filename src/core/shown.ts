/**
 * The builder that shows derivative rules: the same statements that the backward pass runs, as texts and as LaTeX.
 */
import { gateType, NO_ATTRIBUTES } from './compute.ts';
import { formatNumber } from './format.ts';
import { parseFormula, type Formula } from './ops/formula.ts';
import { rowByName, type AnyRow } from './ops/index.ts';
import { fill, LATEX, latexNumber, namePiece, TEXT, type Piece, type Style } from './ops/render.ts';
import { LEVEL, type Form, type OpRow } from './ops/row.ts';
import { Builder } from './ops/tensor/builder.ts';
import type { Attributes, TensorRow } from './ops/tensor/row.ts';
import { sizeOfTensor, typeOf, type Tensor } from './tensor/tensor.ts';
import type { NodeType } from './types.ts';

/** Something shown, and what it would be. */
export interface Shown {
	readonly type: NodeType;
	readonly piece: Piece;
}

const SCALAR: NodeType = { element: 'float64', shape: [], size: 1 };

class ShowingBuilder extends Builder<Shown> {
	readonly #style: Style;

	constructor(style: Style) {
		super();
		this.#style = style;
	}

	override type(value: Shown): NodeType {
		return value.type;
	}

	override number(value: number): Shown {
		const text = this.#style === LATEX ? latexNumber(value) : formatNumber(value);
		return { type: SCALAR, piece: { text, level: value < 0 ? LEVEL.sign : LEVEL.atom } };
	}

	/** An array that a rule brings along: an identity, a mask, zeros. */
	override constant(tensor: Tensor): Shown {
		const type = typeOf(tensor);
		const text = isIdentity(tensor) ? 'I' : tensor.data.every((value) => value === 0) ? '0' : 'M';
		return { type, piece: { text, level: LEVEL.atom } };
	}

	override apply(name: string, operands: readonly Shown[], attributes: Attributes = NO_ATTRIBUTES): Shown {
		const row = rowByName(name);
		const types = operands.map((operand) => operand.type);
		const pieces = operands.map((operand) => operand.piece);
		return {
			type: gateType(row, types, attributes),
			piece: fill(this.#form(row, types, attributes), pieces, this.#style),
		};
	}

	// Shapes are made to fit all the time; a reader takes that for granted.
	override reshape(value: Shown, shape: readonly number[]): Shown {
		return { type: super.reshape(value, shape).type, piece: value.piece };
	}

	override broadcast(value: Shown, shape: readonly number[]): Shown {
		return { type: super.broadcast(value, shape).type, piece: value.piece };
	}

	#form(row: AnyRow, types: readonly NodeType[], attributes: Attributes): Form {
		const form = row[this.#style.form];
		return typeof form === 'function' ? form(attributes, types) : form;
	}
}

function isIdentity(tensor: Tensor): boolean {
	const [rows, columns] = tensor.shape.slice(-2);
	if (tensor.shape.length !== 2 || rows !== columns || sizeOfTensor(tensor) !== tensor.data.length) return false;
	return tensor.data.every((value, place) => value === (place % (columns! + 1) === 0 ? 1 : 0));
}

/** What a rule is shown for: types and attributes of the gate, and names for its operands. */
export interface Showing {
	readonly types: readonly NodeType[];
	readonly attributes: Attributes;
	/** Names of the operands, of the upstream gradient and of the gate's own value. */
	readonly names: readonly string[];
	readonly up: string;
	readonly out: string;
}

/** A gate of the row such as it may be: its first sample. */
export function sampleOf(row: TensorRow): Showing {
	const { operands, attributes = NO_ATTRIBUTES } = row.samples[0]!;
	return { types: operands.map(typeOf), attributes, names: parameterNames(row, operands.length), up: 'up', out: 'out' };
}

/** The row's own names for so many operands; `xs…` counts: x₁, x₂ … */
export function parameterNames(row: AnyRow, count: number): readonly string[] {
	if (row.arity !== Infinity) return row.parameters;
	return Array.from({ length: count }, (_, slot) => `x${subscript(slot + 1)}`);
}

function subscript(index: number): string {
	return String(index).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
}

/** What the row hands to a slot, as a text over names or as LaTeX; null for a slot that takes no gradient. */
export function showShare(row: AnyRow, slot: number, showing: Showing, style: 'text' | 'latex'): string | null {
	if (!row.differentiable(slot)) return null;
	const o = new ShowingBuilder(style === 'latex' ? LATEX : TEXT);
	const named = (name: string, type: NodeType): Shown => ({ type, piece: namePiece(name) });
	const operands = showing.types.map((type, index) => named(showing.names[index]!, type));
	const out = named(showing.out, gateType(row, showing.types, showing.attributes));
	const up = named(showing.up, out.type);
	if (row.kind === 'scalar') return elementwise(o, row, slot, up, operands).piece.text;
	const shown = row.shown?.[slot];
	if (typeof shown === 'string') {
		const parts = parseFormula(shown, [...row.parameters, 'up', 'out']);
		return formula(o, parts, [...operands, up, out].map(loose)).piece.text;
	}
	return row.vjp(o, up, operands, out, showing.attributes)[slot]?.().piece.text ?? null;
}

/** The gate's value over names. */
export function showValue(row: AnyRow, showing: Showing, style: 'text' | 'latex'): string {
	const o = new ShowingBuilder(style === 'latex' ? LATEX : TEXT);
	const operands = showing.types.map((type, index) => ({ type, piece: namePiece(showing.names[index]!) }));
	if (row.kind === 'scalar') return formula(o, row.shownValue(), operands).piece.text;
	return o.apply(row.name, operands, showing.attributes).piece.text;
}

/** A formula written for readers leaves shapes out. */
function loose(value: Shown): Shown {
	return { type: SCALAR, piece: value.piece };
}

function elementwise(o: Builder<Shown>, row: OpRow, slot: number, up: Shown, operands: readonly Shown[]): Shown {
	const local = row.shownLocal(slot);
	if (local.kind === 'number' && local.value === 1) return up;
	if (local.kind === 'number' && local.value === -1) return o.neg(up);
	return o.mul(up, formula(o, local, operands));
}

function formula(o: Builder<Shown>, part: Formula, operands: readonly Shown[]): Shown {
	if (part.kind === 'variable') return operands[part.slot]!;
	if (part.kind === 'number') return o.number(part.value);
	return o.apply(
		part.op,
		part.operands.map((operand) => formula(o, operand, operands)),
	);
}
