/** What random tests start from: the same each time, so that a red run can be had again; another with BACKSTEP_SEED, to look further. */
export const SEED = Number(process.env['BACKSTEP_SEED'] ?? 20_170_413);

/** How many of so many draws are made: all of them, or in a run of every kind of test one in so many, which finds the same faults within the patience of a build. */
export function draws(all: number): number {
	return Math.ceil(all / Number(process.env['BACKSTEP_DRAW_ONE_IN'] ?? 1));
}
