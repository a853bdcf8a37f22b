namespace Bookstore.Operating;

/// <summary>The pages of audits.</summary>
public sealed class AuditPageTests
{
    [Fact]
    public async Task Verification_is_started_and_ends_without_findings()
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        (await browser.GetAsync("/console/audits")).Text.ShouldContain("There are no audits yet.");
        var started = await browser.SubmitAsync("/console/audits/start/verify", ("step", "confirm"));
        var run = await EndAsync(shop);
        var page = await browser.GetAsync($"/console/audits/{run.RunId}");
        var list = await browser.GetAsync("/console/audits");

        started.Path.ShouldBe($"/console/audits/{run.RunId}?done=audit");
        started.Text.ShouldContain("The audit runs in the background.");
        page.Text.ShouldContain("<progress max=\"100\" value=\"100\"");
        page.Text.ShouldContain("Everything that was checked fits together.");
        page.Text.ShouldNotContain("data-again");
        list.Text.ShouldContain($"/console/audits/{run.RunId}\"");
        Markup.FindProblem(page.Text).ShouldBeNull();
        Markup.FindProblem(list.Text).ShouldBeNull();
    }

    [Fact]
    public async Task Findings_say_what_they_mean_and_what_to_do_and_are_on_the_first_page()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var foreign = Guid.CreateVersion7();
        await shop.Get<IPaymentGateway>().AuthorizeAsync(new AuthorizeRequest(foreign, new Money(1m, "USD"), new PaymentToken("4111111111111111")), default);
        using var browser = await shop.SignInAsync();

        var run = await shop.Get<IBookstoreAudit>().RunAsync(Guid.CreateVersion7(), AuditKind.Reconciliation);
        var page = await browser.GetAsync($"/console/audits/{run.RunId}");
        var home = await browser.GetAsync("/console/");

        page.Text.ShouldContain("payment without order");
        page.Text.ShouldContain(foreign.ToString());
        page.Text.ShouldContain("The gateway has money for an order that does not exist.");
        page.Text.ShouldContain("Void or refund the payment");
        home.Text.ShouldContain("audit findings");
        home.Text.ShouldContain($"/console/audits/{run.RunId}\"");
        (await browser.GetAsync($"/console/audits/{run.RunId}?after=7")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Audit_that_is_not_there_and_kind_that_is_none_are_no_pages()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();

        (await browser.GetAsync($"/console/audits/{Guid.CreateVersion7()}")).Text.ShouldContain("Audit not found");
        (await browser.GetAsync("/console/audits/start/everything")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<AuditProgress> EndAsync(ConsoleShop shop)
    {
        AuditProgress? run = null;
        await ConsoleShop.EventuallyAsync(async () =>
        {
            run = (await shop.Get<IBookstoreAudit>().ListRunsAsync(new PageRequest())).Items.Single();
            return run.Status != AuditRunStatus.Running;
        });
        return run!;
    }
}
