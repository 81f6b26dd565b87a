import { collection } from '../../api/referralPath.ts';
import { prettyBody, type CodeRequest } from './request.ts';

/** In single quotes, in which a POSIX shell changes nothing. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const newId = '$(uuidgen 2>/dev/null || cat /proc/sys/kernel/random/uuid)';

/**
 * For a POSIX shell. curl itself waits and repeats a read as `Retry-After` says. It can't be told to repeat after 429
 * alone, so a change is left to who sends it.
 */
export function curlCode({ kind, path, change, isPartial }: CodeRequest): string {
  const common = [
    '--silent --show-error --max-time 60',
    // Without it, curl takes a redirect for a success. With it, the token goes nowhere else.
    '--location --max-redirs 0',
    '--header "Authorization: Bearer $PARTNER_API_TOKEN"',
    "--header 'Accept: application/json'",
    `--header "client-request-id: ${newId}"`,
  ];
  const needs = '# Needs PARTNER_API_URL and PARTNER_API_TOKEN, the token of a user who signed in.';
  if (change) {
    return lines(
      '# Changes a referral if it is still the version with this eTag; else the answer is 412, and the referral is to be',
      '# read again. After no answer, look whether the change is there before sending it again. After 429, wait and send it',
      '# again: curl could only repeat after no answer, too.',
      needs,
      command(
        `curl "\${PARTNER_API_URL%/}"${quoted(path)} --request PATCH`,
        ...common,
        '--fail-with-body',
        "--header 'Content-Type: application/json'",
        `--header ${quoted(`If-Match: ${change.eTag}`)}`,
        "--header 'Prefer: return=representation'",
        "--data-binary @- <<'JSON'",
      ),
      prettyBody(change.body),
      'JSON',
    );
  }
  // With `--fail-with-body`, the bodies of all tries would be printed.
  const repeated = [...common, '--fail --retry 4'];
  const errors =
    '# curl waits as Retry-After says. To see the text of an error, replace --fail --retry 4 by --fail-with-body.';
  if (kind === 'get') {
    return lines(
      '# Reads a referral.',
      needs,
      errors,
      command(`curl "\${PARTNER_API_URL%/}"${quoted(path)}`, ...repeated),
    );
  }
  return lines(
    '# Reads a list of referrals, page by page.',
    ...(isPartial ? ['# The side panel filters by more than the API can: do the rest with what is returned.'] : []),
    needs,
    errors,
    '(',
    `  path=${quoted(path)}`,
    '  while [ -n "$path" ]; do',
    `    page=$(${command('curl "${PARTNER_API_URL%/}$path"', ...repeated).replaceAll('\n', '\n    ')}) || exit`,
    '    case $page in',
    `      *'"value":['* | *'"value": ['*) printf '%s\\n' "$page" ;;`,
    `      *) printf 'This is no page of a list: %.300s\\n' "$page" >&2; exit 1 ;;`,
    '    esac',
    `    link=$(printf '%s' "$page" | sed -n 's/.*"@odata\\.nextLink" *: *"\\([^"]*\\)".*/\\1/p')`,
    '    # The next page is asked for by the token alone, as it stands; the link may lead elsewhere.',
    `    token=$(printf '%s' "$link" | sed -n 's/.*[?&][$%24]*skiptoken=\\([^&#]*\\).*/\\1/p')`,
    `    if [ "$link" ] && [ -z "$token" ]; then printf 'There is no token in %s\\n' "$link" >&2; exit 1; fi`,
    `    path=\${token:+'${collection}?$skiptoken='$token}`,
    '  done',
    ')',
  );
}

function command(...parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
