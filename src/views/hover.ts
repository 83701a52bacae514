/** What a name or an operator says when it is hovered: value, gradient, what flows in, the local gradient, what flows out, its pattern. */
import { MarkdownString, Hover, l10n, languages } from 'vscode';
import type { TextDocument } from 'vscode';
import { formatLocal, formatQuantity } from '../core/quantity.ts';
import type { Card, CardInput, Inspection } from '../protocol.ts';
import { documentText, textRange } from './documents.ts';
import { translate } from './text.ts';
import type { Host, View } from './view.ts';

export const hover: View = {
	register(host) {
		return languages.registerHoverProvider('*', {
			async provideHover(document, position, token) {
				const { sessions } = host;
				const uri = document.uri.toString();
				const known = sessions.known(uri);
				if (sessions.active?.uri !== uri && (known === null || known.units.length === 0)) return undefined;
				const { version } = document;
				const found = await sessions.inspect(documentText(document), document.offsetAt(position));
				if (found === null || token.isCancellationRequested || document.version !== version) return undefined;
				return new Hover(inspectionText(host, document, found), textRange(document, found.range));
			},
		});
	},
};

/** Commands that links in a hover may run. */
const LINKS = ['backstep.stepTo', 'backstep.showInGraph'];

function inspectionText(host: Host, document: TextDocument, found: Inspection): MarkdownString {
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
	text.appendCodeblock(card.text, document.languageId);
	numbers(text, card, target);
	if (card.kind === 'gate') flows(text, card);
	shares(text, card);
	pattern(text, card);
	const at = encodeURIComponent(
		JSON.stringify([{ uri: document.uri.toString(), unit: found.unit, offset: found.range.start, node: card.node }]),
	);
	text.appendMarkdown('\n\n');
	text.appendMarkdown(
		`[${l10n.t('Step to here')}](command:backstep.stepTo?${at}) · [${l10n.t('Show in graph')}](command:backstep.showInGraph?${at})`,
	);
	return text;
}

/** The value, and the gradient that flows in from above. */
function numbers(text: MarkdownString, card: Card, target: string): void {
	const value = card.value === null ? l10n.t('not computed yet') : `**${formatQuantity(card.value)}**`;
	text.appendMarkdown(`${l10n.t('value')} `);
	if (card.kind === 'gate' && card.boundTo !== undefined) {
		text.appendText(card.boundTo);
		text.appendMarkdown(' = ');
	}
	text.appendMarkdown(value);
	text.appendMarkdown('\n\n');
	const label = card.kind === 'gate' ? l10n.t('upstream gradient') : l10n.t('gradient');
	text.appendMarkdown(`${label} ∂`);
	text.appendText(target);
	text.appendMarkdown('/∂');
	text.appendText(short(card.boundTo ?? card.text));
	text.appendMarkdown(` = **${upstream(card)}**`);
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

/** A sentence of ours as Markdown that shows it as it is. `appendText` would make its spaces unbreakable and the hover as wide as the sentence. */
function plain(sentence: string): string {
	return sentence.replace(/[\\`*_{}[\]()#+\-!<>|~&]/g, '\\$&');
}

/** A whole subexpression is cut, so that a line stays a line. */
function short(label: string): string {
	const characters = [...label.replaceAll(/\s+/g, ' ')];
	return characters.length > 32 ? `${characters.slice(0, 31).join('')}…` : characters.join('');
}
