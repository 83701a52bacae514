/**
 * Writes the files that are made from the operator table. `--check` writes nothing and fails when one is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { kernels } from './generate-kernels.ts';
import { loops } from './generate-loops.ts';
import { opsDocument } from './generate-ops-doc.ts';
import { productSource } from './generate-product.ts';
import { vectorsSource } from './generate-vectors.ts';
import { wasmSource } from './generate-wasm.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Path from the root → how to make its text. */
export const GENERATED: ReadonlyMap<string, () => string> = new Map([
	['src/core/kernels.generated.ts', kernels],
	['src/core/loops.generated.ts', loops],
	['src/engine/kernels/module.generated.ts', wasmSource],
	['src/engine/kernels/product.generated.ts', productSource],
	['src/engine/kernels/vectors.generated.ts', vectorsSource],
	['docs/ops.md', opsDocument],
]);

/** The text of a generated file, as Prettier sets it. */
export async function generated(path: string): Promise<string> {
	const make = GENERATED.get(path);
	if (!make) throw new Error(`${path} is not a generated file`);
	const options = (await resolveConfig(`${root}${path}`)) ?? {};
	return format(make(), { ...options, filepath: path });
}

async function main(check: boolean): Promise<void> {
	for (const path of GENERATED.keys()) {
		const text = await generated(path);
		let before = '';
		try {
			before = readFileSync(`${root}${path}`, 'utf8');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		}
		if (before === text) continue;
		if (check) {
			console.error(`${path} is out of date: run npx tsx scripts/generate.ts`);
			process.exitCode = 1;
		} else writeFileSync(`${root}${path}`, text);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));
