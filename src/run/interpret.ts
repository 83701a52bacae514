/**
 * The tracing interpreter: runs a Program over values and writes every operation it does on a tape.
 *
 * It works off an explicit stack and never recurses, so that neither a sum of 100,000 terms nor a deep call of a user's function can
 * overflow. It never throws on a program: what cannot be run is a problem at the very characters, what was computed before it stays.
 */
import { OPS, opByName } from '../core/ops/index.ts';
import type { Formula } from '../core/ops/formula.ts';
import type { OpRow } from '../core/ops/row.ts';
import { CONSTANTS } from '../lang/names.ts';
import type { Apply, Bind, Call, Conditional, Define, Expression, Name, Program, Statement } from '../lang/program.ts';
import type { Range } from '../protocol.ts';
import { isOfArrays } from './arrays.ts';
import { matrixLiteral } from './literals.ts';
import { Machine, TOP, type Value } from './machine.ts';
import { literalValue } from './places.ts';
import { placeOf } from './sites.ts';
import type { Binding, InterpretOptions, Result, Run } from './run.ts';
import { PHASE, writeFormula, type Operand } from './stack.ts';
import { Sums } from './sums.ts';

/** How deeply calls of the user's functions may be nested. */
const MAX_CALLS = 1000;

const ROWS: ReadonlyMap<string, OpRow> = new Map(OPS.map((row) => [row.name, row]));

export function interpret(program: Program, values: ReadonlyMap<string, Value>, options: InterpretOptions): Run {
	return new Interpreter(values, options).run(program);
}

class Interpreter {
	readonly #machine: Machine;
	readonly #sums: Sums;
	readonly #values: ReadonlyMap<string, Value>;
	readonly #wanted: string | undefined;
	#program: Program = { statements: [], readings: [] };
	readonly #smallGates: boolean;
	readonly #wire = opByName('wire').code;
	readonly #cond = opByName('cond').code;
	readonly #where = opByName('where').code;
	readonly #inputs = new Map<string, number>();
	readonly #names = new Map<string, number>();
	/** Names whose statement failed: using them is not another problem. */
	readonly #lost = new Set<string>();
	readonly #functions = new Map<string, Define>();
	readonly #bindings: Binding[] = [];
	readonly #conditionals: number[] = [];
	readonly #times = new Map<string, number>();
	readonly #results: Result[] = [];
	/** The calls we are in, and where each stands in the table of frames. */
	readonly #calls: Call[] = [];
	readonly #origins = new Map<Call, { readonly origin: number; count: number }>();

	constructor(values: ReadonlyMap<string, Value>, options: InterpretOptions) {
		this.#values = values;
		this.#wanted = options.target;
		this.#smallGates = options.smallGates ?? false;
		for (const name of options.lost ?? []) this.#lost.add(name);
		this.#machine = new Machine(options);
		this.#sums = new Sums(this.#machine, this.#lookup, this.#lost, this.#functions, (name) => this.#name(name));
	}

