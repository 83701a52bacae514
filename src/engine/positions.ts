/** Positions of one program in another: what a cursor does when the program under it changes. */

/** How many steps each pass has; `backwardSteps` counts ∂target/∂target too. */
export interface Steps {
	readonly forwardSteps: number;
	readonly backwardSteps: number;
}

/** The same place in another program's passes: the same step of the same pass, the ends staying ends. */
export function nearestPosition(position: number, before: Steps, after: Steps): number {
	if (position >= before.forwardSteps + before.backwardSteps) return after.forwardSteps + after.backwardSteps;
	if (position === before.forwardSteps) return after.forwardSteps;
	if (position < before.forwardSteps) return Math.min(position, after.forwardSteps);
	return after.forwardSteps + Math.min(position - before.forwardSteps, after.backwardSteps);
}
