namespace Bookstore;

/// <summary>Something that happened in the shop: an event of the feed. It was written in the commit that caused it.</summary>
/// <remarks>Immutable and safe to share between threads. It carries no personal data: no name, no address, no card.</remarks>
public sealed class BookstoreEvent
{
    private readonly ReadOnlyMemory<byte> _data;

    // Data as it is stored becomes JSON when it is asked for: most readers look at types and ids first. Two threads may both make it, and make the same.
    private Guid? _owner;
    private byte[]? _json;

    /// <summary>The event's id, a UUID of version 7. It is the same wherever the event is sent, so that consumers remove duplicates by it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event's place in the feed, 1 or more. Events with a greater position were given it later. There may be numbers without an event.</summary>
    public required long Position { get; init; }

    /// <summary>What happened: one of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>What it happened to: <c>orders/{id}</c>, <c>books/{isbn}</c>, also for the book's stock, <c>webhooks/{id}</c> or <c>audits/{id}</c>. All that belongs to an order, such as its deliveries, has the order's resource.</summary>
    public required string Resource { get; init; }

    /// <summary>Counts the events of the <see cref="Resource"/>, one after the other without a gap. A consumer of all types sees by it what it missed. For an order it is the <see cref="Order.Version"/> after the change.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened, in UTC, by the clock of the host that committed it. Not the order of the feed: that is <see cref="Position"/>.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>What changed, as a JSON object in UTF-8: ids, the new state, amounts with their currency. Members may be added in later versions.</summary>
    public required ReadOnlyMemory<byte> Data
    {
        get => _owner is { } owner ? _json ??= EventData.ToJson(_data.Span, owner) : _data;
        init => _data = value;
    }

    /// <summary>Says that the data is in the form in which it is stored, and looks whether it can be read.</summary>
    /// <param name="owner">The id in the resource.</param>
    internal BookstoreEvent WithStoredData(Guid owner)
    {
        EventData.Check(_data.Span);
        _owner = owner;
        return this;
    }

    /// <summary>Returns the position, the type, the resource and the sequence.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Position} {Type} {Resource} #{Sequence}");
}
