/** The compact form that a Script is compiled to: a list of instructions for the machine, and what they refer to. */
import type { Spot } from '../sites.ts';
import type { Global } from './globals.ts';
import type { Value } from './values.ts';

/**
 * Instructions. Each takes three numbers of `Code.words`: itself, an argument, and the index of its site. The comment says what it takes from the stack →
 * what it leaves there.
 */
export const OP = {
	constant: 0, // → constants[a]
	literal: 1, // → a fresh float constants[a], placed at its site
	loadLocal: 2, // → slots[a]
	storeLocal: 3, // value →
	loadCell: 4, // → cells[a]
	storeCell: 5, // value →
	loadGlobal: 6, // → globals[a], a builtin or a value given from outside
	storeGlobal: 7, // value →
	deleteLocal: 8,
	deleteGlobal: 9,
	unary: 10, // x → op(x); a: UNARY index
	binary: 11, // x y → op(x, y); a: BINARY index
	augment: 12, // x y → op(x, y), in place where x can be changed
	compare: 13, // x y → op(x, y)
	jump: 14, // to a
	jumpIfFalse: 15, // test → ; to a where it is false
	jumpIfTrue: 16,
	jumpIfFalseOrPop: 17, // test → test to a where false, else →
	jumpIfTrueOrPop: 18,
	jumpIfNotNullOrPop: 19, // JavaScript's ??
	buildList: 20, // a items → list
	buildTuple: 21,
	buildSet: 22,
	buildDict: 23, // 2a items (key, value) → dict
	buildSlice: 24, // start stop step → slice
	append: 25, // list item → list
	extend: 26, // list iterable → list
	addToSet: 27, // set item → set
	setEntry: 28, // dict key value → dict
	mergeDict: 29, // dict mapping → dict
	call: 30, // callee a arguments → result
	callNamed: 31, // callee arguments… names-tuple → result; a: arguments in all
	callSpread: 32, // callee list dict → result
	attribute: 33, // object → object.names[a]
	setAttribute: 34, // value object →
	deleteAttribute: 35, // object →
	index: 36, // object index → object[index]
	setIndex: 37, // value object index →
	deleteIndex: 38, // object index →
	duplicate: 39, // x → x x
	duplicateTwo: 40, // x y → x y x y
	rotateTwo: 41, // x y → y x
	rotateThree: 42, // x y z → z x y
	pop: 43, // x →
	unpack: 44, // iterable → items, the first on top; a: how many
	unpackRest: 45, // iterable → items with a list at one place; a: before + 256 × after
	iterate: 46, // iterable → iterator; begins a loop (a: origin index, −1: none)
	next: 47, // iterator → iterator item, or → and to a at the end
	loopTurn: 48, // counts a turn of the innermost loop, in a frame of its own
	loopEnd: 49, // leaves the innermost loop
	loopBegin: 50, // begins a loop without iterator (a: origin index)
	makeFunction: 51, // defaults… → function; a: functions index
	makeClass: 52, // bases… body-function → class; a: classes index
	return: 53, // value →
	yield: 54, // value → what was sent
	raise: 56, // exception →
	reraise: 57, // the exception being handled
	tryBegin: 58, // errors go to a
	tryEnd: 59,
	matchException: 60, // exception type → exception bool
	endHandling: 61,
	importModule: 62, // → module names[a]
	importMember: 63, // module → module member names[a]
	importAll: 64, // module →
	format: 65, // value format → string; a: conversion (0 none, 1 r, 2 s, 3 a)
	join: 66, // a strings → string
	wire: 67, // value → value with an edge of its own, of a bare name
	conditional: 68, // test value → value, joined with the test's gate
	result: 69, // value → ; the statement's value
	bind: 70, // notes that names[a] was set by the statement; a: bindings index
	unsupported: 71, // says that constants[a] is not supported
	objectPattern: 72, // object → object value of names[a]
	ignore: 73, // notes that the statement is passed over
	checkDefined: 74, // value → value, undefined becoming the default to come: jumps to a unless undefined
	keys: 76, // object → its keys as an iterable
	construct: 77, // callee a arguments → new object
	withEnter: 79, // manager → manager value
	withExit: 80, // manager →, or where a is 1: exception manager → exception bool (whether it was taken care of)
	nextFrom: 81, // like next; at the end leaves what the generator returned
	number: 82, // → constants[a], a whole number that stands at its site
	loadName: 83, // in the body of a class: → names[a], of the class, else the program's
	storeName: 84, // value →
	deleteName: 85,
	comprehend: 86, // iterable function → what the comprehension makes; a: 1 for a generator
	declare: 87, // notes that names[a] is declared in the body of a class
	rotateFour: 88, // w x y z → z w x y
	superOf: 89, // → what `super` is in the method that runs
	member: 90, // function → what a class keeps as a: 0 a getter, 1 a setter, 2 static; with names of the site
	toNumber: 93, // value → the number that ++ and -- of JavaScript take it for
	typeOfName: 92, // → what globals[a] is in JavaScript, 'undefined' where there is none
	single: 94, // value → value, of several results of a function of MATLAB the first
	freshCell: 91, // cells[a] becomes a new one with the same value: functions made before keep the old one
} as const;

