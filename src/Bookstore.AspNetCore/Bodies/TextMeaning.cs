using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Bookstore.AspNetCore;

/// <summary>What a text has to be beyond its length, as the <see cref="DataTypeAttribute"/> of its property names it.</summary>
internal sealed class TextMeaning
{
    private const int FirstYear = 2000;
    private const int LastYear = 2099;

    private static readonly Dictionary<string, TextMeaning> Named = new(StringComparer.Ordinal)
    {
        ["currency"] = new("must be the code of a currency in use (ISO 4217), such as EUR or USD", static text => Money.IsCurrency(text.ToString())),
        ["isbn"] = new("must be an ISBN or another EAN-13", static text => Isbn.TryParseArticle(text, out _)),
        ["publication-date"] = new("must be a date such as 2011-09-27, 2011-09 or 2011", static text => PublicationDate.TryParse(text, out _)),
        ["instant"] = new(Rfc3339.Hint, static text => Rfc3339.TryParse(text.ToString(), out _)),
        ["planned-time"] = new($"{Rfc3339.Hint}, from {FirstYear} to {LastYear}", static text => Rfc3339.TryParse(text.ToString(), out var time) && time.Year is >= FirstYear and <= LastYear),
        ["country"] = new("must be two capital letters (ISO 3166-1 alpha-2), such as DE", static text => PostalAddress.IsCountry(text.ToString())),
        ["web-address"] = new("must be an absolute address that begins with http:// or https://", IsWebAddress),
    };

    private readonly Rule _isMet;

    private TextMeaning(string hint, Rule isMet) => (Hint, _isMet) = (hint, isMet);

    private delegate bool Rule(ReadOnlySpan<char> text);

    /// <summary>A day, as the type <see cref="DateOnly"/> is written.</summary>
    public static TextMeaning Date { get; } =
        new("must be a date such as 2011-09-27", static text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    /// <summary>What is wrong with any other text.</summary>
    public string Hint { get; }

    /// <summary>Finds the meaning that an attribute names.</summary>
    /// <returns><see langword="null"/> when it names none.</returns>
    /// <exception cref="NotSupportedException">No text has that meaning.</exception>
    public static TextMeaning? Of(DataTypeAttribute? type) => type is not { DataType: DataType.Custom, CustomDataType: { } name } ? null
        : Named.GetValueOrDefault(name) ?? throw new NotSupportedException($"No text of a body is a {name}.");

    public bool IsMet(ReadOnlySpan<char> text) => _isMet(text);

    private static bool IsWebAddress(ReadOnlySpan<char> text) =>
        Uri.TryCreate(text.ToString(), UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
