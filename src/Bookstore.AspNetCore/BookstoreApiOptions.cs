namespace Bookstore;

/// <summary>How the REST API works. Bound to the configuration section <c>Bookstore</c>, those of a shop with a name to <c>Bookstore:Shops:name</c>; checked when the API is mapped.</summary>
public sealed class BookstoreApiOptions
{
    /// <summary>The configuration section that the options of the shop without a name are read from.</summary>
    public const string SectionName = "Bookstore";

    /// <summary>
    /// Who may call the API, by name (1 to 100 characters). The name scopes idempotency keys, so it stays when a key is rotated.
    /// A change of the configuration counts from the next request on. Default: no client.
    /// </summary>
    public IDictionary<string, ApiClientRegistration> Clients { get; } = new Dictionary<string, ApiClientRegistration>(StringComparer.Ordinal);

    /// <summary>How identities other than API keys are accepted, such as bearer tokens of the application's own authentication. Default: by their scopes and roles.</summary>
    public BookstoreAuthenticationOptions Authentication { get; } = new();

    /// <summary>The currency of a book that is saved without one, ISO 4217. Read when the API is mapped. Default <c>USD</c>.</summary>
    public string DefaultCurrency { get; set; } = "USD";

    /// <summary>The largest request body, in bytes: 1,024 to 104,857,600. Read when the API is mapped. Default 1,048,576 (1 MiB).</summary>
    public int MaxBodySize { get; set; } = 1_048_576;

    /// <summary>How many requests of one client may be in progress at a time; more get 429. 1 to 1,000,000. Default 1,024.</summary>
    public int MaxConcurrentRequests { get; set; } = 1_024;

    /// <summary>How many requests of one client are served in a second on average, with bursts of as many; more get 429. 0 to 1,000,000; 0 is no limit. Default 0.</summary>
    public int MaxRequestsPerSecond { get; set; }

    /// <summary>How many streams of events may be open at a time; more get 503. 1 to 100,000. Read when the API is mapped. Default 256.</summary>
    public int MaxEventStreams { get; set; } = 256;

    /// <summary>How many streams of events one client may have open at a time; more get 429. 1 to 100,000. Read when the API is mapped. Default 32.</summary>
    public int MaxEventStreamsPerClient { get; set; } = 32;

    /// <summary>How long the store may take to answer before the application counts as not ready. 10 milliseconds to 1 minute. Read when it is mapped. Default 2 seconds.</summary>
    public TimeSpan ReadinessTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>For how long a call to a payment gateway or courier may be due before the health check <c>bookstore.work</c> is degraded. 1 second to 1 day. Default 5 minutes.</summary>
    public TimeSpan MaxWorkDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How old the first event may be that a consumer of the feed has not dealt with before the health check <c>bookstore.events</c> is degraded. 1 second to 1 day. Default 5 minutes.</summary>
    public TimeSpan MaxEventDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The configuration section that the options of a shop are read from.</summary>
    internal static string SectionOf(string? shop) => shop is null ? SectionName : $"{SectionName}:Shops:{shop}";
}
