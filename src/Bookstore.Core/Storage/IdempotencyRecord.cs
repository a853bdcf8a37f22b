using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A claimed idempotency key. It is never changed, only removed after its time.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record IdempotencyRecord
{
    /// <summary>The longest <see cref="Outcome"/>, in characters: 100.</summary>
    public const int MaxOutcomeLength = 100;

    /// <summary>The key in its scope.</summary>
    public required IdempotencyId Id { get; init; }

    /// <summary>The first 16 bytes of the SHA-256 of the normalized request.</summary>
    public required Guid Fingerprint { get; init; }

    /// <summary>The order or the delivery that the request made or changed.</summary>
    public required Guid ResourceId { get; init; }

    /// <summary>What the request was, unless it was an order, and what it was answered, where that does not follow from the resource: ASCII, up to 100 characters.</summary>
    public string? Outcome { get; init; }

    /// <summary>When it was claimed, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An idempotency key in its scope.</summary>
/// <param name="Client">Who sent it: 1 to 100 characters.</param>
/// <param name="Operation">Its scope within the client's keys, ASCII: 1 to 100 characters. <c>orders</c> for all keys; earlier versions wrote another one for each kind of request but orders.</param>
/// <param name="Key">The key: 1 to 255 visible ASCII characters.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct IdempotencyId(string Client, string Operation, string Key) : IComparable<IdempotencyId>
{
    /// <summary>Compares ordinally, by client, operation and key.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Negative, zero or positive.</returns>
    public int CompareTo(IdempotencyId other)
    {
        var byClient = string.CompareOrdinal(Client, other.Client);
        if (byClient != 0)
        {
            return byClient;
        }

        var byOperation = string.CompareOrdinal(Operation, other.Operation);
        return byOperation != 0 ? byOperation : string.CompareOrdinal(Key, other.Key);
    }

    /// <summary>Whether one comes before the other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator <(IdempotencyId left, IdempotencyId right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after the other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator >(IdempotencyId left, IdempotencyId right) => left.CompareTo(right) > 0;

    /// <summary>Whether one comes before the other or is the same.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator <=(IdempotencyId left, IdempotencyId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one comes after the other or is the same.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator >=(IdempotencyId left, IdempotencyId right) => left.CompareTo(right) >= 0;
}