	run(program: Program): Run {
		const machine = this.#machine;
		this.#program = program;
		let last: { name: string; node: number; statement: Range } | null = null;
		let named: { name: string; node: number; statement: Range } | null = null;
		let lastDefine: Define | null = null;
		// A function may be defined below where it is used; where it is defined twice, the last one above counts.
		for (const statement of program.statements)
			if (statement.kind === 'define' && !this.#functions.has(statement.name.name))
				this.#functions.set(statement.name.name, statement);
		for (const statement of program.statements) {
			if (this.#machine.stopped) break;
			if (statement.kind === 'broken' || statement.kind === 'ask' || statement.kind === 'declare') continue;
			if (statement.kind === 'define') {
				this.#functions.set(statement.name.name, statement);
				lastDefine = statement;
				continue;
			}
			const node = statement.kind === 'bind' ? this.#bind(statement) : this.#alone(statement);
			const name = statement.kind === 'bind' ? statement.target.name : '';
			if (node === null) {
				if (statement.kind === 'bind') this.#lost.add(name);
				last = null;
				if (name === this.#wanted) named = null;
				continue;
			}
			last = { name, node, statement: statement.range };
			if (name !== '' && name === this.#wanted) named = last;
		}
		let found = this.#wanted === undefined ? last : (named ?? this.#unnamed(program, last));
		const computes = program.statements.some(({ kind }) => kind === 'bind' || kind === 'evaluate');
		if (found === null && !machine.stopped) found = this.#define(lastDefine, computes);
		return {
			tape: machine.tape,
			target: found?.node ?? null,
			targetName: found?.name ?? this.#wanted ?? '',
			targetStatement: found?.statement ?? null,
			inputs: this.#inputs,
			bindings: this.#bindings,
			places: machine.places.all,
			occurrences: machine.places.occurrences(),
			results: this.#results,
			frames: this.#machine.table,
			conditionals: this.#conditionals,
			problems: machine.problems,
		};
	}

	/** `@grad f` over a program that is one expression without a name gives it that name. */
	#unnamed(
		program: Program,
		last: { node: number; statement: Range } | null,
	): { name: string; node: number; statement: Range } | null {
		const wanted = this.#wanted ?? '';
		const input = this.#inputs.get(wanted);
		if (input !== undefined && last !== null) return { name: wanted, node: input, statement: last.statement };
		const [only, ...others] = program.statements.filter((statement) => statement.kind !== 'define');
		if (only?.kind !== 'evaluate' || others.length > 0 || last === null || this.#functions.has(wanted)) return null;
		return { ...last, name: wanted };
	}

	/** A program that only defines functions is run by running the target's body, its parameters being inputs. */
	#define(last: Define | null, others: boolean): { name: string; node: number; statement: Range } | null {
		const definition = this.#wanted === undefined ? (others ? null : last) : this.#functions.get(this.#wanted);
		if (definition === undefined || definition === null) return null;
		const { body } = definition;
		const node = this.#settle(body, this.#evaluate(body));
		if (node === null) return null;
		this.#results.push({ statement: definition, value: body, node });
		return { name: definition.name.name, node, statement: definition.range };
	}

	#bind(statement: Bind): number | null {
		const { name } = statement.target;
		const k = this.#times.get(name) ?? 0;
		const literal = literalValue(statement.value) ?? matrixLiteral(statement.value);
		let node: number | null;
		if (literal !== null && k === 0 && !this.#inputs.has(name)) {
			// A variable set from a literal is an input: its gradient is asked for, and its value may be another one.
			node = this.#machine.input(this.#values.get(name) ?? literal, statement.target);
			if (node !== null) this.#inputs.set(name, node);
		} else {
			node = this.#settle(statement.value, this.#evaluate(statement.value));
		}
		if (node === null) return null;
		this.#times.set(name, k + 1);
		this.#names.set(name, node);
		this.#lost.delete(name);
		this.#bindings.push({ name, node, range: statement.target.range, statement: statement.range, k, frame: 0 });
		this.#results.push({ statement, value: statement.value, node, target: statement.target.range });
		return node;
	}

	#alone(statement: Extract<Statement, { kind: 'evaluate' }>): number | null {
		const node = this.#settle(statement.value, this.#evaluate(statement.value));
		if (node !== null) this.#results.push({ statement, value: statement.value, node });
		return node;
	}

	/** Puts a wire between a bare name and what it becomes, so that this use of the name has an edge, and so a share, of its own. */
	#settle(value: Expression, result: Operand | null): number | null {
		if (result === null || value.kind !== 'name') return result?.node ?? null;
		return this.#machine.gate(this.#wire, value, [result.node], [result.place]);
	}

