using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>A bug that is put back on purpose, at the boundary of the shop, to show that a simulation finds it.</summary>
internal abstract class Bug
{
    /// <summary>Changes the options of all hosts.</summary>
    public virtual void Configure(BookstoreOptions options)
    {
    }

    /// <summary>Changes what a host has staged just before it is committed.</summary>
    public virtual void OnCommit(WorkingSet records)
    {
    }

    /// <summary>Changes the answer to whether a batch was committed.</summary>
    public virtual bool WasCommitted(bool truth) => truth;

    /// <summary>Whether a missing row of a writer is taken for a batch that was not committed.</summary>
    public virtual bool TakesMissingForNo => false;

    /// <summary>Whether the consumer of the feed continues behind the greatest id that it has seen, instead of a position.</summary>
    public virtual bool ReadsByIds => false;

    /// <summary>Whether the consumer of the feed stores its position before it has dealt with the events.</summary>
    public virtual bool StoresPositionFirst => false;

    /// <summary>Whether the position of an event handler is stored before it has dealt with the events.</summary>
    public virtual bool StoresConsumersPositionFirst => false;

    /// <summary>Whether one locked record is taken for a store that is locked as a whole, so that nothing is deferred and everybody waits.</summary>
    public virtual bool TakesALockForTheStore => false;

    /// <summary>Changes the time by which one kind of a host's work goes.</summary>
    public virtual DateTimeOffset TimeOf(OperationKind work, DateTimeOffset storeTime, DateTimeOffset ownClock) => storeTime;

    /// <summary>The gateway of a job that has another one than the shop.</summary>
    public virtual IPaymentGateway? OtherGateway => null;

    /// <summary>Puts an adapter in front of the gateway.</summary>
    public virtual IPaymentGateway Wrap(IPaymentGateway gateway) => gateway;

    /// <summary>Commits other deliveries than those that the shop staged and goes on with.</summary>
    protected static void Rewrite(WorkingSet records, Func<DeliveryRecord, DeliveryRecord, DeliveryRecord> change)
    {
        for (var i = 0; i < records.Deliveries.Touched.Count; i++)
        {
            if (records.Deliveries.Touched[i] is { Loaded: { } before, Current: { } after, Key: var id })
            {
                records.Deliveries.Put(id, change(before, after));
            }
        }
    }

    // Records are immutable, and the shop holds on to the ones that it staged: a bug has to change those.
    protected static void Overwrite(OrderRecord record, string property, object? value) => typeof(OrderRecord).GetProperty(property)!.SetValue(record, value);
}
