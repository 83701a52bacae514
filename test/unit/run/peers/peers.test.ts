import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { makeTensor, toNested } from '../../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../../src/core/trace.ts';
import { runPython } from '../numpy/helper.ts';

/** A statement that sets r, or an expression, with what another library makes of it: its value, and the gradients of Σ weight · value. */
interface Case {
	readonly code: string;
	readonly value: unknown;
	readonly grads?: Readonly<Record<string, unknown>>;
}

interface Peer {
	readonly title: string;
	/** The lines before each statement. */
	readonly setup: string;
	readonly cases: string;
	/** What r is turned into floats by. */
	readonly floats: string;
	/** NumPy has no gradients: those are differences. */
	readonly tolerance: number;
}

const PEERS: readonly Peer[] = [
	{
		title: 'functions of torch 1.13',
		setup: 'torch.py',
		cases: 'torch.jsonl',
		floats: 'torch.as_tensor(r)',
		tolerance: 1e-9,
	},
	{
		title: 'programs of torch 1.13',
		setup: 'torch.py',
		cases: 'torch-programs.jsonl',
		floats: 'torch.as_tensor(r)',
		tolerance: 1e-9,
	},
	{
		title: 'functions of NumPy 2.4 and SciPy 1.17',
		setup: 'scipy.py',
		cases: 'scipy.jsonl',
		floats: 'np.asarray(r)',
		tolerance: 1e-6,
	},
];

function read(name: string): string {
	return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function shapeOf(value: unknown): number[] {
	return Array.isArray(value) ? [value.length, ...(value.length > 0 ? shapeOf(value[0]) : [])] : [];
}

function numbers(value: unknown): number[] {
	return Array.isArray(value) ? value.flatMap(numbers) : [Number(value)];
}

/** The weight of each entry in the sum whose gradients were recorded. */
function weights(size: number): Float64Array {
	return Float64Array.from({ length: size }, (_, place) => ((place % 5) + 1) / 2 - 1);
}

function close(got: unknown, wanted: unknown, tolerance: number, what: string): void {
	const own = numbers(got);
	const theirs = numbers(wanted);
	assert.equal(own.length, theirs.length, what);
	for (const [place, number] of own.entries()) {
		const other = theirs[place]!;
		const same = Object.is(number, other) || Math.abs(number - other) <= tolerance * (1 + Math.abs(other));
		assert.ok(same || number === other, `${what}, entry ${place}: ${number}, not ${other}`);
	}
}

for (const { title, setup, cases, floats, tolerance } of PEERS) {
	const lines = read(setup);
	describe(title, () => {
		for (const line of read(cases).trim().split('\n')) {
			const { code, value, grads } = JSON.parse(line) as Case;
			const statement = /(?:^|[\n ])r = /.test(code) ? code.replaceAll('; ', '\n') : `r = ${code}`;
			test(code, () => {
				const ran = runPython(`${lines}\n${statement}\nvalue = ${floats} * 1.0\n`, {}, {}, 'value');
				assert.deepEqual(ran.problems, []);
				const got = ran.value('value');
				assert.deepEqual(shapeOf(got), shapeOf(value));
				close(got, value, tolerance, 'value');
				if (grads === undefined) return;
				const { tape, inputs, target } = ran.run;
				const { shape, size } = tape.type(target!);
				const trace = new Trace(tape, target!, { upstream: makeTensor(weights(size), shape) });
				for (const [name, wanted] of Object.entries(grads)) {
					const input = inputs.get(name);
					const gradient = input === undefined ? null : trace.gradientTensor(input);
					// Nothing flows back: torch has zeros there.
					const own = gradient === null ? numbers(wanted).map(() => 0) : toNested(gradient);
					close(own, wanted, tolerance, `∂/∂${name}`);
				}
			});
		}
	});
}
