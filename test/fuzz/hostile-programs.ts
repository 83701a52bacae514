/** Programs that try to hang, to fill the memory, to overflow the stack or to confuse names with what JavaScript's objects have. */

export interface Hostile {
	readonly what: string;
	readonly text: string;
	/** The problem that is told, or several of which the machine's speed chooses; none: the program runs without one. */
	readonly codes: readonly string[];
	/** Characters of the line at which it is told. */
	readonly at: string;
	/** A name that was computed all the same. */
	readonly value?: string;
}

type Row = readonly [what: string, text: string, codes: string, at?: string, value?: string];

const times = (count: number, text: string): string => text.repeat(count);
const lines = (count: number, line: (k: number) => string): string =>
	Array.from({ length: count }, (_, k) => line(k)).join('\n');

const TIME = 'limit-milliseconds';
const ELEMENTS = 'limit-elements';
const MEMORY = 'memory-error';
const RECURSION = 'recursion';
/** What lasts is stopped, or does not fit: whichever comes first. */
const FULL = `${TIME} ${MEMORY}`;
const NONE = '';

const ENDLESS: readonly Row[] = [
	['while True: pass', 'x = 1.5\ny = x * 2\nwhile True: pass\n', TIME, 'while True', 'y'],
	['while True with gates', 'x = 1.5\nwhile True:\n    x = x * 1.0001\n', TIME, 'while', 'x'],
	[
		'an exception caught for ever',
		'y = 1.5 * 2\nwhile True:\n    try:\n        1 / 0\n    except Exception: pass\n',
		TIME,
		'',
		'y',
	],
	['continue through finally', 'while True:\n    try:\n        continue\n    finally: pass\n', TIME, ''],
	['infinite recursion', 'y = 1.5 * 2\ndef f(n):\n    return f(n + 1)\nz = f(0)\n', RECURSION, 'return f', 'y'],
	[
		'two functions that call each other',
		'def f(n): return g(n)\ndef g(n): return f(n)\ny = f(0)\n',
		RECURSION,
		'return',
	],
	['recursion from finally', 'def f():\n    try:\n        f()\n    finally:\n        f()\nf()\n', TIME, 'f()'],
	[
		'an object that makes itself',
		'class A:\n    def __init__(self):\n        self.a = A()\na = A()\n',
		RECURSION,
		'A()',
	],
	['recursion in repr', 'class A:\n    def __repr__(self): return repr(self)\ny = repr(A())\n', RECURSION, 'repr'],
	['recursion in ==', 'class A:\n    def __eq__(self, o): return self == o\nb = A() == A()\n', RECURSION, '=='],
	['recursion in +', 'class A:\n    def __add__(self, o): return self + o\nb = A() + 1\n', RECURSION, '+'],
	[
		'recursion in attributes',
		'class A:\n    def __getattr__(self, o): return self.x\nb = A().y\n',
		RECURSION,
		'self.x',
	],
	[
		'recursion in a property',
		'class A:\n    @property\n    def x(self): return self.x\nb = A().x\n',
		RECURSION,
		'self.x',
	],
	['recursion in a hash', 'class A:\n    def __hash__(self): return hash(self)\nb = {A(): 1}\n', RECURSION, 'hash'],
	[
		'recursion in a sort',
		'def k(v): return sorted([1, 2, 3], key=k)\nb = sorted([3, 1, 2], key=k)\n',
		RECURSION,
		'sorted',
	],
	[
		'recursion in an iterator',
		'class A:\n    def __iter__(self): return iter(self)\nfor a in A(): pass\n',
		RECURSION,
		'iter',
	],
	[
		'recursion in with',
		'class A:\n    def __enter__(self):\n        with self: pass\n    def __exit__(self, *a): pass\nwith A(): pass\n',
		RECURSION,
		'with',
	],
	['a generator of itself', 'def g():\n    yield from g()\nb = list(g())\n', RECURSION, 'g()'],
	['an infinite generator', 'y = 1.5 * 2\ndef g():\n    while True: yield 1.0\nb = sum(g())\n', TIME, '', 'y'],
	[
		'an infinite iterator',
		'class A:\n    def __iter__(self): return self\n    def __next__(self): return 1.0\nx = sum(A())\n',
		TIME,
		'',
	],
	['infinite items', 'class A:\n    def __getitem__(self, i): return 1.0\nx = list(A())\n', TIME, ''],
	['itertools.count', 'import itertools\nb = list(itertools.count())\n', TIME, 'list'],
	['itertools.cycle', 'import itertools\nb = list(itertools.cycle([1]))\n', TIME, 'list'],
	['a list that grows while it is gone through', 'a = [1]\nfor v in a: a.append(v)\n', TIME, 'for'],
	['10**10 turns', 'for i in range(10**5):\n    for j in range(10**5):\n        pass\n', TIME, ''],
	['the sum of a long range', 'a = sum(range(10**12))\n', FULL, 'sum'],
	['a list of a long range', 'a = list(range(10**12))\n', FULL, 'list'],
	['any over a long range', 'a = any(i < 0 for i in range(10**10))\n', TIME, 'any'],
	['a long range as arguments', 'print(*range(10**9))\n', FULL, 'print'],
	['a long range to unpack', 'a, *b = range(10**9)\n', FULL, '*b'],
	['a convolution of two long arrays', 'a = np.convolve(np.ones(10**6), np.ones(10**6))\n', TIME, 'convolve'],
	['a product of two large matrices', 'a = np.ones((3000, 3000))\nb = a @ a\n', TIME, 'a @ a'],
	['the inverse of a large matrix', 'a = np.linalg.inv(np.eye(3000))\n', TIME, 'inv'],
];

