namespace Bookstore.Testing;

/// <summary>A boundary at which a host can die: right before or right after a commit, or a call to the outside.</summary>
/// <param name="Number">The boundary's number within its run: 1, 2, 3.</param>
/// <param name="Site">Where it is: <c>before commit</c>, <c>after authorize</c>, <c>before book</c> and so on.</param>
public sealed record CrashPoint(int Number, string Site)
{
    /// <summary>The number and the place.</summary>
    /// <returns>Such as <c>3 (after authorize)</c>.</returns>
    public override string ToString() => $"{Number} ({Site})";
}
