/** What a machine that runs a program needs to be told, and tells: the seam between running and keeping. */
import type { Texts } from '../../lang/elsewhere.ts';
import type { Problem, Range, Text } from '../../protocol.ts';
import type { Site } from '../sites.ts';
import type { Value } from './values.ts';

/** What the machine tells its owner: what names and results came of the program's statements, and where names come from that it does not set. */
export interface Observer {
	/** A name is being set; answers the value that it gets (an input in place of a literal). `top` is true outside of functions. */
	bind(name: string, site: Site, value: Value, literal: boolean, top: boolean): Value;
	/** An element of a list, dict or array was set by a statement outside of functions. */
	stored(object: Value, index: Value, site: Site): void;
	/** The value of a statement that is an expression. */
	result(site: Site, value: Value): void;
	/** A name that nothing set. Throws where there is none. */
	global(name: string, site: Site, apart: boolean): Value;
	/** The value that the user gives for what a function comes to that is not supported here; null where there is none. */
	standIn(name: string, site: Site): Value | null;
	importModule(name: string, site: Site): Value;
	/** A built-in type by its name, for `type(x)`. */
	typeNamed(name: string): Value | undefined;
	note(site: Site, message: Text): void;
	/** Something is wrong in an imported file, which is told at `from`. */
	problem?(told: { readonly problem: Problem; readonly from: Range }, texts: Texts): void;
	target(node: number): void;
}
