using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bookstore.Storage;

/// <summary>Several events in one row: a commit of hundreds costs a store a few rows. Events of a block have consecutive positions.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public static class EventBlock
{
    /// <summary>The most events of a block: 128.</summary>
    public const int MaxEvents = 128;

    /// <summary>What blocks begin with now.</summary>
    internal const byte Format = 3;

    /// <summary>What blocks of the same form with fewer <see cref="EventWords"/> begin with.</summary>
    internal const byte FormatOfFewerWords = 2;

    /// <summary>Encodes events.</summary>
    /// <param name="events">The events.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many, 1 to <see cref="MaxEvents"/>.</param>
    /// <returns>The block.</returns>
    public static byte[] Encode(IReadOnlyList<BookstoreEvent> events, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxEvents);
        var block = new EventBlockWriter(512);
        for (var i = start; i < start + count; i++)
        {
            block.Add(events[i]);
        }

        return block.Body.ToArray();
    }

    /// <summary>Decodes the events of a block whose positions are in a range.</summary>
    /// <param name="block">The block. The events share its memory.</param>
    /// <param name="position">The position of its first event.</param>
    /// <param name="after">Events behind this position.</param>
    /// <param name="until">Events up to this position.</param>
    /// <param name="found">Takes the events.</param>
    /// <exception cref="BookstoreStoreException">It is no block that this version can read.</exception>
    public static void Decode(ReadOnlyMemory<byte> block, long position, long after, long until, ICollection<BookstoreEvent> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        try
        {
            switch (block.Span[0])
            {
                case FirstEventBlock.Format:
                    FirstEventBlock.Decode(block, position, after, until, found);
                    break;
                case FormatOfFewerWords or Format:
                    EventBlockReader.Decode(block, position, after, until, found);
                    break;
                default:
                    throw Unreadable(position, null);
            }
        }
        catch (Exception fault) when (fault is ArgumentException or IndexOutOfRangeException or FormatException)
        {
            throw Unreadable(position, fault);
        }
    }

    private static BookstoreStoreException Unreadable(long position, Exception? fault) => new(
        string.Create(CultureInfo.InvariantCulture, $"The events from position {position} on cannot be read: the row is damaged, or was written by a newer version of Bookstore. Update this application, or restore the row."), fault);

    /// <summary>What the first byte of an event says, beside its <see cref="EventSubjectKind"/> in the lowest two bits.</summary>
    internal static class Flags
    {
        /// <summary>The bits of the <see cref="EventSubjectKind"/>.</summary>
        public const byte Kind = 3;

        /// <summary>Its id is stored.</summary>
        public const byte HasId = 4;

        /// <summary>Its data is JSON as it is.</summary>
        public const byte IsJson = 8;

        /// <summary>What no version has written yet.</summary>
        public const byte Unknown = 0xF0;
    }
}
