using System.Net.Http.Headers;
using Bookstore.Contracts;
using Polly;
using Refit;

namespace Bookstore.Client.Http;

/// <summary>A request that may have to be sent more than once: each try gets a message of its own.</summary>
internal sealed class Call
{
    public static readonly ResiliencePropertyKey<Call> Key = new("Bookstore.Client.Call");

    private const string EventStream = "text/event-stream";

    private static readonly HttpRequestOptionsKey<string> MethodName = new(HttpRequestMessageOptions.MethodName);
    private static readonly HttpRequestOptionsKey<string> PathTemplate = new(HttpRequestMessageOptions.RelativePathTemplate);

    private readonly HttpRequestMessage _request;
    private readonly byte[]? _body;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly TimeSpan _totalTimeout;

    private Call(HttpRequestMessage request, byte[]? body, BookstoreClientOptions settings, TimeProvider time)
    {
        _request = request;
        _body = body;
        _time = time;
        _startedAt = time.GetTimestamp();
        _totalTimeout = settings.Resilience.TotalTimeout;
        Operation = request.Options.TryGetValue(MethodName, out var method) ? method.Replace("Async", string.Empty, StringComparison.Ordinal) : "Other";
        Route = request.Options.TryGetValue(PathTemplate, out var template) ? ApiPrefix.Apply(template, settings.Prefix) : null;
        if (Route is not null && request.RequestUri is { IsAbsoluteUri: true } address)
        {
            request.RequestUri = ApiPrefix.Apply(address, settings.BaseAddress!, settings.Prefix);
        }
    }

    /// <summary>The method of <see cref="IBookstoreApi"/>, without its suffix.</summary>
    public string Operation { get; }

    /// <summary>The path with the names of its parameters; <see langword="null"/> for a request that did not come from <see cref="IBookstoreApi"/>.</summary>
    public string? Route { get; }

    public Uri? Address => _request.RequestUri;

    public HttpMethod Method => _request.Method;

    /// <summary>What the request is called in messages: with the address, without its query, which may hold personal data.</summary>
    public string Name => NameOf(_request);

    public int Attempts { get; set; }

    /// <summary>Whether the server may have got one of the tries. A try that found no connection did not reach it.</summary>
    public bool MayHaveArrived { get; set; }

    /// <summary>The pause before the next try.</summary>
    public TimeSpan Pause { get; set; }

    public TimeSpan Elapsed => _time.GetElapsedTime(_startedAt);

    public TimeSpan Remaining => _totalTimeout - Elapsed;

    /// <summary>Whether sending it twice has no further effect.</summary>
    public bool IsSafeToRepeat => Method == HttpMethod.Get || (Method == HttpMethod.Put && !IsConditional) || Method == HttpMethod.Head || Method == HttpMethod.Delete || HasIdempotencyKey;

    // What has taken effect does not have the expected tag any more: the next try would be refused.
    private bool IsConditional => _request.Headers.Contains(BookstoreHeaders.IfMatch) || _request.Headers.Contains(BookstoreHeaders.IfNoneMatch);

    public bool HasIdempotencyKey => _request.Headers.Contains(BookstoreHeaders.IdempotencyKey);

    /// <summary>Whether the response is a stream of events, which is read by the caller.</summary>
    public bool IsStream => _request.Headers.Accept.Any(static type => type.MediaType == EventStream);

    /// <summary>Why the last try failed, in a word or two.</summary>
    public string? LastFailure { get; set; }

    public static async ValueTask<Call> StartAsync(HttpRequestMessage request, BookstoreClientOptions settings, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Headers.NonValidated.TryGetValues(BookstoreHeaders.IdempotencyKey, out var keys))
        {
            RequestArguments.Key(keys.ToString(), "idempotencyKey");
        }

        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return new Call(request, body, settings, time);
    }

    public static string NameOf(HttpRequestMessage? request) =>
        $"{request?.Method} {request?.RequestUri?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";

    /// <summary>Whether a response is the stream of events that was asked for.</summary>
    public bool IsStreamOf(HttpResponseMessage answer) => answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == EventStream && IsStream;

    public HttpRequestMessage NewRequest()
    {
        var request = new HttpRequestMessage(_request.Method, _request.RequestUri) { Version = _request.Version, VersionPolicy = _request.VersionPolicy };
        Copy(_request.Headers, request.Headers);
        foreach (var (key, value) in _request.Options)
        {
            ((IDictionary<string, object?>)request.Options)[key] = value;
        }

        if (_body is not null)
        {
            request.Content = new ByteArrayContent(_body);
            Copy(_request.Content!.Headers, request.Content.Headers);
        }

        return request;
    }

    private static void Copy(HttpHeaders from, HttpHeaders to)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            to.TryAddWithoutValidation(name, values);
        }
    }
}
