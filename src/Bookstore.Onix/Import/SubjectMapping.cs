namespace Bookstore.Onix.Import;

/// <summary>The subjects of a book: those with a code, the main one first.</summary>
internal static class SubjectMapping
{
    public static IReadOnlyList<BookSubject> SubjectsOf(OnixProduct product)
    {
        List<BookSubject>? subjects = null;
        foreach (var subject in product.Subjects.OrderByDescending(static subject => subject.IsMain))
        {
            if (Subject(subject) is { } mapped && (subjects?.Count ?? 0) < BookDetails.MaxSubjects && subjects?.Contains(mapped) != true)
            {
                (subjects ??= []).Add(mapped);
            }
        }

        return subjects ?? (IReadOnlyList<BookSubject>)[];
    }

    private static BookSubject? Subject(OnixSubject subject)
    {
        var scheme = MappedText.Fit(SchemeOf(subject)?.Replace(':', ' '), BookDetails.MaxCodeLength);
        return scheme is null || subject.Code is not { } code || Require.TextProblem(code, 1, BookSubject.MaxSubjectCodeLength) is not null
            ? null
            : new BookSubject(scheme, code) { Heading = MappedText.Fit(subject.Heading, BookDetails.MaxTextLength) };
    }

    private static string? SchemeOf(OnixSubject subject) => subject.Scheme switch
    {
        OnixSubjectSchemes.Thema => SubjectSchemes.Thema,
        OnixSubjectSchemes.Bisac => SubjectSchemes.Bisac,
        OnixSubjectSchemes.Bic => SubjectSchemes.Bic,
        OnixSubjectSchemes.Dewey => SubjectSchemes.Dewey,
        OnixSubjectSchemes.Warengruppen => SubjectSchemes.Wgs,
        OnixSubjectSchemes.Clil => SubjectSchemes.Clil,
        OnixSubjectSchemes.Proprietary or OnixSubjectSchemes.Publisher => subject.SchemeName ?? subject.Scheme,
        var other => other,
    };
}
