namespace Bookstore.PostgreSql;

/// <summary>Refuses text that UTF-8, the encoding of the connection, cannot hold, before anything of the statement is sent.</summary>
internal static class EncodableText
{
    /// <summary>Checks a parameter's text, or each text of a column.</summary>
    /// <param name="value">The parameter; anything but text is let through.</param>
    /// <exception cref="BookstoreStoreException">A text has half of a surrogate pair.</exception>
    public static void Require<T>(T value)
    {
        if (value is string text)
        {
            RequireText(text);
        }
        else if (value is string?[] texts)
        {
            foreach (var one in texts)
            {
                RequireText(one);
            }
        }
    }

    private static void RequireText(string? text)
    {
        if (text is not null && text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && HasHalfOfPair(text))
        {
            throw new BookstoreStoreException("A text has half of a surrogate pair, which the database cannot keep; nothing was written. Cut text between characters.");
        }
    }

    private static bool HasHalfOfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsSurrogatePair(text, i))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
