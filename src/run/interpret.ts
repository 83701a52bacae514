/**
 * The tracing interpreter: runs a Program over values and writes every operation it does on a tape.
 *
 * It works off an explicit stack and never recurses, so that neither a sum of 100,000 terms nor a deep call of a user's function can
 * overflow. It never throws on a program: what cannot be run is a problem at the very characters, what was computed before it stays.
 */
import { OPS, opByName } from '../core/ops/index.ts';
import type { Formula } from '../core/ops/formula.ts';
import type { OpRow } from '../core/ops/row.ts';
import { Tape } from '../core/tape.ts';
import { CONSTANTS } from '../lang/names.ts';
import type { Apply, Bind, Call, Conditional, Define, Expression, Name, Program, Statement } from '../lang/program.ts';
import type { Limits, Problem, Range } from '../protocol.ts';
import { overBudget } from './budget.ts';
import type { Budget } from './budget.ts';
import { Places, literalValue, placeOf } from './places.ts';
import type { Binding, InterpretOptions, Run } from './run.ts';
import { OperandStack, PHASE, WorkStack, writeFormula } from './stack.ts';
import type { Operand } from './stack.ts';

/** How deeply calls of the user's functions may be nested. */
const MAX_CALLS = 1000;

const ROWS: ReadonlyMap<string, OpRow> = new Map(OPS.map((row) => [row.name, row]));

interface Frame {
	readonly id: number;
	readonly names: ReadonlyMap<string, number>;
}

export function interpret(program: Program, values: ReadonlyMap<string, number>, options: InterpretOptions): Run {
	return new Interpreter(values, options).run(program);
}

class Interpreter {
	readonly #values: ReadonlyMap<string, number>;
	readonly #budget: Budget;
	readonly #limits: Limits;
	readonly #wanted: string | undefined;
	readonly #smallGates: boolean;
	readonly #tape: Tape;
	readonly #wire = opByName('wire').code;
	readonly #cond = opByName('cond').code;
	readonly #problems: Problem[] = [];
	readonly #inputs = new Map<string, number>();
	readonly #names = new Map<string, number>();
	/** Names whose statement failed: using them is not another problem. */
	readonly #lost = new Set<string>();
	readonly #functions = new Map<string, Define>();
	readonly #bindings: Binding[] = [];
	readonly #conditionals: number[] = [];
	readonly #times = new Map<string, number>();
	readonly #places = new Places();
	readonly #results: { statement: Statement; value: Expression; node: number }[] = [];
	readonly #work = new WorkStack();
	readonly #operands = new OperandStack();
	// The calls we are in, each with the frame it was made from.
	readonly #calls: Call[] = [];
	readonly #frames: Frame[] = [];
	#frame: Frame = { id: 0, names: new Map() };
	#framesUsed = 0;
	#failed = false;
	#stopped = false;

	constructor(values: ReadonlyMap<string, number>, options: InterpretOptions) {
		this.#values = values;
		this.#budget = options.budget;
		this.#limits = options.budget.limits;
		this.#wanted = options.target;
		this.#smallGates = options.smallGates ?? false;
		for (const name of options.lost ?? []) this.#lost.add(name);
		this.#tape = new Tape({ gates: this.#limits.gates, bytes: this.#limits.bytes }, options.accelerator ?? null);
	}

