namespace Bookstore.AspNetCore;

/// <summary>The value of <c>If-Match</c> or <c>If-None-Match</c>: any tag, or a list of them (RFC 9110, sections 8.8.3 and 13.1).</summary>
internal sealed class EntityTags
{
    private readonly List<(string Version, bool IsWeak)> _tags = [];

    /// <summary>Whether it is <c>*</c>.</summary>
    public bool IsAny { get; private init; }

    /// <summary>The texts within the quotation marks of the strong tags.</summary>
    public IEnumerable<string> Strong => _tags.Where(static tag => !tag.IsWeak).Select(static tag => tag.Version);

    /// <summary>The texts within the quotation marks of all tags.</summary>
    public IEnumerable<string> All => _tags.Select(static tag => tag.Version);

    /// <summary>Reads a header that was sent.</summary>
    /// <returns><see langword="null"/> when it is malformed.</returns>
    public static EntityTags? Parse(string header)
    {
        var text = header.AsSpan().Trim(" \t");
        if (text is "*")
        {
            return new EntityTags { IsAny = true };
        }

        var tags = new EntityTags();
        while (true)
        {
            // Empty elements of a list are passed over (section 5.6.1).
            text = text.TrimStart(" \t,");
            if (text.IsEmpty)
            {
                return tags._tags.Count > 0 ? tags : null;
            }

            if (!tags.TryTake(ref text) || !(text.IsEmpty || text[0] == ','))
            {
                return null;
            }
        }
    }

    private bool TryTake(ref ReadOnlySpan<char> text)
    {
        var isWeak = text.StartsWith("W/", StringComparison.Ordinal);
        text = isWeak ? text[2..] : text;
        var length = text.Length > 0 && text[0] == '"' ? text[1..].IndexOf('"') : -1;
        if (length < 0 || text.Slice(1, length).ContainsAnyInRange('\0', ' ') || text.Slice(1, length).Contains('\u007f'))
        {
            return false;
        }

        _tags.Add((text.Slice(1, length).ToString(), isWeak));
        text = text[(length + 2)..].TrimStart(" \t");
        return true;
    }
}
