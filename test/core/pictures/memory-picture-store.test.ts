import { MemoryPictureStore } from '../../../src/core/pictures/memory-picture-store.ts';
import { describePictureStore } from './picture-store-contract.ts';

describePictureStore('MemoryPictureStore', async () => new MemoryPictureStore());
