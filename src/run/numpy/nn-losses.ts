/** The losses of `torch.nn.functional`: what each costs an example, and how the examples are taken together. */
import { ShapeError, shapeText } from '../../core/tensor/shape.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import { float, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { cosineSimilarity, optional } from './functional.ts';
import type { Kit } from './kit.ts';
import { add, div, mean, mul, neg, num, sub, sum } from './nn-compose.ts';
import { takenAlong } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { expanded, reshapedTo, transposed } from './views.ts';

/** What torch's old names say: `size_average=False` is a sum. */
function reductionOf(k: Kit, a: Arguments): string {
	const [average, reduce] = ['size_average', 'reduce'].map((name) => a.maybe(name));
	if (reduce !== undefined && !k.call.truthy(reduce)) return 'none';
	if (average !== undefined) return k.call.truthy(average) ? 'mean' : 'sum';
	return a.choice('reduction', ['mean', 'sum', 'none', 'batchmean', 'elementwise_mean']);
}

/** The losses of examples, taken together. */
function together(k: Kit, a: Arguments, losses: Value): Value {
	const reduction = reductionOf(k, a);
	if (reduction === 'none') return losses;
	if (reduction === 'batchmean') return div(k, sum(k, losses), num(k.shapeOf(losses)[0] ?? 1));
	return reduction === 'sum' ? sum(k, losses) : mean(k, losses);
}

const REDUCTION = "size_average=, reduce=, reduction='mean'";

/** A loss of two tensors, entry by entry. */
function pairwise(of: (k: Kit, x: Value, y: Value, a: Arguments) => Value): Declaration['body'] {
	return (k, a) => {
		const weight = optional(a, 'weight');
		const losses = of(k, a.operand('input'), a.operand('target'), a);
		return together(k, a, weight === undefined ? losses : mul(k, losses, weight));
	};
}

/** Square within δ, straight outside. */
function huber(k: Kit, apart: Value, delta: number): Value {
	return k.map('huber', [float(delta), apart]);
}

function binaryCrossEntropy(k: Kit, p: Value, t: Value): Value {
	// Logarithms are not taken below −100, so that a wrong certainty costs a finite amount.
	const log = (x: Value): Value => {
		const value = k.map('log', [x]);
		return Array.from(k.look(value).data).some((each) => each < -100) ? k.map('max', [value, num(-100)]) : value;
	};
	const one = num(1);
	return neg(k, add(k, mul(k, t, log(p)), mul(k, sub(k, one, t), log(sub(k, one, p)))));
}

/** (1 − t)·z + (1 + (w − 1)·t)·ln(1 + e^(−z)), w the weight of positives. */
function withLogits(k: Kit, z: Value, t: Value, a: Arguments): Value {
	const positive = optional(a, 'pos_weight');
	const rest = mul(k, sub(k, num(1), t), z);
	const soft = k.map('softplus', [neg(k, z)]);
	if (positive === undefined) return add(k, rest, soft);
	return add(k, rest, mul(k, add(k, num(1), mul(k, sub(k, positive, num(1)), t)), soft));
}

function klDivergence(k: Kit, logq: Value, t: Value, a: Arguments): Value {
	if (a.flag('log_target')) return mul(k, k.map('exp', [t]), sub(k, t, logq));
	return sub(k, k.map('xlogy', [t, t]), mul(k, t, logq));
}

/** The axis of classes: the second, of a vector the only one. */
function classAxis(array: NdArray): number {
	return array.shape.length === 1 ? 0 : 1;
}

