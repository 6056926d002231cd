import { inject } from 'vitest';
import { install, type Host } from './install.ts';

export { hosts, writeFiles } from './install.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the tarball and the installs that the spec files of a run share. */
    installs: string;
  }
}

/**
 * Installs the packed package and this Vitest in an empty project, as a user does. All spec files of a run share the install.
 *
 * @returns the folder of the project; specs add folders of their own
 */
export const installed = (host: Host): Promise<string> => install(inject('installs'), host);
