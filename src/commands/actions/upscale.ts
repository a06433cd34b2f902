import { workOnResult } from '../work-on-result.ts';

/** Makes one picture larger. */
export const upscaleResult = workOnResult('upscale');
