/** A receiver for ASP.NET Core 8 or newer, without packages. */
export const csharpReceiver = `using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

var port = Environment.GetEnvironmentVariable("PARTNER_WEBHOOK_PORT") ?? "7071";

// Only certificates from these hosts are believed: Microsoft's, and a sandbox on this machine.
var trusted = new HashSet<string> { "https://3psostorageacct.blob.core.windows.net" };
if (Uri.TryCreate(Environment.GetEnvironmentVariable("PARTNER_API_URL"), UriKind.Absolute, out var api) && api.IsLoopback)
    trusted.Add(api.GetLeftPart(UriPartial.Authority));

var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5) };
// Kept for a minute: one that expires is replaced at its address.
var certificates = new ConcurrentDictionary<string, (X509Certificate2 Certificate, DateTime Until)>();

// The certificate that an event names. Null if it isn't Microsoft's, or the sandbox's.
async Task<X509Certificate2?> CertificateAt(Uri url)
{
    var place = url.GetLeftPart(UriPartial.Path);
    var isKept = certificates.TryGetValue(place, out var kept) && DateTime.UtcNow < kept.Until;
    var certificate = kept.Certificate;
    if (!isKept)
    {
        var bytes = await client.GetByteArrayAsync(place);
        var text = Encoding.ASCII.GetString(bytes);
        certificate = text.StartsWith("-----BEGIN") ? X509Certificate2.CreateFromPem(text) : new X509Certificate2(bytes);
        if (certificates.Count >= 10) certificates.Clear();
        certificates[place] = (certificate, DateTime.UtcNow.AddMinutes(1));
    }
    using var chain = new X509Chain();
    if (url.IsLoopback)
    {
        // The sandbox's certificate is its own root.
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
    }
    var organizations = certificate.IssuerName.EnumerateRelativeDistinguishedNames()
        .Where(part => part.GetSingleElementType().Value == "2.5.4.10")
        .Select(part => part.GetSingleElementValue());
    return chain.Build(certificate) && organizations.Contains("Microsoft Corporation") ? certificate : null;
}

// The signature is over the bytes as they came, so it is checked before they are parsed.
async Task<bool> IsSigned(IHeaderDictionary headers, byte[] body)
{
    if (!AuthenticationHeaderValue.TryParse(headers.Authorization, out var sent) || sent.Scheme != "Signature") return false;
    if (!string.Equals(headers["X-MS-Signature-Algorithm"], "rsa-sha256", StringComparison.OrdinalIgnoreCase)) return false;
    if (!Uri.TryCreate(headers["X-MS-Certificate-Url"], UriKind.Absolute, out var url)) return false;
    if (!trusted.Contains(url.GetLeftPart(UriPartial.Authority))) return false;
    try
    {
        using var key = (await CertificateAt(url))?.GetRSAPublicKey();
        var signature = Convert.FromBase64String(sent.Parameter ?? "");
        return key?.VerifyData(body, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) == true;
    }
    catch (Exception error) when (error is CryptographicException or FormatException or HttpRequestException or TaskCanceledException)
    {
        return false;
    }
}

var app = WebApplication.CreateBuilder(args).Build();

// Called for each event, perhaps more than once and out of order: read the referral, and compare updatedDateTime.
void ReferralChanged(string id, JsonElement changed) =>
    app.Logger.LogInformation("{Event} {Id}", changed.GetProperty("EventName").GetString(), id);

app.MapPost("/{**path}", async (HttpRequest request) =>
{
    if (request.ContentLength is null or > 65_536) return Results.StatusCode(413);
    using var bytes = new MemoryStream();
    await request.Body.CopyToAsync(bytes);
    var body = bytes.ToArray();
    if (!await IsSigned(request.Headers, body)) return Results.StatusCode(401);
    var changed = JsonDocument.Parse(body).RootElement;
    // The address in the event is of another API. Only the id counts.
    var uri = changed.GetProperty("ResourceUri").GetString() ?? "";
    var found = Regex.Match(uri, "/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$", RegexOptions.IgnoreCase);
    // Answered before the work is done: whoever answers late gets the event again.
    if (found.Success) _ = Task.Run(() => ReferralChanged(found.Groups[1].Value.ToLowerInvariant(), changed));
    return Results.StatusCode(202);
});
app.Run($"http://127.0.0.1:{port}");
`;
