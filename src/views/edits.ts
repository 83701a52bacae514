/** Writes every edit into the document's history, before any other view hears of it: what is drawn is moved along with it. */
import { Disposable, workspace } from 'vscode';
import type { View } from './view.ts';

export const edits: View = {
	register({ histories, sessions }) {
		return Disposable.from(
			workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
				histories.of(document.uri.toString()).record(
					document.version,
					contentChanges.map((change) => ({
						offset: change.rangeOffset,
						length: change.rangeLength,
						inserted: change.text.length,
					})),
				);
			}),
			sessions.onDidAnalyze(({ uri, version }) => {
				const session = sessions.active;
				histories.of(uri).forget(session?.uri === uri ? Math.min(version, session.info.version) : version);
			}),
			workspace.onDidCloseTextDocument((document) => histories.close(document.uri.toString())),
		);
	},
};