export const UNARY = ['-', '+', '~', 'not', 'typeof', "'"] as const;
export const BINARY = [
	'+',
	'-',
	'*',
	'/',
	'//',
	'%',
	'**',
	'@',
	'<<',
	'>>',
	'>>>',
	'&',
	'|',
	'^',
	'\\',
	'@+',
	'@-',
	'@/',
	'@\\',
	'@**',
] as const;
export const COMPARE = [
	'<',
	'<=',
	'>',
	'>=',
	'==',
	'!=',
	'===',
	'!==',
	'is',
	'is not',
	'in',
	'not in',
	'instanceof',
] as const;

export interface ParameterCode {
	readonly name: string;
	readonly kind: 'positional' | 'keyword-only' | 'rest' | 'rest-keyword';
	/** Where it is kept: a slot, or a cell where an inner function sees it. */
	readonly slot: number;
	readonly cell: boolean;
	readonly hasDefault: boolean;
}

/** A compiled function, class body, statement of the program. */
export interface Code {
	readonly name: string;
	readonly words: Int32Array;
	readonly constants: readonly Value[];
	readonly names: readonly string[];
	readonly sites: readonly Spot[];
	readonly globals: readonly Global[];
	readonly parameters: readonly ParameterCode[];
	/** All parameters are positional, and kept in slots: 0, 1, 2 … */
	readonly simple: boolean;
	readonly slots: number;
	/** Cells of its own; behind them come those it was given, `free` of them. */
	readonly cells: number;
	readonly free: number;
	readonly functions: readonly FunctionCode[];
	readonly bindings: readonly BindingCode[];
	readonly generator: boolean;
	/** Names of local variables by slot, of cells, and whether names assigned are a class's attributes. */
	readonly isClass: boolean;
	/** The dialect is the whole Script's. */
	readonly javascript: boolean;
	/** Where a function of JavaScript keeps its `this`; null for one that has none of its own. */
	readonly thisPlace: { readonly slot: number; readonly cell: boolean } | null;
}

/** A function that code makes: how its cells are found in the code that makes it. */
export interface FunctionCode {
	readonly code: Code;
	/** For each free cell the maker's own (index ≥ 0) or the maker's free one (~index). */
	readonly captures: readonly number[];
	/** Indices of the parameters whose defaults are on the stack. */
	readonly defaults: readonly number[];
}

/** An assignment in the text: which name, and where it stands. */
export interface BindingCode {
	readonly name: string;
	readonly site: Spot;
	/** The value is written as a number, its sign included. */
	readonly literal: boolean;
}
