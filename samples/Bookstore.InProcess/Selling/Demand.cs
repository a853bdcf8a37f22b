namespace Bookstore.Samples;

/// <summary>What a customer is about to do.</summary>
/// <param name="Request">The order.</param>
/// <param name="ChangesMind">Whether the customer cancels the order once it is confirmed.</param>
/// <param name="WantsDelivery">Whether the order is to be brought to the customer today.</param>
internal sealed record Purchase(PlaceOrderRequest Request, bool ChangesMind, bool WantsDelivery);

/// <summary>What customers want: the popular books more often than the others, as in life.</summary>
internal sealed class Demand(IReadOnlyList<Isbn> isbnsByPopularity)
{
    private const double DeclinedShare = 0.02;
    private const double CancelledShare = 0.02;
    private const double DeliveredShare = 0.02;
    private const double TwoCopiesShare = 0.1;
    private const int MaxLines = 3;

    // The simulated gateway's test cards; see SimulatedPaymentGateway.
    private static readonly PaymentToken GoodCard = new("4242424242424242");
    private static readonly PaymentToken DeclinedCard = new("4000000000000002");

    private readonly Zipf _popularity = new(isbnsByPopularity.Count);

    /// <summary>Makes up the next purchase of a customer.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="random">The customer's dice.</param>
    /// <returns>The purchase.</returns>
    public Purchase Next(string customerId, Random random)
    {
        var lines = new PlaceOrderLine[random.Next(1, MaxLines + 1)];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new PlaceOrderLine(isbnsByPopularity[_popularity.Next(random)], random.NextDouble() < TwoCopiesShare ? 2 : 1);
        }

        var request = new PlaceOrderRequest
        {
            CustomerId = customerId,
            Lines = lines,
            Payment = random.NextDouble() < DeclinedShare ? DeclinedCard : GoodCard,
        };
        var mood = random.NextDouble();
        return new Purchase(request, mood < CancelledShare, mood is >= CancelledShare and < CancelledShare + DeliveredShare);
    }
}
