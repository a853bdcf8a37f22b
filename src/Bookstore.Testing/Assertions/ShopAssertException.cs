namespace Bookstore.Testing;

/// <summary>A shop does not keep its promises.</summary>
public sealed class ShopAssertException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="findings">Everything that is wrong.</param>
    public ShopAssertException(IReadOnlyList<AuditFinding> findings)
        : base(Describe(findings)) => Findings = findings;

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<AuditFinding> Findings { get; }

    private static string Describe(IReadOnlyList<AuditFinding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return string.Join(Environment.NewLine, findings.Select(static finding => $"{finding.Code} {finding.Id}: {finding.Detail}").Prepend($"{findings.Count} of the shop's promises do not hold."));
    }
}
