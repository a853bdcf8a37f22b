namespace Bookstore;

/// <summary>A request that came in, as it was sent.</summary>
public sealed record IncomingNotification
{
    /// <summary>The body, to the byte: signatures are made over it.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The headers. The names are compared without regard to case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
