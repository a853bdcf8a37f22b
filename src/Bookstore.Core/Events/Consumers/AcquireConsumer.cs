using Bookstore.Storage;

namespace Bookstore;

/// <summary>Takes a consumer for a host, unless another one has it or it is stopped. A consumer that is not known yet begins.</summary>
/// <param name="name">The consumer.</param>
/// <param name="host">The host.</param>
/// <param name="now">The store's time.</param>
/// <param name="until">The end of the lease.</param>
/// <param name="start">Where a new one begins; <see langword="null"/> for the oldest event.</param>
internal sealed class AcquireConsumer(string name, Guid host, DateTimeOffset now, DateTimeOffset until, long? start) : Operation<ConsumerBody?>
{
    private readonly Guid _id = ConsumerDocuments.IdOf(name);

    /// <summary>See <see cref="EventConsumer.IsExternal"/>.</summary>
    public bool IsExternal { get; init; }

    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(ConsumerDocuments.Consumers.IdOf(_id));

    protected override ConsumerBody? DecideOn(WorkingSet records)
    {
        var stored = records.Documents.Find(ConsumerDocuments.Consumers.IdOf(_id));
        var body = stored is null ? new ConsumerBody { Name = name, Position = start } : ConsumerDocuments.Consumers.Read(stored);
        if (stored?.State == ConsumerDocuments.Stopped || (body.Holder is { } holder && holder != host && body.Until > now))
        {
            return null;
        }

        var taken = body with { Holder = host, Fence = body.Fence + 1, Until = until, IsExternal = IsExternal };
        new ConsumerLease(_id, host, taken.Fence).Put(records, taken);
        return taken;
    }
}
