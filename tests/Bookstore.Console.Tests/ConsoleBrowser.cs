using System.Text.RegularExpressions;

namespace Bookstore.Operating;

/// <summary>A browser without script: it keeps cookies, follows redirects and sends forms with all that is in them.</summary>
public sealed partial class ConsoleBrowser : IDisposable
{
    private readonly HttpClient _http;

    public ConsoleBrowser(Uri address) => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };

    public CookieContainer Cookies { get; } = new();

    /// <summary>The answer itself, without following where it leads.</summary>
    public async Task<ConsoleAnswerPage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new FormUrlEncodedContent(form.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        }

        using var response = await _http.SendAsync(request);
        return new ConsoleAnswerPage(path, response, await response.Content.ReadAsStringAsync());
    }

    public async Task<ConsoleAnswerPage> GetAsync(string path) => await FollowAsync(await SendAsync(HttpMethod.Get, path));

    /// <summary>Opens a page and sends its last form with its hidden fields, and with what a person enters.</summary>
    public async Task<ConsoleAnswerPage> SubmitAsync(string path, params (string Name, string Value)[] entries) => await SubmitAsync(path, await GetAsync(path), entries);

    /// <summary>Sends the last form of a page.</summary>
    public async Task<ConsoleAnswerPage> SubmitAsync(string path, ConsoleAnswerPage page, params (string Name, string Value)[] entries) =>
        await FollowAsync(await SendAsync(HttpMethod.Post, path, [.. HiddenOf(page).Where(hidden => entries.All(entry => entry.Name != hidden.Name)), .. entries]));

    /// <summary>The hidden fields of the last form of a page.</summary>
    public static IEnumerable<(string Name, string Value)> HiddenOf(ConsoleAnswerPage page)
    {
        var start = page.Text.LastIndexOf("<form", StringComparison.Ordinal);
        return start < 0 ? [] : Hidden().Matches(page.Text, start).Select(static match => (WebUtility.HtmlDecode(match.Groups[1].Value), WebUtility.HtmlDecode(match.Groups[2].Value)));
    }

    /// <summary>Opens a stream, which the caller disposes of.</summary>
    public Task<HttpResponseMessage> OpenStreamAsync(string path, CancellationToken cancellationToken) => _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Reads a stream up to the line behind one.</summary>
    public async Task<IReadOnlyList<string>> ReadStreamAsync(string path, string last, CancellationToken cancellationToken)
    {
        using var response = await OpenStreamAsync(path, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
            if (lines.Count > 1 && lines[^2] == last)
            {
                break;
            }
        }

        return lines;
    }

    public void Dispose() => _http.Dispose();

    private async Task<ConsoleAnswerPage> FollowAsync(ConsoleAnswerPage page)
    {
        for (var times = 0; page.Location is { } location && times < 5; times++)
        {
            page = await SendAsync(HttpMethod.Get, location);
        }

        return page;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}

/// <summary>What the console answered.</summary>
public sealed class ConsoleAnswerPage(string path, HttpResponseMessage response, string text)
{
    public string Path { get; } = path;

    public HttpStatusCode Status { get; } = response.StatusCode;

    public string? Location { get; } = response.Headers.Location?.OriginalString;

    public string Text { get; } = text;

    public string? Policy { get; } = Header(response, "Content-Security-Policy");

    public string? Cookie { get; } = Header(response, "Set-Cookie");

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join('\n', values) : null;
}
