import type { Metadata, Sharp } from 'sharp';

/** What says of a picture that a trained model made it: https://cv.iptc.org/newscodes/digitalsourcetype/ */
const madeByModel = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

const description = `<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"><Iptc4xmpExt:DigitalSourceType>${madeByModel}</Iptc4xmpExt:DigitalSourceType></rdf:Description>`;

const end = '</rdf:RDF>';

const bare = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${end}</x:xmpmeta>`;

/**
 * Lets a picture that is encoded again say that a model made it. What the source said of that stays as it is; a signed
 * manifest (https://c2pa.org) cannot, since it is about the very bytes that change, so this takes its place.
 */
export function markMadeByModel(image: Sharp, source: Pick<Metadata, 'xmpAsString'>): Sharp {
  return image.keepExif().withXmp(markedXmp(source.xmpAsString));
}

function markedXmp(known: string | undefined): string {
  if (known?.includes('DigitalSourceType')) return known;
  const xmp = known?.includes(end) ? known : bare;
  return xmp.replace(end, `${description}${end}`);
}
