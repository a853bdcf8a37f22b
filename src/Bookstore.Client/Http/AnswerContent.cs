namespace Bookstore.Client.Http;

/// <summary>The whole body of a response, and where the next page is.</summary>
internal sealed class AnswerContent : ByteArrayContent
{
    private AnswerContent(byte[] body, string? nextCursor, string? tag)
        : base(body)
    {
        Body = body;
        NextCursor = nextCursor;
        Tag = tag;
    }

    public byte[] Body { get; }

    public string? NextCursor { get; }

    /// <summary>The entity tag of the resource.</summary>
    public string? Tag { get; }

    /// <summary>Whether the body says of itself that it is JSON, plain or of some dialect.</summary>
    public bool IsJson => Headers.ContentType?.MediaType is { } type &&
        (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>What the body says of itself, for messages.</summary>
    public string MediaType => Headers.ContentType?.MediaType ?? "no content type";

    /// <summary>Reads a response's body to its end.</summary>
    /// <exception cref="HttpRequestException">The connection broke, or the body has more bytes than it may have.</exception>
    public static async ValueTask<AnswerContent> ReadAsync(HttpResponseMessage answer, int maxBytes, CancellationToken cancellationToken)
    {
        using var content = answer.Content;
        await content.LoadIntoBufferAsync(maxBytes, cancellationToken).ConfigureAwait(false);
        var read = new AnswerContent(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), NextLink.CursorOf(answer), answer.Headers.ETag?.ToString());
        if (content.Headers.TryGetValues("Content-Type", out var types))
        {
            read.Headers.TryAddWithoutValidation("Content-Type", types);
        }

        return read;
    }
}
