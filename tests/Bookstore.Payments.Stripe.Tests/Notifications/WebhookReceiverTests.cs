using System.Net;
using System.Text;
using Bookstore.Stripe.Double.Webhooks;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe.Notifications;

/// <summary>What is sent to <c>/webhooks/stripe</c>: the signature first, a commit, and work that asks Stripe.</summary>
public sealed class WebhookReceiverTests
{
    [Fact]
    public async Task The_order_of_a_customer_who_approved_is_confirmed_by_the_next_round_after_the_webhook()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await shop.PlaceAsync("pm_card_authenticationRequired");
        order.Status.ShouldBe(OrderStatus.Pending);
        shop.Stripe.Account.CompleteAction(shop.IntentOf(order.Id), isApproved: true);

        (await shop.Sender.SendAsync(shop.Stripe.Account.Events[^1])).ShouldBe(200);
        var round = await shop.Maintenance.RunOnceAsync();

        (round.NotificationsHandled, round.OrdersRecovered).ShouldBe((1, 0));
        (await shop.FindAsync(order.Id)).Status.ShouldBe(OrderStatus.Created);
    }

    // The clock stands still: no round begins, and nothing but the webhook can move the order.
    [Fact]
    public async Task A_host_works_on_what_comes_in_at_once_and_waits_for_no_round()
    {
        await using var shop = await ReceivingShop.OpenAsync(backgroundWork: true);
        var order = await shop.PlaceAsync("pm_card_authenticationRequired");
        shop.Stripe.Account.CompleteAction(shop.IntentOf(order.Id), isApproved: true);

        (await shop.Sender.SendAsync(shop.Stripe.Account.Events[^1])).ShouldBe(200);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await shop.FindAsync(order.Id)).Status == OrderStatus.Pending)
        {
            await Task.Delay(5, patience.Token);
        }

        (await shop.FindAsync(order.Id)).Status.ShouldBe(OrderStatus.Created);
    }

    [Fact]
    public async Task The_order_of_a_customer_who_refused_is_rejected()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await shop.PlaceAsync("pm_card_authenticationRequired");
        shop.Stripe.Account.CompleteAction(shop.IntentOf(order.Id), isApproved: false);

        await shop.Sender.SendAsync(shop.Stripe.Account.Events[^1]);
        await shop.Maintenance.RunOnceAsync();

        var rejected = await shop.FindAsync(order.Id);
        (rejected.Status, rejected.PaymentFailureCode).ShouldBe((OrderStatus.Rejected, "authentication_failed"));
    }

    [Fact]
    public async Task A_webhook_that_lies_changes_nothing()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await shop.PlaceAsync("pm_card_authenticationRequired");
        var lie = $$$$"""{"id":"evt_lie","object":"event","type":"payment_intent.succeeded","data":{"object":{"id":"{{{{shop.IntentOf(order.Id)}}}}","object":"payment_intent","status":"succeeded"}}}""";

        (await PostAsync(shop, lie)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await shop.WorkAsync();

        (await shop.FindAsync(order.Id)).Status.ShouldBe(OrderStatus.Pending);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Events_repeated_and_in_any_order_end_as_in_order(int seed)
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var (approved, refused, paid, declined) = (
            await shop.PlaceAsync("pm_card_authenticationRequired"), await shop.PlaceAsync("pm_card_authenticationRequired"), await shop.PlaceAsync("pm_card_visa"), await shop.PlaceAsync("pm_card_visa_chargeDeclined"));
        shop.Stripe.Account.CompleteAction(shop.IntentOf(approved.Id), isApproved: true);
        shop.Stripe.Account.CompleteAction(shop.IntentOf(refused.Id), isApproved: false);
        var events = WebhookSender.Shuffle(shop.Stripe.Account.Events, seed);

        (await shop.SendAsync(events)).ShouldBe(events.Count);
        var handled = await shop.WorkAsync();
        await shop.SendAsync(events);

        handled.ShouldBe(events.DistinctBy(static item => item.Id).Count(static item => item.Type is not ("payment_intent.created" or "charge.succeeded")));
        (await shop.WorkAsync()).ShouldBe(0);
        (await shop.FindAsync(approved.Id)).Status.ShouldBe(OrderStatus.Created);
        (await shop.FindAsync(refused.Id)).Status.ShouldBe(OrderStatus.Rejected);
        (await shop.FindAsync(paid.Id)).Status.ShouldBe(OrderStatus.Created);
        (await shop.FindAsync(declined.Id)).Status.ShouldBe(OrderStatus.Rejected);
        shop.Stripe.Account.Charged.ShouldBe(2);
    }

    [Fact]
    public async Task Unsigned_wrong_old_and_changed_requests_get_401_and_hear_nothing_of_what_they_sent()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var now = shop.Time.GetUtcNow();
        const string Body = """{"id":"evt_1"}""";
        string?[] headers =
        [
            null, string.Empty, "t=1,v1=00", "v1=" + new string('a', 64), StripeSignature.Of(Body, now, "whsec_wrong"), StripeSignature.Of(Body, now.AddMinutes(-6), ReceivingShop.Secret),
            StripeSignature.Of(Body, now.AddMinutes(6), ReceivingShop.Secret), StripeSignature.Of(Body + " ", now, ReceivingShop.Secret), new string('x', 5_000),
        ];

        foreach (var header in headers)
        {
            using var response = await PostAsync(shop, Body, header);

            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, header);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            var problem = await response.Content.ReadAsStringAsync();
            problem.ShouldContain("\"code\":\"unauthorized\"");
            problem.ShouldNotContain("evt_1");
        }
    }

    [Fact]
    public async Task A_secret_that_is_rotated_is_accepted_beside_the_new_one()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        const string Body = """{"id":"evt_1","type":"customer.created","data":{"object":{"id":"cus_1","object":"customer"}}}""";

        using var old = await PostAsync(shop, Body, StripeSignature.Of(Body, shop.Time.GetUtcNow(), "whsec_old"));
        using var both = await PostAsync(shop, Body, StripeSignature.Of(Body, shop.Time.GetUtcNow(), "whsec_other", ReceivingShop.Secret));

        (old.StatusCode, both.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"id":7,"type":"payment_intent.succeeded"}""")]
    [InlineData("""{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"object":"payment_intent"}}}""")]
    [InlineData("""{"id":"evt_1","type":"payment_intent.created","data":{"object":{"object":"payment_intent","id":"pi_1"}}}""")]
    [InlineData("""{"id":"evt_1","type":"charge.updated","data":{"object":{"object":"charge","id":"ch_1","payment_intent":"pi_1"}}}""")]
    [InlineData("""{"id":"evt_1","type":"invoice.paid","data":{"object":{"object":"invoice","id":"in_1","payment_intent":"pi_1"}}}""")]
    [InlineData("""{"id":"evt_1","type":"payment_intent.invented_in_2030","data":{"object":{"object":"payment_intent","id":"pi_1"}}}""")]
    public async Task What_is_signed_and_says_nothing_is_acknowledged_and_not_kept(string body)
    {
        await using var shop = await ReceivingShop.OpenAsync();

        using var response = await PostAsync(shop, body);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shop.WorkAsync()).ShouldBe(0);
        (await shop.Inbox.ListAsync(new InboxQuery())).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_payment_that_is_not_the_shops_is_asked_about_once_and_left_alone()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        const string Body = """{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"object":"payment_intent","id":"pi_foreign"}}}""";

        await PostAsync(shop, Body);

        (await shop.WorkAsync()).ShouldBe(1);
        shop.Stripe.Requests.Count("GET", "/pi_foreign").ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_is_too_large_gets_413_and_a_source_that_is_not_there_404()
    {
        await using var shop = await ReceivingShop.OpenAsync();

        using var large = await PostAsync(shop, new string('x', 262_145));
        using var chunked = new StreamContent(new MemoryStream(new byte[262_145]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = chunked };
        request.Headers.TransferEncodingChunked = true;
        using var streamed = await shop.Http.SendAsync(request);
        using var unknown = await shop.Http.PostAsync(new Uri("/webhooks/paypal", UriKind.Relative), new StringContent("{}"));

        (large.StatusCode, streamed.StatusCode, unknown.StatusCode).ShouldBe((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task What_fails_again_and_again_is_parked_and_listed_and_can_be_worked_on_again()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await shop.PlaceAsync("pm_card_visa");
        var intent = shop.IntentOf(order.Id);
        for (var i = 0; i < 10; i++)
        {
            shop.Stripe.Faults.Next($"GET /v1/payment_intents/{intent}", Bookstore.Stripe.Double.StripeFault.ProxyPage);
        }

        await shop.SendAsync([shop.Stripe.Account.Events[^1]]);
        for (var round = 0; round < 12; round++)
        {
            await shop.Maintenance.RunOnceAsync();
            shop.Time.Advance(TimeSpan.FromHours(1));
        }

        var parked = (await shop.Inbox.ListAsync(new InboxQuery { State = InboxState.Parked })).Items.ShouldHaveSingleItem();
        (parked.Attempts, parked.Source, parked.Notification.Reference).ShouldBe((10, "stripe", intent));
        parked.Failure.ShouldNotBeNullOrEmpty();
        (await shop.Inbox.RetryAsync(parked.Id)).ShouldBeTrue();
        (await shop.WorkAsync()).ShouldBe(1);
        (await shop.Inbox.ListAsync(new InboxQuery { State = InboxState.Parked })).Items.ShouldBeEmpty();
        (await shop.Inbox.RetryAsync(parked.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_entry_is_removed_after_thirty_days()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        await PostAsync(shop, """{"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"object":"payment_intent","id":"pi_foreign"}}}""");
        await shop.WorkAsync();

        shop.Time.Advance(TimeSpan.FromDays(29));
        (await shop.WorkAsync()).ShouldBe(0);
        shop.Time.Advance(TimeSpan.FromDays(1));

        (await shop.WorkAsync()).ShouldBe(1);
    }

    private static Task<HttpResponseMessage> PostAsync(ReceivingShop shop, string body) => PostAsync(shop, body, StripeSignature.Of(body, shop.Time.GetUtcNow(), ReceivingShop.Secret));

    private static async Task<HttpResponseMessage> PostAsync(ReceivingShop shop, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation(StripeSignature.Header, signature);
        }

        return await shop.Http.SendAsync(request);
    }
}