const LARGE: readonly Row[] = [
	['a list doubled for ever', 'a = [1]\nwhile True:\n    a = a + a\n', FULL, 'a + a'],
	['a list extended by itself', 'a = [1]\nwhile True:\n    a.extend(a)\n', FULL, 'extend'],
	['a tuple multiplied for ever', 'a = (1,)\nwhile True:\n    a = a * 10\n', MEMORY, 'a * 10'],
	['a string doubled for ever', "a = 'x'\nwhile True:\n    a = a + a\n", MEMORY, 'a + a'],
	['a string formatted for ever', "a = 'x'\nwhile True:\n    a = f'{a}{a}'\n", MEMORY, "f'"],
	['a string replaced for ever', "a = 'x'\nwhile True:\n    a = a.replace('x', 'xx')\n", FULL, 'replace'],
	['a string bomb', "a = 'x' * 10**12\n", MEMORY, "'x' *"],
	['a list bomb', 'a = [0] * 10**12\n', MEMORY, '[0] *'],
	['np.zeros', 'y = 1.5 * 2\na = np.zeros(10**9)\n', ELEMENTS, 'zeros', 'y'],
	['np.random.randn', 'a = np.random.randn(100000, 100000)\n', ELEMENTS, 'randn'],
	['np.arange', 'a = np.arange(0, 1, 1e-12)\n', ELEMENTS, 'arange'],
	['np.linspace', 'a = np.linspace(0, 1, 10**9)\n', ELEMENTS, 'linspace'],
	['np.eye', 'a = np.eye(10**5)\n', ELEMENTS, 'eye'],
	['np.outer', 'a = np.outer(np.ones(10**5), np.ones(10**5))\n', ELEMENTS, 'outer'],
	['np.broadcast_to', 'a = np.broadcast_to(1.5, (10**5, 10**5))\n', ELEMENTS, 'broadcast_to'],
	['a sum that broadcasts', 'a = np.ones((10**5, 1)) + np.ones(10**5)\n', ELEMENTS, '+'],
	['np.pad', 'a = np.pad(np.ones(3), 10**9)\n', ELEMENTS, 'pad'],
	['np.tile', 'a = np.tile(np.ones(1000), 10**6)\n', ELEMENTS, 'tile'],
	[
		'np.einsum',
		"a = np.einsum('i,j,k->ijk', np.ones(10**4), np.ones(10**4), np.ones(10**4))\n",
		`${TIME} ${ELEMENTS}`,
		'einsum',
	],
	['np.append for ever', 'x = np.ones(1)\nwhile True: x = np.append(x, x)\n', ELEMENTS, 'append'],
	['torch.zeros', 'import torch\na = torch.zeros(10**9)\n', ELEMENTS, 'zeros'],
	['nn.Linear', 'import torch.nn as nn\na = nn.Linear(10**5, 10**5)\n', ELEMENTS, 'Linear'],
	['a power tower', 'a = 10 ** 10 ** 10\n', 'overflow-error', '**'],
	['a whole number squared for ever', 'a = 3\nwhile True: a = a * a\n', 'overflow-error', 'a * a'],
	['a shift', 'a = 1 << 10**12\n', 'overflow-error', '<<'],
	['a string of digits', "a = int('9' * 10000000)\n", FULL, 'int'],
	['a factorial', 'import math\na = math.factorial(10**7)\n', 'overflow-error', 'factorial'],
	[
		'a wide format',
		"a = '{:1000000000}'.format(1)\nb = f'{1:1000000000}'\nc = '%1000000000d' % 1\ny = 1.5 * len(a)\n",
		NONE,
	],
	['a long fraction', "a = f'{1.5:.{10**9}f}'\nb = '%.1000000000f' % 1.5\ny = 1.5 * 2\n", NONE, ''],
	['a wide padding', "a = 'x'.ljust(10**9)\nb = 'x'.zfill(10**9)\nc = '\\t'.expandtabs(10**9)\ny = 1.5 * 2\n", NONE],
];

