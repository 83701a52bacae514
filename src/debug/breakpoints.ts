/** Every breakpoint a client has set, as the stops that the engine searches for, and what it says of each: whether it can be reached, and where. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Text } from '../protocol.ts';
import { HEALTH_FILTERS, type Pass, type Stop, type StopCheck } from '../protocol-debug.ts';
import type { Session } from '../session/session.ts';
import type { Arguments } from './arguments.ts';
import type { Translate } from './host.ts';
import type { Located, Positions } from './positions.ts';
import { Refusal } from './refusal.ts';

/** Lines and columns of another text that the program takes from; absent: of the document. */
type PositionsOf = (uri?: string) => Positions;

/** Requests replace all breakpoints of their kind (of a source: of that source). */
type Kind = `source ${string}` | 'function' | 'data' | 'exception';

export interface Breakpoint {
	readonly id: number;
	readonly kind: Kind;
	readonly stop: Stop | null;
	readonly message?: string;
	/** The place as it was asked for. */
	readonly wanted?: { readonly line: number; readonly column?: number };
}

/** One that can stop. */
export type Active = Breakpoint & { readonly stop: Stop };

/** The passes that a breakpoint of a line or column may be meant for. */
const MODES: readonly ('both' | Pass)[] = ['both', 'forward', 'backward'];

export function breakpointModes(t: Translate): DebugProtocol.BreakpointMode[] {
	const labels = { both: t('Both passes'), forward: t('Forward pass'), backward: t('Backward pass') };
	return MODES.map((mode) => ({ mode, label: labels[mode], appliesTo: ['source'] }));
}

export class Breakpoints {
	readonly #t: Translate;
	#all: readonly Breakpoint[] = [];
	#next = 1;
	/** What was last said of each, so that only changes are told. */
	readonly #said = new Map<number, string>();

	constructor(t: Translate) {
		this.#t = t;
	}

	/** Those that can stop, in the order in which they were set. */
	active(): readonly Active[] {
		return this.#all.flatMap((each) => (each.stop === null ? [] : [{ ...each, stop: each.stop }]));
	}

	/** Breakpoints of lines and columns of one source: with `positions` of a text that the program takes from; `beside` where that is not its own. */
	source(uri: string, positions: Positions | null, beside: boolean, args: Arguments): readonly Breakpoint[] {
		const wanted = args.has('breakpoints')
			? args
					.parts('breakpoints')
					.map((part) => ({ part, line: part.whole('line'), column: part.optionalWhole('column') }))
			: [];
		return this.#replace(
			`source ${uri}`,
			wanted.map(({ part, line, column }) => {
				const place = { line, ...(column !== undefined && { column }) };
				if (positions === null)
					return { stop: null, message: this.#t('This text is not the one being debugged.'), wanted: place };
				const mode = part.word('mode', MODES) ?? 'both';
				const terms = { ...termsOf(part), ...(mode !== 'both' && { pass: mode }), ...(beside && { uri }) };
				const stop: Stop =
					column === undefined
						? { at: 'line', range: positions.lineRange(line), ...terms }
						: { at: 'expression', offset: positions.offset(line, column), ...terms };
				return { stop, wanted: place };
			}),
		);
	}

