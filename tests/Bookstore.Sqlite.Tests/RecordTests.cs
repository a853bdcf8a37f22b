using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class RecordTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task Records_after_reopening_are_as_they_were_written()
    {
        var book = Samples.Book(Samples.Isbn(1), "Ünïcode \0 ‘Title’", string.Empty) with { PublishedOn = new DateOnly(1999, 12, 31), Language = "en", Format = "paperback", Publisher = new string('p', 200) };
        var order = Samples.Order(Samples.Id(), "ann", Samples.Isbn(1), Samples.Isbn(2));
        var delivery = Samples.Delivery(Samples.Id(), order.Order.Id);
        var cart = new Reservation { Id = Samples.Id(), Lines = [new(Samples.Isbn(1), 2), new(Samples.Isbn(2), 1)], Status = ReservationStatus.Held, ExpiresAt = Samples.Noon, CreatedAt = Samples.Noon };
        var key = new IdempotencyRecord { Id = new("web", "POST /orders", "k-1"), Fingerprint = Samples.Id(), ResourceId = order.Order.Id, Outcome = "Placed", CreatedAt = Samples.Noon };
        await using (var store = _database.OpenStore())
        {
            await Samples.SaveBooksAsync(store, book);
            await Samples.WriteAsync(store, keys => { keys.Reservations.Add(cart.Id); keys.IdempotencyKeys.Add(key.Id); }, records =>
            {
                records.InsertOrder(order);
                records.InsertDelivery(delivery);
                records.Reservations.Put(cart.Id, cart);
                records.IdempotencyKeys.Put(key.Id, key);
                records.Holds.Add(Samples.Isbn(1), order.Order.Id, 1);
                records.Holds.Add(Samples.Isbn(2), cart.Id, 1);
            });
        }

        await using var reopened = _database.OpenStore();

        (await reopened.FindBookAsync(book.Isbn, CancellationToken.None))!.Book.ShouldBe(book);
        (await reopened.FindOrderAsync(order.Order.Id, CancellationToken.None)).ShouldBeEquivalentTo(order);
        (await reopened.FindDeliveryAsync(delivery.Delivery.Id, CancellationToken.None)).ShouldBe(delivery);
        (await reopened.FindReservationAsync(cart.Id, CancellationToken.None))!.Lines.ShouldBe(cart.Lines);
        (await reopened.ListKeysAsync(Samples.Noon.AddTicks(1), null, 10, CancellationToken.None)).ShouldBe([key]);
        (await reopened.AuditOrdersAsync(null, 10, CancellationToken.None)).ShouldHaveSingleItem().Held.ShouldBe([new ReservationLine(Samples.Isbn(1), 1)]);
        (await reopened.AuditReservationsAsync(null, 10, CancellationToken.None)).ShouldHaveSingleItem().Held.ShouldBe([new ReservationLine(Samples.Isbn(2), 1)]);
    }

    [Fact]
    public async Task CommitAsync_updated_order_changes_what_can_change()
    {
        var store = _database.OpenStore();
        var order = Samples.Order(Samples.Id(), "ann", Samples.Isbn(1));
        var states = new[]
        {
            order with { PendingAction = PaymentAction.Capture, LeaseHolder = null, Order = order.Order with { Status = OrderStatus.Created, PaymentTransactionId = "tx-1" } },
            order with { PendingAction = null, DueAt = null, Order = order.Order with { Status = OrderStatus.Created, PaymentStatus = PaymentStatus.Captured } },
            order with { PendingAction = null, DueAt = null, Attempts = 4, Order = order.Order with { Status = OrderStatus.Created, IsDispatched = true, DeliveryId = Samples.Id() } },
            order with { PendingAction = null, DueAt = null, Order = order.Order with { Status = OrderStatus.Delivered, PaymentFailureCode = "late" } },
        };
        await Samples.WriteAsync(store, _ => { }, records => records.InsertOrder(order));

        foreach (var state in states)
        {
            await Samples.WriteAsync(store, keys => keys.Orders.Add(order.Order.Id), records => records.Orders.Put(order.Order.Id, state));
            (await store.FindOrderAsync(order.Order.Id, CancellationToken.None)).ShouldBeEquivalentTo(state);
            var settling = await store.ListDueOrdersAsync(OrderWork.Settlement, null, Samples.Noon.AddDays(1), 10, CancellationToken.None);
            settling.Count.ShouldBe(state.PendingAction is null ? 0 : 1);
        }

        (await store.ListDueOrdersAsync(OrderWork.Recovery, null, Samples.Noon.AddDays(1), 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListMovementsAsync_pages_follow_the_books_own_chain()
    {
        var store = _database.OpenStore();
        for (var i = 0; i < 5; i++)
        {
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            await Samples.ReceiveAsync(store, Samples.Isbn(2), 1);
        }

        var numbers = new List<long>();
        long? after = null;
        do
        {
            var page = await store.ListMovementsAsync(Samples.Isbn(1), after, 2, CancellationToken.None);
            numbers.AddRange(page.Items.Select(movement => movement.Number));
            after = page.Next;
        }
        while (after is not null);

        numbers.ShouldBe([5, 4, 3, 2, 1]);
        var first = await store.ListMovementsAsync(Samples.Isbn(1), null, 2, CancellationToken.None);
        (await store.ListMovementsAsync(Samples.Isbn(2), first.Next, 2, CancellationToken.None)).Items.ShouldBeEmpty();
        (await store.ListMovementsAsync(Samples.Isbn(1), 999, 2, CancellationToken.None)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task AuditStockAsync_rows_without_a_level_are_reported_without_one()
    {
        var store = _database.OpenStore();
        await Samples.WriteAsync(store, _ => { }, records =>
        {
            records.AppendMovement(Samples.Received(Samples.Isbn(1), 1, 3, 3));
            records.Holds.Add(Samples.Isbn(2), Samples.Id(), 4);
        });

        var audits = await store.AuditStockAsync(null, 10, CancellationToken.None);

        audits.Select(audit => (audit.Isbn, audit.Level, audit.OnHandSum, audit.HeldSum, audit.OrphanHolders.Count))
            .ShouldBe([(Samples.Isbn(1), null, 3, 0, 0), (Samples.Isbn(2), null, 0, 4, 1)]);
        (await store.AuditStockAsync(Samples.Isbn(1), 10, CancellationToken.None)).Count.ShouldBe(1);
        (await Samples.LoadStockAsync(store, Samples.Isbn(1))).ShouldBeNull();
    }

    [Fact]
    public async Task ListBooksAsync_words_find_whole_words_of_the_current_text()
    {
        var store = _database.OpenStore();
        await Samples.SaveBooksAsync(
            store,
            Samples.Book(Samples.Isbn(1), "The Old Man and the Sea", "Ernest Hemingway"),
            Samples.Book(Samples.Isbn(2), "The Sea, the Sea", "Iris Murdoch"),
            Samples.Book(Samples.Isbn(3), "Seaside", "Old Sea Author"),
            Samples.Book(Samples.Isbn(4), "Sea of Old", "Nobody"));

        (await FindAsync(["sea"], [])).ShouldBe([1, 2, 3, 4]);
        (await FindAsync(["old", "sea"], [])).ShouldBe([1, 3, 4]);
        (await FindAsync(["old"], ["sea"])).ShouldBe([3]);
        (await FindAsync(["hem"], [])).ShouldBeEmpty();
        (await FindAsync(["sea"], [], after: 1, limit: 2)).ShouldBe([2, 3]);

        await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(1), "A Moveable Feast", "Ernest Hemingway"));

        (await FindAsync(["sea"], ["hemingway"])).ShouldBeEmpty();
        (await FindAsync(["moveable"], ["hemingway"])).ShouldBe([1]);

        async Task<IEnumerable<int>> FindAsync(string[] words, string[] authorWords, int? after = null, int limit = 10)
        {
            var found = await store.ListBooksAsync(new BookFilter(words, authorWords), after is { } number ? Samples.Isbn(number) : null, limit, CancellationToken.None);
            return found.Items.Select(listing => Enumerable.Range(1, 4).Single(number => Samples.Isbn(number) == listing.Book.Isbn));
        }
    }

    [Fact]
    public async Task Reads_more_at_once_than_readers_all_complete()
    {
        var store = _database.OpenStore(options => options.MaxReaders = 2);
        await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(1)));

        var reads = Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None)));

        (await Task.WhenAll(reads)).ShouldAllBe(listing => listing != null && listing.Stock.OnHand == 0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();
}