/** Which classes are counted, and with what weight; all by 1 where nothing was said. */
function examplesOf(
	k: Kit,
	scores: NdArray,
	classes: NdArray,
	ignored: number,
): { readonly kept: readonly number[]; readonly numbers: readonly number[] } {
	const count = scores.shape[classAxis(scores)]!;
	const wanted = scores.shape.toSpliced(classAxis(scores), 1);
	if (wanted.join() !== classes.shape.join()) {
		throw new ShapeError(
			'cross-entropy: scores of {0} and classes of {1} do not fit',
			shapeText(scores.shape),
			shapeText(classes.shape),
		);
	}
	const numbers = Array.from(dataOf(classes.look()));
	const kept = numbers.flatMap((number, place) => (number === ignored ? [] : [place]));
	for (const place of kept) {
		const number = numbers[place]!;
		if (number < 0 || number >= count) k.call.raise('IndexError', ['class {0} is not among {1}', number, count]);
	}
	return { kept, numbers };
}

/** Log-probabilities as rows of examples: the classes go last. */
function rows(k: Kit, scores: NdArray): NdArray {
	const axis = classAxis(scores);
	const rank = scores.shape.length;
	const order = [...scores.shape.keys()].filter((each) => each !== axis);
	const last = axis === rank - 1 ? scores : transposed(k, scores, [...order, axis]);
	return reshapedTo(k, last, [-1, scores.shape[axis]!]);
}

/** −w[t]·log p[t] of examples, their mean weighted; a share `smoothing` of every target is spread evenly over the classes. */
function negativeLikelihood(k: Kit, a: Arguments, logp: NdArray, classes: NdArray, smoothing: number): Value {
	const { kept, numbers } = examplesOf(k, logp, classes, a.whole('ignore_index'));
	const table = rows(k, logp);
	const count = table.shape[1]!;
	const all = kept.length === numbers.length;
	const flat = Int32Array.from(kept, (place) => place * count + numbers[place]!);
	const picked = k.move('index', [table], { flat, shape: [kept.length] });
	const weight = a.maybe('weight');
	const own =
		weight === undefined
			? null
			: takenAlong(
					k,
					k.array(weight),
					kept.map((place) => numbers[place]!),
					0,
				);
	let losses = neg(k, own === null ? picked : mul(k, own, picked));
	if (smoothing > 0) {
		const used = all ? table : takenAlong(k, table, kept, 0);
		const spread = weight === undefined ? used : mul(k, used, k.array(weight));
		const even = neg(k, sum(k, spread, [1]));
		losses = add(k, mul(k, losses, float(1 - smoothing)), mul(k, even, float(smoothing / count)));
	}
	const reduction = reductionOf(k, a);
	if (reduction === 'none') return spreadOut(k, k.array(losses), kept, classes.shape, all);
	const total = sum(k, losses);
	if (reduction === 'sum') return total;
	return div(k, total, own === null ? num(kept.length) : sum(k, own));
}

/** Losses at their examples' places, 0 where one was ignored. */
function spreadOut(k: Kit, losses: NdArray, kept: readonly number[], shape: readonly number[], all: boolean): Value {
	const whole = all
		? losses
		: k.apply('scatter_add', [losses], {
				flat: Int32Array.from(kept),
				shape: [shape.reduce((n, extent) => n * extent, 1)],
			});
	return shape.length === 0 ? reshapedTo(k, k.array(whole), []) : reshapedTo(k, k.array(whole), shape);
}

function crossEntropy(k: Kit, a: Arguments): Value {
	const scores = a.array('input');
	const target = k.array(a.value('target'));
	const smoothing = a.number('label_smoothing');
	const axis = classAxis(scores);
	if (target.isFloat) return softTargets(k, a, scores, target, smoothing);
	const plain = !a.has('weight') && smoothing === 0;
	if (plain && !Array.from(dataOf(target.look())).includes(a.whole('ignore_index'))) {
		examplesOf(k, scores, target, a.whole('ignore_index'));
		return k.apply('cross_entropy', [scores, target], { reduction: reductionOf(k, a) });
	}
	return negativeLikelihood(k, a, k.array(k.apply('log_softmax', [scores], { axes: [axis] })), target, smoothing);
}

