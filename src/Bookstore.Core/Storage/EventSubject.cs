using System.Buffers.Binary;
using System.Globalization;

namespace Bookstore.Storage;

/// <summary>What an event of ours happened to. Its <see cref="BookstoreEvent.Resource"/> and, with the sequence and the time, its id follow from it.</summary>
/// <param name="Kind">Which kind of resource.</param>
/// <param name="Id">Its id; a book's is its ISBN, see <see cref="Of(Isbn)"/>.</param>
internal readonly record struct EventSubject(EventSubjectKind Kind, Guid Id)
{
    public static EventSubject Order(Guid id) => new(EventSubjectKind.Order, id);

    public static EventSubject Webhook(Guid id) => new(EventSubjectKind.Webhook, id);

    public static EventSubject Of(Isbn isbn)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, isbn.ToInt64());
        return new EventSubject(EventSubjectKind.Book, new Guid(bytes, bigEndian: true));
    }

    /// <summary>The ISBN of a book.</summary>
    public Isbn ToIsbn()
    {
        Span<byte> bytes = stackalloc byte[16];
        Id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Isbn.FromStored(BinaryPrimitives.ReadInt64BigEndian(bytes));
    }

    /// <summary>Returns the resource.</summary>
    public override string ToString() => Kind switch
    {
        EventSubjectKind.Order => string.Create(CultureInfo.InvariantCulture, $"orders/{Id}"),
        EventSubjectKind.Book => string.Create(CultureInfo.InvariantCulture, $"books/{ToIsbn()}"),
        EventSubjectKind.Webhook => string.Create(CultureInfo.InvariantCulture, $"webhooks/{Id}"),
        _ => string.Empty,
    };
}

/// <summary>Kinds of resources. Stored: a number keeps its meaning.</summary>
internal enum EventSubjectKind
{
    /// <summary>Another one, which is stored as it is.</summary>
    None = 0,
    Order = 1,
    Book = 2,
    Webhook = 3,
}
