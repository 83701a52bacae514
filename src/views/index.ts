/** The views there are: adding one is one file and one line here. */
import { actions } from './actions.ts';
import { analysis } from './analysis.ts';
import { announce } from './announce.ts';
import { stepping } from './commands.ts';
import { completion } from './completion.ts';
import { debugging } from './debug.ts';
import { edits } from './edits.ts';
import { hints } from './hints.ts';
import { hover } from './hover.ts';
import { imports } from './imports.ts';
import { inline } from './inline.ts';
import { lens } from './lens.ts';
import { panel } from './panel.ts';
import { problems } from './problems.ts';
import { status } from './status.ts';
import type { View } from './view.ts';
import { writing } from './writing.ts';

/** In the order in which they hear of events: `edits` has to know of an edit before anything is drawn, and `analysis` asks for what the others show. */
export const VIEWS: readonly View[] = [
	edits,
	inline,
	hints,
	lens,
	hover,
	problems,
	actions,
	completion,
	stepping,
	debugging,
	writing,
	announce,
	status,
	panel,
	imports,
	analysis,
];
