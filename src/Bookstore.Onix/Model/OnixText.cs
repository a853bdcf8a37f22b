namespace Bookstore.Onix;

/// <summary>A text, without the tags of its mark-up; paragraphs are lines.</summary>
/// <param name="Type">Its type, a code of list 153, or of list 33 in 2.1.</param>
/// <param name="Content">The text.</param>
/// <param name="Format">The format that it was written in, a code of list 34.</param>
public sealed record OnixText(string? Type, string Content, string? Format);

/// <summary>A picture or a file.</summary>
/// <param name="Type">What it shows, a code of list 158; those of 2.1 are brought to it where they are known.</param>
/// <param name="Link">Where it is.</param>
public sealed record OnixResource(string? Type, string Link);
