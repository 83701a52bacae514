/** What instructions do that apply operators and take attributes and elements. */
import { opCode } from '../../core/ops/index.ts';
import type { BinaryOp } from '../../lang/script.ts';
import type { Spot } from '../sites.ts';
import { BINARY, COMPARE, OP, UNARY } from './code.ts';
import type { Frame } from './frame.ts';
import { numberValue, toNumber } from './javascript-operators.ts';
import type { Instructions, Machine } from './machine.ts';
import { ordered } from './operations.ts';
import { bool, int, typeName, UNDEFINED, type FloatValue, type IntValue, type Value } from './values.ts';

const COND = opCode('cond');
const WIRE = opCode('wire');

/** By the index of a binary operator: its row over floats, by either dialect; −1: not here. */
const PYTHON_ROWS = rows({ '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'mod', '**': 'pow', '//': 'floordiv' });
const JAVASCRIPT_ROWS = rows({ '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'fmod', '**': 'pow' });

/** Of whole matrices, and by elements: numbers are matrices of one entry. */
const MATRIX_ROWS = rows({
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'div',
	'%': 'fmod',
	'**': 'pow',
	'@': 'mul',
	'@+': 'add',
	'@-': 'sub',
	'@/': 'div',
	'@**': 'pow',
});

function rows(names: Partial<Record<BinaryOp, string>>): readonly number[] {
	return BINARY.map((op) => (names[op] === undefined ? -1 : opCode(names[op])));
}

/** A number that arithmetic with a float makes a gate of. */
function isNumber(value: Value): boolean {
	return value.kind === 'float' || value.kind === 'int';
}

function isPlainInt(value: Value): value is IntValue {
	return value.kind === 'int' && value.lazy === null;
}

/** Sums, differences and products of counters: what loops spend their time in beside floats. Undefined where it is something else. */
function countable(op: number, x: number, y: number): number | undefined {
	const value = op === 0 ? x + y : op === 1 ? x - y : op === 2 ? x * y : NaN;
	return Number.isSafeInteger(value) ? value : undefined;
}

function binary(m: Machine, _frame: Frame, op: number, site: Spot): void {
	const { stack, from } = m;
	const y = stack.pop()!;
	const x = stack.pop()!;
	const fromY = from.pop()!;
	const fromX = from.pop()!;
	if (x.kind === 'float' ? isNumber(y) : y.kind === 'float' && isNumber(x)) {
		const row = (m.javascript ? JAVASCRIPT_ROWS : m.matrices === undefined ? PYTHON_ROWS : MATRIX_ROWS)[op]!;
		if (row >= 0) return float(m, site, m.recorder.pair(row, site, x, fromX, y, fromY));
	} else if (op < 3 && isPlainInt(x) && isPlainInt(y)) {
		const value = countable(op, x.value, y.value);
		// JavaScript has a negative zero among its whole numbers.
		if (value !== undefined && !(m.javascript && Object.is(value, -0))) return m.push(int(value));
	}
	m.recorder.beginTwo(site, x, fromX, y, fromY);
	m.yield(site, m.services.binary(BINARY[op]!, x, y));
}

/** Pushes what a gate gave. */
function float(m: Machine, site: Spot, value: FloatValue): void {
	const { recorder } = m;
	m.stack.push(value);
	m.from.push(recorder.places.add(site, value.node, recorder.frame));
}

function compare(m: Machine, _frame: Frame, op: number, site: Spot): void {
	const { stack, from } = m;
	const y = stack.pop()!;
	const x = stack.pop()!;
	const fromY = from.pop()!;
	const fromX = from.pop()!;
	if (x.kind === 'int' && y.kind === 'int' && op < 8) return m.push(bool(ordered(COMPARE[op]!, x.value, y.value)));
	m.recorder.beginTwo(site, x, fromX, y, fromY);
	m.yield(site, m.services.compare(COMPARE[op]!, x, y));
}

export const instructionsOfOperators: Instructions = {
	[OP.unary]: (m, _frame, a, site) => {
		const from = m.from[m.from.length - 1]!;
		const x = m.pop();
		m.recorder.beginOne(site, x, from);
		m.yield(site, m.services.unary(UNARY[a]!, x));
	},
	[OP.toNumber]: (m) => {
		const top = m.stack.length - 1;
		const { kind } = m.stack[top]!;
		if (kind !== 'int' && kind !== 'float') m.stack[top] = numberValue(toNumber(m.stack[top]!));
	},
	[OP.typeOfName]: (m, frame, a, site) => {
		const cell = frame.code.globals[a]!;
		const known = cell.value ?? cell.outer ?? m.outerOrNull(cell.name, site);
		m.push(m.services.unary('typeof', known ?? UNDEFINED));
	},
	[OP.binary]: binary,
	[OP.augment]: (m, frame, a, site) => {
		const kind = m.stack[m.stack.length - 2]!.kind;
		if (kind === 'float' || kind === 'int') return binary(m, frame, a, site);
		const [x, y] = m.begin(site, 2);
		m.yield(site, m.services.augment(BINARY[a]!, x!, y!));
	},
	[OP.compare]: compare,
	[OP.attribute]: (m, frame, a, site) => {
		const from = m.from[m.from.length - 1]!;
		const object = m.pop();
		m.recorder.beginOne(site, object, from);
		const value = m.services.attribute(object, frame.code.names[a]!);
		m.yield(site, value);
		// A method stands for its object, whose place is asked for when it is called.
		if (value.kind === 'method' && value.self === object) m.from[m.from.length - 1] = from;
	},
	[OP.setAttribute]: (m, frame, a, site) => {
		const [value, object] = m.begin(site, 2);
		m.services.setAttribute(object!, frame.code.names[a]!, value!);
	},
	[OP.deleteAttribute]: (m, frame, a, site) => {
		m.recorder.site = site;
		const object = m.pop();
		if (m.javascript && object.kind === 'dict') object.entries.delete(`s${frame.code.names[a]!}`);
		else if (object.kind !== 'instance' || !object.attributes.delete(frame.code.names[a]!))
			m.raise('AttributeError', ["'{0}' object has no attribute '{1}'", typeName(object), frame.code.names[a]!], site);
	},
	[OP.index]: (m, _frame, _a, site) => {
		const { stack, from } = m;
		const index = stack.pop()!;
		const object = stack.pop()!;
		const fromIndex = from.pop()!;
		m.recorder.beginTwo(site, object, from.pop()!, index, fromIndex);
		m.yield(site, m.services.item(object, index));
	},
	[OP.setIndex]: (m, _frame, _a, site) => {
		const [value, object, index] = m.begin(site, 3);
		m.services.setItem(object!, index!, value!);
		if (m.frames.length === 1) m.observer.stored(object!, index!, site);
	},
	[OP.deleteIndex]: (m, _frame, _a, site) => {
		const [object, index] = m.begin(site, 2);
		m.services.deleteItem(object!, index!);
	},
	[OP.keys]: (m, _frame, _a, site) => {
		m.recorder.site = site;
		m.push(m.services.keys(m.pop()));
	},
	[OP.wire]: (m, _frame, _a, site) => {
		const value = m.stack[m.stack.length - 1]!;
		if (value.kind !== 'float' || value.node < 0) return;
		m.begin(site, 1);
		m.push(m.recorder.gate(WIRE, [value]));
	},
	[OP.conditional]: (m, _frame, _a, site) => {
		const [test, value] = m.begin(site, 2);
		const gate = test!.kind === 'bool' && test.node >= 0 && value!.kind === 'float' && value.node >= 0;
		m.yield(site, gate ? m.recorder.gate(COND, [test, value]) : value!);
	},
};
