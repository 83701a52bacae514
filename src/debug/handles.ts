/** Numbers that stand for what a client may unfold, and what was handed out under them, until the program stands elsewhere. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Translate } from './host.ts';
import { Refusal } from './refusal.ts';

/** One line of the Variables view. */
export interface Entry {
	readonly name: string;
	readonly value: string;
	readonly type?: string;
	/** The expression that says the same. */
	readonly expression?: string;
	readonly inside?: Container;
	/** The input, or entry of one, that may be given another value, as an expression. */
	readonly assign?: string;
	/** The text has another value: a client offers to write this one into it. */
	readonly changed?: boolean;
	/** Whose gradient can be watched. */
	readonly watch?: Watched;
	readonly kind?: 'property' | 'virtual';
}

export interface Watched {
	readonly node: number;
	/** Of a variable. */
	readonly name?: string;
}

/** What unfolds: entries with names, and entries with numbers of which a client may ask for some. */
export interface Container {
	readonly named: number;
	readonly indexed: number;
	readonly names: () => Promise<readonly Entry[]>;
	/** Entries `start` … `start + count − 1`, all of which there are. */
	readonly range: (start: number, count: number) => Promise<readonly Entry[]>;
}

/** A container of named entries only. */
export function namedOnly(named: number, names: () => Promise<readonly Entry[]>): Container {
	return { named, indexed: 0, names, range: () => Promise.resolve([]) };
}

/** What VS Code's menus know changed inputs by. */
const CHANGED = 'changed';

/** No answer lists more numbered entries. */
const MOST_ENTRIES = 1000;
/** So many numbers are given out before the oldest are forgotten: a client that unfolds everything for ever is met with that. */
const MOST_HANDLES = 100_000;

export class Handles {
	readonly #t: Translate;
	readonly #containers = new Map<number, Container>();
	readonly #given = new Map<number, Map<string, Entry>>();
	#next = 1;

	constructor(t: Translate) {
		this.#t = t;
	}

	/** Everything given out so far means nothing any more. */
	clear(): void {
		this.#containers.clear();
		this.#given.clear();
	}

	add(container: Container): number {
		const reference = this.#next++;
		this.#containers.set(reference, container);
		if (this.#containers.size > MOST_HANDLES) {
			const [oldest] = this.#containers.keys();
			if (oldest !== undefined) {
				this.#containers.delete(oldest);
				this.#given.delete(oldest);
			}
		}
		return reference;
	}

	async list(
		reference: number,
		filter: 'named' | 'indexed' | undefined,
		start: number,
		count: number,
	): Promise<Entry[]> {
		const container = this.#at(reference);
		const entries: Entry[] = [];
		if (filter !== 'indexed') entries.push(...(await container.names()));
		if (filter !== 'named') {
			const from = Math.min(start, container.indexed);
			const most = Math.min(container.indexed - from, count === 0 ? MOST_ENTRIES : Math.min(count, MOST_ENTRIES));
			if (most > 0) entries.push(...(await container.range(from, most)));
		}
		const known = this.#given.get(reference) ?? new Map<string, Entry>();
		this.#given.set(reference, known);
		for (const entry of entries) known.set(entry.name, entry);
		return entries;
	}

	/** An entry that was handed out, or that would be, under its name. */
	async entry(reference: number, name: string): Promise<Entry> {
		const container = this.#at(reference);
		const known = this.#given.get(reference)?.get(name);
		if (known !== undefined) return known;
		const place = /^\[?(\d+)\]?$/.exec(name)?.[1];
		const listed =
			place !== undefined && Number(place) < container.indexed
				? await this.list(reference, 'indexed', Number(place), 1)
				: await this.list(reference, 'named', 0, 0);
		const found = listed.find((entry) => entry.name === name);
		if (found === undefined) throw new Refusal(this.#t('There is no {0} here.', name));
		return found;
	}

	/** As the protocol has it. */
	variable(entry: Entry): DebugProtocol.Variable & { readonly __vscodeVariableMenuContext?: string } {
		const { name, value, type, expression, inside, kind, assign, changed } = entry;
		return {
			name,
			value,
			...(changed === true && { __vscodeVariableMenuContext: CHANGED }),
			...(type !== undefined && { type }),
			...(expression !== undefined && { evaluateName: expression }),
			variablesReference: inside === undefined ? 0 : this.add(inside),
			...(inside !== undefined && inside.named > 0 && { namedVariables: inside.named }),
			...(inside !== undefined && inside.indexed > 0 && { indexedVariables: inside.indexed }),
			presentationHint: {
				...(kind !== undefined && { kind }),
				...(assign === undefined && { attributes: ['readOnly'] }),
			},
		};
	}

	#at(reference: number): Container {
		const container = this.#containers.get(reference);
		if (container === undefined) throw new Refusal(this.#t('This was unfolded at an earlier step.'));
		return container;
	}
}
