/**
 * Functions of torch that are NumPy's under other names and with other names of their parameters, and arithmetic with torch's options. Each is a function of
 * the module and a method of tensors.
 */
import { numberOf, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import { joining } from './joining.ts';
import type { Kit } from './kit.ts';
import { methods } from './methods.ts';
import { nanReductions } from './nan-reductions.ts';
import { add, asTorch, both, div, mul, num, sub } from './nn-compose.ts';
import { matmul } from './operators.ts';
import { dot, products } from './products.ts';
import { deliver, reductions } from './reductions.ts';
import { selecting, where } from './selecting.ts';
import { shaping } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { broadcasted, reshapedTo } from './views.ts';

const NUMPY = new Map(
	[reductions, nanReductions, shaping, joining, selecting, products, methods]
		.flat()
		.flatMap((own) => own.names.map((name) => [name, own])),
);

/** A function of NumPy's by torch's name; the signature's first names are those of NumPy's own. */
function spelled(names: string, numpy: string, signature: string): Declaration {
	const own = NUMPY.get(numpy);
	if (own === undefined) throw new Error(`${numpy} is not declared`);
	return declare(names, signature, (k, a) => {
		const value = own.body(k, a);
		return value.kind === 'tuple' || value.kind === 'list'
			? { ...value, items: value.items.map((item) => asTorch(k, item)) }
			: asTorch(k, value);
	});
}

const REDUCED = 'a|input, axis|dim=None, keepdims|keepdim=False, *, dtype=None, out=None, initial=, where=';

const SPELLED: readonly Declaration[] = [
	spelled(both('sum'), 'np.sum', REDUCED),
	spelled(both('mean'), 'np.mean', REDUCED),
	spelled(both('prod'), 'np.prod', REDUCED),
	spelled(both('all'), 'np.all', REDUCED),
	spelled(both('any'), 'np.any', REDUCED),
	spelled(both('amax'), 'np.amax', REDUCED),
	spelled(both('amin'), 'np.amin', REDUCED),
	spelled(both('nansum'), 'np.nansum', REDUCED),
	spelled(both('nanmean'), 'np.nanmean', REDUCED),
	spelled(both('argmax'), 'np.argmax', 'a|input, axis|dim=None, keepdims|keepdim=False, out=None'),
	spelled(both('argmin'), 'np.argmin', 'a|input, axis|dim=None, keepdims|keepdim=False, out=None'),
	spelled(both('count_nonzero'), 'np.count_nonzero', 'a|input, axis|dim=None, keepdims=False'),
	spelled(both('cumsum'), 'np.cumsum', 'a|input, axis|dim, *, dtype=None, out=None'),
	spelled(both('cumprod'), 'np.cumprod', 'a|input, axis|dim, *, dtype=None, out=None'),
	spelled(both('allclose'), 'np.allclose', 'a|input, b|other, rtol=1e-5, atol=1e-8, equal_nan=False'),
	spelled(both('isclose'), 'np.isclose', 'a|input, b|other, rtol=1e-5, atol=1e-8, equal_nan=False'),
	spelled(both('equal'), 'np.array_equal', 'a1|input, a2|other, equal_nan=False'),
	spelled('torch.reshape', 'np.reshape', 'a|input, shape, order=None'),
	spelled(both('transpose swapaxes swapdims'), 'np.swapaxes', 'a|input, axis1|dim0|axis0, axis2|dim1'),
	spelled('torch.moveaxis', 'np.moveaxis', 'a|input, source, destination'),
	spelled(both('fliplr'), 'np.fliplr', 'm|input'),
	spelled(both('flipud'), 'np.flipud', 'm|input'),
	spelled(both('rot90'), 'np.rot90', 'm|input, k=1, axes|dims=None'),
	spelled(both('roll'), 'np.roll', 'a|input, shift|shifts, axis|dims=None'),
	spelled(both('broadcast_to'), 'np.broadcast_to', 'array|input, shape|size'),
	spelled('torch.atleast_1d', 'np.atleast_1d', '*arys'),
	spelled('torch.atleast_2d', 'np.atleast_2d', '*arys'),
	spelled('torch.atleast_3d', 'np.atleast_3d', '*arys'),
	spelled('torch.numel tensor.numel tensor.nelement', 'np.size', 'a|input, axis=None'),
	spelled(both('diag'), 'np.diag', 'v|input, k|diagonal=0'),
	spelled(both('diagflat'), 'np.diagflat', 'v|input, k|offset=0'),
	spelled('torch.diagonal', 'np.diagonal', 'a|input, offset=0, axis1|dim1=0, axis2|dim2=1'),
	spelled(both('tril'), 'np.tril', 'm|input, k|diagonal=0'),
	spelled(both('triu'), 'np.triu', 'm|input, k|diagonal=0'),
	spelled('torch.tensordot', 'np.tensordot', 'a, b, axes|dims=2'),
	spelled('torch.einsum', 'np.einsum', '*operands, out=None'),
	spelled(both('inner'), 'np.inner', 'a|input, b|other'),
	spelled(both('outer ger'), 'np.outer', 'a|input, b|vec2, out=None'),
	spelled(both('vdot'), 'np.vdot', 'a|input, b|other'),
	spelled('torch.isin', 'np.isin', 'element|elements, test_elements, *, assume_unique=, invert=False'),
	spelled('torch.hstack', 'np.hstack', 'tup|tensors, **'),
	spelled('torch.vstack torch.row_stack', 'np.vstack', 'tup|tensors, **'),
	spelled('torch.dstack', 'np.dstack', 'tup|tensors, **'),
	spelled('torch.column_stack', 'np.column_stack', 'tup|tensors, **'),
];

/** `torch.div(x, y, rounding_mode='floor')`. */
function division(k: Kit, a: Arguments): Value {
	const [x, y] = [a.operand('x'), a.operand('y')];
	const mode = a.text('rounding_mode');
	if (mode === 'floor') return k.map('floordiv', [x, y]);
	const quotient = div(k, x, y);
	if (mode === undefined) return quotient;
	return mode === 'trunc' ? k.map('trunc', [quotient]) : k.call.unsupported(`torch.div(rounding_mode='${mode}')`);
}

/** The second operand `alpha` times. */
function weighted(k: Kit, a: Arguments): Value {
	const y = a.operand('y');
	return a.has('alpha') && numberOf(a.value('alpha')) !== 1 ? mul(k, a.operand('alpha'), y) : y;
}

/** Between bounds; the slope at a bound is 1, as inside. */
export function clamped(k: Kit, x: Value, low: Value | undefined, high: Value | undefined): Value {
	if (low === undefined && high === undefined) return x;
	if (k.isArray(low ?? num(0)) || k.isArray(high ?? num(0))) {
		const above = low === undefined ? x : k.map('max', [x, low]);
		return high === undefined ? above : k.map('min', [above, high]);
	}
	return k.map('clip', [x, low ?? num(-Infinity), high ?? num(Infinity)]);
}

function bound(a: Arguments, name: string): Value | undefined {
	return a.has(name) ? a.operand(name) : undefined;
}

/** β·input + α·(a @ b), and its kind. */
function added(product: (k: Kit, a: Arguments) => Value): Declaration['body'] {
	return (k, a) => {
		const scaled = (name: string, value: Value): Value =>
			numberOf(a.value(name)) === 1 ? value : mul(k, a.operand(name), value);
		return add(k, scaled('beta', a.operand('input')), scaled('alpha', product(k, a)));
	};
}

/** `torch.where` of three, and of a test alone: the places where it holds. */
function whereOf(k: Kit, a: Arguments): Value {
	if (!a.has('x')) return NUMPY.get('np.nonzero')!.body(k, a);
	return where(k, a.operand('a'), a.operand('x'), a.operand('y'));
}

const PRODUCT = 'x|input, y|mat2|other|vec|tensor, out=None';

function product(k: Kit, a: Arguments): Value {
	return deliver(k, a, matmul(k, a.operand('x'), a.operand('y')));
}

export const torch: readonly Declaration[] = [
	...SPELLED,
	declare(both('matmul mm bmm mv'), PRODUCT, product),
	declare(both('dot'), PRODUCT, (k, a) => dot(k, a.operand('x'), a.operand('y'))),
	declare(both('add'), 'x|input, y|other, *, alpha=1, out=None', (k, a) =>
		deliver(k, a, add(k, a.operand('x'), weighted(k, a))),
	),
	declare(both('sub subtract'), 'x|input, y|other, *, alpha=1, out=None', (k, a) =>
		deliver(k, a, sub(k, a.operand('x'), weighted(k, a))),
	),
	declare('torch.rsub', 'x|input, y|other, *, alpha=1', (k, a) => sub(k, a.operand('y'), weighted(k, a))),
	declare(both('div divide true_divide'), 'x|input, y|other, *, rounding_mode=None, out=None', (k, a) =>
		deliver(k, a, division(k, a)),
	),
	declare(both('clamp clip'), 'x|input, min=None, max=None, out=None', (k, a) =>
		deliver(k, a, clamped(k, a.operand('x'), bound(a, 'min'), bound(a, 'max'))),
	),
	declare(both('clamp_min'), 'x|input, min', (k, a) => clamped(k, a.operand('x'), a.operand('min'), undefined)),
	declare(both('clamp_max'), 'x|input, max', (k, a) => clamped(k, a.operand('x'), undefined, a.operand('max'))),
	declare(both('round'), 'x|input, *, decimals=0', (k, a) => {
		const digits = a.whole('decimals');
		return digits === 0 ? k.map('rint', [a.operand('x')]) : k.map('round_to', [a.operand('x'), num(digits)]);
	}),
	declare(
		both('addmm'),
		'input, x|mat1, y|mat2, *, beta=1, alpha=1',
		added((k, a) => matmul(k, a.operand('x'), a.operand('y'))),
	),
	declare(
		both('addmv'),
		'input, x|mat, y|vec, *, beta=1, alpha=1',
		added((k, a) => matmul(k, a.operand('x'), a.operand('y'))),
	),
	declare(
		both('baddbmm'),
		'input, x|batch1, y|batch2, *, beta=1, alpha=1',
		added((k, a) => matmul(k, a.operand('x'), a.operand('y'))),
	),
	declare(
		both('addcmul'),
		'input, x|tensor1, y|tensor2, *, alpha|value=1, beta=1',
		added((k, a) => mul(k, a.operand('x'), a.operand('y'))),
	),
	declare(
		both('addcdiv'),
		'input, x|tensor1, y|tensor2, *, alpha|value=1, beta=1',
		added((k, a) => div(k, a.operand('x'), a.operand('y'))),
	),
	declare('torch.where', 'a|condition, x|input=, y|other=', whereOf),
	declare('tensor.where', 'x, a|condition, y|other', whereOf),
	declare('torch.tile', 'input, dims', (k, a) =>
		asTorch(k, k.move('tile', [a.array('input')], { reps: a.shape('dims') })),
	),
	declare('torch.broadcast_tensors', '*tensors', (k, a) => {
		const shape = k.commonShape(a.rest.map((value) => k.operand(value)));
		return tuple(a.rest.map((value) => broadcasted(k, k.array(value), shape)));
	}),
	declare(both('logical_xor'), 'x|input, y|other', (k, a) => k.map('ne', [a.operand('x'), a.operand('y')])),
	declare(both('lt le gt ge eq ne'), 'x|input, y|other', (k, a) =>
		k.map(a.name.split('.').at(-1)!, [a.operand('x'), a.operand('y')]),
	),
	declare('torch.square tensor.square', 'x|input', (k, a) => k.map('square', [a.operand('x')])),
	declare(both('logit') + ' torch.special.logit', 'x|input, eps=None', (k, a) => {
		const eps = a.maybeNumber('eps');
		const x = a.operand('x');
		return k.map('logit', [eps === undefined ? x : clamped(k, x, num(eps), num(1 - eps))]);
	}),
	declare('torch.ravel tensor.ravel', 'x|input', (k, a) => reshapedTo(k, a.array('x'), [-1])),
	declare('torch.nan_to_num tensor.nan_to_num', 'x|input, nan=0.0, posinf=, neginf=', (k, a) => {
		if (a.has('posinf') || a.has('neginf') || a.number('nan') !== 0) return k.call.unsupported(`${a.name}(nan=…)`);
		return k.map('nan_to_num', [a.operand('x')]);
	}),
];
