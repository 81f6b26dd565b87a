import type { CodeRequest } from './request.ts';

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

const send = `import email.utils
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
import uuid

address = os.environ["PARTNER_API_URL"].rstrip("/")
token = os.environ["PARTNER_API_TOKEN"]  # of a user who signed in
sys.stdout.reconfigure(encoding="utf-8")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token must not go to another host."""

    def redirect_request(self, *args):
        return None


opener = urllib.request.build_opener(NoRedirect)


def wait(after, attempt):
    """Waits as Retry-After says, in seconds or with a date; longer each time if it says nothing."""
    try:
        seconds = int(after) if after.isdigit() else email.utils.parsedate_to_datetime(after).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        seconds = 0
    time.sleep(seconds if seconds > 0 else 2**attempt)


def send(method, path, headers={}, body=None):
    """Sends a request; after 429 again, when the server says so. Raises for every other failure."""
    attempt = 1
    while True:
        request = urllib.request.Request(
            address + path,
            method=method,
            data=None if body is None else body.encode("utf-8"),
            headers={
                "Authorization": "Bearer " + token,
                "Accept": "application/json",
                "client-request-id": str(uuid.uuid4()),
                **headers,
            },
        )
        try:
            with opener.open(request, timeout=60) as response:
                return response.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            if error.code != 429 or attempt == 5:
                sys.exit(f"{method} {path}: {error.code} {error.read().decode('utf-8', 'replace')}")
            wait(error.headers.get("Retry-After", ""), attempt)
            attempt += 1

`;

/** For Python 3, with its standard library only. */
export function pythonCode({ kind, path, change, isPartial }: CodeRequest): string {
  if (change) {
    return `${without(send, 'json', 're')}
# 412: the referral was changed meanwhile; read it again. After no answer, look whether the change is there.
operations = ${quoted(change.body)}
answer = send(
    "PATCH",
    ${quoted(path)},
    {"Content-Type": "application/json", "If-Match": ${quoted(change.eTag)}, "Prefer": "return=representation"},
    operations,
)
# A 204 has no body.
if answer:
    print(answer)
`;
  }
  if (kind === 'get') return `${without(send, 'json', 're')}\nprint(send("GET", ${quoted(path)}))\n`;
  return `${send}
${isPartial ? '# The side panel filters by more than the API can: do the rest with what is returned.\n' : ''}path = ${quoted(path)}
while path:
    page = json.loads(send("GET", path))
    for referral in page["value"]:
        print(json.dumps(referral, ensure_ascii=False))
    link = page.get("@odata.nextLink")
    # The next page is asked for by the token alone, as it stands; the link may lead elsewhere.
    found = re.search(r"[?&](?:\\$|%24)skiptoken=([^&#]+)", link or "", re.IGNORECASE)
    if link and not found:
        sys.exit("There is no token in " + link)
    path = found and "/v1.0/engagements/referrals?$skiptoken=" + found[1]
`;
}

function without(code: string, ...modules: readonly string[]): string {
  return modules.reduce((left, module) => left.replace(`import ${module}\n`, ''), code);
}
