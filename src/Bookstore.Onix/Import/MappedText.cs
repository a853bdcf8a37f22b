using System.Text;

namespace Bookstore.Onix.Import;

/// <summary>Fits the texts of a feed into those of a book.</summary>
internal static class MappedText
{
    /// <summary>Returns a text of one line with at most so many characters; an ellipsis replaces what is left out. <see langword="null"/> for nothing that can be seen.</summary>
    public static string? Fit(string? text, int maxLength)
    {
        if (text is null || (text.Length <= maxLength && Require.TextProblem(text, 1, maxLength) is null && text.AsSpan().IndexOfAny('\t', '\n', '\r') < 0))
        {
            return text;
        }

        var line = new StringBuilder(Math.Min(text.Length, maxLength));
        var (count, lastLength) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var letter = Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune;
            if (Rune.IsControl(letter) || (letter.Value == ' ' && (line.Length == 0 || line[^1] == ' ')))
            {
                continue;
            }

            if (++count > maxLength)
            {
                line.Length -= lastLength;
                line.Append('…');
                break;
            }

            lastLength = letter.Utf16SequenceLength;
            line.Append(letter.ToString());
        }

        var fitted = line.ToString().TrimEnd();
        return Require.TextProblem(fitted, 1, maxLength) is null ? fitted : null;
    }

    public static string? CoverOf(OnixProduct product)
    {
        foreach (var type in new[] { OnixResourceTypes.FrontCover, OnixResourceTypes.FullCover, OnixResourceTypes.CoverThumbnail })
        {
            foreach (var resource in product.Resources)
            {
                if (resource.Type == type && resource.Link.Length <= BookDetails.MaxUrlLength && Uri.TryCreate(resource.Link, UriKind.Absolute, out var link) && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp))
                {
                    return resource.Link;
                }
            }
        }

        return null;
    }
}
