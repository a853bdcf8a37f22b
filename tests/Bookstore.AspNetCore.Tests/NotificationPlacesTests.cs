using Bookstore.Support;

namespace Bookstore.AspNetCore;

/// <summary>The places of notifications: bounded, and given up by senders that are slow where others need them.</summary>
public sealed class NotificationPlacesTests
{
    private readonly ManualTime _time = new();
    private readonly NotificationPlaces _places;

    public NotificationPlacesTests() => _places = new NotificationPlaces(_time);

    [Fact]
    public void A_source_has_256_places_and_leaves_some_to_the_others()
    {
        var taken = Fill("flooded", NotificationPlaces.MaxOfSource);

        _places.TryEnter("flooded").ShouldBeNull();
        Fill("quiet", NotificationPlaces.MaxInAll - NotificationPlaces.MaxOfSource);
        _places.TryEnter("quiet").ShouldBeNull("all are taken");
        taken[0].Dispose();
        taken[0].Dispose();
        using var next = _places.TryEnter("flooded");
        next.ShouldNotBeNull();
        _places.TryEnter("flooded").ShouldBeNull("a place is left once");
    }

    [Fact]
    public void A_sender_that_was_slow_for_a_second_gives_its_place_up_the_slowest_first()
    {
        var slow = Fill("stripe", 2);
        _time.Advance(TimeSpan.FromMilliseconds(400));
        Fill("stripe", NotificationPlaces.MaxOfSource - 2);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        _places.TryEnter("stripe").ShouldBeNull("nobody was slow for a second");
        _time.Advance(TimeSpan.FromMilliseconds(100));

        using var first = _places.TryEnter("stripe");
        using var second = _places.TryEnter("stripe");

        (first, second).ShouldNotBe((null, null));
        slow.ShouldAllBe(static place => place.GivenUp.IsCancellationRequested && !place.TryKeep());
        _places.TryEnter("stripe").ShouldBeNull();
        slow.ForEach(static place => place.Dispose());
        _places.TryEnter("stripe").ShouldBeNull("a place that was given up is not left once more");
    }

    [Fact]
    public void Who_waits_for_the_commit_keeps_the_place_and_the_slow_of_another_source_keep_theirs_while_there_is_room()
    {
        Fill("other", 10);
        var committing = Fill("stripe", NotificationPlaces.MaxOfSource);
        committing.ShouldAllBe(static place => place.TryKeep());
        _time.Advance(TimeSpan.FromSeconds(5));

        _places.TryEnter("stripe").ShouldBeNull();
        committing.ShouldAllBe(static place => !place.GivenUp.IsCancellationRequested);
    }

    private List<NotificationPlaces.Place> Fill(string source, int count) => [.. Enumerable.Range(0, count).Select(_ => _places.TryEnter(source).ShouldNotBeNull())];
}
