import { t } from '../../base/l10n.ts';
import { CodeError, prettyBody, type CodeRequest } from './request.ts';

/** For the REST Client of VS Code and for httpYac: the token must not go to another host. */
const noRedirect = '# @no-redirect';

/** For the clients of `.http` files in VS Code, Visual Studio and on the command line. */
export function httpCode({ kind, path, change, isPartial }: CodeRequest): string {
  const headers = ['Authorization: Bearer {{token}}', 'Accept: application/json', 'client-request-id: {{$guid}}'];
  const needs = [
    '# Needs PARTNER_API_URL and PARTNER_API_TOKEN in the environment, the token of a user who signed in.',
    '@address = {{$processEnv PARTNER_API_URL}}',
    '@token = {{$processEnv PARTNER_API_TOKEN}}',
    '',
  ];
  if (change) {
    if (change.eTag.includes('{{')) {
      throw new CodeError(t('The referral’s eTag can’t be written into an .http file. Choose another language.'));
    }
    return lines(
      ...needs,
      '### Change a referral',
      noRedirect,
      '# 412: the referral was changed meanwhile. Read it again. After no answer, look whether the change is there.',
      '# 429: wait as Retry-After says, then send it again.',
      `PATCH {{address}}${path}`,
      ...headers,
      'Content-Type: application/json',
      `If-Match: ${change.eTag}`,
      'Prefer: return=representation',
      '',
      // Two braces would begin a variable. In JSON they are in strings only.
      prettyBody(change.body).replaceAll('{{', '{\\u007b'),
    );
  }
  if (kind === 'get') {
    return lines(
      ...needs,
      '### Read a referral',
      noRedirect,
      '# 429: wait as Retry-After says.',
      `GET {{address}}${path}`,
      ...headers,
    );
  }
  return lines(
    ...needs,
    '### Read the first page of a list',
    noRedirect,
    ...(isPartial ? ['# The side panel filters by more than the API can: do the rest with what is returned.'] : []),
    '# 429: wait as Retry-After says.',
    `GET {{address}}${path}`,
    ...headers,
    '',
    '### Read the next page',
    noRedirect,
    '# Put in what is behind $skiptoken= in "@odata.nextLink", as it stands, and remove the signs at the beginning of the lines.',
    '# GET {{address}}/v1.0/engagements/referrals?$skiptoken=',
    ...headers.map((header) => `# ${header}`),
  );
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
