using System.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Bookstore.Support;

/// <summary>An operation with a text that a store may be unable to write, among many that it can.</summary>
public static class UnwritableOperation
{
    private const int TaskCount = 8;
    private const int Rest = 20;

    private static readonly Isbn[] Books = [.. new long[] { 9780141439518, 9780141439587, 9780141439600, 9780553293357, 9780765348272 }.Select(Isbn.FromStored)];
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it through the write path: it is refused for good or written, and no other operation waits for it.</summary>
    public static async Task ShouldFailAloneAndAtOnceAsync(IBookstoreStore store)
    {
        var clock = new StoreClock(store, new TimeOrderedIds(), TimeProvider.System, NullLogger<StoreClock>.Instance);
        await using var commit = new GroupCommit(store, new WritePathOptions(), clock, NullLogger<GroupCommit>.Instance);
        foreach (var isbn in Books)
        {
            await commit.SubmitAsync(new SaveBook(new Book { Isbn = isbn, Title = "Emma", Author = "Jane Austen", Price = new Money(9.99m, "USD") }, DateTimeOffset.UnixEpoch), default);
        }

        var poison = Task.Run(() => ReceiveAsync(commit, Books[0], "half of a pair: \ud83d"));
        var waits = await Task.WhenAll(Enumerable.Range(0, TaskCount).Select(seed => Task.Run(() => ReceiveManyAsync(commit, seed, poison)))).WaitAsync(TimeSpan.FromSeconds(60));

        await ShouldBeRefusedForGoodOrWrittenAsync(poison);
        waits.ShouldAllBe(static wait => wait < TimeSpan.FromSeconds(3));
    }

    // Until the other operation has its result, and a little longer.
    private static async Task<TimeSpan> ReceiveManyAsync(GroupCommit commit, int seed, Task poison)
    {
        var longest = TimeSpan.Zero;
        for (var (i, after) = (seed, 0); after < Rest; i++)
        {
            after += poison.IsCompleted ? 1 : 0;
            var wait = Stopwatch.StartNew();
            (await ReceiveAsync(commit, Books[i % Books.Length], "delivery")).Outcome.ShouldBe(ChangeStockOutcome.Changed);
            longest = wait.Elapsed > longest ? wait.Elapsed : longest;
        }

        return longest;
    }

    private static Task<ChangeStockResult> ReceiveAsync(GroupCommit commit, Isbn isbn, string reason) =>
        commit.SubmitAsync(new ChangeStock(new StockChange { Isbn = isbn, Quantity = 1, Reason = reason }, StockMovementKind.Received, new Moment(Time, Time)), default);

    private static async Task ShouldBeRefusedForGoodOrWrittenAsync(Task<ChangeStockResult> operation)
    {
        try
        {
            (await operation).Outcome.ShouldBe(ChangeStockOutcome.Changed);
        }
        catch (BookstoreStoreException refusal)
        {
            (refusal.IsTransient, refusal.IsOutcomeUnknown).ShouldBe((false, false), refusal.ToString());
        }
    }
}
