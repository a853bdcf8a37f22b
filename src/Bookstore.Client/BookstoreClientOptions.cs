namespace Bookstore.Client;

/// <summary>Where the API is and how to call it. Checked at start; each message names what to change.</summary>
public sealed class BookstoreClientOptions
{
    /// <summary>The address that the API's paths are appended to, <c>https://shop.example/</c>; it may have a path of its own. Required: HTTP or HTTPS, without user, query and fragment.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>What the paths of the API begin with: the prefix that the server gave to <c>MapBookstoreApi</c>. A path without a query. Default <c>/api</c>.</summary>
    public string Prefix { get; set; } = "/api";

    /// <summary>The API key: 1 to 500 visible ASCII characters. Required. A reader of the connection has its roles: use an https address outside of development. Read for each try, so that a reload of the configuration rotates it; one that is not valid leaves the old key in use.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The most bytes that a response may have, after decompression. 64 KiB to 1 GiB. Default 32 MiB.</summary>
    public int MaxResponseBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Time-outs, retries and the circuit breaker.</summary>
    public BookstoreResilienceOptions Resilience { get; } = new();
}
