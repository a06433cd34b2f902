/**
 * Hands a file to whoever sits before the page.
 * @param {{ readonly name: string, readonly mediaType: string, readonly base64: string }} file
 */
export function saveDocument({ base64, mediaType, name }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
