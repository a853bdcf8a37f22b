using System.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Bookstore.Support;

/// <summary>Writes through the write path to a store that hangs while it loads: its callers wait for the write path's time and not for the store's.</summary>
public static class HangingWrites
{
    private static readonly Isbn Isbn = Isbn.FromStored(9780141439518);
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // A tenth of the first second later at the latest; the rest is for a machine that does other things.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    /// <summary>The caller gets a transient fault in time, nothing of it is written, and the write path continues when the store does.</summary>
    /// <param name="store">A store that waits for a minute.</param>
    /// <param name="hang">Lets the store hang until the result is disposed.</param>
    public static async Task ShouldBeAnsweredInTimeAsync(IBookstoreStore store, Func<IAsyncDisposable> hang)
    {
        var clock = new StoreClock(store, new TimeOrderedIds(), TimeProvider.System, NullLogger<StoreClock>.Instance);
        await using var commit = new GroupCommit(store, new WritePathOptions { RetryTimeout = TimeSpan.FromSeconds(1) }, clock, NullLogger<GroupCommit>.Instance);
        await commit.SubmitAsync(new SaveBook(new Book { Isbn = Isbn, Title = "Emma", Author = "Jane Austen", Price = new Money(9.99m, "USD") }, DateTimeOffset.UnixEpoch), default);
        (await ReceiveAsync(commit)).Stock!.OnHand.ShouldBe(1);

        var waited = Stopwatch.StartNew();
        await using (hang())
        {
            var fault = await Should.ThrowAsync<BookstoreStoreException>(() => ReceiveAsync(commit));
            (fault.IsTransient, fault.IsOutcomeUnknown).ShouldBe((true, false), fault.ToString());
            waited.Elapsed.ShouldBeLessThan(Soon);
        }

        (await ReceiveWhenBackAsync(commit)).Stock!.OnHand.ShouldBe(2);
    }

    private static async Task<ChangeStockResult> ReceiveWhenBackAsync(GroupCommit commit)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await ReceiveAsync(commit);
            }
            catch (BookstoreStoreException fault) when (fault.IsTransient && waited.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Yield();
            }
        }
    }

    private static Task<ChangeStockResult> ReceiveAsync(GroupCommit commit) =>
        commit.SubmitAsync(new ChangeStock(new StockChange { Isbn = Isbn, Quantity = 1, Reason = "delivery" }, StockMovementKind.Received, new Moment(Time, Time)), default);
}
