/** What may be written at a place of an annotation, as the engine offers it to the editor. */
import type { Range, Text } from './protocol.ts';

export interface Completion {
	readonly kind: 'tag' | 'clause' | 'name' | 'claim' | 'generator' | 'shape' | 'type';
	readonly label: string;
	/** What the typed word is also compared with: the name as the formula writes it. */
	readonly filter?: string;
	/** What is written; `${1:low}` stands for a word that the user replaces, as in VS Code's snippets. */
	readonly insert: string;
	/** How it is written, with what goes in, or (of a name) where its value comes from; empty where the label says all. */
	readonly form: string;
	readonly meaning: Text;
}

export interface Completions {
	/** The characters that are written already, and the whole word that is replaced. */
	readonly typed: Range;
	readonly word: Range;
	/** True where the annotation is not complete without one of them. */
	readonly needed: boolean;
	/** The likeliest first. */
	readonly items: readonly Completion[];
}
