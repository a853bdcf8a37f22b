using Bookstore.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class UnitCommitterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Those_who_wait_for_events_are_woken_when_the_events_have_positions_and_not_by_the_commit()
    {
        var store = new NumberingStore();
        var signal = new EventSignal(isEnabled: true);
        var committer = new UnitCommitter(store, new WritePathOptions(), Support.WritePath.ClockOf(store), signal, NullLogger.Instance, default);
        var woken = signal.Next;

        (await committer.TryCommitAsync([new AppendEvent()], Patience)).ShouldBeNull();
        woken.IsCompleted.ShouldBeFalse();
        store.Numbered.SetResult();
        await woken.WaitAsync(Patience);
    }

    [Fact]
    public async Task Those_who_wait_for_events_are_woken_by_the_commit_where_it_gives_positions()
    {
        var store = new InMemoryStore();
        var signal = new EventSignal(isEnabled: true);
        var committer = new UnitCommitter(store, new WritePathOptions(), Support.WritePath.ClockOf(store), signal, NullLogger.Instance, default);
        var woken = signal.Next;

        (await committer.TryCommitAsync([new AppendEvent()], Patience)).ShouldBeNull();
        woken.IsCompleted.ShouldBeTrue();
    }

    private sealed class AppendEvent : Operation<bool>
    {
        public override bool CanBeShed => false;

        public override void DeclareKeys(RecordKeys keys)
        {
        }

        protected override bool DecideOn(WorkingSet records)
        {
            records.Events.Append(new BookstoreEvent
            {
                Id = Guid.NewGuid(),
                Position = 0,
                Type = EventTypes.OrderCreated,
                Resource = "orders/1",
                Sequence = 1,
                OccurredAt = DateTimeOffset.UnixEpoch,
                Data = "{}"u8.ToArray(),
            });
            return true;
        }
    }

    /// <summary>A store that gives positions after the commit, when the test says so.</summary>
    internal sealed class NumberingStore() : DelegatingStore(new InMemoryStore())
    {
        public TaskCompletionSource Numbered { get; } = new();

        public override async ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken) => new Unit(this, await base.OpenAsync(keys, cancellationToken));

        private sealed class Unit(NumberingStore store, IStoreTransaction inner) : IStoreTransaction
        {
            public WorkingSet Records => inner.Records;

            public Task EventsNumbered => store.Numbered.Task;

            public ValueTask CommitAsync(CommitToken mark) => inner.CommitAsync(mark);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
