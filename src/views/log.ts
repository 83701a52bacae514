/** Where errors go that no user asked for: Backstep's output channel, made when there is something to say. */
import { l10n, window } from 'vscode';
import type { Disposable, LogOutputChannel } from 'vscode';

export class Log implements Disposable {
	#channel: LogOutputChannel | null = null;

	/** Writes an error down; `doing` says in a few words what failed. */
	error(doing: string, error: unknown): void {
		this.#open().error(`${doing}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
	}

	/** Runs work that nobody waits for. */
	background(doing: string, work: Promise<unknown>): void {
		work.catch((error: unknown) => this.error(doing, error));
	}

	/** Runs work that a user asked for: its failure is written down and told. */
	async asked(doing: string, work: () => Promise<unknown>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.error(doing, error);
			const reason = error instanceof Error ? error.message : String(error);
			const details = l10n.t('Show Details');
			const choice = await window.showErrorMessage(l10n.t('Backstep could not do this: {0}', reason), details);
			if (choice === details) this.#open().show(true);
		}
	}

	dispose(): void {
		this.#channel?.dispose();
	}

	#open(): LogOutputChannel {
		return (this.#channel ??= window.createOutputChannel('Backstep', { log: true }));
	}
}
