/**
 * `▷ Step · 8 gates` above annotated code and above the formulas of a note, and while stepping `◁ ▷ backward 3/8`, followed by what the step did where the sentence at the line's
 * end may be out of view: beside the panel an editor is narrow.
 */
import { CodeLens, Disposable, l10n, languages, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import { Emitter } from '../session/events.ts';
import type { Session } from '../session/session.ts';
import type { Analysis, Range } from '../protocol.ts';
import { textRange } from './documents.ts';
import type { History } from './history.ts';
import { layersOf } from './inline.ts';
import { whereabouts } from './whereabouts.ts';
import { concerns, viewSettings } from './settings.ts';
import type { Host, View } from './view.ts';

export const lens: View = {
	register(host) {
		const { sessions } = host;
		const changed = new Emitter<void>();
		let follow: { dispose(): void } | null = null;
		const onActive = (): void => {
			follow?.dispose();
			follow = sessions.active?.onDidChange(() => changed.fire()) ?? null;
			changed.fire();
		};
		return Disposable.from(
			languages.registerCodeLensProvider('*', {
				onDidChangeCodeLenses: (listener, thisArg, disposables) => {
					const subscription = Disposable.from(changed.event(() => void listener.call(thisArg)));
					disposables?.push(subscription);
					return subscription;
				},
				provideCodeLenses: (document) => (viewSettings(document).codeLens ? lensesOf(host, document) : []),
			}),
			sessions.onDidAnalyze(() => changed.fire()),
			sessions.onDidChangeActive(onActive),
			workspace.onDidChangeConfiguration((event) => {
				if (concerns(event).views) changed.fire();
			}),
			{ dispose: () => (follow?.dispose(), changed.dispose()) },
		);
	},
};

/** The columns that an editor beside the panel shows on a laptop's screen. */
const IN_VIEW = 60;

function lensesOf(host: Host, document: TextDocument): CodeLens[] {
	const uri = document.uri.toString();
	const analysis = host.sessions.known(uri);
	const history = host.histories.of(uri);
	const session = host.sessions.active?.uri === uri ? host.sessions.active : null;
	const lenses: CodeLens[] = [];
	const sentence = session === null ? null : layersOf(host, document).steps.sentence;
	// A lens would draw several spaces as one.
	const said = sentence !== null && sentence.column > IN_VIEW ? sentence.text.replaceAll(/ {2,}/g, '\u2003') : '';
	let shown = false;
	for (const unit of analysis?.units ?? []) {
		const now = history.now(unit.range, analysis?.version ?? 0);
		if (now === null) continue;
		if (session !== null && session.info.unit.id === unit.id) {
			lenses.push(...steppingLenses(document, now.range, session, said));
			shown = true;
			continue;
		}
		// Nothing was computed, be it that the first line fails or that there is nothing to compute.
		if (unit.forwardSteps === 0) continue;
		lenses.push(
			new CodeLens(lineOf(document, now.range), {
				title: gatesOf(unit.forwardSteps),
				tooltip: l10n.t('Step through this formula, gate by gate'),
				command: 'backstep.stepSelection',
				arguments: [{ uri, unit: unit.id }],
			}),
			new CodeLens(lineOf(document, now.range), {
				title: l10n.t('Debug'),
				tooltip: l10n.t('Debug the forward and the backward pass of this formula'),
				command: 'backstep.debugGradients',
				arguments: [{ uri, unit: unit.id }],
			}),
		);
	}
	if (viewSettings(document).noteLens)
		for (const offer of analysis?.offers ?? [])
			lenses.push(...offerLens(document, offer, history, analysis?.version ?? 0, session));
	const steps = session !== null && !shown ? history.now(session.info.unit.range, session.info.version) : null;
	if (session !== null && steps !== null) lenses.push(...steppingLenses(document, steps.range, session, said));
	return lenses;
}

function gatesOf(count: number): string {
	return count === 1 ? l10n.t('▷ Step · 1 gate') : l10n.t('▷ Step · {0} gates', count);
}

/** The lens of what a note offers, where it still stands as it was and is not being stepped through. */
function offerLens(
	document: TextDocument,
	{ range, gates }: Analysis['offers'][number],
	history: History,
	version: number,
	session: Session | null,
): CodeLens[] {
	const now = history.now(range, version);
	if (now === null) return [];
	const stepped = session === null ? null : history.now(session.info.unit.range, session.info.version);
	if (stepped !== null && stepped.range.start < now.range.end && now.range.start < stepped.range.end) return [];
	const { start, end } = now.range;
	return [
		new CodeLens(lineOf(document, now.range), {
			title: gates === null ? l10n.t('▷ Step') : gatesOf(gates),
			tooltip: l10n.t('Step through this formula, gate by gate'),
			command: 'backstep.stepSelection',
			arguments: [{ uri: document.uri.toString(), offset: start, end }],
		}),
	];
}

function steppingLenses(document: TextDocument, range: Range, session: Session, said: string): CodeLens[] {
	const line = lineOf(document, range);
	const graph = { tooltip: l10n.t('Show Graph'), command: 'backstep.showGraph' };
	return [
		new CodeLens(line, { title: '◁', tooltip: l10n.t('Previous Step'), command: 'backstep.previousStep' }),
		new CodeLens(line, { title: '▷', tooltip: l10n.t('Next Step'), command: 'backstep.nextStep' }),
		new CodeLens(line, { title: whereabouts(session.view), ...graph }),
		...(said === '' ? [] : [new CodeLens(line, { title: said, ...graph })]),
	];
}

function lineOf(document: TextDocument, range: Range) {
	return textRange(document, { start: range.start, end: range.start });
}
