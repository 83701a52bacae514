/** Random programs in JavaScript, with types here and there, and what each is to be read as. */
import fc from 'fast-check';
import {
	atom,
	indented,
	infix,
	isNumber,
	joined,
	list,
	name,
	number,
	wrap,
	type Block,
	type Infix,
	type Program,
	type Written,
} from './script-texts.ts';

const JAVASCRIPT_INFIX: readonly Infix[] = [
	infix('??', 4, 6, 6),
	infix('||', 4, 5, 5, 'or'),
	infix('&&', 5, 5, 6, 'and'),
	infix('|', 6, 6, 7),
	infix('^', 7, 7, 8),
	infix('&', 8, 8, 9),
	infix('===', 9, 9, 10),
	infix('!=', 9, 9, 10),
	infix('<', 10, 10, 11),
	infix('instanceof', 10, 10, 11),
	infix('>>>', 11, 11, 12),
	infix('+', 12, 12, 13),
	infix('-', 12, 12, 13),
	infix('*', 13, 13, 14),
	infix('/', 13, 13, 14),
	infix('%', 13, 13, 14),
	infix('**', 14, 16, 14),
];

export const javascriptExpression: fc.Arbitrary<Written> = fc.letrec<{ any: Written; primary: Written }>((tie) => ({
	primary: fc.oneof(
		{ maxDepth: 5, depthIdentifier: 'javascript' },
		name,
		number,
		fc
			.constantFrom(['null', 'none'], ['true', 'true'], ["'a\\n'", '"a\\n"'], ['this', 'this'])
			.map(([text, shown]) => atom(text, shown)),
		fc.tuple(tie('primary'), fc.constantFrom('.length', '?.exp')).map(([object, attribute]) => {
			const text = isNumber(object) ? `(${object.text})` : object.text;
			return atom(`${text}${attribute}`, `${object.shown}${attribute}`);
		}),
		fc.tuple(tie('primary'), fc.array(tie('any'), { maxLength: 3 })).map(([callee, args]) => {
			const { text, shown } = list(args, 2);
			return atom(`${callee.text}(${text})`, `${callee.shown}(${shown})`);
		}),
		fc
			.tuple(tie('primary'), tie('any'))
			.map(([object, index]) => atom(`${object.text}[${index.text}]`, `${object.shown}[${index.shown}]`)),
		fc.array(tie('any'), { maxLength: 3 }).map((items) => {
			const { text, shown } = list(items, 2);
			return atom(`[${text}]`, `[${shown}]`);
		}),
		fc
			.tuple(tie('any'), tie('any'))
			.map(([a, b]) => atom(`({ a: ${wrap(a, 2)}, [${b.text}]: x, ...y })`, `{"a": ${a.shown}, ${b.shown}: x, **y}`)),
		tie('any').map((value) => atom(`\`a\${${value.text}}b\``, `t("a" {${value.shown}} "b")`)),
	),
	any: fc.oneof(
		{ maxDepth: 5, depthIdentifier: 'javascript' },
		tie('primary'),
		fc
			.tuple(fc.constantFrom(...JAVASCRIPT_INFIX), tie('any'), tie('any'), fc.boolean())
			.map(([make, a, b, extra]) => make(a, b, extra)),
		fc
			.tuple(fc.constantFrom(['- ', '-'], ['!', 'not '], ['~', '~'], ['typeof ', 'typeof ']), tie('any'))
			.map(([[sign, shown], operand]): Written => ({
				text: `${sign}${wrap(operand, 15)}`,
				level: 15,
				shown: `(${shown}${operand.shown})`,
			})),
		fc.tuple(tie('any'), tie('any'), tie('any')).map(([test, then, otherwise]): Written => ({
			text: `${wrap(test, 3)} ? ${wrap(then, 2)} : ${wrap(otherwise, 2)}`,
			level: 2,
			shown: `(${then.shown} if ${test.shown} else ${otherwise.shown})`,
		})),
		fc.tuple(tie('any'), tie('any')).map(([value, body]): Written => ({
			text: `(t, u = ${wrap(value, 2)}) => ${wrap(body, 2)}`,
			level: 2,
			shown: `(λ t, u=${value.shown} → ${body.shown})`,
		})),
	),
})).any;

const javascriptBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block; statement: Block }>((tie) => ({
	block: fc.array(tie('statement'), { minLength: 1, maxLength: 4 }).map(joined),
	statement: fc.oneof(
		{ maxDepth: 3, depthIdentifier: 'blocks' },
		fc.tuple(javascriptExpression, fc.constantFrom(';', '')).map(([{ text, shown }, stop]): Block => ({
			lines: [`const x: number = ${text}${stop}`],
			shown: `const x = ${shown}`,
		})),
		fc
			.tuple(fc.constantFrom('+=', '**='), javascriptExpression)
			.map(([op, { text, shown }]): Block => ({ lines: [`x ${op} ${text}; // @grad`], shown: `x ${op} ${shown}` })),
		javascriptExpression.map(({ text, shown }): Block => ({ lines: [`return ${text};`], shown: `return ${shown}` })),
		fc.tuple(javascriptExpression, tie('block'), tie('block')).map(([test, then, otherwise]): Block => ({
			lines: [
				`if (${test.text}) {`,
				...indented(then.lines, '\t'),
				'} else {',
				...indented(otherwise.lines, '\t'),
				'}',
			],
			shown: `if ${test.shown} {${then.shown}} else {${otherwise.shown}}`,
		})),
		fc.tuple(javascriptExpression, tie('block')).map(([iterable, body]): Block => ({
			lines: [`for (const [i, j] of ${iterable.text}) {`, ...body.lines, '}'],
			shown: `for const [i, j] in ${iterable.shown} {${body.shown}}`,
		})),
		fc.tuple(javascriptExpression, tie('block')).map(([value, body]): Block => ({
			lines: [`function f(a: T, b = ${wrap(value, 2)}): number[] {`, ...body.lines, '}'],
			shown: `def f(a, b=${value.shown}) {${body.shown}}`,
		})),
		fc.tuple(javascriptExpression, tie('block')).map(([test, body]): Block => ({
			lines: ['do {', ...body.lines, `} while (${test.text})`],
			shown: `do while ${test.shown} {${body.shown}}`,
		})),
	),
})).block;

export const javascriptProgram: fc.Arbitrary<Program> = javascriptBlock.map(({ lines, shown }) => ({
	text: lines.join('\n'),
	shown,
}));
