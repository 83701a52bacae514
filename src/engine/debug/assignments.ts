/** What giving a variable, an entry of one or a part of one another value comes to: which inputs and entries have to be changed, and to what. */
import { sameShape, shapeText } from '../../core/tensor/shape.ts';
import { dataOf, makeTensor, type Tensor } from '../../core/tensor/tensor.ts';
import type { Text } from '../../protocol.ts';
import type { AssignmentAnswer, NotEvaluated } from '../../protocol-debug.ts';
import { entryName } from '../../protocol-tensor.ts';
import type { Budget } from '../../run/budget.ts';
import { tensorOf, type Evaluator } from './evaluate.ts';
import type { Moment } from './names.ts';
import { pickAlong, pickedFrom } from './picks.ts';

/** So many entries can be changed at once. */
const MOST_ENTRIES = 10_000;

export function assignment(
	evaluator: Evaluator,
	expression: string,
	value: string,
	moment: Moment,
	budget: Budget,
): AssignmentAnswer {
	const tensor = numbersOf(evaluator, value, moment, budget);
	if ('problem' in tensor) return { ...tensor, part: 'value' };
	const places = placesOf(evaluator, expression, moment, budget);
	if ('problem' in places) return { ...places, part: 'expression' };
	const { name, at } = places;
	if (at === null) {
		if (tensor.shape.length > 0) return fault('type-error', ['{0} is no number.', value.trim()], value, 'value');
		return { name, values: [[name, dataOf(tensor)[0]!]] };
	}
	const size = at.data.length;
	if (size > MOST_ENTRIES)
		return fault('too-large', ['{0} entries are too many to be changed at once', size], expression, 'expression');
	if (tensor.shape.length > 0 && !sameShape(tensor.shape, at.shape))
		return fault(
			'shape',
			['{0} has the shape {1}, not {2}', value.trim(), shapeText(tensor.shape), shapeText(at.shape)],
			value,
			'value',
		);
	const entries = dataOf(tensor);
	return {
		name,
		values: Array.from(dataOf(at), (place, index) => [
			entryName(name, place),
			entries[tensor.shape.length === 0 ? 0 : index]!,
		]),
	};
}

/** What a value comes to: a number, an array, or a list of numbers as the array that it writes out. */
function numbersOf(evaluator: Evaluator, value: string, moment: Moment, budget: Budget): Tensor | NotEvaluated {
	const plain = evaluator.value(value, moment, budget);
	if (!('scope' in plain)) return plain;
	const { kind } = plain.value;
	const outcome = kind === 'list' || kind === 'tuple' ? evaluator.value(`np.array(${value})`, moment, budget) : plain;
	return (
		('scope' in outcome ? tensorOf(outcome) : null) ??
		fault('type-error', ['{0} is no number.', value.trim()], value, 'value')
	);
}

interface Places {
	readonly name: string;
	/** The places in C order of the entries that are meant, as the expression has them; null for an input that is a number. */
	readonly at: Tensor | null;
}

/** Which input an expression is, or picks entries out of. */
function placesOf(evaluator: Evaluator, expression: string, moment: Moment, budget: Budget): Places | NotEvaluated {
	const { ran } = evaluator;
	const { run, trace } = ran;
	const { tape } = trace;
	const name = expression.trim();
	const input = run.inputs.get(name);
	if (input !== undefined && tape.isScalar(input)) return { name, at: null };
	const outcome = evaluator.value(expression, moment, budget);
	if (!('scope' in outcome)) return outcome;
	const computed = (): NotEvaluated =>
		fault('not-an-input', ['Only inputs can be given another value; {0} is computed.', name], expression, 'expression');
	const { scope, value } = outcome;
	const { recorder } = scope.run;
	const picked = pickedFrom(scope, recorder.tape, value);
	if (picked === null || picked.origin.side !== 'value') return computed();
	const { node } = picked.origin;
	const given = [...run.inputs].find(([, each]) => each === node)?.[0];
	if (given === undefined) return computed();
	if (tape.isScalar(node)) return { name: given, at: null };
	const { element, shape, size } = tape.type(node);
	if (element !== 'float64' && element !== 'float32')
		return fault('type-error', ['{0} holds no floats: its entries stay as they are', given], expression, 'expression');
	const places = recorder.tensorConstant(
		makeTensor(
			Float64Array.from({ length: size }, (_, place) => place),
			shape,
		),
	);
	return { name: given, at: recorder.tape.tensor(pickAlong(recorder.tape, picked.path, places, recorder.range())) };
}

function fault<P extends 'expression' | 'value'>(
	problem: string,
	message: Text,
	text: string,
	part: P,
): NotEvaluated & { readonly part: P } {
	return { problem, message, range: { start: 0, end: text.length }, part };
}
