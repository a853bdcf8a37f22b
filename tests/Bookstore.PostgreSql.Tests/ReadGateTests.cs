using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class ReadGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Enter_all_readers_are_busy_waits_for_one_of_them()
    {
        var gate = new ReadGate(2, Patience, _time);
        await gate.EnterAsync(default);
        await gate.EnterAsync(default);
        var third = gate.EnterAsync(default);
        third.IsCompleted.ShouldBeFalse();
        gate.Leave();
        await third;
    }

    [Fact]
    public async Task Enter_patience_ends_is_a_transient_fault_and_leaves_no_trace()
    {
        var gate = new ReadGate(1, Patience, _time);
        await gate.EnterAsync(default);
        var late = gate.EnterAsync(default);
        _time.Advance(Patience);
        (await Should.ThrowAsync<BookstoreStoreException>(late)).IsTransient.ShouldBeTrue();
        gate.Leave();
        gate.EnterAsync(default).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Enter_caller_cancels_is_cancelled()
    {
        using var caller = new CancellationTokenSource();
        var gate = new ReadGate(1, Patience, _time);
        await gate.EnterAsync(default);
        var cancelled = gate.EnterAsync(caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);
    }

    [Fact]
    public async Task Enter_too_many_wait_are_refused_at_once()
    {
        var gate = new ReadGate(1, Patience, _time);
        await gate.EnterAsync(default);
        Task[] waiting = [.. Enumerable.Range(0, 100).Select(_ => gate.EnterAsync(default))];
        (await Should.ThrowAsync<BookstoreStoreException>(gate.EnterAsync(default))).IsTransient.ShouldBeTrue();
        waiting.ShouldAllBe(task => !task.IsCompleted);
        foreach (var task in waiting)
        {
            gate.Leave();
            await task;
        }
    }
}
