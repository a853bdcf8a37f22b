using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class OperationQueueTests
{
    private readonly List<Operation> _batch = [];

    [Fact]
    public void Gather_MoreRecordsThanABatchTakes_TakesWhatFits()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 100 }, 1, 1, 1);

        queue.Gather(_batch).ShouldBe(3);

        Fill(queue, 2, 60, 60, 30);
        Next(queue).ShouldBe([2, 60]);
        Next(queue).ShouldBe([60, 30]);
        Next(queue).ShouldBeEmpty();
    }

    [Fact]
    public void Gather_SmallBehindManyLarge_IsInTheNextBatch()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 1_000 }, [.. Enumerable.Repeat(200, 500), 2]);

        Next(queue).ShouldBe([2, 200, 200, 200, 200]);
    }

    [Fact]
    public void Gather_LargeBehindManySmall_GetsItsShare()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 1_000 }, [.. Enumerable.Repeat(2, 5_000), 200, 200, 200]);

        Next(queue).Count(weight => weight == 200).ShouldBe(2);
        Next(queue).ShouldContain(200);
    }

    [Fact]
    public void Gather_LargerThanABatch_GoesAloneAndSoon()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 100 }, 1, 500, 1);

        Next(queue).ShouldBe([1, 1]);
        Fill(queue, 1);
        Next(queue).ShouldBe([500]);
        Next(queue).ShouldBe([1]);
    }

    [Fact]
    public void Gather_ImportInFrontOfOrders_TakesTheOrdersAndItsShareOfTheImport()
    {
        var queue = new OperationQueue(new WritePathOptions());
        FillBulk(queue, [.. Enumerable.Repeat(100, 256)]);
        Fill(queue, 2, 2, 2, 40);

        Next(queue).ShouldBe([2, 2, 2, 40, 100, 100]);
        Next(queue).ShouldBe([100, 100]);
    }

    [Fact]
    public void Gather_BulkHeavierThanItsShare_IsTakenOneABatch()
    {
        var queue = new OperationQueue(new WritePathOptions());
        FillBulk(queue, 2_000, 2_000);
        Fill(queue, [.. Enumerable.Repeat(2, 2_000)]);

        Next(queue).Count(weight => weight == 2_000).ShouldBe(1);
        Next(queue).Count(weight => weight == 2_000).ShouldBe(1);
    }

    [Fact]
    public void Gather_BatchesOfOneOperation_LeaveBulkItsTurn()
    {
        var queue = new OperationQueue(new WritePathOptions { MaxBatchSize = 1 });
        FillBulk(queue, 7);
        Fill(queue, 1, 1, 1);

        Next(queue).ShouldBe([1]);
        Next(queue).ShouldBe([7]);
        Next(queue).ShouldBe([1]);
    }

    [Fact]
    public void Adapt_QuickAndSlowBatches_MoveTheShareOfBulk()
    {
        var queue = new OperationQueue(new WritePathOptions { MaxBatchRecords = 800 });
        FillBulk(queue, [.. Enumerable.Repeat(10, 1_000)]);
        int[] milliseconds = [1, 1, 1, 1, 7, 11, 500, 500, 500, 500];

        milliseconds.Select(taken =>
        {
            var count = Next(queue).Length;
            queue.Adapt(TimeSpan.FromMilliseconds(taken));
            return count;
        }).ShouldBe([10, 20, 40, 80, 80, 80, 40, 20, 10, 10]);
    }

    [Fact]
    public async Task Expire_Bulk_FailsAsTheOthers()
    {
        var queue = new OperationQueue(new WritePathOptions());
        var late = new Weighed(1, isBulk: true);
        queue.TryAdd(late);

        queue.Expire(static _ => true, () => new BookstoreStoreException("late")).ShouldBe(1);

        await Should.ThrowAsync<BookstoreStoreException>(() => late.Completion);
    }

    [Fact]
    public void Gather_MoreOperationsThanABatchTakes_TakesThatMany()
    {
        var queue = Fill(new WritePathOptions { MaxBatchSize = 4 }, [.. Enumerable.Repeat(1, 9), 200]);

        Next(queue).ShouldBe([1, 1, 1, 200]);
        Next(queue).ShouldBe([1, 1, 1, 1]);
        Next(queue).ShouldBe([1, 1]);
    }

    [Fact]
    public void Gather_Cancelled_IsLeftOut()
    {
        using var cancellation = new CancellationTokenSource();
        var queue = new OperationQueue(new WritePathOptions());
        var cancelled = new Weighed(1);
        cancelled.CancelWith(cancellation.Token);
        queue.TryAdd(cancelled);
        queue.TryAdd(new Weighed(7));
        cancellation.Cancel();

        queue.Gather(_batch).ShouldBe(2);

        _batch.ShouldHaveSingleItem().Weight.ShouldBe(7);
    }

    [Fact]
    public async Task Expire_OldestAreLate_FailsThemAndLeavesTheOthers()
    {
        var queue = new OperationQueue(new WritePathOptions());
        Weighed[] operations = [new(1), new(1), new(100), new(1)];
        operations[3].SubmittedAt = 9;
        Array.ForEach(operations, operation => queue.TryAdd(operation));

        queue.Expire(operation => operation.SubmittedAt < 9, () => new BookstoreStoreException("late")).ShouldBe(3);

        foreach (var late in operations[..3])
        {
            (await Should.ThrowAsync<BookstoreStoreException>(() => late.Completion)).Message.ShouldBe("late");
        }

        queue.Gather(_batch);
        _batch.ShouldBe([operations[3]]);
    }

    [Fact]
    public async Task WaitAsync_CompletedAndEmpty_SaysThatNoneWillCome()
    {
        var queue = Fill(new WritePathOptions(), 1);
        queue.TryComplete();
        (await queue.WaitAsync()).ShouldBeTrue();
        Next(queue);
        (await queue.WaitAsync()).ShouldBeFalse();
        queue.TryAdd(new Weighed(1)).ShouldBeFalse();
    }

    private static OperationQueue Fill(WritePathOptions options, params int[] weights) => Fill(new OperationQueue(options), weights);

    private static OperationQueue Fill(OperationQueue queue, params int[] weights)
    {
        Array.ForEach(weights, weight => queue.TryAdd(new Weighed(weight)));
        return queue;
    }

    private static void FillBulk(OperationQueue queue, params int[] weights) => Array.ForEach(weights, weight => queue.TryAdd(new Weighed(weight, isBulk: true)));

    private int[] Next(OperationQueue queue)
    {
        _batch.Clear();
        queue.Gather(_batch);
        return [.. _batch.Select(operation => operation.Weight)];
    }

    private sealed class Weighed(int weight, bool isBulk = false) : Operation<int>
    {
        public override bool Begins => true;

        public override bool IsBulk => isBulk;

        public override int Weight => weight;

        public override void Needs(RecordKeys keys)
        {
        }

        protected override int DecideOn(WorkingSet records) => 0;
    }
}
