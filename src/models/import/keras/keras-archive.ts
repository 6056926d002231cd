import { InvalidModelError } from '../../../errors.ts';
import { BoundedFile, readBounded } from '../bounded-file.ts';
import type { Importer } from '../contract.ts';
import { openHdf5 } from '../hdf5/open.ts';
import { openZip } from '../zip.ts';
import { archiveWeights } from './archive-weights.ts';
import { buildKeras } from './build.ts';

/** Reads a .keras file: an archive of a configuration and an HDF5 file of weights. */
export const kerasArchive: Importer = {
  async read(path, options) {
    const file = await readBounded(path);
    const entries = openZip(file);
    const [config, weights] = [entries.get('config.json'), entries.get('model.weights.h5')];
    if (!config || !weights) throw otherArchive(path, [...entries.keys()]);
    const model = await buildKeras(
      file,
      config().toString('utf8'),
      versionIn(file, entries.get('metadata.json')),
      options,
      (entry) => archiveWeights(openHdf5(new BoundedFile(path, weights())), entry),
    );
    return { model };
  },
};

function versionIn(file: BoundedFile, metadata: (() => Buffer) | undefined): string | undefined {
  if (!metadata) return undefined;
  try {
    const { keras_version: version } = JSON.parse(metadata().toString('utf8')) as Record<string, unknown>;
    return typeof version === 'string' ? version : undefined;
  } catch (cause) {
    if (cause instanceof InvalidModelError) throw cause;
    throw file.damaged('its metadata.json is no complete JSON document', cause);
  }
}

function otherArchive(path: string, names: readonly string[]): InvalidModelError {
  const isTorch = names.some((name) => name.endsWith('/data.pkl'));
  return new InvalidModelError(
    `${path} is a ZIP archive ${isTorch ? 'of PyTorch' : 'of another kind'}, without config.json and model.weights.h5.\n` +
      "Expected a .keras file, as model.save('model.keras') writes it.\n" +
      (isTorch
        ? 'Export the network from PyTorch to ONNX; a file of PyTorch is a program, which is never run.'
        : 'Check the path.'),
  );
}
