/**
 * What compiling one code works on. The work is a list of tasks and never recurses over the text: a sum of 100,000 terms is a tree as deep.
 */
import type { Expr, LambdaExpr, Parameter, Stmt, Target } from '../../lang/script.ts';
import type { Range } from '../../protocol.ts';
import type { Frames } from '../frames.ts';
import type { Site, Spot } from '../sites.ts';
import { OP, type Code, type ParameterCode } from './code.ts';
import { Emitter } from './emitter.ts';
import type { Globals } from './globals.ts';
import { functionSource, type Scope } from './scopes.ts';
import { analyse } from './scopes.ts';

export type Task = () => void;

/** A loop that `break` and `continue` leave, or a protected block that a jump out of has to take down first. */
export type Surrounding =
	| {
			readonly kind: 'loop';
			readonly breaks: number[];
			readonly next: { at: number; jumps: number[] };
			readonly iterator: boolean;
			readonly label: string | undefined;
	  }
	| { readonly kind: 'try' }
	| { readonly kind: 'handler' }
	/** What runs while an exception waits on the stack to be raised again. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'finally'; readonly body: readonly Stmt[] }
	| { readonly kind: 'with'; readonly site: Site; readonly slot: number };

/** How a function is called and what it is beside its parameters and body. */
export interface Making {
	readonly name: string;
	readonly generator: boolean;
	readonly ownThis?: boolean;
}

/** What compiles each kind of node: handed in, since expressions hold functions, functions statements, and statements expressions. */
export interface Rules {
	readonly expression: (c: Context, e: Expr) => void;
	readonly statement: (c: Context, s: Stmt) => void;
	readonly target: (c: Context, target: Target, binds: boolean, literal: boolean) => void;
	readonly makeFunction: (c: Context, node: LambdaExpr | Extract<Stmt, { kind: 'define' }>, making: Making) => void;
	readonly makeClass: (c: Context, node: Extract<Stmt, { kind: 'class' }>) => void;
}

/** What all codes of a program share. */
export interface Compilation {
	readonly rules: Rules;
	readonly javascript: boolean;
	/** A call answers with the first of several results unless more are asked for, as in MATLAB. */
	readonly single: boolean;
	readonly frames: Frames;
	readonly text: (range: Range) => string;
	/** Makes a site known to the run. */
	readonly spot: (site: Site) => Spot;
	readonly globals: Globals;
}

export class Context {
	readonly shared: Compilation;
	readonly scope: Scope;
	readonly emitter: Emitter;
	readonly name: string;
	/** Codes of inner functions that are still to be compiled. */
	readonly surroundings: Surrounding[] = [];
	#tasks: Task[] = [];
	readonly #slots = new Map<string, number>();
	/** Names of a comprehension, which hide all others while it is compiled. */
	readonly hidden: Map<string, number>[] = [];
	/** Where the arrays are kept whose subscripts are compiled: what `end` speaks of. */
	readonly ends: number[] = [];
	#slotCount = 0;

	constructor(shared: Compilation, scope: Scope, name: string) {
		this.shared = shared;
		this.emitter = new Emitter(shared.spot, shared.globals);
		this.scope = scope;
		this.name = name;
	}

	/** Does these things next, in this order, before anything that waits already. Lists are given as they are: the host's stack has no room for a long one. */
	then(...tasks: (Task | readonly Task[])[]): void {
		for (let k = tasks.length - 1; k >= 0; k--) {
			const next = tasks[k]!;
			if (typeof next === 'function') this.#tasks.push(next);
			else for (let each = next.length - 1; each >= 0; each--) this.#tasks.push(next[each]!);
		}
	}

	/** A task that compiles an expression. */
	expression(e: Expr): Task {
		return () => this.shared.rules.expression(this, e);
	}

	statements(body: readonly Stmt[]): Task[] {
		const task = (statement: Stmt): Task => {
			return () => this.shared.rules.statement(this, statement);
		};
		if (!this.shared.javascript) return body.map(task);
		// Functions are there from the beginning of their block.
		const early = body.filter(({ kind }) => kind === 'define');
		return [...early, ...body.filter(({ kind }) => kind !== 'define')].map(task);
	}

	/** Gives names that functions see new cells, so that each turn of a loop of JavaScript has variables of its own. */
	renew(names: readonly string[], site: Site): void {
		for (const name of names) {
			const place = this.placeOf(name);
			if (place.kind === 'cell' && place.index < this.scope.cells.length) this.emit(OP.freshCell, place.index, site);
		}
	}

	/**
	 * A task that takes the value on top of the stack into a target. `binds` notes names that are set, for the chips and claims that speak of them; `literal`
	 * says that the value is written as a number.
	 */
	target(target: Target, binds: boolean, literal = false): Task {
		return () => this.shared.rules.target(this, target, binds, literal);
	}

	/** A task that assigns as JavaScript does: where to is found out before the value is. Leaves nothing, or with `kept` the value. */
	assignBehind(target: Extract<Target, { kind: 'index' | 'attribute' }>, value: Expr, kept = false): Task {
		const wire: Task = () => {
			if (value.kind === 'name') this.emit(OP.wire, 0, value);
			if (!kept) return;
			this.emit(OP.duplicate, 0, value);
			this.emit(target.kind === 'index' ? OP.rotateFour : OP.rotateThree, 0, value);
		};
		if (target.kind === 'attribute')
			return () =>
				this.then(this.expression(target.object), this.expression(value), wire, () => {
					this.emit(OP.rotateTwo, 0, target);
					this.emit(OP.setAttribute, this.emitter.name(target.name), target);
				});
		return () =>
			this.then(this.expression(target.object), this.expression(target.index), this.expression(value), wire, () => {
				this.emit(OP.rotateThree, 0, target);
				this.emit(OP.setIndex, 0, target);
			});
	}

