namespace Bookstore.Testing;

// <example>
public sealed class FreeShippingFrom50 : IOrderPricer
{
    public ValueTask<IReadOnlyList<OrderAdjustment>> PriceAsync(OrderPricingRequest request, CancellationToken cancellationToken)
    {
        var goods = request.Lines.Sum(line => line.UnitPrice.Amount * line.Quantity);
        var shipping = new Money(goods >= 50m ? 0m : 4.90m, request.Lines[0].UnitPrice.Currency);
        return new([.. request.Adjustments, new OrderAdjustment(OrderAdjustment.Shipping, shipping)]);
    }
}
// </example>
