using System.Globalization;
using System.Text;

namespace Bookstore.Crash;

/// <summary>Keeps a catalogue by lines of text, in whichever process it stands.</summary>
internal sealed class CatalogueDesk(Shop shop)
{
    /// <summary>Whether this process has the culture data of the platform; without it <see cref="string.Normalize()"/> does nothing.</summary>
    public static bool HasIcu => "\u00E9".Normalize(NormalizationForm.FormD).Length == 2;

    /// <summary>Carries out <c>save ISBN|title|author</c> or <c>find query</c>; texts are in the escapes of JSON, so that no console changes them.</summary>
    /// <returns>The outcome, or the ISBNs of the books that were found.</returns>
    public async Task<string> DoAsync(string line)
    {
        var text = System.Text.RegularExpressions.Regex.Unescape(line);
        if (text.StartsWith("find ", StringComparison.Ordinal))
        {
            var found = await shop.Inventory.ListBooksAsync(new BookQuery { Text = text[5..] });
            return string.Join(' ', found.Items.Select(static listing => listing.Book.Isbn.ToString()));
        }

        var fields = text["save ".Length..].Split('|');
        var saved = await shop.Inventory.SaveBookAsync(new Book { Isbn = Isbn.Parse(fields[0]), Title = fields[1], Author = fields[2], Price = new Money(10m, "EUR") });
        return saved.Outcome.ToString().ToUpper(CultureInfo.InvariantCulture);
    }
}
