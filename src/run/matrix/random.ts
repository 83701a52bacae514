/**
 * Random numbers of Julia and MATLAB. Their own generators are others than NumPy's, whose numbers stand in for them: the same at every run, and said to be
 * not what the reader's own run would draw.
 */
import { sizeOf } from '../../core/tensor/shape.ts';
import { RandomState } from '../random/numpy-random.ts';
import { float, int, NONE, type Value } from '../script/values.ts';
import { shapeFrom } from './shaping.ts';
import { wholeFrom, type Fn, type Work } from './values.ts';

function drawn(of: (random: RandomState) => number): Fn {
	return (w, args) => {
		w.k.call.note(['Random numbers are NumPy’s here, not those that this language would draw']);
		const random = w.k.world.legacy(w.k.call);
		const shape = shapeFrom(
			w,
			args.filter(({ kind }) => kind !== 'module'),
		);
		if (shape.length === 0) return float(of(random));
		w.k.reserve(sizeOf(shape));
		return w.k.fromNumbers(
			Float64Array.from({ length: sizeOf(shape) }, () => of(random)),
			shape,
		);
	};
}

function seeded(w: Work, args: readonly Value[]): Value {
	const [seed = int(0)] = args;
	if (seed.kind !== 'str') w.k.world.seedLegacy(new RandomState(Math.abs(wholeFrom(w, seed, 'seed')) % 2 ** 32));
	return NONE;
}

export const random: Readonly<Record<string, Fn>> = {
	rand: drawn((state) => state.double()),
	randn: drawn((state) => state.normal()),
	'seed!': seeded,
	rng: seeded,
};
