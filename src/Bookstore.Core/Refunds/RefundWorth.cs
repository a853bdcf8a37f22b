namespace Bookstore;

/// <summary>What goes back for copies and shipping.</summary>
/// <param name="Amount">The amount.</param>
/// <param name="Items">The copies that it pays back.</param>
/// <param name="Shipping">Whether it pays shipping back.</param>
internal sealed record RefundWorth(Money Amount, IReadOnlyList<RefundItem> Items, bool Shipping)
{
    /// <summary>What each of the items is worth, in minor units.</summary>
    public IReadOnlyList<long> ItemAmounts { get; init; } = [];
}
