using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Each kind of record is loaded, written and kept: one that a store forgets is named.</summary>
internal sealed class KindCases : StoreCases
{
    private static readonly Isbn Title = Records.Isbn(1);

    private static readonly Dictionary<RecordKind, Sample> Samples = new()
    {
        [RecordKinds.IdempotencyKeys] = new(Records.Key("k"), async store => (await store.ListKeysAsync(Records.Latest, null, 10, default)).Count > 0),
        [RecordKinds.Orders] = new(Records.Order(Records.Id(1)), async store => await store.FindOrderAsync(Records.Id(1), default) is not null),
        [RecordKinds.Deliveries] = new(Records.Delivery(Records.Id(2), Records.Id(1)), async store => await store.FindDeliveryAsync(Records.Id(2), default) is not null),
        [RecordKinds.Reservations] = new(Records.Reservation(Records.Id(3)), async store => await store.FindReservationAsync(Records.Id(3), default) is not null),
        [RecordKinds.Documents] = new(Records.Document(Records.Id(4)), async store => await store.FindDocumentAsync(Records.Document(Records.Id(4)).Id, default) is not null),
        [RecordKinds.Stock] = new(Records.Level(Title, 10, 2), async store => (await store.AuditStockAsync(null, 10, default)).Any(audit => audit.Level is not null)),
        [RecordKinds.Movements] = new(Records.Movement(Title, 1), async store => (await store.ListMovementsAsync(Title, null, 10, default)).Items.Count > 0),
        [RecordKinds.Holds] = new(new Hold(Title, Records.Id(1), 2), async store => (await store.AuditStockAsync(null, 10, default)).Any(audit => audit.HeldSum > 0)),
        [RecordKinds.Books] = new(Records.Book(Title), async store => await store.FindBookAsync(Title, default) is not null),
        [RecordKinds.Events] = new(Records.Event(), IsEventKeptAsync),
    };

    [Case]
    public async Task A_record_of_every_kind_is_staged_alone_and_kept()
    {
        foreach (var kind in RecordKinds.All)
        {
            Samples.ShouldContainKey(kind, $"this suite has no sample of the kind '{kind}'");
            (await Samples[kind].IsKept(Store)).ShouldBeFalse($"{kind}");
            await CommitAsync(keys => Staging.Name(keys, Samples[kind].Record), set =>
            {
                Staging.Stage(set, Samples[kind].Record);
                set.HasChanges.ShouldBeTrue($"{kind}");
            });
            (await Samples[kind].IsKept(Store)).ShouldBeTrue($"{kind}");
        }
    }

    [Case]
    public async Task A_record_of_every_kind_survives_the_store_that_keeps_data()
    {
        await SaveAsync([.. RecordKinds.All.Select(kind => Samples[kind].Record)]);
        if (UnderTest.KeepsData)
        {
            await ReopenAsync();
        }

        foreach (var kind in RecordKinds.All)
        {
            (await Samples[kind].IsKept(Store)).ShouldBeTrue($"{kind}");
        }
    }

    private static async Task<bool> IsEventKeptAsync(IBookstoreStore store)
    {
        await store.NumberEventsAsync(default);
        return (await store.ReadEventsAsync(null, 10, default)).Events.Count > 0;
    }

    private sealed record Sample(object Record, Func<IBookstoreStore, Task<bool>> IsKept);
}
