/**
 * The values of a program's names within one expression: each becomes an input of the expression's own tape when it is first mentioned, so that what is
 * computed from it can be differentiated, and nothing that the expression does reaches the program.
 */
import type { Cursor } from '../../core/cursor.ts';
import { Trace } from '../../core/trace.ts';
import { scalarTensor, zeros, type Tensor } from '../../core/tensor/tensor.ts';
import type { Arrival, Range, Text } from '../../protocol.ts';
import type { Site } from '../../run/sites.ts';
import type { ExpressionRun } from '../../run/script/expression.ts';
import { bool, float, int, list, str, type Value } from '../../run/script/values.ts';
import type { Ran } from '../unit-run.ts';
import { writtenAt } from '../whereabouts.ts';
import type { Moment, Names } from './names.ts';
import type { Objects } from './objects.ts';

/** What a node of the expression's tape is in the program. */
export interface Origin {
	readonly node: number;
	readonly side: 'value' | 'gradient';
}

const ARRIVALS: readonly Arrival[] = ['none', 'partial', 'complete'];

export class Scope {
	readonly ran: Ran;
	readonly cursor: Cursor;
	readonly moment: Moment;
	readonly names: Names;
	/** Names of the parsed text that stand for others. */
	readonly #aliases: ReadonlyMap<string, string>;
	/** Node of the expression's tape → what it is in the program. */
	readonly origins = new Map<number, Origin>();
	readonly notes: Text[] = [];
	/** The least complete gradient that took part; null where none did. */
	arrival: Arrival | null = null;
	readonly #loaded = new Map<number, Value>();
	#run: ExpressionRun | null = null;
	/** The program's objects; null where the expression knows none. */
	objects: Objects | null = null;

	constructor(ran: Ran, names: Names, moment: Moment, aliases: ReadonlyMap<string, string>) {
		this.ran = ran;
		this.names = names;
		this.moment = moment;
		this.cursor = ran.trace.at(moment.position);
		this.#aliases = aliases;
	}

	get run(): ExpressionRun {
		return this.#run!;
	}

	set run(run: ExpressionRun) {
		this.#run = run;
	}

	/** A name of the program, or an object whose members the program uses. */
	variable(written: string, site: Site): Value | undefined {
		const name = this.#aliases.get(written) ?? written;
		const direct = this.#meaning(name, site.range);
		if (direct !== undefined) return direct;
		// Mathematics calls one letter by several characters.
		const plain = name.normalize('NFKC');
		const other = this.names.visible(this.moment).find((each) => each !== name && each.normalize('NFKC') === plain);
		if (other !== undefined) return this.#meaning(other, site.range);
		return this.#object(name, site.range);
	}

	/** The same for a name in one of the program's functions, which sees what is set outside of calls. */
	outside(name: string, site: Site): Value | undefined {
		return this.#meaning(name, site.range, this.names.outside(this.moment)) ?? this.#object(name, site.range);
	}

	/** What the program's text calls by that name at the moment, `net.W` too; undefined where it has no value yet. */
	written(name: string): Value | undefined {
		const meaning = this.names.find(name, this.moment);
		if (meaning === null || !('node' in meaning)) return undefined;
		return this.cursor.valueKnown(meaning.node) ? this.load(meaning.node) : undefined;
	}

