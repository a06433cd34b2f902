import type { TimeOfDay } from './palette.ts';
import { timesOfDay } from './palette.ts';
import type { Random } from './random.ts';

const places = ['sea', 'mountains', 'forest', 'city', 'desert', 'hills', 'space'] as const;
type Place = (typeof places)[number];

const figures = ['lighthouse', 'boat', 'house', 'balloon', 'birds', 'cat'] as const;
export type Figure = (typeof figures)[number];

type Weather = 'clear' | 'snow' | 'rain';

/** What a picture shows, before a single shape is drawn. */
export interface Scene {
  readonly time: TimeOfDay;
  readonly place: Place;
  readonly figures: readonly Figure[];
  readonly weather: Weather;
  /** Whether northern lights hang in a night sky. */
  readonly hasAurora: boolean;
}

// Stems, so that plurals and Russian cases are found as well; each starts at a word's beginning.
const timeWords: Readonly<Record<TimeOfDay, RegExp>> = {
  night: stems(
    'night|midnight|moon|stars?$|starry|aurora|dark|ноч|полноч|лун|звезд|звёзд|сияни|темн|🌙|🌃|✨|🌌',
  ),
  sunset: stems('sunset|evening|golden hour|autumn|fire|lava|закат|вечер|осен|огн|огон|🌇|🍁|🔥'),
  dawn: stems('dawn|sunrise|morning|spring|рассвет|утр|заря|весн|🌅|🌄|🌸'),
  dusk: stems('dusk|twilight|neon|cyberpunk|purple|сумерк|неон|киберпанк|🌆|🌉'),
  mist: stems('mist|fog|haze|calm|pale|туман|дымк|туманн|🌫'),
  day: stems('day|noon|sunny|summer|beach|день|дня|полд|солн|лет[оан]|пляж|☀|🌞|🏖'),
};

const placeWords: Readonly<Record<Place, RegExp>> = {
  space: stems(
    'space|galax|planet|cosmos|cosmic|astronaut|nebula|косм|галактик|планет|туманност|🚀|🪐|👽|👨‍🚀|👩‍🚀',
  ),
  sea: stems(
    'seas?$|ocean|wave|beach|coast|lake|harbou?r|lighthouse|island|fish|whale|ship|boat|sail|море|моря|морск|океан|волн|пляж|берег|озер|маяк|остров|рыб|кит[аы]?$|корабл|лодк|парус|🌊|🐳|🐋|🐟|⛵|🚢|🏝',
  ),
  city: stems(
    'city|town|street|skyscraper|urban|tokyo|neon|cyberpunk|город|улиц|небоскр|москв|киберпанк|🏙|🌆|🌃',
  ),
  forest: stems(
    'forest|wood|tree|pine|jungle|fox|bear|wolf|deer|mushroom|лес|дерев|сосн|ёлк|елк|лис|медвед|волк|олен|гриб|🌲|🌳|🦊|🐻|🐺|🍄',
  ),
  mountains: stems(
    'mountain|peak|alps|himalaya|cliff|dragon|castle|volcano|snow|winter|гор[аыуе]?$|горн|вершин|скал|дракон|замок|замк|вулкан|снег|снеж|зим|⛰|🏔|🐉|🏰',
  ),
  desert: stems('desert|dune|sand|sahara|camel|egypt|mars|пустын|дюн|песк|песок|верблюд|марс|🏜|🐫'),
  hills: stems(
    'hill|field|meadow|village|garden|flower|farm|hobbit|холм|пол[ею]$|луг|деревн|сад|цвет|ферм|🌻|🌷|🏡',
  ),
};

const figureWords: Readonly<Record<Figure, RegExp>> = {
  lighthouse: stems('lighthouse|маяк'),
  boat: stems('boat|ship|sail|yacht|regatta|лодк|корабл|парус|яхт|⛵|🚢'),
  house: stems('house|home|cottage|village|cabin|hut|дом|деревн|изб|хижин|🏠|🏡'),
  balloon: stems('balloon|fly|flying|dream|воздушн|полёт|полет|лета|мечт|🎈'),
  birds: stems('bird|gull|crane|swan|freedom|птиц|чайк|журавл|лебед|🐦|🕊|🦅'),
  cat: stems('cats?$|kitten|kitty|кот[аыуе]?$|котик|кошк|котен|котён|🐱|🐈|😺'),
};

const weatherWords: Readonly<Record<Exclude<Weather, 'clear'>, RegExp>> = {
  snow: stems('snow|winter|christmas|frost|снег|заснеж|снеж|зим|мороз|❄|☃|🎄'),
  rain: stems('rain|storm|дожд|ливень|ливн|шторм|гроз|🌧|⛈|☔'),
};

const auroraWords = stems('aurora|northern lights|полярн|северно[ем][^\\s]* сияни');

/** Decides what a picture of `prompt` shows: what its words suggest, and chance for the rest. */
export function imagineScene(prompt: string, random: Random): Scene {
  const text = prompt.toLowerCase();
  // Every draw is made whether or not it is needed, so that one more known word changes one thing only.
  const chanceTime = random.pick(timesOfDay);
  const chancePlace = random.pick<Place>(['sea', 'mountains', 'forest', 'desert', 'hills', 'hills']);
  const chanceFigures = figures.filter(() => random.chance(0.22));
  const chanceAurora = random.chance(0.4);
  const weather = firstMatch(weatherWords, text) ?? 'clear';
  const moodTime = weather === 'rain' ? 'mist' : chanceTime;
  const place = firstMatch(placeWords, text) ?? chancePlace;
  const wanted = figures.filter((figure) => figureWords[figure].test(text));
  const possible = chanceFigures.filter((figure) => suits(figure, place));
  return {
    place,
    time: firstMatch(timeWords, text) ?? (place === 'space' ? 'night' : moodTime),
    figures: wanted.length > 0 ? wanted : possible.slice(0, 2),
    weather,
    hasAurora: chanceAurora || auroraWords.test(text),
  };
}

function suits(figure: Figure, place: Place): boolean {
  if (place === 'space') return false;
  if (figure === 'lighthouse' || figure === 'boat') return place === 'sea';
  if (figure === 'house') return place === 'hills' || place === 'forest';
  return figure !== 'cat';
}

function firstMatch<T extends string>(words: Readonly<Record<T, RegExp>>, text: string): T | undefined {
  return (Object.keys(words) as T[]).find((key) => words[key].test(text));
}

/** A `$` ends a word. */
function stems(alternatives: string): RegExp {
  const wholeWords = alternatives.replaceAll('$', '(?!\\p{L})');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${wholeWords})`, 'u');
}
