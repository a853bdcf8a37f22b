using System.Net;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>A host whose own clock is wrong delivers as any other.</summary>
public sealed class WrongClockTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    [InlineData(100_000)]
    public async Task Requests_are_signed_with_the_time_of_the_store(int minutesAhead)
    {
        await using var shop = new WebhookShop(ahead: TimeSpan.FromMinutes(minutesAhead));
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();

        await shop.DeliverAsync();
        var ping = await shop.Webhooks.PingAsync(endpoint.Id);

        shop.Receiver.Types.ShouldBe(["book.saved", "webhook.ping"]);
        ping.Delivery!.State.ShouldBe(WebhookDeliveryState.Delivered);
    }

    [Fact]
    public async Task The_secret_before_is_signed_with_for_its_day_by_the_time_of_the_store()
    {
        await using var shop = new WebhookShop(ahead: TimeSpan.FromHours(25));
        var endpoint = await shop.CreateAsync();
        await shop.Webhooks.RotateSecretAsync(endpoint.Id);
        await shop.SaveBookAsync();

        await shop.DeliverAsync();

        shop.Receiver.Received.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_date_to_retry_after_is_understood_by_the_time_of_the_store()
    {
        var time = new ManualTime();
        using var sender = new WebhookSender(TestMessages.Options(allowPrivate: false), new WrongTime(time, TimeSpan.FromHours(5)), new Later(time.GetUtcNow().AddHours(1)));

        var result = await sender.SendAsync(new Uri("https://receiver.example/"), now: time.GetUtcNow());

        result.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Tries_are_stored_in_time_after_the_clock_was_set_back()
    {
        var time = new ManualTime();
        var clock = new WrongTime(time, TimeSpan.FromHours(1));
        var log = new TryLog(clock);
        log.AddApart(new TryBody { IsSuccess = false });
        log.Stored(log.Peek());
        clock.Ahead = TimeSpan.Zero;
        log.AddApart(new TryBody { IsSuccess = false });

        log.IsDue(all: false).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(5));

        log.IsDue(all: false).ShouldBeTrue();
    }

    private sealed class Later(DateTimeOffset at) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent(string.Empty) };
            response.Headers.RetryAfter = new(at);
            return Task.FromResult(response);
        }
    }
}
