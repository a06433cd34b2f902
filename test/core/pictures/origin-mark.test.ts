import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fitPictures } from '../../../src/bots/discord/fit-pictures.ts';
import { contactSheet } from '../../../src/bots/telegram/contact-sheet.ts';

const byModel = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

/** As a provider writes it, beside what else it has to say. */
const providersXmp = (description: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 5.5.0"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Made by Acme"/>${description}</rdf:RDF></x:xmpmeta>`;
const composite = `<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"/>`;

const noise = () =>
  sharp({
    create: {
      width: 400,
      height: 400,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

async function fitted(bytes: Buffer, format: 'jpeg' | 'png') {
  const mediaType = `image/${format}`;
  const limits = { fileBytes: 40_000, totalBytes: 40_000 };
  const [small] = await fitPictures([{ bytes, mediaType }], limits);
  if (small === undefined || small.bytes.byteLength >= bytes.byteLength) throw new Error('Expected less');
  return sharp(small.bytes).metadata();
}

describe.each(['jpeg', 'png'] as const)('a %s that is made smaller', (format) => {
  test('says that a model made it, also where the provider had left that out', async () => {
    const metadata = await fitted(await noise().toFormat(format).toBuffer(), format);
    expect(metadata.xmpAsString).toContain(`DigitalSourceType>${byModel}<`);
  });

  test('keeps what the provider says beside it', async () => {
    const bytes = await noise().withXmp(providersXmp('')).toFormat(format).toBuffer();
    const { xmpAsString } = await fitted(bytes, format);
    expect(xmpAsString).toContain('photoshop:Credit="Made by Acme"');
    expect(xmpAsString).toContain(byModel);
  });

  test('keeps what the provider says of its origin as it is', async () => {
    const bytes = await noise().withXmp(providersXmp(composite)).toFormat(format).toBuffer();
    const { xmpAsString = '' } = await fitted(bytes, format);
    expect(xmpAsString).toContain('digitalsourcetype/compositeWithTrainedAlgorithmicMedia');
    expect(xmpAsString).not.toContain('digitalsourcetype/trainedAlgorithmicMedia');
  });

  test('keeps its EXIF', async () => {
    const bytes = await noise()
      .withExif({ IFD0: { Software: 'Acme Painter', ImageDescription: 'AI generated' } })
      .toFormat(format)
      .toBuffer();
    const { exif } = await fitted(bytes, format);
    expect(exif?.toString('latin1')).toContain('Acme Painter');
  });
});

test('several pictures in one say it, too', async () => {
  const tiles = await Promise.all([noise().jpeg().toBuffer(), noise().png().toBuffer()]);
  const sheet = await contactSheet(tiles);
  const { xmpAsString } = await sharp(sheet?.jpeg).metadata();
  expect(xmpAsString).toContain(`DigitalSourceType>${byModel}<`);
});
