import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Attachment, Component } from '../../test/fakes/discord/entities.ts';
import { refersTo } from '../../test/fakes/discord/message.ts';
import { renderDiscordMarkdown } from './discord-markdown.ts';
import { escapeHtml } from './html.ts';
import { showPicture } from './show-picture.ts';

export interface ComponentContext {
  readonly attachments: readonly Attachment[];
  readonly nameOf: (userId: string) => string;
}

const buttonTypes: Readonly<Record<number, string>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'destructive',
  [ButtonStyle.Link]: 'secondary',
};

/**
 * One component of a message as HTML: https://docs.discord.com/developers/components/reference
 *
 * @throws Error for a component that this cannot draw yet.
 */
export async function renderDiscordComponent(
  component: Component,
  context: ComponentContext,
): Promise<string> {
  const children = () => renderAll(component.components ?? [], context);
  switch (component.type) {
    case ComponentType.ActionRow:
      return `<discord-action-row>${await children()}</discord-action-row>`;
    case ComponentType.Button:
      return renderButton(component);
    case ComponentType.StringSelect:
      return renderSelect(component);
    case ComponentType.TextDisplay:
      return `<div class="text">${renderDiscordMarkdown(component.content ?? '', context.nameOf)}</div>`;
    case ComponentType.MediaGallery:
      return renderGallery(component, context);
    case ComponentType.Section:
      return `<div class="section"><div>${await children()}</div>${await renderAll(component.accessory ? [component.accessory] : [], context)}</div>`;
    case ComponentType.Thumbnail:
      return `<img class="thumbnail" src="${await showMedia(component.media?.url ?? '', context)}">`;
    case ComponentType.File:
      return renderFile(component, context);
    case ComponentType.Separator:
      return '<hr>';
    case ComponentType.Container:
      return `<div class="container">${await children()}</div>`;
    default:
      throw new Error(`the screens cannot show a component of type ${component.type} yet`);
  }
}

async function renderAll(components: readonly Component[], context: ComponentContext): Promise<string> {
  const parts = await Promise.all(components.map((one) => renderDiscordComponent(one, context)));
  return parts.join('');
}

function renderButton({ disabled, emoji, label = '', style = ButtonStyle.Secondary }: Component): string {
  const words = [emoji?.name, label].filter(Boolean).join(' ');
  return `<discord-button type="${buttonTypes[style]}"${disabled === true ? ' disabled' : ''}>${escapeHtml(words)}</discord-button>`;
}

function renderSelect({ options = [], placeholder }: Component & { readonly placeholder?: string }): string {
  const chosen = options.find((option) => 'default' in option && option.default === true);
  return `<div class="select">${escapeHtml(chosen?.label ?? placeholder ?? '')}<span>⌄</span></div>`;
}

async function renderGallery({ items = [] }: Component, context: ComponentContext): Promise<string> {
  const pictures = await Promise.all(items.map(({ media }) => showMedia(media.url, context)));
  const images = pictures.map((source) => `<img src="${source}">`).join('');
  return `<div class="gallery gallery-${Math.min(items.length, 4)}">${images}</div>`;
}

function renderFile({ file }: Component, { attachments }: ComponentContext): string {
  const attachment = attachments.find((one) => refersTo(file?.url ?? '', one));
  const size = `${Math.round((attachment?.bytes.length ?? 0) / 1024)} KB`;
  return `<div class="file"><b>📄</b><div><a>${escapeHtml(attachment?.filename ?? '')}</a><small>${size}</small></div></div>`;
}

function showMedia(url: string, { attachments }: ComponentContext): Promise<string> {
  const attachment = attachments.find((one) => refersTo(url, one));
  if (attachment === undefined) throw new Error(`no attachment is at ${url}`);
  return showPicture(attachment.bytes);
}
