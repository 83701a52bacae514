/** A list of numbers as one array: what a program without arrays has for a vector or a matrix, and may be asked the gradient of. */
import type { Recorder } from '../recorder.ts';
import type { ScriptObserver } from './observer.ts';
import type { Value } from './values.ts';

/** A longer list is no vector that somebody wrote a formula of. */
const MOST = 10_000;
const MOST_AXES = 4;

/** Stacks the numbers of a list, or of lists of one length, and answers the array's node; null for anything else, and where no gate made any of them. */
export function stackedNode(value: Value, observer: ScriptObserver, recorder: Recorder): number | null {
	const shape: number[] = [];
	let level: readonly Value[] = [value];
	for (let lists = listsOf(level); lists !== null; lists = listsOf(level)) {
		const extent = lists[0]?.length ?? 0;
		if (lists.some(({ length }) => length !== extent)) return null;
		shape.push(extent);
		level = lists.flat();
		if (level.length > MOST || shape.length > MOST_AXES) return null;
	}
	const isNumber = ({ kind }: Value): boolean => kind === 'float' || kind === 'int';
	if (shape.length === 0 || level.length === 0 || !level.every(isNumber)) return null;
	if (!level.some((item) => observer.nodeOf(item) >= 0)) return null;
	const node = recorder.apply('stack', level, { axis: 0 });
	return shape.length === 1 ? node : recorder.apply('reshape', [node], { shape });
}

function listsOf(values: readonly Value[]): (readonly Value[])[] | null {
	const lists = values.flatMap((value) => (value.kind === 'list' || value.kind === 'tuple' ? [value.items] : []));
	return lists.length > 0 && lists.length === values.length ? lists : null;
}
