/**
 * Where the drawing stands in its window: moved by dragging and the wheel, scaled about the pointer, fitted on request.
 */
import { shownAt, type Drawing } from './wires.ts';

export interface Viewport {
	readonly scale: number;
	readonly x: number;
	readonly y: number;
}

export interface Size {
	readonly width: number;
	readonly height: number;
}

const LEAST = 0.08;
const MOST = 6;
/** The whole is shown unasked as long as its numbers can be read. */
const LEAST_WHOLE = 0.55;
/** What cannot be shown whole is drawn at this scale, and the step is followed. */
const FOLLOWED = 0.78;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** The whole drawing, centred, no larger than `most`. */
export function fitted(drawing: Size, window: Size, least: number, most: number): Viewport {
	const scale = clamp(Math.min(window.width / drawing.width, window.height / drawing.height), least, most);
	const centred = (room: number, length: number): number => Math.max((room - length * scale) / 2, 0);
	return { scale, x: centred(window.width, drawing.width), y: centred(window.height, drawing.height) };
}

/** The drawing as it is shown unasked: the whole of it where that is legible, else at a scale that reads well. */
export function opened(drawing: Size, window: Size): Viewport {
	const most = 1.5;
	const whole = Math.min(window.width / drawing.width, window.height / drawing.height);
	return whole >= LEAST_WHOLE ? fitted(drawing, window, LEAST_WHOLE, most) : fitted(drawing, window, FOLLOWED, most);
}

/** Whether a point of the drawing is in the window. */
export function seen(
	{ scale, x, y }: Viewport,
	point: { readonly x: number; readonly y: number },
	window: Size,
): boolean {
	const [left, top] = [point.x * scale + x, point.y * scale + y];
	return left >= 0 && left <= window.width && top >= 0 && top <= window.height;
}

/** Whether all of the drawing is in the window. */
export function seenWhole(viewport: Viewport, drawing: Size, window: Size): boolean {
	const { scale, x, y } = viewport;
	return (
		x >= 0 && y >= 0 && x + drawing.width * scale <= window.width + 1 && y + drawing.height * scale <= window.height + 1
	);
}

/** Scaled by `factor`, with the window's point (x, y) staying on the same spot of the drawing. */
export function zoomed(viewport: Viewport, factor: number, x: number, y: number): Viewport {
	const scale = clamp(viewport.scale * factor, LEAST, MOST);
	const ratio = scale / viewport.scale;
	return { scale, x: x - (x - viewport.x) * ratio, y: y - (y - viewport.y) * ratio };
}

export function moved(viewport: Viewport, dx: number, dy: number): Viewport {
	return { scale: viewport.scale, x: viewport.x + dx, y: viewport.y + dy };
}

/** The least move that brings a rectangle of the drawing into the window, with room around it. */
export function showing(
	viewport: Viewport,
	rectangle: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
	window: Size,
): Viewport {
	const shift = (low: number, high: number, room: number): number => {
		const margin = Math.min(24, room / 8);
		if (high - low > room - 2 * margin) return (room - low - high) / 2;
		if (low < margin) return margin - low;
		return high > room - margin ? room - margin - high : 0;
	};
	const { scale, x, y } = viewport;
	const dx = shift(rectangle.left * scale + x, rectangle.right * scale + x, window.width);
	const dy = shift(rectangle.top * scale + y, rectangle.bottom * scale + y, window.height);
	return dx === 0 && dy === 0 ? viewport : moved(viewport, dx, dy);
}

/** A rectangle of the drawing in the middle of the window, from its left upper corner on where it is too large to be read as a whole. */
export function framed(box: Size & { readonly x: number; readonly y: number }, window: Size): Viewport {
	const margin = 24;
	const inner = { width: window.width - 2 * margin, height: window.height - 2 * margin };
	const { scale, x, y } = fitted(box, inner, LEAST_WHOLE, 1.5);
	return { scale, x: x + margin - box.x * scale, y: y + margin - box.y * scale };
}

/** The spot of a drawing at which a node of the tape is shown. */
export function anchorOf(drawing: Drawing, node: number): { readonly x: number; readonly y: number } | null {
	const shown = drawing.graph.nodes[shownAt(drawing, node)];
	return shown === undefined ? null : { x: shown.x, y: shown.y };
}

/** Another drawing in the same window: what stood at the anchor stays where it was. */
export function anchored(
	viewport: Viewport,
	drawing: Drawing,
	node: number,
	anchor: { readonly x: number; readonly y: number },
): Viewport {
	const now = anchorOf(drawing, node) ?? anchor;
	return moved(viewport, (anchor.x - now.x) * viewport.scale, (anchor.y - now.y) * viewport.scale);
}

/** Listens for dragging and the wheel on an element. `move` is told each new viewport; a drag of a few pixels stays a click. */
export function listen(element: Element, current: () => Viewport, move: (viewport: Viewport) => void): void {
	const surface = element as HTMLElement;
	let drag: { pointer: number; x: number; y: number; far: boolean } | null = null;
	surface.addEventListener('pointerdown', (event) => {
		if (event.button === 0) drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY, far: false };
	});
	surface.addEventListener('pointermove', (event) => {
		if (!drag || event.pointerId !== drag.pointer) return;
		const dx = event.clientX - drag.x;
		const dy = event.clientY - drag.y;
		if (!drag.far && Math.hypot(dx, dy) < 4) return;
		if (!drag.far) {
			surface.setPointerCapture(event.pointerId);
			surface.classList.add('dragging');
		}
		drag = { pointer: drag.pointer, x: event.clientX, y: event.clientY, far: true };
		move(moved(current(), dx, dy));
	});
	const end = (event: PointerEvent): void => {
		if (!drag || event.pointerId !== drag.pointer) return;
		surface.classList.remove('dragging');
		drag = null;
	};
	surface.addEventListener('pointerup', end);
	surface.addEventListener('pointercancel', end);
	surface.addEventListener(
		'wheel',
		(event) => {
			event.preventDefault();
			const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
			const box = surface.getBoundingClientRect();
			if (event.ctrlKey || event.metaKey)
				move(
					zoomed(current(), Math.exp(-event.deltaY * unit * 0.004), event.clientX - box.left, event.clientY - box.top),
				);
			else {
				const sideways = event.shiftKey && event.deltaX === 0;
				move(moved(current(), -(sideways ? event.deltaY : event.deltaX) * unit, sideways ? 0 : -event.deltaY * unit));
			}
		},
		{ passive: false },
	);
}
