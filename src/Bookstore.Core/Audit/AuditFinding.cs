namespace Bookstore;

/// <summary>One thing that is wrong.</summary>
/// <param name="Code">What kind of thing, stable and machine-readable, such as <c>stock_level_mismatch</c>. <see cref="AuditFindingKind.All"/> lists them.</param>
/// <param name="Id">The book, order, reservation or key concerned.</param>
/// <param name="Detail">What was expected and what is there.</param>
public sealed record AuditFinding(string Code, string Id, string Detail)
{
    /// <summary>What findings of this kind mean; <see langword="null"/> for a kind that this version does not know.</summary>
    public string? Meaning => AuditFindingKind.Find(Code)?.Meaning;

    /// <summary>What a person does about findings of this kind; <see langword="null"/> for a kind that this version does not know.</summary>
    public string? Action => AuditFindingKind.Find(Code)?.Action;
}
