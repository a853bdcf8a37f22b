using Bookstore.Storage;

namespace Bookstore;

/// <summary>Has a consumer continue from another position. The host that runs it loses it, and the next one begins there.</summary>
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
        if (Holder is { } held && held.FindHeld(records) is null)
        {
            return false;
        }

        return Move(records, _id, position, body => body with { LastError = Error ?? body.LastError, LastErrorAt = Error is null ? body.LastErrorAt : ErrorAt }, IsStopped);
    }

    /// <summary>Stages that a consumer continues from another position.</summary>
    /// <returns>Whether it is there.</returns>
    public static bool Move(WorkingSet records, Guid consumer, long? position, Func<ConsumerBody, ConsumerBody>? also = null, bool isStopped = false)
    {
        if (records.Documents.Find(ConsumerDocuments.Consumers.IdOf(consumer)) is not { } stored)
        {
            return false;
        }

        var body = ConsumerDocuments.Consumers.Read(stored);
        var moved = body with { Position = position, Holder = null, Fence = body.Fence + 1 };
        new ConsumerLease(consumer, default, moved.Fence).Put(records, also?.Invoke(moved) ?? moved, isStopped ? ConsumerDocuments.Stopped : stored.State);
        return true;
    }
}
