import { type Reading, readAnswer } from './answer-reading.ts';
import { type ResponseBody, readResponseBody } from './response-body.ts';
import { classifyError } from './runware-errors.ts';
import type { Exchange, RunwareTransport } from './runware-transport.ts';

/** What asking found out; `unreachable` when the question itself went unanswered. */
export type Finding = Reading | { readonly kind: 'unreachable' };

export interface Question {
  readonly taskUUID: string;
  readonly count: number;
  readonly isForTexts: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks what became of a task. Asking costs nothing and is documented only at the API's root. */
export class LostAnswer {
  readonly #transport: RunwareTransport;

  constructor(transport: RunwareTransport) {
    this.#transport = transport;
  }

  /** Asks for the task's response and, where that is silent, the archive. @throws the signal's reason. */
  async ask(question: Question): Promise<Finding> {
    const response = await this.askForResponse(question);
    if (response.kind !== 'nothing' && response.kind !== 'unreachable') return response;
    const archived = await this.askArchive(question);
    // Only when both were heard and know nothing is it worth while to send the task again.
    return archived.kind === 'nothing' ? response : archived;
  }

  /** https://runware.ai/docs/platform/task-polling */
  async askForResponse(question: Question): Promise<Finding> {
    const exchange = await this.#post('getResponse', question);
    if (exchange.kind !== 'answer' || exchange.body === undefined) return { kind: 'unreachable' };
    const { body, status } = exchange;
    const reading = readAnswer({ ...question, body, status, isPoll: true });
    return reading.kind === 'refused' ? aboutTheTask(reading, status) : reading;
  }

  /** The archive of whole answers (https://runware.ai/docs/platform/task-details). */
  async askArchive(question: Question): Promise<Finding> {
    const exchange = await this.#post('getTaskDetails', question);
    if (exchange.kind !== 'answer' || exchange.body === undefined) return { kind: 'unreachable' };
    const { status } = exchange;
    const archived = archivedBody(exchange.body);
    if (archived !== undefined)
      return readAnswer({ ...question, body: archived, status: 200, isPoll: false });
    const [error] = exchange.body.errors;
    if (error === undefined) return { kind: 'nothing' };
    const isUnknown = classifyError({ status, error }).errorClass === 'not-found';
    return { kind: isUnknown ? 'nothing' : 'unreachable' };
  }

  #post(taskType: string, { taskUUID, timeoutMs, signal }: Question): Promise<Exchange> {
    const body = JSON.stringify([{ taskType, taskUUID }]);
    return this.#transport.post({ path: 'root', body, timeoutMs, signal });
  }
}

/** Errors under a 200 are the task's; others are about the question, which may be asked again. */
function aboutTheTask(reading: Reading & { kind: 'refused' }, status: number): Finding {
  if (reading.error.errorClass === 'not-found') return { kind: 'nothing' };
  return status === 200 ? reading : { kind: 'unreachable' };
}

function archivedBody(body: ResponseBody): ResponseBody | undefined {
  return body.items
    .map(({ raw }) => readResponseBody(raw.response))
    .find((archived) => archived !== undefined);
}
