/** What functions of NumPy and torch do to shapes, by the kinds of functions there are; a function that is not here says nothing. */
import { NOTHING, NUMBER, type Known, type Shapes } from './script-shapes.ts';

export interface CalledFunction {
	readonly name: string;
	/** Of a method the object first. */
	readonly args: readonly Known[];
	readonly named: ReadonlyMap<string, Known>;
	readonly method: boolean;
	readonly keeps: boolean;
}

/** What modules of arrays are called. */
export const MODULES: ReadonlySet<string> = new Set([
	'np',
	'numpy',
	'torch',
	'F',
	'nn',
	'math',
	'jnp',
	'scipy',
	'autograd',
	'random',
]);

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const ELEMENTWISE = words(
	'exp log log1p expm1 log2 log10 tanh sinh cosh sin cos tan arctan arcsin arccos sqrt abs fabs absolute square sign sigmoid relu ' +
		'leaky_relu elu gelu silu softplus softmax log_softmax expit clip clamp nan_to_num copy array asarray tensor float astype double ' +
		'detach clone reciprocal negative erf cumsum sort flip roll zeros_like ones_like empty_like full_like rand_like randn_like normalize',
);
const BESIDE = words('maximum minimum power add subtract multiply divide where logaddexp hypot mse_loss');
const REDUCTIONS = words('sum mean max min prod std var amax amin argmax argmin any all logsumexp norm median');
const PRODUCTS = words('dot matmul mm mv');
const FILLED = words('zeros ones empty full');
const DRAWN = words('randn rand');

export function knownCall(shapes: Shapes, { name, args, named, method, keeps }: CalledFunction): Known {
	const [a = NOTHING, b = NOTHING, c = NOTHING] = args;
	if (ELEMENTWISE.has(name)) {
		if (a.items !== undefined && (name === 'array' || name === 'tensor' || name === 'asarray'))
			return written(shapes, a);
		return { axes: shapes.of(a), ...(shapes.of(a) === undefined && a.name !== undefined && { name: a.name }) };
	}
	if (BESIDE.has(name))
		return name === 'where' && args.length === 3
			? shapes.elementwise('*', shapes.elementwise('*', a, b), c)
			: shapes.elementwise(name === 'subtract' || name === 'mse_loss' ? '-' : name === 'add' ? '+' : '*', a, b);
	if (REDUCTIONS.has(name)) {
		const axis = named.get('axis') ?? named.get('dim') ?? args[1];
		return shapes.reduce(a, axis, keeps);
	}
	if (PRODUCTS.has(name)) return shapes.product(a, b);
	if (FILLED.has(name)) return { axes: shapes.shape(name === 'full' ? [a] : filled(args)) };
	if (DRAWN.has(name) && !method) return { axes: shapes.shape(args) };
	switch (name) {
		case 'normal':
		case 'uniform':
		case 'standard_normal': {
			const size = named.get('size') ?? (name === 'standard_normal' ? args[0] : args[2]);
			return size === undefined ? NUMBER : { axes: shapes.shape([size]) };
		}
		case 'arange':
		case 'range':
			return args.length === 1 ? { axes: [shapes.extent(a)], counts: true } : { axes: [shapes.axis()] };
		case 'eye':
		case 'identity': {
			const axis = shapes.extent(a);
			return { axes: [axis, axis] };
		}
		case 'transpose':
		case 't':
			return args.length === 1 ? shapes.transpose(a) : NOTHING;
		case 'reshape':
		case 'view':
			return { axes: shapes.shape(args.slice(1)) };
		case 'ravel':
		case 'flatten':
			return { axes: [shapes.axis()] };
		case 'outer': {
			const [left, right] = [shapes.rank(a, 1), shapes.rank(b, 1)];
			return left === undefined || right === undefined ? NOTHING : { axes: [...left, ...right] };
		}
		case 'len': {
			const size = shapes.rank(a, 1)?.[0];
			return size === undefined ? NOTHING : { axes: [], size };
		}
		case 'linear': {
			const out = shapes.product(a, shapes.transpose(b.name === undefined ? b : (shapes.rank(b, 2), b)));
			return args.length > 2 ? shapes.elementwise('+', out, c) : out;
		}
		case 'cross_entropy':
		case 'nll_loss': {
			const scores = shapes.rank(a, 2);
			if (scores !== undefined) shapes.give(b, () => scores.slice(0, -1));
			if (b.name !== undefined) shapes.places.add(b.name);
			return NUMBER;
		}
		default:
			return NOTHING;
	}
}

/** `zeros((3, 4))` and torch's `zeros(3, 4)`. */
function filled(args: readonly Known[]): readonly Known[] {
	return args[0]?.items === undefined ? args : [args[0]];
}

/** An array that is written out: lists of lists of numbers. */
function written(shapes: Shapes, list: Known): Known {
	const axes: number[] = [];
	for (let at: Known | undefined = list; at?.items !== undefined; at = at.items[0])
		axes.push(shapes.axis(at.items.length));
	return { axes };
}
