using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Payments.Simulated;

/// <summary>How a ledger names the shop of a payment, of several that share it: in the place of the transaction id, which follows from the order's id and the attempt.</summary>
internal static class ShopTag
{
    /// <summary>The length of a tag at the most, in bytes: the place that it has in a line.</summary>
    public const int MaxLength = 36;

    private const char Mark = '@';
    private const int MaxNameLength = 50;
    private const int HashLength = 8;

    public static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>The tag of a shop; <see langword="null"/> for one without a name. A name that is too long ends with a part of its hash.</summary>
    public static string? Of(string? shop)
    {
        if (shop is null)
        {
            return null;
        }

        var tag = Mark + shop.ToUpperInvariant();
        return tag.Length <= MaxLength ? tag : $"{tag[..(MaxLength - HashLength - 1)]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(tag)))[..HashLength]}";
    }

    /// <summary>Reads a tag from its place in a line; <see langword="null"/> where something else is in it. Shops are few: equal tags are one text in memory.</summary>
    public static string? Read(ReadOnlySpan<byte> reference) =>
        reference[0] == Mark ? string.Intern(Encoding.ASCII.GetString(reference.TrimEnd((byte)' '))) : null;

    /// <summary>Whether a shop lists a payment: its own, and what was declined, where the ledger keeps the reason in that place.</summary>
    public static bool Lists(string? shop, PaymentState state) => state.Event == LedgerEvent.Declined || string.Equals(state.Shop, shop, StringComparison.Ordinal);
}
