namespace Bookstore.AspNetCore;

/// <summary>What an error shows of a name that a client chose.</summary>
internal static class MemberName
{
    private const int MaxLength = 50;
    private const int MaxDigits = 4;

    /// <summary>The name as a part of a JSON pointer (RFC 6901) when it is a plain one; else <c>*</c>, since a card number can be sent as a name as well.</summary>
    public static string Shown(string name)
    {
        var digits = 0;
        foreach (var character in name)
        {
            digits += char.IsAsciiDigit(character) ? 1 : 0;
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.' or '~' or '/'))
            {
                return "*";
            }
        }

        return name.Length is 0 or > MaxLength || digits > MaxDigits
            ? "*"
            : name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }
}
