namespace Bookstore.Payments.Simulated;

/// <summary>A page of a ledger's payments.</summary>
/// <param name="Payments">The payments, each with its last state.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> when this is the last one.</param>
internal sealed record LedgerPage(IReadOnlyList<(Guid OrderId, PaymentState State)> Payments, long? Next)
{
    /// <summary>How many entries a page looks at, so that one with few payments since its time ends as well.</summary>
    public const int MaxLookedAt = 65_536;
}
