using System.Collections.Concurrent;
using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using DelegatingStore = Bookstore.Testing.DelegatingStore;

namespace Bookstore.Events.Consumers;

/// <summary>A consumer that is slow takes no more parked events into memory than it can deal with soon.</summary>
public sealed class ParkedLooksTests
{
    private const int Books = 150;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordingConsumer _consumer = new(static consumer => consumer with { Timeout = TimeSpan.FromHours(1), Concurrency = 2, Filter = EventFilter.Of(["book.saved"]), RetryAfter = static _ => TimeSpan.FromMinutes(1) });
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task StartAsync_more_is_due_than_a_look_may_take_looks_again_only_when_little_is_left()
    {
        var looks = new ConcurrentQueue<int>();
        await using var shop = await TestShop.OpenAsync(
            options => (options.PollInterval, options.RecoveryGrace) = (ConsumerRun.Tick, TimeSpan.FromMinutes(1)), memory => new CountingLooks(memory, looks), _consumer.Register);
        foreach (var isbn in Isbns())
        {
            await shop.Inventory.SaveBookAsync(new Book { Isbn = isbn, Title = "A book", Author = "Somebody", Price = new Money(1m, "USD") });
        }

        _consumer.Answer = static (_, _, _) => new(ConsumeOutcome.Failed("as told"));
        await shop.Consumers.RunOnceAsync(default);
        shop.Time.Advance(TimeSpan.FromMinutes(2));
        looks.Clear();
        _consumer.Answer = AnswerAsync;
        var steps = new ConsumerSteps(shop);
        await shop.Consumers.StartAsync(default);
        await steps.UntilAsync(_begun.Task);
        await steps.ForAsync(ticks: 20);

        looks.ToArray().ShouldBe([ParkedLooks.MostDue], "what it has found is more than it can try now");
        _release.SetResult();
        await steps.UntilAsync(async () => (await shop.Parked.ListAsync("test", null, 1, default)).Count == 0);
        await shop.Consumers.StopAsync(default).WaitAsync(Patience);

        looks.ShouldAllBe(static limit => limit < ParkedLooks.MostDue * 3 / 2);
        _consumer.Positions.Distinct().Count().ShouldBe(Books + 3);
    }

    private static IEnumerable<Isbn> Isbns()
    {
        var count = 0;
        for (var number = 9780000000000; count < Books; number++)
        {
            if (Isbn.TryFromInt64(number, out var isbn))
            {
                count++;
                yield return isbn;
            }
        }
    }

    private async ValueTask<ConsumeOutcome> AnswerAsync(BookstoreEvent happened, int attempt, CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        await _release.Task;
        return ConsumeOutcome.Done;
    }

    internal sealed class CountingLooks(IBookstoreStore inner, ConcurrentQueue<int> looks) : DelegatingStore(inner)
    {
        public override ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
            string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
        {
            if (kind == ConsumerDocuments.ParkedEvents.Name)
            {
                looks.Enqueue(limit);
            }

            return base.ListDueDocumentsAsync(kind, ownerId, dueAt, after, limit, cancellationToken);
        }
    }
}
