namespace Bookstore.Contracts;

/// <summary>The names of the headers that the API gives a meaning to.</summary>
public static class BookstoreHeaders
{
    /// <summary>Request: the client's API key.</summary>
    public const string ApiKey = "X-API-Key";

    /// <summary>Request: the client's own name for a POST, 1 to 255 visible ASCII characters, so that sending it twice has one effect.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>Answer: <c>true</c> where it is the answer of an earlier request with the same key.</summary>
    public const string IdempotencyReplayed = "Idempotency-Replayed";
}
