namespace Bookstore;

/// <summary>Which deliveries to list. All deliveries, newest first, when nothing is set.</summary>
public sealed record DeliveryQuery
{
    /// <summary>Deliveries of this order only.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Deliveries of this status only.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>Only deliveries that a person has to look at: <see cref="Delivery.Attention"/> is set. Default <see langword="false"/>: all.</summary>
    public bool Attention { get; init; }

    /// <summary>How many deliveries a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}
