import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sessions } from '../../../src/session/sessions.ts';
import type { Session, SessionChange } from '../../../src/session/session.ts';
import { LocalEngine, PLAIN, doc } from '../engine/helper.ts';

const TEXT = 'f = (x + y) * z  # @grad x=-2, y=5, z=-4\n';
const NEURON = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))  # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3\n';

async function started(
	text = TEXT,
): Promise<{ local: LocalEngine; sessions: Sessions; session: Session; changes: SessionChange[] }> {
	const local = new LocalEngine();
	const sessions = new Sessions(local);
	const outcome = await sessions.open(doc(text), { selection: { start: 1, end: 1 } });
	assert.ok(outcome.ok);
	const changes: SessionChange[] = [];
	outcome.session.onDidChange((change) => changes.push(change));
	return { local, sessions, session: outcome.session, changes };
}

test('stepping starts at the end of the forward pass and goes back through it', async () => {
	const { session, sessions } = await started();
	assert.equal(sessions.active, session);
	assert.equal(session.position, 2);
	await session.next();
	assert.equal(session.view.pass, 'backward');
	assert.equal(session.view.active?.upstream, 1);
	await session.runToEnd();
	assert.equal(session.position, 5);
	await session.next();
	assert.equal(session.position, 5, 'the end stays the end');
	await session.restart();
	assert.equal(session.position, 0);
	await session.previous();
	assert.equal(session.position, 0);
	await session.goToBackward();
	assert.equal(session.position, 3);
	await session.go(99);
	assert.equal(session.position, 5);
});

test('steps taken faster than the engine answers are all taken, and drawn together', async () => {
	const { session, local, changes } = await started(NEURON);
	const before = local.asked.length;
	await Promise.all([session.next(), session.next(), session.next(), session.next()]);
	assert.equal(session.position, 12);
	assert.equal(session.view.position, 12);
	assert.ok(local.asked.length - before <= 2, `asked ${local.asked.length - before} times`);
	assert.equal(changes.at(-1)?.animate, false, 'several steps at once are a jump');
});

test('one step by itself may be seen to happen, a jump may not', async () => {
	const { session, changes } = await started();
	await session.next();
	assert.deepEqual(changes.at(-1), { kind: 'position', animate: true });
	await session.go(0);
	assert.deepEqual(changes.at(-1), { kind: 'position', animate: false });
	assert.equal(session.panelState().animate, false);
});

test('teacher mode takes half a step at a time', async () => {
	const { session } = await started();
	session.setTeacher(true);
	await session.next();
	assert.equal(session.position, 3);
	assert.equal(session.concealed, true);
	await session.next();
	assert.equal(session.position, 3);
	assert.equal(session.concealed, false);
	await session.next();
	assert.deepEqual([session.position, session.concealed], [4, true]);
	await session.previous();
	assert.deepEqual([session.position, session.concealed], [3, false], 'what was seen is not hidden again');
	await session.next();
	session.setTeacher(false);
	assert.equal(session.concealed, false);
});

test('next line goes by lines, the turning point standing by itself', async () => {
	const { session } = await started('# @grad x=-2, y=5, z=-4\nq = x + y\nf = q * z + q\n');
	await session.restart();
	const positions: number[] = [];
	for (let count = 0; count < 6; count++) {
		await session.nextLine();
		positions.push(session.position);
	}
	assert.deepEqual(positions, [1, 3, 4, 6, 7, 7]);
	await session.previousLine();
	assert.equal(session.position, 6);
	await session.previousLine();
	assert.equal(session.position, 4);
});

test('a value that is tried out changes everything and keeps the place and the graph', async () => {
	const { session } = await started();
	await session.next();
	const { graph, id } = session.info;
	await session.change('z', 10);
	assert.equal(session.info.id, id);
	assert.deepEqual(session.info.graph, graph);
	assert.equal(session.position, 3);
	await session.runToEnd();
	const z = session.info.unit.inputs.find(({ name }) => name === 'z');
	assert.deepEqual([z?.value, z?.source], [10, 'panel']);
	const x = session.view.chips[session.info.unit.chips.findIndex(({ range }) => range.start === 5)];
	assert.equal(x?.gradient, 10);
});

test('values that come faster than the engine answers are drawn together, the last one winning', async () => {
	const { session, local } = await started();
	const before = local.asked.length;
	await Promise.all(Array.from({ length: 50 }, (_, value) => session.change('x', value)));
	assert.ok(local.asked.length - before <= 3);
	assert.equal(session.info.unit.inputs.find(({ name }) => name === 'x')?.value, 49);
});

test('a session whose worker is gone comes back unseen, where it stood', async () => {
	const { session, local } = await started();
	await session.change('z', 10);
	await session.next();
	local.lose();
	await session.next();
	assert.equal(session.position, 4);
	assert.equal(session.view.position, 4);
	assert.equal(session.view.id, session.info.id);
	assert.equal(session.info.unit.inputs.find(({ name }) => name === 'z')?.value, 10);
	local.lose();
	assert.equal((await session.card(0))?.text, 'x');
	local.lose();
	await session.change('z', 11);
	assert.equal(session.info.unit.inputs.find(({ name }) => name === 'z')?.value, 11);
});

