/** Bounds on work in tests: counted in the processor's time, since the clock on the wall also counts what else the machine is doing. */

/** Does the work, and tells what came of it and the milliseconds of processor time that this process took meanwhile, all its threads together. */
export function processorTime<Result>(work: () => Result): {
	readonly result: Result;
	readonly milliseconds: number;
} {
	const before = process.cpuUsage();
	const result = work();
	const { user, system } = process.cpuUsage(before);
	return { result, milliseconds: (user + system) / 1000 };
}
