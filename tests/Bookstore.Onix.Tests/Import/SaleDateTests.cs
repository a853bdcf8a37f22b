using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests.Import;

/// <summary>From when on a book of a feed is ordered and dispatched.</summary>
public sealed class SaleDateTests
{
    private static readonly DateTimeOffset June = new(2027, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_preorder_embargo_is_from_when_on_it_is_sold()
    {
        await using var shop = new ImportShop();

        await shop.ImportAsync(Message(1, Dated("27", "20270601")));
        (await shop.FindAsync(Messages.One))!.SellableFrom.ShouldBe(June);

        await shop.ImportAsync(Message(2, Dated("27", "20270701")));
        (await shop.FindAsync(Messages.One))!.SellableFrom.ShouldBe(June.AddMonths(1));

        await shop.ImportAsync(Message(3, Messages.Record(Messages.One)));
        (await shop.FindAsync(Messages.One))!.SellableFrom.ShouldBeNull();
    }

    [Fact]
    public async Task A_supply_update_keeps_the_preorder_embargo()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Message(1, Dated("27", "20270601")));

        await shop.ImportAsync(Message(2, Messages.Update(Messages.One, Messages.Supply("8.99"))));
        var book = (await shop.FindAsync(Messages.One)).ShouldNotBeNull();
        (book.SellableFrom, book.Price.Amount).ShouldBe((June, 8.99m));

        await shop.ImportAsync(Message(3, Messages.Record(Messages.One)));
        (await shop.FindAsync(Messages.One))!.SellableFrom.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2027-05-05T00:00:00Z")]
    public async Task What_the_shop_has_set_itself_stays(string? own)
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Message(1, Dated("27", "20270601")));
        DateTimeOffset? from = own is null ? null : DateTimeOffset.Parse(own, System.Globalization.CultureInfo.InvariantCulture);
        await shop.Inventory.SaveBookAsync((await shop.FindAsync(Messages.One))! with { SellableFrom = from });

        await shop.ImportAsync(Message(2, Dated("27", "20270701")));

        (await shop.FindAsync(Messages.One))!.SellableFrom.ShouldBe(from);
    }

    [Theory]
    [InlineData("202706")]
    [InlineData("soon")]
    public async Task Less_than_a_day_is_no_preorder_embargo(string date)
    {
        await using var shop = new ImportShop();

        await shop.ImportAsync(Message(1, Dated("27", date)));

        (await shop.FindAsync(Messages.One))!.SellableFrom.ShouldBeNull();
    }

    [Fact]
    public async Task A_moved_embargo_names_the_orders_that_wait_for_its_end()
    {
        await using var shop = new ImportShop();
        await shop.ImportAsync(Message(1, Dated("02", "20270601")));
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn.Parse(Messages.One), Quantity = 1, Reason = "opening" });
        var order = await shop.OrderAsync(Messages.One);

        await shop.ImportAsync(Message(2, Dated("02", "20270701")));

        var told = JsonDocument.Parse((await shop.RunAsync(EventTypes.PreorderDateChanged)).ShouldHaveSingleItem().Data).RootElement;
        told.GetProperty("order_ids").EnumerateArray().Select(static id => id.GetGuid()).ShouldBe([order]);
        told.GetProperty("embargo_until").GetDateTimeOffset().ShouldBe(June.AddMonths(1));
        told.GetProperty("previous_embargo_until").GetDateTimeOffset().ShouldBe(June);
    }

    private static string Message(int day, string record) => Messages.Of($"2027040{day}", record);

    private static string Dated(string role, string date) => Messages.Record(Messages.One)
        .Replace("</PublishingDetail>", $"<PublishingDate><PublishingDateRole>{role}</PublishingDateRole><Date>{date}</Date></PublishingDate></PublishingDetail>", StringComparison.Ordinal);
}
