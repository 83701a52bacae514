/** What is done for each request once a program is being debugged: one entry a request. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { isEvaluated } from '../protocol-debug.ts';
import type { GatePlace, StackLevel } from '../protocol-stack.ts';
import type { Arguments } from './arguments.ts';
import { dataId, pathOf } from './breakpoints.ts';
import type { Breakpoint } from './breakpoints.ts';
import { THREAD } from './debuggee.ts';
import type { Debuggee } from './debuggee.ts';
import { exceptionInfo } from './exceptions.ts';
import type { DebugHost } from './host.ts';
import { readLaunch } from './launch.ts';
import type { Counting } from './positions.ts';
import { Refusal } from './refusal.ts';
import { assign, assignmentIn, completions, evaluate } from './values.ts';
import type { Level } from './values.ts';

interface Request {
	readonly debuggee: Debuggee;
	readonly args: Arguments;
	readonly host: DebugHost;
	readonly counting: Counting;
	/** Sends the response. Movement is answered before it begins. */
	readonly done: (body?: object) => void;
	/** Says that everything shown is to be asked for again. */
	readonly invalidated: () => void;
}

type Handler = (request: Request) => void | Promise<void>;

/** Levels of the stack that are answered where a client does not say how many. */
const MOST_LEVELS = 1000;

const enter: Handler = ({ debuggee, done }) => {
	done();
	debuggee.enter();
};

/** The configuration may have been edited meanwhile: where it is entered follows it, the program stays the one that is being debugged. */
const restart: Handler = ({ args, debuggee, done }) => {
	const edited = args.optionalPart('arguments');
	if (edited !== undefined) debuggee.launch = readLaunch(edited);
	done();
	debuggee.restart();
};

export const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
	['configurationDone', enter],
	['restart', restart],
	['threads', ({ debuggee, done }) => done({ threads: [{ id: THREAD, name: debuggee.session.info.unit.target }] })],
	[
		'next',
		move((debuggee, line, done) => (line === 'gate' ? debuggee.step(1, done) : debuggee.seek({ to: 'over' }, done))),
	],
	[
		'stepIn',
		move((debuggee, line, done) =>
			line === 'line' ? debuggee.seek({ to: 'next-line' }, done) : debuggee.step(1, done),
		),
	],
	['stepOut', move((debuggee, _, done) => debuggee.stepOut(done))],
	[
		'stepBack',
		move((debuggee, line, done) =>
			line === 'line' ? debuggee.seek({ to: 'previous-line' }, done) : debuggee.step(-1, done),
		),
	],
	[
		'continue',
		({ debuggee, args, host, done }) => {
			thread({ args, host });
			debuggee.run(1, () => done({ allThreadsContinued: true }));
		},
	],
	[
		'reverseContinue',
		({ debuggee, args, host, done }) => {
			thread({ args, host });
			debuggee.run(-1, () => done());
		},
	],
	[
		'pause',
		({ debuggee, args, host, done }) => {
			thread({ args, host });
			done();
			debuggee.pause();
		},
	],
	['stackTrace', stackTrace],
	['scopes', scopes],
	['variables', variables],
	['evaluate', evaluated],
	[
		'completions',
		async ({ debuggee, args, counting, done }) => done(await completions(debuggee, args, levelOf(args), counting)),
	],
	['setVariable', setVariable],
	['setExpression', setExpression],
	['setBreakpoints', setBreakpoints],
	[
		'setFunctionBreakpoints',
		({ debuggee, args, done }) => verified(debuggee, debuggee.breakpoints.functions(args), done),
	],
	['setDataBreakpoints', ({ debuggee, args, done }) => verified(debuggee, debuggee.breakpoints.data(args), done)],
	[
		'setExceptionBreakpoints',
		({ debuggee, args, done }) => verified(debuggee, debuggee.breakpoints.exceptions(args), done),
	],
	['dataBreakpointInfo', dataBreakpointInfo],
	['breakpointLocations', breakpointLocations],
	['gotoTargets', gotoTargets],
	['goto', goto],
	[
		'exceptionInfo',
		({ debuggee, args, host, done }) => {
			thread({ args, host });
			const { finding, session } = debuggee;
			if (finding === null) throw new Refusal(host.t('The program has not stopped at a finding.'));
			done(exceptionInfo(finding, session.view.active?.text ?? '', host.t));
		},
	],
]);

/** Requests about the thread need not name it; there is no other. */
function thread({ args, host }: Pick<Request, 'args' | 'host'>): void {
	const id = args.optionalWhole('threadId') ?? THREAD;
	if (id !== THREAD) throw new Refusal(host.t('There is no thread {0}.', id));
}

