namespace Bookstore.Client.Http;

/// <summary>Reads the cursor of the next page from a <c>Link</c> header (RFC 8288).</summary>
/// <remarks>Only the cursor is taken: the address itself is not followed, so that a response cannot send the API key elsewhere.</remarks>
internal static class NextLink
{
    public static string? CursorOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            foreach (var link in value.Split(",", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var end = link.IndexOf('>', StringComparison.Ordinal);
                if (link[0] == '<' && end > 0 && IsNext(link[(end + 1)..]))
                {
                    return CursorIn(link[1..end]);
                }
            }
        }

        return null;
    }

    private static bool IsNext(string parameters)
    {
        foreach (var parameter in parameters.Split(';', StringSplitOptions.TrimEntries))
        {
            if (parameter.Equals("rel=\"next\"", StringComparison.OrdinalIgnoreCase) || parameter.Equals("rel=next", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static string? CursorIn(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        foreach (var pair in address[(query + 1)..].Split('&'))
        {
            if (pair.StartsWith("after=", StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(pair["after=".Length..]);
            }
        }

        return null;
    }
}
