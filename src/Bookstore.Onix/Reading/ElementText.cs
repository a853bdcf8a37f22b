using System.Text;
using System.Xml;

namespace Bookstore.Onix.Reading;

/// <summary>Reads the text of an element. Tags of XHTML in it are left out, and paragraphs become lines.</summary>
internal static class ElementText
{
    /// <summary>Reads to the end tag of the element.</summary>
    /// <returns>Whether the text is within the limits; how many elements and attributes it has.</returns>
    public static bool TryRead(XmlReader reader, int maxLength, int maxDepth, out string? text, out int elements)
    {
        (text, elements) = (null, 0);
        if (reader.IsEmptyElement)
        {
            return true;
        }

        var depth = reader.Depth;
        StringBuilder? parts = null;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                elements += 1 + reader.AttributeCount;
                if (reader.Depth >= maxDepth)
                {
                    return false;
                }
            }

            var part = PartOf(reader);
            if (part.Length == 0)
            {
                continue;
            }

            if (text is null)
            {
                text = part;
            }
            else
            {
                (parts ??= new StringBuilder(text)).Append(part);
            }

            if ((parts?.Length ?? text.Length) > maxLength)
            {
                return false;
            }
        }

        text = (parts?.ToString() ?? text)?.Trim();
        text = text is { Length: 0 } ? null : text;
        return true;
    }

    /// <summary>Whether an element of XHTML begins and ends a line.</summary>
    public static bool IsBlock(ReadOnlySpan<char> name) => name is "p" or "br" or "li" or "div" or "ul" or "ol" or "dl" or "dt" or "dd" or "tr" or "blockquote" or ['h', >= '1' and <= '6'];

    private static string PartOf(XmlReader reader) => reader.NodeType switch
    {
        XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace => reader.Value,
        XmlNodeType.Element or XmlNodeType.EndElement when IsBlock(reader.LocalName) => "\n",
        _ => string.Empty,
    };
}
