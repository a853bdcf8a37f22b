using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>A line of an order that waits for copies: a document while it does, owned by its order. The order's own line says how many copies it waits for, and this one follows it.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record WaitingLine : DocumentBody
{
    public long Isbn { get; set; }

    /// <summary>The copies that it waits for.</summary>
    public int Copies { get; set; }

    public static DocumentKind<WaitingLine> Documents { get; } = new("waiting-line", 1, static () => WaitingLineJsonContext.Default.WaitingLine);

    /// <summary>The id of a line's document. Documents are listed by descending id, so the first of a book's queue has the greatest.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="number">The number of the movement that reserved the copies: it rises with each commit.</param>
    public static DocumentId IdOf(Isbn isbn, long number) => Documents.IdOf(DueAllocation.IdOf(isbn, long.MaxValue - number));

    /// <summary>The position before the first of a book's queue.</summary>
    public static Guid BeforeFirst(Isbn isbn) => DueAllocation.IdOf(isbn, long.MaxValue);

    /// <summary>Stages the documents of a new order's lines that wait.</summary>
    public static void Insert(WorkingSet records, Order order)
    {
        for (var i = 0; i < order.Lines.Count; i++)
        {
            if (order.Lines[i] is { Waiting: > 0 } line)
            {
                records.InsertDocument(Write(line, null) with { OwnerId = order.Id });
            }
        }
    }

    /// <summary>Names the documents of an order's lines that wait. A line never waits for more copies than it did when it was read.</summary>
    public static void DeclareKeys(RecordKeys keys, Order order)
    {
        for (var i = 0; i < order.Lines.Count; i++)
        {
            if (order.Lines[i] is { Waiting: > 0 } line)
            {
                keys.Documents.Add(IdOf(line.Isbn, line.WaitingNumber));
            }
        }
    }

    /// <summary>Stages a line's document after a change of the line: it is removed with the last copy that the line waits for.</summary>
    public static void Put(WorkingSet records, OrderLine before, OrderLine after)
    {
        if (before.Waiting == after.Waiting)
        {
            return;
        }

        var id = IdOf(before.Isbn, before.WaitingNumber);
        if (after.Waiting == 0)
        {
            records.Documents.Remove(id);
        }
        else
        {
            records.Documents.Put(id, Write(after, records.Documents.Find(id)));
        }
    }

    private static DocumentRecord Write(OrderLine line, DocumentRecord? before) =>
        Documents.Write(IdOf(line.Isbn, line.WaitingNumber).Id, (before is null ? new WaitingLine() : Documents.Read(before)) with { Isbn = line.Isbn.ToInt64(), Copies = line.Waiting }, before);
}

/// <summary>How the body is written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(WaitingLine))]
internal sealed partial class WaitingLineJsonContext : JsonSerializerContext;
