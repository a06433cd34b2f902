const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** The usual file extension of a picture's media type, without the dot. */
export function fileExtension(mediaType: string): string {
  return extensions[mediaType] ?? 'bin';
}
