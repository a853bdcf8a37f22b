using System.Text;
using Bookstore.Support;

namespace Bookstore.AspNetCore;

/// <summary>A stream of events that a test reads, blank line by blank line.</summary>
internal sealed class OpenStream : IAsyncDisposable
{
    private readonly StreamReader _reader;

    private OpenStream(HttpResponseMessage response, StreamReader reader) => (Response, _reader) = (response, reader);

    public HttpResponseMessage Response { get; }

    public static async Task<OpenStream> OpenAsync(TestShop shop, string address = "/api/events", string? lastEventId = null, string key = TestShop.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-API-Key", key);
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await shop.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new OpenStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8));
    }

    /// <summary>Reads the lines before the next blank line; <see langword="null"/> at the end.</summary>
    public async Task<string?> ReadAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var lines = new List<string>();
        while (await _reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0)
            {
                return string.Join('\n', lines);
            }

            lines.Add(line);
        }

        return null;
    }

    /// <summary>Reads the next event.</summary>
    public async Task<string> ReadEventAsync()
    {
        while (true)
        {
            var text = await ReadAsync();
            text.ShouldNotBeNull();
            if (text.Contains("\ndata:", StringComparison.Ordinal))
            {
                return text;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.CompletedTask;
        _reader.Dispose();
        Response.Dispose();
    }

    /// <summary>Lets time go on until the stream has an event that begins so.</summary>
    public async Task AdvanceUntilAsync(ManualTime time, string beginning)
    {
        // The clock runs fast: there may be more comments than one.
        string? text;
        do
        {
            var next = ReadAsync();
            while (!next.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            text = await next;
        }
        while (text == ":" && beginning != ":");
        text.ShouldNotBeNull().ShouldStartWith(beginning);
    }

    /// <summary>Lets time go on until the stream ends.</summary>
    public async Task AdvanceUntilEndAsync(ManualTime time)
    {
        string? last;
        do
        {
            var next = ReadAsync();
            while (!next.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            last = await next;
        }
        while (last is not null);
    }
}
