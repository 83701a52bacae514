/** The terms of a breakpoint as people write them: hit conditions, and log messages with expressions in braces. */

export interface HitTerm {
	readonly compare: '==' | '>=' | '>' | '<=' | '<' | '%';
	readonly count: number;
}

/** `3` is the third hit; null where it is no hit condition. */
export function readHit(text: string): HitTerm | null {
	const found = /^\s*(={1,3}|>=|>|<=|<|%)?\s*(\d{1,15})\s*$/.exec(text);
	if (found === null) return null;
	const count = Number(found[2]);
	const sign = found[1] ?? '==';
	const compare = sign.startsWith('=') ? '==' : (sign as HitTerm['compare']);
	return compare === '%' && count === 0 ? null : { compare, count };
}

/** Whether the hit number `hit`, counted from 1, is one that is wanted. */
export function hits({ compare, count }: HitTerm, hit: number): boolean {
	switch (compare) {
		case '==':
			return hit === count;
		case '>=':
			return hit >= count;
		case '>':
			return hit > count;
		case '<=':
			return hit <= count;
		case '<':
			return hit < count;
		case '%':
			return hit % count === 0;
	}
}

export interface LogPart {
	readonly kind: 'text' | 'expression';
	readonly text: string;
	/** Where an expression begins in the message. */
	readonly start: number;
}

/** The parts of a log message. `\{` is a brace; one that is not closed is text. */
export function readLog(message: string): LogPart[] {
	const parts: LogPart[] = [];
	let text = '';
	let at = 0;
	while (at < message.length) {
		const character = message[at]!;
		if (character === '\\' && /[{}]/.test(message[at + 1] ?? '')) {
			text += message[at + 1]!;
			at += 2;
			continue;
		}
		const end = character === '{' ? closing(message, at) : -1;
		if (end < 0) {
			text += character;
			at++;
			continue;
		}
		if (text !== '') parts.push({ kind: 'text', text, start: at });
		text = '';
		parts.push({ kind: 'expression', text: message.slice(at + 1, end), start: at + 1 });
		at = end + 1;
	}
	if (text !== '') parts.push({ kind: 'text', text, start: message.length });
	return parts;
}

/** Where the brace at `open` is closed; −1 where it is not. */
function closing(message: string, open: number): number {
	let depth = 0;
	let quote = '';
	for (let at = open; at < message.length; at++) {
		const character = message[at]!;
		if (quote !== '') {
			if (character === '\\') at++;
			else if (character === quote) quote = '';
		} else if (character === '"' || character === "'") quote = character;
		else if (character === '{') depth++;
		else if (character === '}' && --depth === 0) return at;
	}
	return -1;
}
