/** Random programs in Python: well formed, mostly senseless, with names that JavaScript would stumble over. */
import fc from 'fast-check';

/** One of the words. */
const among = (words: string, ...more: readonly string[]): fc.Arbitrary<string> =>
	fc.constantFrom(...words.split(' '), ...more);

const name = among('x y z w i n a b xs d f g C self 값 __proto__ constructor');
const number = fc.oneof(
	fc.integer({ min: -3, max: 9 }).map(String),
	among("0.5 2. 1e308 10**400 float('nan') True None 2**53 -0.0 np.inf 1e-3"),
);
const text = among(`'a' '' f'{x:.2f}' f'{x!r}{y}' '{:>3}'.format(x) """b"""`, "'%d %s' % (x, y)");
const operator = among('+ - * / // % ** @ << >> & | ^ and or == < in is', 'not in');
const called = among(
	'len sum max min abs range list str repr sorted zip enumerate float int set dict tuple reversed any iter next type print round isinstance hash ' +
		'f g C np.array np.zeros np.exp np.sum np.dot np.maximum np.where np.arange np.random.randn np.concatenate np.log np.reshape np.max np.einsum ' +
		'np.nowhere math.sqrt torch.tensor',
);
const attribute = among('T shape size a __class__ __dict__ __proto__ constructor prototype __name__ ndim');
const method = among(
	'sum append items get dot reshape copy pop extend insert split join mean max format keys update setdefault sort index step toString ' +
		'hasOwnProperty backward item',
);

interface Pieces {
	expression: string;
	lines: string[];
}

function indented(bodies: readonly (readonly string[])[]): string[] {
	return bodies.flat().map((line) => `    ${line}`);
}

const { lines } = fc.letrec((tie: fc.LetrecTypedTie<Pieces>) => {
	const e = tie('expression');
	const body = fc.array(tie('lines'), { minLength: 1, maxLength: 3 }).map(indented);
	const indexed = fc.tuple(e, e, e).map(([a, i, j]) => `${a}[${i}:${j}]`);
	return {
		expression: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true, maxDepth: 4 },
			name,
			number,
			text,
			fc.tuple(e, operator, e).map(([a, op, b]) => `(${a} ${op} ${b})`),
			fc.tuple(fc.constantFrom('-', 'not ', '~', '*'), e).map(([sign, a]) => `(${sign}${a})`),
			fc.tuple(called, fc.array(e, { maxLength: 3 })).map(([f, args]) => `${f}(${args.join(', ')})`),
			fc.tuple(called, e, e).map(([f, a, b]) => `${f}(${a}, axis=${b})`),
			fc.tuple(e, method, fc.array(e, { maxLength: 2 })).map(([a, m, args]) => `${a}.${m}(${args.join(', ')})`),
			fc.tuple(e, attribute).map(([a, m]) => `${a}.${m}`),
			fc.tuple(e, e).map(([a, i]) => `${a}[${i}]`),
			indexed,
			fc.tuple(e, e).map(([a, i]) => `${a}[..., ::${i}, None]`),
			fc.array(e, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
			fc.array(e, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')},)`),
			fc.tuple(e, e, name).map(([k, v, m]) => `{${k}: ${v}, '${m}': ${v}}`),
			fc.tuple(e, name, e, e).map(([a, n, xs, c]) => `[${a} for ${n} in ${xs} if ${c}]`),
			fc.tuple(e, name, e).map(([a, n, xs]) => `(${a} for ${n} in ${xs})`),
			fc.tuple(name, e).map(([n, a]) => `(lambda ${n}: ${a})`),
			fc.tuple(e, e, e).map(([a, b, c]) => `(${a} if ${b} else ${c})`),
			fc.tuple(name, e).map(([n, a]) => `(${n} := ${a})`),
		),
		lines: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true, maxDepth: 3 },
			fc.tuple(name, e).map(([n, a]) => [`${n} = ${a}`]),
			e.map((a) => [a]),
			fc.tuple(name, name, e).map(([m, n, a]) => [`${m}, *${n} = ${a}`]),
			fc.tuple(name, among('+= -= *= /= @= **='), e).map(([n, op, a]) => [`${n} ${op} ${a}`]),
			fc.tuple(indexed, e).map(([place, a]) => [`${place} = ${a}`]),
			fc.tuple(name, e, e).map(([n, i, a]) => [`${n}[${i}] -= ${a}`]),
			fc.tuple(name, attribute, e).map(([n, m, a]) => [`${n}.${m} = ${a}`]),
			fc.tuple(name, e, body).map(([n, xs, inner]) => [`for ${n} in ${xs}:`, ...inner]),
			fc.tuple(e, body).map(([c, inner]) => [`while ${c}:`, ...inner]),
			fc.tuple(e, body, body).map(([c, a, b]) => [`if ${c}:`, ...a, 'else:', ...b]),
			fc
				.tuple(name, name, e, body, fc.constantFrom('return', 'yield', 'yield from', 'return -'), e)
				.map(([f, a, value, inner, out, result]) => [
					`def ${f}(${a}, b=${value}, *c, **d):`,
					...inner,
					`    ${out} ${result}`,
				]),
			fc
				.tuple(name, fc.constantFrom('', '(C)', '(dict)', '(nn.Module)'), name, body)
				.map(([c, bases, m, inner]) => [`class ${c}${bases}:`, `    def ${m}(self, x=1):`, ...indented([inner])]),
			fc
				.tuple(body, fc.constantFrom('Exception', 'ValueError', '(KeyError, IndexError)', 'x'), body)
				.map(([a, type, b]) => ['try:', ...a, `except ${type} as e:`, ...b, 'finally:', '    z = 3']),
			fc.tuple(e, name, body).map(([a, n, inner]) => [`with ${a} as ${n}:`, ...inner]),
			fc
				.tuple(among('del assert raise global import return', 'break #', 'continue #'), name)
				.map(([word, n]) => [`${word} ${n}`]),
		),
	};
});

const annotation = fc.constantFrom(
	'# @grad',
	'# @grad x=1.5, y=-2',
	'# @grad f wrt x at x: (2, 3) = randn, w: (3,) expect df/dx = 1',
	'# @grad no-grad upstream [1, 2]',
	'',
	'',
);
/** A program with an annotation somewhere. */
export const program = fc
	.tuple(fc.array(lines, { minLength: 1, maxLength: 6 }), annotation, fc.nat(6))
	.map(([statements, words, at]) => {
		const all = statements.map((statement) => statement.join('\n'));
		all.splice(at, 0, words);
		return `import numpy as np\nx = 1.5\nxs = np.array([[1., 2.], [3., 4.]])\n${all.join('\n')}\n`;
	});
