/** The scopes of a step: the gate with what flows through it, every value, every gradient as far as it has arrived, and the inputs. */
import { formatLocal } from '../core/quantity.ts';
import { plainNumber } from '../core/format.ts';
import type { Card, CardInput, Input, Quantity, Text } from '../protocol.ts';
import type { Variable, Variables } from '../protocol-stack.ts';
import type { Session } from '../session/session.ts';
import { arrayContainer, plainArray } from './arrays.ts';
import type { ArraySource } from './arrays.ts';
import { namedOnly } from './handles.ts';
import type { Container, Entry } from './handles.ts';
import type { Translate } from './host.ts';
import { gradientText, quantityText, quantityType } from './numbers.ts';

/** A card lists so many shares of a fork. */
const MOST_SHARES = 200;

/** Where a scope's entries come from. */
export class Scopes {
	readonly #session: Session;
	readonly #t: Translate;

	constructor(session: Session, t: Translate) {
		this.#session = session;
		this.#t = t;
	}

	/** The gate of the step. */
	gate(): Container {
		return namedOnly(0, () => {
			const { active } = this.#session.view;
			return Promise.resolve(active === null ? [] : this.#gateEntries(active));
		});
	}

	values(ask: () => Promise<Variables>): Container {
		return namedOnly(0, async () => {
			const { names, expressions } = await ask();
			return [...names.map((each) => this.#value(each, true)), ...expressions.map((each) => this.#value(each, false))];
		});
	}

	gradients(ask: () => Promise<Variables>): Container {
		return namedOnly(0, async () => {
			const { names, expressions } = await ask();
			const entries = (some: readonly Variable[], named: boolean): Entry[] =>
				some.filter(({ reached }) => reached).map((each) => this.#gradient(each, named));
			return [...entries(names, true), ...entries(expressions, false)];
		});
	}

	inputs(): Container {
		return namedOnly(0, () => Promise.resolve(this.#session.info.unit.inputs.map((input) => this.#input(input))));
	}

	/** What unfolds of a node's value or gradient. */
	array(
		node: number,
		side: 'value' | 'gradient',
		quantity: Quantity,
		expression?: string,
		assignable = false,
	): Container | null {
		if (typeof quantity === 'number') return null;
		return arrayContainer(
			quantity,
			{ ...this.#source(node, side, quantity.shape, expression), assignable: assignable && holdsFloats(quantity) },
			this.#t,
		);
	}

	#source(
		node: number,
		side: 'value' | 'gradient' | { readonly slot: number },
		shape: readonly number[],
		expression?: string,
	): ArraySource {
		return {
			shape,
			window: async (request) => {
				const slot = typeof side === 'object' ? { slot: side.slot } : {};
				const pair = await this.#session.about('tensor', { request: { ...request, node, ...slot } });
				return (side === 'value' ? pair?.value : pair?.gradient) ?? null;
			},
			...(expression !== undefined && { name: (index: readonly number[]) => `${expression}[${index.join(', ')}]` }),
		};
	}

	#value({ name, node, value, input }: Variable, named: boolean): Entry {
		if (value === null) return { name, value: this.#t('not there yet'), kind: 'virtual' };
		const inside = node === null ? null : this.array(node, 'value', value, name, input);
		return {
			name,
			value: quantityText(value),
			type: quantityType(value),
			expression: name,
			...(inside !== null && { inside }),
			...(node !== null && { watch: { node, ...(named && { name }) } }),
			...(input && holdsFloats(value) && { assign: name }),
		};
	}

	#gradient({ name, node, gradient, arrival, uses }: Variable, named: boolean): Entry {
		const expression = `grad(${name})`;
		const entry = { name, value: gradientText(gradient, arrival, this.#t), expression };
		if (node === null) return entry;
		const inside = this.#gradientInside(node, gradient, uses, expression);
		return {
			...entry,
			...(gradient !== null && { type: quantityType(gradient) }),
			...(inside !== null && { inside }),
			watch: { node, ...(named && { name }) },
		};
	}

	/** The shares that make a sum, and an array's entries. */
	#gradientInside(node: number, gradient: Quantity | null, uses: number, expression: string): Container | null {
		const array = gradient === null ? null : this.array(node, 'gradient', gradient, expression);
		if (uses < 2) return array;
		return {
			named: Math.min(uses, MOST_SHARES) + (array?.named ?? 0),
			indexed: array?.indexed ?? 0,
			names: async () => {
				const card = await this.#session.card(node);
				const shares = (card?.shares ?? []).map(({ gate, slot, label, share }): Entry => {
					const inside =
						share === null || typeof share === 'number'
							? null
							: arrayContainer(share, this.#source(gate, { slot }, share.shape), this.#t);
					return {
						name: this.#t('through {0}', label),
						value: gradientText(share, share === null ? 'none' : 'complete', this.#t),
						kind: 'virtual',
						...(inside !== null && { inside }),
					};
				});
				return [...distinct(shares), ...((await array?.names()) ?? [])];
			},
			range: (start, count) => array?.range(start, count) ?? Promise.resolve([]),
		};
	}

	#input({ name, node, value, source, differentiable }: Input): Entry {
		const inside = this.array(node, 'value', value, name, true);
		return {
			name,
			value: quantityText(value),
			type: `${quantityType(value)}, ${this.#sourceText(source)}`,
			expression: name,
			...(holdsFloats(value) && { assign: name }),
			...(inside !== null && { inside }),
			...(differentiable && { watch: { node, name } }),
			...(source === 'panel' && { changed: true }),
		};
	}

	#sourceText(source: Input['source']): string {
		switch (source) {
			case 'panel':
				return this.#t('changed here');
			case 'annotation':
				return this.#t('from the annotation');
			case 'assignment':
				return this.#t('from an assignment');
			case 'beside':
				return this.#t('from beside the formula');
			case 'last-used':
				return this.#t('used last');
			case 'guessed':
				return this.#t('guessed');
		}
	}

	#gateEntries(card: Card): Entry[] {
		const t = this.#t;
		const line = (name: string, value: string): Entry => ({ name, value, kind: 'property' });
		const entries = [line(t('expression'), card.text)];
		if (card.kind === 'gate')
			entries.push(line(t('operator'), card.op === card.symbol ? card.op : `${card.symbol}  (${card.op})`));
		entries.push(line(t('pattern'), card.pattern));
		if (card.value === null) entries.push(line(t('value'), t('not there yet')));
		else entries.push(this.#quantity(t('value'), card.value, (shape) => this.#source(card.node, 'value', shape)));
		const upstream = gradientText(card.upstream, card.arrival, t);
		entries.push(
			card.upstream === null
				? line(t('upstream'), upstream)
				: {
						...this.#quantity(t('upstream'), card.upstream, (shape) => this.#source(card.node, 'gradient', shape)),
						value: upstream,
					},
		);
		const taking = card.inputs.filter(({ differentiable }) => differentiable);
		if (taking.length > 0) {
			entries.push(
				this.#group(
					t('local'),
					taking.map((input) => this.#local(card, input)),
				),
			);
			entries.push(
				this.#group(
					t('downstream'),
					taking.map((input) => this.#downstream(card, input)),
				),
			);
		}
		if (card.rule !== '') entries.push(line(t('rule'), card.rule));
		entries.push(line(t('meaning'), this.#say(card.sentence)));
		if (card.convention !== undefined) entries.push(line(t('convention'), this.#say(card.convention)));
		return entries;
	}

	/** One line for all of them, each on a line of its own inside. */
	#group(name: string, entries: readonly Entry[]): Entry {
		const inside = distinct(entries);
		return {
			name,
			value: inside.map((entry) => `${entry.name}: ${entry.value}`).join(', '),
			kind: 'property',
			inside: namedOnly(inside.length, () => Promise.resolve(inside)),
		};
	}

	#local({ node, inputs }: Card, input: CardInput): Entry {
		const { label: name, local, localText } = input;
		if (typeof local === 'number') {
			const number = plainNumber(local);
			const formula = localText.replaceAll('\u2212', '-');
			return {
				name,
				value: formula === '' || formula === number ? number : `${formula} = ${number}`,
				kind: 'property',
			};
		}
		const slot = inputs.indexOf(input);
		const rows = local.output.reduce((size, extent) => size * extent, 1);
		const columns = local.input.reduce((size, extent) => size * extent, 1);
		const matrix = plainArray({
			shape: [rows, columns],
			window: async ({ row, column, rows: most, columns: across }) => {
				const request = { gate: node, slot, row, column, rows: most, columns: across };
				const block = await this.#session.about('jacobian', { request });
				if (block === null) return null;
				return { ...block, shape: [rows, columns], element: 'float64', lead: [], block: [1, 1] };
			},
		});
		const line = (key: string, value: string): Entry => ({ name: key, value, kind: 'virtual' });
		const named = [
			line(this.#t('rule'), localText),
			line(this.#t('structure'), local.structure),
			line(this.#t('bytes'), String(local.bytes)),
			...(input.reason === undefined ? [] : [line(this.#t('never made'), this.#say(input.reason))]),
		];
		return {
			name,
			value: `${formatLocal(local)}, ${local.structure}`,
			kind: 'property',
			inside: { ...matrix, named: named.length, names: () => Promise.resolve(named) },
		};
	}

	#downstream({ node, arrival, inputs }: Card, input: CardInput): Entry {
		const { label: name, downstream } = input;
		if (downstream === null) return { name, value: this.#t('not there yet'), kind: 'property' };
		const slot = inputs.indexOf(input);
		const text = quantityText(downstream);
		const entry = this.#quantity(name, downstream, (shape) => this.#source(node, { slot }, shape));
		return arrival === 'partial' ? { ...entry, value: this.#t('{0} so far', text) } : entry;
	}

	#quantity(name: string, quantity: Quantity, source: (shape: readonly number[]) => ArraySource): Entry {
		return {
			name,
			value: quantityText(quantity),
			type: quantityType(quantity),
			kind: 'property',
			...(typeof quantity !== 'number' && { inside: arrayContainer(quantity, source(quantity.shape), this.#t) }),
		};
	}

	#say([template, ...values]: Text): string {
		return this.#t(template, ...values);
	}
}

/** Numbers and arrays of floats can be given another value; by other arrays a program chooses what it computes. */
function holdsFloats(quantity: Quantity): boolean {
	return typeof quantity === 'number' || quantity.element === 'float64' || quantity.element === 'float32';
}

/** Names are what a client knows entries by: of several alike each later one is numbered. */
function distinct(entries: readonly Entry[]): Entry[] {
	const seen = new Map<string, number>();
	return entries.map((entry) => {
		const times = (seen.get(entry.name) ?? 0) + 1;
		seen.set(entry.name, times);
		return times === 1 ? entry : { ...entry, name: `${entry.name} (${times})` };
	});
}