const ODD: readonly Row[] = [
	['an enormous whole number', 'a = 10 ** 400\ny = a * 1.5\n', NONE, ''],
	['an enormous index', 'y = 1.5 * 2\na = [1][10**400]\n', 'index-error', '10**400', 'y'],
	['an enormous step', 'for i in range(0, 10**400, 10**399): x = i * 1.5\n', NONE, '', 'x'],
	['a negative size', 'y = 1.5 * 2\na = np.zeros(-1)\n', 'value-error', 'zeros', 'y'],
	['NaN as an index', "a = [1, 2][float('nan')]\n", 'type-error', 'nan'],
	['NaN as an index of an array', 'a = np.ones(3)[np.nan]\n', 'index-error', 'nan'],
	['NaN as a whole number', "a = int(float('nan'))\n", 'value-error', 'int'],
	['a list in itself', 'a = []\na.append(a)\nb = str(a)\nc = repr(a)\nd = a == a\nx = 1.5 * 2\n', NONE, '', 'x'],
	['two lists in themselves', 'a = []\na.append(a)\nb = []\nb.append(b)\nd = a == b\n', RECURSION, '=='],
	['a dict in itself', "a = {}\na['a'] = a\nb = f'{a}'\nx = 1.5 * 2\n", NONE, '', 'x'],
	['an array of a list in itself', 'a = []\na.append(a)\nb = np.array(a)\n', 'value-error', 'np.array'],
	[
		'a dict that shrinks under a loop',
		'd = {i: i for i in range(9)}\nfor k in d:\n    del d[k]\n',
		'runtime-error',
		'for k',
	],
	['a list that shrinks under a loop', 'a = [1, 2, 3]\nfor k in a: a.remove(k)\nx = 1.5 * len(a)\n', NONE, '', 'x'],
	[
		'a list that is cleared by its sort',
		'a = [3, 1, 2]\na.sort(key=lambda v: a.clear() or v)\nx = 1.5 * 2\n',
		NONE,
		'',
		'x',
	],
	[
		'__class__',
		'class A: pass\na = A()\na.__class__ = 3\nb = (1).__class__.__bases__[0].__subclasses__()\ny = 1.5 * 2\n',
		'type-error',
		'',
		'y',
	],
	['a class of itself', 'class A(A): pass\n', 'name-error', 'class A'],
	['a class of a number', 'class A(3): pass\n', 'not-supported', 'class A'],
	[
		'forbidden functions',
		"eval('1')\nexec('x = 1')\nopen('/etc/passwd')\n__import__('os')\ny = 1.5 * 2\n",
		'not-supported',
		'eval',
		'y',
	],
	[
		'prototype names as keys',
		"d = {'__proto__': 2.5, 'constructor': 3.5}\ny = d['__proto__'] * d['constructor'] * d.get('valueOf', 4.5)\n",
		NONE,
		'',
		'y',
	],
	[
		'prototype names as attributes',
		'class A: pass\na = A()\na.__proto__ = 3.5\na.constructor = 2.5\ny = a.__proto__ * a.constructor\n',
		NONE,
		'',
		'y',
	],
	[
		'prototype names as parameters',
		"def f(__proto__, constructor=2.5, **toString): return __proto__ * constructor * toString['valueOf']\ny = f(3.5, valueOf=2.5)\n",
		NONE,
		'',
		'y',
	],
	[
		'prototype names as names',
		'__proto__ = 2.5\nconstructor = 3.5\ntoString = __proto__ * constructor\n',
		NONE,
		'',
		'toString',
	],
	['prototype names that nothing has', 'y = {}.constructor\n', 'attribute-error', 'constructor'],
];

