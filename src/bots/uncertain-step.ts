/**
 * A message whose confirmation was lost, so that it may stand there although it will be sent again:
 * - `answer`: a final answer as a new message;
 * - `album`: the pictures of a final answer as an album;
 * - `status`: a first answer, which nothing will ever change then;
 * - `follow-up`: a message beside the first answer to a Discord interaction.
 */
export type UncertainStep = 'answer' | 'album' | 'status' | 'follow-up';

/** Is told of each one, for the metrics: what cannot be made idempotent is counted. */
export type OnUncertain = (step: UncertainStep) => void;
