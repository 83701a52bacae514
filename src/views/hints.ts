/** The chips again as inlay hints, by setting: VS Code can hide those, and a screen reader can reach them. */
import { Disposable, EventEmitter, InlayHint, languages, window, workspace } from 'vscode';
import { sceneOf } from './inline.ts';
import { concerns, viewSettings } from './settings.ts';
import type { View } from './view.ts';

export const hints: View = {
	register(host) {
		const { sessions } = host;
		const changed = new EventEmitter<void>();
		let follow: { dispose(): void } | null = null;
		// Being told, VS Code asks everybody for hints again: not where none of ours are shown.
		const tell = (): void => {
			if (window.visibleTextEditors.some(({ document }) => viewSettings(document).inlayHints)) changed.fire();
		};
		return Disposable.from(
			changed,
			languages.registerInlayHintsProvider('*', {
				onDidChangeInlayHints: changed.event,
				provideInlayHints(document, range) {
					if (!viewSettings(document).inlayHints) return [];
					const found: InlayHint[] = [];
					for (const chip of sceneOf(host, document).chips) {
						const position = document.positionAt(chip.range.end);
						if (!range.contains(position)) continue;
						const text = [chip.value.text, chip.gradient?.text ?? ''].filter((part) => part.trim() !== '').join(' ');
						if (text === '') continue;
						const hint = new InlayHint(position, text);
						hint.paddingLeft = true;
						found.push(hint);
					}
					return found;
				},
			}),
			sessions.onDidAnalyze(tell),
			sessions.onDidChangeActive((session) => {
				follow?.dispose();
				follow = session?.onDidChange(tell) ?? null;
				tell();
			}),
			workspace.onDidChangeConfiguration((event) => {
				if (concerns(event).views) changed.fire();
			}),
			{ dispose: () => follow?.dispose() },
		);
	},
};
