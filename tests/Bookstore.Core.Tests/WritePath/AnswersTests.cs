using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class AnswersTests
{
    [Fact]
    public async Task Give_ManyOperations_AnswersEach()
    {
        var operations = Enumerable.Range(0, 1_000).Select(static number => new Number(number)).ToList();
        operations.ForEach(static operation => operation.Decide(new WorkingSet()));

        Answers.Give([.. operations]);

        (await Task.WhenAll(operations.Select(static operation => operation.Completion))).ShouldBe(Enumerable.Range(0, 1_000));
    }

    [Fact]
    public async Task Give_OneCallerWaitsForAnotherOfTheSameBatch_BothGoOn()
    {
        var operations = Enumerable.Range(0, 8).Select(static number => new Number(number)).ToList();
        operations.ForEach(static operation => operation.Decide(new WorkingSet()));
        var last = operations[^1].Completion;

        // Each caller goes on in its answer, and blocks there until the last of them is answered.
        var callers = operations.SkipLast(1)
            .Select(operation => operation.Completion.ContinueWith(_ => last.Wait(TimeSpan.FromSeconds(30)), default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default))
            .ToArray();
        Answers.Give([.. operations]);

        (await Task.WhenAll(callers)).ShouldAllBe(static hasWaited => hasWaited);
    }

    private sealed class Number(int number) : Operation<int>
    {
        public override bool Begins => true;

        public override void Needs(RecordKeys keys)
        {
        }

        protected override int DecideOn(WorkingSet records) => number;
    }
}
