/** Expressions in the console, in watches and hovers, and inputs that are given other values. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Evaluated, NotEvaluated } from '../protocol-debug.ts';
import { saidGradient } from '../engine/debug/told.ts';
import { isEvaluated } from '../protocol-debug.ts';
import type { Arguments } from './arguments.ts';
import { arrayContainer } from './arrays.ts';
import type { Debuggee } from './debuggee.ts';
import { namedOnly } from './handles.ts';
import type { Container } from './handles.ts';
import type { Translate } from './host.ts';
import { quantityText, quantityType } from './numbers.ts';
import type { Counting } from './positions.ts';
import { Refusal } from './refusal.ts';

/** Which call or iteration an expression is read in. */
export interface Level {
	readonly frame?: number;
}

export async function evaluate(
	debuggee: Debuggee,
	args: Arguments,
	level: Level,
	t: Translate,
): Promise<DebugProtocol.EvaluateResponse['body']> {
	const expression = args.text('expression');
	const evaluation = await debuggee.session.evaluate(expression, level);
	if (!isEvaluated(evaluation)) throw new Refusal(faultOf(debuggee, expression, evaluation));
	const inside = insideOf(debuggee, expression, evaluation, level, t);
	// Copied, it is the bare value; in the console what has to be said with it comes along.
	const notes = args.optionalText('context') === 'repl' ? evaluation.notes.map((note) => debuggee.say(note)) : [];
	return {
		result: [markedText(debuggee, evaluation, args.optionalText('context')), ...notes.map((note) => `— ${note}`)].join(
			'\n',
		),
		type: evaluation.value === undefined ? evaluation.kind : quantityType(evaluation.value),
		variablesReference: inside === null ? 0 : debuggee.handles.add(inside),
		...(inside !== null && { namedVariables: inside.named, indexedVariables: inside.indexed }),
		...(evaluation.assignable !== true && { presentationHint: { attributes: ['readOnly'] } }),
	};
}

/** A sum that is not complete says so, and so does one that was taken ahead of its time. The console says it in a sentence of its own. */
function markedText(debuggee: Debuggee, evaluation: Evaluated, context: string | undefined): string {
	const mark =
		context === 'clipboard' || (context === 'repl' && evaluation.arrival === 'none') ? null : saidGradient(evaluation);
	return mark === null ? evaluation.text : debuggee.say(mark);
}

/** What is wrong, and at which characters where that is not all of them. */
function faultOf(debuggee: Debuggee, expression: string, { message, range }: NotEvaluated): string {
	const text = debuggee.say(message);
	const guilty = expression.slice(range.start, range.end);
	return guilty === '' || guilty === expression.trim() || text.includes(guilty) ? text : `${guilty}: ${text}`;
}

function insideOf(
	debuggee: Debuggee,
	expression: string,
	{ value, node, side, items }: Evaluated,
	level: Level,
	t: Translate,
): Container | null {
	if (items !== undefined && items.length > 0) {
		const entry = (index: number) => ({ name: `[${index}]`, value: items[index] ?? '' });
		return {
			...namedOnly(0, () => Promise.resolve([])),
			indexed: items.length,
			range: (start, count) => Promise.resolve(Array.from({ length: count }, (_, at) => entry(start + at))),
		};
	}
	if (value === undefined || typeof value === 'number') return null;
	if (node !== undefined && side !== undefined) return debuggee.scopes.array(node, side, value, expression);
	return arrayContainer(
		value,
		{
			shape: value.shape,
			window: async (window) => {
				const again = await debuggee.session.evaluate(expression, { ...level, window });
				return isEvaluated(again) ? (again.window ?? null) : null;
			},
			name: (index) => `(${expression})[${index.join(', ')}]`,
		},
		t,
	);
}

/** `x = 3`, typed into the console: what is given another value, and the value. Null for anything else. */
export function assignmentIn(args: Arguments): { readonly expression: string; readonly value: string } | null {
	if (args.optionalText('context') !== 'repl') return null;
	const [, expression, value] =
		/^\s*([^=<>!:]*[^=<>!:\s+\-*/%@&|^~])\s*=(?!=)\s*(\S[^]*?)\s*$/u.exec(args.text('expression')) ?? [];
	return expression === undefined || value === undefined ? null : { expression, value };
}

export async function completions(
	debuggee: Debuggee,
	args: Arguments,
	level: Level,
	first: Counting,
): Promise<DebugProtocol.CompletionsResponse['body']> {
	const lines = args.text('text').split('\n');
	const line = Math.min(Math.max(0, (args.optionalWhole('line') ?? first.line) - first.line), lines.length - 1);
	const text = lines[line] ?? '';
	const column = Math.min(Math.max(0, args.whole('column') - first.column), text.length);
	const found = await debuggee.session.completions(text, column, level);
	return {
		targets: found.map(({ label, kind, range, detail }) => ({
			label,
			type: kind,
			start: range.start + first.column,
			length: range.end - range.start,
			...(detail !== undefined && { detail }),
		})),
	};
}

/** Gives an input, an entry or a part of one another value, itself an expression, and answers what it is then; the program stands where it stood. */
export async function assign(
	debuggee: Debuggee,
	expression: string,
	value: string,
	level: Level,
	t: Translate,
): Promise<DebugProtocol.SetExpressionResponse['body']> {
	const { session } = debuggee;
	const answer = await session.assignment(expression, value, level);
	if ('problem' in answer) throw new Refusal(faultOf(debuggee, answer.part === 'value' ? value : expression, answer));
	await debuggee.change(() => session.changeAll(answer.values));
	const now = await session.evaluate(expression, level);
	// What was changed may have led the program past where it was.
	if (!isEvaluated(now) || now.value === undefined) return { value: value.trim() };
	const inside = insideOf(debuggee, expression, now, level, t);
	return {
		value: quantityText(now.value),
		type: quantityType(now.value),
		variablesReference: inside === null ? 0 : debuggee.handles.add(inside),
		...(inside !== null && { namedVariables: inside.named, indexedVariables: inside.indexed }),
	};
}
