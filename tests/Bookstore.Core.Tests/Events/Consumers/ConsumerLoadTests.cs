using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using DelegatingStore = Bookstore.Testing.DelegatingStore;

namespace Bookstore.Events.Consumers;

/// <summary>What a run knows of parked events, at any speed of the store.</summary>
public sealed class ConsumerLoadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingConsumer _consumer = new();

    [Fact]
    public async Task RunOnceAsync_parked_events_that_take_longer_to_load_than_a_lease_are_loaded_under_one_that_is_renewed()
    {
        _consumer.Fail(3);
        var slow = new SlowStore();
        var renewals = new SemaphoreSlim(0);
        await using var shop = await TestShop.OpenAsync(
            decorate: memory => slow.On(new CommitWatchingStore(memory, records =>
            {
                if (records.Documents.Touched.Any(static entry => entry.Key.Kind == "event-consumer"))
                {
                    renewals.Release();
                }
            })),
            register: _consumer.Register);
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Fail();
        _consumer.Clear();
        while (await renewals.WaitAsync(0))
        {
        }

        slow.Hold();
        var run = shop.Consumers.RunOnceAsync(default);
        (await renewals.WaitAsync(Patience)).ShouldBeTrue("it is acquired");
        await slow.Begun.WaitAsync(Patience);
        for (var passed = 0; passed < 5; passed++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(3.5));
            (await renewals.WaitAsync(Patience)).ShouldBeTrue();
        }

        _consumer.Tries.ShouldBeEmpty("what is parked is not known yet");
        (await shop.EventConsumers.ListAsync())[0].Parked.ShouldBe(2, "what was stored before");
        slow.Release();
        await run.WaitAsync(Patience);

        _consumer.Tries.ShouldBe([(3, 2), (4, 1)]);
    }

    internal sealed class SlowStore
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _gate;

        public Task Begun => _begun.Task;

        public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _gate!.SetResult();

        public IBookstoreStore On(IBookstoreStore inner) => new LoadedStore(inner, this);

        internal sealed class LoadedStore(IBookstoreStore inner, SlowStore slow) : DelegatingStore(inner)
        {
            public override async ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken)
            {
                if (slow._gate is { } gate)
                {
                    slow._begun.TrySetResult();
                    await gate.Task;
                }

                return await base.ListDocumentsOfAsync(ownerId, kind, after, limit, cancellationToken);
            }
        }
    }
}
