/** What one written character may stand for: itself and the letters that it is taken for, in lower case. */
export type Readings = string;

/**
 * Characters that nobody can tell from a Latin letter, after the confusables of Unicode
 * (https://www.unicode.org/reports/tr39/): read as that letter in any word.
 */
const twins: Readonly<Record<string, string>> = {
  a: 'аɑαᴀⲁ',
  b: 'ƅᖯɓʙᏏ',
  c: 'сςᴄⲥᏟ',
  d: 'ԁđɗᴅᏧ',
  e: 'еҽεᴇɇ℮',
  f: 'ƒғꜰẝ',
  g: 'ɡցɢǥ',
  h: 'һհħʜᏂ',
  i: 'іιıɩɪɨӏ',
  j: 'јϳʝᴊ',
  k: 'кκᴋⲕƙ',
  l: 'ⅼłʟӏɭ',
  m: 'ᴍⲙɱ',
  n: 'ոɴɲŋƞ',
  o: 'оοօᴏⲟøσ',
  p: 'рρᴘⲣþ',
  q: 'ԛգ',
  r: 'ʀɾᴦⲅ',
  s: 'ѕꜱʂՏ',
  t: 'ᴛŧƭ',
  u: 'υսʋᴜ',
  v: 'νѵᴠⱱ',
  w: 'ԝաᴡ',
  x: 'хχⲭ',
  y: 'уγүʏỿ',
  z: 'ᴢƶʐ',
};

/**
 * Characters that pass for a Latin letter only in a word that is odd already, mixed from several scripts or with a
 * capital inside: read like this everywhere, `сим` would be a rude word of English.
 */
const lookingAlike: Readonly<Record<string, string>> = {
  a: 'дλ',
  b: 'вьъбβ',
  d: 'д',
  e: 'єэз',
  f: 'ф',
  h: 'нч',
  i: 'ї',
  k: 'ќ',
  l: 'ι',
  m: 'мт',
  n: 'пилηπ',
  o: 'фθ',
  r: 'яг',
  t: 'тτ',
  u: 'ицμ',
  w: 'шщω',
  x: 'ж',
  y: 'чў',
  z: 'з',
};

/** What digits and marks are written for, in both scripts. A star hides a vowel. */
const written: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'il',
  2: 'z',
  3: 'eзэ',
  4: 'aч',
  5: 's',
  6: 'bgб',
  7: 't',
  8: 'bв',
  9: 'g',
  '@': 'a',
  $: 's',
  '!': 'il',
  '|': 'il',
  '+': 't',
  '(': 'c',
  '<': 'c',
  '€': 'e',
  '£': 'l',
  '¢': 'c',
  '¥': 'y',
  '§': 's',
  '#': 'h',
  '*': 'aeiouyаеиоуыэюя',
};

/** The letters that words of Russian are listed with. */
const isCyrillic = (character: string) => /[а-я]/.test(character);

const plainReadings = readingsBy([twins]);
const oddReadings = readingsBy([twins, lookingAlike]);

/** What a character may stand for; `isOdd` says that its word is one that nobody would write by accident. */
export function readingsOf(character: string, isOdd: boolean): Readings {
  return (isOdd ? oddReadings : plainReadings).get(character) ?? character;
}

/** Marks that letters are written with, other than digits. */
export const marksForLetters = Object.keys(written)
  .filter((sign) => !/\d/.test(sign))
  .join('');

function readingsBy(tables: readonly Readonly<Record<string, string>>[]): ReadonlyMap<string, Readings> {
  const readings = new Map<string, Set<string>>();
  const add = (character: string, reading: string) => {
    const known = readings.get(character) ?? new Set([character]);
    readings.set(character, known.add(reading));
  };
  for (const [letter, others] of tables.flatMap((table) => Object.entries(table))) {
    const cyrillic = [...others].filter(isCyrillic);
    for (const other of others) {
      add(other, letter);
      add(letter, isCyrillic(other) ? other : letter);
      // Whatever passes for a Latin letter passes for the Cyrillic one that looks the same.
      if (!isCyrillic(other)) for (const twin of cyrillic) add(other, twin);
    }
  }
  for (const [sign, letters] of Object.entries(written)) {
    for (const letter of letters) {
      add(sign, letter);
      for (const twin of [...(twins[letter] ?? '')].filter(isCyrillic)) add(sign, twin);
    }
  }
  return new Map([...readings].map(([character, known]) => [character, [...known].join('')]));
}
