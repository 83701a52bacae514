/** How the library's tables are written: one entry a function, with its names, its signature and its body. */
import type { Arguments } from './arguments.ts';
import type { Kit } from './kit.ts';
import { readSignature } from './parameters.ts';
import type { Value } from '../script/values.ts';

/** What a function does: it reads its arguments, works with the kit and answers with a value. */
export type Body = (k: Kit, a: Arguments) => Value;

export interface Declaration {
	/**
	 * With the module: `np.sum`, `torch.sum`, `F.relu`, `math.sqrt`. `.sum` is a method of every array, `nd.sum` of NumPy's only, `tensor.sum` of torch's;
	 * `rng.` is a method of a random generator, whose state is the body's first argument.
	 */
	readonly names: readonly string[];
	readonly signature: ReturnType<typeof readSignature>;
	readonly body: Body;
}

/** `names` are separated by blanks; the signature is Python's. */
export function declare(names: string, signature: string, body: Body): Declaration {
	// Most functions are never called: their signatures are read when they are.
	let read: Declaration['signature'] | null = null;
	return {
		names: names.split(' '),
		get signature() {
			return (read ??= readSignature(signature));
		},
		body,
	};
}
