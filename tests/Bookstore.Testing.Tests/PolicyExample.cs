namespace Bookstore.Testing;

// <example>
public sealed class FrenchShippingMinimum : IShopPolicy
{
    public ValueTask<PolicyRefusal?> CheckAsync(ShopPolicyRequest request, CancellationToken cancellationToken)
    {
        var newBooks = request.Lines.Zip(request.Books)
            .Where(pair => pair.Second.Format != "used")
            .Sum(pair => pair.First.UnitPrice.Amount * pair.First.Quantity);
        var shipping = request.Adjustments.Where(adjustment => adjustment.Kind == OrderAdjustment.Shipping).Sum(adjustment => adjustment.Amount.Amount);
        var isSent = request.Metadata.GetValueOrDefault("pick_up") != "yes";
        return new(isSent && newBooks is > 0m and < 35m && shipping < 3m
            ? new PolicyRefusal("shipping_minimum", "New books below 35 EUR are sent for at least 3 EUR.")
            : null);
    }
}
// </example>
