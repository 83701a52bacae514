/** A folded box is one gate: one step a pass, with the function's own rule, and the same gradients. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sessions } from '../../../src/session/sessions.ts';
import type { Session } from '../../../src/session/session.ts';
import { LocalEngine, doc } from './helper.ts';
import { scalar } from '../../scalar.ts';

const NEURON = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))  # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3\n';

async function folded(text = NEURON): Promise<Session> {
	const sessions = new Sessions(new LocalEngine());
	const outcome = await sessions.open(doc(text), { selection: { start: 1, end: 1 } });
	assert.ok(outcome.ok);
	const { session } = outcome;
	const foldedGroups = session.info.graph.groups.map(({ id }) => id);
	await session.setOptions({ unfoldLiterals: false, foldedGroups });
	return session;
}

test('stepping goes past a folded sigmoid in one step, either way and in both passes', async () => {
	const session = await folded();
	await session.go(0);
	const seen: string[] = [];
	while (session.position < session.lastPosition) {
		await session.next();
		const { active, pass, passStep, passSteps } = session.view;
		seen.push(`${pass} ${passStep}/${passSteps} ${active?.symbol}`);
	}
	assert.deepEqual(seen, [
		'forward 1/5 *',
		'forward 2/5 *',
		'forward 3/5 +',
		'forward 4/5 +',
		'forward 5/5 σ',
		'backward 0/5 σ',
		'backward 1/5 σ',
		'backward 2/5 +',
		'backward 3/5 +',
		'backward 4/5 *',
		'backward 5/5 *',
	]);
	const back: number[] = [];
	while (session.position > 0) {
		await session.previous();
		assert.equal(session.panelState().animate, true);
		back.push(session.position);
	}
	assert.deepEqual(
		[...back, session.lastPosition]
			.sort((a, b) => a - b)
			.filter((position) => session.info.passedOver?.includes(position)),
		[],
	);
	assert.equal(session.info.ticks.length, seen.length);
});

test('its card has the sigmoid’s rule and numbers, and hands on what its gates hand on', async () => {
	const session = await folded();
	await session.goToBackward();
	await session.next();
	const { active, delivered, wires } = session.view;
	const input = active?.inputs[0];
	assert.ok(active && input);
	assert.equal(active.inputs.length, 1);
	assert.equal(active.op, 'sigmoid');
	assert.match(active.rule, /^f\(x\) = .*→ df\/dx = /);
	assert.ok(Math.abs(scalar(active.value) - 0.7310585786) < 1e-9);
	assert.equal(input.value, 1);
	assert.ok(Math.abs(Number(input.local) - 0.1966119332) < 1e-9);
	assert.ok(Math.abs(scalar(input.downstream) - 0.1966119332) < 1e-9);
	assert.deepEqual(
		delivered.map(({ share }) => share),
		[input.downstream],
	);
	assert.ok(
		session.info.graph.wires.some(
			(wire, index) => wire.edge?.gate === delivered[0]?.gate && wires[index]?.gradient === input.downstream,
		),
	);
	assert.equal((await session.card(active.node))?.op, 'sigmoid');
});

test('folding while within the box goes to where the box is left; unfolding stands where it stood', async () => {
	const session = await folded();
	await session.setOptions({ unfoldLiterals: false, foldedGroups: [] });
	await session.goToBackward();
	await session.next();
	await session.next();
	const within = session.position;
	await session.setOptions({ unfoldLiterals: false, foldedGroups: ['sigmoid-1'] });
	assert.ok(session.position > within);
	assert.equal(session.view.active?.symbol, 'σ');
	await session.setOptions({ unfoldLiterals: false, foldedGroups: [] });
	assert.equal(session.view.active?.symbol, '*-1');
	// A jump into a folded box ends where the box is left.
	await session.setOptions({ unfoldLiterals: false, foldedGroups: ['sigmoid-1'] });
	await session.go(within);
	assert.equal(session.view.active?.symbol, 'σ');
	assert.equal(session.info.passedOver?.includes(session.position), false);
});