/** Targets that are probabilities: −Σ t·log p, each class by its weight. */
function softTargets(k: Kit, a: Arguments, scores: NdArray, target: NdArray, smoothing: number): Value {
	const axis = classAxis(scores);
	const count = scores.shape[axis]!;
	const logp = k.apply('log_softmax', [scores], { axes: [axis] });
	const smooth = smoothing === 0 ? target : add(k, mul(k, target, float(1 - smoothing)), float(smoothing / count));
	const weight = optional(a, 'weight');
	let terms = mul(k, smooth, logp);
	if (weight !== undefined) {
		terms = mul(
			k,
			terms,
			reshapedTo(
				k,
				k.array(weight),
				scores.shape.map((_, at) => (at === axis ? count : 1)),
			),
		);
	}
	const losses = neg(k, sum(k, terms, [axis]));
	const reduction = reductionOf(k, a);
	if (reduction === 'none') return losses;
	const total = sum(k, losses);
	return reduction === 'sum' ? total : div(k, total, num(scores.size / count));
}

/** A margin that is missed: max(0, x). */
function hinge(k: Kit, x: Value): Value {
	return k.map('relu', [x]);
}

/** ‖a − p‖ − ‖a − n‖ + margin, if it is positive. */
function triplet(k: Kit, a: Arguments): Value {
	const anchor = a.operand('anchor');
	const distance = (name: string): Value =>
		k.apply('norm', [add(k, sub(k, anchor, a.operand(name)), num(a.number('eps')))], {
			ord: a.number('p'),
			axes: [-1],
			keepdims: false,
		});
	if (a.flag('swap')) k.call.unsupported(`${a.name}(swap=True)`);
	return together(k, a, hinge(k, add(k, sub(k, distance('positive'), distance('negative')), num(a.number('margin')))));
}

/** 1 − cos for pairs that belong together, the cosine above the margin for those that do not. */
function cosineEmbedding(k: Kit, a: Arguments): Value {
	const [x, y] = [a.array('input1'), a.array('input2')];
	const cosine = cosineSimilarity(k, x, y, -1, 1e-8);
	const apart = hinge(k, sub(k, cosine, num(a.number('margin'))));
	const same = k.map('gt', [a.operand('target'), num(0)]);
	return together(k, a, k.map('where', [same, sub(k, num(1), cosine), apart]));
}

/** What every other class comes too near to the right one: Σ max(0, margin − x[t] + x[j])^p over the classes. */
function multiMargin(k: Kit, a: Arguments): Value {
	const given = a.array('input');
	const scores = given.shape.length === 1 ? expanded(k, given, [0]) : given;
	const classes = reshapedTo(k, k.array(a.value('target')), [-1]);
	const count = scores.shape[1]!;
	const { numbers } = examplesOf(k, scores, classes, NaN);
	const right = k.move('index', [scores], {
		flat: Int32Array.from(numbers, (number, place) => place * count + number),
		shape: [numbers.length, 1],
	});
	const missed = hinge(k, add(k, sub(k, num(a.number('margin')), right), scores));
	const powered = a.number('p') === 1 ? missed : k.map('pow', [missed, num(a.number('p'))]);
	const others = Float64Array.from({ length: scores.size }, (_, place) =>
		Number(place % count !== numbers[Math.floor(place / count)]!),
	);
	const kept = mul(k, powered, k.fromNumbers(others, scores.shape));
	const losses = div(k, sum(k, kept, [1]), num(count));
	return together(k, a, given.shape.length === 1 ? reshapedTo(k, k.array(losses), []) : losses);
}

function gaussian(k: Kit, a: Arguments): Value {
	const [x, t] = [a.operand('input'), a.operand('target')];
	const variance = k.map('max', [a.operand('var'), num(a.number('eps'))]);
	const losses = mul(
		k,
		float(0.5),
		add(k, k.map('log', [variance]), div(k, k.map('square', [sub(k, x, t)]), variance)),
	);
	return together(k, a, a.flag('full') ? add(k, losses, float(Math.log(2 * Math.PI) / 2)) : losses);
}

