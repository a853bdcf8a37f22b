namespace Bookstore.Operating;

/// <summary>Forms that the console did not make for this person change nothing.</summary>
public sealed class FormTests
{
    [Fact]
    public async Task Form_without_a_token_is_refused()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();
        var order = await shop.OrderAsync();

        var answer = await browser.SendAsync(HttpMethod.Post, $"/console/orders/{order}/cancel", ("step", "confirm"));

        await RefusedAsync(shop, order, answer);
    }

    [Fact]
    public async Task Forged_token_is_refused()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();
        var order = await shop.OrderAsync();
        var form = ConsoleBrowser.HiddenOf(await browser.GetAsync($"/console/orders/{order}/cancel")).ToList();

        var forged = form.Select(static field => field.Name == "__RequestVerificationToken" ? (field.Name, field.Value[..^4] + "AAAA") : field);
        var answer = await browser.SendAsync(HttpMethod.Post, $"/console/orders/{order}/cancel", [.. forged, ("step", "confirm")]);

        await RefusedAsync(shop, order, answer);
    }

    [Fact]
    public async Task Token_of_another_person_is_refused()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();
        using var other = await shop.SignInAsync(ConsoleShop.ReaderKey);
        var order = await shop.OrderAsync();
        var stolen = ConsoleBrowser.HiddenOf(await other.GetAsync("/console/")).ToList();

        var answer = await browser.SendAsync(HttpMethod.Post, $"/console/orders/{order}/cancel", [.. stolen, ("step", "confirm")]);

        await RefusedAsync(shop, order, answer);
    }

    [Fact]
    public async Task Form_that_is_too_large_is_refused()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();
        var order = await shop.OrderAsync();
        var form = ConsoleBrowser.HiddenOf(await browser.GetAsync($"/console/orders/{order}/cancel")).ToList();

        var answer = await browser.SendAsync(HttpMethod.Post, $"/console/orders/{order}/cancel", [.. form, ("step", "confirm"), ("more", new string('x', 200_000))]);

        await RefusedAsync(shop, order, answer);
    }

    private static async Task RefusedAsync(ConsoleShop shop, Guid order, ConsoleAnswerPage answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain("The form was not accepted");
        (await shop.FindAsync(order)).Status.ShouldBe(OrderStatus.Created);
    }
}
