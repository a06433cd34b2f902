/**
 * The prompt as it is stored and sent: trimmed, well-formed, and without control characters, which no model reads and
 * some databases refuse.
 */
export function cleanPrompt(prompt: string): string {
  return prompt
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}
