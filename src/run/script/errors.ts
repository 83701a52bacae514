/** What ends a statement of a running Script, and how far it is thrown. */
import { isElsewhere } from '../../lang/elsewhere.ts';
import type { Problem, Range } from '../../protocol.ts';
import type { Site } from '../sites.ts';
import type { InstanceValue, Value } from './values.ts';

/** What ends a statement, or the run, with a problem. */
export abstract class Ends extends Error {
	/** The innermost call in the document, where the problem is in another text that was called. */
	from: Range | null = null;
	abstract readonly problem: Problem;

	/** It leaves a call: a problem in an imported file is told at the one that led there. */
	passed({ range }: Site): void {
		if (this.from === null && isElsewhere(this.problem.range) && !isElsewhere(range)) this.from = range;
	}
}

/** An exception of the program's own world, which `except` may catch. */
export class Raised extends Ends {
	readonly value: InstanceValue;
	/** The problem it is where nobody catches it. */
	readonly problem: Problem;
	/** What `catch` is handed: JavaScript throws anything. */
	thrown: Value;
	/** Raised by the program's own `raise` or `assert`. */
	readonly deliberate: boolean;

	constructor(value: InstanceValue, problem: Problem, deliberate: boolean) {
		super(value.class.name);
		this.value = value;
		this.thrown = value;
		this.problem = problem;
		this.deliberate = deliberate;
	}
}

/** The statement cannot be run here: a problem, and no exception of the program's. */
export class Refused extends Ends {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.code);
		this.problem = problem;
	}
}

/** The statement is given up without a further problem: it uses what was lost before, or is passed over. */
export class Abandoned extends Error {
	readonly site: Site;

	constructor(site: Site) {
		super('abandoned');
		this.site = site;
	}
}

/** The whole run ends: a limit was met. */
export class Stopped extends Ends {
	readonly problem: Problem;

	constructor(problem: Problem) {
		super(problem.code);
		this.problem = problem;
	}
}
