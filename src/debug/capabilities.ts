/** What the adapter can do, as it says at the start: each of these is answered, and tried by a test. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Translate } from './host.ts';
import { breakpointModes } from './breakpoints.ts';
import { exceptionFilters } from './exceptions.ts';

export function capabilities(t: Translate): DebugProtocol.Capabilities {
	return {
		supportsConfigurationDoneRequest: true,
		supportsFunctionBreakpoints: true,
		breakpointModes: breakpointModes(t),
		supportsConditionalBreakpoints: true,
		supportsHitConditionalBreakpoints: true,
		supportsLogPoints: true,
		supportsDataBreakpoints: true,
		supportsBreakpointLocationsRequest: true,
		supportsExceptionInfoRequest: true,
		supportsExceptionFilterOptions: true,
		exceptionBreakpointFilters: exceptionFilters(t),
		supportsEvaluateForHovers: true,
		supportsClipboardContext: true,
		supportsCompletionsRequest: true,
		completionTriggerCharacters: ['.'],
		supportsSetVariable: true,
		supportsSetExpression: true,
		supportsStepBack: true,
		supportsSteppingGranularity: true,
		supportsGotoTargetsRequest: true,
		supportsRestartRequest: true,
		supportsTerminateRequest: true,
	};
}
