using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Many tasks at once: no change is lost, each wait ends, and what is read is consistent.</summary>
internal sealed class LoadCases : StoreCases
{
    private const int TaskCount = 8;
    private const int BookCount = 6;
    private const int BooksPerUnit = 3;

    [Case]
    public async Task No_change_is_lost_and_no_unit_waits_for_ever()
    {
        await SaveAsync([.. Enumerable.Range(0, BookCount).Select(i => Records.Level(Records.Isbn(i), 0, 0, 0))]);
        using var writing = new CancellationTokenSource();
        var reader = Task.Run(() => ReadAsync(Store, writing.Token));
        var writers = Enumerable.Range(0, TaskCount).Select(seed => Task.Run(() => WriteAsync(Store, seed))).ToArray();
        await Task.WhenAll(writers).WaitAsync(Patience * 5);
        await writing.CancelAsync();
        await InTime(reader);
        await ShouldAddUpAsync();
    }

    [Case]
    public async Task Two_instances_lose_no_change_of_each_other()
    {
        var second = await OpenSecondAsync();
        await SaveAsync([.. Enumerable.Range(0, BookCount).Select(i => Records.Level(Records.Isbn(i), 0, 0, 0))]);
        var writers = Enumerable.Range(0, TaskCount).Select(seed => Task.Run(() => WriteAsync(seed % 2 == 0 ? Store : second, seed))).ToArray();
        await Task.WhenAll(writers).WaitAsync(Patience * 5);
        await ShouldAddUpAsync();
    }

    [Case]
    public async Task A_list_that_is_paged_through_while_it_is_written_has_each_record_once_and_in_order()
    {
        const int Orders = 60;
        await SaveAsync([.. Enumerable.Range(0, Orders).Select(number => Records.Order(Records.Id(10 * number), OrderStatus.Pending))]);
        using var writing = new CancellationTokenSource();
        var readers = new[] { OrderFilter.All, new OrderFilter { Status = OrderStatus.Created }, new OrderFilter { CustomerId = "customer-1" } }
            .Select(filter => Task.Run(() => PageThroughAsync(filter, Orders, writing.Token))).ToArray();
        for (var number = 0; number < Orders; number++)
        {
            await SaveAsync(Records.Order(Records.Id(10 * number)), Records.Order(Records.Id((10 * (Orders - number)) + 5)));
        }

        await writing.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(Patience * 5);
    }

    // At least once after the writing began, and until it has ended.
    private async Task PageThroughAsync(OrderFilter filter, int orders, CancellationToken stop)
    {
        do
        {
            var seen = new List<Guid>();
            Guid? after = null;
            do
            {
                var page = await Store.ListOrdersAsync(filter, after, 7, default);
                page.Items.ShouldAllBe(order => filter.Matches(order.Order));
                seen.AddRange(page.Items.Select(order => order.Order.Id));
                after = page.Next;
            }
            while (after is not null);

            seen.ShouldBe(seen.Distinct().OrderDescending());
            seen.Count(id => filter.Status is null && IsOneOfTheFirst(id, orders)).ShouldBe(filter.Status is null ? orders : 0);
        }
        while (!stop.IsCancellationRequested);
    }

    private static bool IsOneOfTheFirst(Guid id, int orders) => Enumerable.Range(0, orders).Any(number => Records.Id(10 * number) == id);

    private async Task ShouldAddUpAsync()
    {
        var audits = await Store.AuditStockAsync(null, 100, default);
        foreach (var audit in audits)
        {
            audit.Level!.OnHand.ShouldBe((int)audit.OnHandSum);
            audit.Level.LastMovement.ShouldBe(audit.MovementCount);
        }

        audits.Sum(audit => audit.MovementCount).ShouldBe(TaskCount * UnderTest.UnitsPerTask * BooksPerUnit);
    }

    private async Task WriteAsync(IBookstoreStore store, int seed)
    {
        var random = new Random(seed);
        var writer = Guid.NewGuid();
        for (var batch = 1; batch <= UnderTest.UnitsPerTask; batch++)
        {
            Isbn[] isbns = [.. Enumerable.Range(0, BookCount).OrderBy(_ => random.Next()).Take(BooksPerUnit).Select(i => Records.Isbn(i))];
            while (!await TryAddAsync(store, isbns, new CommitToken(writer, batch, Records.Time)))
            {
                await Task.Yield();
            }
        }
    }

    private static async Task<bool> TryAddAsync(IBookstoreStore store, Isbn[] isbns, CommitToken mark)
    {
        try
        {
            await using var unit = await OpenAsync(store, keys => Array.ForEach(isbns, keys.Stock.Add), CancellationToken.None);
            foreach (var isbn in isbns)
            {
                var level = unit.Records.Stock.Find(isbn)!;
                unit.Records.Stock.Put(isbn, level with { OnHand = level.OnHand + 1, LastMovement = level.LastMovement + 1 });
                unit.Records.AppendMovement(Records.Movement(isbn, level.LastMovement + 1));
            }

            await unit.CommitAsync(mark);
            return true;
        }
        catch (StoreConflictException)
        {
            return false;
        }
    }

    private static async Task ReadAsync(IBookstoreStore store, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var audits = await store.AuditStockAsync(null, 100, default);
            audits.Count.ShouldBe(BookCount);
            audits.ShouldAllBe(audit => audit.Level!.OnHand == audit.OnHandSum && audit.Level.LastMovement == audit.MovementCount);
            audits.Sum(audit => audit.MovementCount).ShouldBe(audits.Sum(audit => audit.OnHandSum));
            (audits.Sum(audit => audit.MovementCount) % BooksPerUnit).ShouldBe(0, "a page is one snapshot");
        }
    }
}