	/** Tasks that compile the subscripts of what is on top of the stack; an `end` in them speaks of it. */
	subscripts(of: Expr & { readonly ends?: boolean }, tasks: readonly Task[]): Task[] {
		if (of.ends !== true) return [...tasks];
		const slot = this.temporary();
		return [
			() => {
				this.emit(OP.duplicate, 0, of);
				this.emit(OP.storeLocal, slot, of);
				this.ends.push(slot);
			},
			...tasks,
			() => void this.ends.pop(),
		];
	}

	/** Leaves a function on the stack, its defaults evaluated before. */
	makeFunction(node: LambdaExpr | Extract<Stmt, { kind: 'define' }>, making: Making): void {
		this.shared.rules.makeFunction(this, node, making);
	}

	makeClass(node: Extract<Stmt, { kind: 'class' }>): void {
		this.shared.rules.makeClass(this, node);
	}

	/** Works all tasks off. */
	run(): void {
		for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) task();
	}

	emit(op: number, argument: number, site: Site): number {
		return this.emitter.emit(op, argument, site);
	}

	/** A slot that no name of the text has. */
	temporary(): number {
		return this.#slotCount++;
	}

	slotOf(name: string): number {
		let slot = this.#slots.get(name);
		if (slot === undefined) this.#slots.set(name, (slot = this.#slotCount++));
		return slot;
	}

	get slots(): number {
		return this.#slotCount;
	}

	/** Where a name is kept. */
	placeOf(name: string): { readonly kind: 'local' | 'cell' | 'global' | 'name'; readonly index: number } {
		for (let k = this.hidden.length - 1; k >= 0; k--) {
			const slot = this.hidden[k]!.get(name);
			if (slot !== undefined) return { kind: 'local', index: slot };
		}
		const { scope } = this;
		if (scope.kind === 'function' && !scope.globals.has(name)) {
			const cell = scope.cells.indexOf(name);
			if (cell >= 0) return { kind: 'cell', index: cell };
			const free = scope.free.indexOf(name);
			if (free >= 0 && (!scope.locals.has(name) || scope.nonlocals.has(name)))
				return { kind: 'cell', index: scope.cells.length + free };
			if (scope.locals.has(name)) return { kind: 'local', index: this.slotOf(name) };
		} else if (scope.kind === 'class') {
			if (scope.locals.has(name)) return { kind: 'name', index: this.emitter.name(name) };
			const free = scope.free.indexOf(name);
			if (free >= 0) return { kind: 'cell', index: scope.cells.length + free };
		}
		return { kind: 'global', index: this.emitter.global(name) };
	}

	load(name: string, site: Site): void {
		const place = this.placeOf(name);
		const op = { local: OP.loadLocal, cell: OP.loadCell, global: OP.loadGlobal, name: OP.loadName }[place.kind];
		this.emit(op, place.index, site);
	}

	/** Loads what is the program's own or a builtin, whatever names of functions say. */
	loadGlobal(name: string, site: Site): void {
		this.emit(OP.loadGlobal, this.emitter.global(name), site);
	}

	store(name: string, site: Site): void {
		const place = this.placeOf(name);
		const op = { local: OP.storeLocal, cell: OP.storeCell, global: OP.storeGlobal, name: OP.storeName }[place.kind];
		this.emit(op, place.index, site);
	}

	/** The finished code. */
	finish(parameters: readonly ParameterCode[], options: { generator: boolean; thisPlace?: Code['thisPlace'] }): Code {
		const { words, constants, names, sites, globals, functions, bindings } = this.emitter;
		return {
			name: this.name,
			words: Int32Array.from(words),
			constants,
			names,
			sites,
			globals,
			functions,
			bindings,
			parameters,
			simple:
				!this.shared.javascript &&
				parameters.every(({ kind, cell, slot }, index) => kind === 'positional' && !cell && slot === index),
			slots: this.slots,
			cells: this.scope.kind === 'function' ? this.scope.cells.length : 0,
			free: this.scope.kind === 'module' ? 0 : this.scope.free.length,
			generator: options.generator,
			isClass: this.scope.kind === 'class',
			javascript: this.shared.javascript,
			thisPlace: options.thisPlace ?? null,
		};
	}

	/** For each free cell of an inner scope, where it is found here. */
	captures(inner: Scope): number[] {
		return inner.free.map((name) => {
			const own = this.scope.kind === 'function' ? this.scope.cells.indexOf(name) : -1;
			return own >= 0 ? own : ~this.scope.free.indexOf(name);
		});
	}

	/** The scope of a function, lambda or class in this code; one that no analysis met (a default's lambda in a pattern) is analysed now. */
	scopeOf(node: object, parameters: readonly Parameter[], body: Expr | readonly Stmt[]): Scope {
		return (
			this.scope.inner.get(node) ?? analyse(functionSource(parameters, body, { javascript: this.shared.javascript }))
		);
	}
}
