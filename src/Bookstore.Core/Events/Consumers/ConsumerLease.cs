using Bookstore.Storage;

namespace Bookstore;

/// <summary>A consumer that this host runs.</summary>
/// <param name="Consumer">The id of the consumer's document.</param>
/// <param name="Holder">This host.</param>
/// <param name="Fence">The number of the lease. Another host that takes the consumer over raises it.</param>
internal readonly record struct ConsumerLease(Guid Consumer, Guid Holder, int Fence)
{
    public DocumentId DocumentId => ConsumerDocuments.Consumers.IdOf(Consumer);

    /// <summary>The consumer, if this host still has it. A lease that is over counts while no other host has taken it.</summary>
    public ConsumerBody? FindHeld(WorkingSet records) =>
        records.Documents.Find(DocumentId) is { } stored && ConsumerDocuments.Consumers.Read(stored) is { } body && body.Holder == Holder && body.Fence == Fence ? body : null;

    /// <summary>Stages the consumer. Without a state it keeps the one that it has; a new one is active.</summary>
    public void Put(WorkingSet records, ConsumerBody body, int? state = null)
    {
        var stored = records.Documents.Find(DocumentId);
        records.Documents.Put(DocumentId, ConsumerDocuments.Consumers.Write(Consumer, body, stored) with { UniqueKey = body.Name, State = state ?? stored?.State ?? ConsumerDocuments.Active });
    }
}
