namespace Bookstore.Onix;

/// <summary>A product as the record describes it. Codes are kept as they are written, also those that the lists here do not name.</summary>
/// <remarks>Immutable and safe to share between threads. Members of 2.1 are brought to those of 3.0, also what older messages write in elements of their own, such as an ISBN or a publication date.</remarks>
public sealed record OnixProduct
{
    /// <summary>The sender's reference of the record.</summary>
    public string? RecordReference { get; init; }

    /// <summary>What the record is for, a code of list 1 such as <see cref="OnixNotificationTypes.Delete"/>.</summary>
    public string? NotificationType { get; init; }

    /// <summary>Why the record was deleted.</summary>
    public string? DeletionReason { get; init; }

    /// <summary>The time of the record itself, where it has one.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The blocks that the record has.</summary>
    public OnixBlocks Blocks { get; init; }

    /// <summary>The identifiers, types of list 5.</summary>
    public IReadOnlyList<OnixIdentifier> Identifiers { get; init; } = [];

    /// <summary>The form of the product, a code of list 150, or of list 7 in 2.1.</summary>
    public string? Form { get; init; }

    /// <summary>Details of the form, codes of list 175, or of list 78 in 2.1.</summary>
    public IReadOnlyList<string> FormDetails { get; init; } = [];

    /// <summary>The composition, a code of list 2.</summary>
    public string? Composition { get; init; }

    /// <summary>The titles of the product itself.</summary>
    public IReadOnlyList<OnixTitle> Titles { get; init; } = [];

    /// <summary>The title as it is on the product; of several that of type <see cref="OnixTitleTypes.Distinctive"/>.</summary>
    public OnixTitle? Title => Titles.FirstOrDefault(static title => title.Type == OnixTitleTypes.Distinctive) ?? (Titles.Count > 0 ? Titles[0] : null);

    /// <summary>The contributors, in their sequence.</summary>
    public IReadOnlyList<OnixContributor> Contributors { get; init; } = [];

    /// <summary>The contributors as they are to be shown, where the sender says it.</summary>
    public string? ContributorStatement { get; init; }

    /// <summary>The series and collections that the product is in.</summary>
    public IReadOnlyList<OnixSeries> Series { get; init; } = [];

    /// <summary>The number of the edition.</summary>
    public string? EditionNumber { get; init; }

    /// <summary>The edition in words.</summary>
    public string? EditionStatement { get; init; }

    /// <summary>The languages.</summary>
    public IReadOnlyList<OnixLanguage> Languages { get; init; } = [];

    /// <summary>Pages, running times, sizes of files.</summary>
    public IReadOnlyList<OnixExtent> Extents { get; init; } = [];

    /// <summary>The subjects.</summary>
    public IReadOnlyList<OnixSubject> Subjects { get; init; } = [];

    /// <summary>Height, width, thickness and weight.</summary>
    public IReadOnlyList<OnixMeasure> Measures { get; init; } = [];

    /// <summary>Descriptions and other texts.</summary>
    public IReadOnlyList<OnixText> Texts { get; init; } = [];

    /// <summary>Covers and other pictures and files.</summary>
    public IReadOnlyList<OnixResource> Resources { get; init; } = [];

    /// <summary>The imprints.</summary>
    public IReadOnlyList<string> Imprints { get; init; } = [];

    /// <summary>The publishers.</summary>
    public IReadOnlyList<OnixPublisher> Publishers { get; init; } = [];

    /// <summary>The country of publication, ISO 3166-1.</summary>
    public string? CountryOfPublication { get; init; }

    /// <summary>The publishing status, a code of list 64.</summary>
    public string? PublishingStatus { get; init; }

    /// <summary>The dates of publishing, roles of list 163.</summary>
    public IReadOnlyList<OnixRoleDate> PublishingDates { get; init; } = [];

    /// <summary>Other products that this one has to do with.</summary>
    public IReadOnlyList<OnixRelation> Relations { get; init; } = [];

    /// <summary>Who supplies the product, in which markets, and for how much.</summary>
    public IReadOnlyList<OnixSupply> Supplies { get; init; } = [];

    /// <summary>Gets the ISBN: of the identifiers as ISBN-13, else as GTIN-13, else as ISBN-10.</summary>
    /// <returns>The ISBN, or <see langword="null"/> when the product has none that is valid.</returns>
    public Isbn? FindIsbn() => IsbnOf(OnixIdentifierTypes.Isbn13) ?? IsbnOf(OnixIdentifierTypes.Gtin13) ?? IsbnOf(OnixIdentifierTypes.Isbn10);

    /// <summary>Gets the number of the article, for shops that sell others than books: the ISBN, else the first valid GTIN-13, else ISMN-13, else UPC, which gets a zero in front.</summary>
    /// <returns>The number, or <see langword="null"/> when the product has none that is valid. <see cref="Isbn.Kind"/> says what it is of.</returns>
    public Isbn? FindArticle() => FindIsbn() ?? ArticleOf(OnixIdentifierTypes.Gtin13) ?? ArticleOf(OnixIdentifierTypes.Ismn13) ?? ArticleOf(OnixIdentifierTypes.Upc);

    private Isbn? IsbnOf(string type)
    {
        foreach (var identifier in Identifiers)
        {
            if (identifier.Type == type && Isbn.TryParse(identifier.Value, out var isbn))
            {
                return isbn;
            }
        }

        return null;
    }

    private Isbn? ArticleOf(string type)
    {
        foreach (var identifier in Identifiers)
        {
            if (identifier.Type == type && Isbn.TryParseArticle(type == OnixIdentifierTypes.Upc ? $"0{identifier.Value}" : identifier.Value, out var article))
            {
                return article;
            }
        }

        return null;
    }
}

/// <summary>The blocks of a record. A record with <see cref="OnixNotificationTypes.BlockUpdate"/> replaces those that it has.</summary>
[Flags]
public enum OnixBlocks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Form, titles, contributors, subjects.</summary>
    Description = 1,

    /// <summary>Texts and pictures.</summary>
    Collateral = 2,

    /// <summary>Imprint, publisher, status and dates.</summary>
    Publishing = 4,

    /// <summary>Related products.</summary>
    Related = 8,

    /// <summary>Suppliers, availability and prices.</summary>
    Supply = 16,
}
