using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>A consumer as it is stored: how far it has come, and which host runs it.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record ConsumerBody : DocumentBody
{
    public string Name { get; set; } = string.Empty;

    /// <summary>Everything up to here is dealt with or parked; <see langword="null"/> before the oldest event.</summary>
    public long? Position { get; set; }

    /// <summary>The host that runs it, until it ends; <see langword="null"/> for none.</summary>
    public Guid? Holder { get; set; }

    /// <summary>Counts the leases. Who has an older one writes nothing any more.</summary>
    public int Fence { get; set; }

    /// <summary>The end of the lease, in the store's time.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>How many events are parked, as the holder saw it last.</summary>
    public int Parked { get; set; }

    /// <summary>See <see cref="EventConsumer.IsExternal"/>.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether nothing is to run it, because it is switched off. It keeps its position.</summary>
    public bool IsOff { get; set; }

    /// <summary>Whether it waits for room to park an event.</summary>
    public bool IsPaused { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset? LastErrorAt { get; set; }
}

/// <summary>An event that was not dealt with yet, as it is stored. The feed may have removed it meanwhile, so all of it is here.</summary>
internal sealed record ParkedEventBody : DocumentBody
{
    public Guid EventId { get; set; }

    public long Position { get; set; }

    public string Type { get; set; } = string.Empty;

    public string Resource { get; set; } = string.Empty;

    public long Sequence { get; set; }

    public DateTimeOffset OccurredAt { get; set; }

    public byte[] Data { get; set; } = [];

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    public string? Error { get; set; }

    /// <summary>Whether a person has discarded it: it is removed without a further try.</summary>
    public bool IsDiscarded { get; set; }

    /// <summary>Since when it is parked, by the clock of the host that parked it.</summary>
    public DateTimeOffset ParkedAt { get; set; }

    public static ParkedEventBody Of(BookstoreEvent happened) => new()
    {
        EventId = happened.Id,
        Position = happened.Position,
        Type = happened.Type,
        Resource = happened.Resource,
        Sequence = happened.Sequence,
        OccurredAt = happened.OccurredAt,
        Data = happened.Data.ToArray(),
    };

    public BookstoreEvent ToEvent() => new() { Id = EventId, Position = Position, Type = Type, Resource = Resource, Sequence = Sequence, OccurredAt = OccurredAt, Data = Data };
}

/// <summary>How the bodies of consumers are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConsumerBody))]
[JsonSerializable(typeof(ParkedEventBody))]
internal sealed partial class ConsumerJsonContext : JsonSerializerContext;
