/** What instructions do that apply operators and take attributes and elements. */
import type { Instructions } from './machine.ts';
import { opCode } from '../../core/ops/index.ts';
import { BINARY, COMPARE, OP, UNARY } from './code.ts';
import { typeName } from './values.ts';

const COND = opCode('cond');
const WIRE = opCode('wire');

export const instructionsOfOperators: Instructions = {
	[OP.unary]: (m, _frame, a, site) => {
		const [x] = m.begin(site, 1);
		m.yield(site, m.services.unary(UNARY[a]!, x!));
	},
	[OP.binary]: (m, _frame, a, site) => {
		const [x, y] = m.begin(site, 2);
		m.yield(site, m.services.binary(BINARY[a]!, x!, y!));
	},
	[OP.augment]: (m, _frame, a, site) => {
		const [x, y] = m.begin(site, 2);
		m.yield(site, m.services.augment(BINARY[a]!, x!, y!));
	},
	[OP.compare]: (m, _frame, a, site) => {
		const [x, y] = m.begin(site, 2);
		m.yield(site, m.services.compare(COMPARE[a]!, x!, y!));
	},
	[OP.attribute]: (m, frame, a, site) => {
		const [object] = m.begin(site, 1);
		m.yield(site, m.services.attribute(object!, frame.code.names[a]!));
	},
	[OP.setAttribute]: (m, frame, a, site) => {
		const [value, object] = m.begin(site, 2);
		m.services.setAttribute(object!, frame.code.names[a]!, value!);
	},
	[OP.deleteAttribute]: (m, frame, a, site) => {
		m.recorder.site = site;
		const object = m.pop();
		if (object.kind !== 'instance' || !object.attributes.delete(frame.code.names[a]!))
			m.raise('AttributeError', ['{0} has no attribute {1}', typeName(object), frame.code.names[a]!], site);
	},
	[OP.index]: (m, _frame, _a, site) => {
		const [object, index] = m.begin(site, 2);
		m.yield(site, m.services.getItem(object!, index!));
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
		const value = m.stack.at(-1)!;
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
