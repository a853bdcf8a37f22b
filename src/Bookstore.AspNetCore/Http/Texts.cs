namespace Bookstore.AspNetCore;

/// <summary>Which texts the shop can keep.</summary>
internal static class Texts
{
    /// <summary>Whether a text has no control characters other than tabs and ends of lines.</summary>
    public static bool IsStorable(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) && character is not ('\t' or '\n' or '\r'))
            {
                return false;
            }
        }

        return true;
    }
}
