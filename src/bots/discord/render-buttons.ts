import type { APIActionRowComponent, APIButtonComponent } from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { Button } from '../../commands/button.ts';
import type { ButtonRows } from '../../commands/reply.ts';

const styles = {
  main: ButtonStyle.Primary,
  plain: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const satisfies Record<Button['look'], ButtonStyle>;

/** Buttons as Discord takes them: https://docs.discord.com/developers/components/reference#button */
export function renderButtons(rows: ButtonRows): readonly APIActionRowComponent<APIButtonComponent>[] {
  return rows
    .filter((row) => row.length > 0)
    .map((row) => ({ type: ComponentType.ActionRow, components: row.map(renderButton) }));
}

function renderButton({ id, label, look }: Button): APIButtonComponent {
  return { type: ComponentType.Button, custom_id: id, label, style: styles[look] };
}
