namespace Bookstore.AspNetCore;

/// <summary>Stock over the wire.</summary>
public sealed class StockTests
{
    private const string Path = $"/api/books/{TestShop.Martian}/stock";

    [Fact]
    public async Task Copies_come_in_and_are_written_off()
    {
        await using var shop = await TestShop.StartAsync();

        var received = await shop.PostAsync(Path, """{"quantity":5,"reason":"Delivery","reference":"DN-1"}""");
        received.Status.ShouldBe(HttpStatusCode.OK, received.Text);
        received.Text.ShouldBe("""{"isbn":"9780143127550","on_hand":15,"reserved":0,"available":15}""");

        await shop.OrderAsync(TestShop.Martian, 4);
        var writtenOff = await shop.PostAsync("/api/books/0-14-312755-1/stock/", """{"quantity":-11,"reason":"Fire"}""");
        writtenOff.Text.ShouldBe("""{"isbn":"9780143127550","on_hand":4,"reserved":4,"available":0}""");

        var tooMany = await shop.PostAsync(Path, """{"quantity":-1,"reason":"Fire"}""");
        var problem = tooMany.ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");
        problem["available"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Movements_say_why_stock_is_what_it_is()
    {
        await using var shop = await TestShop.StartAsync();
        var order = await shop.OrderAsync(TestShop.Martian, 2);
        await shop.PostAsync(Path, """{"quantity":-1,"reason":"Water","reference":"W-1"}""");

        var movements = await shop.GetAsync($"/api/books/{TestShop.Martian}/movements");

        movements.Status.ShouldBe(HttpStatusCode.OK);
        var items = movements.Json.AsArray();
        items.Select(item => item!["kind"]!.GetValue<string>()).ShouldBe(["adjusted", "reserved", "received"]);
        items.Select(item => item!["number"]!.GetValue<int>()).ShouldBe([3, 2, 1]);
        items[0]!["reason"]!.GetValue<string>().ShouldBe("Water");
        items[0]!["reference"]!.GetValue<string>().ShouldBe("W-1");
        items[1]!["cause_id"]!.GetValue<string>().ShouldBe(order);
        items.Select(item => item!["actor"]?.ToJsonString()).ShouldBe(["""{"client":"shop"}""", """{"client":"shop"}""", null]);
        items[1]!["reserved_change"]!.GetValue<int>().ShouldBe(2);
        items.Sum(item => item!["on_hand_change"]!.GetValue<int>()).ShouldBe(9);

        var first = await shop.GetAsync($"/api/books/{TestShop.Martian}/movements?limit=2");
        var link = first.Headers.GetValues("Link").Single();
        var second = await shop.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        second.Json.AsArray().Single()!["number"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"reason":"r"}""", "/quantity")]
    [InlineData("""{"quantity":0,"reason":"r"}""", "/quantity")]
    [InlineData("""{"quantity":10000001,"reason":"r"}""", "/quantity")]
    [InlineData("""{"quantity":-10000001,"reason":"r"}""", "/quantity")]
    [InlineData("""{"quantity":"5","reason":"r"}""", "/quantity")]
    [InlineData("""{"quantity":5}""", "/reason")]
    [InlineData("""{"quantity":5,"reason":""}""", "/reason")]
    [InlineData("""{"quantity":5,"reason":"r","reference":5}""", "/reference")]
    public async Task A_bad_change_is_refused_by_name(string body, string pointer)
    {
        await using var shop = await TestShop.StartAsync();

        var answer = await shop.PostAsync(Path, body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_stock");
        answer.ShouldBlame(pointer);
    }

    [Theory]
    [InlineData("9780441013593")]
    [InlineData("nonsense")]
    public async Task A_book_that_is_not_in_the_catalogue_has_no_stock(string isbn)
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.PostAsync($"/api/books/{isbn}/stock", """{"quantity":5,"reason":"r"}""")).ShouldBeProblem(HttpStatusCode.NotFound, "book_not_found");
        (await shop.GetAsync($"/api/books/{isbn}/movements")).ShouldBeProblem(HttpStatusCode.NotFound, "book_not_found");
    }

    [Fact]
    public async Task No_book_has_more_than_a_thousand_million_copies()
    {
        await using var shop = await TestShop.StartAsync();
        await ReceiveAsync(shop, 99);

        var problem = (await shop.PostAsync(Path, """{"quantity":10000000,"reason":"r"}""")).ShouldBeProblem(HttpStatusCode.Conflict, "stock_limit_reached");

        (problem["isbn"]!.GetValue<string>(), problem["available"]!.GetValue<int>()).ShouldBe((TestShop.Martian, 990_000_010));
        (await shop.PostAsync(Path, """{"quantity":9999990,"reason":"r"}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_parcel_that_comes_back_finds_room_or_a_problem_that_says_there_is_none()
    {
        await using var shop = await TestShop.StartAsync();
        var order = await shop.OrderAsync(TestShop.Martian);
        var delivery = (await shop.PostAsync("/api/delivery", Bodies.Delivery(order))).Json["delivery_id"]!.GetValue<string>();
        await shop.CapturedAsync(order);
        (await MoveAsync("dispatched")).Status.ShouldBe(HttpStatusCode.OK);
        await ReceiveAsync(shop, 99);
        (await shop.PostAsync(Path, """{"quantity":9999991,"reason":"r"}""")).Status.ShouldBe(HttpStatusCode.OK);

        (await MoveAsync("returned")).ShouldBeProblem(HttpStatusCode.Conflict, "stock_limit_reached");
        (await shop.GetAsync($"/api/delivery/{delivery}")).Json["status"]!.GetValue<string>().ShouldBe("dispatched");
        (await shop.PostAsync(Path, """{"quantity":-1,"reason":"r"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await MoveAsync("returned")).Status.ShouldBe(HttpStatusCode.OK);

        Task<Answer> MoveAsync(string status) => shop.PostAsync($"/api/delivery/{delivery}/status", $$"""{"status":"{{status}}"}""");
    }

    private static async Task ReceiveAsync(TestShop shop, int times)
    {
        var inventory = shop.App.Services.GetRequiredService<IInventoryService>();
        for (var index = 0; index < times; index++)
        {
            await inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn.Parse(TestShop.Martian), Quantity = StockChange.MaxQuantity, Reason = "r" });
        }
    }
}