	run(program: Program): Run {
		let last: { name: string; node: number; statement: Range } | null = null;
		let named: { name: string; node: number; statement: Range } | null = null;
		let lastDefine: Define | null = null;
		for (const statement of program.statements) {
			if (this.#stopped) break;
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
		if (found === null && !this.#stopped) found = this.#define(lastDefine, last !== null || this.#results.length > 0);
		return {
			tape: this.#tape,
			target: found?.node ?? null,
			targetName: found?.name ?? this.#wanted ?? '',
			targetStatement: found?.statement ?? null,
			inputs: this.#inputs,
			bindings: this.#bindings,
			places: this.#places.all,
			occurrences: this.#places.occurrences(),
			results: this.#results,
			conditionals: this.#conditionals,
			problems: this.#problems,
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
		const literal = literalValue(statement.value);
		let node: number | null;
		if (literal !== null && k === 0 && !this.#inputs.has(name)) {
			// A variable set from a literal is an input: its gradient is asked for, and its value may be another one.
			node = this.#room(statement.range)
				? this.#tape.input(this.#values.get(name) ?? literal, this.#range(statement.target))
				: null;
			if (node !== null) this.#inputs.set(name, node);
		} else {
			node = this.#settle(statement.value, this.#evaluate(statement.value));
		}
		if (node === null) return null;
		this.#times.set(name, k + 1);
		this.#names.set(name, node);
		this.#lost.delete(name);
		this.#bindings.push({ name, node, range: statement.target.range, statement: statement.range, k });
		this.#results.push({ statement, value: statement.value, node });
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
		return this.#gate(this.#wire, value, [result.node], [result.place]);
	}

	#evaluate(root: Expression): Operand | null {
		this.#failed = false;
		this.#work.push(root, PHASE.evaluate);
		for (let next = this.#work.pop(); next !== null; next = this.#work.pop()) {
			const { expression, phase } = next;
			if (this.#budget.expired()) this.#outOfTime(expression);
			else this.#turn(expression, phase);
			if (!this.#failed) continue;
			this.#work.clear();
			this.#operands.clear();
			this.#frames.length = this.#calls.length = 0;
			this.#frame = { id: 0, names: new Map() };
			return null;
		}
		return this.#operands.pop();
	}

	#turn(expression: Expression, phase: number): void {
		if (phase === PHASE.leave) return this.#leave(expression);
		switch (expression.kind) {
			case 'number':
				return this.#number(expression, expression.value);
			case 'name':
				return this.#name(expression);
			case 'apply': {
				if (phase === PHASE.apply) return this.#apply(expression);
				this.#work.push(expression, PHASE.apply);
				return this.#work.pushAll(expression.operands);
			}
			case 'conditional':
				return this.#conditional(expression, phase);
			case 'call': {
				if (phase === PHASE.invoke) return this.#invoke(expression);
				const definition = this.#functions.get(expression.callee.name);
				if (definition === undefined) {
					return this.#fail('not-supported', expression.callee.range, ['Not supported: {0}', expression.callee.name]);
				}
				const wanted = definition.parameters.length;
				if (expression.operands.length !== wanted) {
					return this.#fail('operand-count', expression.range, [
						'{0} takes {1} operands, not {2}.',
						definition.name.name,
						wanted,
						expression.operands.length,
					]);
				}
				this.#work.push(expression, PHASE.invoke);
				return this.#work.pushAll(expression.operands);
			}
			case 'hole':
				// Its problem was told where it was read.
				this.#failed = true;
				return;
			case 'matrix':
			case 'span':
			case 'index':
			case 'fold':
				return this.#fail('not-supported', placeOf(expression), ['Not supported: {0}', expression.kind]);
		}
	}

	#number(expression: Expression, value: number): void {
		if (!this.#room(expression.range)) return;
		this.#yield(expression, this.#tape.constant(value, this.#range(expression), this.#frame.id));
	}

	#name(expression: Name): void {
		const { name } = expression;
		const known = this.#frame.names.get(name) ?? this.#names.get(name) ?? this.#inputs.get(name);
		if (known !== undefined) return this.#yield(expression, known);
		if (this.#lost.has(name)) {
			this.#failed = true;
			return;
		}
		const value = this.#values.get(name);
		if (value !== undefined) {
			if (!this.#room(expression.range)) return;
			const node = this.#tape.input(value, this.#range(expression));
			this.#inputs.set(name, node);
			return this.#yield(expression, node);
		}
		const constant = CONSTANTS.get(name);
		if (constant !== undefined) return this.#number(expression, constant);
		const template =
			this.#functions.has(name) || ROWS.has(name) ? 'The function {0} stands without operands.' : 'Unknown name: {0}';
		this.#fail('unknown-name', expression.range, [template, name]);
	}

	#apply(expression: Apply): void {
		const count = expression.operands.length;
		const { nodes, from } = this.#operands.take(count);
		const row = ROWS.get(expression.op);
		const place = placeOf(expression);
		if (row === undefined) return this.#fail('not-supported', place, ['Not supported: {0}', expression.op]);
		if (count !== row.arity) {
			return this.#fail('operand-count', place, ['{0} takes {1} operands, not {2}.', row.name, row.arity, count]);
		}
		// Only what the drawing boxes, and can close again, is opened: a quotient or a power stays the gate that was written.
		const smaller = this.#smallGates && row.name === 'sigmoid' ? row.decomposition() : null;
		if (smaller !== null) return this.#decompose(expression, smaller, nodes, from);
		const gate = this.#gate(row.code, expression, nodes, from);
		if (gate !== null) this.#yield(expression, gate);
	}

	/** Runs an operator as the smaller gates its row names. They all stand at the operator's place in the text. */
	#decompose(expression: Apply, formula: Formula, nodes: readonly number[], from: readonly number[]): void {
		const operands = nodes.map((node, slot) => ({ node, place: from[slot] ?? -1 }));
		const whole = writeFormula(formula, operands, {
			number: (value) => {
				if (!this.#room(placeOf(expression))) return null;
				return { node: this.#tape.constant(value, this.#range(expression), this.#frame.id), place: -1 };
			},
			apply: (op, parts) => {
				const { code } = opByName(op);
				const gate = this.#gate(
					code,
					expression,
					parts.map(({ node }) => node),
					parts.map(({ place }) => place),
				);
				return gate === null ? null : { node: gate, place: -1 };
			},
		});
		if (whole !== null) this.#yield(expression, whole.node);
	}

	#conditional(expression: Conditional, phase: number): void {
		if (phase === PHASE.evaluate) {
			this.#work.push(expression, PHASE.branch);
			return this.#work.push(expression.test, PHASE.evaluate);
		}
		if (phase === PHASE.branch) {
			const test = this.#tape.value(this.#operands.top);
			this.#work.push(expression, PHASE.join);
			return this.#work.push(
				test !== 0 && !Number.isNaN(test) ? expression.then : expression.otherwise,
				PHASE.evaluate,
			);
		}
		const { nodes, from } = this.#operands.take(2);
		const gate = this.#gate(this.#cond, expression, nodes, from);
		if (gate === null) return;
		this.#conditionals.push(gate);
		this.#yield(expression, gate);
	}

	#invoke(expression: Call): void {
		const definition = this.#functions.get(expression.callee.name);
		if (definition === undefined) return;
		if (this.#frames.length >= MAX_CALLS) {
			return this.#fail('recursion', expression.callee.range, [
				'{0} calls itself more than {1} times deep.',
				definition.name.name,
				MAX_CALLS,
			]);
		}
		const count = expression.operands.length;
		const { nodes, from } = this.#operands.take(count);
		const names = new Map<string, number>();
		for (const [index, parameter] of definition.parameters.entries()) {
			const operand = expression.operands[index];
			const node = nodes[index];
			if (operand === undefined || node === undefined) return;
			const inner = operand.kind === 'name' ? this.#gate(this.#wire, operand, [node], [from[index] ?? -1]) : node;
			if (inner === null) return;
			names.set(parameter.name, inner);
		}
		this.#frames.push(this.#frame);
		this.#frame = { id: ++this.#framesUsed, names };
		// The body is met again when its value is there, to leave the function; the call then yields that value.
		this.#calls.push(expression);
		this.#work.push(definition.body, PHASE.leave);
		this.#work.push(definition.body, PHASE.evaluate);
	}

	#leave(body: Expression): void {
		const call = this.#calls.pop();
		const result = this.#operands.pop();
		if (call === undefined || result === null) return;
		const node = body.kind === 'name' ? this.#gate(this.#wire, body, [result.node], [result.place]) : result.node;
		if (node === null) return;
		this.#frame = this.#frames.pop() ?? { id: 0, names: new Map() };
		this.#yield(call, node);
	}

	#yield(expression: Expression, node: number): void {
		this.#operands.push(node, this.#places.add(expression, node, this.#frame.id));
	}

	#gate(code: number, expression: Expression, nodes: readonly number[], from: readonly number[]): number | null {
		const [a, b, c] = nodes;
		if (a === undefined || !this.#room(placeOf(expression))) return null;
		const gate = this.#tape.gate(code, a, b, c, this.#range(expression), this.#frame.id);
		for (const [slot, place] of from.entries())
			if (place >= 0) this.#places.consumed(place, this.#frame.id, gate, slot);
		return gate;
	}

	/** Whether one more node may be written; else the run stops here. */
	#room(range: Range): boolean {
		if (this.#tape.length >= this.#limits.elements) this.#stop(overBudget('elements', this.#limits.elements, range));
		else if (this.#tape.gateCount >= this.#limits.gates) this.#stop(overBudget('gates', this.#limits.gates, range));
		else if (this.#tape.full) this.#stop(overBudget('bytes', this.#limits.bytes, range));
		return !this.#stopped;
	}

	#range(expression: Expression): number {
		const { start, end } = expression.range;
		const operator = placeOf(expression);
		return this.#tape.ranges.intern(start, end, operator.start, operator.end);
	}

	#fail(code: string, range: Range, message: Problem['message']): void {
		this.#problems.push({ code, severity: 'error', range, message });
		this.#failed = true;
	}

	#outOfTime(expression: Expression): void {
		this.#stop(overBudget('milliseconds', this.#limits.milliseconds, placeOf(expression)));
	}

	#stop(problem: Problem): void {
		if (!this.#stopped) this.#problems.push(problem);
		this.#stopped = this.#failed = true;
	}
}
