/** What a name or an operator says when it is hovered: value, gradient, what flows in, the local gradient, what flows out, its pattern. */
import {
	ColorThemeKind,
	Disposable,
	Hover,
	MarkdownString,
	Selection,
	commands,
	l10n,
	languages,
	window,
} from 'vscode';
import type { TextDocument } from 'vscode';
import { formatNumber } from '../core/format.ts';
import { formatLocal, formatQuantity } from '../core/quantity.ts';
import type { Card, CardInput, Quantity } from '../protocol.ts';
import type { Evaluation, FormulaImage, Inspection } from '../protocol-hover.ts';
import { explanationText, plain } from './explanation.ts';
import { listText } from './hover-list.ts';
import { asPlace } from './commands.ts';
import { documentText, textRange } from './documents.ts';
import { translate } from './text.ts';
import type { Host, View } from './view.ts';

/** Which evaluation the links ‹ › chose last, at which characters of which text. */
interface Turned {
	readonly uri: string;
	readonly version: number;
	readonly offset: number;
	readonly time: number;
}

export const hover: View = {
	register(host) {
		let turned: Turned | null = null;
		const turn = commands.registerCommand('backstep.showEvaluation', (argument: unknown) =>
			host.log.asked('showEvaluation', async () => {
				const place = asPlace(argument);
				const editor = window.activeTextEditor;
				const uri = editor?.document.uri.toString();
				if (place?.offset === undefined || place.time === undefined || editor === undefined || uri !== place.uri)
					return;
				turned = { uri, version: editor.document.version, offset: place.offset, time: place.time };
				// A hover does not change in place: it is shown again, at the cursor. One that is there already would only take the focus.
				await commands.executeCommand('editor.action.hideHover');
				const at = editor.document.positionAt(place.offset);
				editor.selection = new Selection(at, at);
				await commands.executeCommand('editor.action.showHover');
			}),
		);
		const provider = languages.registerHoverProvider('*', {
			async provideHover(document, position, token) {
				const { sessions } = host;
				const uri = document.uri.toString();
				const known = sessions.known(uri);
				if (sessions.active?.uri !== uri && (known === null || known.units.length === 0)) return undefined;
				const { version } = document;
				const offset = document.offsetAt(position);
				const inAnnotation =
					known?.version === version &&
					known.units.some(
						({ annotation }) => annotation !== undefined && annotation.start <= offset && offset <= annotation.end,
					);
				if (inAnnotation) {
					const words = await host.engine.request('explain', { document: documentText(document), offset });
					if (token.isCancellationRequested || document.version !== version) return undefined;
					if (words !== null) return new Hover(explanationText(words), textRange(document, words.range));
				}
				let time: number | undefined;
				if (turned?.uri === uri && turned.version === version && turned.offset === offset) ({ time } = turned);
				turned = null;
				const found = await sessions.inspect(documentText(document), offset, time);
				if (found === null || token.isCancellationRequested || document.version !== version) return undefined;
				const image = await setFormula(host, found);
				return new Hover(inspectionText(host, document, found, image), textRange(document, found.range));
			},
		});
		return Disposable.from(turn, provider);
	},
};

/** A formula is coloured in the notation it is written in, whatever document it stands in. */
const LANGUAGES: ReadonlyMap<string, string> = new Map([
	['latex', 'latex'],
	['python', 'python'],
	['javascript', 'javascript'],
]);

/** Commands that links in a hover may run. */
const LINKS = ['backstep.stepTo', 'backstep.showInGraph', 'backstep.showEvaluation'];

/** An image knows nothing of the theme around it: its ink is what hovers are written in, by the kind of theme. */
const INK: Readonly<Record<ColorThemeKind, string>> = {
	[ColorThemeKind.Dark]: '#cccccc',
	[ColorThemeKind.Light]: '#3b3b3b',
	[ColorThemeKind.HighContrast]: '#ffffff',
	[ColorThemeKind.HighContrastLight]: '#292929',
};

