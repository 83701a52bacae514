/** Random programs in JavaScript that node can run, with a line that tells what their variables came to. */

/** Numbers between 0 and 1 that a seed decides. */
function generator(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** Deeper than this only leaves are written. */
const DEEPEST = 3;

class Writer {
	readonly #random: () => number;
	readonly #functions: string[] = [];
	#names = 0;

	constructor(seed: number) {
		this.#random = generator(seed);
	}

	program(): string {
		const [i, f] = [this.#whole(-5, 9), (this.#random() * 6 - 3).toFixed(2)];
		const head = `let i0 = ${i}, f0 = ${f}, s0 = 'start', l0 = [3, 1, 2], o0 = { a: 1, b: { c: 2.5 } };`;
		return `${head}\n${this.#statements(this.#whole(3, 9), 0)}`;
	}

	#whole(low: number, high: number): number {
		return low + Math.floor(this.#random() * (high - low + 1));
	}

	#pick<T>(all: readonly T[]): T {
		return all[this.#whole(0, all.length - 1)]!;
	}

	/** One of several, of which only the chosen one is written. */
	#one(all: readonly (() => string)[]): string {
		return this.#pick(all)();
	}

	#number(depth: number): string {
		if (depth > DEEPEST) return this.#pick(['i0', 'f0', String(this.#whole(-5, 9)), '0.5', '1.25']);
		const n = (): string => this.#number(depth + 1);
		const l = (): string => this.#list(depth + 1);
		return this.#one([
			() => String(this.#whole(-9, 30)),
			() => this.#pick(['i0', 'f0', 'o0.a', 'o0.b.c']),
			() => `(${n()} ${this.#pick(['+', '-', '*', '/'])} ${n()})`,
			() => `(${n()} % ${this.#pick(['3', '-2', '0.7', '5'])})`,
			() => `${l()}.length`,
			() => `Math.${this.#pick(['abs', 'floor', 'ceil', 'round', 'sign', 'trunc'])}(${n()})`,
			() => `Math.${this.#pick(['max', 'min'])}(${n()}, ${n()})`,
			() => `${l()}.reduce((a, b) => a ${this.#pick(['+', '-', '*'])} b, ${n()})`,
			() => `(${this.#truth(depth + 1)} ? ${n()} : ${n()})`,
			() => `(${l()}[${this.#whole(0, 3)}] ?? ${n()})`,
			() => `(${n()} ${this.#pick(['|', '&', '^', '<<', '>>'])} ${this.#whole(0, 5)})`,
			() => (this.#functions.length === 0 ? '7' : `${this.#pick(this.#functions)}(${n()}, ${n()})`),
			() => `${this.#text(depth + 1)}.indexOf(${this.#text(depth + 1)})`,
			() => `${l()}.${this.#pick([`indexOf(${n()})`, 'filter(v => v > 1).length'])}`,
			() => `(-${n()})`,
		]);
	}

	#truth(depth: number): string {
		if (depth > DEEPEST + 1) return this.#pick(['true', 'false']);
		const [n, s, t] = [() => this.#number(depth + 1), () => this.#text(depth + 1), () => this.#truth(depth + 1)];
		return this.#one([
			() => `(${n()} ${this.#pick(['<', '<=', '>', '>=', '===', '!==', '=='])} ${n()})`,
			() => `(${t()} ${this.#pick(['&&', '||'])} ${t()})`,
			() => `!${this.#one([n, s, t])}`,
			() => `(${s()} ${this.#pick(['===', '<', '!=='])} ${s()})`,
			() => `${this.#list(depth + 1)}.${this.#pick(['some', 'every'])}(v => v ${this.#pick(['>', '<'])} ${n()})`,
			() => `${this.#list(depth + 1)}.includes(${n()})`,
			() => `('${this.#pick(['a', 'b', 'z'])}' in o0)`,
		]);
	}

	#text(depth: number): string {
		if (depth > DEEPEST) return this.#pick(["'ab'", 's0']);
		const [n, s, l] = [() => this.#number(depth + 1), () => this.#text(depth + 1), () => this.#list(depth + 1)];
		const method = ['toUpperCase()', 'trim()', 'slice(1)', 'slice(-2)', 'repeat(2)', "replace('a', 'b')", 'charAt(1)'];
		return this.#one([
			() => this.#pick(["'hello'", "''", "' pad '", "'a,b'", 's0']),
			() => `(${s()} + ${this.#one([s, n, () => this.#truth(depth + 1)])})`,
			() => `\`\${${n()}}-\${${s()}}\``,
			() => `${s()}.${this.#pick(method)}`,
			() => `${s()}.split('').reverse().join('')`,
			() => `${l()}.join('${this.#pick(['', ',', '-'])}')`,
			() => `String(${this.#one([n, l])})`,
			() => `(${n()}).toFixed(${this.#whole(0, 3)})`,
			() => `typeof ${this.#one([n, s, l, () => 'neverDeclared'])}`,
			() => 'Object.keys(o0).join()',
		]);
	}

	#list(depth: number): string {
		if (depth > DEEPEST) return this.#pick(['[1, 2, 3]', 'l0']);
		const [n, l] = [() => this.#number(depth + 2), () => this.#list(depth + 1)];
		return this.#one([
			() => `[${Array.from({ length: this.#whole(0, 4) }, n).join(', ')}]`,
			() => 'l0',
			() => `[...${l()}, ${n()}]`,
			() => `${l()}.map((v, k) => v ${this.#pick(['+', '*', '-'])} ${this.#pick(['k', '2', 'i0'])})`,
			() => `${l()}.filter(v => v ${this.#pick(['>', '<'])} ${this.#whole(-1, 3)})`,
			() => `${l()}.slice(${this.#pick(['1', '-2', '0, 2', '1, -1'])})`,
			() => `${l()}.slice().sort((a, b) => ${this.#pick(['a - b', 'b - a'])})`,
			() => `${l()}.slice().${this.#pick(['sort()', 'reverse()'])}`,
			() => `${l()}.concat(${l()})`,
			() => `Array.from({ length: ${this.#whole(0, 4)} }, (_, k) => k * ${this.#whole(1, 3)})`,
			() => `Object.values({ p: ${n()}, q: ${n()} })`,
			() => `Array(${this.#whole(0, 3)}).fill(${n()})`,
		]);
	}

	#statements(count: number, depth: number): string {
		return Array.from({ length: count }, () => this.#statement(depth)).join('\n');
	}

	#name(letter: string): string {
		return `${letter}${this.#names++}`;
	}

	#block(depth: number, end = ''): string {
		return `{\n${this.#statements(this.#whole(1, 2), depth + 1)}\n${end}}`;
	}

	#statement(depth: number): string {
		const n = (): string => this.#number(0);
		const plain = [
			() => `i0 = ${n()};`,
			() => `f0 ${this.#pick(['+=', '-=', '*=', '='])} ${n()};`,
			() => `s0 = ${this.#text(0)};`,
			() => `l0 = ${this.#list(0)};`,
			() =>
				`l0.${this.#one([() => `push(${n()})`, () => `unshift(${n()})`, () => this.#pick(['pop()', 'reverse()', 'shift()'])])};`,
			() => `l0[0] ${this.#pick(['=', '+='])} ${n()};`,
			() => `o0.${this.#pick(['a', 'b.c', 'd'])} = ${n()};`,
			() => `i0${this.#pick(['++', '--'])};`,
			() => `[i0, f0] = [${n()}, ${n()}];`,
		];
		if (depth > 2) return this.#one(plain);
		const [k, v, w] = [this.#name('k'), this.#name('v'), this.#name('w')];
		const leave = (): string =>
			this.#random() < 0.3 ? `if (${this.#truth(0)}) ${this.#pick(['break', 'continue'])};\n` : '';
		const thrown = ["throw new Error('e');", 'null.x;', "throw 'text';", 'i0 += 1;', 'neverDeclared();'];
		const caught =
			"s0 = typeof e === 'string' ? e : e instanceof TypeError ? 'T' : e instanceof ReferenceError ? 'R' : e.message;";
		return this.#one([
			...plain,
			() => `if (${this.#truth(0)}) ${this.#block(depth)} else ${this.#block(depth)}`,
			() => `for (let ${k} = 0; ${k} < ${this.#whole(0, 4)}; ${k}++) ${this.#block(depth, leave())}`,
			() => `for (const ${v} of ${this.#list(2)}.slice(0, 4)) {\ni0 += ${v};\n${this.#statement(depth + 1)}\n}`,
			() => `let ${w} = 0;\nwhile (${w} < ${this.#whole(1, 3)}) {\n${w} += 1;\n${this.#statement(depth + 1)}\n}`,
			() =>
				`try {\n${this.#statement(depth + 1)}\n${this.#pick(thrown)}\n} catch (e) {\n${caught}\n} finally ${this.#block(depth)}`,
			() => `{ const { a, b: { c: cc = 5 } = {}, zz = ${n()} } = o0; f0 = a + cc + zz; }`,
			() => `switch (${n()}) { case 0: case 1: i0 = 1; break; case 2: i0 = 2; break; default: i0 += 3; }`,
			...(depth === 0 ? [() => this.#function(), () => this.#class()] : []),
		]);
	}

	#function(): string {
		const name = this.#name('fn');
		const body = this.#statement(3);
		const text = `function ${name}(a, b = ${this.#whole(-3, 3)}) {\nlet own = a * 2;\n${body}\nconst inner = x => x + own;\nreturn inner(b) + 1;\n}`;
		this.#functions.push(name);
		return text;
	}

	#class(): string {
		const name = this.#name('K');
		return [
			`class ${name} { constructor(v) { this.v = v; } get twice() { return this.v * 2; }`,
			`add(o) { return new ${name}(this.v + o.v); } static of(v) { return new this(v); } toString() { return '<' + this.v + '>'; } }`,
			`class ${name}b extends ${name} { w = 1; add(o) { const r = super.add(o); return new ${name}b(r.v + this.w); } }`,
			`i0 = new ${name}b(${this.#number(1)}).add(${name}.of(${this.#number(1)})).twice;`,
			`s0 = \`\${new ${name}(${this.#number(1)})}\`;`,
		].join('\n');
	}
}

export function javascriptProgram(seed: number): string {
	return new Writer(seed).program();
}

/** An expression for what the variables of such a program hold in the end. */
export const OUTCOME =
	"[i0, f0, s0, typeof i0, typeof f0, '[' + l0.join('|') + ']', Object.keys(o0).join(), o0.a, o0.b && o0.b.c].join(' ; ')";
