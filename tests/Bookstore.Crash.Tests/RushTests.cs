using System.Globalization;
using Shouldly;
using Xunit;

namespace Bookstore.Crash;

/// <summary>Everybody wants the same at the same time.</summary>
public sealed class RushTests : IDisposable
{
    private const int Callers = 2_000;
    private const int AtATime = 64;
    private const int Together = 50;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("memory")]
    public async Task Two_thousand_callers_for_a_hundred_copies_make_a_hundred_orders(string store)
    {
        var files = store == "sqlite" ? _folder.Shop("shop") : null;
        await using var shop = await OpenAsync(files);
        await shop.StartAsync();

        var outcomes = await new Rush(shop, "one").BuyAsync(Callers, AtATime);

        await shop.StopAsync();
        await ShouldBeSoldOutAsync(shop, files, outcomes);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("memory")]
    public async Task Fifty_callers_with_one_key_make_one_order(string store)
    {
        var files = store == "sqlite" ? _folder.Shop("shop") : null;
        await using var shop = await OpenAsync(files);
        await shop.StartAsync();

        var answers = await new Rush(shop, "one").BuyTogetherAsync(Together);

        await shop.StopAsync();
        await ShouldBeOneOrderAsync(shop, files, [.. answers.Select(static answer => (answer.Outcome, answer.Order!.Id))]);
    }

    [Fact]
    public async Task Two_processes_on_one_file_share_the_rush_and_the_key()
    {
        var files = _folder.Shop("shop");
        await (await OpenAsync(files)).DisposeAsync();
        await using var one = Start(files, "one");
        await using var two = Start(files, "two");

        await GoAsync(one, two);
        var outcomes = new List<PlaceOrderOutcome>();
        foreach (var line in (await ReadToAsync(one, "ready")).Concat(await ReadToAsync(two, "ready")))
        {
            outcomes.Add(Enum.Parse<PlaceOrderOutcome>(line.Split(' ')[1]));
        }

        await Task.WhenAll(one.WriteLineAsync("go"), two.WriteLineAsync("go"));
        var answers = new List<(PlaceOrderOutcome, Guid)>();
        foreach (var line in (await ReadToAsync(one, "end")).Concat(await ReadToAsync(two, "end")))
        {
            answers.Add((Enum.Parse<PlaceOrderOutcome>(line.Split(' ')[1]), Guid.Parse(line.Split(' ')[2])));
        }

        (await one.WasKilledAsync()).ShouldBeFalse();
        (await two.WasKilledAsync()).ShouldBeFalse();
        await using var shop = new Shop(files);
        await ShouldBeSoldOutAsync(shop, files, outcomes);
        await ShouldBeOneOrderAsync(shop, files, answers);
    }

    public void Dispose() => _folder.Dispose();

    private static ShopProcess Start(ShopFiles files, string name) => ShopProcess.Start("rush", files, name, Half(Callers), Half(AtATime), Half(Together));

    private static string Half(int number) => (number / 2).ToString(CultureInfo.InvariantCulture);

    private static async Task GoAsync(ShopProcess one, ShopProcess two)
    {
        await one.ExpectAsync("ready");
        await two.ExpectAsync("ready");
        await Task.WhenAll(one.WriteLineAsync("go"), two.WriteLineAsync("go"));
    }

    private static async Task<List<string>> ReadToAsync(ShopProcess process, string end)
    {
        var lines = new List<string>();
        while (await process.ReadLineAsync() is { } line && line != end)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static async Task<Shop> OpenAsync(ShopFiles? files)
    {
        var shop = new Shop(files, configure: Shop.BePatient);
        await shop.StockAsync(Shelf.Isbn(Rush.Book), Rush.Copies);
        await shop.StockAsync(Shelf.Isbn(Rush.SharedBook), Together);
        return shop;
    }

    private static async Task ShouldBeSoldOutAsync(Shop shop, ShopFiles? files, IReadOnlyCollection<PlaceOrderOutcome> outcomes)
    {
        await shop.FinishAsync();
        outcomes.Count(static outcome => outcome == PlaceOrderOutcome.Created).ShouldBe(Rush.Copies);
        outcomes.Count(static outcome => outcome == PlaceOrderOutcome.InsufficientStock).ShouldBe(Callers - Rush.Copies);

        var isbn = Shelf.Isbn(Rush.Book);
        var orders = (await Promises.OrdersAsync(shop)).FindAll(record => record.Order.Lines[0].Isbn == isbn);
        orders.Count.ShouldBe(Rush.Copies);
        orders.ShouldAllBe(static record => record.Order.PaymentStatus == PaymentStatus.Captured);
        orders.Select(static record => record.Order.CustomerId).ShouldBeUnique();
        (await shop.Inventory.FindStockAsync(isbn))!.Available.ShouldBe(0);
        await Promises.ShouldHoldAsync(shop, files);
    }

    private static async Task ShouldBeOneOrderAsync(Shop shop, ShopFiles? files, IReadOnlyCollection<(PlaceOrderOutcome Outcome, Guid OrderId)> answers)
    {
        await shop.FinishAsync();
        answers.Count.ShouldBe(Together);
        answers.ShouldAllBe(static answer => answer.Outcome == PlaceOrderOutcome.Created || answer.Outcome == PlaceOrderOutcome.InProgress);
        answers.ShouldContain(static answer => answer.Outcome == PlaceOrderOutcome.Created);
        answers.Select(static answer => answer.OrderId).Distinct().ShouldHaveSingleItem();

        var isbn = Shelf.Isbn(Rush.SharedBook);
        var order = (await Promises.OrdersAsync(shop)).FindAll(record => record.Order.Lines[0].Isbn == isbn).ShouldHaveSingleItem().Order;
        order.Id.ShouldBe(answers.First().OrderId);
        (await shop.Inventory.FindStockAsync(isbn))!.Reserved.ShouldBe(1);
        (await PaidOrdersAsync(shop)).Count(id => id == order.Id).ShouldBe(1);
        await Promises.ShouldHoldAsync(shop, files);
    }

    private static async Task<List<Guid>> PaidOrdersAsync(Shop shop)
    {
        var paid = new List<Guid>();
        await foreach (var payment in shop.Gateway.ListAsync(CancellationToken.None))
        {
            payment.Status.ShouldBe(GatewayPaymentStatus.Captured);
            paid.Add(payment.OrderId);
        }

        return paid;
    }
}
