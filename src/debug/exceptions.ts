/** The findings that a debugger can stop at like exceptions, and what it says there: what happened, and what usually cures it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { HEALTH_FILTERS, type Finding, type HealthFilter } from '../protocol-debug.ts';
import type { Translate } from './host.ts';

/** What nobody wants to run past. */
const ON_BY_DEFAULT: ReadonlySet<HealthFilter> = new Set(['nonfinite-value', 'nonfinite-gradient']);

export function filterLabel(filter: HealthFilter, t: Translate): string {
	switch (filter) {
		case 'nonfinite-value':
			return t('NaN or infinity in a value');
		case 'nonfinite-gradient':
			return t('NaN or infinity in a gradient');
		case 'vanishing':
			return t('Vanishing gradient');
		case 'exploding':
			return t('Exploding gradient');
		case 'dead-relu':
			return t('Dead ReLU');
		case 'saturated-sigmoid':
			return t('Saturated sigmoid or tanh');
		case 'gradient-check':
			return t('Gradient check fails');
	}
}

function filterDescription(filter: HealthFilter, t: Translate): string {
	switch (filter) {
		case 'nonfinite-value':
			return t('Stops in the forward pass at the first gate that makes NaN or an infinity of finite values.');
		case 'nonfinite-gradient':
			return t('Stops in the backward pass at the gate whose local gradient makes the gradient NaN or infinite.');
		case 'vanishing':
			return t('Stops where a gradient has become so small that nothing is learned from it.');
		case 'exploding':
			return t('Stops where a gradient has become so large that a training step would be thrown off.');
		case 'dead-relu':
			return t('Stops at a ReLU that lets no gradient through.');
		case 'saturated-sigmoid':
			return t('Stops at a sigmoid or tanh in its flat part.');
		case 'gradient-check':
			return t('Stops at a gate whose derivative does not agree with differences of values.');
	}
}

export function exceptionFilters(t: Translate): DebugProtocol.ExceptionBreakpointsFilter[] {
	return HEALTH_FILTERS.map((filter) => ({
		filter,
		label: filterLabel(filter, t),
		description: filterDescription(filter, t),
		default: ON_BY_DEFAULT.has(filter),
		supportsCondition: true,
		conditionDescription: t('For example: abs(grad(W)).max() > 10'),
	}));
}

/** What the exception widget shows. */
export function exceptionInfo(
	finding: Finding,
	expression: string,
	t: Translate,
): DebugProtocol.ExceptionInfoResponse['body'] {
	const [message, ...values] = finding.message;
	const [cure, ...more] = finding.cure;
	const said = t(message, ...values);
	const lines = [said, ...places(finding, t), t(cure, ...more)];
	return {
		exceptionId: filterLabel(finding.filter, t),
		description: lines.join('\n'),
		breakMode: 'always',
		details: { message: said, typeName: finding.filter, evaluateName: expression },
	};
}

/** Which entries of an array are meant. */
function places({ entries }: Finding, t: Translate): string[] {
	if (entries === undefined || entries.first.length === 0) return [];
	const indices = entries.first.map((index) => `[${index.join(', ')}]`).join(', ');
	const more = entries.first.length < entries.count ? ' …' : '';
	return [t('{0} of {1} entries: {2}', entries.count, entries.total, indices + more)];
}
