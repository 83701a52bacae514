/** Random programs in Python, and what each is to be read as. */
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

const PYTHON_INFIX: readonly Infix[] = [
	infix('or', 3, 3, 4),
	infix('and', 4, 4, 5),
	infix('|', 7, 7, 8),
	infix('^', 8, 8, 9),
	infix('&', 9, 9, 10),
	infix('<<', 10, 10, 11),
	infix('>>', 10, 10, 11),
	infix('+', 11, 11, 12),
	infix('-', 11, 11, 12),
	infix('*', 12, 12, 13),
	infix('/', 12, 12, 13),
	infix('//', 12, 12, 13),
	infix('%', 12, 12, 13),
	infix('@', 12, 12, 13),
	infix('**', 14, 15, 13),
];

export const pythonExpression: fc.Arbitrary<Written> = fc.letrec<{ any: Written; primary: Written }>((tie) => ({
	primary: fc.oneof(
		{ maxDepth: 5, depthIdentifier: 'python' },
		name,
		number,
		fc
			.constantFrom(
				['None', 'none'] as const,
				['True', 'true'],
				['"a\\n"', '"a\\n"'],
				["'b' 'c'", '"bc"'],
				['...', 'ellipsis'],
				['()', '()'],
			)
			.map(([text, shown]) => atom(text, shown)),
		fc.tuple(tie('primary'), fc.constantFrom('T', 'shape', 'exp')).map(([object, attribute]) => {
			const text = isNumber(object) ? `(${object.text})` : object.text;
			return atom(`${text}.${attribute}`, `${object.shown}.${attribute}`);
		}),
		fc.tuple(tie('primary'), fc.array(tie('any'), { maxLength: 3 }), fc.boolean()).map(([callee, args, keyword]) => {
			const { text, shown } = list(args, 2);
			const more = keyword ? ['axis=0', 'axis=0'] : ['', ''];
			const gap = keyword && args.length > 0 ? ', ' : '';
			return atom(`${callee.text}(${text}${gap}${more[0]!})`, `${callee.shown}(${shown}${gap}${more[1]!})`);
		}),
		fc.tuple(tie('primary'), tie('any'), fc.constantFrom('', ':', '::-1', ', None')).map(([object, index, more]) => {
			const shown = {
				'': index.shown,
				':': `${index.shown}::`,
				'::-1': `${index.shown}::(-1)`,
				', None': `(${index.shown}, none)`,
			}[more];
			return atom(`${object.text}[${wrap(index, 2)}${more}]`, `${object.shown}[${shown}]`);
		}),
		fc.array(tie('any'), { maxLength: 3 }).map((items) => {
			const { text, shown } = list(items, 2);
			return atom(`[${text}]`, `[${shown}]`);
		}),
		fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((items) => {
			const { text, shown } = list(items, 2);
			return atom(`(${text},)`, `(${shown}${items.length === 1 ? ',' : ''})`);
		}),
		fc
			.tuple(tie('any'), tie('any'))
			.map(([key, value]) => atom(`{${wrap(key, 2)}: ${wrap(value, 2)}, **x}`, `{${key.shown}: ${value.shown}, **x}`)),
		fc
			.tuple(tie('any'), tie('any'), tie('any'))
			.map(([element, iterable, condition]) =>
				atom(
					`[${wrap(element, 2)} for i, j in ${wrap(iterable, 3)} if ${wrap(condition, 3)}]`,
					`list(${element.shown} for (i, j) in ${iterable.shown} if ${condition.shown})`,
				),
			),
		fc
			.tuple(tie('any'))
			.map(([value]) => atom(`f"a{ ${wrap(value, 3)}:.2f}b"`, `t("a" {${value.shown}:.2f} "b")`))
			.filter(({ text }) => !text.slice(2, -1).includes('"') && !text.includes("'")),
	),
	any: fc.oneof(
		{ maxDepth: 5, depthIdentifier: 'python' },
		tie('primary'),
		fc
			.tuple(fc.constantFrom(...PYTHON_INFIX), tie('any'), tie('any'), fc.boolean())
			.map(([make, a, b, extra]) => make(a, b, extra)),
		fc.tuple(fc.constantFrom('-', '+', '~'), tie('any')).map(([sign, operand]): Written => ({
			text: `${sign}${wrap(operand, 13)}`,
			level: 13,
			shown: `(${sign}${operand.shown})`,
		})),
		tie('any').map((operand): Written => ({
			text: `not ${wrap(operand, 5)}`,
			level: 5,
			shown: `(not ${operand.shown})`,
		})),
		fc
			.tuple(
				tie('any'),
				fc.array(fc.tuple(fc.constantFrom('<', '<=', '==', '!=', 'in', 'not in', 'is', 'is not'), tie('any')), {
					minLength: 1,
					maxLength: 3,
				}),
			)
			.map(([first, links]): Written => ({
				text: `${wrap(first, 7)}${links.map(([op, operand]) => ` ${op} ${wrap(operand, 7)}`).join('')}`,
				level: 6,
				shown: `(${first.shown}${links.map(([op, operand]) => ` ${op} ${operand.shown}`).join('')})`,
			})),
		fc.tuple(tie('any'), tie('any'), tie('any')).map(([then, test, otherwise]): Written => ({
			text: `${wrap(then, 3)} if ${wrap(test, 3)} else ${wrap(otherwise, 2)}`,
			level: 2,
			shown: `(${then.shown} if ${test.shown} else ${otherwise.shown})`,
		})),
		fc.tuple(tie('any'), tie('any')).map(([value, body]): Written => ({
			text: `lambda t, u=${wrap(value, 2)}: ${wrap(body, 2)}`,
			level: 2,
			shown: `(λ t, u=${value.shown} → ${body.shown})`,
		})),
	),
})).any;

