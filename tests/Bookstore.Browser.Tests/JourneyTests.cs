namespace Bookstore.Operating;

/// <summary>A day of a person who runs the shop, click by click.</summary>
[Collection(SceneTests.Name)]
public sealed class JourneyTests(Scene scene)
{
    [BrowserFact]
    public async Task Order_is_delivered_refunded_returned_its_event_redelivered_and_the_shop_audited()
    {
        await using var person = await Person.ComeAsync(scene);
        await Assertions.Expect(person.Page.Locator("#live")).ToBeVisibleAsync();

        // The order comes in while the page is open.
        var order = await scene.Shop.OrderAsync("clara", 2);
        await person.Page.Locator($"#feed-list a[href$='/orders/{order}']").First.ClickAsync();
        await DeliverAsync(person);
        await RefundAsync(person);
        await ReturnAsync(person);
        await RedeliverAsync(person);
        await AuditAsync(person);

        person.Problems.ShouldBeEmpty();
        var known = await scene.Shop.FindAsync(order);
        (known.Lines[0].Delivered, known.Lines[0].Returned).ShouldBe((2, 1));
        (await scene.Shop.Get<IRefundService>().ListAsync(order)).Select(static refund => refund.Amount.Amount).ShouldBe([5m, 12.99m], ignoreOrder: true);
    }

    private static async Task DeliverAsync(Person person)
    {
        await person.SeesAsync("25.98 USD");
        await person.ClickAsync("Deliver");
        await person.Page.GetByLabel("Address").FillAsync("Clara Oswald\n1 High Street");
        await person.ClickAsync("Continue");
        await person.SeesAsync("Delivers all copies that are in no delivery yet.");
        await person.ClickAsync("Schedule delivery");
        foreach (var step in (string[])["dispatched", "delivered"])
        {
            await person.Page.Locator($"main a[href$='/move/{step}']").ClickAsync();
            await person.ClickAsync($"Mark as {step}");
            await person.SeesAsync("The delivery was moved.");
        }
    }

    private static async Task RefundAsync(Person person)
    {
        await person.ClickAsync("Refund amount");
        await person.Page.GetByLabel("Amount").FillAsync("5.00");
        await person.Page.GetByLabel("Reason").SelectOptionAsync("goodwill");
        await person.ClickAsync("Continue");
        await person.SeesAsync("Gives 5.00 USD back to clara");
        await person.ClickAsync("Refund");
        await person.SeesAsync("The refund is on record.");
    }

    private static async Task ReturnAsync(Person person)
    {
        await person.ClickAsync("Return");
        await person.Page.GetByRole(AriaRole.Spinbutton).FillAsync("1");
        await person.ClickAsync("Continue");
        await person.ClickAsync("Request return");
        await person.SeesAsync("The return is on record.");
        await person.TurnToAsync("Returns");
        await person.Page.Locator("main a[href$='/approve']").First.ClickAsync();
        await person.ClickAsync("Approve return");
        await person.Page.Locator("main a[href$='/receive']").First.ClickAsync();
        await person.ClickAsync("Continue");
        await person.SeesAsync("1 × The Martian came back: 1 go into stock, 0 are written off.");
        await person.ClickAsync("Receive copies");
        await person.SeesAsync("The return was moved.");
    }

    private static async Task RedeliverAsync(Person person)
    {
        await person.TurnToAsync("Webhooks");
        await person.Page.Locator("main tbody a").First.ClickAsync();
        await person.Page.Locator("main a[href$='/redeliver']").First.ClickAsync();
        await person.ClickAsync("Redeliver event");
        await person.SeesAsync("It is sent again.");
    }

    private static async Task AuditAsync(Person person)
    {
        await person.TurnToAsync("Audits");
        await person.ClickAsync("Verify");
        await person.ClickAsync("Start audit");
        await person.SeesAsync("Everything that was checked fits together.");
    }
}