/** An expression that is written in LaTeX, set; null for one in another notation, or that cannot be set legibly. */
async function setFormula(host: Host, { card }: Inspection): Promise<FormulaImage | null> {
	if (card.textLatex === undefined) return null;
	return host.engine.request('typeset', { latex: card.textLatex, ink: INK[window.activeColorTheme.kind] });
}

function inspectionText(
	host: Host,
	document: TextDocument,
	found: Inspection,
	image: FormulaImage | null,
): MarkdownString {
	const { card } = found;
	const text = new MarkdownString();
	text.isTrusted = { enabledCommands: LINKS };
	text.supportHtml = false;
	const active = host.sessions.active;
	const unit =
		active?.info.unit.id === found.unit
			? active.info.unit
			: host.sessions.known(document.uri.toString())?.units.find((candidate) => candidate.id === found.unit);
	const target = unit?.target === undefined || unit.target === '' ? 'f' : unit.target;
	if (image === null) text.appendCodeblock(card.text, LANGUAGES.get(found.notation) ?? document.languageId);
	else {
		const { source, width, height } = image;
		text.appendMarkdown(`![${plain(card.text)}](${source}|width=${width},height=${height})\n\n`);
	}
	if (found.evaluation !== undefined) evaluation(text, document, found, found.evaluation);
	const { entries } = found;
	if (entries !== undefined) listText(text, entries);
	if (entries === undefined || card.value !== null) numbers(text, card, target);
	if (card.kind === 'gate') flows(text, card);
	shares(text, card);
	pattern(text, card);
	if (card.node < 0) return text;
	const at = encodeURIComponent(
		JSON.stringify([{ uri: document.uri.toString(), unit: found.unit, offset: found.range.start, node: card.node }]),
	);
	text.appendMarkdown('\n\n');
	text.appendMarkdown(
		`[${l10n.t('Step to here')}](command:backstep.stepTo?${at}) · [${l10n.t('Show in graph')}](command:backstep.showInGraph?${at})`,
	);
	return text;
}

/** `‹ iteration 3 of 20 · call 2 of 5 ›`: which of several evaluations this is, with links to the ones beside it. */
function evaluation(text: MarkdownString, document: TextDocument, found: Inspection, which: Evaluation): void {
	const { count, frames, index } = which;
	const link = (sign: string, time: number): string => {
		if (time < 0 || time >= count) return sign;
		const to = { uri: document.uri.toString(), offset: found.range.start, time };
		return `[${sign}](command:backstep.showEvaluation?${encodeURIComponent(JSON.stringify([to]))})`;
	};
	const words = frames.map(({ kind, index: at, count: all }) =>
		kind === 'iteration' ? l10n.t('iteration {0} of {1}', at + 1, all) : l10n.t('call {0} of {1}', at + 1, all),
	);
	text.appendMarkdown(`${link('‹', index - 1)} ${words.slice(0, MOST_FRAMES).join(' · ')} ${link('›', index + 1)}\n\n`);
}

/** So many calls and iterations around an expression are named, the innermost first. */
const MOST_FRAMES = 3;

/** Of an array what its first entries do not say: how long it is, how far it reaches, and whether anything in it is broken. */
function statistics(quantity: Quantity | null): string {
	if (quantity === null || typeof quantity === 'number') return '';
	const { max, min, nonFinite, norm } = quantity;
	const parts = [
		`‖·‖ ${formatNumber(norm)}`,
		`${l10n.t('min')} ${formatNumber(min)}`,
		`${l10n.t('max')} ${formatNumber(max)}`,
		...(nonFinite > 0 ? [`**${l10n.t('{0} not finite', nonFinite)}**`] : []),
	];
	return ` · ${parts.join(' · ')}`;
}

