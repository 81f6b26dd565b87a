/** A receiver for Python 3 with the package `cryptography`: the standard library has no RSA. */
export const pythonReceiver = `# pip install cryptography
import base64
import datetime
import json
import os
import re
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

address = os.environ.get("PARTNER_API_URL", "")
port = int(os.environ.get("PARTNER_WEBHOOK_PORT", "7071"))


def origin(url):
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


# Only certificates from these hosts are believed: Microsoft's, and a sandbox on this machine.
trusted = {"https://3psostorageacct.blob.core.windows.net"}
if urllib.parse.urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1"):
    trusted.add(origin(address))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


opener = urllib.request.build_opener(NoRedirect)
# Kept for a minute: one that expires is replaced at its address.
certificates = {}


def validity(certificate):
    """Versions of cryptography before 42 have only times without a zone. They are in UTC."""
    if hasattr(certificate, "not_valid_before_utc"):
        return certificate.not_valid_before_utc, certificate.not_valid_after_utc
    utc = datetime.timezone.utc
    return certificate.not_valid_before.replace(tzinfo=utc), certificate.not_valid_after.replace(tzinfo=utc)


def certificate_at(url):
    """The certificate that an event names. It must be valid now and issued by Microsoft."""
    parts = urllib.parse.urlsplit(url)
    place = f"{parts.scheme}://{parts.netloc}{parts.path}"
    certificate, until = certificates.get(place, (None, 0))
    if certificate is None or time.monotonic() >= until:
        with opener.open(place, timeout=5) as response:
            content = response.read(65_536)
        is_pem = content.startswith(b"-----BEGIN")
        load = x509.load_pem_x509_certificate if is_pem else x509.load_der_x509_certificate
        if len(certificates) >= 10:
            certificates.clear()
        certificate = load(content)
        certificates[place] = (certificate, time.monotonic() + 60)
    begin, end = validity(certificate)
    if not begin <= datetime.datetime.now(datetime.timezone.utc) <= end:
        raise ValueError("It is not valid now.")
    issuer = certificate.issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    if [name.value for name in issuer] != ["Microsoft Corporation"]:
        raise ValueError("Microsoft did not issue it.")
    return certificate


def is_signed(headers, body):
    """The signature is over the bytes as they came, so it is checked before they are parsed."""
    signature = re.fullmatch(r"Signature (\\S+)", headers.get("Authorization", ""), re.IGNORECASE)
    url = headers.get("X-MS-Certificate-Url", "")
    if not signature or headers.get("X-MS-Signature-Algorithm", "").lower() != "rsa-sha256":
        return False
    if origin(url) not in trusted:
        return False
    try:
        key = certificate_at(url).public_key()
        key.verify(base64.b64decode(signature[1]), body, padding.PKCS1v15(), hashes.SHA256())
        return True
    except (InvalidSignature, OSError, ValueError):
        return False


def referral_changed(id, event):
    """Called for each event, perhaps more than once and out of order: read the referral, and compare updatedDateTime."""
    print(event["EventName"], id, event["ResourceChangeUtcDate"], flush=True)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if length > 65_536:
            return self.answer(413)
        body = self.rfile.read(length)
        if not is_signed(self.headers, body):
            return self.answer(401)
        # Answered before the work is done: whoever answers late gets the event again.
        self.answer(202)
        event = json.loads(body)
        # The address in the event is of another API. Only the id counts.
        found = re.search(r"/([\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12})$", event["ResourceUri"], re.IGNORECASE)
        if found:
            referral_changed(found[1].lower(), event)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.wfile.flush()

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", port), Receiver)
print(f"Listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
`;