	/** Of lists and dictionaries the entries as they are at the moment, where the program sets them one by one. */
	#object(name: string, range: Range): Value | undefined {
		return this.objects?.find(name, 'instance') ?? this.#holder(name, range) ?? this.objects?.find(name);
	}

	#meaning(name: string, range: Range, moment = this.moment): Value | undefined {
		const meaning = this.names.find(name, moment);
		if (meaning === null) return undefined;
		if ('value' in meaning) {
			return typeof meaning.value === 'number' ? int(meaning.value) : this.constant(meaning.value);
		}
		if (!this.cursor.valueKnown(meaning.node))
			return this.run.refuse('no-value-yet', ['{0} has no value yet at this step', name], range);
		return this.load(meaning.node);
	}

	/** `self` of `self.W`, `params` of `params['W']`, `hs` of `hs[0]`. */
	#holder(name: string, range: Range): Value | undefined {
		const { attributes, entries } = this.names.membersOf(name);
		if (attributes.size > 0) {
			return {
				kind: 'module',
				name,
				member: (member) => this.#meaning(`${name}.${member}`, range) ?? this.#holder(`${name}.${member}`, range),
			};
		}
		if (entries.size === 0) return undefined;
		const keys = [...entries];
		const value = (key: string): Value =>
			this.#meaning(`${name}[${key}]`, range) ?? this.#holder(`${name}[${key}]`, range)!;
		if (keys.every((key, index) => key === String(index))) return list(keys.map(value));
		const services = this.run.machine.services;
		const made: Value = { kind: 'dict', entries: new Map() };
		for (const key of keys) {
			const quoted = /^(['"])(.*)\1$/s.exec(key);
			const own = quoted === null ? float(Number(key)) : str(quoted[2]!);
			services.setItem(made, own, value(key));
		}
		return made;
	}

	/** The value of a node of the program. */
	load(node: number): Value {
		const known = this.#loaded.get(node);
		if (known !== undefined) return known;
		const { tape } = this.ran.trace;
		const value = this.#input(tape.tensor(node), tape.isScalar(node), node);
		this.#loaded.set(node, value);
		return value;
	}

	#input(tensor: Tensor, scalar: boolean, node: number): Value {
		const { machine, recorder } = this.run;
		const { tape } = recorder;
		if (scalar) {
			const number = this.ran.trace.tape.value(node);
			if (tensor.element === 'int64') return int(number);
			if (tensor.element === 'bool') return bool(number !== 0);
			const own = tape.input(number, recorder.range());
			this.origins.set(own, { node, side: 'value' });
			return float(number, own);
		}
		const own = tape.tensorInput(tensor, recorder.range());
		this.origins.set(own, { node, side: 'value' });
		return machine.library.arrays.fromNode(own, recorder);
	}

	/** A number or an array that takes no gradient. */
	constant(tensor: Tensor, origin?: Origin): Value {
		const { machine, recorder } = this.run;
		const { tape } = recorder;
		if (tensor.shape.length === 0) {
			const number = tensor.data[tensor.offset]!;
			if (tensor.element === 'int64') return int(number);
			if (tensor.element === 'bool') return bool(number !== 0);
			const own = tape.constant(number, recorder.range());
			if (origin !== undefined) this.origins.set(own, origin);
			return float(number, own);
		}
		const own = recorder.tensorConstant(tensor);
		if (origin !== undefined) this.origins.set(own, origin);
		return machine.library.arrays.fromNode(own, recorder);
	}

	/** The node of the expression's tape that holds a number or an array; −1 for anything else. */
	nodeOf(value: Value): number {
		if (value.kind !== 'float' && value.kind !== 'array') return -1;
		if (value.kind === 'array' && !this.run.machine.library.arrays.isFloat(value)) return -1;
		return this.run.recorder.node(value);
	}

	/** The gradient of the target with respect to a node, as far as it has arrived; the final one where nothing has. */
	gradientAt(node: number): Tensor {
		const { trace } = this.ran;
		if (!trace.reaches(node)) {
			const apart = this.#apart(node);
			if (apart !== null) return apart;
			this.#note(['No gradient goes to {0}: 0', this.nameOf(node)]);
			return this.zero(node);
		}
		const arrival = this.cursor.arrival(node);
		this.note(arrival);
		if (arrival === 'none') this.#note(['The final gradient of {0}: none has arrived at this step', this.nameOf(node)]);
		else if (arrival === 'partial') this.#note(['The gradient of {0} so far: more is to arrive', this.nameOf(node)]);
		const arrived = arrival === 'none' ? trace.gradientTensor(node) : this.cursor.gradientTensor(node);
		return arrived ?? this.zero(node);
	}

	/** What no step carries a gradient to, as an object's own array: by a backward pass of its own. Null where it has no part in the target. */
	#apart(node: number): Tensor | null {
		const { tape, target, upstreamTensor } = this.ran.trace;
		if (node > target) return null;
		const gradient = new Trace(tape, target, { wrt: [node], upstream: upstreamTensor }).gradientTensor(node);
		if (gradient !== null) {
			this.note('complete');
			this.#note(['No step carries a gradient to {0}: this is of a backward pass of its own', this.nameOf(node)]);
		}
		return gradient;
	}

	zero(node: number): Tensor {
		const { shape } = this.ran.trace.tape.type(node);
		return shape.length === 0 ? scalarTensor(0) : zeros(shape);
	}

	note(arrival: Arrival): void {
		const least = Math.min(ARRIVALS.indexOf(this.arrival ?? 'complete'), ARRIVALS.indexOf(arrival));
		this.arrival = ARRIVALS[least]!;
	}

	say(text: Text): void {
		this.#note(text);
	}

	/** What a node goes by: its variable, else its characters. */
	nameOf(node: number): string {
		const name = this.ran.nameOf(node);
		if (name !== undefined) return name;
		return this.ran.texts.slice(writtenAt(this.ran, node)).slice(0, 40);
	}

	#note(text: Text): void {
		const key = text.join(' ');
		if (!this.notes.some((note) => note.join(' ') === key)) this.notes.push(text);
	}
}
