import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/session/events.ts';

test('listeners are told in order, until they are disposed of', () => {
	const emitter = new Emitter<number>();
	const heard: string[] = [];
	const first = emitter.event((value) => heard.push(`a${value}`));
	emitter.event((value) => heard.push(`b${value}`));
	emitter.fire(1);
	first.dispose();
	emitter.fire(2);
	assert.deepEqual(heard, ['a1', 'b1', 'b2']);
	emitter.dispose();
	emitter.fire(3);
	assert.equal(heard.length, 3);
});

test('one function subscribed twice is told twice, and each subscription ends by itself', () => {
	const emitter = new Emitter<number>();
	let count = 0;
	const listener = (): void => void count++;
	const one = emitter.event(listener);
	emitter.event(listener);
	emitter.fire(0);
	assert.equal(count, 2);
	one.dispose();
	emitter.fire(0);
	assert.equal(count, 3);
});

test('a listener that throws does not keep the others from hearing, and its error is not swallowed', () => {
	const emitter = new Emitter<number>();
	let heard = 0;
	emitter.event(() => {
		throw new Error('mine');
	});
	emitter.event((value) => void (heard = value));
	assert.throws(() => emitter.fire(7), /mine/);
	assert.equal(heard, 7);
});

test('a listener disposed of while an event is being told hears no more', () => {
	const emitter = new Emitter<number>();
	let heard = 0;
	emitter.event(() => second.dispose());
	const second = emitter.event(() => void heard++);
	emitter.fire(0);
	assert.equal(heard, 0);
});
