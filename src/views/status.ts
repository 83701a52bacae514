/** While stepping: a context key for keybindings and enablement, and one calm status bar item that says where. */
import { Disposable, StatusBarAlignment, commands, l10n, window } from 'vscode';
import type { Session } from '../session/session.ts';
import type { View } from './view.ts';
import { whereabouts } from './whereabouts.ts';

export const status: View = {
	register(host) {
		const { sessions } = host;
		const item = window.createStatusBarItem('backstep.position', StatusBarAlignment.Left, 0);
		item.name = l10n.t('Backstep: step');
		item.command = 'backstep.showGraph';
		item.tooltip = l10n.t('Show Graph');
		let follow: { dispose(): void } | null = null;
		const show = (session: Session | null): void => {
			if (session === null) return item.hide();
			const where = whereabouts(session.view);
			const { target } = session.info.unit;
			item.text = `∂ ${where}`;
			item.accessibilityInformation = { label: target === '' ? where : `${target}, ${where}`, role: 'button' };
			item.show();
		};
		return Disposable.from(
			item,
			sessions.onDidChangeActive((session) => {
				follow?.dispose();
				follow = session?.onDidChange(() => show(session)) ?? null;
				host.log.background(
					'setting a context key',
					Promise.resolve(commands.executeCommand('setContext', 'backstep.stepping', session !== null)),
				);
				show(session);
			}),
			{ dispose: () => follow?.dispose() },
		);
	},
};
