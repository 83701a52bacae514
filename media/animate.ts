/**
 * Lets a step be seen to happen: numbers travel along the wires, the upstream into the gate, the shares out of it, and add up at forks.
 */
import { formatLocal, formatQuantity } from '../src/core/quantity.ts';
import type { PanelState } from '../src/protocol-panel.ts';
import { writtenBy } from './numbers.ts';
import { edgeKey, type Drawing } from './wires.ts';

interface Point {
	readonly x: number;
	readonly y: number;
}

/** A number on its way: along `route` while time runs from `start` to `end` (0 to 1 of the step). */
export interface Traveller {
	readonly text: string;
	readonly kind: 'gradient' | 'value' | 'zero' | 'local';
	readonly start: number;
	readonly end: number;
	readonly route: readonly Point[];
}

/** A number in flight at a moment, to be drawn. */
export interface Token {
	readonly text: string;
	readonly kind: Traveller['kind'];
	readonly x: number;
	readonly y: number;
	readonly opacity: number;
}

const BELOW = 15;
const ABOVE = -6;

/** True where the user asked for no movement. */
export function reducedMotion(): boolean {
	return (
		document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches
	);
}

/** The points of a wire from its consumer's end back to where its numbers stand. */
function backRoute(drawing: Drawing, wire: number): Point[] {
	const { points, labelX, labelY } = drawing.graph.wires[wire] ?? { points: [], labelX: 0, labelY: 0 };
	const route: Point[] = [];
	for (let i = points.length - 2; i >= 0; i -= 2) {
		const x = points[i] ?? 0;
		if (x <= labelX) break;
		route.push({ x, y: (points[i + 1] ?? 0) + 4 });
	}
	route.push({ x: labelX, y: labelY + BELOW });
	return route;
}

/** From a branch's numbers over the dot to its stem's. */
function mergeRoute(drawing: Drawing, branch: number, stem: number): Point[] {
	const from = drawing.graph.wires[branch];
	const to = drawing.graph.wires[stem];
	if (!from || !to) return [];
	const dot = drawing.graph.nodes[to.to];
	return [
		{ x: from.labelX, y: from.labelY + BELOW },
		{ x: dot?.x ?? to.labelX, y: (dot?.y ?? to.labelY) + 4 },
		{ x: to.labelX, y: to.labelY + BELOW },
	];
}

/** Everything that moves in the step which led to `state`. Empty where nothing can be shown. */
export function travellers(drawing: Drawing, state: PanelState): Traveller[] {
	const { view, info } = state;
	const card = view.active;
	const id = card ? drawing.shows.get(card.node) : undefined;
	const gate = id === undefined ? undefined : drawing.graph.nodes[id];
	if (!card || !gate) return [];
	const centre = { x: gate.x, y: gate.y + 4 };
	const result: Traveller[] = [];
	// A gate inside a folded box has no wire of its own to leave on: the box's belongs to its last gate.
	const leaving = gate.node === card.node ? drawing.leaving.get(gate.id) : undefined;
	const out = leaving === undefined ? undefined : drawing.graph.wires[leaving];
	const inputWires = card.inputs.map((_, slot) => drawing.wireOfEdge.get(edgeKey(card.node, slot)));

	if (view.pass === 'forward') {
		inputWires.forEach((index, slot) => {
			const input = card.inputs[slot];
			if (index === undefined || !input) return;
			const route = backRoute(drawing, index).reverse();
			result.push({
				text: formatQuantity(input.value),
				kind: 'value',
				start: 0,
				end: 0.5,
				route: [...route.map(raised), centre],
			});
		});
		if (out && card.value !== null)
			result.push({
				text: formatQuantity(card.value),
				kind: 'value',
				start: 0.5,
				end: 1,
				route: [centre, { x: out.labelX, y: out.labelY + ABOVE }],
			});
		return result;
	}

	if (view.position === info.forwardSteps + 1) {
		const last = out?.points.length ?? 0;
		if (out) {
			const from = { x: out.points[last - 2] ?? out.labelX, y: (out.points[last - 1] ?? out.labelY) + BELOW };
			result.push({
				text: '1',
				kind: 'gradient',
				start: 0,
				end: 1,
				route: [from, { x: out.labelX, y: out.labelY + BELOW }],
			});
		}
		return result;
	}

	if (out && card.upstream !== null)
		result.push({
			text: formatQuantity(card.upstream),
			kind: 'gradient',
			start: 0,
			end: 0.38,
			route: [{ x: out.labelX, y: out.labelY + BELOW }, centre],
		});
	const swaps = card.pattern === 'switcher' && inputWires.length === 2;
	if (!swaps) {
		// The local gradient waits in the gate where it is news; an adder's and a router's ones and zeros speak through the copies.
		const only = card.inputs.length === 1 ? card.inputs[0] : undefined;
		if (only)
			result.push({
				text: `× ${formatLocal(only.local)}`,
				kind: 'local',
				start: 0,
				end: 0.5,
				route: [{ x: gate.x, y: gate.y - gate.height / 2 - 9 }],
			});
	}
	for (const share of view.delivered) {
		const index = drawing.wireOfEdge.get(edgeKey(share.gate, share.slot));
		if (index === undefined) continue;
		const stem = drawing.stemOf[index] ?? -1;
		const lands = stem >= 0 ? 0.74 : 1;
		const route = [centre, ...backRoute(drawing, index)];
		if (swaps) {
			// The other operand's value comes into the gate and leaves on this wire: it is this operand's local gradient.
			const other = inputWires[1 - share.slot];
			const value = card.inputs[1 - share.slot]?.value;
			if (other !== undefined && value !== undefined) {
				const text = formatQuantity(value);
				const inward = backRoute(drawing, other).reverse().map(raised);
				const outward = backRoute(drawing, index).map(raised);
				result.push({ text, kind: 'value', start: 0, end: 0.4, route: [...inward, centre] });
				result.push({ text, kind: 'value', start: 0.42, end: lands, route: [raised(centre), ...outward] });
			}
		}
		result.push({
			text: formatQuantity(share.share),
			kind: share.share === 0 ? 'zero' : 'gradient',
			start: 0.42,
			end: lands,
			route,
		});
		if (stem >= 0) {
			for (const branch of drawing.branchesOf.get(stem) ?? []) {
				const flow = view.wires[branch];
				if (!flow || flow.gradient === null) continue;
				result.push({
					text: formatQuantity(flow.gradient),
					kind: flow.gradient === 0 ? 'zero' : 'gradient',
					start: lands,
					end: 1,
					route: mergeRoute(drawing, branch, stem),
				});
			}
		}
	}
	return result;
}

