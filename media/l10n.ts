/**
 * The panel's words: English templates, looked up in the dictionary that the host's greeting brings.
 */
import { fill, type Text } from '../src/protocol.ts';

let dictionary: ReadonlyMap<string, string> = new Map();

/** The dictionary's identity: what was drawn with another one is drawn anew. */
export function language(): unknown {
	return dictionary;
}

/** Takes the dictionary of a `hello`. */
export function speak(tongue: string, strings: readonly (readonly [english: string, translated: string])[]): void {
	dictionary = new Map(strings);
	document.documentElement.lang = tongue;
}

/** An English template in the user's language, with its arguments put in. */
export function t(template: string, ...args: (string | number)[]): string {
	return fill(dictionary.get(template) ?? template, args);
}

/** A text that came from the host or the engine, in the user's language. */
export function say(text: Text): string {
	const [template, ...args] = text;
	return t(template, ...args);
}
