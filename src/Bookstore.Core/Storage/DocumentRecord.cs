using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A record without a table of its own: what a store searches by, and a body that a store never reads.</summary>
/// <remarks>
/// A new kind of document needs no change of a store and no migration. A record that a customer waits for, or that guards money or stock, is a kind with a table instead.
/// The limits are checked when a document is staged, for every store.
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record DocumentRecord
{
    /// <summary>The longest <see cref="UniqueKey"/>, in characters: 200.</summary>
    public const int MaxUniqueKeyLength = 200;

    /// <summary>The longest <see cref="Body"/>, in characters: 1,048,576.</summary>
    public const int MaxBodyLength = 1_048_576;

    /// <summary>The kind and the id.</summary>
    public required DocumentId Id { get; init; }

    /// <summary>The id of the record that it belongs to: an order, a cart's reservation or another document; <see langword="null"/> for none. Never changes.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>A text that no other document of the kind has, compared ordinally; <see langword="null"/> for none. A second document with the same key MUST be a <see cref="StoreConflictException"/>.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>The state, a number of the kind's own: at least 0.</summary>
    public int State { get; init; }

    /// <summary>When work on it is due, in UTC; <see langword="null"/> when there is no work left.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The version of the body's form, which is the kind's own: at least 1.</summary>
    public required int Version { get; init; }

    /// <summary>The body, as JSON. A store MUST return it unchanged, to the letter.</summary>
    public required string Body { get; init; }

    /// <summary>Throws unless every store can keep it.</summary>
    internal static void Check(DocumentRecord document)
    {
        if (!DocumentId.IsKindName(document.Id.Kind))
        {
            throw new ArgumentException($"The kind '{document.Id.Kind}' of a document must be 1 to {DocumentId.MaxKindLength} lower-case letters and hyphens, such as audit-run.", nameof(document));
        }

        if (document.UniqueKey is { } key && Require.TextProblem(key, 0, MaxUniqueKeyLength) is { } problem)
        {
            throw new ArgumentException($"UniqueKey of the document {document.Id} {problem}", nameof(document));
        }

        Require.InRange(document.State, 0, int.MaxValue);
        Require.InRange(document.Version, 1, int.MaxValue);
        if (document.Body.Length > MaxBodyLength)
        {
            throw new DocumentTooLargeException(document.Id, document.Body.Length);
        }
    }
}
