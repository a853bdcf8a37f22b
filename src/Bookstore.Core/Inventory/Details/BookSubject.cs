namespace Bookstore;

/// <summary>What a book is about, by the code of a classification.</summary>
/// <param name="Scheme">The classification, such as <see cref="SubjectSchemes.Thema"/>: 1 to 50 characters without a colon.</param>
/// <param name="Code">The code within it, such as <c>FBA</c>: 1 to 100 characters.</param>
public sealed record BookSubject(string Scheme, string Code)
{
    /// <summary>The longest <see cref="Code"/>, in Unicode code points: 100.</summary>
    public const int MaxSubjectCodeLength = 100;

    /// <summary>The heading for people: up to 500 characters.</summary>
    public string? Heading { get; init; }
}

/// <summary>The known classifications. Others are kept as they are given.</summary>
public static class SubjectSchemes
{
    /// <summary>Thema.</summary>
    public const string Thema = "thema";

    /// <summary>BISAC.</summary>
    public const string Bisac = "bisac";

    /// <summary>BIC.</summary>
    public const string Bic = "bic";

    /// <summary>Dewey decimal classification.</summary>
    public const string Dewey = "dewey";

    /// <summary>The German book trade's product groups.</summary>
    public const string Wgs = "wgs";

    /// <summary>CLIL, of the French book trade.</summary>
    public const string Clil = "clil";
}
