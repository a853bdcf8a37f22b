using Bookstore.Storage;

namespace Bookstore;

/// <summary>Has a consumer continue from another position. The host that runs it loses it, and whoever takes it next begins there.</summary>
/// <param name="name">The consumer.</param>
/// <param name="position">The position; <see langword="null"/> for the oldest event.</param>
internal sealed class MoveConsumer(string name, long? position) : Operation<bool>
{
    private readonly Guid _id = ConsumerDocuments.IdOf(name);

    /// <summary>The lease under which it is moved; <see langword="null"/> when a person says so.</summary>
    public ConsumerLease? Holder { get; init; }

    /// <summary>Whether no host is to run it until it is resumed.</summary>
    public bool IsStopped { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset ErrorAt { get; init; }

    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(ConsumerDocuments.Consumers.IdOf(_id));

    protected override bool DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(ConsumerDocuments.Consumers.IdOf(_id)) is not { } stored || (Holder is { } held && held.FindHeld(records) is null))
        {
            return false;
        }

        var body = ConsumerDocuments.Consumers.Read(stored);
        var moved = body with { Position = position, Holder = null, Fence = body.Fence + 1, LastError = Error ?? body.LastError, LastErrorAt = Error is null ? body.LastErrorAt : ErrorAt };
        new ConsumerLease(_id, default, moved.Fence).Put(records, moved, IsStopped ? ConsumerDocuments.Stopped : stored.State);
        return true;
    }
}
