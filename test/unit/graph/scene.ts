/** Runs a formula and draws its graph, for the tests. */
import { Trace } from '../../../src/core/trace.ts';
import { buildGraph } from '../../../src/engine/graph.ts';
import { parseMath } from '../../../src/lang/math.ts';
import { DEFAULT_LIMITS, type Graph, type GraphOptions } from '../../../src/protocol.ts';
import { Budget } from '../../../src/run/budget.ts';
import { interpret } from '../../../src/run/interpret.ts';
import type { Run } from '../../../src/run/run.ts';

export interface Scene {
	readonly run: Run;
	readonly trace: Trace;
	readonly graph: Graph;
	readonly draw: (options: Partial<GraphOptions>) => Graph;
}

export function scene(text: string, values: Readonly<Record<string, number>>, smallGates = false): Scene {
	const given = new Map(Object.entries(values));
	const { program, problems } = parseMath(
		text,
		{ start: 0, end: text.length },
		{ known: new Set(given.keys()), nesting: 200 },
	);
	if (problems.length > 0) throw new Error(JSON.stringify(problems));
	const run = interpret(program, given, { budget: new Budget(DEFAULT_LIMITS), smallGates });
	if (run.target === null) throw new Error(JSON.stringify(run.problems));
	const trace = new Trace(run.tape, run.target);
	const draw = (options: Partial<GraphOptions>): Graph =>
		buildGraph(trace, run, { unfoldLiterals: false, foldedGroups: [], ...options });
	return { run, trace, graph: draw({}), draw };
}

export const NEURON = '1/(1+exp(-(w0*x0+w1*x1+w2)))';
export const NEURON_AT = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };

/** The lecture's scalar examples, for checks that must hold of every drawing. */
export const LECTURE: readonly (readonly [text: string, values: Readonly<Record<string, number>>])[] = [
	['x*y', { x: 4, y: -3 }],
	['max(x,y)', { x: 4, y: 2 }],
	['q = x + y\nf = q*z', { x: -2, y: 5, z: -4 }],
	[`f = ${NEURON}`, NEURON_AT],
	[`f = ${NEURON}`, { ...NEURON_AT, x0: 1 }],
	['2*(x*y + max(z,w))', { x: 3, y: -4, z: 2, w: -1 }],
	['x*x*x + x', { x: 7 }],
	['f = (x + sigmoid(y)) / (sigmoid(x) + (x+y)^2)', { x: 3, y: -4 }],
	[
		'sigy = 1/(1+exp(-y))\nnum = x + sigy\nsigx = 1/(1+exp(-x))\nxpy = x + y\nxpysqr = xpy^2\nden = sigx + xpysqr\ninvden = 1/den\nf = num*invden',
		{ x: 3, y: -4 },
	],
	['tanh(x) - (2*sigmoid(2*x) - 1) + log(1+exp(x))', { x: 0.5 }],
	['기울기*입력 + 절편*기울기', { 기울기: 1e-9, 입력: 123456.789, 절편: -1e12 }],
];
