/** Reads the arguments of requests, which come from a client that may send anything: what is missing or of another kind is refused by its name. */
import { Refusal } from './refusal.ts';
import type { Translate } from './host.ts';

/** No list in a request is read further. */
const MOST_ITEMS = 10_000;
/** Nor a text. */
const MOST_CHARACTERS = 100_000;

export class Arguments {
	readonly #t: Translate;
	readonly #fields: ReadonlyMap<string, unknown>;

	constructor(value: unknown, t: Translate) {
		this.#t = t;
		this.#fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
	}

	has(name: string): boolean {
		return this.#fields.get(name) !== undefined;
	}

	text(name: string): string {
		return this.optionalText(name) ?? this.#missing(name);
	}

	optionalText(name: string): string | undefined {
		const value = this.#fields.get(name);
		if (value === undefined || value === null) return undefined;
		return typeof value === 'string' && value.length <= MOST_CHARACTERS ? value : this.#wrong(name);
	}

	/** A whole number from 0 on. */
	whole(name: string): number {
		return this.optionalWhole(name) ?? this.#missing(name);
	}

	optionalWhole(name: string): number | undefined {
		const value = this.#fields.get(name);
		if (value === undefined || value === null) return undefined;
		return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : this.#wrong(name);
	}

	flag(name: string, standard: boolean): boolean {
		const value = this.#fields.get(name);
		if (value === undefined || value === null) return standard;
		return typeof value === 'boolean' ? value : this.#wrong(name);
	}

	/** One of these words. */
	word<W extends string>(name: string, words: readonly W[]): W | undefined {
		const value = this.optionalText(name);
		return value === undefined ? undefined : (words.find((word) => word === value) ?? this.#wrong(name));
	}

	part(name: string): Arguments {
		const value = this.#fields.get(name);
		return typeof value === 'object' && value !== null ? new Arguments(value, this.#t) : this.#missing(name);
	}

	optionalPart(name: string): Arguments | undefined {
		return this.has(name) ? this.part(name) : undefined;
	}

	/** A list of parts, empty where there is none. */
	parts(name: string): Arguments[] {
		return this.#list(name).map((item) =>
			typeof item === 'object' && item !== null ? new Arguments(item, this.#t) : this.#wrong(name),
		);
	}

	texts(name: string): string[] {
		return this.#list(name).map((item) => (typeof item === 'string' ? item : this.#wrong(name)));
	}

	/** The names that are there, with numbers. */
	numbers(name: string): (readonly [string, number])[] {
		const value = this.#fields.get(name);
		if (value === undefined || value === null) return [];
		if (typeof value !== 'object' || Array.isArray(value)) return this.#wrong(name);
		return Object.entries(value).map(([key, number]) =>
			typeof number === 'number' ? ([key, number] as const) : this.#wrong(`${name}.${key}`),
		);
	}

	#list(name: string): readonly unknown[] {
		const value = this.#fields.get(name);
		if (value === undefined || value === null) return [];
		return Array.isArray(value) && value.length <= MOST_ITEMS ? value : this.#wrong(name);
	}

	#missing(name: string): never {
		throw new Refusal(this.#t('The request lacks “{0}”.', name));
	}

	#wrong(name: string): never {
		throw new Refusal(this.#t('“{0}” is not what it has to be.', name));
	}
}
