/** Whether people on a platform see the command or the option. */
export function isOfferedOn(offer: { readonly platforms?: readonly string[] }, platform: string): boolean {
  return offer.platforms?.includes(platform) ?? true;
}
