/** Answers what may be written at a place of an annotation: clauses, the formula's own names, generators, shapes. */
import { CLAUSE_HELP, clauseHelp, GENERATOR_HELP, TAG_HELP } from '../lang/annotation-help.ts';
import { plainSpelling } from '../lang/annotation-spelling.ts';
import { annotationSpot, type Spot } from '../lang/annotation-spot.ts';
import { CLAUSES, type Clause } from '../lang/annotation-words.ts';
import type { Directive } from '../lang/directive.ts';
import { findUnits } from '../lang/document.ts';
import { outlineOf } from '../lang/outline.ts';
import { withClosedComment } from '../lang/unclosed.ts';
import type { Unit } from '../lang/unit.ts';
import type { DocumentText, Limits, Text, ValueSource } from '../protocol.ts';
import type { Completion, Completions } from '../protocol-completion.ts';
import { annotationNames, type AnnotationNames, type NeededName } from './annotation-names.ts';

const NO_NAMES: AnnotationNames = { needed: [], set: [], target: '' };

/** Null outside annotations, and where nothing in particular may follow. */
export function completionsAt(given: DocumentText, offset: number, limits: Limits): Completions | null {
	const spot = annotationSpot(outlineOf(given), offset);
	if (spot === null) return null;
	const document = withClosedComment(given, offset);
	const unit = unitOf(document, offset, limits);
	const names = unit === null ? NO_NAMES : annotationNames(document, unit, limits);
	const offering = new Offering(spot, unit?.directive, names, document.text);
	return { typed: spot.typed, word: spot.word, needed: spot.needed, items: offering.items() };
}

/** The unit whose annotation holds an offset: of several in one comment the last that begins before it. */
function unitOf(document: DocumentText, offset: number, limits: Limits): Unit | null {
	const { units } = findUnits(document, limits);
	const around = units.filter(
		({ annotationRange, directive }) =>
			annotationRange !== undefined &&
			directive !== undefined &&
			annotationRange.start < offset &&
			annotationRange.end >= offset &&
			directive.tag.start < offset,
	);
	return around.at(-1) ?? null;
}

/** Clauses that stand once in an annotation. */
const ONCE: ReadonlySet<Clause> = new Set(['upstream', 'seed', 'tol']);

const TYPES: readonly string[] = ['float64', 'float32', 'int64', 'bool'];

const TARGET: Text = ['The gradients are those of this name'];
const NOTHING: Text = [''];

class Offering {
	readonly #spot: Spot;
	/** The directive with what stands behind the place. */
	readonly #whole: Directive | undefined;
	readonly #names: AnnotationNames;
	readonly #text: string;

	constructor(spot: Spot, whole: Directive | undefined, names: AnnotationNames, text: string) {
		this.#spot = spot;
		this.#whole = whole;
		this.#names = names;
		this.#text = text;
	}

	items(): Completion[] {
		const offers: Readonly<Record<Spot['wants'][number], () => Completion[]>> = {
			tag: () => this.#tags(),
			target: () => this.#names.set.map((name) => this.#name(name, '', TARGET, ' ')),
			binding: () => this.#bindings(),
			clause: () => this.#clauses(),
			name: () => this.#listed(),
			claim: () => this.#claims(),
			value: () => generators(),
			shape: () => this.#shapes(),
			size: () => this.#sizes(),
		};
		return this.#spot.wants.flatMap((want) => offers[want]());
	}

