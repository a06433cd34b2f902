/** One task of a request body, as it arrived. */
export interface ReceivedTask {
  readonly taskType: string;
  readonly taskUUID: string;
  readonly [parameter: string]: unknown;
}

/** A valid task that is paid for, with every spelling brought to one form. */
export interface PaintOrder {
  readonly taskType: string;
  readonly taskUUID: string;
  readonly model: string;
  /** The price of one result. */
  readonly dollarsEach: number;
  readonly prompt: string;
  readonly count: number;
  readonly format: 'jpeg' | 'png' | 'webp';
  readonly delivery: 'URL' | 'dataURI' | 'base64Data';
  readonly tellsCost: boolean;
  readonly seed: number | undefined;
  readonly checksContent?: boolean;
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly references: number;
  /** What a task that is no painting works on. */
  readonly picture?: Buffer;
}

/** Which of the two dialects of the wire this server refuses; everything else is accepted in both. */
export interface Dialect {
  readonly refusesPath?: '/v1/image/generate' | '/v1';
  /** 404 by default. */
  readonly refusedPathStatus?: 404 | 405;
  readonly refusesOutputType?: 'array' | 'string';
  readonly refusesOutputFormat?: 'JPEG' | 'JPG';
}
