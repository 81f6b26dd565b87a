import { pageAlias } from '../http/target.ts';
import { readSkipToken } from '../list/skipToken.ts';
import type { CoachRule, Omission } from './coachRule.ts';
import type { ClientHistory, OpenPage } from './clientHistory.ts';
import { readShape } from './listShape.ts';
import { queryOf, succeeded } from './observedCall.ts';

/** Rules about following the pages of a list. */
export const pagingRules: readonly CoachRule[] = [
  {
    id: 'next-link-not-followed',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Pages',
    title: 'nextLink is followed until there is none.',
    meaning:
      'A page has a nextLink and the page after it was not read: it was not asked for, or failed and was given up. The finding goes away when it is read, or when the list was begun anew and is read to its end. Right, and no finding: a list whose latest changed or created referrals come first, one in order of time that is continued by a filter on that time, and one whose $top is reached.',
    example: `let query = '$filter=…';
for (;;) {
  const page = await list(query);
  keep(page.value);
  const next = page['@odata.nextLink'];
  if (!next) break;
  query = next.slice(next.indexOf('$skiptoken='));
}`,
    open: (history) => [...abandoned(history), ...open(history)],
  },
  {
    id: 'next-link-rebuilt',
    severity: 'error',
    evidence: 'documented',
    source: 'REST 2019, Pages',
    title: 'The next page is asked for with the $skiptoken of nextLink, at the address of the list.',
    meaning: 'A page is refused because its token is none that was served, or its address or parameter is wrong.',
    example: 'GET /v1.0/engagements/referrals?$skiptoken=<as in nextLink>',
    kinds: ['list', 'other'],
    judge: (call, history) => {
      const { refusal } = call.facts;
      if (!refusal) return undefined;
      const { token, names } = readShape(queryOf(call));
      if (refusal.rule === 'known-address' && token !== undefined) {
        return `The next page was asked for at ${pathOf(call.target)}, where nothing is. Send $skiptoken to /v1.0/engagements/referrals.`;
      }
      const misspelt = names.find((name) => /^\W*skip-?_?token$/i.test(name) && name !== '$skiptoken');
      if (misspelt !== undefined) return `The parameter of the next page is $skiptoken, not "${misspelt}".`;
      if (refusal.rule !== 'skip-token' || token === undefined || isServed(token, history)) return undefined;
      if (decodedToken(token, history) !== undefined) return undefined;
      return 'A $skiptoken was sent that is in no nextLink. Tokens have no meaning but for the service: take them from nextLink as they are.';
    },
  },
  {
    id: 'next-link-verbatim',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Pages',
    title: 'Of nextLink only $skiptoken is used, never the rest of its address.',
    meaning:
      "A page is asked for at the path of nextLink as Microsoft's samples have it: http, and without engagements. The sandbox answers there; the service may not, and a token that goes over http can be read on the way.",
    example: `const [, token] = /[?&]([$]skiptoken=[^&]*)/.exec(nextLink);
await get(\`https://api.partner.microsoft.com/v1.0/engagements/referrals?\${token}\`);`,
    kinds: ['list'],
    judge: ({ target }) =>
      new URL(target, 'http://localhost').pathname === pageAlias
        ? `nextLink was followed as it is, to ${pageAlias}. Take only $skiptoken from it and send it to https://api.partner.microsoft.com/v1.0/engagements/referrals.`
        : undefined,
  },
  {
    id: 'skiptoken-decoded',
    severity: 'warning',
    evidence: 'documented',
    source: 'REST 2019, Pages',
    title: '$skiptoken is sent back as nextLink has it, percent-encoding included.',
    meaning:
      'A token comes back with other characters: decoded, so that + becomes a space, or encoded again. The service may refuse it, and the rest of the list is lost. Right, and no finding: percent-encodings in upper case, %2B for %2b, as many libraries write them; both mean the same.',
    example: `const token = /[?&][$]skiptoken=([^&]*)/.exec(nextLink)[1];
await get(\`/v1.0/engagements/referrals?$skiptoken=\${token}\`);`,
    kinds: ['list'],
    judge: (call, history) => {
      const { token, rawToken } = readShape(queryOf(call));
      if (token === undefined || rawToken === undefined) return undefined;
      const served = history.pages.get(token) ?? decodedToken(token, history);
      if (!served || inUpperCase(served.rawToken) === inUpperCase(rawToken)) return undefined;
      const [was, is] = firstDifference(served.rawToken, rawToken);
      return `The $skiptoken was changed on the way: "${was}" of nextLink came back as "${is}". Cut it out of nextLink as text and send it as it is, neither decoded nor encoded.`;
    },
  },
  {
    id: 'paged-by-skip',
    severity: 'warning',
    evidence: 'advice',
    source: 'connector, Query options',
    title: 'Pages are followed by nextLink, not counted with $skip.',
    meaning: 'A list is continued with $skip. Referrals that change in between move, and are read twice or not at all.',
    example: 'GET /v1.0/engagements/referrals?$skiptoken=<as in nextLink>',
    kinds: ['list'],
    judge: (call) =>
      readShape(queryOf(call)).skip > 0 && succeeded(call)
        ? 'Pages were counted with $skip: referrals that move meanwhile are lost or read twice. Follow nextLink.'
        : undefined,
  },
];

function open(history: ClientHistory): readonly Omission[] {
  return [...history.openPages.entries()].flatMap(([key]): Omission[] => {
    const page = history.openPage(key);
    return page ? [{ message: notFollowed(page), requestIds: [page.requestId], times: 1 }] : [];
  });
}

function abandoned({ abandonedPages }: ClientHistory): readonly Omission[] {
  return [...abandonedPages.values()].map(({ latest, requestIds, times }) => ({
    message: notFollowed(latest),
    requestIds,
    times,
  }));
}

function notFollowed({ label, items }: OpenPage): string {
  return `nextLink was not followed: of ${label} only a page of ${items} was read and the rest is missing. Ask on until a page has no nextLink, and again for a page that fails.`;
}

/** The page whose token this is after one more decoding, or with + read as a space. */
function decodedToken(token: string, { pages }: ClientHistory): OpenPage | undefined {
  return [token.replaceAll(' ', '+'), tryDecode(token)]
    .map((each) => pages.get(each))
    .find((page) => page !== undefined);
}

function tryDecode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

/** True for a token that was served, also by a process that has ended. */
function isServed(token: string, { pages }: ClientHistory): boolean {
  if (pages.get(token)) return true;
  try {
    readSkipToken(token);
    return true;
  } catch {
    return false;
  }
}

function pathOf(target: string): string {
  return target.replace(/\?.*$/s, '');
}

/** Percent-encodings in the form that libraries write; the case of their digits means nothing (RFC 3986, 6.2.2.1). */
function inUpperCase(token: string): string {
  return token.replace(/%[\da-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** What stands at the first place where two encodings of a token differ in more than case. */
function firstDifference(was: string, is: string): [string, string] {
  const [left, right] = [inUpperCase(was), inUpperCase(is)];
  let at = 0;
  while (left[at] === right[at]) at++;
  // An encoding begins up to two characters before its difference.
  const start = Math.max(was.lastIndexOf('%', at), at - 2) === was.lastIndexOf('%', at) ? was.lastIndexOf('%', at) : at;
  const part = (text: string): string => /^(%[\da-f]{2}|.?)/i.exec(text.slice(start))?.[0] ?? '';
  return [part(was), part(is)];
}
