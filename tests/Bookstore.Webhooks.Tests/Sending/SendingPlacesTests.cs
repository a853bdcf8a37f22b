using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

public sealed class SendingPlacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Each_endpoint_has_its_share_of_half_the_places_whatever_the_others_take()
    {
        var (places, ids) = Make(all: 16, most: 8, endpoints: 4);

        foreach (var id in ids)
        {
            (await CountAsync(places, id)).ShouldBe(2);
        }

        places.Taken.ShouldBe(8);
    }

    [Fact]
    public async Task An_endpoint_that_responds_quickly_borrows_places_and_one_that_does_not_any_more_gets_no_others()
    {
        var (places, ids) = Make(all: 16, most: 8, endpoints: 4);
        await ProveAsync(places, ids[0], Quick);
        (await CountAsync(places, ids[0])).ShouldBe(8);
        (await CountAsync(places, ids[1])).ShouldBe(2, "nothing is known of it yet");

        places.Leave(ids[0], Slow);
        (await CountAsync(places, ids[0])).ShouldBe(0, "it has more than its share");
    }

    [Fact]
    public async Task What_is_lent_leaves_the_shares_of_the_others()
    {
        var (places, ids) = Make(all: 16, most: 16, endpoints: 4);
        foreach (var id in ids)
        {
            await ProveAsync(places, id, Quick);
        }

        (await CountAsync(places, ids[0])).ShouldBe(10);
        (await CountAsync(places, ids[1])).ShouldBe(2);
        (await CountAsync(places, ids[2])).ShouldBe(2);
        (await CountAsync(places, ids[3])).ShouldBe(2);
        places.Taken.ShouldBe(16);
    }

    [Fact]
    public async Task Who_waits_gets_the_next_place_in_turn()
    {
        var (places, ids) = Make(all: 2, most: 1, endpoints: 2);
        (await CountAsync(places, ids[0])).ShouldBe(1);
        (await CountAsync(places, ids[1])).ShouldBe(1);
        var first = places.TryEnterAsync(ids[0], Patience, default);
        var second = places.TryEnterAsync(ids[0], Patience, default);

        places.Leave(ids[1], Quick);
        first.IsCompleted.ShouldBeFalse("it is the place of the other one");
        places.Leave(ids[0], Quick);

        (await first).ShouldBeTrue();
        second.IsCompleted.ShouldBeFalse();
        places.Leave(ids[0], Quick);
        (await second).ShouldBeTrue();
    }

    [Fact]
    public async Task A_wait_ends_with_the_patience_or_the_caller_and_takes_no_place()
    {
        var (places, ids) = Make(all: 1, most: 1, endpoints: 1);
        (await CountAsync(places, ids[0])).ShouldBe(1);
        using var gone = new CancellationTokenSource();
        var impatient = places.TryEnterAsync(ids[0], Patience, default);
        var cancelled = places.TryEnterAsync(ids[0], TimeSpan.FromHours(1), gone.Token);

        _time.Advance(Patience);
        (await impatient).ShouldBeFalse();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);

        places.Leave(ids[0], Quick);
        places.Taken.ShouldBe(0);
        (await places.TryEnterAsync(ids[0], Patience, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Places_are_shared_out_anew_when_endpoints_come_and_go()
    {
        var (places, ids) = Make(all: 16, most: 8, endpoints: 1);
        (await CountAsync(places, ids[0])).ShouldBe(8);
        Guid[] more = [.. ids, .. Enumerable.Range(0, 7).Select(static _ => Guid.NewGuid())];

        places.Know(more);
        foreach (var id in more[1..])
        {
            (await CountAsync(places, id)).ShouldBe(1);
        }

        var waiting = places.TryEnterAsync(more[1], Patience, default);
        places.Know([more[1]]);
        (await waiting).ShouldBeTrue();
    }

    [Fact]
    public async Task All_places_are_free_again_after_many_at_a_time()
    {
        var (places, ids) = Make(all: 7, most: 3, endpoints: 5);
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(async () =>
        {
            (await places.TryEnterAsync(ids[i % 5], TimeSpan.FromHours(1), default)).ShouldBeTrue();
            InterlockedMax(ref most, places.Taken);
            await Task.Yield();
            places.Leave(ids[i % 5], i % 3 == 0 ? Slow : Quick);
        })));

        most.ShouldBeInRange(1, 7);
        places.Taken.ShouldBe(0);
    }

    private (SendingPlaces Places, Guid[] Ids) Make(int all, int most, int endpoints)
    {
        var places = new SendingPlaces(all, most, Quick, _time);
        Guid[] ids = [.. Enumerable.Range(0, endpoints).Select(static _ => Guid.NewGuid())];
        places.Know(ids);
        return (places, ids);
    }

    private static async Task ProveAsync(SendingPlaces places, Guid id, TimeSpan took)
    {
        (await places.TryEnterAsync(id, Patience, default)).ShouldBeTrue();
        places.Leave(id, took);
    }

    // Takes places until there is none at once.
    private static async Task<int> CountAsync(SendingPlaces places, Guid id)
    {
        using var now = new CancellationTokenSource();
        for (var count = 0; ; count++)
        {
            var entering = places.TryEnterAsync(id, Patience, now.Token);
            if (!entering.IsCompleted)
            {
                await now.CancelAsync();
                await Should.ThrowAsync<OperationCanceledException>(() => entering);
                return count;
            }
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen) is var before && before == seen ? value : before;
        }
    }
}
