/**
 * The panel's few icons, drawn as paths so that they follow the theme's colour and need no font.
 */
import { svg, html, type TemplateResult } from 'lit-html';

const PATHS = {
	start: 'M3 3h1.6v10H3zM13 3v10L5.6 8z',
	previous: 'M11.5 3v10L4.5 8z',
	play: 'M4.5 2.8v10.4L13 8z',
	pause: 'M4 3h3v10H4zM9 3h3v10H9z',
	next: 'M4.5 3v10l7-5z',
	end: 'M11.4 3H13v10h-1.6zM3 3v10l7.4-5z',
	closer: 'M7.2 3h1.6v4.2H13v1.6H8.8V13H7.2V8.800H3V7.2h4.2z',
	farther: 'M3 7.2h10v1.6H3z',
	fit: 'M2.500 2.500h4v1.400H3.900v2.600H2.500zM9.500 2.500h4v4h-1.400V3.900H9.500zM2.500 9.500h1.400v2.600h2.600v1.400h-4zM12.100 9.500h1.400v4h-4v-1.400h2.600z',
} as const;

export type Icon = keyof typeof PATHS;

/** An icon that says nothing to a screen reader: its button does. */
export function icon(name: Icon): TemplateResult {
	return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${PATHS[name]}></path>`}</svg>`;
}