function move(to: (debuggee: Debuggee, size: 'line' | 'gate' | undefined, done: () => void) => void): Handler {
	return ({ debuggee, args, host, done }) => {
		thread({ args, host });
		const granularity = args.word('granularity', ['statement', 'line', 'instruction']);
		to(debuggee, granularity === 'instruction' ? 'gate' : granularity === 'line' ? 'line' : undefined, () => done());
	};
}

async function stackTrace({ debuggee, args, host, done }: Request): Promise<void> {
	thread({ args, host });
	const start = args.optionalWhole('startFrame') ?? 0;
	const count = Math.min(args.optionalWhole('levels') || MOST_LEVELS, MOST_LEVELS);
	const { total, levels } = await debuggee.session.stack(start, count);
	const stackFrames: DebugProtocol.StackFrame[] = [];
	for (const [index, level] of levels.entries()) {
		const { elsewhere, range } = level;
		const there = elsewhere === undefined ? null : await debuggee.textAt(elsewhere.uri);
		stackFrames.push({
			id: frameId(level),
			name: levelName(level, start + index, debuggee, host),
			// What cannot be read stands at what leads there.
			...(elsewhere === undefined || there === null
				? { source: debuggee.source(), ...debuggee.positions.locate(range) }
				: { source: debuggee.source(elsewhere.uri), ...there.positions.locate(elsewhere.range) }),
		});
	}
	done({ stackFrames, totalFrames: total });
}

/** A level's frame on the tape is its id: 0 means none to a client. */
function frameId({ frame }: StackLevel): number {
	return frame + 1;
}

function levelOf(args: Arguments): Level {
	const id = args.optionalWhole('frameId');
	return id === undefined || id === 0 ? {} : { frame: id - 1 };
}

