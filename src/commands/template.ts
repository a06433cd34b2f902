import { nameId } from './name-id.ts';
import type { RichText, TextRun } from './rich-text.ts';

/** What fills the `{{name}}` places of a template. */
export type TemplateValues = Readonly<Record<string, string | number>>;

const stylesByTag = { b: 'bold', i: 'italic', code: 'code', q: 'quote', link: 'plain' } as const;
type Tag = keyof typeof stylesByTag | 'person';

const markup = /<(b|i|code|q|link|person)>(.*?)<\/\1>/gs;
const place = /\{\{(\w+)\}\}/g;

/**
 * Turns a template into runs: `<b>`, `<i>`, `<code>` and `<q>` set a style, `<link>` links to the value named `link`,
 * and `<person>` around an id shows whose it is.
 * Tags do not nest. The template is taken apart first and the values are put in last, so that a value is always the
 * content of a run, whatever it looks like. `numbers` writes numbers the way the language does.
 */
export function fillTemplate(template: string, values: TemplateValues, numbers: Intl.NumberFormat): RichText {
  const runs: TextRun[] = [];
  let end = 0;
  for (const match of template.matchAll(markup)) {
    const [whole, tag, inner] = match;
    runs.push({ text: fillPlaces(template.slice(end, match.index), values, numbers), style: 'plain' });
    runs.push(styledRun(tag as Tag, fillPlaces(inner ?? '', values, numbers), values));
    end = match.index + whole.length;
  }
  runs.push({ text: fillPlaces(template.slice(end), values, numbers), style: 'plain' });
  return runs.filter((run) => run.text !== '');
}

function styledRun(tag: Tag, text: string, values: TemplateValues): TextRun {
  if (tag === 'person') return nameId(text, 'person');
  if (tag !== 'link') return { text, style: stylesByTag[tag] };
  return { text, style: 'plain', link: String(findValue('link', values)) };
}

function fillPlaces(template: string, values: TemplateValues, numbers: Intl.NumberFormat): string {
  // A replacer function: in a replacement string a person's `$&` would have a meaning.
  return template.replace(place, (_whole, name: string) => {
    const value = findValue(name, values);
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

function findValue(name: string, values: TemplateValues): string | number {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`Expected a value for {{${name}}}, got none`);
  return value;
}
