using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Sales;

/// <summary>A status or an id that is none asks for nothing else: no store gets to see its number.</summary>
public sealed class QueryStatusTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65_535)]
    [InlineData(65_537)]
    [InlineData(int.MaxValue)]
    public async Task List_status_that_is_none_is_refused(int status)
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Sales.ListOrdersAsync(new OrderQuery { Status = (OrderStatus)status }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Sales.ListOrdersAsync(new OrderQuery { PaymentStatus = (PaymentStatus)status }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Deliveries.ListAsync(new DeliveryQuery { Status = (DeliveryStatus)status, Attention = true }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Deliveries.MoveAsync(Guid.NewGuid(), (DeliveryStatus)status));
    }

    [Fact]
    public async Task List_deliveries_of_the_empty_id_are_none()
    {
        await using var shop = await TestShop.OpenAsync();

        (await shop.Deliveries.ListAsync(new DeliveryQuery { OrderId = Guid.Empty, Attention = true })).Items.ShouldBeEmpty();
    }
}
