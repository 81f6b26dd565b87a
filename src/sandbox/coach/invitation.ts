import { isObject, member, text, type Json } from '../../base/json.ts';

/** True for a body that creates Microsoft's record in an engagement of its own. */
export function invitesAlone(body: Json | undefined): boolean {
  return targetsOf(body).some(isMicrosoft) && typeof memberOf(body, 'engagementid') !== 'string';
}

/** True for a body with an invitation and no target who could get it. A solution can't. */
export function invitesNobody(body: Json | undefined): boolean {
  return isObject(memberOf(body, 'invitecontext')) && !targetsOf(body).some(canBeInvited);
}

function canBeInvited(target: Json): boolean {
  if (isMicrosoft(target)) return true;
  const id = text(memberOf(target, 'id')) ?? '';
  const isSolution = text(memberOf(target, 'type'))?.toLowerCase() === 'solutionprofile';
  // Locations of other partners are numbers or GUIDs.
  return id !== '' && !/^(ms|microsoft)$/i.test(id) && !isSolution;
}

function isMicrosoft(target: Json): boolean {
  return text(memberOf(target, 'id'))?.toLowerCase() === 'msft';
}

function targetsOf(body: Json | undefined): readonly Json[] {
  const targets = memberOf(body, 'target');
  return Array.isArray(targets) ? targets : [];
}

/** Names are taken in any case. */
function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  return member(value, Object.keys(value).find((each) => each.toLowerCase() === name) ?? name);
}
