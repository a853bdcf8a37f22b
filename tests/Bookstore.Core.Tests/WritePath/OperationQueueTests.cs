using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class OperationQueueTests
{
    private readonly List<Operation> _batch = [];

    [Fact]
    public void Gather_more_records_than_a_batch_takes_takes_what_fits()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 100 }, 1, 1, 1);

        queue.Gather(_batch).ShouldBe(3);

        Fill(queue, 2, 60, 60, 30);
        Next(queue).ShouldBe([2, 60]);
        Next(queue).ShouldBe([60, 30]);
        Next(queue).ShouldBeEmpty();
    }

    [Fact]
    public void Gather_small_behind_many_large_is_in_the_next_batch()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 1_000 }, [.. Enumerable.Repeat(200, 500), 2]);

        Next(queue).ShouldBe([2, 200, 200, 200, 200]);
    }

    [Fact]
    public void Gather_large_behind_many_small_gets_its_share()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 1_000 }, [.. Enumerable.Repeat(2, 5_000), 200, 200, 200]);

        Next(queue).Count(weight => weight == 200).ShouldBe(2);
        Next(queue).ShouldContain(200);
    }

    [Fact]
    public void Gather_larger_than_a_batch_goes_alone_and_soon()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 100 }, 1, 500, 1);

        Next(queue).ShouldBe([1, 1]);
        Fill(queue, 1);
        Next(queue).ShouldBe([500]);
        Next(queue).ShouldBe([1]);
    }

    [Fact]
    public void Gather_import_in_front_of_orders_takes_the_orders_and_its_share_of_the_import()
    {
        var queue = new OperationQueue(new WritePathOptions());
        FillBulk(queue, [.. Enumerable.Repeat(100, 256)]);
        Fill(queue, 2, 2, 2, 40);

        Next(queue).ShouldBe([2, 2, 2, 40, 100, 100]);
        Next(queue).ShouldBe([100, 100]);
    }

    [Fact]
    public void Gather_bulk_heavier_than_its_share_is_taken_one_a_batch()
    {
        var queue = new OperationQueue(new WritePathOptions());
        FillBulk(queue, 2_000, 2_000);
        Fill(queue, [.. Enumerable.Repeat(2, 2_000)]);

        Next(queue).Count(weight => weight == 2_000).ShouldBe(1);
        Next(queue).Count(weight => weight == 2_000).ShouldBe(1);
    }

    [Fact]
    public void Gather_batches_of_one_operation_leave_bulk_its_turn()
    {
        var queue = new OperationQueue(new WritePathOptions { MaxBatchSize = 1 });
        FillBulk(queue, 7);
        Fill(queue, 1, 1, 1);

        Next(queue).ShouldBe([1]);
        Next(queue).ShouldBe([7]);
        Next(queue).ShouldBe([1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Gather_few_operations_a_batch_takes_each_kind_in_any_three_batches(int maxBatchSize)
    {
        var queue = new OperationQueue(new WritePathOptions { MaxBatchSize = maxBatchSize });
        FillBulk(queue, [.. Enumerable.Repeat(7, 100)]);
        Fill(queue, [.. Enumerable.Repeat(2, 100), .. Enumerable.Repeat(200, 100)]);

        var batches = Enumerable.Range(0, 24).Select(_ => Next(queue)).ToArray();

        batches.ShouldAllBe(batch => batch.Length == maxBatchSize);
        for (var i = 0; i + 3 <= batches.Length; i++)
        {
            batches[i..(i + 3)].SelectMany(static batch => batch).Distinct().ShouldBe([2, 7, 200], ignoreOrder: true, $"batches {i} to {i + 2}");
        }
    }

    [Theory]
    [InlineData(1, 2_048, 200)]
    [InlineData(2, 2_048, 200)]
    [InlineData(512, 100, 60)]
    [InlineData(512, 100, 100)]
    [InlineData(512, 100, 400)]
    [InlineData(512, 1, 400)]
    public void Gather_large_and_small_keep_coming_takes_both_in_any_two_batches(int maxBatchSize, int maxBatchRecords, int large)
    {
        var queue = new OperationQueue(new WritePathOptions { MaxBatchSize = maxBatchSize, MaxBatchRecords = maxBatchRecords });
        var batches = new List<int[]>();
        for (var i = 0; i < 20; i++)
        {
            Fill(queue, [.. Enumerable.Repeat(2, 60), large, large, large]);
            batches.Add(Next(queue));
        }

        for (var i = 0; i + 2 <= batches.Count; i++)
        {
            batches[i].Concat(batches[i + 1]).Distinct().ShouldBe([2, large], ignoreOrder: true, $"batches {i} and {i + 1}");
        }
    }

    [Fact]
    public void Gather_large_was_passed_over_leaves_the_rest_of_the_batch_to_small()
    {
        var queue = Fill(new WritePathOptions { MaxBatchRecords = 100 }, [.. Enumerable.Repeat(2, 60), 80, 80]);

        Next(queue).Length.ShouldBe(25);
        Next(queue).ShouldBe([80, .. Enumerable.Repeat(2, 10)]);
    }

    [Fact]
    public void Adapt_quick_and_slow_batches_move_the_share_of_bulk()
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
    public async Task Expire_bulk_fails_as_the_others()
    {
        var queue = new OperationQueue(new WritePathOptions());
        var late = new Weighed(1, isBulk: true);
        queue.TryAdd(late);

        queue.Expire(static _ => true, () => new BookstoreStoreException("late")).ShouldBe(1);

        await Should.ThrowAsync<BookstoreStoreException>(() => late.Completion);
    }

    [Fact]
    public void Gather_more_operations_than_a_batch_takes_takes_that_many()
    {
        var queue = Fill(new WritePathOptions { MaxBatchSize = 4 }, [.. Enumerable.Repeat(1, 9), 200]);

        Next(queue).ShouldBe([1, 1, 1, 200]);
        Next(queue).ShouldBe([1, 1, 1, 1]);
        Next(queue).ShouldBe([1, 1]);
    }

    [Fact]
    public void Gather_cancelled_is_left_out()
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
    public async Task Expire_oldest_are_late_fails_them_and_leaves_the_others()
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
    public async Task WaitAsync_completed_and_empty_says_that_none_will_come()
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
        public override bool CanBeShed => true;

        public override bool IsBulk => isBulk;

        public override int Weight => weight;

        public override void DeclareKeys(RecordKeys keys)
        {
        }

        protected override int DecideOn(WorkingSet records) => 0;
    }
}
