/** The lines of a document as the choice of chips wants to know them. */
import { Position, Range as TextRange } from 'vscode';
import type { TextDocument } from 'vscode';
import type { Lines } from './chips.ts';

export function linesOf(document: TextDocument, tabSize: number): Lines {
	return {
		tabSize,
		lineAt: (offset) => document.positionAt(offset).line,
		textOf(line, upTo) {
			const { range } = document.lineAt(line);
			const end = upTo === undefined ? range.end : document.positionAt(upTo);
			return document.getText(new TextRange(new Position(line, 0), end.line === line ? end : range.end));
		},
	};
}
