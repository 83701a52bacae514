/** How far a gradient has arrived, said with it: in watches and log messages as in the list of gradients. */
import type { Text } from '../../protocol.ts';
import type { Evaluated } from '../../protocol-debug.ts';

/** How a gradient is told that is not, or not yet, the whole one of its step; null for everything else. */
export function saidGradient({ text, side, arrival }: Evaluated): Text | null {
	if (side !== 'gradient') return null;
	if (arrival === 'partial') return ['{0} so far', text];
	if (arrival === 'none') return ['{0} in the end', text];
	return null;
}
