using Bookstore.Diagnostics;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>What people see of the consumers, and can do about them.</summary>
public sealed class EventConsumerListTests
{
    private readonly RecordingConsumer _consumer = new();

    [Fact]
    public async Task ListAsync_says_how_far_each_consumer_is_and_what_went_wrong()
    {
        _consumer.Fail(3);
        await using var shop = await OpenAsync();
        (await shop.EventConsumers.ListAsync()).ShouldBeEmpty();
        await shop.Consumers.RunOnceAsync(default);
        var failedAt = shop.Time.GetUtcNow();
        await shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 13.99m, 1);
        shop.Time.Advance(TimeSpan.FromMinutes(7));

        (await shop.EventConsumers.ListAsync()).ShouldBe(
        [
            new EventConsumerStatus
            {
                Name = "test",
                State = EventConsumerState.Idle,
                Position = 6,
                EventsBehind = 2,
                TimeBehind = TimeSpan.FromMinutes(7),
                Parked = 2,
                LastError = "as told",
                LastErrorAt = failedAt,
            },
        ]);
    }

    [Fact]
    public async Task FindBehindAsync_finds_who_is_furthest_behind_beyond_the_time()
    {
        await using var shop = await OpenAsync();
        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull();
        await shop.Consumers.RunOnceAsync(default);
        shop.Time.Advance(TimeSpan.FromDays(1));
        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull("nothing has happened since");

        await shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 13.99m, 1);
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull();
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldNotBeNull().Name.ShouldBe("test");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.EventConsumers.FindBehindAsync(TimeSpan.Zero));
    }

    [Theory]
    [InlineData("webhook/mine", false, true)]
    [InlineData("any", true, false)]
    public async Task FindBehindAsync_leaves_out_who_says_of_itself_that_it_sends_to_a_third_party(string name, bool isExternal, bool isFound)
    {
        var consumer = new RecordingConsumer(test => test with { Name = name, IsExternal = isExternal }) { Answer = static (_, _, _) => new(ConsumeOutcome.Stop("enough")) };
        await using var shop = await OpenAsync(consumer);
        await shop.Consumers.RunOnceAsync(default);

        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5)) is not null).ShouldBe(isFound);
    }

    [Fact]
    public async Task FindBehindAsync_finds_an_endpoint_that_is_behind_and_that_no_host_runs()
    {
        var consumer = new RecordingConsumer(static test => test with { Name = "webhook/mine", IsExternal = true });
        await using var shop = await OpenAsync(consumer);
        await shop.Consumers.RunOnceAsync(default);
        shop.Time.Advance(TimeSpan.FromHours(1));
        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull("nothing is to be sent");
        await shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 13.99m, 1);
        shop.Time.Advance(TimeSpan.FromMinutes(6));

        var left = (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldNotBeNull();
        (left.Name, left.State, left.EventsBehind).ShouldBe(("webhook/mine", EventConsumerState.Idle, 2L));

        consumer.Fail(7);
        await shop.Consumers.RunOnceAsync(default);
        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull("its receiver is at fault");
    }

    [Fact]
    public async Task A_handler_behind_more_consumers_than_a_page_has_is_listed_and_found()
    {
        _consumer.Answer = static (_, _, _) => new(ConsumeOutcome.Stop("gone"));
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);
        var keys = new RecordKeys();
        await using (var unit = await shop.Store.OpenAsync(keys, default))
        {
            for (var number = 0; number < 2_100; number++)
            {
                var body = new ConsumerBody { Name = $"webhook/{number}", Position = 6, IsExternal = true };
                unit.Records.InsertDocument(ConsumerDocuments.Consumers.Write(ConsumerDocuments.IdOf(body.Name), body, null) with { UniqueKey = body.Name, State = ConsumerDocuments.Active });
            }

            await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, shop.Time.GetUtcNow()));
        }

        (await shop.EventConsumers.ListAsync()).Count.ShouldBe(2_101);
        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldNotBeNull().Name.ShouldBe("test");
    }

    [Fact]
    public async Task A_consumer_that_does_not_begin_by_itself_waits_until_it_has_a_position()
    {
        var consumer = new RecordingConsumer(static test => test with { BeginsByItself = false });
        await using var shop = await OpenAsync(consumer);

        await shop.Consumers.RunOnceAsync(default);

        (await shop.EventConsumers.ListAsync()).ShouldBeEmpty();
        consumer.Tries.ShouldBeEmpty();
    }

    [Fact]
    public async Task FindBehindAsync_finds_a_consumer_that_has_stopped()
    {
        _consumer.Answer = static (_, _, _) => new(ConsumeOutcome.Stop("gone"));
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);

        var found = (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromDays(300))).ShouldNotBeNull();

        (found.State, found.LastError).ShouldBe((EventConsumerState.Stopped, "gone"));
    }

    [Fact]
    public async Task A_consumer_whose_row_cannot_be_read_hides_none_of_the_others()
    {
        using var logs = new RecordingLogs();
        var stopped = new RecordingConsumer(static test => test with { Name = "stopped" }) { Answer = static (_, _, _) => new(ConsumeOutcome.Stop("gone")) };
        await using var shop = await TestShop.OpenAsync(register: services =>
        {
            _consumer.Register(services.AddLogging(logging => logging.AddProvider(logs)));
            stopped.Register(services);
        });
        await shop.Consumers.RunOnceAsync(default);
        var damaged = ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf("test"));
        var keys = new RecordKeys();
        keys.Documents.Add(damaged);
        await using (var unit = await shop.Store.OpenAsync(keys, default))
        {
            unit.Records.Documents.Put(damaged, unit.Records.Documents.Find(damaged)! with { Body = "{" });
            await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, shop.Time.GetUtcNow()));
        }

        (await shop.EventConsumers.ListAsync()).ShouldHaveSingleItem().Name.ShouldBe("stopped");
        (await shop.EventConsumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldNotBeNull().Name.ShouldBe("stopped");
        logs.Entries.ShouldContain(static entry => entry.Id == EventIds.Consumers.ConsumerUnreadable);
    }

    [Fact]
    public async Task ListParkedAsync_lists_whole_events_page_by_page()
    {
        _consumer.Fail(1, 5);
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);

        var first = await shop.EventConsumers.ListParkedAsync("test", limit: 3);
        var second = await shop.EventConsumers.ListParkedAsync("test", first.Next, limit: 3);

        first.Items.Concat(second.Items).Select(static parked => (parked.Event.Position, parked.State, parked.Attempts)).ShouldBe(
            [(1, ParkedEventState.Retrying, 1), (2, ParkedEventState.Waiting, 0), (5, ParkedEventState.Retrying, 1), (6, ParkedEventState.Waiting, 0)]);
        (first.Next, second.Next).ShouldSatisfyAllConditions(static next => next.Item1.ShouldNotBeNull(), static next => next.Item2.ShouldBeNull());
        var read = (await shop.Events.ReadPageAsync(new EventQuery { Limit = 1 })).Events[0];
        var kept = first.Items[0].Event;
        (kept.Id, kept.Type, kept.Resource, kept.Sequence, kept.OccurredAt).ShouldBe((read.Id, read.Type, read.Resource, read.Sequence, read.OccurredAt));
        kept.Data.ToArray().ShouldBe(read.Data.ToArray());
        (await shop.EventConsumers.ListParkedAsync("other")).Items.ShouldBeEmpty();
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.EventConsumers.ListParkedAsync("other", first.Next));
        await Should.ThrowAsync<ArgumentException>(async () => await shop.EventConsumers.ListParkedAsync(""));
        await Should.ThrowAsync<ArgumentException>(async () => await shop.EventConsumers.ListParkedAsync("test", limit: 0));
    }

    [Fact]
    public async Task SendAgainAsync_makes_an_event_due_before_its_time()
    {
        _consumer.Fail(5);
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);
        var failed = (await shop.EventConsumers.ListParkedAsync("test")).Items[0];
        _consumer.Fail();

        (await shop.EventConsumers.SendAgainAsync("test", failed.Event.Id)).ShouldBe(SendAgainOutcome.Due);
        await shop.Consumers.RunOnceAsync(default);

        (await shop.EventConsumers.ListParkedAsync("test")).Items.ShouldBeEmpty();
        (await shop.EventConsumers.SendAgainAsync("test", failed.Event.Id)).ShouldBe(SendAgainOutcome.NotFound);
        await Should.ThrowAsync<ArgumentException>(() => shop.EventConsumers.SendAgainAsync("test", Guid.Empty));
    }

    private Task<TestShop> OpenAsync(RecordingConsumer? consumer = null) => TestShop.OpenAsync(register: (consumer ?? _consumer).Register);
}