function levelName({ kind, label, index }: StackLevel, depth: number, debuggee: Debuggee, { t }: DebugHost): string {
	// A loop goes by its first characters, and those may end in a colon or a brace.
	const loop = label.replace(/\s*[:{]\s*$/, '');
	const name =
		kind === 'iteration'
			? t('{0} · iteration {1}', loop, index + 1)
			: kind === 'call'
				? t('{0} · call {1}', label, index + 1)
				: label;
	return depth === 0 ? `${name} · ${debuggee.whereabouts()}` : name;
}

function scopes({ debuggee, args, host, done }: Request): void {
	args.whole('frameId');
	const level = levelOf(args);
	const { handles, scopes: make, session } = debuggee;
	const { t } = host;
	const ask = () => session.variables(level.frame);
	const scope = (name: string, container: Parameters<typeof handles.add>[0], hint?: string): DebugProtocol.Scope => ({
		name,
		variablesReference: handles.add(container),
		expensive: false,
		...(hint !== undefined && { presentationHint: hint }),
	});
	done({
		scopes: [
			scope(t('Gate'), make.gate()),
			scope(t('Values'), make.values(ask), 'locals'),
			scope(t('Gradients'), make.gradients(ask)),
			scope(t('Inputs'), make.inputs(), 'arguments'),
		],
	});
}

async function variables({ debuggee, args, done }: Request): Promise<void> {
	const filter = args.word('filter', ['named', 'indexed']);
	const { handles } = debuggee;
	const reference = args.whole('variablesReference');
	const entries = await handles.list(
		reference,
		filter,
		args.optionalWhole('start') ?? 0,
		args.optionalWhole('count') ?? 0,
	);
	done({ variables: entries.map((entry) => handles.variable(entry)) });
}

async function evaluated({ debuggee, args, host, done, invalidated }: Request): Promise<void> {
	const level = levelOf(args);
	const change = assignmentIn(args);
	if (change === null) return done(await evaluate(debuggee, args, level, host.t));
	const { value: result, ...now } = await assign(debuggee, change.expression, change.value, level, host.t);
	done({ variablesReference: 0, ...now, result });
	invalidated();
}

async function setVariable({ debuggee, args, host, done, invalidated }: Request): Promise<void> {
	const name = args.text('name');
	const { assign: expression } = await debuggee.handles.entry(args.whole('variablesReference'), name);
	if (expression === undefined)
		throw new Refusal(host.t('Only inputs can be given another value; {0} is computed.', name));
	done(await assign(debuggee, expression, args.text('value'), {}, host.t));
	invalidated();
}

async function setExpression({ debuggee, args, host, done, invalidated }: Request): Promise<void> {
	done(await assign(debuggee, args.text('expression'), args.text('value'), levelOf(args), host.t));
	invalidated();
}

async function setBreakpoints({ debuggee, args, host, done }: Request): Promise<void> {
	const uri = host.uriOf(pathOf(args, host.t));
	const there = await debuggee.textAt(uri);
	const beside = uri !== debuggee.session.uri;
	return verified(debuggee, debuggee.breakpoints.source(uri, there?.positions ?? null, beside, args), done);
}

async function verified(debuggee: Debuggee, some: readonly Breakpoint[], done: (body: object) => void): Promise<void> {
	done({ breakpoints: await debuggee.breakpoints.verified(some, debuggee.session, debuggee.positionsOf) });
}

async function dataBreakpointInfo({ debuggee, args, host, done }: Request): Promise<void> {
	const name = args.text('name');
	const reference = args.optionalWhole('variablesReference');
	const none = { dataId: null, description: host.t('There is no gradient of this.') };
	if (reference === undefined || reference === 0) {
		const level = levelOf(args);
		const { names } = await debuggee.session.variables(level.frame);
		const known = names.find((each) => each.name === name);
		if (known !== undefined)
			return done(known.node === null || !known.reached ? none : watchable(host, name, { name, node: known.node }));
		// `grad(x)`, `(x)`: what is one of the program's own values, or the gradient of one.
		const told = await debuggee.session.evaluate(name, level);
		if (!isEvaluated(told) || told.node === undefined) return done(none);
		const variable = names.find((each) => each.node === told.node)?.name;
		return done(
			watchable(host, variable ?? name, { node: told.node, ...(variable !== undefined && { name: variable }) }),
		);
	}
	const { watch } = await debuggee.handles.entry(reference, name);
	done(watch === undefined ? none : watchable(host, name, watch));
}

function watchable({ t }: DebugHost, name: string, watched: { readonly node: number; readonly name?: string }): object {
	const description = t('gradient of {0} changes', name);
	return { dataId: dataId(watched), description, accessTypes: ['write'], canPersist: watched.name !== undefined };
}

async function breakpointLocations({ debuggee, args, host, done }: Request): Promise<void> {
	const line = args.whole('line');
	const uri = host.uriOf(pathOf(args, host.t));
	const there = await debuggee.textAt(uri);
	if (there === null) return done({ breakpoints: [] });
	const { positions } = there;
	const lines = positions.lineRange(line, args.optionalWhole('endLine') ?? line);
	const [column, endColumn] = [args.optionalWhole('column'), args.optionalWhole('endColumn')];
	const start = column === undefined ? lines.start : positions.offset(line, column);
	const end = endColumn === undefined ? lines.end : positions.offset(args.optionalWhole('endLine') ?? line, endColumn);
	const places = await debuggee.session.gates({ start, end: Math.max(start, end) }, uri);
	// A breakpoint stands at an operator's characters: those mean one expression and no other.
	done({ breakpoints: places.map(({ operator }) => positions.locate(operator)) });
}

async function gotoTargets({ debuggee, args, host, done }: Request): Promise<void> {
	const line = args.whole('line');
	const uri = host.uriOf(pathOf(args, host.t));
	const there = await debuggee.textAt(uri);
	if (there === null) return done({ targets: [] });
	const { positions } = there;
	const places = await debuggee.session.gates(positions.lineRange(line), uri);
	const column = args.optionalWhole('column');
	const at = column === undefined ? null : positions.offset(line, column);
	const around = places.filter(({ range }) => at !== null && range.start <= at && at <= range.end);
	const meant = around.length > 0 ? [around.reduce(smaller)] : places;
	done({
		targets: meant.flatMap((place) => {
			const { range, forward, backward } = place;
			const text = there.text.slice(range.start, range.end).replace(/\s+/g, ' ');
			const target = (position: number | null, label: string): DebugProtocol.GotoTarget[] =>
				position === null ? [] : [{ id: position, label, ...positions.locate(range) }];
			return [...target(forward, host.t('{0}: forward', text)), ...target(backward, host.t('{0}: backward', text))];
		}),
	});
}

function smaller(a: GatePlace, b: GatePlace): GatePlace {
	return b.range.end - b.range.start < a.range.end - a.range.start ? b : a;
}

function goto({ debuggee, args, host, done }: Request): void {
	thread({ args, host });
	const position = args.whole('targetId');
	if (position > debuggee.session.lastPosition) throw new Refusal(host.t('There is no such place to jump to.'));
	debuggee.goTo(position, () => done());
}