	/** A name in its plain form, found by what the formula writes too; `tail` goes in behind it. */
	#name({ name, written }: Spelled, form: string, meaning: Text = NOTHING, tail = ''): Completion {
		const label = plainSpelling(name);
		const filter = label === written ? undefined : `${label} ${written}`;
		return {
			kind: 'name',
			label,
			insert: literal(`${label}${tail}`),
			form,
			meaning,
			...(filter !== undefined && { filter }),
		};
	}

	#tags(): Completion[] {
		const tag: Completion = { kind: 'tag', label: '@grad', insert: '@grad ', ...TAG_HELP };
		if (this.#spot.directive === null) return [tag];
		return [
			...this.#clauses().map((clause) => ({ ...clause, label: `@${clause.label}`, insert: `@${clause.insert}` })),
			tag,
		];
	}

	#clauses(): Completion[] {
		const there = new Set(
			[...(this.#whole?.clauses ?? []), ...(this.#spot.directive?.clauses ?? [])].map(({ clause }) => clause),
		);
		const { start } = this.#spot.word;
		const typing = this.#whole?.clauses.find(({ range }) => range.start === start)?.clause;
		return CLAUSES.filter(
			(clause) => clause in CLAUSE_HELP && (clause === typing || !(ONCE.has(clause) && there.has(clause))),
		).map((clause): Completion => ({ kind: 'clause', label: clause, insert: `${clause} `, ...clauseHelp(clause) }));
	}

	/** The names that have no value yet, those first that nothing else gives one. */
	#bindings(): Completion[] {
		const { word } = this.#spot;
		const bound = new Set(this.#spot.directive?.at.map(({ name }) => name));
		for (const { name, nameRange } of this.#whole?.at ?? []) if (nameRange.start !== word.start) bound.add(name);
		const goesOn = /^\s*[=:]/.test(this.#text.slice(word.end, word.end + 20));
		return this.#names.needed
			.filter(({ name }) => !bound.has(name))
			.map((needed) => {
				const shape = shapeText(needed);
				return this.#name(needed, shape, SOURCES[needed.source], goesOn ? '' : shape === '' ? ' = ' : `: ${shape} = `);
			});
	}

	/** Names for `wrt` and `no-grad`. */
	#listed(): Completion[] {
		const there = new Set(
			[...(this.#spot.directive?.wrt ?? []), ...listed(this.#spot.directive?.noGrad)].map(({ name }) => name),
		);
		const { needed, set, target } = this.#names;
		return [...needed, ...set.filter(({ name }) => name !== target)]
			.filter(({ name }) => !there.has(name))
			.map((name) => this.#name(name, ''));
	}

	#claims(): Completion[] {
		const { needed, set, target } = this.#names;
		const { typed, word } = this.#spot;
		const sign = this.#text[typed.start] === '∂' ? '∂' : 'd';
		const goesOn = /^\s*[=≈]/.test(this.#text.slice(word.end, word.end + 20));
		const claim = (before: string, { name, written }: Spelled, meaning: (name: string) => Text): Completion => {
			const plain = plainSpelling(name);
			const label = `${before}${plain}`;
			return {
				kind: 'claim',
				label,
				insert: literal(goesOn ? label : `${label} = `),
				form: '',
				meaning: meaning(plain),
				...(plain !== written && { filter: `${label} ${before}${written}` }),
			};
		};
		const others = set.filter(({ name }) => name !== target);
		const targets = target === '' ? [] : [set.find(({ name }) => name === target) ?? { name: target, written: target }];
		const over = target === '' ? sign : `${sign}${plainSpelling(target)}/${sign}`;
		return [
			...[...needed, ...others].map((name) => claim(over, name, (plain) => ['The gradient of {0}', plain])),
			...[...targets, ...others].map((name) => claim('', name, (plain) => ['The value of {0}', plain])),
		];
	}

	#shapes(): Completion[] {
		const { start } = this.#spot.word;
		const before = /([^\s,;:]+)\s*:[^:]*$/.exec(this.#text.slice(Math.max(0, start - 200), start))?.[1];
		const fits = this.#names.needed.find(({ name }) => plainSpelling(name) === before || name === before);
		const shape = fits === undefined ? '' : shapeText(fits);
		const named = (label: string, insert: string, meaning: Text): Completion => ({
			kind: 'shape',
			label,
			insert,
			form: '',
			meaning,
		});
		const typed = /\b(?:float64|float32|int64|bool)\s*$/.test(this.#text.slice(Math.max(0, start - 20), start));
		return [
			...(shape === '' ? [] : [named(shape, shape, ['Fits the formula'])]),
			named('(n,)', '(${1:n},)', ['A vector of n entries']),
			named('(n, m)', '(${1:n}, ${2:m})', ['A matrix of n rows and m columns']),
			...(typed
				? []
				: TYPES.map((type): Completion => ({
						kind: 'type',
						label: type,
						insert: `${type} `,
						form: '',
						meaning: ['The type of the entries'],
					}))),
		];
	}

	/** Numbers that have names can be the sizes of axes. */
	#sizes(): Completion[] {
		return (this.#spot.directive?.at ?? [])
			.filter(({ value }) => value?.kind === 'scalar' && Number.isInteger(value.value))
			.map(({ name }) => this.#name({ name, written: name }, ''));
	}
}

/** A name, and how the formula writes it. */
type Spelled = Pick<NeededName, 'name' | 'written'>;

function listed(noGrad: Directive['noGrad']): readonly { readonly name: string }[] {
	return noGrad === undefined || noGrad === 'all' ? [] : noGrad;
}

/** `(4, 3)`, `(3,)`; empty for a number. */
function shapeText({ shape }: NeededName): string {
	if (shape.length === 0) return '';
	return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Where a name's value comes from without an annotation. */
const SOURCES: Readonly<Record<ValueSource, Text>> = {
	guessed: ['It has no value yet'],
	'last-used': ['It has the value that was used last'],
	assignment: ['An earlier statement gives its value'],
	beside: ['A line beside the formula gives its value'],
	annotation: NOTHING,
	panel: NOTHING,
};

function generators(): Completion[] {
	return [...GENERATOR_HELP].map(([label, { form, meaning }]): Completion => {
		let count = 0;
		const insert = form.replace(/(?<=[(,]\s*)\w+/g, (word) => `\${${++count}:${word}}`);
		return { kind: 'generator', label, insert, form, meaning };
	});
}

/** A text in which nothing is a placeholder. */
function literal(text: string): string {
	return text.replace(/[\\$}]/g, '\\$&');
}
