import { tfl, type LayersModel } from '../../engine/tensors.ts';
import { readWeights, writeWeights } from './weights.ts';

/** The configuration of one layer in a network. */
export interface LayerConfig {
  name: string;
  filters?: number;
  units?: number;
  batchInputShape?: unknown;
}

/**
 * Returns a model with the same configuration and copies of the weights.
 *
 * @param change - edits the configuration of a layer; the caller then sets the weights
 */
export function cloneModel(model: LayersModel, change?: (layer: LayerConfig) => void): LayersModel {
  const type = model instanceof tfl.Sequential ? tfl.Sequential : tfl.LayersModel;
  const config = JSON.parse(JSON.stringify(model.getConfig())) as {
    layers: { className: string; config: LayerConfig }[];
  };
  for (const layer of config.layers) {
    change?.(layer.config);
    if (type === tfl.LayersModel && layer.className !== 'InputLayer') delete layer.config.batchInputShape; // follows from the graph
  }
  const copy = type.fromConfig(type, config as never, {}, true) as LayersModel;
  if (!change) writeWeights(copy, readWeights(model));
  return copy;
}
