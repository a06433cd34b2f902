/** PORT: makes pictures of drawings, away from the bot, with the bundled fonts. */
export interface SvgDrawing {
  /** The drawing as a PNG, in its own size. @throws Error when it cannot be drawn, or takes too long. */
  toPng(svg: string): Promise<Uint8Array>;
}

/** The fonts that a drawing can name; they write Latin and Cyrillic. */
export const drawingFonts = 'DejaVu Sans, Noto Emoji';