	functions(args: Arguments): readonly Breakpoint[] {
		const parts = args.parts('breakpoints');
		return this.#replace(
			'function',
			parts.map((part) => ({ stop: { at: 'op', name: part.text('name').trim(), ...termsOf(part) } })),
		);
	}

	data(args: Arguments): readonly Breakpoint[] {
		const parts = args.parts('breakpoints');
		return this.#replace(
			'data',
			parts.map((part) => {
				const watched = watchedOf(part.text('dataId'));
				if (watched === null) return { stop: null, message: this.#t('There is no gradient of this.') };
				return { stop: { at: 'gradient', ...watched, ...termsOf(part) } };
			}),
		);
	}

	exceptions(args: Arguments): readonly Breakpoint[] {
		const plain = args.texts('filters').map((id) => ({ id, terms: {} }));
		const more = args.parts('filterOptions').map((part) => ({ id: part.text('filterId'), terms: termsOf(part) }));
		return this.#replace(
			'exception',
			[...plain, ...more].map(({ id, terms }) => {
				const filter = HEALTH_FILTERS.find((each) => each === id);
				if (filter === undefined) return { stop: null, message: this.#t('There is no exception {0}.', id) };
				return { stop: { at: 'finding', filter, ...terms } };
			}),
		);
	}

	/** What is to be answered of breakpoints, in their order. */
	async verified(
		some: readonly Breakpoint[],
		session: Session,
		positionsOf: PositionsOf,
	): Promise<DebugProtocol.Breakpoint[]> {
		const checked = await this.#moved(some, session, positionsOf);
		const stops = checked.flatMap(({ stop }) => (stop === null ? [] : [stop]));
		const checks = stops.length === 0 ? [] : await session.checkStops(stops);
		let next = 0;
		return checked.map((each) => {
			const answer =
				each.stop === null
					? {
							id: each.id,
							verified: false,
							...(each.message !== undefined && { message: each.message }),
							...each.wanted,
						}
					: this.#answer(each, checks[next++], positionsOf(textOf(each.stop)));
			this.#said.set(each.id, JSON.stringify(answer));
			return answer;
		});
	}

	/** Breakpoints of columns where nothing is computed, as those of their lines: a caret at the beginning of a line means the line. */
	async #widened(
		some: readonly Breakpoint[],
		session: Session,
		positionsOf: PositionsOf,
	): Promise<readonly Breakpoint[]> {
		const columns = some.flatMap(({ id, stop, wanted }) =>
			stop?.at === 'expression' && wanted !== undefined ? [{ id, stop, line: wanted.line }] : [],
		);
		if (columns.length === 0) return some;
		const checks = await session.checkStops(columns.map(({ stop }) => stop));
		const widened = new Map<number, Stop>();
		for (const [index, { id, stop, line }] of columns.entries()) {
			const check = checks[index];
			if (check === undefined || check.positions > 0 || check.problem !== undefined) continue;
			const { at: _, offset: __, ...terms } = stop;
			widened.set(id, { at: 'line', range: positionsOf(stop.uri).lineRange(line), ...terms });
		}
		return some.map((each) => ({ ...each, stop: widened.get(each.id) ?? each.stop }));
	}

	/** Breakpoints of lines without gates, moved to the next line that has some. */
	async #moved(
		asked: readonly Breakpoint[],
		session: Session,
		positionsOf: PositionsOf,
	): Promise<readonly Breakpoint[]> {
		const some = await this.#widened(asked, session, positionsOf);
		const lines = some.flatMap(({ id, stop }) => (stop?.at === 'line' ? [{ id, stop }] : []));
		if (lines.length === 0) return some;
		const checks = await session.checkStops(lines.map(({ stop }) => stop));
		const moved = new Map<number, Stop>();
		for (const [index, { id, stop }] of lines.entries()) {
			const check = checks[index];
			if (check?.range === undefined || check.positions > 0) continue;
			const positions = positionsOf(stop.uri);
			moved.set(id, { ...stop, range: positions.lineRange(positions.locate(check.range).line) });
		}
		const placed = some.map((each): Breakpoint => ({ ...each, stop: moved.get(each.id) ?? each.stop }));
		const stops = new Map(placed.map(({ id, stop }) => [id, stop]));
		this.#all = this.#all.map((each) => ({ ...each, stop: stops.get(each.id) ?? each.stop }));
		return placed;
	}

	/** Another text has other gates: what was watched by its number is not watched any more. */
	textChanged(): void {
		const message = this.#t('The text has changed: watch this gradient anew.');
		this.#all = this.#all.map((each) =>
			each.stop?.at === 'gradient' && 'node' in each.stop ? { ...each, stop: null, message } : each,
		);
	}

	/** Those of which something else is to be said than before, since the program is another now. */
	async changed(session: Session, positionsOf: PositionsOf): Promise<DebugProtocol.Breakpoint[]> {
		const before = new Map(this.#said);
		const answers = await this.verified(this.#all, session, positionsOf);
		return answers.filter((answer) => before.get(answer.id ?? 0) !== JSON.stringify(answer));
	}

	#answer(each: Breakpoint, check: StopCheck | undefined, positions: Positions): DebugProtocol.Breakpoint {
		const { id, kind, wanted } = each;
		const problem = check?.problem;
		if (check === undefined || problem !== undefined)
			return { id, verified: false, ...(problem !== undefined && { message: this.#say(problem.message) }), ...wanted };
		const place = check.range === undefined || kind === 'exception' ? undefined : positions.locate(check.range);
		const where: Partial<Located> | undefined = kind.startsWith('source')
			? (placeOf(place, each) ?? wanted)
			: undefined;
		// What a filter finds is not looked for before the search comes to it.
		if (kind === 'exception' || check.positions > 0) return { id, verified: true, ...where };
		return { id, verified: false, message: this.#nowhere(each), ...where };
	}

	#nowhere({ stop }: Breakpoint): string {
		if (stop?.at === 'op') return this.#t('Nothing here computes {0}.', stop.name);
		if (stop?.at === 'gradient') return this.#t('No gradient comes here.');
		return this.#t('No gate stands here.');
	}

	#say([template, ...values]: Text): string {
		return this.#t(template, ...values);
	}

	#replace(kind: Kind, made: readonly Omit<Breakpoint, 'id' | 'kind'>[]): readonly Breakpoint[] {
		for (const { id, kind: other } of this.#all) if (other === kind) this.#said.delete(id);
		const fresh = made.map((each): Breakpoint => ({ ...each, id: this.#next++, kind }));
		this.#all = [...this.#all.filter((each) => each.kind !== kind), ...fresh];
		return fresh;
	}
}

/** The other text that a stop is in; undefined for the document. */
export function textOf(stop: Stop): string | undefined {
	return stop.at === 'line' || stop.at === 'expression' ? stop.uri : undefined;
}

/** Of a line only where the breakpoint has moved to; of a column the whole expression. */
function placeOf(place: Located | undefined, { stop }: Breakpoint): Partial<Located> | undefined {
	if (place === undefined) return undefined;
	return stop?.at === 'line' ? { line: place.line } : place;
}

function termsOf(part: Arguments): { condition?: string; hit?: string; log?: string } {
	const filled = (name: string): string | undefined => {
		const text = part.optionalText(name)?.trim();
		return text === '' ? undefined : text;
	};
	const condition = filled('condition');
	const hit = filled('hitCondition');
	const log = filled('logMessage');
	return {
		...(condition !== undefined && { condition }),
		...(hit !== undefined && { hit }),
		...(log !== undefined && { log }),
	};
}

/** A gradient as a data breakpoint keeps it: by the variable's name, which outlives the run, or by its node. */
export function dataId(watched: { readonly name?: string; readonly node: number }): string {
	return watched.name === undefined ? `node ${watched.node}` : `name ${watched.name}`;
}

function watchedOf(id: string): { readonly name: string } | { readonly node: number } | null {
	const found = /^(name|node) (.+)$/s.exec(id);
	if (found === null) return null;
	const [, kind, rest = ''] = found;
	if (kind === 'name') return { name: rest };
	const node = Number(rest);
	return Number.isSafeInteger(node) && node >= 0 ? { node } : null;
}

/** Used where a request names a source that has none of what it needs. */
export function pathOf(args: Arguments, t: Translate): string {
	const path = args.part('source').optionalText('path');
	if (path === undefined) throw new Refusal(t('The source has no path.'));
	return path;
}
