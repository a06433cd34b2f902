/** Says how many pictures are done: ten lines, however many there are. */
export function wordProgress(
  print: (line: string) => void,
): (progress: { readonly done: number; readonly total: number }) => void {
  return ({ done, total }) => {
    if (isTenth(done, total)) print(`${done} of ${total} pictures`);
  };
}

function isTenth(done: number, total: number): boolean {
  return Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total);
}
