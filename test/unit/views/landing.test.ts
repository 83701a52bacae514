/** The editor waits for the panel where a step is seen to happen, and never otherwise. */
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Sessions } from '../../../src/session/sessions.ts';
import type { Session } from '../../../src/session/session.ts';
import { Landing } from '../../../src/views/landing.ts';
import { LocalEngine, doc } from '../engine/helper.ts';

const TEXT = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))  # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3\n';

/** A session with a panel whose movements last `motion` milliseconds; time passes by `tick` only. */
async function waiting(
	motion: number,
	act: (on: { landing: Landing; session: Session; drawn: string[]; tick: (by: number) => void }) => Promise<void>,
): Promise<void> {
	mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
	try {
		const sessions = new Sessions(new LocalEngine());
		const landing = new Landing(sessions);
		landing.motion = () => motion;
		const outcome = await sessions.open(doc(TEXT), { selection: { start: 1, end: 1 } });
		assert.ok(outcome.ok);
		const { session } = outcome;
		const drawn: string[] = [];
		const look = (): void => {
			const before = landing.before(session);
			drawn.push(before === null ? 'now' : `before ${before.view.position}${before.concealed ? '?' : ''}`);
		};
		session.onDidChange(look);
		landing.onDidLand(look);
		await act({ landing, session, drawn, tick: (by) => mock.timers.tick(by) });
		landing.dispose();
	} finally {
		mock.timers.reset();
	}
}

test('a step waits for the panel’s word, and not for the word about another', () =>
	waiting(350, async ({ landing, session, drawn, tick }) => {
		await session.next();
		assert.deepEqual(drawn, ['before 8']);
		tick(340);
		landing.landed(8);
		assert.equal(landing.before(session)?.view.position, 8);
		landing.landed(9);
		assert.deepEqual(drawn, ['before 8', 'now']);
		tick(1000);
		landing.landed(9);
		assert.equal(drawn.length, 2);
	}));

test('without an answer it is drawn half a second later', () =>
	waiting(350, async ({ session, drawn, tick }) => {
		await session.next();
		tick(499);
		assert.deepEqual(drawn, ['before 8']);
		tick(1);
		assert.deepEqual(drawn, ['before 8', 'now']);
	}));

test('nothing waits without motion, after jumps, steps back and steps in quick succession', async () => {
	await waiting(0, async ({ session, drawn }) => {
		await session.next();
		assert.deepEqual(drawn, ['now']);
	});
	await waiting(350, async ({ session, drawn, tick }) => {
		await session.runToEnd();
		tick(1000);
		await session.previous();
		tick(1000);
		await session.restart();
		tick(1000);
		assert.deepEqual(drawn, ['now', 'now', 'now']);
		drawn.length = 0;
		for (let i = 0; i < 4; i += 1) {
			await session.next();
			tick(60);
		}
		assert.deepEqual(drawn, ['before 0', 'now', 'now', 'now']);
		tick(400);
		await session.next();
		assert.equal(drawn.at(-1), 'before 4');
		await session.change('x0', 2);
		assert.equal(drawn.at(-1), 'now');
	});
});

test('what teacher mode conceals is not waited for, but its revelation is', () =>
	waiting(350, async ({ landing, session, drawn, tick }) => {
		session.setTeacher(true);
		tick(1000);
		await session.next();
		assert.deepEqual(drawn, ['now', 'now']);
		tick(1000);
		await session.next();
		assert.equal(drawn.at(-1), 'before 9?');
		landing.release();
		assert.equal(drawn.at(-1), 'now');
	}));

test('another session, or none, is drawn as it is', () =>
	waiting(350, async ({ landing, session, drawn, tick }) => {
		await session.next();
		await session.close();
		tick(1000);
		assert.ok(drawn.length <= 2);
		landing.release();
		assert.equal(landing.before(session), null);
	}));
