/** Evaluates what a user types about the values and gradients of a run at a position: console, watches, hovers, conditions and log messages. */
import { quantityOf } from '../../core/quantity.ts';
import { scalarTensor, type Tensor } from '../../core/tensor/tensor.ts';
import { Texts } from '../../lang/elsewhere.ts';
import type { Limits, Text } from '../../protocol.ts';
import type { Evaluated, EvaluateOptions, ExpressionAnswer, NotEvaluated, ValueKind } from '../../protocol-debug.ts';
import { Budget } from '../../run/budget.ts';
import { createLibrary } from '../../run/numpy/index.ts';
import { Definitions, type Defining } from '../../run/script/definitions.ts';
import { ExpressionRun } from '../../run/script/expression.ts';
import { Files, type FileFinder } from '../../run/script/files.ts';
import { javascriptBuiltins } from '../../run/script/javascript.ts';
import { ALIASES } from '../../run/script/known-names.ts';
import { numberOf, type Value } from '../../run/script/values.ts';
import type { Site } from '../../run/sites.ts';
import type { Ran } from '../unit-run.ts';
import { windowOf } from '../windows.ts';
import { definitionIn, definitionsOf, functionNames } from './definitions.ts';
import { derivativeFunctions, gradientOf } from './derivatives.ts';
import { gateValue } from './gate-values.ts';
import { Names, type Moment } from './names.ts';
import { Objects } from './objects.ts';
import { pickedFrom } from './picks.ts';
import { readExpression, type Notation, type ReadExpression } from './reading.ts';
import { Scope } from './scope.ts';
import { functionNamed } from './vocabulary.ts';

/** Characters of a value's text at most, and items of a list that are told one by one. */
const MOST_TEXT = 20_000;
const MOST_ITEMS = 100;

/** A value with the scope it was made in. */
export interface Outcome {
	readonly value: Value;
	readonly scope: Scope;
}

/** What a question may use, how it is told that nobody waits for its answer, and the files that a program may import. */
export interface Means {
	readonly limits: Limits;
	readonly cancelled: () => boolean;
	readonly files?: FileFinder | null;
}

const UNCALLED = (name: string): Text => [
	'{0} is a function of the program: functions of this language are not called from here',
	name,
];

export class Evaluator {
	readonly ran: Ran;
	readonly names: Names;
	readonly #notation: Notation;
	readonly #defining: Defining | null;
	readonly #read = new Map<string, ReadExpression | NotEvaluated>();

