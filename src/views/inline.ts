/**
 * Values and gradients in the text: draws a Scene with decorations. Nothing here changes layout from step to step, since every text stands in a
 * box of a fixed width; while a line is typed, its chips only change colour and VS Code itself carries them along.
 */
import { DecorationRangeBehavior, Disposable, Range as TextRange, ThemeColor, window, workspace } from 'vscode';
import type { DecorationOptions, TextDocument, TextEditor, TextEditorDecorationType } from 'vscode';
import type { Range } from '../protocol.ts';
import type { Session } from '../session/session.ts';
import { GAPS } from './chips.ts';
import type { Box } from './chips.ts';
import { textRange } from './documents.ts';
import { linesOf } from './lines.ts';
import { SENTENCE_GAP, sceneFrom, stalenessOf } from './scene.ts';
import type { Rest, Scene, Steps } from './scene.ts';
import type { Layers } from './scenes.ts';
import { concerns, viewSettings } from './settings.ts';
import type { SceneChip } from './unit-chips.ts';
import type { Host, Pointed, View } from './view.ts';

export const inline: View = {
	register(host) {
		const painter = new Painter(host);
		const { sessions } = host;
		let follow: { dispose(): void } | null = null;
		const onActive = (): void => {
			follow?.dispose();
			const session = sessions.active;
			follow =
				session?.onDidChange(() => {
					painter.paint(session.uri);
					painter.paintElsewhere(session.view.active?.elsewhere?.uri);
				}) ?? null;
			painter.paintAll();
		};
		return Disposable.from(
			painter,
			sessions.onDidAnalyze(({ uri }) => painter.paint(uri)),
			sessions.onDidChangeActive(onActive),
			host.pointed.event((pointed) => painter.point(pointed)),
			host.landing.onDidLand(({ uri }) => painter.paint(uri)),
			workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
				if (contentChanges.length > 0) painter.typed(document);
			}),
			window.onDidChangeVisibleTextEditors(() => painter.paintAll()),
			workspace.onDidChangeConfiguration((event) => {
				if (concerns(event).views) painter.paintAll();
			}),
			{ dispose: () => follow?.dispose() },
		);
	},
};

/**
 * The layers of a document's scene as it is now, by the settings that hold for it; `painted` where it is to show a step that the panel still lets be
 * seen to happen as on its way.
 */
export function layersOf(host: Host, document: TextDocument, tabSize = 4, painted = false): Layers {
	const uri = document.uri.toString();
	const session = sessionOf(host, document);
	const before = painted && session !== null ? host.landing.before(session) : null;
	return host.scenes.draw(
		host.sessions.known(uri),
		session === null ? null : { info: session.info, view: session.view, concealed: session.concealed, before },
		host.histories.of(uri),
		linesOf(document, tabSize),
		viewSettings(document),
	);
}

/** The whole scene of a document as it is now. */
export function sceneOf(host: Host, document: TextDocument): Scene {
	const { rest, steps } = layersOf(host, document);
	return sceneFrom(rest, steps);
}

function sessionOf({ sessions }: Host, document: TextDocument): Session | null {
	return sessions.active?.uri === document.uri.toString() ? sessions.active : null;
}

/** Where the present step's gate stands in a document that is not the session's: an earlier cell, or an imported file. */
function frameFromElsewhere(host: Host, document: TextDocument): Range | null {
	const there = host.sessions.active?.view.active?.elsewhere;
	return there?.uri === document.uri.toString() ? there.range : null;
}

class Painter {
	readonly #host: Host;
	readonly #types: Types = makeTypes();
	readonly #drawn = new WeakMap<TextEditor, Drawn>();
	#pointed: Pointed | null = null;
	#elsewhere: string | undefined;

	constructor(host: Host) {
		this.#host = host;
	}

	paintAll(): void {
		for (const editor of window.visibleTextEditors) this.#draw(editor);
	}

	paint(uri: string): void {
		for (const editor of window.visibleTextEditors) if (editor.document.uri.toString() === uri) this.#draw(editor);
	}

	/** The step's gate stands in another text than the session's; undefined where it does not. */
	paintElsewhere(uri: string | undefined): void {
		const before = this.#elsewhere;
		this.#elsewhere = uri;
		for (const each of new Set([before, uri])) if (each !== undefined) this.paint(each);
	}

