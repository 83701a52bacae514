/** Compiles a Script: one code a top-level statement, so that a statement that fails costs itself only. */
import type { Script, Stmt } from '../../lang/script.ts';
import type { Recorder } from '../recorder.ts';
import type { Site } from '../sites.ts';
import type { Range } from '../../protocol.ts';
import type { Code } from './code.ts';
import { Context, type Rules } from './compile-context.ts';
import { compileExpression } from './compile-expressions.ts';
import { compileClass, compileFunction } from './compile-functions.ts';
import { compileStatement } from './compile-statements.ts';
import { compileTarget } from './compile-targets.ts';
import type { Globals } from './globals.ts';
import { analyse } from './scopes.ts';

export interface CompiledStatement {
	readonly statement: Stmt;
	readonly code: Code;
}

const RULES: Rules = {
	expression: compileExpression,
	statement: compileStatement,
	target: compileTarget,
	makeFunction: compileFunction,
	makeClass: compileClass,
};

/** Never throws; `text` hands out the document's characters, for the labels of loops. */
export function compileScript(
	script: Script,
	recorder: Pick<Recorder, 'frames' | 'spot'>,
	globals: Globals,
	text: (range: Range) => string,
): CompiledStatement[] {
	const shared = {
		rules: RULES,
		javascript: script.dialect === 'javascript',
		single: script.dialect === 'matlab',
		frames: recorder.frames,
		text,
		spot: (site: Site) => recorder.spot(site),
		globals,
	};
	const scope = analyse({ kind: 'module', parameters: [], body: script.body, javascript: shared.javascript });
	// JavaScript's functions are there from the beginning.
	const { body } = script;
	const early = (statement: Stmt): boolean => shared.javascript && statement.kind === 'define';
	return [...body.filter(early), ...body.filter((statement) => !early(statement))].map((statement) => {
		const c = new Context(shared, scope, '');
		c.then(c.statements([statement]));
		c.run();
		return { statement, code: c.finish([], { generator: false }) };
	});
}
