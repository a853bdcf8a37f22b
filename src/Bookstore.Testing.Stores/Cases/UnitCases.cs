using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Units of work: what they load, and that they are written all or not at all.</summary>
internal sealed class UnitCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);

    [Case]
    public async Task Every_read_of_a_new_store_finds_nothing()
    {
        (await Store.FindBookAsync(First, default)).ShouldBeNull();
        (await Store.FindOrderAsync(Records.Id(1), default)).ShouldBeNull();
        (await Store.FindDeliveryAsync(Records.Id(1), default)).ShouldBeNull();
        (await Store.FindReservationAsync(Records.Id(1), default)).ShouldBeNull();
        (await Store.ListBooksAsync(BookFilter.All, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListOrdersAsync(OrderFilter.All, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListDeliveriesAsync(DeliveryFilter.All, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListDueOrdersAsync(OrderWork.Recovery, null, Records.Latest, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Latest, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListDueDeliveriesAsync("local", Records.Latest, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListExpiredReservationsAsync(Records.Latest, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBeEmpty();
        (await Store.FindDocumentAsync(Records.Document(Records.Id(4)).Id, default)).ShouldBeNull();
        (await Store.FindDocumentByKeyAsync("note", "k", default)).ShouldBeNull();
        (await Store.ListDocumentsOfAsync(Records.Id(1), "note", null, 10, default)).ShouldBeEmpty();
        (await Store.ListDocumentsAsync("note", null, null, 10, default)).ShouldBeEmpty();
        (await Store.ListDueDocumentsAsync("note", null, Records.Latest, null, 10, default)).Items.ShouldBeEmpty();
        (await Store.AuditStockAsync(null, 10, default)).ShouldBeEmpty();
        (await Store.AuditOrdersAsync(null, 10, default)).ShouldBeEmpty();
        (await Store.AuditReservationsAsync(null, 10, default)).ShouldBeEmpty();
        var page = await Store.ListMovementsAsync(First, null, 10, default);
        page.Items.ShouldBeEmpty();
        page.Next.ShouldBeNull();
    }

    [Case]
    public async Task A_new_store_is_prepared_by_its_first_write()
    {
        await SaveAsync(Records.Level(First, 5));
        (await LevelAsync()).ShouldBe(Records.Level(First, 5));
    }

    [Case]
    public async Task Initializing_twice_changes_nothing()
    {
        await Store.InitializeAsync(default);
        await SaveAsync(Records.Level(First, 5));
        await Store.InitializeAsync(default);
        (await LevelAsync()).ShouldBe(Records.Level(First, 5));
    }

    [Case]
    public async Task A_store_has_a_name_and_a_number_of_useful_units()
    {
        await Store.InitializeAsync(default);
        Store.ShouldBeOfType(UnderTest.StoreType);
        Store.Name.ShouldNotBeNullOrWhiteSpace();
        Store.MaxOpenUnits.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Case]
    public async Task A_unit_answers_also_for_records_that_do_not_exist()
    {
        var key = Records.Key("k").Id;
        await using var unit = await OpenAsync(keys =>
        {
            keys.Books.Add(First);
            keys.Stock.Add(First);
            keys.Orders.Add(Records.Id(1));
            keys.Reservations.Add(Records.Id(2));
            keys.IdempotencyKeys.Add(key);
            keys.Documents.Add(Records.Document(Records.Id(4)).Id);
        });
        unit.Records.Books.Find(First).ShouldBeNull();
        unit.Records.Stock.Find(First).ShouldBeNull();
        unit.Records.Orders.Find(Records.Id(1)).ShouldBeNull();
        unit.Records.FindDelivery(Records.Id(1), Records.Id(3)).ShouldBeNull();
        unit.Records.Reservations.Find(Records.Id(2)).ShouldBeNull();
        unit.Records.IdempotencyKeys.Find(key).ShouldBeNull();
        unit.Records.Documents.Find(Records.Document(Records.Id(4)).Id).ShouldBeNull();
        unit.Records.HasChanges.ShouldBeFalse();
    }

    [Case]
    public async Task A_unit_without_keys_can_be_opened_and_disposed()
    {
        await using (var unit = await OpenAsync(_ => { }))
        {
            unit.Records.HasChanges.ShouldBeFalse();
        }

        await SaveAsync(Records.Level(First, 5));
    }

    [Case]
    public async Task A_unit_loads_what_was_committed()
    {
        await SaveAsync(Everything());
        await using var unit = await OpenAsync(keys => Array.ForEach(Everything(), record => Staging.Name(keys, record)));
        unit.Records.Books.Find(First).ShouldBe(Records.Book(First));
        unit.Records.Stock.Find(First).ShouldBe(Records.Level(First, 5, 2));
        unit.Records.Orders.Find(Records.Id(1)).ShouldBeSameAs(Records.Order(Records.Id(1)));
        unit.Records.FindDelivery(Records.Id(1), Records.Id(2)).ShouldBeSameAs(Records.Delivery(Records.Id(2), Records.Id(1)));
        unit.Records.Reservations.Find(Records.Id(3)).ShouldBeSameAs(Records.Reservation(Records.Id(3)));
        unit.Records.IdempotencyKeys.Find(Records.Key("k").Id).ShouldBe(Records.Key("k"));
        unit.Records.Documents.Find(Records.Document(Records.Id(4)).Id).ShouldBe(Records.Document(Records.Id(4)));
    }

    [Case]
    public async Task An_order_is_loaded_with_all_its_deliveries_and_no_others()
    {
        await SaveAsync(
            Records.Order(Records.Id(1)),
            Records.Order(Records.Id(2)),
            Records.Delivery(Records.Id(3), Records.Id(1), DeliveryStatus.Failed),
            Records.Delivery(Records.Id(4), Records.Id(1), DeliveryStatus.Cancelled),
            Records.Delivery(Records.Id(5), Records.Id(1)),
            Records.Delivery(Records.Id(6), Records.Id(2)));
        await using var unit = await OpenAsync(keys => keys.Orders.Add(Records.Id(1)));
        unit.Records.FindDelivery(Records.Id(1), Records.Id(3))!.Delivery.Status.ShouldBe(DeliveryStatus.Failed);
        unit.Records.FindDelivery(Records.Id(1), Records.Id(4))!.Delivery.Status.ShouldBe(DeliveryStatus.Cancelled);
        unit.Records.FindDelivery(Records.Id(1), Records.Id(5))!.Delivery.Status.ShouldBe(DeliveryStatus.Scheduled);
        unit.Records.FindDelivery(Records.Id(1), Records.Id(6)).ShouldBeNull();
    }

    [Case]
    public async Task Staged_changes_show_in_the_unit_and_nowhere_else()
    {
        await SaveAsync(Records.Level(First, 5));
        await using var unit = await OpenAsync(keys => keys.Stock.Add(First));
        unit.Records.Stock.Put(First, Records.Level(First, 9, 3, 2));
        unit.Records.Stock.Find(First).ShouldBe(Records.Level(First, 9, 3, 2));
        (await LevelAsync()).ShouldBe(Records.Level(First, 5));
    }

    [Case]
    public async Task A_unit_that_is_not_committed_leaves_nothing_behind()
    {
        await using (var unit = await OpenAsync(keys => Array.ForEach(Everything(), record => Staging.Name(keys, record))))
        {
            Array.ForEach(Everything(), record => Staging.Stage(unit.Records, record));
            unit.Records.HasChanges.ShouldBeTrue();
        }

        await Every_read_of_a_new_store_finds_nothing();
    }

    [Case]
    public async Task A_committed_unit_is_there_as_a_whole()
    {
        await SaveAsync(Everything());
        await EverythingShouldBeThereAsync();
    }

    [Case]
    public async Task What_was_committed_outlives_the_store_if_it_keeps_data()
    {
        await SaveAsync(Everything());
        await ReopenAsync();
        await (UnderTest.KeepsData ? EverythingShouldBeThereAsync() : Every_read_of_a_new_store_finds_nothing());
    }

    [Case]
    public async Task A_second_instance_sees_what_the_first_committed_if_the_store_keeps_data()
    {
        Store = await OpenSecondAsync();
        await SaveAsync(Everything());
        Store = await OpenSecondAsync();
        await EverythingShouldBeThereAsync();
    }

    [Case]
    public async Task A_text_that_is_no_Unicode_is_kept_as_it_is_or_refused_for_good()
    {
        foreach (var record in WithText("half of a pair: \ud83d"))
        {
            var mark = NextMark();
            await Store.RegisterWriterAsync(mark.Writer, default);
            if (await InTime(TryWriteAsync(record, mark)))
            {
                await ShouldBeKeptAsync(record);
            }
            else
            {
                (await InTime(Store.WasCommittedAsync(mark, default).AsTask())).ShouldBeFalse(record.ToString());
            }

            await InTime(SaveAsync(Records.Level(First, 5)));
        }
    }

    [Case]
    public async Task Every_method_of_a_disposed_store_throws_that_it_is_disposed()
    {
        await SaveAsync(Everything());
        await InTime(Store.DisposeAsync().AsTask());
        await InTime(Store.DisposeAsync().AsTask());

        EveryMethod.OfStore.Count.ShouldBeGreaterThan(20);
        foreach (var method in EveryMethod.OfStore)
        {
            await Should.ThrowAsync<ObjectDisposedException>(() => InTime(EveryMethod.CallAsync(Store, method)), method.Name);
        }
    }

    [Case]
    public async Task A_store_that_is_disposed_before_its_first_use_is_not_opened_any_more()
    {
        await InTime(Store.DisposeAsync().AsTask());

        foreach (var method in EveryMethod.OfStore)
        {
            await Should.ThrowAsync<ObjectDisposedException>(() => InTime(EveryMethod.CallAsync(Store, method)), method.Name);
        }
    }

    internal static object[] Everything() =>
    [
        Records.Book(First),
        Records.Level(First, 5, 2),
        Records.Movement(First, 1),
        Records.Order(Records.Id(1)),
        Records.Delivery(Records.Id(2), Records.Id(1)),
        Records.Reservation(Records.Id(3)),
        Records.Key("k"),
        Records.Document(Records.Id(4)),
        new Hold(First, Records.Id(1), 2),
    ];

    // A record of each kind that has a text that has a text.
    private static object[] WithText(string text)
    {
        var (book, order, delivery) = (Records.Book(First), Records.Order(Records.Id(1)), Records.Delivery(Records.Id(2), Records.Id(1)));
        return
        [
            book with { Title = text },
            book with { Publisher = text },
            Records.Movement(First, 1) with { Reason = text },
            order with { Order = order.Order with { CustomerId = text } },
            order with { Gateway = text },
            delivery with { Delivery = delivery.Delivery with { TrackingNumber = text } },
            Records.Key(text),
        ];
    }

    private async Task<bool> TryWriteAsync(object record, CommitToken mark)
    {
        try
        {
            await using var unit = await OpenAsync(keys => Staging.Name(keys, record));
            Staging.Stage(unit.Records, record);
            await unit.CommitAsync(mark);
            return true;
        }
        catch (BookstoreStoreException refusal)
        {
            (refusal.IsTransient, refusal.IsOutcomeUnknown).ShouldBe((false, false), refusal.ToString());
            return false;
        }
    }

    private async Task ShouldBeKeptAsync(object record)
    {
        switch (record)
        {
            case Book book:
                (await Store.FindBookAsync(First, default))!.Book.ShouldBe(book);
                break;
            case StockMovement movement:
                (await Store.ListMovementsAsync(First, null, 10, default)).Items.ShouldBe([movement]);
                break;
            case OrderRecord order:
                (await Store.FindOrderAsync(Records.Id(1), default)).ShouldBeSameAs(order);
                break;
            case DeliveryRecord delivery:
                (await Store.FindDeliveryAsync(Records.Id(2), default)).ShouldBeSameAs(delivery);
                break;
            default:
                (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldContain((IdempotencyRecord)record);
                break;
        }
    }

    private async Task EverythingShouldBeThereAsync()
    {
        (await Store.FindBookAsync(First, default)).ShouldBe(new BookListing(Records.Book(First), Records.Level(First, 5, 2)));
        (await Store.ListMovementsAsync(First, null, 10, default)).Items.ShouldBe([Records.Movement(First, 1)]);
        (await Store.FindOrderAsync(Records.Id(1), default)).ShouldBeSameAs(Records.Order(Records.Id(1)));
        (await Store.FindDeliveryAsync(Records.Id(2), default)).ShouldBeSameAs(Records.Delivery(Records.Id(2), Records.Id(1)));
        (await Store.FindReservationAsync(Records.Id(3), default)).ShouldBeSameAs(Records.Reservation(Records.Id(3)));
        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBe([Records.Key("k")]);
        (await Store.AuditOrdersAsync(null, 10, default)).Single().Held.ShouldBe([new ReservationLine(First, 2)]);
    }

    private async Task<StockLevel?> LevelAsync() => (await Store.AuditStockAsync(null, 10, default)).Single().Level;
}
