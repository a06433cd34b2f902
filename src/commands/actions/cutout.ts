import { workOnResult } from '../work-on-result.ts';

/** Takes the background of one picture away. */
export const cutOutResult = workOnResult('cutout');
