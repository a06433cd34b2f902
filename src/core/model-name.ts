/** The form in which names of models are compared: "Nano Banana" and "nano_banana" mean `nano-banana`. */
export function normalizeModelName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}