/** The value, and the gradient that flows in from above. */
function numbers(text: MarkdownString, card: Card, target: string): void {
	const value = card.value === null ? l10n.t('not computed yet') : `**${formatQuantity(card.value)}**`;
	text.appendMarkdown(`${l10n.t('value')} `);
	if (card.kind === 'gate' && card.boundTo !== undefined) {
		text.appendText(card.boundTo);
		text.appendMarkdown(' = ');
	}
	text.appendMarkdown(value + statistics(card.value));
	text.appendMarkdown('\n\n');
	const label = card.kind === 'gate' ? l10n.t('upstream gradient') : l10n.t('gradient');
	text.appendMarkdown(`${label} ∂`);
	text.appendText(target);
	text.appendMarkdown('/∂');
	const of = card.boundTo ?? card.shown ?? card.text;
	text.appendText(card.boundTo !== undefined || /^[^\s()+*/^-]*$/.test(of) ? short(of) : `(${short(of)})`);
	text.appendMarkdown(` = **${upstream(card)}**${statistics(card.upstream)}`);
}

/** A gradient that has not arrived is told in words, never as 0. */
function upstream(card: Card): string {
	if (card.upstream === null || card.arrival === 'none')
		return card.backwardPosition === null && card.kind === 'gate' ? '—' : l10n.t('not there yet');
	const number = formatQuantity(card.upstream);
	return card.arrival === 'partial' ? `${number} + …` : number;
}

/** Each input: its local gradient as a formula and as a number, and what flows out to it. */
function flows(text: MarkdownString, card: Card): void {
	const taking = card.inputs.filter((input) => input.differentiable);
	if (taking.length === 0) return;
	text.appendMarkdown(`\n\n${l10n.t('local gradient')} → ${l10n.t('flows out')}\n`);
	for (const input of taking) flow(text, card, input);
}

function flow(text: MarkdownString, card: Card, input: CardInput): void {
	text.appendMarkdown('\n- ');
	text.appendText(short(input.label));
	text.appendMarkdown(': ');
	// A rule with a case in it (`1 if z > w, else 0`) is kept together, so that its last number is not read with the sign that follows.
	text.appendText(input.localText.includes(', ') ? `(${input.localText})` : input.localText);
	if (typeof input.local !== 'number') {
		// What is handed on is said by the rule: the Jacobian is never multiplied out.
		text.appendMarkdown(
			` → ${input.downstream === null ? l10n.t('not there yet') : `**∂${formatQuantity(input.downstream)}**`}`,
		);
		text.appendMarkdown(` · ${formatLocal(input.local)}`);
		return;
	}
	const local = formatLocal(input.local);
	if (input.localText !== local) text.appendMarkdown(` = ${local}`);
	if (input.downstream === null || card.upstream === null) text.appendMarkdown(` → ${l10n.t('not there yet')}`);
	else text.appendMarkdown(` → ${formatQuantity(card.upstream)} × ${local} = **∂${formatQuantity(input.downstream)}**`);
}

/** At a fork: each branch's share, then their sum. */
function shares(text: MarkdownString, card: Card): void {
	if (card.shares.length < 2) return;
	text.appendMarkdown(`\n\n${l10n.t('copy: gradients add up')}\n`);
	for (const { label, share } of card.shares.slice(0, SHARES)) {
		text.appendMarkdown('\n- ');
		text.appendText(short(label));
		text.appendMarkdown(`: ${share === null ? l10n.t('not there yet') : `∂${formatQuantity(share)}`}`);
	}
	if (card.shares.length > SHARES) text.appendMarkdown(`\n- ${l10n.t('{0} more', card.shares.length - SHARES)}`);
}

/** A fork with more branches than this lists the first ones. */
const SHARES = 8;

function pattern(text: MarkdownString, card: Card): void {
	const [template] = card.sentence;
	// A variable's own sentence is said above its shares already.
	if (template === '' || (card.kind !== 'gate' && card.shares.length > 1)) return;
	text.appendMarkdown(`\n\n---\n\n${plain(translate(card.sentence))}`);
	if (card.convention !== undefined) text.appendMarkdown(`\n\n${plain(translate(card.convention))}`);
}

/** A whole subexpression is cut, so that a line stays a line. */
function short(label: string): string {
	const characters = [...label.replaceAll(/\s+/g, ' ')];
	return characters.length > 32 ? `${characters.slice(0, 31).join('')}…` : characters.join('');
}
