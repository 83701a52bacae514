import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { History } from '../../../src/views/history.ts';
import { moveRange, touches } from '../../../src/views/moves.ts';
import type { Move } from '../../../src/views/moves.ts';

const insert = (offset: number, text: string): Move => ({ offset, length: 0, inserted: text.length });

test('a range moves behind what is typed before it, and does not grow at its edges', () => {
	assert.deepEqual(moveRange({ start: 4, end: 6 }, [insert(0, 'abc')]), { start: 7, end: 9 });
	assert.deepEqual(moveRange({ start: 4, end: 6 }, [insert(4, 'a')]), { start: 5, end: 7 });
	assert.deepEqual(moveRange({ start: 4, end: 6 }, [insert(6, 'a')]), { start: 4, end: 6 });
	assert.deepEqual(moveRange({ start: 4, end: 6 }, [insert(5, 'a')]), { start: 4, end: 7 });
	assert.deepEqual(moveRange({ start: 4, end: 6 }, [insert(7, 'a')]), { start: 4, end: 6 });
});

test('several edits of one event are all in the offsets before it', () => {
	const moves = [
		{ offset: 10, length: 2, inserted: 0 },
		{ offset: 0, length: 1, inserted: 3 },
	];
	assert.deepEqual(moveRange({ start: 5, end: 8 }, moves), { start: 7, end: 10 });
	assert.deepEqual(moveRange({ start: 12, end: 14 }, moves), { start: 12, end: 14 });
});

test('a marker follows its character through any edits that leave it alone', () => {
	const edit = fc.record({
		at: fc.nat(),
		length: fc.nat(4),
		text: fc.string({ maxLength: 4 }).map((text) => text.replaceAll('#', '-')),
	});
	fc.assert(
		fc.property(
			fc.string({ maxLength: 20 }),
			fc.string({ maxLength: 20 }),
			fc.array(edit, { maxLength: 8 }),
			(before, after, edits) => {
				let text = `${before.replaceAll('#', '-')}#${after.replaceAll('#', '-')}`;
				const history = new History();
				const start = text.indexOf('#');
				let version = 1;
				for (const { at, length, text: inserted } of edits) {
					const offset = at % (text.length + 1);
					const end = Math.min(text.length, offset + length);
					if (text.slice(offset, end).includes('#')) continue;
					text = text.slice(0, offset) + inserted + text.slice(end);
					history.record(++version, [{ offset, length: end - offset, inserted: inserted.length }]);
				}
				const now = history.now({ start, end: start + 1 }, 1);
				assert.deepEqual(now?.range, { start: text.indexOf('#'), end: text.indexOf('#') + 1 });
			},
		),
	);
});

test('typing in a range, or directly at its edge, touches it', () => {
	const range = { start: 4, end: 6 };
	assert.equal(touches(range, [insert(3, 'a')]), false);
	assert.equal(touches(range, [insert(4, 'a')]), true);
	assert.equal(touches(range, [insert(6, 'a')]), true);
	assert.equal(touches(range, [insert(7, 'a')]), false);
});

test('a history counts the edits after a version only, and forgets what nothing needs', () => {
	const history = new History();
	history.record(2, [insert(0, 'ab')]);
	history.record(3, [insert(0, 'c')]);
	assert.deepEqual(history.now({ start: 5, end: 6 }, 1)?.range, { start: 8, end: 9 });
	assert.deepEqual(history.now({ start: 5, end: 6 }, 2)?.range, { start: 6, end: 7 });
	assert.deepEqual(history.now({ start: 5, end: 6 }, 3)?.range, { start: 5, end: 6 });
	history.forget(2);
	assert.equal(history.now({ start: 5, end: 6 }, 1), null);
	assert.deepEqual(history.now({ start: 5, end: 6 }, 2)?.range, { start: 6, end: 7 });
});
