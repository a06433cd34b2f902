const names = new Map([
  ['discord', 'Discord'],
  ['telegram', 'Telegram'],
  ['playground', 'Playground'],
]);

/** What people call a platform, or the platform of a `platform:id`. */
export function platformName(platformOrId: string): string {
  const [platform = ''] = platformOrId.split(':');
  return names.get(platform) ?? platform;
}
