import type { english } from './english.ts';

type Stem<Key extends string> = Key extends `${infer Name}_${'one' | 'other'}` ? Name : Key;

type Leaves<Node> = {
  [Key in keyof Node & string]: Node[Key] extends string
    ? { readonly key: Stem<Key>; readonly template: Node[Key] }
    : Leaves<Node[Key]> extends infer Leaf
      ? Leaf extends { readonly key: infer Rest extends string; readonly template: infer Template }
        ? { readonly key: `${Key}.${Rest}`; readonly template: Template }
        : never
      : never;
}[keyof Node & string];

type EnglishLeaf = Leaves<typeof english>;

/** The name of a text, as in `status.next`. */
export type TextKey = EnglishLeaf['key'];

type PlaceIn<Template> = Template extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | PlaceIn<Rest>
  : Template extends `${string}<link>${string}`
    ? 'link'
    : never;

/** The names of the values that a text needs. */
type PlaceOf<Key extends TextKey> = PlaceIn<Extract<EnglishLeaf, { readonly key: Key }>['template']>;

/** Nothing for a text without places, else one object with a value for each place. `count` selects the plural. */
export type ValuesFor<Key extends TextKey> = [PlaceOf<Key>] extends [never]
  ? []
  : [values: Readonly<Record<PlaceOf<Key>, string | number>>];

/** The same texts in another language whose plurals are one, few and many. */
export type Translation<Source> = {
  readonly [Key in keyof Source as Key extends `${infer Name}_other`
    ? `${Name}_few` | `${Name}_many`
    : Key]: Source[Key] extends string ? string : Translation<Source[Key]>;
};
