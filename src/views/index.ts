/** The views there are: adding one is one file and one line here. */
import { actions } from './actions.ts';
import { analysis } from './analysis.ts';
import { announce } from './announce.ts';
import { stepping } from './commands.ts';
import { hints } from './hints.ts';
import { hover } from './hover.ts';
import { inline } from './inline.ts';
import { lens } from './lens.ts';
import { panel } from './panel.ts';
import { problems } from './problems.ts';
import { status } from './status.ts';
import type { View } from './view.ts';
import { writing } from './writing.ts';

/** `analysis` comes last: it starts asking at once, and the others have to be there to hear the answers. */
export const VIEWS: readonly View[] = [inline, hints, lens, hover, problems, actions, stepping, writing, announce, status, panel, analysis];
