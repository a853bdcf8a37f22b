namespace Bookstore.Onix.Reading;

/// <summary>Makes what describes a product: its form, titles, contributors, subjects and sizes.</summary>
internal static class DescriptionMapping
{
    private const string CentimetresUnit = "cm";
    private const string PagesUnit = "03";

    public static IReadOnlyList<OnixLanguage> Languages(OnixNode node) =>
        OnixValues.With(node.Map(Tag.Language, Language), node[Tag.LanguageOfText] is { } code ? new OnixLanguage("01", code) : null);

    public static IReadOnlyList<OnixExtent> Extents(OnixNode node) => OnixValues.With(node.Map(Tag.Extent, Extent), Pages(node));

    public static IReadOnlyList<OnixMeasure> Measures(OnixNode node) => OnixValues.With(
        node.Map(Tag.Measure, Measure),
        Old(node, Tag.Height, OnixMeasureTypes.Height, CentimetresUnit),
        Old(node, Tag.Width, OnixMeasureTypes.Width, CentimetresUnit),
        Old(node, Tag.Thickness, OnixMeasureTypes.Thickness, CentimetresUnit),
        Old(node, Tag.Weight, OnixMeasureTypes.Weight, null));

    public static IReadOnlyList<OnixSubject> Subjects(OnixNode node) => OnixValues.With(
        OnixValues.Both(
            node.Map(Tag.MainSubject, static main => Subject(main, main[Tag.MainSubjectSchemeIdentifier], isMain: true)),
            node.Map(Tag.Subject, static subject => Subject(subject, subject[Tag.SubjectSchemeIdentifier], subject.Child(Tag.MainSubject).IsThere))),
        node[Tag.BASICMainSubject] is { } bisac ? new OnixSubject(OnixSubjectSchemes.Bisac, bisac, null, IsMain: true) : null,
        node[Tag.BICMainSubject] is { } bic ? new OnixSubject(OnixSubjectSchemes.Bic, bic, null, IsMain: true) : null);

    public static OnixContributor Contributor(OnixNode node)
    {
        var corporate = node[Tag.CorporateName];
        var name = node[Tag.PersonName] ?? Joined(node[Tag.NamesBeforeKey], node[Tag.KeyNames]) ?? corporate ?? node[Tag.PersonNameInverted];
        return new OnixContributor
        {
            Position = OnixValues.Count(node[Tag.SequenceNumber]),
            Roles = node.Map(Tag.ContributorRole, static role => role.Text),
            Name = name,
            NameInverted = node[Tag.PersonNameInverted],
            IsCorporate = corporate is not null && name == corporate,
            Unnamed = node[Tag.UnnamedPersons],
        };
    }

    private static string? Joined(string? before, string? key) => key is null ? null : before is null ? key : $"{before} {key}";

    private static OnixLanguage? Language(OnixNode node) => node[Tag.LanguageCode] is { } code ? new OnixLanguage(node[Tag.LanguageRole], code) : null;

    private static OnixExtent? Extent(OnixNode node) => OnixValues.Number(node[Tag.ExtentValue]) is { } value ? new OnixExtent(node[Tag.ExtentType], value, node[Tag.ExtentUnit]) : null;

    private static OnixExtent? Pages(OnixNode node) => OnixValues.Number(node[Tag.NumberOfPages]) is { } pages ? new OnixExtent(OnixExtentTypes.MainContent, pages, PagesUnit) : null;

    private static OnixMeasure? Measure(OnixNode node) =>
        (node[Tag.MeasureType] ?? node[Tag.MeasureTypeCode]) is { } type && OnixValues.Number(node[Tag.Measurement]) is { } value ? new OnixMeasure(type, value, node[Tag.MeasureUnitCode]) : null;

    private static OnixMeasure? Old(OnixNode node, Tag tag, string type, string? unit) => OnixValues.Number(node[tag]) is { } value ? new OnixMeasure(type, value, unit) : null;

    private static OnixSubject? Subject(OnixNode node, string? scheme, bool isMain) =>
        node[Tag.SubjectCode] is null && node[Tag.SubjectHeadingText] is null
            ? null
            : new OnixSubject(scheme, node[Tag.SubjectCode], node[Tag.SubjectHeadingText], isMain, node[Tag.SubjectSchemeName]);
}
