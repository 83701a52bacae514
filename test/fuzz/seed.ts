/** What random tests start from: the same each time, so that a red run can be had again; another with BACKSTEP_SEED, to look further. */
export const SEED = Number(process.env['BACKSTEP_SEED'] ?? 20_170_413);
