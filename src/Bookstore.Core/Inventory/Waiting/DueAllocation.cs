using System.Buffers.Binary;
using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Copies of a book are on hand for orders that wait: a document that is written in the commit which made it so, and removed when they are allocated.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record DueAllocation : DocumentBody
{
    public long Isbn { get; set; }

    /// <summary>When it is due: at once, by the time of any store. The clock of the host that wrote it may be ahead of that.</summary>
    public static DateTimeOffset AtOnce => DateTimeOffset.UnixEpoch;

    public static DocumentKind<DueAllocation> Documents { get; } = new("due-allocation", 1, static () => DueAllocationJsonContext.Default.DueAllocation);

    /// <summary>Writes down that copies are to be allocated. The number of the book's last movement makes the id a new one.</summary>
    public static void Note(WorkingSet records, StockLevel level)
    {
        var id = IdOf(level.Isbn, level.LastMovement);
        if (!records.Documents.IsKnown(Documents.IdOf(id)))
        {
            records.InsertDocument(Documents.Write(id, new DueAllocation { Isbn = level.Isbn.ToInt64() }, null) with { DueAt = AtOnce });
        }
    }

    /// <summary>Takes back what the same batch wrote down with a movement, because all copies were allocated since.</summary>
    public static void Drop(WorkingSet records, StockLevel level)
    {
        var id = Documents.IdOf(IdOf(level.Isbn, level.LastMovement));
        if (!level.IsAllocationDue && records.Documents.IsInserted(id))
        {
            records.Documents.Remove(id);
        }
    }

    /// <summary>An id that sorts by book, then by number.</summary>
    public static Guid IdOf(Isbn isbn, long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, isbn.ToInt64());
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], number);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>How the body is written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DueAllocation))]
internal sealed partial class DueAllocationJsonContext : JsonSerializerContext;
