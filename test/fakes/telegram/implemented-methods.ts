import type { MethodHandlers } from './method-call.ts';
import { chatMethods } from './methods/chat-methods.ts';
import { editingMethods } from './methods/editing-methods.ts';
import { inlineMethods } from './methods/inline-methods.ts';
import { profileMethods } from './methods/profile-methods.ts';
import { sendingMethods } from './methods/sending-methods.ts';
import { updateMethods } from './methods/update-methods.ts';

/** All methods that the fake carries out. */
export const implementedMethods = {
  ...updateMethods,
  ...profileMethods,
  ...sendingMethods,
  ...editingMethods,
  ...chatMethods,
  ...inlineMethods,
} satisfies MethodHandlers;
