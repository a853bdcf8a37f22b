using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>An International Standard Book Number (ISO 2108), kept in its 13-digit form in eight bytes; where the shop sells other articles, also the number of one: see <see cref="Kind"/>.</summary>
/// <remarks>
/// <see cref="Parse(string)"/> and <see cref="TryParse(string?, out Isbn)"/> read ISBNs alone; <see cref="TryParseArticle(string?, out Isbn)"/> reads any EAN-13. An ISBN-10 is turned into the ISBN-13 of the same book; hyphens and spaces are ignored. An ISMN
/// (979-0, printed music) and nothing but zeros are no ISBN. Sorts by number. The default value is no
/// book's ISBN: <see cref="IsDefault"/>. Immutable and safe to share between threads.
/// </remarks>
[JsonConverter(typeof(IsbnJsonConverter))]
public readonly struct Isbn : IEquatable<Isbn>, IComparable<Isbn>, ISpanParsable<Isbn>, ISpanFormattable
{
    /// <summary>The longest text that is looked at, hyphens and spaces included: 32 characters.</summary>
    public const int MaxTextLength = 32;

    private const long FirstPrefix = 978;
    private const long PrefixUnit = 10_000_000_000;

    // 979-0 is of printed music: an ISMN (ISO 10957).
    private const long MusicPrefix = 9790;
    private const long MusicUnit = 1_000_000_000;

    // A magazine or newspaper: an ISSN (ISO 3297) within an EAN-13.
    private const long SerialPrefix = 977;

    // Where a number is missing, there are zeros and their check digit.
    private const long NoBook = 9_780_000_000_002;

    // An EAN-13 can begin with zeros.
    private const string Digits = "D13";

    private readonly long _value;

    private Isbn(long value) => _value = value;

    /// <summary>Whether this is the default value, which is no book's ISBN.</summary>
    public bool IsDefault => _value == 0;

    /// <summary>What the number is of: a book, printed music, a magazine, an article of the shop's own numbering, or another one.</summary>
    public ArticleKind Kind => (_value / PrefixUnit) switch
    {
        FirstPrefix or FirstPrefix + 1 => _value / MusicUnit == MusicPrefix ? ArticleKind.Music : ArticleKind.Book,
        SerialPrefix => ArticleKind.Serial,
        (>= 20 and <= 29) or (>= 40 and <= 49) or (>= 200 and <= 299) => ArticleKind.InStore,
        _ => ArticleKind.Other,
    };

    /// <summary>Makes an ISBN from its 13 digits as a number, as stores keep it.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The ISBN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is no ISBN-13: wrong prefix or check digit, nothing but zeros, or an ISMN (979-0).</exception>
    public static Isbn FromInt64(long value) => TryFromInt64(value, out var isbn)
        ? isbn
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The number is not an ISBN-13. An ISBN-13 has 13 digits, begins with 978 or 979 and ends with a check digit.");

    /// <summary>Makes an ISBN from its 13 digits as a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="result">The ISBN, when it is one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryFromInt64(long value, out Isbn result)
    {
        var valid = value / PrefixUnit is FirstPrefix or FirstPrefix + 1
            && value / MusicUnit != MusicPrefix
            && value != NoBook
            && IsbnPlaces.Check13(value / 10) == value % 10;
        result = valid ? new Isbn(value) : default;
        return valid;
    }

    /// <summary>Makes an ISBN from the number that a store has on record, which it does not check: an earlier version may have accepted it.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The ISBN.</returns>
    public static Isbn FromStored(long value) => new(value);

    /// <summary>Reads an ISBN-10 or an ISBN-13, with or without hyphens.</summary>
    /// <param name="s">The text.</param>
    /// <returns>The ISBN.</returns>
    /// <exception cref="FormatException">It is no ISBN.</exception>
    public static Isbn Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), null);
    }

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    public static Isbn Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    public static Isbn Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, out var isbn)
        ? isbn
        : throw new FormatException(WhyNot(s));

    /// <summary>Reads an ISBN-10 or an ISBN-13, with or without hyphens.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The ISBN, when it is one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, out Isbn result) => TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Isbn)"/>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The ISBN, when it is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Isbn result) => TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out Isbn)"/>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The ISBN, when it is one.</param>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Isbn result) => TryParse(s, out result);

    /// <inheritdoc cref="TryParse(string?, out Isbn)"/>
    /// <param name="s">The text.</param>
    /// <param name="result">The ISBN, when it is one.</param>
    public static bool TryParse(ReadOnlySpan<char> s, out Isbn result)
    {
        result = default;
        if (s.Length > MaxTextLength || !IsbnPlaces.TryRead(s, out var count, out var number, out var endsWithX))
        {
            return false;
        }

        return count switch
        {
            10 => TryFromIsbn10(number, endsWithX, out result),
            13 when !endsWithX => TryFromInt64(number, out result),
            _ => false,
        };
    }

    /// <summary>Reads an ISBN-10, an ISBN-13, or any other EAN-13, with or without hyphens. A shop sells the others where <see cref="BookstoreOptions.OtherArticles"/> allows it.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The number, when it is one. <see cref="Kind"/> says what it is of.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParseArticle([NotNullWhen(true)] string? s, out Isbn result) => TryParseArticle(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParseArticle(string?, out Isbn)"/>
    /// <param name="s">The text.</param>
    /// <param name="result">The number, when it is one. <see cref="Kind"/> says what it is of.</param>
    public static bool TryParseArticle(ReadOnlySpan<char> s, out Isbn result)
    {
        if (TryParse(s, out result))
        {
            return true;
        }

        if (s.Length > MaxTextLength || !IsbnPlaces.TryRead(s, out var count, out var number, out var endsWithX) || count != 13 || endsWithX || !IsArticle(number))
        {
            return false;
        }

        result = new Isbn(number);
        return true;
    }

    /// <summary>Whether a number is an EAN-13: its last digit checks the others, and it is not nothing but zeros.</summary>
    internal static bool IsArticle(long number) => number is > 0 and <= 9_999_999_999_999 and not NoBook && IsbnPlaces.Check13(number / 10) == number % 10;

    /// <summary>The 13 digits as a number, as stores keep it; zero for the default value.</summary>
    /// <returns>The number.</returns>
    public long ToInt64() => _value;

    /// <summary>The older 10-digit form of the same book.</summary>
    /// <returns>Ten places without hyphens, or <see langword="null"/> for a book of the prefix 979, which has none.</returns>
    public string? ToIsbn10()
    {
        if (_value / PrefixUnit != FirstPrefix)
        {
            return null;
        }

        var digits = _value / 10 % 1_000_000_000;
        var check = IsbnPlaces.Check10(digits);
        return string.Create(CultureInfo.InvariantCulture, $"{digits:D9}{(check == 10 ? "X" : check.ToString(CultureInfo.InvariantCulture))}");
    }

    /// <summary>The 13 digits without hyphens; empty for the default value.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsDefault ? string.Empty : _value.ToString(Digits, CultureInfo.InvariantCulture);

    /// <inheritdoc cref="ToString()"/>
    /// <param name="format">Not used.</param>
    /// <param name="formatProvider">Not used.</param>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Writes the 13 digits without hyphens.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="charsWritten">How many characters were written.</param>
    /// <param name="format">Not used.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>Whether there was room.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = 0;
        return IsDefault || _value.TryFormat(destination, out charsWritten, Digits, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public int CompareTo(Isbn other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public bool Equals(Isbn other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Isbn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Whether both are the same book's.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(Isbn left, Isbn right) => left.Equals(right);

    /// <summary>Whether they are of different books.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(Isbn left, Isbn right) => !left.Equals(right);

    /// <summary>Whether one sorts before the other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator <(Isbn left, Isbn right) => left._value < right._value;

    /// <summary>Whether one sorts after the other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator >(Isbn left, Isbn right) => left._value > right._value;

    /// <summary>Whether one sorts before the other or is the same.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator <=(Isbn left, Isbn right) => left._value <= right._value;

    /// <summary>Whether one sorts after the other or is the same.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator >=(Isbn left, Isbn right) => left._value >= right._value;

    // Only a check digit is named: the most frequent fault is one digit that was typed wrong.
    private static string WhyNot(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxTextLength || !IsbnPlaces.TryRead(text, out var count, out var number, out var endsWithX) || count is not (10 or 13) || (count == 13 && endsWithX))
        {
            return "The text is not an ISBN. An ISBN has 10 or 13 digits, with or without hyphens, and its last place checks the others.";
        }

        if (count == 10)
        {
            var check = IsbnPlaces.Check10(endsWithX ? number : number / 10);
            return check == (endsWithX ? 10 : number % 10) ? "This is no ISBN: nothing but zeros names no book." : WrongCheckDigit(check == 10 ? "X" : check.ToString(CultureInfo.InvariantCulture));
        }

        if (number / PrefixUnit is not (FirstPrefix or FirstPrefix + 1) || number / MusicUnit == MusicPrefix)
        {
            return "This is no ISBN: an ISBN of 13 digits begins with 978 or 979, and 979-0 is of printed music.";
        }

        return number == NoBook ? "This is no ISBN: nothing but zeros names no book." : WrongCheckDigit(IsbnPlaces.Check13(number / 10).ToString(CultureInfo.InvariantCulture));
    }

    private static string WrongCheckDigit(string expected) => $"This is no ISBN: one of its digits is wrong. For the digits before it, the last place would be {expected}.";

    // With an X in its last place, the number holds nine digits only.
    private static bool TryFromIsbn10(long number, bool endsWithX, out Isbn result)
    {
        var digits = endsWithX ? number : number / 10;
        var check = endsWithX ? 10 : (int)(number % 10);
        var valid = IsbnPlaces.Check10(digits) == check && digits != 0;
        var body = (FirstPrefix * 1_000_000_000) + digits;
        result = valid ? new Isbn((body * 10) + IsbnPlaces.Check13(body)) : default;
        return valid;
    }
}
