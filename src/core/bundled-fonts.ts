import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fonts = fileURLToPath(new URL('../../assets/fonts/', import.meta.url));

/**
 * Writes what makes fontconfig find the bundled fonts and no others, whatever is installed. A process reads it once, from
 * the path in its FONTCONFIG_FILE: https://www.freedesktop.org/software/fontconfig/fontconfig-user.html
 */
export async function writeFontConfiguration(folder: string): Promise<string> {
  const path = join(folder, 'fonts.conf');
  await writeFile(
    path,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>${escapeText(fonts)}</dir><cachedir>${escapeText(folder)}</cachedir></fontconfig>
`,
  );
  return path;
}

function escapeText(path: string): string {
  return path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
