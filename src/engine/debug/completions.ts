/** What may stand at a place of an expression: variables as they are at the step, functions, and what arrays answer to. */
import { formatQuantity } from '../../core/quantity.ts';
import type { Completion } from '../../protocol-debug.ts';
import type { Ran } from '../unit-run.ts';
import { functionNames } from './definitions.ts';
import { GATE_WORDS } from './gate-values.ts';
import type { Moment, Names } from './names.ts';
import { membersOf, objectNamed } from './receiver.ts';
import { COMMON_FUNCTIONS, COMMON_MEMBERS } from './vocabulary.ts';

const MOST = 500;
const DERIVATIVES = ['grad', 'jacobian', 'hessian', 'value'];
const WORD = /[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** `column` counts UTF-16 units from 0. */
export function completionsAt(ran: Ran, names: Names, text: string, column: number, moment: Moment): Completion[] {
	const before = text.slice(0, Math.max(0, Math.min(column, text.length)));
	const word = WORD.exec(before)?.[0] ?? '';
	const range = { start: before.length - word.length, end: before.length };
	const lead = before.slice(0, range.start);
	const make = (label: string, kind: Completion['kind'], detail?: string): Completion => ({
		label,
		kind,
		range,
		...(detail !== undefined && { detail }),
	});
	let all: Completion[];
	if (/\.\s*$/.test(lead)) {
		const object = /([\p{ID_Start}_$][\p{ID_Continue}$.]*)\.\s*$/u.exec(lead)?.[1];
		const own = object === undefined ? [] : [...names.membersOf(object).attributes];
		const held = object === undefined ? undefined : objectNamed(ran, object, moment);
		const { attributes, methods } = held?.kind === 'instance' ? membersOf(held) : { attributes: [], methods: [] };
		all = [
			...[...new Set([...own, ...attributes])].map((name) => make(name, 'property')),
			...methods.map((name) => make(name, 'method')),
			...COMMON_MEMBERS.property.map((name) => make(name, 'property')),
			...COMMON_MEMBERS.method.map((name) => make(name, 'method')),
		];
	} else {
		const cursor = ran.trace.at(moment.position);
		const variables = names.visible(moment).map((name) => {
			const meaning = names.find(name, moment);
			const known = meaning !== null && 'node' in meaning && cursor.valueKnown(meaning.node);
			return make(name, 'variable', known ? formatQuantity(ran.quantities.value(meaning.node)) : undefined);
		});
		all = [
			...variables,
			...[...functionNames(ran)].map((name) => make(name, 'function')),
			...DERIVATIVES.map((name) => make(name, 'function')),
			...GATE_WORDS.map((name) => make(name, 'variable')),
			...COMMON_FUNCTIONS.map((name) => make(name, 'function')),
			make('np', 'module'),
		];
	}
	const wanted = word.toLowerCase();
	return all.filter(({ label }) => label.toLowerCase().startsWith(wanted)).slice(0, MOST);
}
