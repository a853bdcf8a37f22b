namespace Bookstore.Contracts;

/// <summary>The names of the headers that the API gives a meaning to.</summary>
public static class BookstoreHeaders
{
    /// <summary>Request: the client's API key.</summary>
    public const string ApiKey = "X-API-Key";

    /// <summary>Request: the client's own name for a POST, 1 to 255 visible ASCII characters, so that sending it twice has one effect.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Request: the entity tags that the resource may have; it is changed only when it has one of them.</summary>
    public const string IfMatch = "If-Match";

    /// <summary>Request: <c>*</c> where the resource must not exist yet, else the entity tags that the client has.</summary>
    public const string IfNoneMatch = "If-None-Match";

    /// <summary>Request: the <c>id</c> of the last event of a stream that was received; the stream continues after it.</summary>
    public const string LastEventId = "Last-Event-ID";

    /// <summary>Response: how many requests the client may send, as <c>"client";q=200;w=1</c>: 200 in one second. Experimental, and only where the shop limits requests.</summary>
    public const string RateLimitPolicy = "RateLimit-Policy";

    /// <summary>Response: how many requests are left now, and after how many seconds all are there again, as <c>"client";r=199;t=1</c>. Experimental, and only where the shop limits requests.</summary>
    public const string RateLimit = "RateLimit";

    /// <summary>Response: <c>true</c> when it repeats the response to an earlier request with the same key.</summary>
    public const string IdempotencyReplayed = "Idempotency-Replayed";
}
