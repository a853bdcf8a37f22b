namespace Bookstore.Onix.Reading;

/// <summary>Makes the texts and pictures of a product.</summary>
internal static class CollateralMapping
{
    public static IReadOnlyList<OnixText> Texts(OnixNode node) => OnixValues.With(
        OnixValues.Both(node.Map(Tag.TextContent, static text => Text(text, text[Tag.TextType])), node.Map(Tag.OtherText, static text => Text(text, TypeOf(text[Tag.TextTypeCode])))),
        node[Tag.MainDescription] is { } old ? new OnixText(OnixTextTypes.Description, old, null) : null);

    public static IReadOnlyList<OnixResource> Resources(OnixNode node) => OnixValues.With(
        OnixValues.Both(node.Map(Tag.SupportingResource, Resource), node.Map(Tag.MediaFile, MediaFile)),
        node[Tag.CoverImageLink] is { } link ? new OnixResource(OnixResourceTypes.FrontCover, link) : null);

    private static OnixText? Text(OnixNode node, string? type) =>
        node.Child(Tag.Text) is { Text: { } content } text ? new OnixText(type, content, text.Attribute ?? node[Tag.TextFormat]) : null;

    private static OnixResource? Resource(OnixNode node)
    {
        foreach (var version in node.Children(Tag.ResourceVersion))
        {
            if (version[Tag.ResourceLink] is { } link)
            {
                return new OnixResource(node[Tag.ResourceContentType], link);
            }
        }

        return null;
    }

    private static OnixResource? MediaFile(OnixNode node) => node[Tag.MediaFileLink] is { } link ? new OnixResource(KindOf(node[Tag.MediaFileTypeCode]), link) : null;

    // List 33 to list 153.
    private static string? TypeOf(string? old) => old switch
    {
        "01" => OnixTextTypes.Description,
        "02" or "03" => OnixTextTypes.Short,
        "08" => OnixTextTypes.Review,
        "13" => OnixTextTypes.Biography,
        "23" or "24" => OnixTextTypes.Excerpt,
        _ => old,
    };

    // List 38 to list 158: front covers of all sizes are covers.
    private static string? KindOf(string? old) => old switch
    {
        "03" or "04" or "05" or "06" => OnixResourceTypes.FrontCover,
        "07" => OnixResourceTypes.CoverThumbnail,
        "08" => OnixResourceTypes.ContributorPicture,
        _ => null,
    };
}