test('it follows its unit through edits of the document', async () => {
	const { session, sessions } = await started();
	await session.change('z', 10);
	await session.go(4);
	await sessions.documentChanged(doc(`# a line before\n${TEXT}`), [
		{ range: { start: 0, end: 0 }, text: '# a line before\n' },
	]);
	assert.equal(sessions.active, session);
	assert.equal(session.position, 4);
	assert.equal(session.info.unit.range.start, 16);
	assert.equal(session.info.unit.inputs.find(({ name }) => name === 'z')?.value, 10, 'what was tried out is kept');

	await sessions.documentChanged(doc('f = (x + ) * z  # @grad x=-2, y=5, z=-4\n'), []);
	assert.equal(sessions.active, session);
	assert.equal(session.stale, true, 'half-typed text leaves the last good state standing');
	await sessions.documentChanged(doc('f = (x + y) * z * x  # @grad x=-2, y=5, z=-4\n'), []);
	assert.equal(session.stale, false);
	assert.equal(session.info.forwardSteps, 3);
	assert.equal(session.position, 5, 'backward step 1 stays backward step 1');
});

test('it closes when its unit vanishes', async () => {
	const { session, sessions } = await started();
	let closed = 0;
	session.onDidClose(() => closed++);
	await sessions.documentChanged(doc('\n'), [{ range: { start: 0, end: TEXT.length }, text: '\n' }]);
	assert.equal(sessions.active, null);
	assert.equal(closed, 1);
	assert.equal(session.closed, true);
});

test('what was saved is restored: values, place, options and mode', async () => {
	const { session, sessions } = await started();
	await session.change('x', 7);
	await session.setOptions({ ...PLAIN, unfoldLiterals: true });
	session.setTeacher(true);
	await session.go(4);
	const saved = JSON.parse(JSON.stringify(session.save())) as ReturnType<Session['save']>;
	await sessions.close();
	const again = await sessions.restore(doc(TEXT), saved);
	assert.ok(again.ok);
	assert.equal(again.session.position, 4);
	assert.equal(again.session.teacher, true);
	assert.equal(again.session.info.options.unfoldLiterals, true);
	assert.equal(again.session.info.unit.inputs.find(({ name }) => name === 'x')?.value, 7);
});

test('a new session takes the place of the active one, and values tried out are those used last', async () => {
	const { session, sessions } = await started('f = x * y\n');
	assert.deepEqual(
		session.info.unit.inputs.map(({ source }) => source),
		['guessed', 'guessed'],
	);
	await session.change('x', 7);
	const second = await sessions.open(doc('f = x * y\n'), { selection: { start: 0, end: 0 } });
	assert.ok(second.ok);
	assert.equal(session.closed, true);
	assert.equal(sessions.active, second.session);
	assert.deepEqual(
		second.session.info.unit.inputs.map(({ name, value, source }) => [name, value, source]),
		[
			['x', 7, 'last-used'],
			['y', 1, 'guessed'],
		],
	);
});

test('an opening is told before it is answered, unless views are to stay closed', async () => {
	const sessions = new Sessions(new LocalEngine());
	const told: unknown[] = [];
	sessions.onWillOpen((outcome) => {
		told.push(sessions.active);
		void outcome.then(({ ok }) => told.push(ok));
	});
	const selection = { start: 0, end: 0 };
	await sessions.open(doc('f = x * y\n'), { selection, quiet: true });
	assert.deepEqual(told, []);
	await sessions.close();
	await sessions.open(doc('f = x * y\n'), { selection });
	await sessions.close();
	await sessions.open(doc('no formula at all\n'), { selection });
	assert.deepEqual(told, [null, true, null, false]);
});

test('an analysis is made once a version, and a newer version overtakes an older one', async () => {
	const local = new LocalEngine();
	const sessions = new Sessions(local);
	const document = doc(TEXT);
	const [first, second] = await Promise.all([sessions.analyze(document), sessions.analyze(document)]);
	assert.equal(first, second);
	assert.equal(local.asked.filter((method) => method === 'analyze').length, 1);
	assert.equal(await sessions.analyze(document), first);
	const [older, newer] = await Promise.all([sessions.analyze(doc(TEXT)), sessions.analyze(doc(`\n${TEXT}`))]);
	assert.equal(older, null);
	assert.equal(newer?.units.length, 1);
	assert.equal(sessions.known(document.uri), newer);
});

test('a hover speaks of the position where stepping stands, else of final numbers', async () => {
	const { session, sessions } = await started();
	await session.restart();
	const hover = await sessions.inspect(session.document, 7);
	assert.deepEqual([hover?.card.text, hover?.card.value], ['x + y', null]);
	await sessions.close();
	assert.deepEqual((await sessions.inspect(session.document, 7))?.card.value, 3);
	assert.deepEqual((await sessions.inspect(session.document, 7))?.card.upstream, -4);
	assert.equal(await sessions.inspect(session.document, TEXT.length), null);
});
