namespace Bookstore.AspNetCore;

/// <summary>What is said of parameters that several operations share.</summary>
internal static class PageText
{
    public const string Limit = "How many items at most.";
    public const string After = "The cursor from the `Link` of the page before. Opaque.";
    public const string IfNoneMatch = "The `ETag` of an earlier answer; 304 when it still holds.";
    public const string IfMatch = "The `ETag` of an earlier answer, or several, or `*`; 412 when the resource has another one by now.";
    public const string IfNoneMatchAny = "`*`: only when it does not exist yet; else 412.";
    public const string IdempotencyKey =
        "The client's own name for this request, 1 to 255 visible ASCII characters, such as a UUID. The same request under the same key has one effect, "
        + "also through a crash; kept at least 24 hours. A refusal that changed nothing does not use it up; a declined payment does.";
}
