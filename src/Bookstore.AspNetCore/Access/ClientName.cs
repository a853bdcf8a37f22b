using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore.AspNetCore;

/// <summary>Makes the name of a client from a text that another system chose.</summary>
internal static class ClientName
{
    /// <summary>The text itself when a log line and the scope of an idempotency key can have it, else its hash.</summary>
    public static string Of(string text) => text.Length <= IdempotencyKey.MaxClientLength && text.All(IsPlain) && VisibleText.IsIn(text) ? text : HashOf(text);

    /// <summary>The name of an actor: the same, and its hash also where it is what the shop calls itself.</summary>
    public static string OfActor(string text) => text == Actor.System ? HashOf(text) : Of(text);

    private static string HashOf(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static bool IsPlain(char character) => char.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => !char.IsWhiteSpace(character) || character == ' ',
    };
}
