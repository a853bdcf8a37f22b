namespace Bookstore.Client.Http;

/// <summary>Reads how long the server asks to wait.</summary>
internal static class RetryAfter
{
    public static TimeSpan? Of(HttpResponseMessage answer, TimeProvider time)
    {
        var wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
