using System.Net;
using Bookstore.Contracts;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>A week in which the receiver dies at random, also after it has dealt with an event and before it says so, and the shop's two hosts take turns. Someone enables the endpoint where an event has used its tries up.</summary>
public sealed class WeekTests
{
    private const int Books = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_event_arrives_and_none_after_a_later_one_of_its_resource(int seed)
    {
        var random = new Random(seed);
        await using var shop = new WebhookShop();
        await using var other = new WebhookShop(sharing: shop);
        var endpoint = await shop.CreateAsync("book.saved");
        var receiver = new DyingReceiver(random);
        shop.Receiver.Answer = receiver.Take;
        var end = shop.Time.GetUtcNow().AddDays(7);

        while (shop.Time.GetUtcNow() < end)
        {
            receiver.LiveOrDie();
            for (var i = random.Next(4); i > 0; i--)
            {
                await shop.SaveBookAsync(random.Next(Books));
            }

            await (random.Next(4) == 0 ? other : shop).DeliverAsync();
            await shop.Webhooks.EnableAsync(endpoint.Id);
            shop.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 3_600)));
        }

        receiver.Recover();
        for (var i = 0; i < 60; i++)
        {
            await shop.DeliverAsync();
            shop.Time.Advance(TimeSpan.FromHours(1));
        }

        var events = await shop.EventsAsync("book.saved");
        events.Count.ShouldBeGreaterThan(200);
        receiver.Wrong.ShouldBeEmpty();
        (await shop.DeliveriesAsync(endpoint.Id)).Where(static delivery => delivery.DueAt is not null || delivery.State == WebhookDeliveryState.Waiting).ShouldBeEmpty();
        events.Select(static happened => happened.Id.ToString()).Except(receiver.Accepted).ShouldBeEmpty();
        receiver.Accepted.ShouldBe(events.Select(static happened => happened.Id.ToString()), ignoreOrder: true);
        receiver.Deaths.ShouldBeGreaterThan(20);
        receiver.Duplicates.ShouldBeGreaterThan(0);
    }

    /// <summary>Removes duplicates by the id, and notes what comes after a later one of its resource.</summary>
    private sealed class DyingReceiver(Random random)
    {
        private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
        private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
        private bool _isAlive = true;
        private bool _isStable;

        public IReadOnlyCollection<string> Accepted => _accepted;

        public List<string> Wrong { get; } = [];

        public int Deaths { get; private set; }

        public int Duplicates { get; private set; }

        public void LiveOrDie()
        {
            var isAlive = random.Next(3) > 0;
            Deaths += _isAlive && !isAlive ? 1 : 0;
            _isAlive = isAlive;
        }

        public void Recover() => (_isAlive, _isStable) = (true, true);

        public HttpResponseMessage Take(EventResource happened)
        {
            if (!_isAlive)
            {
                return random.Next(3) switch
                {
                    0 => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
                    1 => throw new HttpRequestException(HttpRequestError.ConnectionError),
                    _ => throw new IOException("The connection was reset."),
                };
            }

            Accept(happened);

            // It dies in the middle: what it has dealt with comes again.
            if (!_isStable && random.Next(10) == 0)
            {
                _isAlive = false;
                Deaths++;
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            }

            return new HttpResponseMessage(HttpStatusCode.OK);
        }

        private void Accept(EventResource happened)
        {
            if (!_accepted.Add(happened.Id))
            {
                Duplicates++;
                return;
            }

            if (happened.Sequence != _last.GetValueOrDefault(happened.Resource) + 1)
            {
                Wrong.Add($"{happened.Resource} #{happened.Sequence} after #{_last.GetValueOrDefault(happened.Resource)}");
            }

            _last[happened.Resource] = happened.Sequence;
        }
    }
}
