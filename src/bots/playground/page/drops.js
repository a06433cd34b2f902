/**
 * Takes files that are dropped anywhere on the page, and shows that they can be.
 * @param {(files: FileList) => void} take
 */
export function followDrops(take) {
  const { body } = document;
  addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    body.classList.add('is-dropping');
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) body.classList.remove('is-dropping');
  });
  addEventListener('drop', (event) => {
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    body.classList.remove('is-dropping');
    take(event.dataTransfer.files);
  });
}