function raised(point: Point): Point {
	return { x: point.x, y: point.y - 15 };
}

/** Slow at both ends. */
const ease = (time: number): number => (time < 0.5 ? 2 * time * time : 1 - (1 - time) * (1 - time) * 2);

function along(route: readonly Point[], share: number): Point {
	let length = 0;
	for (let i = 1; i < route.length; i += 1) length += distance(route, i);
	let left = share * length;
	for (let i = 1; i < route.length; i += 1) {
		const piece = distance(route, i);
		if (left <= piece && piece > 0) {
			const a = route[i - 1]!;
			const b = route[i]!;
			return { x: a.x + ((b.x - a.x) * left) / piece, y: a.y + ((b.y - a.y) * left) / piece };
		}
		left -= piece;
	}
	return route[route.length - 1] ?? { x: 0, y: 0 };
}

function distance(route: readonly Point[], i: number): number {
	const a = route[i - 1]!;
	const b = route[i]!;
	return Math.hypot(b.x - a.x, b.y - a.y);
}

/** What is in flight at a moment of the step, 0 to 1. */
export function tokensAt(all: readonly Traveller[], time: number): Token[] {
	const tokens: Token[] = [];
	for (const traveller of all) {
		if (time < traveller.start || time >= traveller.end) continue;
		const share = (time - traveller.start) / (traveller.end - traveller.start);
		const point = along(traveller.route, ease(share));
		const opacity =
			traveller.kind === 'local' ? Math.min(1, 4 * share, 4 * (1 - share)) : Math.min(1, 0.35 + 4 * share);
		tokens.push({ text: traveller.text, kind: traveller.kind, x: point.x, y: point.y, opacity });
	}
	return tokens;
}

/** Runs one step's movement; `frame` draws, `done` is called once at the end and not after `stop`. */
export function play(
	all: readonly Traveller[],
	milliseconds: number,
	frame: (tokens: readonly Token[]) => void,
	done: () => void,
): { stop(): void } {
	let handle = 0;
	let begun: number | null = null;
	const tick = (now: number): void => {
		begun ??= now;
		const time = (now - begun) / milliseconds;
		if (time >= 1) {
			frame([]);
			done();
			return;
		}
		frame(tokensAt(all, time));
		handle = requestAnimationFrame(tick);
	};
	handle = requestAnimationFrame(tick);
	return {
		stop: () => {
			cancelAnimationFrame(handle);
			frame([]);
		},
	};
}

/** The wires whose new numbers appear only when the movement lands. */
export function landing(drawing: Drawing, state: PanelState): ReadonlySet<number> {
	const written = writtenBy(drawing, state);
	return state.view.pass === 'forward' ? written.values : written.gradients;
}
