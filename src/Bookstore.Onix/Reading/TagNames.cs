using System.Collections.Frozen;

namespace Bookstore.Onix.Reading;

/// <summary>Finds an element by its name: a reference name or a short tag.</summary>
internal static class TagNames
{
    private static readonly (Tag Tag, string Short)[] Known =
    [
        // Message and record
        (Tag.Addressee, "addressee"),
        (Tag.DefaultCurrencyCode, "m186"),
        (Tag.DefaultLanguageOfText, "m184"),
        (Tag.DefaultPriceType, "x310"),
        (Tag.DefaultPriceTypeCode, "m185"),
        (Tag.DeletionText, "a199"),
        (Tag.FromCompany, "m174"),
        (Tag.Header, "header"),
        (Tag.MessageNumber, "m180"),
        (Tag.NotificationType, "a002"),
        (Tag.Product, "product"),
        (Tag.RecordReference, "a001"),
        (Tag.RecordSourceName, "a197"),
        (Tag.Sender, "sender"),
        (Tag.SenderIDType, "m379"),
        (Tag.SenderIdentifier, "senderidentifier"),
        (Tag.SenderName, "x298"),
        (Tag.SentDate, "m182"),
        (Tag.SentDateTime, "x307"),

        // Identifiers
        (Tag.EAN13, "b005"),
        (Tag.IDTypeName, "b233"),
        (Tag.IDValue, "b244"),
        (Tag.ISBN, "b004"),
        (Tag.ProductIDType, "b221"),
        (Tag.ProductIdentifier, "productidentifier"),

        // Description
        (Tag.BASICMainSubject, "b064"),
        (Tag.BICMainSubject, "b065"),
        (Tag.Collection, "collection"),
        (Tag.CollectionIDType, "x344"),
        (Tag.CollectionIdentifier, "collectionidentifier"),
        (Tag.CollectionSequence, "collectionsequence"),
        (Tag.CollectionSequenceNumber, "x481"),
        (Tag.CollectionType, "x329"),
        (Tag.Contributor, "contributor"),
        (Tag.ContributorRole, "b035"),
        (Tag.ContributorStatement, "b049"),
        (Tag.CorporateName, "b047"),
        (Tag.DescriptiveDetail, "descriptivedetail"),
        (Tag.DistinctiveTitle, "b028"),
        (Tag.EditionNumber, "b057"),
        (Tag.EditionStatement, "b058"),
        (Tag.Extent, "extent"),
        (Tag.ExtentType, "b218"),
        (Tag.ExtentUnit, "b220"),
        (Tag.ExtentValue, "b219"),
        (Tag.Height, "c096"),
        (Tag.KeyNames, "b040"),
        (Tag.Language, "language"),
        (Tag.LanguageCode, "b252"),
        (Tag.LanguageOfText, "b059"),
        (Tag.LanguageRole, "b253"),
        (Tag.MainSubject, "mainsubject"),
        (Tag.MainSubject, "x425"),
        (Tag.MainSubjectSchemeIdentifier, "b191"),
        (Tag.Measure, "measure"),
        (Tag.MeasureType, "x315"),
        (Tag.MeasureTypeCode, "c093"),
        (Tag.Measurement, "c094"),
        (Tag.MeasureUnitCode, "c095"),
        (Tag.NamesBeforeKey, "b039"),
        (Tag.NumberOfPages, "b061"),
        (Tag.NumberWithinSeries, "b019"),
        (Tag.PartNumber, "x410"),
        (Tag.PersonName, "b036"),
        (Tag.PersonNameInverted, "b037"),
        (Tag.ProductComposition, "x314"),
        (Tag.ProductForm, "b012"),
        (Tag.ProductFormDescription, "b014"),
        (Tag.ProductFormDetail, "b333"),
        (Tag.SequenceNumber, "b034"),
        (Tag.Series, "series"),
        (Tag.SeriesIDType, "b273"),
        (Tag.SeriesIdentifier, "seriesidentifier"),
        (Tag.SeriesISSN, "b016"),
        (Tag.Subject, "subject"),
        (Tag.SubjectCode, "b069"),
        (Tag.SubjectHeadingText, "b070"),
        (Tag.SubjectSchemeIdentifier, "b067"),
        (Tag.SubjectSchemeName, "b171"),
        (Tag.Subtitle, "b029"),
        (Tag.Thickness, "c098"),
        (Tag.Title, "title"),
        (Tag.TitleDetail, "titledetail"),
        (Tag.TitleElement, "titleelement"),
        (Tag.TitleElementLevel, "x409"),
        (Tag.TitleOfSeries, "b018"),
        (Tag.TitlePrefix, "b030"),
        (Tag.TitleText, "b203"),
        (Tag.TitleType, "b202"),
        (Tag.TitleWithoutPrefix, "b031"),
        (Tag.UnnamedPersons, "b249"),
        (Tag.Weight, "c099"),
        (Tag.Width, "c097"),

        // Texts and pictures
        (Tag.CollateralDetail, "collateraldetail"),
        (Tag.CoverImageLink, "f113"),
        (Tag.MainDescription, "d101"),
        (Tag.MediaFile, "mediafile"),
        (Tag.MediaFileLink, "f117"),
        (Tag.MediaFileTypeCode, "f114"),
        (Tag.OtherText, "othertext"),
        (Tag.ResourceContentType, "x436"),
        (Tag.ResourceLink, "x435"),
        (Tag.ResourceMode, "x437"),
        (Tag.ResourceVersion, "resourceversion"),
        (Tag.SupportingResource, "supportingresource"),
        (Tag.Text, "d104"),
        (Tag.TextContent, "textcontent"),
        (Tag.TextFormat, "d103"),
        (Tag.TextType, "x426"),
        (Tag.TextTypeCode, "d102"),

        // Publishing
        (Tag.CityOfPublication, "b209"),
        (Tag.CountryOfPublication, "b083"),
        (Tag.Date, "b306"),
        (Tag.DateFormat, "j260"),
        (Tag.Imprint, "imprint"),
        (Tag.ImprintName, "b079"),
        (Tag.OnSaleDate, "j143"),
        (Tag.OutOfPrintDate, "h134"),
        (Tag.PublicationDate, "b003"),
        (Tag.Publisher, "publisher"),
        (Tag.PublisherName, "b081"),
        (Tag.PublishingDate, "publishingdate"),
        (Tag.PublishingDateRole, "x448"),
        (Tag.PublishingDetail, "publishingdetail"),
        (Tag.PublishingRole, "b291"),
        (Tag.PublishingStatus, "b394"),
        (Tag.YearFirstPublished, "b088"),

        // Related products
        (Tag.ProductRelationCode, "x455"),
        (Tag.RelatedMaterial, "relatedmaterial"),
        (Tag.RelatedProduct, "relatedproduct"),
        (Tag.RelationCode, "h208"),

        // Supply
        (Tag.AvailabilityCode, "j141"),
        (Tag.CountriesExcluded, "x451"),
        (Tag.CountriesIncluded, "x449"),
        (Tag.CountryCode, "b251"),
        (Tag.CountryExcluded, "j304"),
        (Tag.CurrencyCode, "j152"),
        (Tag.ExpectedDate, "j302"),
        (Tag.ExpectedShipDate, "j142"),
        (Tag.LastDateForReturns, "j387"),
        (Tag.Market, "market"),
        (Tag.MarketDate, "marketdate"),
        (Tag.MarketDateRole, "j408"),
        (Tag.MarketPublishingDetail, "marketpublishingdetail"),
        (Tag.MarketPublishingStatus, "j407"),
        (Tag.MinimumOrderQuantity, "j263"),
        (Tag.OnHand, "j350"),
        (Tag.OrderTime, "j144"),
        (Tag.PackQuantity, "j145"),
        (Tag.Price, "price"),
        (Tag.PriceAmount, "j151"),
        (Tag.PriceDate, "pricedate"),
        (Tag.PriceDateRole, "x476"),
        (Tag.PriceEffectiveFrom, "j161"),
        (Tag.PriceEffectiveUntil, "j162"),
        (Tag.PriceQualifier, "j261"),
        (Tag.PriceStatus, "j266"),
        (Tag.PriceType, "x462"),
        (Tag.PriceTypeCode, "j148"),
        (Tag.ProductAvailability, "j396"),
        (Tag.ProductSupply, "productsupply"),
        (Tag.RegionsExcluded, "x452"),
        (Tag.RegionsIncluded, "x450"),
        (Tag.ReturnsCode, "j269"),
        (Tag.ReturnsCodeType, "j268"),
        (Tag.ReturnsConditions, "returnsconditions"),
        (Tag.Stock, "stock"),
        (Tag.Supplier, "supplier"),
        (Tag.SupplierIDType, "j345"),
        (Tag.SupplierIdentifier, "supplieridentifier"),
        (Tag.SupplierName, "j137"),
        (Tag.SupplierRole, "j292"),
        (Tag.SupplyDate, "supplydate"),
        (Tag.SupplyDateRole, "x461"),
        (Tag.SupplyDetail, "supplydetail"),
        (Tag.Tax, "tax"),
        (Tag.TaxAmount, "x474"),
        (Tag.TaxRateCode, "x471"),
        (Tag.TaxRateCode1, "j153"),
        (Tag.TaxRatePercent, "x472"),
        (Tag.TaxRatePercent1, "j154"),
        (Tag.TaxType, "x470"),
        (Tag.Territory, "j303"),
        (Tag.Territory, "territory"),
        (Tag.TerritoryExcluded, "j308"),
        (Tag.UnpricedItemType, "j192"),
    ];

