import { editCommands } from '../names.ts';
import { changeCommands } from './changeCommands.ts';
import { newReferral } from './newReferral.ts';
import type { EditDeps } from './registerEdit.ts';
import { sendReferral } from './sendReferral.ts';

type EditCommand = (typeof editCommands)[keyof typeof editCommands];

/** What each command does with its arguments. */
export const editActions: Readonly<Record<EditCommand, (deps: EditDeps, given: readonly unknown[]) => Promise<void>>> =
  {
    ...changeCommands,
    [editCommands.newReferral]: (deps) => newReferral(deps),
    [editCommands.sendReferral]: (deps, [uri]) => sendReferral(deps, uri),
  };
