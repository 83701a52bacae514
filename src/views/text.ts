/** Puts a Text into the user's language: the English template is the key of its translation in l10n/. */
import { l10n } from 'vscode';
import type { Text } from '../protocol.ts';

/** A text of the floors below, translated. */
export function translate(text: Text): string {
	const [template, ...values] = text;
	return l10n.t(template, ...values);
}
