import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** A file that a browser may ask for. */
interface PageFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The page as it is served: nothing is built, and nothing comes from elsewhere. */
export interface PageFiles {
  readonly html: string;
  /** Of the one script that stands in the page itself: it says where modules are. */
  readonly scriptHash: string;
  /** By path, below the page. */
  readonly files: ReadonlyMap<string, PageFile>;
}

const pageFolder = new URL('./page/', import.meta.url);
/** https://lit.dev/docs/libraries/standalone-templates/ */
const litFolder = new URL('.', import.meta.resolve('lit-html'));
const filesRoot = '/playground/page/';
const litRoot = '/playground/lit-html/';

/** The place in the page where it is said where modules are. */
const emptyMap = '<script type="importmap">{}</script>';

const mediaTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Reads what the page is made of. Only what is listed here can be asked for, so no path leads anywhere else. */
export function readPageFiles(): PageFiles {
  const importMap = JSON.stringify({
    imports: { 'lit-html': `${litRoot}lit-html.js`, 'lit-html/': litRoot },
  });
  const html = readFileSync(new URL('page.html', pageFolder), 'utf8');
  const files = new Map([
    ...readFolder(pageFolder, filesRoot),
    ...readFolder(litFolder, litRoot),
    ...readFolder(new URL('directives/', litFolder), `${litRoot}directives/`),
  ]);
  return {
    html: html.replace(emptyMap, () => emptyMap.replace('{}', () => importMap)),
    scriptHash: `sha256-${createHash('sha256').update(importMap).digest('base64')}`,
    files,
  };
}

function readFolder(folder: URL, root: string): readonly (readonly [string, PageFile])[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const mediaType = mediaTypes[entry.name.split('.').at(-1) ?? ''];
    if (!entry.isFile() || mediaType === undefined) return [];
    return [[`${root}${entry.name}`, { mediaType, bytes: read(new URL(entry.name, folder)) }]];
  });
}

function read(file: URL): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file));
}
