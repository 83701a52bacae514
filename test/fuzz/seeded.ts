/** Goes into every bundle of tests: what they draw, they draw from one seed. */
import fc from 'fast-check';
import { SEED } from './seed.ts';

fc.configureGlobal({ seed: SEED });
