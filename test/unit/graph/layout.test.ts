/** The placement: numbers never meet anything, time stays in bounds, deep graphs are no danger. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatNumber } from '../../../src/core/format.ts';
import { layOut, straighten, type Item, type Link } from '../../../src/engine/layout.ts';
import { SIZES, textWidth } from '../../../src/engine/layout-measure.ts';
import { placeLayer } from '../../../src/engine/layout-place.ts';
import type { Graph } from '../../../src/protocol.ts';
import type { Trace } from '../../../src/core/trace.ts';
import { LECTURE, scene } from './scene.ts';
import { processorTime } from '../../processor-time.ts';

interface Box {
	readonly what: string;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** The boxes of a drawing's numbers at the end of the backward pass, values above and gradients below their wires. */
function numberBoxes(graph: Graph, trace: Trace): Box[] {
	return graph.wires.flatMap((wire, index) => {
		const branch = graph.nodes[wire.from]!.kind === 'fork';
		const gradient = wire.edge ? trace.contribution(wire.edge.gate, wire.edge.slot) : trace.gradient(wire.node);
		const make = (text: string, top: number, bottom: number): Box => {
			const half = textWidth(text, 12.5) / 2;
			return {
				what: `wire ${index}: ${text}`,
				left: wire.labelX - half,
				right: wire.labelX + half,
				top: wire.labelY + top,
				bottom: wire.labelY + bottom,
			};
		};
		const boxes = [make(formatNumber(gradient), 3, 17)];
		if (!branch) boxes.push(make(formatNumber(trace.tape.value(wire.node)), -17, -3));
		if (wire.name !== undefined) boxes.push(make(wire.name, -31, -19));
		return boxes;
	});
}

const overlap = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a straight piece of wire enters a box. */
function enters(x0: number, y0: number, x1: number, y1: number, box: Box): boolean {
	let low = 0;
	let high = 1;
	for (const [p, q] of [
		[x0 - x1, x0 - box.left],
		[x1 - x0, box.right - x0],
		[y0 - y1, y0 - box.top],
		[y1 - y0, box.bottom - y0],
	] as const) {
		if (p === 0 && q < 0) return false;
		if (p < 0) low = Math.max(low, q / p);
		if (p > 0) high = Math.min(high, q / p);
	}
	return low < high;
}

for (const [text, values] of LECTURE) {
	test(`numbers meet neither each other nor gates nor wires: ${text.replaceAll('\n', '; ')}`, () => {
		const { graph, trace, draw } = scene(text, values);
		for (const drawn of [
			graph,
			draw({ unfoldLiterals: true }),
			draw({ foldedGroups: graph.groups.map((group) => group.id) }),
		]) {
			const numbers = numberBoxes(drawn, trace);
			const bodies = drawn.nodes
				.filter((node) => node.kind !== 'fork')
				.map((node): Box => ({
					what: node.label,
					left: node.x - node.width / 2,
					right: node.x + node.width / 2,
					top: node.y - node.height / 2,
					bottom: node.y + node.height / 2,
				}));
			numbers.forEach((box, i) => {
				for (const other of [...numbers.slice(i + 1), ...bodies])
					assert.ok(!overlap(box, other), `${box.what} meets ${other.what}`);
				for (const wire of drawn.wires)
					for (let k = 0; k + 3 < wire.points.length; k += 2) {
						const [x0, y0, x1, y1] = wire.points.slice(k, k + 4) as [number, number, number, number];
						assert.ok(!enters(x0, y0, x1, y1, box), `a wire from ${wire.from} runs through ${box.what}`);
					}
			});
			bodies.forEach((box, i) =>
				bodies.slice(i + 1).forEach((other) => assert.ok(!overlap(box, other), `${box.what} meets ${other.what}`)),
			);
			for (const box of [...numbers, ...bodies])
				assert.ok(
					box.left >= 0 && box.top >= 0 && box.right <= drawn.width && box.bottom <= drawn.height,
					`${box.what} leaves the drawing`,
				);
		}
	});
}

