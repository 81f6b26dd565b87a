import { isObject, parseJson, text, type JsonObject } from '../../base/json.ts';
import { t } from '../../base/l10n.ts';
import { keysOf, treeAt, type Tree } from '../../referral/leaves.ts';
import { bindValue } from '../../referral/rules/bindValue.ts';
import { checkConsent, checkMove, isClosed } from '../../referral/rules/lifeCycle.ts';
import { checkNumbers } from '../../referral/rules/numberRange.ts';
import { checkRegistrations } from '../../referral/rules/registration.ts';
import type { Violation } from '../../referral/rules/rule.ts';
import { referralSchema } from '../../referral/rules/schema.ts';
import { sameTree, treeText } from '../../referral/treeText.ts';
import { difference, type Difference, type EditProblem } from './patch.ts';

/**
 * The difference to the base version, and everything that keeps it from being sent: what a JSON Patch can't express, and
 * the rules of the API that the change breaks. A value that breaks them in the base version already, and wasn't changed,
 * isn't held against the change.
 * @param base the version that was edited
 */
export function checkEdit(base: Tree, edited: Tree): Difference {
  const [before, after] = [plain(base), plain(edited)];
  if (!before || !after) return refused('', t('A referral is a JSON object.'));
  if (text(before.id)?.toLowerCase() !== text(after.id)?.toLowerCase()) {
    return refused('/id', t('This is the text of another referral: its id differs.'));
  }
  const { operations, problems } = difference(base, edited);
  if (operations.length === 0 && problems.length === 0) return { operations, problems };
  const found: EditProblem[] = [...problems];
  const told = new Set(problems.map(({ pointer }) => pointer));
  const report = ({ place, message }: Violation): void => {
    if (told.has(place)) return;
    told.add(place);
    found.push({ pointer: place, message: message(t) });
  };
  const ofRegistrations = operations.filter(({ path }) => keysOf(path)[0] === 'registrations');
  // By the values that the service makes of them, such as a number of "1000".
  const bound = bindValue(after, referralSchema, '', () => undefined, before);
  if (ofRegistrations.length > 0 && isObject(bound)) checkRegistrations(before, bound, report);
  if (isClosed(before) && ofRegistrations.length < operations.length) {
    const message = t('The deal is closed, and a closed deal can’t be changed.');
    found.push({ pointer: '/status', message });
  } else {
    checkMove(before, after, report);
    checkConsent(before, after, report);
  }
  const isUnchanged = (place: string): boolean => sameTree(treeAt(base, place), treeAt(edited, place));
  checkNumbers(edited, (violation) => {
    if (!isUnchanged(violation.place)) report(violation);
  });
  const already = new Set<string>();
  bindValue(before, referralSchema, '', ({ rule, place }) => {
    if (isUnchanged(place)) already.add(`${rule} ${place}`);
  });
  bindValue(
    after,
    referralSchema,
    '',
    (violation) => {
      if (!already.has(`${violation.rule} ${violation.place}`)) report(violation);
    },
    before,
  );
  return { operations, problems: found };
}

function refused(pointer: string, message: string): Difference {
  return { operations: [], problems: [{ pointer, message }] };
}

function plain(tree: Tree): JsonObject | undefined {
  const value = parseJson(treeText(tree));
  return isObject(value) ? value : undefined;
}
