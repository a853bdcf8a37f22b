namespace Bookstore;

/// <summary>Computes the adjustments of orders and quotes in process: shipping, tax, discounts.</summary>
/// <remarks>
/// Register one as a singleton: <c>services.AddSingleton&lt;IOrderPricer, MyPricer&gt;()</c>, with the shop's name as its key where the shop has one. Without one, an order has the adjustments that its request names.
/// It is called before anything is written, for each order that names no quote, and has <see cref="BookstoreOptions.PricerTimeout"/>. An exception, a hang or an invalid result refuses the order
/// (<see cref="PlaceOrderOutcome.PricerFailed"/>). It is called from any number of threads at once, also for a request that is sent again.
/// </remarks>
public interface IOrderPricer
{
    /// <summary>Computes the adjustments.</summary>
    /// <param name="request">What is bought, at the catalogue's prices.</param>
    /// <param name="cancellationToken">Cancelled when the time is up.</param>
    /// <returns>All adjustments of the order, within the limits of <see cref="PlaceOrderRequest.Adjustments"/>. Return those of the request as well to keep them.</returns>
    ValueTask<IReadOnlyList<OrderAdjustment>> PriceAsync(OrderPricingRequest request, CancellationToken cancellationToken);
}

/// <summary>What <see cref="IOrderPricer"/> computes the adjustments of.</summary>
public sealed record OrderPricingRequest
{
    /// <summary>Who buys; <see langword="null"/> for a quote that names no customer.</summary>
    public string? CustomerId { get; init; }

    /// <summary>What is bought, one line a book, by ascending ISBN, at the catalogue's prices.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>The adjustments that the request names.</summary>
    public required IReadOnlyList<OrderAdjustment> Adjustments { get; init; }

    /// <inheritdoc cref="PlaceOrderRequest.Metadata"/>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <inheritdoc cref="PlaceOrderRequest.PlacedBy"/>
    public string? PlacedBy { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The number of lines.</returns>
    public override string ToString() => $"OrderPricingRequest {{ Lines = {Lines?.Count} }}";
}
