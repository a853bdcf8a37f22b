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
    public async Task Address_and_types_of_an_endpoint_are_changed()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        var (endpoint, _) = await shop.SubscribeAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/webhooks/{endpoint}/edit";
        var address = shop.Receiver + "?token=2";

        var form = await browser.GetAsync(path);
        var question = await browser.SubmitAsync(path, form, ("url", address), ("types", "order.*"), ("step", "enter"));
        var saved = await browser.SubmitAsync(path, question, ("step", "confirm"));

        form.Text.ShouldContain($"value=\"{shop.Receiver}\"");
        question.Text.ShouldContain($"Sends to {address} from now on");
        question.Text.ShouldContain("Sends order.*.");
        saved.Text.ShouldContain("The endpoint was changed.");
        saved.Text.ShouldNotContain("whsec_");
        Markup.FindProblem(question.Text).ShouldBeNull();
        var found = (await shop.Get<IWebhookService>().FindAsync(endpoint))!;
        found.Url.ShouldBe(address);
        found.ChangedBy.ShouldBe(new Actor("owner"));
        saved.Text.ShouldContain("by <bdi>owner</bdi>");
        found.Types.ShouldBe(["order.*"]);
        (await browser.GetAsync($"/console/webhooks/{endpoint}")).Text.ShouldContain(path + "\"");
    }

    [Fact]
    public async Task Change_of_an_endpoint_is_refused_where_it_may_not_be()
    {
        // Addresses of the shop's own network are not allowed here.
        await using var shop = await ConsoleShop.StartAsync(more: static bookstore => bookstore.AddWebhooks(static options => options.SecretKey = Convert.ToBase64String(new byte[32])));
        var webhooks = shop.Get<IWebhookService>();
        var endpoint = (await webhooks.CreateAsync(new WebhookSettings { Url = "https://shop.example/hooks", Types = ["order.created"] })).Endpoint!;
        using var browser = await shop.SignInAsync();
        using var reader = await shop.SignInAsync(ConsoleShop.ReaderKey);
        var path = $"/console/webhooks/{endpoint.Id}/edit";
        var form = await browser.GetAsync(path);

        var inside = await browser.SubmitAsync(path, form, ("url", "https://169.254.169.254/latest/meta-data"), ("types", ""), ("step", "confirm"));
        var noType = await browser.SubmitAsync(path, form, ("url", endpoint.Url), ("types", "order.nothing"), ("step", "confirm"));
        var empty = await browser.SubmitAsync(path, form, ("url", " "), ("types", ""), ("step", "confirm"));
        var noToken = await browser.SendAsync(HttpMethod.Post, path, ("url", "https://other.example/"), ("types", ""), ("step", "confirm"));
        var noRole = await reader.GetAsync(path);
        var stolen = ConsoleBrowser.HiddenOf(await reader.GetAsync("/console/")).ToList();
        var noRoleToPost = await reader.SendAsync(HttpMethod.Post, path, [.. stolen, ("url", "https://other.example/"), ("types", ""), ("step", "confirm")]);

        inside.Status.ShouldBe(HttpStatusCode.BadRequest);
        inside.Text.ShouldContain("The address is not allowed.");
        inside.Text.ShouldContain("169.254.169.254");
        noType.Status.ShouldBe(HttpStatusCode.BadRequest);
        noType.Text.ShouldContain("names no type of event");
        empty.Text.ShouldContain("Enter a value.");
        noToken.Status.ShouldBe(HttpStatusCode.BadRequest);
        noToken.Text.ShouldContain("The form was not accepted");
        (noRole.Status, noRoleToPost.Status).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
        var found = (await webhooks.FindAsync(endpoint.Id))!;
        (found.Url, found.Version).ShouldBe((endpoint.Url, endpoint.Version));
    }

    [Fact]
    public async Task Change_that_another_person_made_meanwhile_is_not_overwritten()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        var (endpoint, _) = await shop.SubscribeAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/webhooks/{endpoint}/edit";
        var form = await browser.GetAsync(path);

        await shop.Get<IWebhookService>().UpdateAsync(endpoint, new WebhookSettings { Url = shop.Receiver, Types = ["refund.*"] });
        var late = await browser.SubmitAsync(path, form, ("url", shop.Receiver), ("types", ""), ("step", "confirm"));

        late.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await shop.Get<IWebhookService>().FindAsync(endpoint))!.Types.ShouldBe(["refund.*"]);
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
        await ConsoleShop.EventuallyAsync(async () => (await shop.Get<IWebhookService>().ListDeliveriesAsync(endpoint, new PageRequest()))!.Items
            .Any(delivery => delivery.EventId == waiting.EventId && delivery.State == WebhookDeliveryState.Delivered));
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