	/** The text changed: only a change of colour is worth sending, VS Code moves what is drawn. */
	typed(document: TextDocument): void {
		const editors = window.visibleTextEditors.filter((editor) => editor.document === document);
		if (editors.length === 0) return;
		const staleness = this.#staleness(document);
		for (const editor of editors) if (this.#drawn.get(editor)?.staleness !== staleness) this.#draw(editor);
	}

	point(pointed: Pointed | null): void {
		const before = this.#pointed;
		this.#pointed = pointed;
		for (const uri of new Set([before?.uri, pointed?.uri])) if (uri !== undefined) this.paint(uri);
	}

	dispose(): void {
		const { rest, steps, ...others } = this.#types;
		for (const types of [rest, steps, others])
			for (const type of Object.values<TextEditorDecorationType>({ ...types })) type.dispose();
	}

	#draw(editor: TextEditor): void {
		const { document } = editor;
		const tabSize = Number(editor.options.tabSize) || 4;
		const { rest, steps } = layersOf(this.#host, document, tabSize, true);
		const hints = viewSettings(document).inlayHints;
		const drawn = this.#drawnIn(editor, hints);
		drawn.staleness = this.#staleness(document);
		if (drawn.rest !== rest) {
			drawn.rest = rest;
			for (const [type, options] of chipsFor(document, this.#types.rest, hints ? [] : rest.chips))
				editor.setDecorations(type, options);
			const ticks = rest.ticks.map((range) => ({ range: textRange(document, range) }));
			editor.setDecorations(this.#types.tick, ticks);
		}
		const framed = steps.frame ?? frameFromElsewhere(this.#host, document);
		for (const [type, options] of [
			...chipsFor(document, this.#types.steps, hints ? [] : steps.chips),
			[this.#types.frame, framed === null ? [] : [{ range: textRange(document, framed) }]],
			[this.#types.pointed, this.#pointedAt(document)],
			[this.#types.sentence, sentenceOf(document, steps)],
		] as const) {
			const now = JSON.stringify(options);
			if ((drawn.steps.get(type) ?? NOTHING) === now) continue;
			drawn.steps.set(type, now);
			editor.setDecorations(type, options);
		}
	}

	/** What an editor shows already, so that nothing is sent that is there. Of another text, or without the chips, nothing is known. */
	#drawnIn(editor: TextEditor, hints: boolean): Drawn {
		const { version } = editor.document;
		const known = this.#drawn.get(editor);
		if (known?.version === version && known.hints === hints) return known;
		const steps = new Map(known?.steps);
		// VS Code has moved what it showed: it is sent again, if only to be taken away.
		for (const [type, was] of steps) if (was !== NOTHING) steps.set(type, '');
		const drawn: Drawn = { version, hints, rest: null, steps, staleness: '' };
		this.#drawn.set(editor, drawn);
		return drawn;
	}

	#staleness(document: TextDocument): string {
		const { sessions, histories } = this.#host;
		const uri = document.uri.toString();
		return stalenessOf(sessions.known(uri), sessionOf(this.#host, document)?.info ?? null, histories.of(uri));
	}

	/** What the panel points at, drawn by a type of its own: VS Code merges overlapping boxes of one type into one. */
	#pointedAt(document: TextDocument): DecorationOptions[] {
		const pointed = this.#pointed;
		if (pointed === null || pointed.uri !== document.uri.toString()) return [];
		const here = this.#host.histories.of(pointed.uri).now(pointed.range, pointed.version);
		return here === null ? [] : [{ range: textRange(document, here.range) }];
	}
}

/** No decorations, as `Drawn` has it. */
const NOTHING = '[]';

/** What was sent to an editor last. */
interface Drawn {
	readonly version: number;
	/** Whether the chips are inlay hints, and so not drawn. */
	readonly hints: boolean;
	rest: Rest | null;
	/** The decorations of what steps change, written out. */
	readonly steps: Map<TextEditorDecorationType, string>;
	staleness: string;
}

/** The decorations of a layer's chips, a type each. */
function chipsFor(
	document: TextDocument,
	types: ChipTypes,
	chips: readonly SceneChip[],
): readonly (readonly [TextEditorDecorationType, readonly DecorationOptions[]])[] {
	const first = chips.filter(({ second }) => !second);
	const second = chips.filter((chip) => chip.second);
	return [
		[types.value, first.map((chip) => valueOf(document, chip))],
		[types.gradient, first.flatMap((chip) => gradientOf(document, chip))],
		[types.secondValue, second.map((chip) => valueOf(document, chip))],
		[types.secondGradient, second.flatMap((chip) => gradientOf(document, chip))],
	];
}

function valueOf(document: TextDocument, chip: SceneChip): DecorationOptions {
	const { value, guessed, stale } = chip;
	const id = stale ? 'backstep.stale' : guessed ? 'backstep.guessed' : 'backstep.value';
	const after = {
		contentText: value.text,
		width: `${value.width}ch`,
		color: new ThemeColor(id),
		...background(chip, value),
		margin: `0 ${chip.gradient === null ? GAPS.after : 0}ch 0 ${GAPS.before}ch`,
		// Dotted, as in the panel, so that a guess is not told by its colour alone.
		...(guessed && { textDecoration: 'underline dotted' }),
		...(chip.active && { fontWeight: 'bold' }),
	};
	return { range: textRange(document, chip.range), renderOptions: { after } };
}

function gradientOf(document: TextDocument, chip: SceneChip): DecorationOptions[] {
	if (chip.gradient === null) return [];
	const after = {
		contentText: chip.gradient.text,
		width: `${chip.gradient.width}ch`,
		color: new ThemeColor(chip.stale ? 'backstep.stale' : 'backstep.gradient'),
		...background(chip, chip.gradient),
		margin: `0 ${GAPS.after}ch 0 ${GAPS.between}ch`,
		...(chip.active && { fontWeight: 'bold' }),
	};
	return [{ range: textRange(document, chip.range), renderOptions: { after } }];
}

/**
 * A number stands on a plate of its own; the room reserved for one that is still to come is left bare, and so is a note's chip, whose names
 * may be narrower than the columns they are given.
 */
function background({ kind }: SceneChip, { text }: Box): { backgroundColor?: ThemeColor } {
	return text.trim() === '' || kind === 'formula' ? {} : { backgroundColor: new ThemeColor('backstep.chipBackground') };
}

function sentenceOf(document: TextDocument, scene: Steps): DecorationOptions[] {
	if (scene.sentence === null) return [];
	const end = document.lineAt(document.positionAt(scene.sentence.offset)).range.end;
	return [{ range: new TextRange(end, end), renderOptions: { after: { contentText: scene.sentence.text } } }];
}

interface ChipTypes {
	readonly value: TextEditorDecorationType;
	readonly gradient: TextEditorDecorationType;
	/** Of a chip that comes second at its place: VS Code draws one type's attachments at one place in no order. */
	readonly secondValue: TextEditorDecorationType;
	readonly secondGradient: TextEditorDecorationType;
}

interface Types {
	/** VS Code takes all decorations of a type at once, so what no step changes has types of its own. */
	readonly rest: ChipTypes;
	readonly steps: ChipTypes;
	readonly tick: TextEditorDecorationType;
	readonly sentence: TextEditorDecorationType;
	readonly frame: TextEditorDecorationType;
	readonly pointed: TextEditorDecorationType;
}

/**
 * VS Code draws attachments that stand at the same place in the alphabetical order of their types' keys, and its keys end in a running number
 * ("…9" comes after "…10"). So types are made until their keys are in the order in which they are to be read.
 */
function makeTypes(): Types {
	const rangeBehavior = DecorationRangeBehavior.ClosedClosed;
	const chip = { rangeBehavior };
	const make = [
		...Array.from({ length: 8 }, () => () => window.createTextEditorDecorationType(chip)),
		() =>
			window.createTextEditorDecorationType({
				after: { contentText: '✓', color: new ThemeColor('backstep.claimHolds'), margin: '0 0 0 0.5ch' },
				rangeBehavior,
			}),
		() =>
			window.createTextEditorDecorationType({
				after: { color: new ThemeColor('backstep.step'), margin: `0 0 0 ${SENTENCE_GAP}ch` },
				rangeBehavior,
			}),
	];
	const made: TextEditorDecorationType[] = [];
	const spare: TextEditorDecorationType[] = [];
	while (made.length < make.length) {
		const next = make[made.length]?.();
		if (next === undefined) break;
		const last = made.at(-1);
		if (last === undefined || `${last.key}-` < `${next.key}-`) made.push(next);
		else {
			// The running number has gained a digit: what was made before sorts behind all that follows.
			spare.push(...made.splice(0), next);
		}
	}
	for (const type of spare) type.dispose();
	const [tick, sentence] = made.splice(8);
	const rest = chipTypes(made.slice(0, 4));
	const steps = chipTypes(made.slice(4));
	if (!tick || !sentence) throw new Error('No decoration types.');
	const box = { borderColor: new ThemeColor('backstep.active'), borderRadius: '3px', rangeBehavior };
	const frame = window.createTextEditorDecorationType({ ...box, border: '1px solid' });
	const pointed = window.createTextEditorDecorationType({ ...box, border: '1px dashed' });
	return { rest, steps, tick, sentence, frame, pointed };
}

function chipTypes([value, gradient, secondValue, secondGradient]: readonly TextEditorDecorationType[]): ChipTypes {
	if (!value || !gradient || !secondValue || !secondGradient) throw new Error('No decoration types.');
	return { value, gradient, secondValue, secondGradient };
}