	#evaluate(root: Expression): Operand | null {
		const machine = this.#machine;
		const { work, operands, budget } = machine;
		machine.failed = false;
		work.push(root, PHASE.evaluate);
		for (let next = work.pop(); next !== null; next = work.pop()) {
			const { expression, phase } = next;
			if (budget.expired()) machine.outOfTime(expression);
			else this.#turn(expression, phase);
			if (!machine.failed) continue;
			machine.clear();
			this.#sums.clear();
			this.#calls.length = 0;
			return null;
		}
		return machine.arrays.ones.settled(operands.pop(), root.range);
	}

	#turn(expression: Expression, phase: number): void {
		if (phase === PHASE.leave) return this.#leave(expression);
		switch (expression.kind) {
			case 'number':
				return this.#machine.number(expression, expression.value);
			case 'name':
				return this.#name(expression);
			case 'apply': {
				if (phase === PHASE.apply) return this.#apply(expression);
				this.#machine.work.push(expression, PHASE.apply);
				return this.#machine.work.pushAll(expression.operands);
			}
			case 'conditional':
				return this.#conditional(expression, phase);
			case 'call': {
				if (phase === PHASE.invoke) return this.#invoke(expression);
				const definition = this.#functions.get(expression.callee.name);
				if (definition === undefined) {
					return this.#machine.fail('not-supported', expression.callee.range, [
						'Not supported: {0}',
						expression.callee.name,
					]);
				}
				const wanted = definition.parameters.length;
				if (expression.operands.length !== wanted) {
					return this.#machine.fail('operand-count', expression.range, [
						'{0} takes {1} operands, not {2}.',
						definition.name.name,
						wanted,
						expression.operands.length,
					]);
				}
				this.#machine.work.push(expression, PHASE.invoke);
				return this.#machine.work.pushAll(expression.operands);
			}
			case 'hole':
				// Its problem was told where it was read.
				this.#machine.failed = true;
				return;
			case 'matrix':
				return this.#sums.matrix(expression, phase);
			case 'index':
				return this.#sums.index(expression, phase);
			case 'fold':
				return this.#sums.fold(expression, phase);
			case 'span':
				return this.#machine.fail('not-supported', expression.range, ['Not supported: {0}', ':']);
		}
	}

	/** What a name is worth where it chooses what is computed. */
	readonly #lookup = (name: string): Value | undefined => {
		const { frame, tape } = this.#machine;
		const index = frame.indices.get(name);
		if (index !== undefined) return index;
		const node = frame.names.get(name) ?? this.#names.get(name) ?? this.#inputs.get(name);
		if (node === undefined) return this.#values.get(name);
		return tape.isScalar(node) ? tape.value(node) : tape.tensor(node);
	};

	#name(expression: Name): void {
		const machine = this.#machine;
		const { name } = expression;
		const index = machine.frame.indices.get(name);
		if (index !== undefined) return machine.number(expression, index);
		const known = machine.frame.names.get(name) ?? this.#names.get(name) ?? this.#inputs.get(name);
		if (known !== undefined) return machine.yield(expression, known);
		if (this.#lost.has(name)) {
			machine.failed = true;
			return;
		}
		const value = this.#values.get(name);
		if (value !== undefined) {
			const node = machine.input(value, expression);
			if (node === null) return;
			this.#inputs.set(name, node);
			return machine.yield(expression, node);
		}
		const constant = CONSTANTS.get(name) ?? this.#sums.lastOf(name, this.#program);
		if (constant !== undefined) return machine.number(expression, constant);
		const template =
			this.#functions.has(name) || ROWS.has(name) ? 'The function {0} stands without operands.' : 'Unknown name: {0}';
		machine.fail('unknown-name', expression.range, [template, name]);
	}

	#apply(expression: Apply): void {
		const count = expression.operands.length;
		const { nodes, from } = this.#machine.operands.take(count);
		const row = ROWS.get(expression.op);
		const place = placeOf(expression);
		const { arrays } = this.#machine;
		if (row === undefined ? isOfArrays(expression.op) : arrays.concern(nodes)) {
			const smaller = this.#smallGates && row?.name === 'sigmoid';
			const result = smaller ? null : arrays.apply(expression, nodes, from);
			if (!smaller) return result === null ? undefined : this.#machine.yield(expression, result);
		}
		if (row === undefined) return this.#machine.fail('not-supported', place, ['Not supported: {0}', expression.op]);
		if (count !== row.arity) {
			return this.#machine.fail('operand-count', place, [
				'{0} takes {1} operands, not {2}.',
				row.name,
				row.arity,
				count,
			]);
		}
		// Only what the drawing boxes, and can close again, is opened: a quotient or a power stays the gate that was written.
		const smaller = this.#smallGates && row.name === 'sigmoid' ? row.decomposition() : null;
		if (smaller !== null) return this.#decompose(expression, smaller, nodes, from);
		const gate = this.#machine.gate(row.code, expression, nodes, from);
		if (gate !== null) this.#machine.yield(expression, gate);
	}

	/** Runs an operator as the smaller gates its row names. They all stand at the operator's place in the text. */
	#decompose(expression: Apply, formula: Formula, nodes: readonly number[], from: readonly number[]): void {
		const operands = nodes.map((node, slot) => ({ node, place: from[slot] ?? -1 }));
		const whole = writeFormula(formula, operands, {
			number: (value) => {
				const { tape, frame } = this.#machine;
				if (!this.#machine.room(placeOf(expression))) return null;
				return { node: tape.constant(value, this.#machine.range(expression), frame.id), place: -1 };
			},
			apply: (op, parts) => {
				const { code } = opByName(op);
				const gate = this.#machine.gate(
					code,
					expression,
					parts.map(({ node }) => node),
					parts.map(({ place }) => place),
				);
				return gate === null ? null : { node: gate, place: -1 };
			},
		});
		if (whole !== null) this.#machine.yield(expression, whole.node);
	}

	#conditional(expression: Conditional, phase: number): void {
		const { work, operands, tape } = this.#machine;
		if (phase === PHASE.evaluate) {
			work.push(expression, PHASE.branch);
			return work.push(expression.test, PHASE.evaluate);
		}
		if (phase === PHASE.branch) {
			if (!tape.isScalar(operands.top)) {
				// A test of every entry chooses entry by entry.
				work.push(expression, PHASE.select);
				return work.pushAll([expression.then, expression.otherwise]);
			}
			const test = tape.value(operands.top);
			this.#machine.work.push(expression, PHASE.join);
			return this.#machine.work.push(
				test !== 0 && !Number.isNaN(test) ? expression.then : expression.otherwise,
				PHASE.evaluate,
			);
		}
		const chosen = phase === PHASE.join;
		const { nodes, from } = operands.take(chosen ? 2 : 3);
		const gate = this.#machine.gate(chosen ? this.#cond : this.#where, expression, nodes, from);
		if (gate === null) return;
		if (chosen) this.#conditionals.push(gate);
		this.#machine.yield(expression, gate);
	}

	#invoke(expression: Call): void {
		const machine = this.#machine;
		const definition = this.#functions.get(expression.callee.name);
		if (definition === undefined) return;
		if (this.#calls.length >= MAX_CALLS) {
			return this.#machine.fail('recursion', expression.callee.range, [
				'{0} calls itself more than {1} times deep.',
				definition.name.name,
				MAX_CALLS,
			]);
		}
		const count = expression.operands.length;
		const { nodes, from } = this.#machine.operands.take(count);
		const names = new Map<string, number>();
		for (const [index, parameter] of definition.parameters.entries()) {
			const operand = expression.operands[index];
			const node = nodes[index];
			if (operand === undefined || node === undefined) return;
			const inner =
				operand.kind === 'name' ? this.#machine.gate(this.#wire, operand, [node], [from[index] ?? -1]) : node;
			if (inner === null) return;
			names.set(parameter.name, inner);
		}
		machine.frames.push(machine.frame);
		machine.frame = { id: this.#frameOf(expression), names, indices: new Map() };
		// The body is met again when its value is there, to leave the function; the call then yields that value.
		this.#calls.push(expression);
		this.#machine.work.push(definition.body, PHASE.leave);
		this.#machine.work.push(definition.body, PHASE.evaluate);
	}

	#leave(body: Expression): void {
		const call = this.#calls.pop();
		const result = this.#machine.operands.pop();
		if (call === undefined || result === null) return;
		const node =
			body.kind === 'name' ? this.#machine.gate(this.#wire, body, [result.node], [result.place]) : result.node;
		if (node === null) return;
		this.#machine.frame = this.#machine.frames.pop() ?? TOP;
		this.#machine.yield(call, node);
	}

	/** A frame of its own for every call. */
	#frameOf(call: Call): number {
		const { table, frame } = this.#machine;
		let origin = this.#origins.get(call);
		if (origin === undefined) {
			origin = { origin: table.origin('call', call.callee.name, call.range), count: 0 };
			this.#origins.set(call, origin);
		}
		return table.add(frame.id, origin.origin, origin.count++);
	}
}
