using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bookstore.Storage;

/// <summary>A kind of document.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal abstract class DocumentKind
{
    private protected DocumentKind(string name, int version)
    {
        if (!DocumentId.IsKindName(name))
        {
            throw new ArgumentException($"The name '{name}' of a kind of document must be 1 to {DocumentId.MaxKindLength} lower-case letters and hyphens, such as audit-run.", nameof(name));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        (Name, Version) = (name, version);
    }

    public string Name { get; }

    public int Version { get; }

    /// <summary>Whether <see cref="DocumentRecord.DueAt"/> of its documents is the time of their removal by the housekeeping. Default <see langword="false"/>: it is work of the kind's own.</summary>
    public bool IsRemovedWhenDue { get; init; }

    public DocumentId IdOf(Guid id) => new(Name, id);
}

/// <summary>A kind of document: its name, and how its body is written and read.</summary>
/// <remarks>
/// A body of an older version gets the defaults of the members that it lacks. A body of a newer version keeps its version number and the members that this version does not know.
/// Register a kind with <see cref="DocumentKinds.AddDocumentKind"/>, so that two kinds of one name stop the start.
/// </remarks>
/// <param name="name">The name, which is stored: it never changes.</param>
/// <param name="version">The version of the body that this program writes: at least 1.</param>
/// <param name="type">The body's type information, from source generation. It is made with the first body: that of all kinds would be a tenth of the time that a host takes to start.</param>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class DocumentKind<TBody>(string name, int version, Func<JsonTypeInfo<TBody>> type) : DocumentKind(name, version)
    where TBody : DocumentBody
{
    /// <summary>Reads a document's body.</summary>
    /// <exception cref="BookstoreStoreException">The body is not one of this kind: it is damaged, or was written by another program.</exception>
    public TBody Read(DocumentRecord document)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Body, type()) ?? throw new JsonException("The body is null.");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or FormatException)
        {
            var id = document.Id.Id.ToString("D", CultureInfo.InvariantCulture);
            throw new BookstoreStoreException($"The document {Name} {id} cannot be read: its body is damaged, or was written by another program. Restore its row in the table documents from a backup, or remove it.", fault) { RecordId = id };
        }
    }

    /// <summary>Returns a document with a new body: the document before with its other members, or a new one.</summary>
    public DocumentRecord Write(Guid id, TBody body, DocumentRecord? before) =>
        (before ?? new DocumentRecord { Id = IdOf(id), Version = Version, Body = string.Empty }) with { Body = JsonSerializer.Serialize(body, type()), Version = Math.Max(Version, before?.Version ?? 0) };
}
