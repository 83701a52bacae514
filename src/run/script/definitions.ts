/**
 * A program's own functions and classes within an expression about it: made anew on the expression's machine when it first calls them, in a world of names
 * of their own, so that nothing they do reaches the program.
 */
import { besideExpression } from '../../lang/elsewhere.ts';
import type { Dialect, Stmt } from '../../lang/script.ts';
import type { Range } from '../../protocol.ts';
import type { Site, Spot } from '../sites.ts';
import { compileScript } from './compile.ts';
import { Globals } from './globals.ts';
import type { Machine } from './machine.ts';
import type { Value } from './values.ts';

/** Where definitions are found. */
export interface Defining {
	readonly dialect: Dialect;
	/** The statement that defines, or imports, what a name calls; undefined where none does. */
	readonly statement: (name: string) => Stmt | undefined;
	/** The program's characters at a range. */
	readonly text: (range: Range) => string;
}

export class Definitions {
	readonly #program: Defining;
	/** Names that functions use are looked up outside of all calls. */
	readonly #globals = new Globals(true);
	readonly #begun = new Set<Stmt>();

	constructor(program: Defining) {
		this.#program = program;
	}

	/** What a name of the program calls; undefined where it defines no such thing. Throws what defining it throws. */
	find(m: Machine, name: string): Value | undefined {
		const known = this.#globals.get(name);
		if (known !== undefined) return known;
		const { dialect, statement: find, text } = this.#program;
		const statement = find(name);
		if (statement === undefined || this.#begun.has(statement)) return undefined;
		this.#begun.add(statement);
		const { recorder } = m;
		const spot = recorder.site as Spot;
		const sites = { frames: recorder.frames, spot: (site: Site): Spot => recorder.spot(placedBeside(site)) };
		for (const { code } of compileScript({ dialect, body: [statement] }, sites, this.#globals, text))
			m.load(code, this.#globals, spot);
		return this.#globals.get(name);
	}
}

/** The program's characters are none of the expression's. */
function placedBeside({ kind, name, range, outer, operator }: Site): Site {
	return {
		kind,
		name,
		range: besideExpression(range),
		outer: outer && besideExpression(outer),
		operator: operator && besideExpression(operator),
	};
}
