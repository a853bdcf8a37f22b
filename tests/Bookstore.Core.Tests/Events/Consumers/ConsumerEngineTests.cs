using Bookstore.Diagnostics;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Events.Consumers;

/// <summary>What a consumer gets, in which order, and what is stored of it. The shop's feed begins with two events of each of three books: 1 and 2, 3 and 4, 5 and 6.</summary>
public sealed class ConsumerEngineTests
{
    private readonly RecordingConsumer _consumer = new();

    [Fact]
    public async Task RunOnceAsync_gives_each_event_once_and_goes_on_where_it_was()
    {
        await using var shop = await OpenAsync();

        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(6);
        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(0);
        await shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 13.99m, 1);
        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(2);

        _consumer.Positions.Order().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        _consumer.Tries.ShouldAllBe(tried => tried.Attempt == 1);
        (await BodyAsync(shop)).ShouldBe((8L, 0, null));
    }

    [Fact]
    public async Task RunOnceAsync_new_consumer_begins_at_the_end_of_the_feed_unless_told_otherwise()
    {
        _consumer.Consumer = _consumer.Consumer with { StartAt = EventStart.End };
        await using var shop = await OpenAsync();

        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(0);
        await shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 13.99m, 1);

        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(2);
        _consumer.Positions.ShouldBe([7, 8]);
    }

    [Fact]
    public async Task RunOnceAsync_passes_over_types_that_are_not_wanted()
    {
        _consumer.Consumer = _consumer.Consumer with { Filter = EventFilter.Of(["book.saved"]) };
        await using var shop = await OpenAsync();

        await shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.Order().ShouldBe([1, 3, 5]);
        (await BodyAsync(shop)).Position.ShouldBe(6);
    }

    [Fact]
    public async Task RunOnceAsync_event_that_could_not_be_tried_keeps_its_turn_and_its_number_of_tries()
    {
        var waits = new Dictionary<(long Position, int Attempt), int>();
        _consumer.Answer = (happened, attempt, _) =>
        {
            lock (waits)
            {
                var waited = waits[(happened.Position, attempt)] = waits.GetValueOrDefault((happened.Position, attempt)) + 1;
                return new(waited < 3 ? ConsumeOutcome.Waited : happened.Position == 3 && attempt == 1 ? ConsumeOutcome.Failed("as told") : ConsumeOutcome.Done);
            }
        };
        await using var shop = await OpenAsync();

        (await shop.Consumers.RunOnceAsync(default)).ShouldBe(4);
        (await ParkedAsync(shop)).ShouldBe([(3, ParkedEventState.Retrying, 1), (4, ParkedEventState.Waiting, 0)]);
        shop.Time.Advance(TimeSpan.FromSeconds(20));
        while ((await ParkedAsync(shop)).Length > 0)
        {
            await shop.Consumers.RunOnceAsync(default);
        }

        waits.ShouldBe(new Dictionary<(long Position, int Attempt), int> { [(1, 1)] = 3, [(2, 1)] = 3, [(3, 1)] = 3, [(3, 2)] = 3, [(4, 1)] = 3, [(5, 1)] = 3, [(6, 1)] = 3 }, ignoreOrder: true);
        foreach (var (first, second) in new[] { (1, 2), (3, 4), (5, 6) })
        {
            _consumer.Positions.ToList().LastIndexOf(first).ShouldBeLessThan(_consumer.Positions.ToList().IndexOf(second));
        }
    }

    [Fact]
    public async Task RunOnceAsync_failed_event_holds_up_its_resource_and_no_other_one()
    {
        _consumer.Fail(3);
        await using var shop = await OpenAsync();

        await shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.Order().ShouldBe([1, 2, 3, 5, 6]);
        (await BodyAsync(shop)).ShouldBe((6L, 2, "as told"));
        (await ParkedAsync(shop)).ShouldBe([(3, ParkedEventState.Retrying, 1), (4, ParkedEventState.Waiting, 0)]);
    }

    [Fact]
    public async Task RunOnceAsync_failed_event_is_tried_again_when_it_is_due_and_those_behind_it_follow_in_order()
    {
        _consumer.Fail(3);
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Clear();

        await shop.Consumers.RunOnceAsync(default);
        _consumer.Positions.ShouldBeEmpty();
        shop.Time.Advance(TimeSpan.FromSeconds(12));
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Tries.ShouldBe([(3, 2)]);
        _consumer.Fail();
        shop.Time.Advance(TimeSpan.FromSeconds(12));
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Tries.Count.ShouldBe(1);
        shop.Time.Advance(TimeSpan.FromSeconds(12));
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Tries.ShouldBe([(3, 2), (3, 3), (4, 1)]);
        (await ParkedAsync(shop)).ShouldBeEmpty();
        (await BodyAsync(shop)).Parked.ShouldBe(0);
    }

    [Fact]
    public async Task RunOnceAsync_event_that_has_failed_for_good_stays_parked_and_its_resource_goes_on()
    {
        _consumer.Consumer = _consumer.Consumer with { ParkAfter = 2 };
        _consumer.Fail(3);
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);

        shop.Time.Advance(TimeSpan.FromSeconds(12));
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Tries.Skip(5).ShouldBe([(3, 2), (4, 1)]);
        (await ParkedAsync(shop)).ShouldBe([(3, ParkedEventState.Parked, 2)]);
        shop.Time.Advance(TimeSpan.FromDays(1));
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Tries.Count.ShouldBe(7);
    }

    [Fact]
    public async Task SendAgainAsync_parked_event_is_tried_once_more()
    {
        _consumer.Consumer = _consumer.Consumer with { ParkAfter = 1 };
        _consumer.Fail(3);
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);
        var parked = (await shop.Parked.ListAsync("test", null, 10, default)).ShouldHaveSingleItem();

        (await shop.Parked.SendAgainAsync("test", parked.Event.Id, default)).ShouldBe(SendAgainOutcome.Due);
        await shop.Consumers.RunOnceAsync(default);
        (await ParkedAsync(shop)).ShouldBe([(3, ParkedEventState.Parked, 2)]);
        _consumer.Fail();
        await shop.Parked.SendAgainAsync("test", parked.Event.Id, default);
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Tries.Skip(6).ShouldBe([(3, 2), (3, 3)]);
        (await shop.Parked.SendAgainAsync("test", parked.Event.Id, default)).ShouldBe(SendAgainOutcome.NotFound);
    }

    [Fact]
    public async Task SendAgainAsync_event_that_waits_behind_another_one_is_refused()
    {
        _consumer.Fail(3);
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);
        var waiting = (await shop.Parked.ListAsync("test", 3, 10, default)).ShouldHaveSingleItem();

        (await shop.Parked.SendAgainAsync("test", waiting.Event.Id, default)).ShouldBe(SendAgainOutcome.Waiting);
    }

    [Fact]
    public async Task RunOnceAsync_stops_for_good_when_it_is_told_to_and_goes_on_there_when_it_is_resumed()
    {
        _consumer.Consumer = _consumer.Consumer with { Concurrency = 1 };
        _consumer.Answer = static (happened, _, _) => new(happened.Position == 3 ? ConsumeOutcome.Stop("gone") : ConsumeOutcome.Done);
        await using var shop = await OpenAsync();

        await shop.Consumers.RunOnceAsync(default);
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Positions.ShouldBe([1, 2, 3]);
        (await BodyAsync(shop)).ShouldBe((2L, 0, "gone"));
        _consumer.Clear();
        _consumer.Fail();
        (await shop.Consumers.ResumeAsync("test", default)).ShouldBeTrue();
        (await shop.Consumers.ResumeAsync("test", default)).ShouldBeFalse();
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.ShouldBe([3, 4, 5, 6]);
        (await BodyAsync(shop)).Position.ShouldBe(6);
    }

    [Fact]
    public async Task MoveAsync_sends_events_again_and_a_removed_consumer_begins_anew()
    {
        _consumer.Fail(4);
        await using var shop = await OpenAsync();
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Clear();

        (await shop.Consumers.MoveAsync("test", 4, default)).ShouldBeTrue();
        await shop.Consumers.RunOnceAsync(default);
        _consumer.Positions.ShouldBe([5, 6]);
        (await shop.Consumers.RemoveAsync("test", default)).ShouldBeTrue();
        (await shop.Consumers.RemoveAsync("test", default)).ShouldBeFalse();
        (await ParkedAsync(shop)).ShouldBeEmpty();
        _consumer.Clear();
        await shop.Consumers.RunOnceAsync(default);

        _consumer.Positions.Order().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public async Task RunOnceAsync_two_consumers_have_one_name_the_first_gets_its_events_and_so_do_all_others()
    {
        using var logs = new RecordingLogs();
        var (second, other) = (new RecordingConsumer(), new RecordingConsumer(static consumer => consumer with { Name = "other" }));
        await using var shop = await TestShop.OpenAsync(register: services =>
        {
            _consumer.Register(services.AddLogging(logging => logging.AddProvider(logs)));
            second.Register(services);
            other.Register(services);
        });

        await shop.Consumers.RunOnceAsync(default);
        await shop.Consumers.RunOnceAsync(default);

        (_consumer.Tries.Count, second.Tries.Count, other.Tries.Count).ShouldBe((6, 0, 6));
        logs.Entries.Count(static entry => entry.Id == EventIds.Consumers.ConsumerNameTaken).ShouldBe(1);
    }

    private static async Task<(long Position, ParkedEventState State, int Attempts)[]> ParkedAsync(TestShop shop) =>
        [.. (await shop.Parked.ListAsync("test", null, 100, default)).Select(static parked => (parked.Event.Position, parked.State, parked.Attempts))];

    private static async Task<(long? Position, int Parked, string? LastError)> BodyAsync(TestShop shop)
    {
        var document = await shop.Store.FindDocumentAsync(ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf("test")), default);
        var body = ConsumerDocuments.Consumers.Read(document.ShouldNotBeNull());
        return (body.Position, body.Parked, body.LastError);
    }

    private Task<TestShop> OpenAsync() => TestShop.OpenAsync(register: _consumer.Register);
}
