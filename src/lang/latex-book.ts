/**
 * What is known of the names of a text in LaTeX: what has a value, what the text defines, over what a sum runs. It decides whether `x_i` is a variable or
 * an entry of one, and whether `a^l` is a layer or a power.
 */
import type { MathContext } from './math.ts';
import { spellings } from './names.ts';

/** What a first reading of a text tells about its names, for the second. */
export interface Facts {
	/** Names of which entries are taken by the index of a sum. */
	readonly indexed: ReadonlySet<string>;
	/** Superscripts that a left side has: layers, not powers. */
	readonly levels: ReadonlySet<string>;
	/** Names that stand somewhere without a bracket behind them. */
	readonly bare: ReadonlySet<string>;
	/** Left sides with a subscript that a sum runs over elsewhere: `L_i` is a function of i. */
	readonly families: ReadonlySet<string>;
	/** Names of which the text writes an entry 0: they count from 0, whatever the sums say. */
	readonly zeros: ReadonlySet<string>;
	/** What sums with bounds say the first entry is called. */
	readonly origin?: 0 | 1;
	/** Whether there are sums over labels, without bounds. */
	readonly labelled: boolean;
}

export const NO_FACTS: Facts = {
	indexed: new Set(),
	levels: new Set(),
	bare: new Set(),
	families: new Set(),
	zeros: new Set(),
	labelled: false,
};

/** What is known of the names of a text while it is read. */
export class NameBook {
	readonly facts: Facts;
	readonly #context: MathContext;
	readonly #values = new Map<string, boolean>();
	/** Names that the text sets, and functions that it defines. */
	readonly assigned = new Set<string>();
	readonly functions = new Set<string>();
	/** The parameters of the definition that is read. */
	parameters: ReadonlySet<string> = new Set();
	/** The indices of the sums around, innermost last. */
	readonly bound: { readonly name: string; readonly origin: 0 | 1 }[] = [];
	// What this reading finds out.
	readonly indexed = new Set<string>();
	readonly levels = new Set<string>();
	readonly bare = new Set<string>();
	readonly families = new Set<string>();
	readonly zeros = new Set<string>();
	readonly origins = new Set<0 | 1>();
	hasLabels = false;

	/** Capitals that the text has both plain and in another alphabet: `L` and `\mathcal{L}` are two names. */
	readonly twofold: ReadonlySet<string>;

	constructor(context: MathContext, facts: Facts, twofold: ReadonlySet<string>) {
		this.#context = context;
		this.twofold = twofold;
		this.facts = facts;
	}

	/** Whether a name has a value, in whichever spelling. */
	known(name: string): boolean {
		return this.parameters.has(name) || this.assigned.has(name) || this.hasValue(name);
	}

	hasValue(name: string): boolean {
		let value = this.#values.get(name);
		if (value === undefined) {
			value = spellings(name).some((spelling) => this.#context.known.has(spelling));
			this.#values.set(name, value);
		}
		return value;
	}

	/** Whether a name is known to be an array. */
	isArray(name: string): boolean {
		const { arrays, known } = this.#context;
		return spellings(name).some((spelling) => (arrays ?? known).has(spelling));
	}

	isFunction(name: string): boolean {
		return this.functions.has(name) || this.#context.functions?.has(name) === true;
	}

	boundAs(name: string): { readonly origin: 0 | 1 } | undefined {
		return this.bound.findLast((index) => index.name === name);
	}

	get labelled(): boolean {
		return this.hasLabels || this.facts.labelled;
	}

	/** What this reading found out, or undefined where it is what was known before. */
	found(): Facts | undefined {
		const origin = this.origins.has(0) ? 0 : this.origins.has(1) ? 1 : undefined;
		const { indexed, levels, bare, families, zeros, facts } = this;
		const same =
			indexed.size === facts.indexed.size &&
			levels.size === facts.levels.size &&
			bare.size === facts.bare.size &&
			families.size === facts.families.size &&
			zeros.size === facts.zeros.size &&
			origin === facts.origin &&
			this.hasLabels === facts.labelled;
		return same
			? undefined
			: { indexed, levels, bare, families, zeros, labelled: this.hasLabels, ...(origin !== undefined && { origin }) };
	}
}
