using Bookstore.Storage;

namespace Bookstore;

/// <summary>Removes parked events of a consumer, and with the last of them the consumer itself. The host that runs it loses it.</summary>
/// <param name="name">The consumer.</param>
/// <param name="parked">The documents of parked events, as they were listed.</param>
/// <param name="isLast">Whether there are no more.</param>
internal sealed class RemoveConsumer(string name, IReadOnlyList<DocumentId> parked, bool isLast) : Operation<bool>
{
    public const int MaxEvents = 200;

    private readonly DocumentId _consumer = ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf(name));

    public override bool CanBeShed => false;

    public override int Weight => parked.Count + 1;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(_consumer);
        foreach (var document in parked)
        {
            keys.Documents.Add(document);
        }
    }

    protected override bool DecideOn(WorkingSet records)
    {
        var stored = records.Documents.Find(_consumer);
        foreach (var document in parked)
        {
            if (records.Documents.Find(document) is not null)
            {
                records.Documents.Remove(document);
            }
        }

        if (stored is null)
        {
            return false;
        }

        if (isLast)
        {
            records.Documents.Remove(_consumer);
        }
        else
        {
            var body = ConsumerDocuments.Consumers.Read(stored);
            records.Documents.Put(_consumer, ConsumerDocuments.Consumers.Write(_consumer.Id, body with { Holder = null, Fence = body.Fence + 1 }, stored) with { State = ConsumerDocuments.Stopped });
        }

        return true;
    }
}