	constructor(ran: Ran) {
		this.ran = ran;
		this.names = new Names(ran);
		const { notation } = ran.unit;
		this.#notation = {
			mathematics: notation !== 'python' && notation !== 'javascript',
			javascript: notation === 'javascript',
			spellings: this.names.spellings(),
			functions: functionNames(ran),
		};
		this.#defining = definitionsOf(ran, this.#notation);
	}

	/** Never throws on an expression, whatever it is; throws `Cancelled`. */
	evaluate(expression: string, at: EvaluateOptions & { readonly position: number }, budget: Budget): ExpressionAnswer {
		const outcome = this.value(expression, this.names.moment(at.position, at.node, at.frame), budget);
		return 'scope' in outcome ? this.#told(outcome, at) : outcome;
	}

	/** Whether a condition holds; a gradient that has not arrived makes it not hold. */
	holds(expression: string, moment: Moment, budget: Budget): boolean | NotEvaluated {
		const outcome = this.value(expression, moment, budget);
		// Names are not there from the beginning: a condition on them does not hold until they are.
		if (!('scope' in outcome)) return outcome.problem === 'no-value-yet' ? false : outcome;
		const { scope, value } = outcome;
		if (scope.arrival === 'none') return false;
		try {
			return scope.run.machine.services.truthy(value);
		} catch (error) {
			return this.#blamed(scope, error, expression);
		}
	}

	/** What is wrong with an expression as it is written; null where nothing is. */
	check(expression: string): NotEvaluated | null {
		const read = this.#reading(expression);
		return 'script' in read ? null : read;
	}

	value(expression: string, moment: Moment, budget: Budget): Outcome | NotEvaluated {
		const read = this.#reading(expression);
		if (!('script' in read)) return read;
		const scope = new Scope(this.ran, this.names, moment, read.aliases);
		const library = createLibrary({ gradient: (call, value) => gradientOf(scope, call, value) });
		const derivatives = derivativeFunctions(scope);
		const definitions = this.#defining === null ? null : new Definitions(this.#defining);
		/** A name in one of the program's functions: what it is there. */
		const ofProgram = (name: string, site: Site): Value | undefined => {
			const module = ALIASES.get(name);
			return (
				scope.outside(name, site) ??
				definitions?.find(run.machine, name) ??
				run.typeNamed(name) ??
				run.exceptions.get(name) ??
				(this.#notation.javascript ? javascriptBuiltins().get(name) : undefined) ??
				(module === undefined ? undefined : (library.module(module) ?? undefined))
			);
		};
		const own = (name: string): Value | undefined => {
			if (definitions === null && definitionIn(this.ran, name) !== undefined)
				return run.refuse('not-callable', UNCALLED(name), run.recorder.site.range);
			return definitions?.find(run.machine, name);
		};
		const run = new ExpressionRun({
			budget,
			library,
			files: budget.files === null ? null : new Files(budget.files, new Texts(this.ran.document)),
			javascript: read.script.dialect === 'javascript',
			resolve: (name, site, apart) =>
				apart
					? ofProgram(name, site)
					: (scope.variable(name, site) ??
						derivatives.get(name) ??
						own(name) ??
						gateValue(scope, name, site) ??
						gradientNamed(scope, run, name, site) ??
						functionNamed(name, library, run.typeNamed(name)) ??
						(this.#notation.javascript ? javascriptBuiltins().get(name) : undefined)),
		});
		scope.run = run;
		if (definitions !== null)
			scope.objects = new Objects(scope, (name) => definitions.find(run.machine, name) ?? run.typeNamed(name));
		const outcome = run.run(read.script, ({ start, end }) => read.text.slice(start, end));
		if ('value' in outcome) return { value: outcome.value, scope };
		const { code, message, range } = outcome.problem;
		return { problem: code, message, range: read.place(range) };
	}

	#reading(expression: string): ReadExpression | NotEvaluated {
		let read = this.#read.get(expression);
		if (read === undefined) {
			if (this.#read.size > 500) this.#read.clear();
			this.#read.set(expression, (read = readExpression(expression, this.#notation)));
		}
		return read;
	}

	#told(outcome: Outcome, at: EvaluateOptions): ExpressionAnswer {
		const { scope, value } = outcome;
		const tensor = tensorOf(outcome);
		const origin = scope.origins.get(scope.nodeOf(value));
		const from = pickedFrom(scope, scope.run.recorder.tape, value)?.origin;
		const { tape } = this.ran.trace;
		const items = value.kind === 'list' || value.kind === 'tuple' ? value.items.slice(0, MOST_ITEMS) : undefined;
		const told: Evaluated = {
			text: textOf(outcome),
			kind: kindOf(value),
			notes: scope.notes,
			...(tensor !== null && { value: quantityOf(tensor) }),
			...(origin !== undefined && { node: origin.node, side: origin.side }),
			...(scope.arrival !== null && { arrival: scope.arrival }),
			...(tensor !== null &&
				tensor.shape.length > 0 &&
				at.window !== undefined && { window: windowOf(tensor, { ...at.window, node: 0 }) }),
			...(items !== undefined && { items: items.map((item) => textOf({ value: item, scope })) }),
			...(from?.side === 'value' && tape.isInput(from.node) && { assignable: true }),
		};
		return told;
	}

	#blamed(scope: Scope, error: unknown, expression: string): NotEvaluated {
		const problem = scope.run.problemOf(error);
		return { problem: problem.code, message: problem.message, range: { start: 0, end: expression.length } };
	}
}

/** `dW` is the gradient of W where there is no variable of that name. */
function gradientNamed(
	scope: Scope,
	run: ExpressionRun,
	name: string,
	site: Parameters<Scope['variable']>[1],
): Value | undefined {
	if (!/^d./su.test(name)) return undefined;
	const variable = scope.variable(name.slice(1), site);
	return variable === undefined || scope.nodeOf(variable) < 0
		? undefined
		: gradientOf(scope, run.machine.services, variable);
}

/** A number or an array as a tensor; null for anything else. */
export function tensorOf({ scope, value }: Outcome): Tensor | null {
	const number = numberOf(value);
	if (number !== undefined)
		return scalarTensor(number, value.kind === 'float' ? 'float64' : value.kind === 'bool' ? 'bool' : 'int64');
	if (value.kind !== 'array') return null;
	const { recorder } = scope.run;
	return recorder.tape.tensor(recorder.node(value));
}

function kindOf(value: Value): ValueKind {
	switch (value.kind) {
		case 'int':
		case 'float':
			return 'number';
		case 'bool':
			return 'truth';
		case 'array':
			return 'array';
		case 'str':
			return 'text';
		case 'list':
		case 'tuple':
		case 'dict':
		case 'set':
		case 'range':
			return 'list';
		case 'none':
		case 'undefined':
		case 'nothing':
			return 'nothing';
		default:
			return 'other';
	}
}

function textOf({ scope, value }: Outcome): string {
	const { machine } = scope.run;
	let text: string;
	if (value.kind === 'float' && !machine.javascript)
		text =
			Number.isInteger(value.value) && Math.abs(value.value) < 1e16
				? String(value.value)
				: machine.services.repr(value);
	else if (value.kind === 'module' || value.kind === 'builtin') text = value.name;
	else text = value.kind === 'array' ? machine.services.string(value) : machine.services.repr(value);
	return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)}…`;
}

/** The time that one expression may take: a part of what a run may. */
export function expressionBudget({ limits, cancelled, files = null }: Means): Budget {
	return new Budget({ ...limits, milliseconds: Math.min(limits.milliseconds, 1000) }, cancelled, files);
}
