/** Compiles a Script: one code a top-level statement, so that a statement that fails costs itself only. */
import type { Script, Stmt } from '../../lang/script.ts';
import type { Frames } from '../frames.ts';
import type { Range } from '../../protocol.ts';
import type { Code } from './code.ts';
import { Context } from './compile-context.ts';
import { statements } from './compile-statements.ts';
import { analyse } from './scopes.ts';

export interface CompiledStatement {
	readonly statement: Stmt;
	readonly code: Code;
}

/** Never throws; `text` hands out the document's characters, for the labels of loops. */
export function compileScript(script: Script, frames: Frames, text: (range: Range) => string): CompiledStatement[] {
	const shared = { javascript: script.dialect === 'javascript', frames, text };
	const scope = analyse({ kind: 'module', parameters: [], body: script.body });
	return script.body.map((statement) => {
		const c = new Context(shared, scope, '');
		c.then(...statements(c, [statement]));
		c.run();
		return { statement, code: c.finish([], { generator: false }) };
	});
}