function poisson(k: Kit, x: Value, t: Value, a: Arguments): Value {
	if (a.flag('full')) k.call.unsupported(`${a.name}(full=True)`);
	if (a.flag('log_input')) return sub(k, k.map('exp', [x]), mul(k, t, x));
	return sub(k, x, mul(k, t, k.map('log', [add(k, x, num(a.number('eps')))])));
}

const PAIR = `input, target, ${REDUCTION}, weight=`;

export const nnLosses: readonly Declaration[] = [
	declare(
		'F.mse_loss',
		PAIR,
		pairwise((k, x, y) => k.map('square', [sub(k, x, y)])),
	),
	declare(
		'F.l1_loss',
		PAIR,
		pairwise((k, x, y) => k.map('abs', [sub(k, x, y)])),
	),
	declare(
		'F.smooth_l1_loss',
		`input, target, ${REDUCTION}, beta=1.0, weight=`,
		pairwise((k, x, y, a) => {
			const [apart, beta] = [sub(k, x, y), a.number('beta')];
			if (beta === 0) return k.map('abs', [apart]);
			const loss = huber(k, apart, beta);
			return beta === 1 ? loss : div(k, loss, float(beta));
		}),
	),
	declare(
		'F.huber_loss',
		`input, target, reduction='mean', delta=1.0, weight=, size_average=, reduce=`,
		pairwise((k, x, y, a) => huber(k, sub(k, x, y), a.number('delta'))),
	),
	declare('F.binary_cross_entropy', `input, target, weight=, ${REDUCTION}`, pairwise(binaryCrossEntropy)),
	declare(
		'F.binary_cross_entropy_with_logits',
		`input, target, weight=, ${REDUCTION}, pos_weight=`,
		pairwise(withLogits),
	),
	declare('F.kl_div', `input, target, ${REDUCTION}, log_target=False, weight=`, pairwise(klDivergence)),
	declare(
		'F.poisson_nll_loss',
		`input, target, log_input=True, full=False, size_average=, eps=1e-8, reduce=, reduction='mean', weight=`,
		pairwise(poisson),
	),
	declare(
		'F.gaussian_nll_loss',
		`input, target, var, full=False, eps=1e-6, reduction='mean', size_average=, reduce=`,
		gaussian,
	),
	declare(
		'F.soft_margin_loss',
		PAIR,
		pairwise((k, x, y) => k.map('softplus', [neg(k, mul(k, y, x))])),
	),
	declare(
		'F.hinge_embedding_loss',
		`input, target, margin=1.0, ${REDUCTION}, weight=`,
		pairwise((k, x, y, a) =>
			k.map('where', [k.map('eq', [y, num(1)]), x, hinge(k, sub(k, num(a.number('margin')), x))]),
		),
	),
	declare('F.margin_ranking_loss', `input1, input2, target, margin=0.0, ${REDUCTION}`, (k, a) => {
		const apart = neg(k, mul(k, a.operand('target'), sub(k, a.operand('input1'), a.operand('input2'))));
		return together(k, a, hinge(k, a.number('margin') === 0 ? apart : add(k, apart, num(a.number('margin')))));
	}),
	declare('F.cosine_embedding_loss', `input1, input2, target, margin=0.0, ${REDUCTION}`, cosineEmbedding),
	declare(
		'F.triplet_margin_loss',
		`anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, ${REDUCTION}`,
		triplet,
	),
	declare('F.multi_margin_loss', `input, target, p=1, margin=1.0, weight=, ${REDUCTION}`, (k, a) => {
		a.refuse('weight');
		return multiMargin(k, a);
	}),
	declare(
		'F.cross_entropy',
		`input, target, weight=, size_average=, ignore_index=-100, reduce=, reduction='mean', label_smoothing=0.0`,
		crossEntropy,
	),
	declare('F.nll_loss', `input, target, weight=, size_average=, ignore_index=-100, reduce=, reduction='mean'`, (k, a) =>
		negativeLikelihood(k, a, a.array('input'), k.array(a.value('target')), 0),
	),
];
