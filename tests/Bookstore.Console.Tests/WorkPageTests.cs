namespace Bookstore.Operating;

/// <summary>The list of work, and what a person decides about it.</summary>
public sealed class WorkPageTests
{
    private const string CaptureFails = "4000000000001976";

    [Fact]
    public async Task Work_that_needs_a_person_says_what_to_do_and_is_retried_once()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await RefusedAsync(shop);
        using var browser = await shop.SignInAsync();
        var path = $"/console/work/payment/{order}/retry";

        var list = await browser.GetAsync("/console/work?kind=payment&state=attention");
        var question = await browser.GetAsync(path);
        var done = await browser.SubmitAsync(path, question, ("step", "confirm"));

        list.Text.ShouldContain("capture refused");
        list.Text.ShouldContain("Ask the gateway why.");
        list.Text.ShouldContain($"/console/orders/{order}\"");
        Markup.FindProblem(list.Text).ShouldBeNull();
        done.Text.ShouldContain("The call is made again in the background.");
    }

    [Fact]
    public async Task Payment_that_came_another_way_is_marked_as_done()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await RefusedAsync(shop);
        using var browser = await shop.SignInAsync();
        var path = $"/console/work/payment/{order}/done?attention=capture_refused";

        var none = await browser.SubmitAsync(path, ("note", ""), ("step", "enter"));
        var question = await browser.SubmitAsync(path, ("note", "transfer 17"), ("step", "enter"));
        var done = await browser.SubmitAsync(path, question, ("step", "confirm"));
        var late = await browser.SubmitAsync($"/console/work/payment/{order}/done?attention=void_refused", ("note", "transfer 18"), ("step", "confirm"));

        none.Text.ShouldContain("Enter a value.");
        done.Text.ShouldContain("It is on record that the call was made another way.");
        var known = await shop.FindAsync(order);
        (known.Attention, known.Resolution!.Kind).ShouldBe((null, PaymentResolutionKind.MarkedDone));
        late.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Capture_that_is_given_up_cancels_its_order()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await RefusedAsync(shop);
        using var browser = await shop.SignInAsync();

        var done = await browser.SubmitAsync($"/console/work/payment/{order}/give-up?attention=capture_refused", ("note", "no answer"), ("step", "confirm"));

        done.Text.ShouldContain("The call was given up.");
        (await shop.FindAsync(order)).Status.ShouldBe(OrderStatus.Cancelled);
    }

    [Theory]
    [InlineData("payment", "retry", HttpStatusCode.NotFound)]
    [InlineData("refund", "retry", HttpStatusCode.NotFound)]
    [InlineData("courier", "retry", HttpStatusCode.NotFound)]
    [InlineData("webhook", "retry", HttpStatusCode.NotFound)]
    [InlineData("inbox", "retry", HttpStatusCode.NotFound)]
    [InlineData("event_handler", "retry", HttpStatusCode.NotFound)]
    public async Task Work_that_is_not_there_is_refused_in_the_words_of_the_API(string kind, string step, HttpStatusCode status)
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.SubmitAsync($"/console/work/{kind}/{Guid.CreateVersion7()}/{step}", ("step", "confirm"));

        page.Status.ShouldBe(status);
        page.Text.ShouldContain("No work under this id needs a person");
    }

    [Theory]
    [InlineData("nothing", "retry")]
    [InlineData("webhook", "done")]
    [InlineData("inbox", "give-up")]
    public async Task Step_that_a_kind_does_not_have_is_no_page(string kind, string step)
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();

        (await browser.GetAsync($"/console/work/{kind}/{Guid.CreateVersion7()}/{step}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sections_that_the_roles_do_not_reach_are_not_in_the_navigation()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var owner = await shop.SignInAsync();
        using var reader = await shop.SignInAsync(ConsoleShop.ReaderKey);

        var (all, few) = (await owner.GetAsync("/console/"), await reader.GetAsync("/console/"));

        foreach (var section in (string[])["webhooks", "work", "audits"])
        {
            all.Text.ShouldContain($"href=\"/console/{section}\"");
            few.Text.ShouldNotContain($"href=\"/console/{section}\"");
        }
    }

    [Fact]
    public async Task List_without_work_says_so()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();

        (await browser.GetAsync("/console/work")).Text.ShouldContain("Nothing is due, and nothing needs a person.");
        (await browser.GetAsync("/console/work?kind=inbox")).Text.ShouldContain("No work matches.");
    }

    [Theory]
    [InlineData("work")]
    [InlineData("work/payment/01a22bc6-725d-7158-830f-42b7d547c83e/retry")]
    [InlineData("audits")]
    [InlineData("audits/start/verify")]
    [InlineData("audits/01a22bc6-725d-7158-830f-42b7d547c83e")]
    [InlineData("webhooks")]
    [InlineData("webhooks/new")]
    [InlineData("webhooks/01a22bc6-725d-7158-830f-42b7d547c83e/rotate")]
    [InlineData("orders/01a22bc6-725d-7158-830f-42b7d547c83e/resend")]
    public async Task What_the_roles_do_not_reach_is_refused(string path)
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var reader = await shop.SignInAsync(ConsoleShop.ReaderKey);

        (await reader.SendAsync(HttpMethod.Get, "/console/" + path)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<Guid> RefusedAsync(ConsoleShop shop)
    {
        var placed = await shop.Get<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest { CustomerId = "cust-1", Lines = [new PlaceOrderLine(ConsoleShop.Martian, 1)], Payment = new PaymentToken(CaptureFails) });
        await ConsoleShop.EventuallyAsync(async () => (await shop.FindAsync(placed.Order!.Id)).Attention is not null);
        return placed.Order!.Id;
    }
}
