namespace Bookstore;

/// <summary>What an audit found.</summary>
/// <param name="Checked">How many records were looked at.</param>
/// <param name="Findings">What is wrong.</param>
/// <param name="Next">The position to continue from; <see langword="null"/> when everything was checked.</param>
public sealed record AuditReport(long Checked, IReadOnlyList<AuditFinding> Findings, string? Next)
{
    /// <summary>How many charges a gateway listed that name no order (<see cref="PaymentPage.Foreign"/>): those of another program with the same account, or made by hand. No finding.</summary>
    public long Foreign { get; init; }
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Code">What kind of thing, stable and machine-readable, such as <c>stock_level_mismatch</c>.</param>
/// <param name="Id">The book, order, reservation or key concerned.</param>
/// <param name="Detail">What was expected and what is there.</param>
public sealed record AuditFinding(string Code, string Id, string Detail);
