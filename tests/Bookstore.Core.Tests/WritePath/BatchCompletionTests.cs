using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class BatchCompletionTests
{
    [Fact]
    public async Task Give_many_operations_answers_each()
    {
        var operations = Enumerable.Range(0, 1_000).Select(static number => new Number(number)).ToList();
        operations.ForEach(static operation => operation.Decide(new WorkingSet()));

        BatchCompletion.Give([.. operations]);

        (await Task.WhenAll(operations.Select(static operation => operation.Completion))).ShouldBe(Enumerable.Range(0, 1_000));
    }

    [Fact]
    public async Task Give_one_caller_waits_for_another_of_the_same_batch_both_continue()
    {
        var operations = Enumerable.Range(0, 8).Select(static number => new Number(number)).ToList();
        operations.ForEach(static operation => operation.Decide(new WorkingSet()));
        var last = operations[^1].Completion;

        // Each caller goes on in its answer, and blocks there until the last of them is answered.
        var callers = operations.SkipLast(1)
            .Select(operation => operation.Completion.ContinueWith(_ => last.Wait(TimeSpan.FromSeconds(30)), default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default))
            .ToArray();
        BatchCompletion.Give([.. operations]);

        (await Task.WhenAll(callers)).ShouldAllBe(static hasWaited => hasWaited);
    }

    private sealed class Number(int number) : Operation<int>
    {
        public override bool CanBeShed => true;

        public override void DeclareKeys(RecordKeys keys)
        {
        }

        protected override int DecideOn(WorkingSet records) => number;
    }
}