    private static readonly bool[] Leaves = LeavesOf();

    private static readonly FrozenDictionary<string, Tag>.AlternateLookup<ReadOnlySpan<char>> Tags = TagsOf().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Returns the element of a name; <see cref="Tag.None"/> for one that is not read.</summary>
    public static Tag Find(ReadOnlySpan<char> name) => Tags.TryGetValue(name, out var tag) ? tag : Tag.None;

    /// <summary>Whether an element has text and no elements of its own but those of XHTML.</summary>
    public static bool IsLeaf(Tag tag) => Leaves[(int)tag];

    /// <summary>Returns the attribute of an element that is read; <see langword="null"/> for none.</summary>
    public static string? AttributeOf(Tag tag) => tag switch
    {
        Tag.Product => "datestamp",
        Tag.Date => "dateformat",
        Tag.Text => "textformat",
        _ => null,
    };

    private static FrozenDictionary<string, Tag> TagsOf()
    {
        var tags = new Dictionary<string, Tag>(Known.Length * 2, StringComparer.Ordinal);
        foreach (var (tag, shortName) in Known)
        {
            tags[tag.ToString()] = tag;
            tags[shortName] = tag;
        }

        return tags.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool[] LeavesOf()
    {
        var leaves = new bool[Enum.GetValues<Tag>().Length];
        foreach (var (tag, name) in Known)
        {
            leaves[(int)tag] |= IsLeafName(name) && tag is not (Tag.Territory or Tag.MainSubject);
        }

        return leaves;
    }

    // The short tags of elements with text are a letter and a number.
    private static bool IsLeafName(string name) => name.Length == 4 && char.IsAsciiDigit(name[1]);
}
