namespace Bookstore.Onix.Reading;

/// <summary>Makes a product of a record. In 3.0 what is here directly below the product is in blocks; in 2.1 it is all directly below.</summary>
internal static class ProductMapping
{
    public static OnixProduct Map(OnixNode record, OnixMessage message)
    {
        var description = BlockOr(record, Tag.DescriptiveDetail);
        var collateral = BlockOr(record, Tag.CollateralDetail);
        var publishing = BlockOr(record, Tag.PublishingDetail);
        return new OnixProduct
        {
            RecordReference = record[Tag.RecordReference],
            NotificationType = record[Tag.NotificationType],
            DeletionReason = record[Tag.DeletionText],
            RecordedAt = OnixValues.Time(record.Attribute),
            Blocks = BlocksOf(record),
            Identifiers = Identifiers.OfProduct(record),

            Form = description[Tag.ProductForm],
            FormDetails = description.Map(Tag.ProductFormDetail, static detail => detail.Text),
            Composition = description[Tag.ProductComposition],
            Titles = TitleMapping.OfProduct(description),
            Contributors = description.Map(Tag.Contributor, DescriptionMapping.Contributor),
            ContributorStatement = description[Tag.ContributorStatement],
            Series = TitleMapping.SeriesOf(description),
            EditionNumber = description[Tag.EditionNumber],
            EditionStatement = description[Tag.EditionStatement],
            Languages = DescriptionMapping.Languages(description),
            Extents = DescriptionMapping.Extents(description),
            Subjects = DescriptionMapping.Subjects(description),
            Measures = DescriptionMapping.Measures(description),

            Texts = CollateralMapping.Texts(collateral),
            Resources = CollateralMapping.Resources(collateral),

            Imprints = publishing.Map(Tag.Imprint, static imprint => imprint[Tag.ImprintName]),
            Publishers = publishing.Map(Tag.Publisher, PublishingMapping.Publisher),
            CountryOfPublication = publishing[Tag.CountryOfPublication],
            PublishingStatus = publishing[Tag.PublishingStatus],
            PublishingDates = PublishingMapping.Dates(publishing),

            Relations = BlockOr(record, Tag.RelatedMaterial).Map(Tag.RelatedProduct, static node => new OnixRelation(node[Tag.ProductRelationCode] ?? node[Tag.RelationCode], Identifiers.OfProduct(node))),
            Supplies = SupplyMapping.Map(record, message),
        };
    }

    private static OnixNode BlockOr(OnixNode record, Tag block) => record.Child(block) is { IsThere: true } there ? there : record;

    private static OnixBlocks BlocksOf(OnixNode record)
    {
        var blocks = OnixBlocks.None;
        Add(Tag.DescriptiveDetail, OnixBlocks.Description);
        Add(Tag.CollateralDetail, OnixBlocks.Collateral);
        Add(Tag.PublishingDetail, OnixBlocks.Publishing);
        Add(Tag.RelatedMaterial, OnixBlocks.Related);
        Add(Tag.ProductSupply, OnixBlocks.Supply);

        // 2.1 has no blocks: its elements say which ones there would be.
        Add(Tag.Title, OnixBlocks.Description);
        Add(Tag.DistinctiveTitle, OnixBlocks.Description);
        Add(Tag.OtherText, OnixBlocks.Collateral);
        Add(Tag.MediaFile, OnixBlocks.Collateral);
        Add(Tag.Publisher, OnixBlocks.Publishing);
        Add(Tag.Imprint, OnixBlocks.Publishing);
        Add(Tag.PublishingStatus, OnixBlocks.Publishing);
        Add(Tag.PublicationDate, OnixBlocks.Publishing);
        Add(Tag.RelatedProduct, OnixBlocks.Related);
        Add(Tag.SupplyDetail, OnixBlocks.Supply);
        return blocks;

        void Add(Tag tag, OnixBlocks block) => blocks |= record.Child(tag).IsThere ? block : OnixBlocks.None;
    }
}
