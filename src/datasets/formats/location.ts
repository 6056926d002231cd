import { demand, folderPath, isObject } from '../../options.ts';

/**
 * The options of a reader that also takes the folder alone.
 *
 * @throws InvalidOptionError if it is neither a path nor an object, or its folder is no path
 */
export function optionsAt<Options extends { readonly folder?: string }>(
  owner: string,
  location: string | Options,
): Options | { readonly folder: string } {
  const folder: unknown = isObject(location) ? location.folder : location;
  if (!isObject(location) || folder !== undefined)
    demand(owner, 'folder', folder, folderPath, "Pass e.g. 'data/mnist'.");
  return isObject(location) ? (location as Options) : { folder: location };
}
