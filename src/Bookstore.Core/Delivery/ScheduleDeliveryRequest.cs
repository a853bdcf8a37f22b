using System.Globalization;

namespace Bookstore;

/// <summary>A request to schedule the delivery of an order.</summary>
public sealed record ScheduleDeliveryRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>
    /// What it carries: up to <see cref="Order.MaxLines"/> lines of 1 to <see cref="Order.MaxQuantity"/> copies. The same book twice is one line with the sum. Default empty: all that is left to deliver.
    /// </summary>
    public IReadOnlyList<DeliveryLine> Lines { get; init; } = [];

    /// <summary>Where to: 1 to 1,000 characters. Either this or <see cref="PostalAddress"/> is given.</summary>
    public string? Address { get; init; }

    /// <summary>Where to, in parts. Either this or <see cref="Address"/> is given.</summary>
    public PostalAddress? PostalAddress { get; init; }

    /// <summary>When it is expected to arrive, as the customer was told; what the courier says of it later takes its place. Default not known.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>The parcels that it is packed in: up to <see cref="Delivery.MaxParcels"/>, each with a tracking number of its own. Default none.</summary>
    public IReadOnlyList<Parcel> Parcels { get; init; } = [];

    /// <summary>Which courier, by <see cref="ICourier.Name"/>. Default <c>local</c>, which <c>UseLocalCourier</c> adds.</summary>
    public string Courier { get; init; } = "local";

    /// <summary>Makes a repeated request have one effect. Without it each call counts.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The ids and states.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"ScheduleDeliveryRequest {{ OrderId = {OrderId}, Courier = {Courier} }}");
}
