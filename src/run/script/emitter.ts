/** Gathers the instructions of one code: words, constants, names and sites, with jumps that are patched later. */
import type { Site, Spot } from '../sites.ts';
import { OP } from './code.ts';
import type { BindingCode, FunctionCode } from './code.ts';
import type { Global, Globals } from './globals.ts';
import { keyOf, type Value } from './values.ts';

export class Emitter {
	readonly words: number[] = [];
	readonly constants: Value[] = [];
	readonly names: string[] = [];
	readonly sites: Spot[] = [];
	readonly globals: Global[] = [];
	readonly functions: FunctionCode[] = [];
	readonly bindings: BindingCode[] = [];
	readonly #nameIndex = new Map<string, number>();
	readonly #siteIndex = new Map<Site, number>();
	readonly #globalIndex = new Map<string, number>();
	readonly #constantIndex = new Map<string, number>();

	readonly #spot: (site: Site) => Spot;
	readonly #globals: Globals;

	/** `spot` makes a site known to the run. */
	constructor(spot: (site: Site) => Spot, globals: Globals) {
		this.#spot = spot;
		this.#globals = globals;
	}

	/** Appends an instruction and returns where it stands. */
	emit(op: number, argument: number, site: Site): number {
		const at = this.words.length;
		this.words.push(op, argument, this.site(site));
		return at;
	}

	site(site: Site): number {
		let index = this.#siteIndex.get(site);
		if (index === undefined) {
			index = this.sites.push(this.#spot(site)) - 1;
			this.#siteIndex.set(site, index);
		}
		return index;
	}

	name(name: string): number {
		let index = this.#nameIndex.get(name);
		if (index === undefined) {
			index = this.names.push(name) - 1;
			this.#nameIndex.set(name, index);
		}
		return index;
	}

	global(name: string): number {
		let index = this.#globalIndex.get(name);
		if (index === undefined) {
			index = this.globals.push(this.#globals.cell(name)) - 1;
			this.#globalIndex.set(name, index);
		}
		return index;
	}

	/** Notes an assignment in the text. */
	binding(name: string, site: Site, literal: boolean): number {
		return this.bindings.push({ name, site: this.sites[this.site(site)]!, literal }) - 1;
	}

	constant(value: Value): number {
		// Numbers share their entry with equal ones of the same kind only: 1 and 1.0 print differently, 0 and −0 divide differently.
		const key = `${value.kind}:${Object.is(keyOf(value), -0) ? '-0' : String(keyOf(value))}`;
		let index = this.#constantIndex.get(key);
		if (index === undefined) {
			index = this.constants.push(value) - 1;
			this.#constantIndex.set(key, index);
		}
		return index;
	}

	/** Where the next instruction will stand. */
	get here(): number {
		return this.words.length;
	}

	/** Lets a jump lead here. */
	land(jump: number): void {
		this.words[jump + 1] = this.here;
	}

	jump(site: Site): number {
		return this.emit(OP.jump, -1, site);
	}
}
