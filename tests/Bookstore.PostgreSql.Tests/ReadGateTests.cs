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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task EnterAny_all_gates_are_busy_waits_for_the_first_that_is_left_and_takes_no_other(int first)
    {
        var gates = await BusyAsync();
        var waiting = ReadGate.EnterAnyAsync(gates, default);
        waiting.IsCompleted.ShouldBeFalse();

        gates[first].Leave();

        (await waiting).ShouldBe(gates[first]);
        gates[1 - first].Leave();
        gates[1 - first].EnterAsync(default).IsCompletedSuccessfully.ShouldBeTrue("nobody waits for it any more");
    }

    [Fact]
    public async Task EnterAny_both_gates_are_left_at_a_time_takes_one_of_them()
    {
        for (var i = 0; i < 200; i++)
        {
            var gates = await BusyAsync();
            var waiting = ReadGate.EnterAnyAsync(gates, default);
            await Task.WhenAll(Task.Run(gates[0].Leave), Task.Run(gates[1].Leave));

            var entered = await waiting;

            gates.Single(gate => gate != entered).EnterAsync(default).IsCompletedSuccessfully.ShouldBeTrue();
            entered.Leave();
            entered.EnterAsync(default).IsCompletedSuccessfully.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task EnterAny_patience_ends_or_the_caller_cancels_leaves_no_trace()
    {
        using var caller = new CancellationTokenSource();
        var gates = await BusyAsync();
        var late = ReadGate.EnterAnyAsync(gates, default).AsTask();
        _time.Advance(Patience);
        (await Should.ThrowAsync<BookstoreStoreException>(late)).IsTransient.ShouldBeTrue();
        var cancelled = ReadGate.EnterAnyAsync(gates, caller.Token).AsTask();
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cancelled);

        foreach (var gate in gates)
        {
            gate.Leave();
            gate.EnterAsync(default).IsCompletedSuccessfully.ShouldBeTrue();
        }
    }

    private async Task<ReadGate[]> BusyAsync()
    {
        ReadGate[] gates = [new(1, Patience, _time), new(1, Patience, _time)];
        await gates[0].EnterAsync(default);
        await gates[1].EnterAsync(default);
        return gates;
    }
}
