namespace Bookstore.Operating;

/// <summary>The pages of webhook endpoints.</summary>
public sealed class WebhookPageTests
{
    [Fact]
    public async Task Shop_without_webhooks_has_a_page_that_says_so()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/webhooks");
        var add = await browser.GetAsync("/console/webhooks/new");
        var orderPage = await browser.GetAsync($"/console/orders/{order}");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("This shop has no webhooks.");
        page.Text.ShouldNotContain("/console/webhooks/new");
        add.Status.ShouldBe(HttpStatusCode.NotFound);
        orderPage.Text.ShouldNotContain("Resend webhooks");
        (await browser.GetAsync($"/console/orders/{order}/resend")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Endpoint_is_added_and_its_secret_is_shown_once()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        using var browser = await shop.SignInAsync();

        var question = await browser.SubmitAsync("/console/webhooks/new", ("url", shop.Receiver), ("types", "order.created\ndelivery.*"), ("step", "enter"));
        var added = await browser.SubmitAsync("/console/webhooks/new", question, ("step", "confirm"));
        var again = await browser.GetAsync(added.Path);

        question.Text.ShouldContain("Sends order.created, delivery.* to");
        added.Text.ShouldContain("The endpoint was added.");
        added.Text.ShouldContain("whsec_");
        again.Text.ShouldNotContain("whsec_");
        Markup.FindProblem(added.Text).ShouldBeNull();
        var endpoint = (await shop.Get<IWebhookService>().ListAsync(new PageRequest())).Items.ShouldHaveSingleItem();
        endpoint.Types.ShouldBe(["order.created", "delivery.*"]);
        (await browser.GetAsync("/console/webhooks")).Text.ShouldContain($"/console/webhooks/{endpoint.Id}\"");
    }

    [Fact]
    public async Task Address_that_is_not_allowed_is_refused_in_the_words_of_the_API()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.SubmitAsync("/console/webhooks/new", ("url", "ftp://shop.example"), ("types", ""), ("step", "confirm"));

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("The address is not allowed.");
    }

    [Fact]
    public async Task Secret_is_rotated_once_by_a_form_that_is_sent_twice()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        var (endpoint, first) = await shop.SubscribeAsync();
        using var browser = await shop.SignInAsync();
        using var other = await shop.SignInAsync(ConsoleShop.ReaderKey);
        var path = $"/console/webhooks/{endpoint}/rotate";

        var question = await browser.GetAsync(path);
        var done = await browser.SubmitAsync(path, question, ("step", "confirm"));
        var twice = await browser.SubmitAsync(path, question, ("step", "confirm"));

        question.Text.ShouldNotContain("whsec_");
        done.Text.ShouldContain("whsec_");
        done.Text.ShouldNotContain(first);
        twice.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        twice.Text.ShouldNotContain("whsec_");
        done.Cookie.ShouldNotBeNull().ShouldNotContain("whsec_");
        (await other.GetAsync($"/console/webhooks/{endpoint}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Endpoint_is_disabled_enabled_pinged_and_removed()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        var (endpoint, _) = await shop.SubscribeAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/webhooks/{endpoint}";

        var disabled = await browser.SubmitAsync($"{path}/disable", ("step", "confirm"));
        var enabled = await browser.SubmitAsync($"{path}/enable", ("step", "confirm"));
        var pinged = await browser.SubmitAsync($"{path}/ping", ("step", "confirm"));
        shop.ReceiverStatus = 500;
        var failed = await browser.SubmitAsync($"{path}/ping", ("step", "confirm"));
        var removed = await browser.SubmitAsync($"{path}/remove", ("step", "confirm"));

        disabled.Text.ShouldContain($"{path}/enable\"");
        enabled.Text.ShouldContain($"{path}/disable\"");
        pinged.Text.ShouldContain("The ping was delivered.");
        failed.Text.ShouldContain("The ping was not delivered.");
        removed.Path.ShouldBe("/console/webhooks?done=webhook-removed");
        (await browser.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Events_of_an_order_are_sent_again_and_an_event_that_fails_is_redelivered_or_discarded()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        shop.ReceiverStatus = 500;
        var (endpoint, _) = await shop.SubscribeAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();
        var waiting = await shop.WaitForDeliveryAsync(endpoint, WebhookDeliveryState.Retrying);
        var path = $"/console/webhooks/{endpoint}";

        var page = await browser.GetAsync(path);
        shop.ReceiverStatus = 204;
        var question = await browser.SubmitAsync($"/console/orders/{order}/resend", ("step", "enter"), ($"send-{endpoint:N}-{waiting.EventId:N}", "yes"));
        var resent = await browser.SubmitAsync($"/console/orders/{order}/resend", question, ("step", "confirm"));
        await shop.WaitForDeliveryAsync(endpoint, WebhookDeliveryState.Delivered);
        var redelivered = await browser.SubmitAsync($"{path}/deliveries/{waiting.EventId}/redeliver", ("step", "confirm"));
        var discarded = await browser.SubmitAsync($"{path}/deliveries/{waiting.EventId}/discard", ("step", "confirm"));

        page.Text.ShouldContain("retrying");
        page.Text.ShouldContain($"{path}/deliveries/{waiting.EventId}/discard\"");
        question.Text.ShouldContain($"Sends {waiting.Type} to");
        resent.Text.ShouldContain("It is sent again.");
        redelivered.Text.ShouldContain("It is sent again.");
        discarded.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nothing_chosen_is_sent_nowhere()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        var (endpoint, _) = await shop.SubscribeAsync();
        var order = await shop.OrderAsync();
        await shop.WaitForDeliveryAsync(endpoint, WebhookDeliveryState.Delivered);
        using var browser = await shop.SignInAsync();

        var page = await browser.SubmitAsync($"/console/orders/{order}/resend", ("step", "confirm"));

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Choose at least one event.");
    }

    [Fact]
    public async Task Events_since_a_time_are_replayed()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        await shop.OrderAsync();
        var (endpoint, _) = await shop.SubscribeAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/webhooks/{endpoint}/replay";

        var wrong = await browser.SubmitAsync(path, ("since", "yesterday"), ("step", "enter"));
        var question = await browser.SubmitAsync(path, ("since", DateTimeOffset.UtcNow.AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture)), ("step", "enter"));
        var done = await browser.SubmitAsync(path, question, ("step", "confirm"));

        wrong.Text.ShouldContain("Enter a time such as");
        question.Text.ShouldContain("Sends the events since");
        done.Text.ShouldContain("The events are sent again.");
        (await shop.WaitForDeliveryAsync(endpoint, WebhookDeliveryState.Delivered)).Type.ShouldNotBe("webhook.ping");
    }
}
