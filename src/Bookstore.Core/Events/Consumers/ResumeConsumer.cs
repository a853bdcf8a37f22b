using Bookstore.Storage;

namespace Bookstore;

/// <summary>Lets a stopped consumer run again, where it stopped.</summary>
/// <param name="name">The consumer.</param>
internal sealed class ResumeConsumer(string name) : Operation<bool>
{
    private readonly Guid _id = ConsumerDocuments.IdOf(name);

    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(ConsumerDocuments.Consumers.IdOf(_id));

    protected override bool DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(ConsumerDocuments.Consumers.IdOf(_id)) is not { State: ConsumerDocuments.Stopped } stopped)
        {
            return false;
        }

        records.Documents.Put(stopped.Id, stopped with { State = ConsumerDocuments.Active });
        return true;
    }
}
