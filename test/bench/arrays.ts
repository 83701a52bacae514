/**
 * Times a few computations on arrays, forward and backward, with the WebAssembly products, with the plain ones, and in NumPy on one thread where python3
 * has it. Run alone with `node --import tsx test/bench/arrays.ts`, it prints its part of docs/bench.md.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { opCode } from '../../src/core/ops/index.ts';
import { Tape } from '../../src/core/tape.ts';
import { useMultiply } from '../../src/core/tensor/matmul.ts';
import type { Multiply } from '../../src/core/tensor/multiply.ts';
import { makeTensor, type Tensor } from '../../src/core/tensor/tensor.ts';
import { Trace } from '../../src/core/trace.ts';
import { bestMultiply } from '../../src/engine/kernels/product.ts';

function filled(...shape: readonly number[]): Tensor {
	const size = shape.reduce((a, b) => a * b, 1);
	return makeTensor(
		Float64Array.from({ length: size }, (_, i) => Math.sin(i)),
		shape,
	);
}

interface Task {
	readonly label: string;
	readonly values: readonly Tensor[];
	/** Builds the tape, both passes, and returns a number that NumPy must find as well. */
	run(values: readonly Tensor[]): number;
}

class Builder {
	readonly tape = new Tape({ gates: Infinity });
	gate(name: string, ...operands: readonly number[]): number {
		return this.tape.apply(opCode(name), operands, name === 'sum' ? { axes: null, keepdims: false } : null, 0);
	}
	/** The sum of the squares and the first gradient of each of the nodes. */
	outcome(target: number, ...nodes: readonly (readonly [node: number, index: number])[]): number {
		const trace = new Trace(this.tape, target);
		return nodes.reduce(
			(total, [node, index]) => total + trace.gradientTensor(node)!.data[index]!,
			this.tape.tensor(target).data[0]!,
		);
	}
}

const TASKS = new Map<string, Task>([
	[
		'net',
		{
			label: 'N = 64, 1000-100-10 net, gradients of both weights',
			values: [filled(64, 1000), filled(1000, 100), filled(100, 10)],
			run: ([x, w1, w2]) => {
				const b = new Builder();
				const first = b.tape.tensorInput(w1!, 0);
				const second = b.tape.tensorInput(w2!, 0);
				const hidden = b.gate('relu', b.gate('matmul', b.tape.tensorConstant(x!, 0), first));
				const y = b.gate('matmul', hidden, second);
				return b.outcome(b.gate('sum', b.gate('mul', y, y)), [first, 0], [second, 0]);
			},
		},
	],
	[
		'matvec',
		{
			label: '‖Wx‖² at 4096, both gradients',
			values: [filled(4096, 4096), filled(4096)],
			run: ([w, x]) => {
				const b = new Builder();
				const matrix = b.tape.tensorInput(w!, 0);
				const vector = b.tape.tensorInput(x!, 0);
				const y = b.gate('matmul', matrix, vector);
				return b.outcome(b.gate('sum', b.gate('mul', y, y)), [matrix, 0], [vector, 0]);
			},
		},
	],
	[
		'relu',
		{
			label: 'max(0, x) on 100 × 4096, with its gradient',
			values: [filled(100, 4096)],
			run: ([x]) => {
				const b = new Builder();
				const input = b.tape.tensorInput(x!, 0);
				return b.outcome(b.gate('sum', b.gate('relu', input)), [input, 1]);
			},
		},
	],
]);

interface Measured {
	readonly time: number;
	readonly outcome: number;
}

/** The fastest run within a second and a half: what other work on the machine disturbs least. */
function measure(task: Task, loops: Multiply | null): Measured {
	useMultiply(loops);
	let time = Infinity;
	let outcome = NaN;
	for (const end = performance.now() + 1500; performance.now() < end;) {
		const start = performance.now();
		outcome = task.run(task.values);
		time = Math.min(time, performance.now() - start);
	}
	useMultiply(null);
	return { time, outcome };
}

/** NumPy's times by task; null where python3 does not have it. */
function numpy(): ReadonlyMap<string, Measured> | null {
	const script = fileURLToPath(new URL('arrays.py', import.meta.url));
	const threads = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
	const { status, stdout } = spawnSync('python3', [script], { encoding: 'utf8', env: { ...process.env, ...threads } });
	if (status !== 0) return null;
	return new Map(
		stdout
			.trim()
			.split('\n')
			.map((line) => {
				const [name, time, outcome] = line.split(' ');
				return [name!, { time: Number(time), outcome: Number(outcome) }];
			}),
	);
}

/** The section of docs/bench.md. */
export function arrayReport(): string {
	const others = numpy();
	const lines = [...TASKS].map(([name, task]) => {
		const plain = measure(task, null);
		const own = measure(task, bestMultiply());
		const other = others?.get(name);
		for (const one of other ? [plain, other] : [plain]) {
			if (Math.abs(one.outcome - own.outcome) > 1e-9 * Math.abs(own.outcome))
				throw new Error(`${task.label}: ${one.outcome}, Backstep ${own.outcome}`);
		}
		const cells = [own.time, plain.time, other?.time].map((time) => time?.toFixed(2) ?? '–');
		return `| ${[task.label, ...cells, other ? `${(own.time / other.time).toFixed(1)} ×` : '–'].join(' | ')} |`;
	});
	return `## Arrays: build the graph, forward, backward

NumPy on one thread runs the two passes written out by hand, without a graph.

|  | Backstep | Backstep, plain loops | NumPy | Backstep ÷ NumPy |
| --- | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(arrayReport());
