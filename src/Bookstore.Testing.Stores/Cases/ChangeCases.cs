using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>The result of several changes of one record in one unit, and of removals.</summary>
internal sealed class ChangeCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);
    private static readonly Guid Order = Records.Id(1);

    [Case]
    public async Task Several_changes_of_one_record_are_one_change()
    {
        await SaveAsync(Records.Book(First), Records.Level(First, 1));
        await CommitAsync(keys => keys.Stock.Add(First), set =>
        {
            for (var onHand = 2; onHand <= 9; onHand++)
            {
                set.Stock.Put(First, Records.Level(First, onHand, onHand - 1, onHand));
            }
        });
        (await Store.FindBookAsync(First, default))!.Stock.ShouldBe(Records.Level(First, 9, 8, 9));
    }

    [Case]
    public async Task Several_changes_of_a_new_record_are_one_insert()
    {
        await CommitAsync(_ => { }, set =>
        {
            set.InsertOrder(Records.Order(Order, OrderStatus.Pending));
            set.Orders.Put(Order, Records.Order(Order));
            set.InsertDelivery(Records.Delivery(Records.Id(2), Order));
            set.Deliveries.Put(Records.Id(2), Records.Delivery(Records.Id(2), Order, DeliveryStatus.Dispatched));
        });
        (await Store.FindOrderAsync(Order, default)).ShouldBeSameAs(Records.Order(Order));
        (await Store.FindDeliveryAsync(Records.Id(2), default))!.Delivery.Status.ShouldBe(DeliveryStatus.Dispatched);
    }

    [Case]
    public async Task A_record_that_is_inserted_and_removed_in_one_unit_is_not_written()
    {
        await CommitAsync(
            keys =>
            {
                keys.IdempotencyKeys.Add(Records.Key("k").Id);
                keys.Documents.Add(Records.Document(Records.Id(1)).Id);
                keys.Stock.Add(First);
            },
            set =>
            {
                set.Documents.Put(Records.Document(Records.Id(1)).Id, Records.Document(Records.Id(1)));
                set.Documents.Remove(Records.Document(Records.Id(1)).Id);
                set.IdempotencyKeys.Put(Records.Key("k").Id, Records.Key("k"));
                set.IdempotencyKeys.Remove(Records.Key("k").Id);
                set.Stock.Put(First, Records.Level(First, 3));
            });
        (await Store.FindDocumentAsync(Records.Document(Records.Id(1)).Id, default)).ShouldBeNull();
        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBeEmpty();
        (await Store.AuditStockAsync(null, 10, default)).Single().Level.ShouldBe(Records.Level(First, 3));
    }

    [Case]
    public async Task A_record_that_is_removed_and_inserted_in_one_unit_is_replaced()
    {
        var later = Records.Key("k", createdAt: Records.Time.AddDays(1));
        await SaveAsync(Records.Key("k"));
        await CommitAsync(keys => keys.IdempotencyKeys.Add(later.Id), set =>
        {
            set.IdempotencyKeys.Remove(later.Id);
            set.IdempotencyKeys.Put(later.Id, later);
        });
        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBe([later]);
    }

    [Case]
    public async Task A_record_of_each_kind_that_is_not_kept_can_be_removed()
    {
        RecordKinds.All.Where(static kind => kind.IsRemovable).ShouldBe([RecordKinds.IdempotencyKeys, RecordKinds.Documents, RecordKinds.Holds]);
        var document = Records.Document(Records.Id(5));
        var all = UnitCases.Everything();
        await SaveAsync([.. all, document]);
        await CommitAsync(
            keys =>
            {
                Array.ForEach(all, record => Staging.Name(keys, record));
                keys.Documents.Add(document.Id);
            },
            set =>
            {
                set.IdempotencyKeys.Remove(Records.Key("k").Id);
                set.Documents.Remove(document.Id);
                set.Holds.Remove(First, Order);
            });
        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBeEmpty();
        (await Store.FindDocumentAsync(document.Id, default)).ShouldBeNull();
        (await Store.AuditOrdersAsync(null, 10, default)).Single().Held.ShouldBeEmpty();
    }

    [Case]
    public async Task A_removed_record_can_be_inserted_again()
    {
        for (var i = 1; i <= 3; i++)
        {
            await SaveAsync(Records.Key("k"), new Hold(First, Order, i));
            await CommitAsync(keys => keys.IdempotencyKeys.Add(Records.Key("k").Id), set =>
            {
                set.IdempotencyKeys.Remove(Records.Key("k").Id);
                set.Holds.Remove(First, Order);
            });
        }

        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBeEmpty();
        (await Store.AuditStockAsync(null, 10, default)).ShouldAllBe(audit => audit.HeldSum == 0);
    }

    [Case]
    public async Task A_hold_is_added_replaced_and_removed()
    {
        await SaveAsync(Records.Order(Order), new Hold(First, Order, 2));
        (await HeldAsync()).ShouldBe([new ReservationLine(First, 2)]);
        await SaveAsync(new Hold(First, Order, 7), new Hold(Records.Isbn(2), Order, 1));
        (await HeldAsync()).ShouldBe([new ReservationLine(First, 7), new ReservationLine(Records.Isbn(2), 1)]);
        await SaveAsync(new Hold(First, Order, 0));
        (await HeldAsync()).ShouldBe([new ReservationLine(Records.Isbn(2), 1)]);
    }

    [Case]
    public async Task The_last_of_several_changes_of_a_hold_counts()
    {
        await SaveAsync(Records.Order(Order), new Hold(First, Order, 2));
        await CommitAsync(_ => { }, set =>
        {
            set.Holds.Remove(First, Order);
            set.Holds.Add(First, Order, 5);
            set.Holds.Add(Records.Isbn(2), Order, 1);
            set.Holds.Remove(Records.Isbn(2), Order);
        });
        (await HeldAsync()).ShouldBe([new ReservationLine(First, 5)]);
    }

    [Case]
    public async Task Ending_a_hold_that_does_not_exist_changes_nothing()
    {
        await SaveAsync(Records.Order(Order), new Hold(First, Order, 2), new Hold(First, Records.Id(9), 0));
        (await HeldAsync()).ShouldBe([new ReservationLine(First, 2)]);
    }

    private async Task<IReadOnlyList<ReservationLine>> HeldAsync() => (await Store.AuditOrdersAsync(null, 10, default)).Single().Held;
}
