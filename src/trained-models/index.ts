export { sharedModel, type SharedModelOptions } from './shared-model.ts';
export { findModel, openModel, storeModel, type StoredModel } from './stored-model.ts';
