namespace Bookstore.Onix;

/// <summary>A title.</summary>
/// <param name="Type">Its type, a code of list 15.</param>
/// <param name="Text">The title, with its prefix.</param>
/// <param name="Subtitle">The subtitle.</param>
/// <param name="PartNumber">The number of the part, such as of a volume.</param>
public sealed record OnixTitle(string? Type, string Text, string? Subtitle = null, string? PartNumber = null);

/// <summary>A series or another collection.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Number">The number of the product in it.</param>
/// <param name="Identifiers">Its identifiers, types of list 13 such as 02, an ISSN.</param>
public sealed record OnixSeries(string Title, string? Number, IReadOnlyList<OnixIdentifier> Identifiers);
