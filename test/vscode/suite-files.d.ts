/** The bundler makes this module: the suite's files, each loading when called. */
declare module 'suite:files' {
	export const files: readonly (() => Promise<unknown>)[];
}
