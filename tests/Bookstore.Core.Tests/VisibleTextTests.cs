using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\u200B")]
    [InlineData("\u200B\u200C\u200D\u2060\uFEFF\u00AD")]
    [InlineData("\u00A0\u3000\u2028")]
    [InlineData("\u3164\u115F\u1160\uFFA0")]
    [InlineData("\u2800")]
    [InlineData("\u0301\uFE0F\u034F")]
    [InlineData("\U000E0041\U000E0100")]
    [InlineData("\u202E\u2066\u061C")]
    public async Task IsIn_nothing_that_shows_is_not_and_no_service_takes_it(string text)
    {
        VisibleText.IsIn(text).ShouldBeFalse();
        await using var shop = await TestShop.OpenAsync();
        var book = new Book { Isbn = TestShop.Martian, Title = text, Author = "", Price = new Money(1m, "USD") };
        await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.SaveBookAsync(book));
        await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { CustomerId = text }));
        await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = text }));
        await Should.ThrowAsync<ArgumentException>(() => shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = Guid.NewGuid(), Address = text }));
        Should.Throw<ArgumentException>(() => new IdempotencyKey(text, "k"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("\u200Ba")]
    [InlineData("e\u0301")]
    [InlineData("書")]
    [InlineData("📚")]
    [InlineData("!")]
    [InlineData("\u0915\u093E")]
    public void IsIn_something_that_shows_is(string text) => VisibleText.IsIn(text).ShouldBeTrue();
}
