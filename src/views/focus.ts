/**
 * Whose focus it was: at every stop VS Code's debugger gives the focus to the text (`debug.focusEditorOnBreak`), and who steps with the keys of the panel
 * would lose it with each key. This tells such a loss from a user's own choice of an editor.
 */
import { debug, workspace } from 'vscode';
import type { Disposable } from 'vscode';
import { TYPE } from './debug.ts';

/** A stop follows a step within so many milliseconds, and the debugger's editor opens within so many of the stop. */
const STOP = 4000;
const OPENED = 1500;
/** The focus is fetched back so many times a step at most. */
const MOST = 3;

export class PanelFocus implements Disposable {
	readonly #following: Disposable;
	/** Until when a loss of the focus is the debugger's doing, on the clock of `performance`. */
	#until = -Infinity;
	#waiting = false;
	#left = 0;

	constructor() {
		this.#following = debug.onDidChangeActiveStackItem((item) => {
			if (!this.#waiting || item?.session.type !== TYPE) return;
			this.#waiting = false;
			this.#until = performance.now() + OPENED;
		});
	}

	/** A step was asked for by the panel, `active` where it has the focus. */
	stepped(active: boolean): void {
		const takes = workspace.getConfiguration('debug').get<boolean>('focusEditorOnBreak') === true;
		if (!takes || debug.activeDebugSession?.type !== TYPE) return;
		// Between losing the focus and having it again the panel does not count as active, but its keys come from it all the same.
		if (!active && !this.#taken()) return;
		this.#until = performance.now() + STOP;
		this.#waiting = true;
		this.#left = MOST;
	}

	/** Whether the focus that the panel has just lost is to be given back to it. */
	lost(): boolean {
		if (!this.#taken()) return false;
		this.#left -= 1;
		return true;
	}

	#taken(): boolean {
		return this.#left > 0 && performance.now() <= this.#until;
	}

	dispose(): void {
		this.#following.dispose();
	}
}
