namespace Bookstore.Operating;

/// <summary>A refund by other ways than the mouse, and by those who may not make one.</summary>
[Collection(SceneTests.Name)]
public sealed class RefundTests(Scene scene)
{
    private const string Token = "__RequestVerificationToken";
    private const int MostTabs = 80;

    [BrowserFact]
    public async Task Keyboard_alone_completes_a_refund()
    {
        var order = await scene.Shop.OrderAsync("dora");
        await using var person = await Person.ComeAsync(scene, key: null);

        await person.GoAsync($"orders/{order}");
        await TabToAsync(person, "API key");
        await person.Page.Keyboard.TypeAsync(ConsoleShop.OwnerKey);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync(order.ToString());
        await TabToAsync(person, "Refund amount");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync("can be refunded");
        await TabToAsync(person, "Amount");
        await person.Page.Keyboard.PressAsync("Control+A");
        await person.Page.Keyboard.TypeAsync("7.50");
        await TabToAsync(person, "Reason");
        await person.Page.Keyboard.TypeAsync("dam");
        await TabToAsync(person, "Continue");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync("Gives 7.50 USD back to dora");
        await TabToAsync(person, "Refund");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync("The refund is on record.");

        var refund = (await scene.Shop.Get<IRefundService>().ListAsync(order)).ShouldHaveSingleItem();
        (refund.Amount.Amount, refund.Reason).ShouldBe((7.50m, "damaged"));
        person.Problems.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Browser_without_script_completes_a_refund()
    {
        var order = await scene.Shop.OrderAsync("emil");
        await using var person = await Person.ComeAsync(scene, hasScript: false);

        await person.GoAsync($"orders/{order}/refund");
        await person.Page.GetByLabel("Amount").FillAsync("4");
        await person.ClickAsync("Continue");
        await person.ClickAsync("Refund");
        await person.SeesAsync("The refund is on record.");

        (await scene.Shop.Get<IRefundService>().ListAsync(order)).ShouldHaveSingleItem().Amount.Amount.ShouldBe(4m);
    }

    [LongBrowserTheory]
    [InlineData("element => element.remove()")]
    [InlineData("element => { element.value = element.value.slice(0, -4) + 'AAAA'; }")]
    public async Task Form_with_a_missing_or_forged_token_changes_nothing(string script)
    {
        var order = await scene.Shop.OrderAsync("fritz");
        await using var person = await Person.ComeAsync(scene);

        await person.GoAsync($"orders/{order}/cancel");
        await person.Page.Locator($"main input[name={Token}]").EvaluateAsync(script);
        await person.ClickAsync("Cancel order");

        await person.SeesAsync("The form was not accepted");
        (await scene.Shop.FindAsync(order)).Status.ShouldBe(OrderStatus.Created);
    }

    [LongBrowserFact]
    public async Task Session_that_ended_leads_to_the_sign_in_and_back()
    {
        var order = await scene.Shop.OrderAsync("gustav");
        await using var person = await Person.ComeAsync(scene);

        await person.GoAsync($"orders/{order}/cancel");
        await person.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "bookstore-console" });
        await person.ClickAsync("Cancel order");
        await person.SeesAsync("Your session has ended");
        await person.GoAsync($"orders/{order}");
        await person.SignInAsync(ConsoleShop.OwnerKey);

        await person.SeesAsync(order.ToString());
        (await scene.Shop.FindAsync(order)).Status.ShouldBe(OrderStatus.Created);
    }

    [LongBrowserFact]
    public async Task Person_whose_role_does_not_reach_sees_no_action_and_is_refused()
    {
        var order = await scene.Shop.OrderAsync("hanna");
        await using var person = await Person.ComeAsync(scene, key: ConsoleShop.ReaderKey);

        await person.GoAsync($"orders/{order}");
        await person.SeesAsync(order.ToString());
        (await person.Page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = "Actions" }).Locator("a").CountAsync()).ShouldBe(0);
        (await person.Page.Locator("nav a[href$='/audits']").CountAsync()).ShouldBe(0);
        await person.GoAsync($"orders/{order}/refund");

        await person.SeesAsync("This client may not do that: it lacks the role.");
        person.Problems.ShouldBeEmpty();
    }

    // As a person does who hears what has the focus: until it is the one.
    private static async Task TabToAsync(Person person, string name)
    {
        for (var pressed = 0; pressed < MostTabs; pressed++)
        {
            await person.Page.Keyboard.PressAsync("Tab");
            var focused = await person.Page.EvaluateAsync<string>("(document.activeElement.labels && document.activeElement.labels.length ? document.activeElement.labels[0].innerText : document.activeElement.innerText || '').trim()");
            if (focused == name)
            {
                return;
            }
        }

        throw new InvalidOperationException($"{name} is not reached by Tab on {person.Page.Url}.");
    }
}
