namespace Bookstore.AspNetCore;

/// <summary>Withdrawals over HTTP.</summary>
public sealed class WithdrawalTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    private ReturnDesk Desk => new(Shop);

    [Fact]
    public async Task A_withdrawal_is_answered_with_a_receipt()
    {
        var order = await Desk.DeliveredAsync(2);

        var made = await Desk.WithdrawAsync(order, """{"statement":"I withdraw."}""");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made.Header("Location").ShouldBe($"/api/returns/{ReturnDesk.IdOf(made)}");
        (made.Json["kind"]!.GetValue<string>(), made.Json["status"]!.GetValue<string>()).ShouldBe(("withdrawal", "approved"));
        var receipt = made.Json["receipt"]!;
        (receipt["content"]!.GetValue<string>(), receipt["late"]!.GetValue<bool>()).ShouldBe(($"Withdrawal from order {order}: 2 x 9780140449136.\nI withdraw.", false));
        receipt["received_at"]!.GetValue<string>().ShouldBe(made.Json["created_at"]!.GetValue<string>());
        var again = await Desk.WithdrawAsync(order, "{}");
        (again.Status, again.Json["items"]!.AsArray().Count, again.Json["status"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, 0, "requested"));
    }

    [Fact]
    public async Task A_late_withdrawal_and_one_before_the_goods_have_come_are_accepted()
    {
        await using var shop = await TestShop.StartAsync(static services => services.Configure<BookstoreOptions>(static options => options.Returns.WithdrawalPeriod = TimeSpan.FromSeconds(1)));
        var order = await shop.OrderAsync(TestShop.Odyssey);
        var early = await shop.PostAsync($"/api/orders/{order}/withdrawal", "{}", headers: ("Idempotency-Key", "early"));
        (early.Status, early.Json["receipt"]!["late"]!.GetValue<bool>(), early.Json["attention"]!["reason"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, false, "not_delivered"));
        await ReturnDesk.MoveAsync(shop, ReturnDesk.IdOf(early), "cancel");
        await ReturnDesk.DeliverAsync(shop, order);
        var delivered = TimeProvider.System.GetTimestamp();
        await TestShop.EventuallyAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(delivered) > TimeSpan.FromSeconds(1.1)));

        var late = await shop.PostAsync($"/api/orders/{order}/withdrawal", "{}", headers: ("Idempotency-Key", "late"));

        (late.Status, late.Json["receipt"]!["late"]!.GetValue<bool>(), late.Json["status"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, true, "requested"));
    }

    [Fact]
    public async Task Copies_of_a_withdrawal_do_not_leave_the_house_and_it_is_listed_as_work()
    {
        var order = await Desk.CapturedAsync(1);
        var delivery = (await Shop.PostAsync("/api/delivery", $$"""{"order_id":"{{order}}","address":"1 Main St"}""")).Json["delivery_id"]!.GetValue<string>();
        var withdrawn = ReturnDesk.IdOf(await Desk.WithdrawAsync(order, "{}"));

        var refused = await Shop.PostAsync($"/api/delivery/{delivery}/status", """{"status":"dispatched"}""");

        refused.ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        refused.Json["detail"]!.GetValue<string>().ShouldContain("withdrawn");
        var work = (await Shop.GetAsync("/api/work?kind=return")).Json.AsArray().Single(item => item!["work_id"]!.GetValue<string>() == withdrawn)!;
        (work["order_id"]!.GetValue<string>(), work["state"]!.GetValue<string>(), work["attention"]!["reason"]!.GetValue<string>()).ShouldBe((order, "attention", "not_delivered"));
        (await Shop.GetAsync("/api/work")).Json.AsArray().Select(static item => item!["work_id"]!.GetValue<string>()).ShouldContain(withdrawn);
        (await Shop.PostAsync($"/api/work/{withdrawn}/retry", null)).ShouldBeProblem(HttpStatusCode.Conflict, "not_resolvable");

        await Desk.MoveAsync(withdrawn, "cancel");
        (await Shop.PostAsync($"/api/delivery/{delivery}/status", """{"status":"dispatched"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await Shop.GetAsync("/api/work?kind=return")).Json.AsArray().ShouldNotContain(item => item!["work_id"]!.GetValue<string>() == withdrawn);
    }
}
