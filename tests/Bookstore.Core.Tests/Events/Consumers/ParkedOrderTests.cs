using Bookstore.Diagnostics;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using DelegatingStore = Bookstore.Testing.DelegatingStore;

namespace Bookstore.Events.Consumers;

/// <summary>Parked events of one resource are dealt with once each and in order, and none of them waits for what nobody tries.</summary>
public sealed class ParkedOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingConsumer _consumer = new();

    [Fact]
    public async Task StartAsync_event_that_is_settled_while_due_ones_are_looked_for_is_not_tried_again()
    {
        _consumer.Consumer = _consumer.Consumer with { Timeout = TimeSpan.FromHours(1) };
        var looks = new HeldLooks();
        var (first, second) = (new HeldTry(), new HeldTry());
        await using var shop = await TestShop.OpenAsync(
            options => (options.PollInterval, options.RecoveryGrace) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)), memory => looks.On(memory), _consumer.Register);
        await ReceiveAsync(shop);
        _consumer.Fail(1);
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Clear();
        _consumer.Answer = (happened, _, _) => happened.Position switch { 1 => first.AnswerAsync(), 2 => second.AnswerAsync(), _ => new(ConsumeOutcome.Done) };
        shop.Time.Advance(TimeSpan.FromSeconds(12));

        var steps = new ConsumerSteps(shop);
        await shop.Consumers.StartAsync(default);
        await steps.UntilAsync(first.Begun);
        var held = looks.HoldNext();
        await steps.UntilAsync(held.Taken.Task);
        first.Release();
        await second.Begun.WaitAsync(Patience);
        var next = looks.HoldNext();
        held.Release.SetResult();
        await steps.UntilAsync(next.Taken.Task);
        next.Release.SetResult();
        second.Release();
        await steps.UntilAsync(async () => (await shop.Parked.ListAsync("test", null, 10, default)).Count == 0);
        await shop.Consumers.StopAsync(default).WaitAsync(Patience);

        _consumer.Tries.ShouldBe([(1, 2), (2, 1), (7, 1)]);
    }

    [Fact]
    public async Task RunOnceAsync_event_that_is_parked_for_good_holds_up_none_of_those_behind_it()
    {
        _consumer.Consumer = _consumer.Consumer with { ParkAfter = 2, RetryAfter = static _ => TimeSpan.Zero };
        _consumer.Fail(2);
        await using var shop = await TestShop.OpenAsync(register: _consumer.Register);
        await ReceiveAsync(shop);
        await shop.Consumers.RunOnceAsync(default);
        await shop.Consumers.MoveAsync("test", null, default);
        _consumer.Clear();

        _consumer.Answer = static (happened, attempt, _) => new(happened.Position == 1 && attempt == 1 ? ConsumeOutcome.Failed("once") : ConsumeOutcome.Done);
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Tries.Where(static tried => tried.Position is 1 or 2 or 7).ShouldBe([(1, 1), (1, 2), (7, 1)]);
        (await shop.Parked.ListAsync("test", null, 10, default)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static parked => parked.Event.Position.ShouldBe(2), static parked => parked.State.ShouldBe(ParkedEventState.Parked));
    }

    [Fact]
    public async Task RunOnceAsync_event_that_waits_for_one_that_is_not_there_any_more_is_tried()
    {
        _consumer.Fail(1);
        await using var shop = await TestShop.OpenAsync(register: _consumer.Register);
        await ReceiveAsync(shop);
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Clear();
        await shop.Commit.SubmitAsync(new RemoveConsumer("test", [IdOf(1)], isLast: false), default);
        await shop.Consumers.ResumeAsync("test", default);

        await shop.Consumers.RunOnceAsync(default);

        _consumer.Tries.ShouldBe([(2, 1), (7, 1)]);
        (await shop.Parked.ListAsync("test", null, 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_parked_event_that_cannot_be_read_is_logged_and_keeps_no_other_from_being_tried()
    {
        var logs = new RecordingLogs();
        _consumer.Fail(1);
        await using var shop = await TestShop.OpenAsync(
            decorate: static memory => new DamagedStore(memory, IdOf(1)), register: services => _consumer.Register(services.AddLogging(logging => logging.AddProvider(logs))));
        await ReceiveAsync(shop);
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Clear();

        await shop.Consumers.RunOnceAsync(default);

        _consumer.Tries.ShouldBe([(2, 1), (7, 1)]);
        logs.Entries.ShouldContain((EventIds.Consumers.ParkedEventUnreadable, LogLevel.Error));
    }

    private static DocumentId IdOf(long position) => ConsumerDocuments.ParkedEvents.IdOf(ConsumerDocuments.ParkedIdOf(ConsumerDocuments.IdOf("test"), position));

    // The third event of the book whose first two are 1 and 2.
    private static Task ReceiveAsync(TestShop shop) => shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" });

    private sealed class HeldTry
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public async ValueTask<ConsumeOutcome> AnswerAsync()
        {
            _begun.TrySetResult();
            await _release.Task;
            return ConsumeOutcome.Done;
        }

        public void Release() => _release.TrySetResult();
    }

    internal sealed record HeldLook(TaskCompletionSource Taken, TaskCompletionSource Release);

    /// <summary>Holds a look for due events between its snapshot and its end.</summary>
    internal sealed class HeldLooks
    {
        private HeldLook? _next;

        public HeldLook HoldNext() => _next = new HeldLook(new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

        public IBookstoreStore On(IBookstoreStore inner) => new HeldStore(inner, this);

        internal sealed class HeldStore(IBookstoreStore inner, HeldLooks looks) : DelegatingStore(inner)
        {
            public override async ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
                string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
            {
                var page = await base.ListDueDocumentsAsync(kind, ownerId, dueAt, after, limit, cancellationToken);
                if (kind == ConsumerDocuments.ParkedEvents.Name && Interlocked.Exchange(ref looks._next, null) is { } held)
                {
                    held.Taken.SetResult();
                    await held.Release.Task;
                }

                return page;
            }
        }
    }

    internal sealed class DamagedStore(IBookstoreStore inner, DocumentId damaged) : DelegatingStore(inner)
    {
        public override async ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken)
        {
            var page = await base.ListDocumentsOfAsync(ownerId, kind, after, limit, cancellationToken);
            return [.. page.Select(document => document.Id == damaged ? document with { Body = "{" } : document)];
        }
    }
}
