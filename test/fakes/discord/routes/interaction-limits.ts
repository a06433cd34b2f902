import type { Interaction } from '../interaction.ts';
import type { MessageOrigin } from '../message.ts';
import type { World } from '../world.ts';

/** The size per file that the bot was told, and the one that is applied. */
export function limitsOf(world: World, interaction: Interaction) {
  return {
    announcedBytes: interaction.attachmentSizeLimitBytes,
    appliedBytes: world.options.actualAttachmentSizeLimitBytes ?? interaction.attachmentSizeLimitBytes,
  };
}

export function originOf(interaction: Interaction): MessageOrigin {
  return {
    interactionId: interaction.id,
    interactionType: interaction.type,
    token: interaction.token,
    user: interaction.user,
    commandName: interaction.command?.name,
    source: interaction.source,
  };
}
