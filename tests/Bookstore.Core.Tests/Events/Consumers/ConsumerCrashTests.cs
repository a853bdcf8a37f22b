using System.Collections.Concurrent;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>A host that dies at any commit loses no event of its handlers, and tells none before an earlier one of its resource.</summary>
public sealed class ConsumerCrashTests
{
    [Fact]
    public async Task A_host_that_dies_at_any_commit_loses_no_event_and_keeps_the_order()
    {
        var seen = new Receiver();
        var points = await CrashTest.RunThroughEveryCrashAsync(
            async shop =>
            {
                seen.Clear();
                await shop.PlaceAsync(TestBooks.Martian);
                await shop.RunBackgroundWorkAsync();
                shop.Time.Advance(TimeSpan.FromSeconds(10));
                await shop.RunBackgroundWorkAsync();
                shop.Time.Advance(TimeSpan.FromSeconds(20));
                await shop.RunBackgroundWorkAsync();
            },
            verify: async shop =>
            {
                var consumers = shop.Services.GetRequiredService<IEventConsumers>();
                do
                {
                    shop.Time.Advance(TimeSpan.FromMinutes(1));
                    await shop.RunBackgroundWorkAsync();
                }
                while ((await consumers.ListParkedAsync("receiver")).Items.Count > 0);

                var feed = (await shop.Services.GetRequiredService<IEventFeed>().ReadPageAsync(new EventQuery { Limit = 1_000 })).Events;
                seen.Accepted.Select(static happened => happened.Id).ShouldBe(feed.Select(static happened => happened.Id), ignoreOrder: true);
                foreach (var resource in seen.Accepted.GroupBy(static happened => happened.Resource))
                {
                    resource.Select(static happened => happened.Sequence).ShouldBeInOrder();
                }

                (await consumers.ListAsync()).ShouldHaveSingleItem().Position.ShouldBe(feed[^1].Position);
            },
            configure: options => options.Services = services => services.AddSingleton(seen).AddBookstoreEventHandler<Handler>("receiver", static handler => handler.StartAt = EventStart.Oldest));

        points.Count(static point => point.Site == "after commit").ShouldBeGreaterThan(8);
    }

    /// <summary>Outlives the hosts. Each order's and book's second event fails at its first two tries, and comes again after crashes.</summary>
    private sealed class Receiver
    {
        private readonly ConcurrentDictionary<Guid, int> _tries = new();
        private readonly List<BookstoreEvent> _accepted = [];

        /// <summary>The events as they were accepted first.</summary>
        public IReadOnlyList<BookstoreEvent> Accepted => _accepted;

        public void Clear()
        {
            _tries.Clear();
            _accepted.Clear();
        }

        public void Receive(BookstoreEvent happened)
        {
            if (happened.Sequence == 2 && _tries.AddOrUpdate(happened.Id, 1, static (_, before) => before + 1) <= 2)
            {
                throw new InvalidOperationException("not yet");
            }

            lock (_accepted)
            {
                if (_accepted.All(accepted => accepted.Id != happened.Id))
                {
                    _accepted.Add(happened);
                }
            }
        }
    }

    private sealed class Handler(Receiver receiver) : IBookstoreEventHandler
    {
        public Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken)
        {
            receiver.Receive(happened);
            return Task.CompletedTask;
        }
    }
}
