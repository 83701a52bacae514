import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { annotationSpot } from '../../../src/lang/annotation-spot.ts';
import { outlineOf } from '../../../src/lang/outline.ts';

/** A text with the place as `¦`; what may stand there, `!` where something must, and the word that is replaced. */
const SPOTS: readonly (readonly [text: string, language: string, wants: string, word?: string])[] = [
	['x = 1 # @¦', 'python', 'tag!', '@'],
	['x = 1 # @gr¦ad', 'python', 'tag!', '@grad'],
	['// @gr¦', 'javascript', 'tag!', '@gr'],
	['/** @¦ */\nconst f = x * y;', 'typescript', 'tag!', '@'],
	['% @¦', 'latex', 'tag!', '@'],
	['<!-- @¦ -->', 'markdown', 'tag!', '@'],
	['f = x*y # @¦', 'plaintext', 'tag!', '@'],
	['#= @¦ =#', 'julia', 'tag!', '@'],
	['f = x # @grad ¦', 'python', 'target binding clause!', ''],
	['f = x # @grad f ¦', 'python', 'binding clause!', ''],
	['f = x # @grad f a¦t', 'python', 'binding clause!', 'at'],
	['f = x # @grad at ¦', 'python', 'binding!', ''],
	['f = x # @grad at x = 1, ¦', 'python', 'binding!', ''],
	['f = x # @grad x = 1, y¦y = 3', 'python', 'binding!', 'yy'],
	['f = x # @grad x = 1 ¦', 'python', 'clause', ''],
	['f = x # @grad x = 1 exp¦', 'python', 'clause', 'exp'],
	['f = x # @grad x = 1 no-gr¦', 'python', 'clause', 'no-gr'],
	['f = x # @grad x = ¦', 'python', 'value!', ''],
	['f = x # @grad x = ra¦nd', 'python', 'value!', 'rand'],
	['f = x # @grad W: ¦', 'python', 'shape!', ''],
	['f = x # @grad W:¦', 'python', 'shape!', ''],
	['f = x # @grad W: float32 ¦', 'python', 'shape!', ''],
	['f = x # @grad n = 3, W: (n, ¦', 'python', 'size!', ''],
	['f = x # @grad W: (4, 3) = ¦', 'python', 'value!', ''],
	['f = x # @grad W: (4, 3) = ran¦', 'python', 'value!', 'ran'],
	['f = x # @grad W: (4, 3) = randn ¦', 'python', 'clause', ''],
	['f = x # @grad W = [1, ¦', 'python', ''],
	['f = x # @grad W = uniform(1, ¦', 'python', ''],
	['f = x # @grad W: (4, 3) ¦', 'python', ''],
	['f = x # @grad wrt ¦', 'python', 'name!', ''],
	['f = x # @grad wrt a, b¦', 'python', 'name!', 'b'],
	['f = x # @grad wrt a ¦', 'python', 'clause', ''],
	['f = x # @grad no-grad ¦', 'python', 'name clause', ''],
	['f = x # @grad upstream ¦', 'python', 'value!', ''],
	['f = x # @grad upstream 2 ¦', 'python', 'clause', ''],
	['f = x # @grad seed ¦', 'python', ''],
	['f = x # @grad seed 1 ¦', 'python', 'clause', ''],
	['f = x # @grad x = 1 expect ¦', 'python', 'claim!', ''],
	['f = x # @grad x = 1 expect df/d¦', 'python', 'claim!', 'df/d'],
	['f = x # @grad x = 1 expect df/dx = 1, ∂f/¦', 'python', 'claim!', '∂f/'],
	['f = x # @grad x = 1 expect df/dx = ¦', 'python', ''],
	['f = x # @grad x = 1 expect df/dx = 1 ¦', 'python', 'clause', ''],
	['f = x # @grad x = 1 -- a remark, ¦', 'python', ''],
	['f = x # @grad x＝1， ¦', 'python', 'binding!', ''],
	['손실 = 입력^2 # @grad 입¦', 'python', 'target binding clause!', '입'],
	['% @grad \\alph¦ = 1\n$ \\alpha x $', 'latex', 'target binding clause!', '\\alph'],
	['# @grad f\n# @at X: (5, 4) = randn\n#     W¦', 'python', 'binding clause', 'W'],
	['# @grad f at x = 1,\n#   ¦\nf = x', 'python', 'binding!', ''],
	['# @grad f at x = 1\n# @exp¦\nf = x', 'python', 'tag!', '@exp'],
	['/**\n * @grad f\n * @at x = ¦\n */\nlet f = x;', 'javascript', 'value!', ''],
	['```python\n# @grad x = ¦\nf = x\n```', 'markdown', 'value!', ''],
	['f = x # @grad(x = 1, ¦', 'python', 'binding!', ''],
	// Outside annotations nothing is said.
	['f = x # @grad x = 1\n# some words of pro¦se\n', 'python', ''],
	['# @grad f at x = 1\n#\n# ¦\nf = x', 'python', ''],
	['f = ¦x # @grad x = 1', 'python', ''],
	['# nothing ¦', 'python', ''],
	['# mail@¦', 'python', ''],
	['f = "@gr¦ad"', 'python', ''],
	['/** @grad x = 1 */¦\nf = x', 'javascript', ''],
	['<!-- @grad x = 1 -->¦', 'markdown', ''],
	['text @gr¦ad', 'markdown', ''],
];

describe('what may be written at a place of an annotation', () => {
	for (const [marked, language, wants, word] of SPOTS) {
		test(`${language}: ${JSON.stringify(marked)}`, () => {
			const offset = marked.indexOf('¦');
			const text = marked.replace('¦', '');
			const spot = annotationSpot(outlineOf({ uri: 'test:', version: 1, languageId: language, text }), offset);
			if (wants === '') return assert.equal(spot, null);
			assert.ok(spot);
			assert.equal(`${spot.wants.join(' ')}${spot.needed ? '!' : ''}`, wants);
			assert.equal(text.slice(spot.word.start, spot.word.end), word);
			assert.equal(spot.typed.start, spot.word.start);
			assert.equal(spot.typed.end, offset);
		});
	}

	test('every place of an annotation is answered, whatever is cut off behind it', () => {
		const whole =
			'# @grad f at x = [1, 2; 3, 4], W: float32 (n, 3) = randn*0.1 seed=2 wrt W expect df/dx[0] ≈ 1 ± 0.1 tol 1 -- so';
		for (let at = 0; at <= whole.length; at++) {
			for (const text of [whole, whole.slice(0, at), whole.slice(0, at) + '\nf = x'])
				annotationSpot(outlineOf({ uri: 'test:', version: 1, languageId: 'python', text }), at);
		}
	});
});
