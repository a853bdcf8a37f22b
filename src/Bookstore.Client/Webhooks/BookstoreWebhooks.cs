using System.Security.Cryptography;
using Bookstore.Client.Webhooks;

namespace Bookstore.Client;

/// <summary>Verifies what a shop sends to a webhook endpoint of your program, and reads the event.</summary>
/// <remarks>
/// The requests follow Standard Webhooks 1.0: an HMAC-SHA256 over the id, the time and the body. The shop sends an event again until it gets a success, so that one can arrive more than once: remove duplicates by
/// <c>Id</c>. Thread-safe. No secret is part of a result or of an exception.
/// </remarks>
public static class BookstoreWebhooks
{
    /// <summary>The name of the header of the event's id: <c>webhook-id</c>.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The name of the header of the time at which the request was made: <c>webhook-timestamp</c>.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The name of the header of the signatures: <c>webhook-signature</c>.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The most secrets that can be tried for one request: 10.</summary>
    public const int MaxSecrets = 10;

    /// <summary>The longest body, in bytes: 1,048,576. Read no more of a request than one byte beyond it.</summary>
    public const int MaxBodyLength = 1_048_576;

    /// <summary>How far the time of a request may be from the receiver's, in both directions: 5 minutes.</summary>
    public static TimeSpan Tolerance => TimeSpan.FromMinutes(5);

    /// <summary>Verifies a request and reads its event.</summary>
    /// <remarks>The comparison of signatures takes the same time wherever they differ.</remarks>
    /// <example>
    /// <code>
    /// static async Task&lt;IResult&gt; ReceiveAsync(HttpRequest request, string secret)
    /// {
    ///     using var body = new MemoryStream();
    ///     await request.Body.CopyToAsync(body);
    ///     var verified = BookstoreWebhooks.Verify(body.ToArray(), WebhookHeaders.Read(name =&gt; request.Headers[name]), secret);
    ///     return verified.Event is { } happened ? Results.Ok(happened.Id) : Results.Problem(verified.Detail, statusCode: 401);
    /// }
    /// </code>
    /// </example>
    /// <param name="body">The body of the request, byte for byte as it was received.</param>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="secret">The endpoint's secret: <c>whsec_</c> and 24 to 64 bytes in base64.</param>
    /// <param name="timeProvider">The receiver's clock. Default <see cref="TimeProvider.System"/>.</param>
    /// <returns>The event; or which check failed.</returns>
    /// <exception cref="ArgumentException">The secret is none.</exception>
    public static WebhookVerification Verify(ReadOnlyMemory<byte> body, WebhookHeaders headers, string secret, TimeProvider? timeProvider = null) =>
        Verify(body, headers, [secret], timeProvider);

    /// <summary>Verifies a request with several secrets, of which one has to match: while a secret is replaced, or where several endpoints of a shop send to one address.</summary>
    /// <param name="body">The body of the request, byte for byte as it was received.</param>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="secrets">1 to <see cref="MaxSecrets"/> secrets, each <c>whsec_</c> and 24 to 64 bytes in base64.</param>
    /// <param name="timeProvider">The receiver's clock. Default <see cref="TimeProvider.System"/>.</param>
    /// <returns>The event; or which check failed.</returns>
    /// <exception cref="ArgumentException">There is no secret, there are too many, or one of them is none.</exception>
    public static WebhookVerification Verify(ReadOnlyMemory<byte> body, WebhookHeaders headers, IReadOnlyCollection<string> secrets, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(secrets);
        var keys = WebhookSecrets.Read(secrets);
        try
        {
            return Check(body, headers, keys, (timeProvider ?? TimeProvider.System).GetUtcNow());
        }
        finally
        {
            foreach (var key in keys)
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
    }

    private static WebhookVerification Check(ReadOnlyMemory<byte> body, WebhookHeaders headers, byte[][] keys, DateTimeOffset now)
    {
        if (headers.Missing is { } missing)
        {
            return WebhookVerification.Refused(WebhookRejection.HeaderMissing, $"The header {missing} is missing.");
        }

        if (headers.Malformed is { } malformed)
        {
            return WebhookVerification.Refused(WebhookRejection.HeaderMalformed, $"The header {malformed} is malformed or given more than once.");
        }

        if (body.Length > MaxBodyLength)
        {
            return WebhookVerification.Refused(WebhookRejection.BodyTooLarge, $"The body has more than {MaxBodyLength} bytes.");
        }

        if (!WebhookSignatures.Match(body.Span, headers, keys))
        {
            return WebhookVerification.Refused(WebhookRejection.SignatureMismatch, "No signature matches: the secret is another endpoint's or an old one, or the body is not what was sent, byte for byte.");
        }

        // After the signature, so that a wrong clock is not confused with a forged request.
        if ((now - headers.Time).Duration() > Tolerance)
        {
            return WebhookVerification.Refused(WebhookRejection.TimestampOutOfTolerance, $"The time of the request is more than {Tolerance.TotalMinutes:0} minutes from the receiver's: it was sent again by a third party, or a clock is wrong.");
        }

        return WebhookBody.Read(body, headers.Id!) is { } happened
            ? WebhookVerification.Accepted(happened)
            : WebhookVerification.Refused(WebhookRejection.BodyMalformed, $"The request is genuine and its body is no event with the id of the header {IdHeader}. The shop may be newer than this package.");
    }
}
