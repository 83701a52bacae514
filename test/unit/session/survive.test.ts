import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nearestPosition } from '../../../src/engine/positions.ts';
import { mapRange } from '../../../src/session/survive.ts';

const edit = (start: number, end: number, text: string) => ({ range: { start, end }, text });

test('a range moves with text put before it, and stays with text put after it', () => {
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(0, 0, 'ab')]), { start: 12, end: 22 });
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(2, 5, '')]), { start: 7, end: 17 });
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(21, 25, 'abc')]), { start: 10, end: 20 });
});

test('a range grows and shrinks with edits inside it', () => {
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(12, 14, 'abcd')]), { start: 10, end: 22 });
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(15, 25, 'x')]), { start: 10, end: 16 });
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(5, 12, 'x')]), { start: 6, end: 14 });
});

test('text typed directly behind a range belongs to it', () => {
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(20, 20, '+1')]), { start: 10, end: 22 });
});

test('a range whose text is deleted is gone, one whose text is replaced is what stands there now', () => {
	assert.equal(mapRange({ start: 10, end: 20 }, [edit(5, 25, '')]), null);
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(10, 20, 'a*b')]), { start: 10, end: 13 });
});

test('edits apply one after the other, each in the text that the ones before it left', () => {
	assert.deepEqual(mapRange({ start: 10, end: 20 }, [edit(0, 0, 'abc'), edit(13, 14, '')]), { start: 13, end: 22 });
});

test('a mapped range lies within the new text', () => {
	const cases = fc.tuple(
		fc.string({ maxLength: 40 }),
		fc.nat(40),
		fc.nat(40),
		fc.nat(40),
		fc.nat(40),
		fc.string({ maxLength: 8 }),
	);
	fc.assert(
		fc.property(cases, ([text, a, b, c, d, inserted]) => {
			const clamp = (x: number): number => Math.min(x, text.length);
			const [start, end] = [clamp(Math.min(a, b)), clamp(Math.max(a, b))];
			const [from, to] = [clamp(Math.min(c, d)), clamp(Math.max(c, d))];
			const mapped = mapRange({ start, end }, [edit(from, to, inserted)]);
			if (mapped === null) return;
			const length = text.length - (to - from) + inserted.length;
			assert.ok(mapped.start >= 0 && mapped.start <= mapped.end && mapped.end <= length, JSON.stringify(mapped));
		}),
		{ numRuns: 2000 },
	);
});

test('the nearest position is the same step of the same pass, and ends stay ends', () => {
	const before = { forwardSteps: 8, backwardSteps: 9 };
	const after = { forwardSteps: 5, backwardSteps: 6 };
	assert.equal(nearestPosition(0, before, after), 0);
	assert.equal(nearestPosition(3, before, after), 3);
	assert.equal(nearestPosition(7, before, after), 5);
	assert.equal(nearestPosition(8, before, after), 5);
	assert.equal(nearestPosition(9, before, after), 6, 'backward step 0 stays backward step 0');
	assert.equal(nearestPosition(11, before, after), 8);
	assert.equal(nearestPosition(17, before, after), 11);
	assert.equal(nearestPosition(17, after, before), 17);
});
