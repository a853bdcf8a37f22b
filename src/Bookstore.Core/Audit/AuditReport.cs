namespace Bookstore;

/// <summary>What an audit found.</summary>
/// <param name="Checked">How many records were looked at.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="Next">The position to continue from; <see langword="null"/> when everything was checked.</param>
public sealed record AuditReport(long Checked, IReadOnlyList<AuditFinding> Findings, string? Next)
{
    /// <summary>How many charges a gateway listed that name no order of the shop (<see cref="PaymentPage.Foreign"/>): those of another shop or program with the same account, or made by hand. No finding.</summary>
    public long Foreign { get; init; }
}