const indentation = fc.constantFrom('    ', '\t', ' ');

const pythonBlock: fc.Arbitrary<Block> = fc.letrec<{ block: Block; statement: Block }>((tie) => ({
	block: fc.array(tie('statement'), { minLength: 1, maxLength: 4 }).map(joined),
	statement: fc.oneof(
		{ maxDepth: 3, depthIdentifier: 'blocks' },
		fc
			.tuple(fc.constantFrom('x', 'a, b', 'W[0]', 'self.x'), pythonExpression)
			.map(([target, { text, shown }]): Block => ({
				lines: [`${target} = ${text}`],
				shown: `${target === 'a, b' ? '(a, b)' : target} = ${shown}`,
			})),
		fc
			.tuple(fc.constantFrom('+=', '@=', '**='), pythonExpression)
			.map(([op, { text, shown }]): Block => ({ lines: [`x ${op} ${text}  # @grad`], shown: `x ${op} ${shown}` })),
		pythonExpression.map(({ text, shown }): Block => ({ lines: [`return ${text}`], shown: `return ${shown}` })),
		pythonExpression.map(({ text, shown }): Block => ({ lines: ['', `(${text})`, '# a remark'], shown })),
		fc.tuple(pythonExpression, tie('block'), tie('block'), indentation).map(([test, then, otherwise, by]): Block => ({
			lines: [`if ${test.text}:`, ...indented(then.lines, by), 'else:', ...indented(otherwise.lines, by)],
			shown: `if ${test.shown} {${then.shown}} else {${otherwise.shown}}`,
		})),
		fc.tuple(pythonExpression, tie('block'), indentation).map(([iterable, body, by]): Block => ({
			lines: [`for i, (j, k) in ${iterable.text}:`, ...indented(body.lines, by)],
			shown: `for (i, (j, k)) in ${iterable.shown} {${body.shown}}`,
		})),
		fc.tuple(pythonExpression, tie('block'), indentation).map(([value, body, by]): Block => ({
			lines: [`def f(a, b=${wrap(value, 2)}):`, ...indented(body.lines, by)],
			shown: `def f(a, b=${value.shown}) {${body.shown}}`,
		})),
		fc.tuple(tie('block'), indentation).map(([body, by]): Block => ({
			lines: ['while True:', ...indented(body.lines, by), `${by}break`],
			shown: `while true {${body.shown}; break}`,
		})),
	),
})).block;

export const pythonProgram: fc.Arbitrary<Program> = fc
	.tuple(pythonBlock, fc.constantFrom('\n', '\r\n'))
	.map(([{ lines, shown }, end]) => ({ text: lines.join(end), shown }));
