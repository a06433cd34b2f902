import type { ContextMenuCommandInteraction } from 'discord.js';
import { MessageFlags } from 'discord.js';
import type { Gallery } from '../../core/gallery.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import type { AttachmentHints } from './attachment-hints.ts';
import { toReferenceSource } from './attachment-hints.ts';
import { avatarUrl } from './avatar-url.ts';
import { picturesOf } from './message-pictures.ts';
import { keptPicturesOf } from './own-result.ts';
import { personIdOf, placeIdOf } from './read-interaction.ts';

/** What a message or a person shows whose menu was opened. */
export interface TargetPictures {
  readonly pictures: readonly ReferenceSource[];
  /** Those of them that lie at Discord. */
  readonly attachments: readonly AttachmentHints[];
}

export interface TargetTools {
  readonly gallery: Pick<Gallery, 'find'>;
  /** Where pictures that messages show are taken from. */
  readonly fileOrigins: readonly string[];
}

/** The pictures that a menu is about; those of the bot's own results as they are kept. */
export async function picturesOfTarget(
  interaction: ContextMenuCommandInteraction,
  tools: TargetTools,
): Promise<TargetPictures> {
  if (interaction.isMessageContextMenuCommand()) {
    const { targetMessage } = interaction;
    const asker = { personId: personIdOf(interaction), placeId: placeIdOf(interaction) };
    const who = { ...asker, gallery: tools.gallery, botUserId: interaction.client.user.id };
    const kept = await keptPicturesOf(targetMessage, who);
    return kept === undefined
      ? attached(picturesOf(targetMessage, tools))
      : { pictures: kept, attachments: [] };
  }
  if (!interaction.isUserContextMenuCommand()) return attached([]);
  return attached([{ url: avatarUrl(interaction), name: 'avatar.png', size: 0, contentType: null }]);
}

/** What is made of a picture that only one person sees is meant for that person, too, unless it is said otherwise. */
export function isShownToOne(interaction: ContextMenuCommandInteraction): boolean {
  return (
    interaction.isMessageContextMenuCommand() && interaction.targetMessage.flags.has(MessageFlags.Ephemeral)
  );
}

function attached(attachments: readonly AttachmentHints[]): TargetPictures {
  return { pictures: attachments.map(toReferenceSource), attachments };
}
