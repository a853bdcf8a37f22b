namespace Bookstore;

/// <summary>A client's own name for a request, so that sending it twice has one effect.</summary>
/// <remarks>
/// The key is claimed in the same commit as the effect, so it holds through a crash. It is scoped to the client: the same key with any other request, also of another kind
/// or for another resource, is refused. It is kept at least <see cref="BookstoreOptions.IdempotencyRetention"/>. See IETF draft-ietf-httpapi-idempotency-key-header.
/// </remarks>
public sealed record IdempotencyKey
{
    /// <summary>The longest client name, in characters: 100.</summary>
    public const int MaxClientLength = 100;

    /// <summary>The longest key, in characters: 255.</summary>
    public const int MaxValueLength = 255;

    /// <summary>Makes a key.</summary>
    /// <param name="client">Who sends it: the client's configured name, not its secret. 1 to 100 characters.</param>
    /// <param name="value">The key: 1 to 255 visible ASCII characters (0x21 to 0x7E).</param>
    /// <exception cref="ArgumentException">One of them is empty, too long or has a character that is not allowed.</exception>
    public IdempotencyKey(string client, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(client);
        Require.Text(client, 1, MaxClientLength);
        ArgumentException.ThrowIfNullOrEmpty(value);

        if (!IsValid(value))
        {
            throw new ArgumentException($"An idempotency key is 1 to {MaxValueLength} visible ASCII characters (0x21 to 0x7E), such as a UUID.", nameof(value));
        }

        Client = client;
        Value = value;
    }

    /// <summary>Who sends it.</summary>
    public string Client { get; }

    /// <summary>The key.</summary>
    public string Value { get; }

    /// <summary>Whether a text can be a key: 1 to 255 visible ASCII characters.</summary>
    /// <param name="value">The text.</param>
    /// <returns><see langword="true"/> when it can.</returns>
    public static bool IsValid(string? value) =>
        value is { Length: > 0 and <= MaxValueLength } && !value.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E');
}