const LONG: readonly Row[] = [
	['100,000 brackets', `x = ${times(100_000, '(')}1.5${times(100_000, ')')}\n`, 'too-deep', 'x ='],
	['100,000 open brackets', `x = ${times(100_000, '[')}\ny = 1.5 * 2\n`, 'too-deep', 'x =', 'y'],
	['20,000 signs', `x = ${times(20_000, '-')}1.5\n`, 'too-deep', 'x ='],
	['20,000 nots', `x = ${times(20_000, 'not ')}1.5\n`, 'too-deep', 'x ='],
	['20,000 powers', `x = ${times(20_000, '1.5 ** ')}2\n`, 'too-deep', 'x ='],
	['20,000 conditionals', `x = ${times(20_000, '1 if x else ')}2\n`, 'too-deep', 'x ='],
	['20,000 lambdas', `x = ${times(20_000, 'lambda: ')}2\n`, 'too-deep', 'x ='],
	['20,000 strings in strings', `x = ${times(20_000, "f'{")}1\n`, 'too-deep', 'x ='],
	['20,000 terms', `y = ${times(20_000, '1.5 - ')}1\n`, NONE, '', 'y'],
	['20,000 comparisons', `y = 1 ${times(20_000, '< 2 ')}\nx = 1.5 * 2\n`, NONE, '', 'x'],
	['20,000 attributes', `x = np.ones(2)\ny = x${times(20_000, '.T')}\n`, NONE, ''],
	['20,000 targets', `${times(20_000, 'y = ')}1.5 * 2\n`, NONE, '', 'y'],
	['100,000 arguments', `y = max(${times(100_000, '1.5,')})\n`, NONE, ''],
	['200,000 items', `a = [${times(200_000, '1,')}]\na[0:0] = a\ny = 1.5 * 2\n`, NONE, ''],
	[
		'900 blocks',
		`${lines(900, (k) => `${' '.repeat(k)}for i in [1]:`)}\n${' '.repeat(900)}x = 1.5 * 2\n`,
		NONE,
		'',
		'x',
	],
	['1,100 blocks', `${lines(1100, (k) => `${' '.repeat(k)}if 1:`)}\n${' '.repeat(1100)}x = 2.5\n`, 'too-deep', 'if 1'],
	['900 comprehensions', `x = ${times(900, '[')}1.5${times(900, ' for i in [1]]')}\ny = 1.5 * 2\n`, NONE, ''],
	['5,000 functions', `${lines(5000, (k) => `def f${k}(x): return f${k + 1}(x)`)}\ny = f0(1.5)\n`, RECURSION, ''],
	['a line of 1.2 MB', `y = 1.5${times(600_000, '+x')}\n`, 'too-long', 'y ='],
	['a string of 900 kB', `x = '${times(900_000, 'a')}'\ny = len(x) * 1.5\n`, NONE, '', 'y'],
	['a number of 900,000 digits', `x = ${times(900_000, '9')}\ny = 1.5 * 2\n`, NONE, '', 'y'],
];

export const HOSTILE: readonly Hostile[] = [...ENDLESS, ...LARGE, ...ODD, ...LONG].map(
	([what, text, codes, at = '', value]) => ({
		what,
		text,
		at,
		codes: codes.split(' ').filter((code) => code !== NONE),
		...(value !== undefined && { value }),
	}),
);
