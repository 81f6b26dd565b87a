import type { CodeRequest } from './request.ts';

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

const using = `using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;
`;

const send = `
string Setting(string name) =>
    Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"Set {name}.");

var address = Setting("PARTNER_API_URL").TrimEnd('/');
var token = Setting("PARTNER_API_TOKEN"); // of a user who signed in

// The token must not go to another host.
using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };

// Sends a request; after 429 again, when the server says so. Throws for every other failure.
async Task<string> SendAsync(HttpMethod method, string path, string? body = null, string? eTag = null)
{
    for (var attempt = 1; ; attempt++)
    {
        using var request = new HttpRequestMessage(method, address + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("client-request-id", Guid.NewGuid().ToString());
        if (eTag is not null) request.Headers.TryAddWithoutValidation("If-Match", eTag);
        if (body is not null)
        {
            request.Headers.Add("Prefer", "return=representation");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.IsSuccessStatusCode) return text;
        if (response.StatusCode != HttpStatusCode.TooManyRequests || attempt == 5)
            throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}");
        // Seconds, or a date.
        var after = response.Headers.RetryAfter;
        var wait = after?.Delta ?? after?.Date - DateTimeOffset.UtcNow ?? TimeSpan.Zero;
        await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(Math.Pow(2, attempt)));
    }
}
`;

/** A program of .NET 8 or newer, without packages. */
export function csharpCode({ kind, path, change, isPartial }: CodeRequest): string {
  if (change) {
    return `${using}${send}
// 412: the referral was changed meanwhile; read it again. After no answer, look whether the change is there.
const string operations = ${quoted(change.body)};
var answer = await SendAsync(HttpMethod.Patch, ${quoted(path)}, operations, ${quoted(change.eTag)});
// A 204 has no body.
if (answer.Length > 0) Console.WriteLine(answer);
`;
  }
  if (kind === 'get') {
    return `${using}${send}
Console.WriteLine(await SendAsync(HttpMethod.Get, ${quoted(path)}));
`;
  }
  return `${using}using System.Text.Json;
using System.Text.RegularExpressions;
${send}
${isPartial ? '// The side panel filters by more than the API can: do the rest with what is returned.\n' : ''}string? path = ${quoted(path)};
while (path is not null)
{
    using var page = JsonDocument.Parse(await SendAsync(HttpMethod.Get, path));
    foreach (var referral in page.RootElement.GetProperty("value").EnumerateArray()) Console.WriteLine(referral.GetRawText());
    var link = page.RootElement.TryGetProperty("@odata.nextLink", out var found) ? found.GetString() : null;
    // The next page is asked for by the token alone, as it stands; the link may lead elsewhere.
    var next = Regex.Match(link ?? "", @"[?&](?:\\$|%24)skiptoken=([^&#]+)", RegexOptions.IgnoreCase);
    if (!string.IsNullOrEmpty(link) && !next.Success) throw new InvalidOperationException($"There is no token in {link}");
    path = next.Success ? "/v1.0/engagements/referrals?$skiptoken=" + next.Groups[1].Value : null;
}
`;
}