test('a box holds its gates and no other', () => {
	for (const [text, values] of LECTURE) {
		const { graph } = scene(text, values);
		for (const group of graph.groups)
			for (const node of graph.nodes) {
				const within =
					Math.abs(node.x - group.x - group.width / 2) < group.width / 2 &&
					Math.abs(node.y - group.y - group.height / 2) < group.height / 2;
				assert.equal(within, group.nodes.includes(node.id), `${node.label} and ${group.id} of ${text}`);
			}
	}
});

const gate = (extra: Partial<Item> = {}): Item => ({
	width: SIZES.gate,
	height: SIZES.gate,
	room: 43,
	named: false,
	stand: 'free',
	boxed: false,
	lead: 0,
	...extra,
});

/** A random graph of gates with two operands each, most of them near in the order. */
function randomGraph(gates: number, far: number): { items: Item[]; links: Link[] } {
	let seed = 7;
	const random = (below: number): number => {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		return seed % below;
	};
	const leaves = Math.ceil(gates / 4);
	const items = Array.from({ length: leaves + gates }, (_, i) =>
		gate(i < leaves ? { stand: gates > 40 ? 'near' : 'left' } : {}),
	);
	const links: Link[] = [];
	for (let i = leaves; i < items.length; i += 1)
		for (let slot = 0; slot < 2; slot += 1)
			links.push({ from: Math.max(0, i - 1 - random(random(10) === 0 ? i : far)), to: i, room: 43 });
	return { items, links };
}

/** The least processor time of several runs, in milliseconds. */
function timed(work: () => void): number {
	return Math.min(...[0, 1, 2, 3, 4, 5].map(() => processorTime(work).milliseconds));
}

test('1,000 gates are placed within 50 ms', () => {
	const { items, links } = randomGraph(1000, 60);
	const time = timed(() => void layOut(items, links));
	assert.ok(time <= 50, `${time} ms`);
});

test('10,000 gates are placed within 300 ms', () => {
	const { items, links } = randomGraph(10_000, 400);
	const time = timed(() => void layOut(items, links));
	assert.ok(time <= 300, `${time} ms`);
});

test('a chain of 100,000 gates is placed', () => {
	const items = Array.from({ length: 100_000 }, () => gate());
	const links = Array.from({ length: 99_999 }, (_, i): Link => ({ from: i, to: i + 1, room: 43 }));
	const { x, y } = layOut(items, links);
	assert.ok(x[99_999]! > x[0]!);
	assert.equal(y[99_999], y[0]);
});

test('an item nothing leads to or from is placed', () => {
	const { x, y, width, height } = layOut([gate({ stand: 'left', room: 0 })], []);
	assert.ok(x[0]! > 0 && y[0]! > 0 && width > x[0]! && height > y[0]!);
	assert.deepEqual(layOut([], []).points, []);
});

test('placing a layer keeps distances and is the least squares solution', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: 1, max: 20, noNaN: true })), {
				minLength: 1,
				maxLength: 12,
			}),
			(given) => {
				const layer = given.map((_, i) => i);
				const wish = Float64Array.from(given, ([w]) => w);
				const reach = Float64Array.from(given, ([, r]) => r);
				const y = new Float64Array(given.length);
				placeLayer(layer, wish, reach, reach, y);
				let cost = 0;
				for (let i = 0; i < layer.length; i += 1) {
					cost += (y[i]! - wish[i]!) ** 2;
					if (i > 0) assert.ok(y[i]! - y[i - 1]! >= reach[i]! + reach[i - 1]! - 1e-9);
				}
				// Any shift of a tail or a head that keeps the distances costs more.
				for (const step of [-0.01, 0.01])
					for (let cut = 0; cut <= layer.length; cut += 1) {
						const moved = y.map((at, i) => ((step > 0 ? i >= cut : i < cut) ? at + step : at));
						let other = 0;
						for (let i = 0; i < layer.length; i += 1) other += (moved[i]! - wish[i]!) ** 2;
						assert.ok(other >= cost - 1e-9);
					}
			},
		),
	);
});

test('straightening drops points between and keeps corners', () => {
	assert.deepEqual(straighten([0, 0, 5, 0, 10, 0, 10, 0, 20, 10]), [0, 0, 10, 0, 20, 10]);
});
