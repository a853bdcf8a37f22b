using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Bookstore.Operating;

/// <summary>What a person sees while the store is away.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Store_that_is_away_is_a_page_that_says_so()
    {
        var sales = Substitute.For<ISalesService>();
        sales.ListOrdersAsync(Arg.Any<OrderQuery>(), Arg.Any<CancellationToken>()).Throws(new BookstoreStoreException("disk I/O error at sector 7") { IsUnavailable = true });
        await using var shop = await ConsoleShop.StartAsync(services => services.AddSingleton(sales));
        using var browser = shop.Open();

        // The first page needs the store as well.
        (await browser.SubmitAsync("/console/sign-in", ("key", ConsoleShop.OwnerKey))).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var page = await browser.GetAsync("/console/orders");

        page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Text.ShouldContain("The store is away");
        page.Text.ShouldContain("<nav class=\"side\"");
        page.Text.ShouldNotContain("sector 7");
    }

    [Fact]
    public async Task Action_whose_outcome_is_unknown_keeps_its_key()
    {
        var workflow = Substitute.For<IOrderWorkflow>();
        workflow.CancelAsync(Arg.Any<CancelOrderRequest>(), Arg.Any<CancellationToken>()).ThrowsAsync(new BookstoreStoreException("lost") { IsOutcomeUnknown = true });
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        await using var broken = await ConsoleShop.StartAsync(services => services.AddSingleton(workflow).AddSingleton(shop.Get<ISalesService>()));
        using var browser = await broken.SignInAsync();
        var path = $"/console/orders/{order}/cancel";

        var question = await browser.GetAsync(path);
        var page = await browser.SubmitAsync(path, question, ("step", "confirm"));

        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Text.ShouldContain("It is not known whether this took effect.");
        KeyOf(page).ShouldBe(KeyOf(question));
    }

    [Fact]
    public async Task Fault_of_the_console_itself_shows_nothing_of_it()
    {
        var sales = Substitute.For<ISalesService>();
        sales.FindOrderAsync(Arg.Any<Guid>(), Arg.Any<CancellationToken>()).Throws(new InvalidOperationException("secret detail"));
        sales.ListOrdersAsync(Arg.Any<OrderQuery>(), Arg.Any<CancellationToken>()).Returns(ValueTask.FromResult(new Page<Order>([], null)));
        await using var shop = await ConsoleShop.StartAsync(services => services.AddSingleton(sales));
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync($"/console/orders/{Guid.CreateVersion7()}");

        page.Status.ShouldBe(HttpStatusCode.InternalServerError);
        page.Text.ShouldContain("Something went wrong here.");
        page.Text.ShouldNotContain("secret detail");
    }

    private static string KeyOf(ConsoleAnswerPage page) => ConsoleBrowser.HiddenOf(page).Single(static field => field.Name == "key").Value;
}
