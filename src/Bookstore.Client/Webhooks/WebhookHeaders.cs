using System.Globalization;

namespace Bookstore.Client;

/// <summary>The headers of a webhook request that are verified.</summary>
/// <param name="Id">The value of <c>webhook-id</c>; <see langword="null"/> where the request has none.</param>
/// <param name="Timestamp">The value of <c>webhook-timestamp</c>; <see langword="null"/> where the request has none.</param>
/// <param name="Signature">The value of <c>webhook-signature</c>; <see langword="null"/> where the request has none.</param>
public sealed record WebhookHeaders(string? Id, string? Timestamp, string? Signature)
{
    private const int MaxIdLength = 255;
    private const int MaxSignatureLength = 4_096;

    /// <summary>Reads the headers of a request.</summary>
    /// <param name="header">Returns the value of the header of a name. Where it is given more than once, all values, separated by commas: such a request is refused.</param>
    /// <returns>The headers.</returns>
    public static WebhookHeaders Read(Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return new WebhookHeaders(header(BookstoreWebhooks.IdHeader), header(BookstoreWebhooks.TimestampHeader), header(BookstoreWebhooks.SignatureHeader));
    }

    internal string? Missing =>
        string.IsNullOrEmpty(Id) ? BookstoreWebhooks.IdHeader
        : string.IsNullOrEmpty(Timestamp) ? BookstoreWebhooks.TimestampHeader
        : string.IsNullOrEmpty(Signature) ? BookstoreWebhooks.SignatureHeader
        : null;

    internal string? Malformed =>
        Id is { Length: > MaxIdLength } || Id.AsSpan().ContainsAnyExceptInRange('!', '~') ? BookstoreWebhooks.IdHeader
        : !TryReadTime(Timestamp, out _) ? BookstoreWebhooks.TimestampHeader
        : Signature is { Length: > MaxSignatureLength } ? BookstoreWebhooks.SignatureHeader
        : null;

    internal DateTimeOffset Time => TryReadTime(Timestamp, out var time) ? time : default;

    // Whole seconds, and digits alone: the text is part of what is signed.
    private static bool TryReadTime(string? text, out DateTimeOffset time)
    {
        var isTime = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        time = isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }
}
