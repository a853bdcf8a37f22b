namespace Bookstore.Onix.Reading;

/// <summary>Makes the titles of a product and of the series that it is in.</summary>
internal static class TitleMapping
{
    public static IReadOnlyList<OnixTitle> OfProduct(OnixNode node)
    {
        var titles = node.Map(Tag.TitleDetail, static detail => Title(detail, OnixTitleLevels.Product));
        titles = titles.Count > 0 ? titles : node.Map(Tag.Title, static title => Title(title[Tag.TitleType], title));
        return titles.Count > 0 || node[Tag.DistinctiveTitle] is not { } old
            ? titles
            : [new OnixTitle(OnixTitleTypes.Distinctive, WithPrefix(node[Tag.TitlePrefix], old), node[Tag.Subtitle])];
    }

    public static IReadOnlyList<OnixSeries> SeriesOf(OnixNode node) =>
        OnixValues.Both(node.Map(Tag.Collection, Collection), node.Map(Tag.Series, Series));

    private static OnixSeries? Collection(OnixNode node)
    {
        var number = node.Child(Tag.CollectionSequence)[Tag.CollectionSequenceNumber];
        foreach (var detail in node.Children(Tag.TitleDetail))
        {
            if ((Title(detail, OnixTitleLevels.Collection) ?? Title(detail, level: null)) is { } title)
            {
                return new OnixSeries(title.Text, number ?? PartNumber(detail), node.Map(Tag.CollectionIdentifier, static identifier => Identifiers.Map(identifier, Tag.CollectionIDType)));
            }
        }

        return null;
    }

    private static OnixSeries? Series(OnixNode node)
    {
        var title = node[Tag.TitleOfSeries] ?? Title(null, node.Child(Tag.Title))?.Text;
        var identifiers = OnixValues.With(
            node.Map(Tag.SeriesIdentifier, static identifier => Identifiers.Map(identifier, Tag.SeriesIDType)),
            node[Tag.SeriesISSN] is { } issn ? new OnixIdentifier("02", issn) : null);
        return title is null ? null : new OnixSeries(title, node[Tag.NumberWithinSeries], identifiers);
    }

    // The title of a level; of the first element where the level does not matter.
    private static OnixTitle? Title(OnixNode detail, string? level)
    {
        foreach (var element in detail.Children(Tag.TitleElement))
        {
            if (level is null || (element[Tag.TitleElementLevel] ?? OnixTitleLevels.Product) == level)
            {
                return Title(detail[Tag.TitleType], element);
            }
        }

        return null;
    }

    private static OnixTitle? Title(string? type, OnixNode element)
    {
        var text = element[Tag.TitleText] ?? (element[Tag.TitleWithoutPrefix] is { } rest ? WithPrefix(element[Tag.TitlePrefix], rest) : element[Tag.PartNumber]);
        return text is null ? null : new OnixTitle(type, text, element[Tag.Subtitle], element[Tag.PartNumber]);
    }

    private static string? PartNumber(OnixNode detail)
    {
        foreach (var element in detail.Children(Tag.TitleElement))
        {
            if (element[Tag.PartNumber] is { } number)
            {
                return number;
            }
        }

        return null;
    }

    private static string WithPrefix(string? prefix, string rest) => prefix is null ? rest : prefix.EndsWith('\'') || prefix.EndsWith('’') ? prefix + rest : $"{prefix} {rest}";
}
